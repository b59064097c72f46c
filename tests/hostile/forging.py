"""An enrolled expert turned hostile: rightly formed and signed packages with any manifest and members."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from app.common.canon import canonical, sha256
from app.exchange.container import MANIFEST, SIGNATURE, Part, write_container
from app.exchange.enrolment import read_enrolment
from app.exchange.facts import read_facts
from app.exchange.package import Package
from app.exchange.receipt import read_receipt
from app.exchange.record import read_record
from app.exchange.safe import read_safe
from app.exchange.sheet import read_lock, read_sheet
from app.exchange.sync import read_sync
from app.exchange.task import read_task
from app.signing.keys import PersonKeys
from tests.exchange.samples import clear, counting_scheme
from tests.signing.bureau import world

READERS: dict[str, Callable[[Package], Any]] = {
    "xpenrol": read_enrolment,
    "xptask": lambda package: read_task(package, world().trust),
    "xpfacts": lambda package: read_facts(package, counting_scheme()),
    "xplock": read_lock,
    "xpsheet": read_sheet,
    "xprecord": read_record,
    "xpsync": read_sync,
    "xpack": read_receipt,
    "xpsafe": read_safe,
}
CONTENTS = {
    "xpenrol": "enrolment.json",
    "xptask": "task.json",
    "xpfacts": "facts.json",
    "xplock": "lock.json",
    "xpsheet": "sheet.json",
    "xprecord": "record.json",
    "xpsync": "visit.json",
    "xpack": "receipt.json",
    "xpsafe": "safe.json",
}
SENDERS: dict[str, Callable[[], PersonKeys]] = {
    "xptask": lambda: world().authority.issuing,
    "xpack": lambda: world().authority.issuing,
    "xprecord": lambda: world().leader.keys,
    "xpsync": lambda: world().leader.keys,
}


def part(name: str, data: bytes) -> Part:
    """A member under any name at all."""
    return Part(name, data, len(data), zlib.crc32(data), sha256(data))


def container(parts: list[Part]) -> bytes:
    target = io.BytesIO()
    write_container(target, parts)
    return target.getvalue()


def signed(manifest: bytes, members: Mapping[str, bytes], keys: PersonKeys) -> bytes:
    """A container around any manifest bytes, signed by these keys."""
    head = [part(MANIFEST, manifest), part(SIGNATURE, keys.sign(manifest))]
    return container(head + [part(name, members[name]) for name in sorted(members)])


def sender(kind: str) -> PersonKeys:
    return SENDERS.get(kind, lambda: world().expert.keys)()


def opened(kind: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Manifest and members of a small package of that kind."""
    with zipfile.ZipFile(io.BytesIO(clear(kind))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop(MANIFEST))
    del files[SIGNATURE]
    return manifest, files


def with_members(kind: str, changed: Mapping[str, bytes | None]) -> bytes:
    """The small package of that kind with members put in, replaced or (None) taken out; all digests right."""
    manifest, members = opened(kind)
    members = {name: data for name, data in {**members, **changed}.items() if data is not None}
    manifest["members"] = {
        name: {"size": len(data), "sha256": sha256(data)} for name, data in members.items()
    }
    return signed(canonical(manifest), members, sender(kind))


def with_content(kind: str, content: object) -> bytes:
    """The small package of that kind with another JSON content (bytes stay as they are)."""
    data = content if isinstance(content, bytes) else canonical(content)
    return with_members(kind, {CONTENTS[kind]: data})
