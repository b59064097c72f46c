"""Is it signed by whom it says, whole, and meant for us? The middle part of taking a package in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from pydantic import ValidationError

from app.common.canon import sha256
from app.common.clock import moment_of
from app.common.errors import Refusal
from app.exchange.container import LIMITS, ContainerEntry, Limits, damaged, read_member, too_large
from app.exchange.kinds import KINDS
from app.exchange.manifest import FORMAT, Manifest
from app.signing.credentials import Credential
from app.signing.fields import Key32, Strict, parse_model, parse_plain, unb64
from app.signing.keys import PersonKeys, ed25519_verifies
from app.signing.trust import Trust, check_chain

MANIFEST_BASE, MANIFEST_EACH = 64 * 1024, 320


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the receiver knows beforehand; None leaves a point open.

    recipient: id of the person (or bureau) who takes the file in. at: the receiver's time, against which the
    sender's credential must hold as well as at the time of writing.
    """

    kinds: Collection[str] | None = None
    batch: str | None = None
    visit: str | None = None
    senders: Collection[str] | None = None
    recipient: str | None = None
    at: datetime | None = None
    limits: Limits = LIMITS


@dataclass(frozen=True, slots=True)
class Proven:
    """What stands after every check. digest: of the manifest's bytes. statement: those bytes, as signed."""

    manifest: Manifest
    sender: Credential | None
    digest: str
    statement: bytes
    signature: bytes


class _Envelope(Strict):
    """The few fields that say who signed, in this format and in any later one."""

    kind: str
    sender_key: Key32
    credential: Credential | None


def prove(
    stream: IO[bytes], entries: Sequence[ContainerEntry], trust: Trust | None, expect: Expectation
) -> Proven:
    """Signature, format version, digests, binding, in this order. Raises Refusal."""
    if entries[0].size > MANIFEST_BASE + MANIFEST_EACH * len(entries):
        raise too_large()  # unsigned so far: JSON of megabytes would cost a hundred times its size in memory
    data = read_member(stream, entries[0])
    signature = _signature(stream, entries[1])
    raw = parse_plain(data, "XP-3601", limit=expect.limits.manifest)
    newer = _is_newer(raw)
    envelope = _envelope(raw, newer=newer)
    if not ed25519_verifies(envelope.sender_key, signature, data):
        raise _badly_signed()
    if envelope.credential is not None:
        _check_sender(envelope.credential, envelope.sender_key, trust)
    if newer:
        raise _too_new()
    manifest = parse_model(Manifest, data, "XP-3601", limit=expect.limits.manifest)
    _check_times(manifest, trust, expect.at)
    _check_digests(manifest, entries[2:])
    _check_binding(manifest, expect)
    return Proven(manifest, manifest.credential, sha256(data), data, signature)


def prove_statement(statement: bytes, signature: bytes, trust: Trust) -> Manifest:
    """A manifest that was kept by itself, proven again: signed, and by somebody of this bureau.

    Raises Refusal. What it was bound to was checked when the package came.
    """
    manifest = parse_model(Manifest, statement, "XP-3601", limit=LIMITS.manifest)
    if not ed25519_verifies(manifest.sender_key, signature, statement):
        raise _badly_signed()
    if manifest.credential is not None:
        _check_sender(manifest.credential, manifest.sender_key, trust)
    _check_own_words(manifest)
    return manifest


def read_back(stream: IO[bytes], entries: Sequence[ContainerEntry], keys: PersonKeys) -> str:
    """The manifest's digest of a package that ``keys`` just wrote. Raises Refusal."""
    data = read_member(stream, entries[0])
    if not ed25519_verifies(keys.public().ed25519, _signature(stream, entries[1]), data):
        raise damaged()
    _check_digests(parse_model(Manifest, data, "XP-3601", limit=LIMITS.manifest), entries[2:])
    return sha256(data)


def _signature(stream: IO[bytes], entry: ContainerEntry) -> bytes:
    if entry.size != 64:
        raise _badly_signed()
    return read_member(stream, entry)


def _is_newer(raw: Any) -> bool:
    version = raw.get("format") if isinstance(raw, dict) else None
    return type(version) is int and version > FORMAT


