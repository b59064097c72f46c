"""Write a package so that it is whole or not there; take one in only when every byte of it is proven."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Self, cast

from app.common.canon import canonical, sha256
from app.common.errors import Refusal
from app.common.files import CHUNK, open_ordinary
from app.exchange import proof
from app.exchange.container import (
    LIMITS,
    MANIFEST,
    SIGNATURE,
    Limits,
    Part,
    Source,
    damaged,
    measure,
    read_container,
    too_large,
    write_container,
)
from app.exchange.kinds import KINDS
from app.exchange.manifest import Manifest, ManifestDraft
from app.exchange.members import Members
from app.exchange.placement import place
from app.exchange.proof import Expectation
from app.exchange.trouble import reading, writing
from app.signing.credentials import Credential
from app.signing.keys import PersonKeys
from app.signing.seals import MAGIC, is_sealed, new_identity, recipient_of, seal_stream, unseal_stream
from app.signing.trust import Trust

IN_MEMORY = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who can open a package: id of the person or the bureau, and the age recipient."""

    id: str
    age: str


@dataclass(frozen=True, slots=True)
class Written:
    """A package as it now lies on disk. sha256: of the file; digest: of the manifest, see Package."""

    path: Path
    size: int
    sha256: str
    digest: str


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Package:
    """A proven package. sender: the chained credential, None for an enrolment.

    sha256: of the file as given. digest: of the manifest, the package's identity: the same however often it
    was sealed anew, and what ``previous`` of the next one names. statement: the manifest's bytes, as signed.
    Holds a scratch file until closed.
    """

    manifest: Manifest
    members: Members
    sender: Credential | None
    sha256: str
    digest: str
    sealed: bool
    statement: bytes
    signature: bytes
    _stream: IO[bytes]

    def close(self) -> None:
        """Give the scratch file back. Members cannot be read afterwards."""
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def build_package(
    draft: ManifestDraft,
    members: Mapping[str, Source],
    keys: PersonKeys,
    credential: Credential | None,
    recipients: Sequence[Recipient] = (),
) -> bytes:
    """A small package in memory. The same as ``write_package``."""
    with writing():
        manifest, parts = _assemble(draft, members, keys, credential, recipients)
        target = BytesIO()
        _pour(parts, target, _ages(manifest, keys.identity, recipients))
    return target.getvalue()


def write_package(
    path: Path,
    draft: ManifestDraft,
    members: Mapping[str, Source],
    keys: PersonKeys,
    credential: Credential | None,
    recipients: Sequence[Recipient] = (),
    *,
    blind: bool = False,
) -> Written:
    """Write, reopen, verify, sync, rename: only then is a package exported. What was there stays till then.

    With recipients, or for a confidential kind, it is sealed for them and for the sender. blind: not for the
    sender; what reads it back is a key that nobody keeps.
    Raises EnvironmentTrouble, Refusal (an attachment changed meanwhile).
    """
    reader = new_identity() if blind else keys.identity
    with writing():
        manifest, parts = _assemble(draft, members, keys, credential, recipients)
        digest = sha256(cast("bytes", parts[0].content))
        ages = _ages(manifest, reader, recipients)
        found, size = place(
            path,
            lambda target: _pour(parts, target, ages),
            lambda written: (_reopen(written, reader, keys, digest), written.stat().st_size),
        )
    return Written(path, size, found, digest)


def read_package(
    source: bytes | Path,
    trust: Trust | None,
    identities: Sequence[str] = (),
    expect: Expectation = Expectation(),  # noqa: B008  frozen, nobody can change the default
) -> Package:
    """Take a package in, in the order of docs/package-format.md, up to and without its contents' schema.

    Raises Refusal for anything wrong with the file, EnvironmentTrouble if it cannot be read, nothing else.
    """
    with reading():
        stream, outer, sealed = _opened(source, identities, expect.limits)
        with contextlib.ExitStack() as stack:
            stack.callback(stream.close)
            entries = read_container(stream, expect.limits)
            proven = proof.prove(stream, entries, trust, expect)
            _must_be_sealed(proven.manifest, sealed=sealed)
            stack.pop_all()
    members = Members(stream, entries[2:])
    package = Package(
        manifest=proven.manifest,
        members=members,
        sender=proven.sender,
        sha256=outer,
        digest=proven.digest,
        sealed=sealed,
        statement=proven.statement,
        signature=proven.signature,
        _stream=stream,
    )
    weakref.finalize(package, stream.close)
    return package


