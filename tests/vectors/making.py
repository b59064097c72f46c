"""How each file is made. The keys are new each time that all are made; they vouch for nothing else."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from app.common.canon import canonical
from app.exchange.container import MANIFEST, SIGNATURE
from app.exchange.kinds import KINDS, Kind
from app.signing.seals import seal
from tests.exchange.samples import clear, identities, package, recipients
from tests.hostile.forging import container, opened, part, sender, signed
from tests.hostile.test_pdf import (
    _add_field,
    _field_flag,
    _form_default,
    _information,
    _metadata,
    _open_action,
    _orphan,
    _overwrite_page,
    _updated,
    _validation_data,
)
from tests.signing.bureau import PANEL, certified, drawn_pdf, foreign, sign_next, signed_pdf, world

FOLDER = Path(__file__).parent
INDEX, TRUST = "index.json", "bureau.xptrust"
Change = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Vector:
    """A file: its name, what kind it is, the verdict (``good``, ``incomplete`` or a code), and why."""

    file: str
    kind: str
    verdict: str
    why: str
    data: bytes


def vectors() -> Iterator[Vector]:
    """All of them."""
    for kind in KINDS:
        yield Vector(f"good.{kind}", kind, "good", "as its sender's program writes it", package(kind))
        yield from _bad(kind)
    yield from _pdfs()


def _bad(kind: Kind) -> Iterator[Vector]:
    for name, code, why, change in BAD:
        yield Vector(f"{name}.{kind}", kind, code, why, _as_it_travels(kind, change(kind)))
    if KINDS[kind].sealed:
        yield Vector(f"open.{kind}", kind, "XP-3407", "confidential, and not sealed", clear(kind))


def _as_it_travels(kind: Kind, data: bytes) -> bytes:
    """Sealed where the kind is: what is wrong lies inside the seal."""
    ages = [each.age for each in recipients(kind)]
    return seal(data, ages) if KINDS[kind].sealed else data


def _manifest(change: Callable[[dict[str, object]], None]) -> Change:
    def made(kind: str) -> bytes:
        manifest, members = opened(kind)
        change(manifest)
        return signed(canonical(manifest), members, sender(kind))

    return made


def _rewritten(change: Callable[[dict[str, bytes]], None]) -> Change:
    """Other bytes in the container, in its own form, the signature left as it was."""

    def made(kind: str) -> bytes:
        with zipfile.ZipFile(BytesIO(clear(kind))) as archive:
            held = {each: archive.read(each) for each in archive.namelist()}
        change(held)
        return container([part(name, data) for name, data in held.items()])

    return made


def _flip(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(held: dict[str, bytes]) -> None:
        data = bytearray(held[name])
        data[len(data) // 2] ^= 1
        held[name] = bytes(data)

    return change


def _flip_last(held: dict[str, bytes]) -> None:
    _flip(list(held)[-1])(held)


def _with_stray(kind: str) -> bytes:
    manifest, members = opened(kind)
    return signed(canonical(manifest), {**members, "zz-stray": b"x"}, sender(kind))


BAD: tuple[tuple[str, str, str, Change], ...] = (
    ("bit-in-signature", "XP-3201", "one bit of the signature", _rewritten(_flip(SIGNATURE))),
    ("bit-in-manifest", "XP-3201 XP-3601", "one bit of the manifest", _rewritten(_flip(MANIFEST))),
    ("bit-in-member", "XP-3406", "one bit of the last member", _rewritten(_flip_last)),
    ("byte-after", "XP-30", "a byte after the container", lambda kind: clear(kind) + b"\n"),
    ("cut", "XP-30", "the last 22 bytes are missing", lambda kind: clear(kind)[:-22]),
    ("newer", "XP-3501", "a later format, rightly signed", _manifest(lambda told: told.update(format=2))),
    ("other-program", "XP-3601", "another program's name", _manifest(lambda told: told.update(program="x"))),
    ("stray", "XP-3406", "a member that the manifest does not know, rightly signed", _with_stray),
)


PDF_CHANGES = {
    "page-overwritten": (_overwrite_page, "100 points drawn over the page"),
    "field-added": (_add_field, "another signature field"),
    "action": (_open_action, "an action on opening"),
    "info": (_information, "another title in the information"),
    "metadata": (_metadata, "an XMP stream"),
    "dss": (_validation_data, "a document security store"),
    "form-default": (_form_default, "the form asks for new appearances"),
    "field-flag": (_field_flag, "a field's flag"),
    "orphan": (_orphan, "an object that nothing refers to"),
}


def _pdfs() -> Iterator[Vector]:
    whole = signed_pdf()
    half = sign_next(world(), certified(world()), next(iter(PANEL)), 1)
    yield Vector("good.pdf", "pdf", "good", "certified, signed by everybody", whole)
    yield Vector("half.pdf", "pdf", "incomplete", "one of three has signed", half)
    yield Vector("none.pdf", "pdf", "incomplete", "certified, nobody has signed", certified(world()))
    yield Vector("drawn.pdf", "pdf", "XP-3812", "never certified", drawn_pdf())
    yield Vector("foreign.pdf", "pdf", "XP-3814", "another root's, all alike otherwise", certified(foreign()))
    yield Vector("bytes-after.pdf", "pdf", "XP-381", "a comment after the last revision", whole + b"%\n")
    yield Vector("bit.pdf", "pdf", "XP-381", "one bit of the first page", _bit(whole))
    for name, (change, why) in PDF_CHANGES.items():
        for when, pdf, place in (("after", whole, "last"), ("between", half, "first")):
            told = f"{why}, after the {place} signature"
            yield Vector(f"{when}-{name}.pdf", "pdf", "XP-3813", told, _updated(pdf, change))


def _bit(pdf: bytes) -> bytes:
    data = bytearray(pdf)
    data[len(drawn_pdf()) // 2] ^= 1
    return bytes(data)


def write(folder: Path = FOLDER) -> Mapping[str, Vector]:
    """Make all files anew, with the trust they are judged by, what unseals them, and the index."""
    for old in folder.glob("files/*"):
        old.unlink()
    (folder / "files").mkdir(exist_ok=True)
    made = {each.file: each for each in vectors()}
    for each in made.values():
        (folder / "files" / each.file).write_bytes(each.data)
    (folder / TRUST).write_bytes(world().trust.data)
    told = {
        "identities": {kind: identities(kind) for kind, each in KINDS.items() if each.sealed},
        "vectors": [
            {"file": each.file, "kind": each.kind, "verdict": each.verdict, "why": each.why}
            for each in made.values()
        ],
    }
    (folder / INDEX).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return made