def _envelope(raw: Any, *, newer: bool) -> _Envelope:
    names = ("kind", "sender_key", "credential")
    try:
        plain = {name: raw[name] for name in names}
        unb64(plain["sender_key"])
        return _Envelope.model_validate(plain)
    except (TypeError, KeyError, ValueError, AttributeError, ValidationError):
        # A later format may say who signed in words we do not know: then the version is the honest answer.
        if newer:
            raise _too_new() from None
        raise Refusal.because(
            "文件的清单不合格式，未予采用；本机数据没有变化。请对方用最新版本重新导出。", code="XP-3601"
        ) from None


def _check_sender(credential: Credential, key: str, trust: Trust | None) -> None:
    """The credential is the signer's, and the bureau's word. Its dates are looked at later."""
    if trust is None:
        raise Refusal.because(
            "还没有签发单位的信任文件，无法核验；请先导入 bureau.xptrust 并核对通知上印的指纹。",
            code="XP-3206",
        )
    if credential.keys.ed25519 != key:
        raise _badly_signed()
    check_chain(credential, trust, moment_of(credential.valid_from))


def _check_times(manifest: Manifest, trust: Trust | None, at: datetime | None) -> None:
    """The sender's credential held when the file was written, and holds now where now is given."""
    if manifest.credential is None or trust is None:
        return
    for moment in (moment_of(manifest.created_at), at):
        if moment is not None:
            check_chain(manifest.credential, trust, moment)


def _check_digests(manifest: Manifest, entries: Sequence[ContainerEntry]) -> None:
    found = {entry.name: (entry.size, entry.sha256) for entry in entries}
    if found != {name: (member.size, member.sha256) for name, member in manifest.members.items()}:
        raise Refusal.because(
            "文件里的内容与清单不符，可能被改动过，未予采用；本机数据没有变化。请对方重新导出。",
            code="XP-3406",
        )


def _check_binding(manifest: Manifest, expect: Expectation) -> None:
    """Kind, sender and role, batch, visit and recipient fit together and are those expected."""
    _check_own_words(manifest)
    name = KINDS[manifest.kind].word
    if expect.kinds is not None and manifest.kind not in expect.kinds:
        raise Refusal.because(f"这是一份{name}，不能在这里导入；请选择正确的文件。", code="XP-3401")
    if expect.batch is not None and manifest.batch != expect.batch:
        raise Refusal.because(f"这份{name}属于另一个批次，未予采用；本机数据没有变化。", code="XP-3402")
    if expect.visit is not None and manifest.visit != expect.visit:
        raise Refusal.because(f"这份{name}属于另一次考核，未予采用；本机数据没有变化。", code="XP-3403")
    if expect.senders is not None and manifest.sender not in expect.senders:
        raise Refusal.because(f"这份{name}的发件人不在本组名单里，未予采用；请核对来源。", code="XP-3404")
    readers = {*manifest.recipients, manifest.sender} if manifest.recipients else {expect.recipient}
    if expect.recipient is not None and expect.recipient not in readers:
        raise Refusal.because(f"这份{name}不是发给您的，未予采用；请交给收件人。", code="XP-3405")


def _check_own_words(manifest: Manifest) -> None:
    """What the manifest says of its sender is what the credential says."""
    credential, kind = manifest.credential, KINDS[manifest.kind]
    if credential is None:
        if kind.senders:
            raise _badly_signed()
        return
    if not kind.senders or credential.person.id != manifest.sender:
        raise _badly_signed()
    if credential.role not in kind.senders:
        raise Refusal.because(f"发件人无权签发{kind.word}，未予采用；请核对来源。", code="XP-3205")
    if credential.role != "bureau" and credential.batch != manifest.batch:
        raise Refusal.because("发件人的凭证属于另一个批次，未予采用；本机数据没有变化。", code="XP-3402")


def _badly_signed() -> Refusal:
    return Refusal.because(
        "文件的签名不符，可能被改动或冒名，未予采用；本机数据没有变化。请当面向发件人重新要一份。",
        code="XP-3201",
    )


def _too_new() -> Refusal:
    return Refusal.because(
        "这份文件由更新版本的程序写出，本版本读不了；文件和本机数据都完好。请升级程序后再导入。",
        code="XP-3501",
    )