def _assemble(
    draft: ManifestDraft,
    members: Mapping[str, Source],
    keys: PersonKeys,
    credential: Credential | None,
    recipients: Sequence[Recipient],
) -> tuple[Manifest, list[Part]]:
    """The manifest over measured members, and all parts in the container's order."""
    rest = [measure(name, members[name]) for name in sorted(members)]
    plain = draft.plain() | {
        "format": 1,
        "program": "xianping",
        "sender_key": keys.public().ed25519,
        "credential": None if credential is None else credential.plain(),
        "recipients": sorted({recipient.id for recipient in recipients}),
        "members": {part.name: {"size": part.size, "sha256": part.sha256} for part in rest},
    }
    data = canonical(plain)
    head = [measure(MANIFEST, data), measure(SIGNATURE, keys.sign(data))]
    return Manifest.model_validate_json(data), head + rest


def _ages(manifest: Manifest, reader: str, recipients: Sequence[Recipient]) -> list[str]:
    """For whom to seal, the reader among them; empty means open. A confidential kind is never left open."""
    if not recipients and not KINDS[manifest.kind].sealed:
        return []
    return [recipient_of(reader), *(recipient.age for recipient in recipients)]


def _must_be_sealed(manifest: Manifest, *, sealed: bool) -> None:
    """Our own program never leaves such a file open: whoever did has shown it to everybody on the way."""
    if not sealed and (manifest.recipients or KINDS[manifest.kind].sealed):
        raise Refusal.because(
            f"这份{KINDS[manifest.kind].word}应当加密，却没有加密，途中谁都能看，未予采用；本机数据没有变化。"
            "请发件人用本程序重新导出。",
            code="XP-3407",
        )


def _pour(parts: Sequence[Part], target: IO[bytes], ages: Sequence[str]) -> None:
    if not ages:
        write_container(target, parts)
        return
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as clear:
        write_container(clear, parts)
        clear.seek(0)
        seal_stream(clear, target, ages)


def _reopen(path: Path, reader: str, keys: PersonKeys, digest: str) -> str:
    """The SHA-256 of what is on disk, once it reads back as what was meant. Raises Refusal."""
    stream, outer, _ = _opened(path, [reader], LIMITS)
    with contextlib.closing(stream):
        entries = read_container(stream)
        found = proof.read_back(stream, entries, keys)
    if found != digest:
        raise damaged()
    return outer


def _opened(source: bytes | Path, identities: Sequence[str], limits: Limits) -> tuple[IO[bytes], str, bool]:
    """A private copy of the container, unsealed; SHA-256 of the file as given; whether it was sealed.

    A copy, because what was verified must be what is used, even if the stick is swapped in between.
    """
    with contextlib.ExitStack() as stack:
        stream = _scratch(stack)
        outer = _copy(source, stream, limits)
        stream.seek(0)
        sealed = is_sealed(stream.read(len(MAGIC)))
        clear = stream
        if sealed:
            stream.seek(0)
            clear = _scratch(stack)
            unseal_stream(stream, clear, identities)
            stream.close()
        stack.pop_all()
    return clear, outer, sealed


def _scratch(stack: contextlib.ExitStack) -> IO[bytes]:
    """A nameless file that lives in memory while small; the stack closes it if something goes wrong."""
    stream = cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115  the stack closes it
    stack.callback(stream.close)
    return stream


def _copy(source: bytes | Path, target: IO[bytes], limits: Limits) -> str:
    if isinstance(source, Path) and source.exists() and not source.is_file():
        raise Refusal.because(f"{source.name} 不是文件，无法打开；请重新选择。", code="XP-3006")
    if isinstance(source, Path) and source.stat().st_size > limits.total:
        raise too_large()
    running, done = hashlib.sha256(), 0
    with BytesIO(source) if isinstance(source, bytes) else open_ordinary(source) as stream:
        while chunk := stream.read(CHUNK):
            done += len(chunk)
            if done > limits.total:
                raise too_large()
            running.update(chunk)
            target.write(chunk)
    return running.hexdigest()
