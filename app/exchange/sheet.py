"""``.xpsheet`` (a locked sheet) and ``.xplock`` (the commitment to it that is exchanged before)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.common.canon import sha256
from app.common.errors import Refusal
from app.common.ledger import MAX_ENTRIES, EntryRecord, check_chain
from app.common.typed import entered_by
from app.exchange.container import Source
from app.exchange.content import EVIDENCE, Content, Key, PointsText, inconsistent, refuse_strays
from app.exchange.kinds import Kind
from app.exchange.package import Package
from app.signing.fields import Hex64, Id

Entries = Annotated[tuple[EntryRecord, ...], Field(max_length=MAX_ENTRIES)]


class Lock(Content):
    """A promise of a locked sheet that shows nothing of it: SHA-256 of a salt and the sheet's digest."""

    KIND: ClassVar[Kind] = "xplock"
    MEMBER: ClassVar[str] = "lock.json"

    format: Literal[1] = 1
    visit: Id
    person: Id
    commitment: Hex64

    def members(self) -> Mapping[str, bytes]:
        """The members of its package."""
        return {self.MEMBER: self.data}


class SheetContents(Content):
    """A locked sheet. digest: of the last ledger entry, which is the lock.

    total, state, findings_digest: what the sender's program made of the ledger; the receiver replays it and
    must reach the same. salt: 32 bytes in hex, opens the commitment.
    """

    KIND: ClassVar[Kind] = "xpsheet"
    MEMBER: ClassVar[str] = "sheet.json"

    format: Literal[1] = 1
    visit: Id
    person: Id
    scheme_digest: Hex64
    entries: Entries
    total: PointsText
    state: Key
    findings_digest: Hex64
    digest: Hex64
    salt: Hex64

    @property
    def commitment(self) -> str:
        """What the lock file promised."""
        return commitment(self.salt, self.digest)

    @property
    def typed_in_by(self) -> str | None:
        """Who typed the sheet in from its expert's paper, None for the expert's own."""
        return entered_by(self.person, self.entries)

    def opens(self, lock: Lock) -> bool:
        """Whether this is the sheet that was promised."""
        return (lock.visit, lock.person, lock.commitment) == (self.visit, self.person, self.commitment)

    def members(self, evidence: Mapping[str, Source] | None = None) -> Mapping[str, Source]:
        """The members of its package. evidence: SHA-256 to where the content comes from."""
        return {self.MEMBER: self.data} | evidence_members(evidence)


def commitment(salt: str, digest: str) -> str:
    """SHA-256 (hex) over salt and digest, both 64 hex characters."""
    return sha256(bytes.fromhex(salt) + bytes.fromhex(digest))


def evidence_members(evidence: Mapping[str, Source] | None) -> dict[str, Source]:
    """Evidence under its member names."""
    return {f"{EVIDENCE}{name}": content for name, content in (evidence or {}).items()}


def read_lock(package: Package) -> Lock:
    """The commitment in a proven package. Raises Refusal."""
    lock = Lock.read(package)
    refuse_strays(package, [Lock.MEMBER])
    _check_owner(package, lock.visit, lock.person)
    return lock


def read_sheet(package: Package) -> SheetContents:
    """The sheet in a proven package, its ledger chained. Replay is for services. Raises Refusal.

    Its sender is its expert; of a sheet that was typed in from paper, it may be who typed all of it.
    """
    sheet = SheetContents.read(package)
    refuse_strays(package, [SheetContents.MEMBER])
    sender = package.manifest.sender
    _check_owner(package, sheet.visit, sender if sender == sheet.typed_in_by else sheet.person)
    check_entries(sheet.entries)
    if not sheet.entries or sheet.entries[-1].digest != sheet.digest:
        raise inconsistent("表的校验码与其记录不符", "digest")
    return sheet


def check_entries(entries: tuple[EntryRecord, ...]) -> None:
    """Raises Refusal unless the ledger's chain is whole."""
    faults = check_chain(entries)
    if faults:
        raise Refusal(faults[:20])


def _check_owner(package: Package, visit: str, person: str) -> None:
    if (package.manifest.visit, package.manifest.sender) != (visit, person):
        raise inconsistent("内容里的考核或专家与清单不符")
