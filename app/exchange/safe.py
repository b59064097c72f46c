"""``.xpsafe``: a rolling copy of the work in progress, that any laptop of the panel can go on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field, JsonValue, StringConstraints

from app.common.canon import MAX_INPUT_BYTES, canonical
from app.exchange.container import Source
from app.exchange.content import Content, Key, inconsistent, refuse_strays
from app.exchange.kinds import Kind
from app.exchange.package import Package
from app.exchange.sheet import Entries, check_entries, evidence_members
from app.signing.fields import Hex64, Id, Moment, Strict

PDF = "verdict.pdf"
Box = Annotated[str, StringConstraints(max_length=8_000)]


class Working(Strict):
    """One ledger in progress.

    person: whose sheet, None for the panel's own ledger. origin: digest of the package that a sheet was taken
    from, None for what was written on the device itself.
    """

    visit: Id
    person: Id | None
    origin: Hex64 | None = None
    entries: Entries


class Spot(Strict):
    """Where a person stopped in the sheet; field is empty for a criterion's first."""

    person: Id
    criterion: Key
    field: Annotated[str, StringConstraints(max_length=200)]


class SignedRecord(Strict):
    """A locked sheet that its expert has signed: a file beside the copy. sha256: of that file."""

    person: Id
    sha256: Hex64


class Sent(Strict):
    """A package of the visit that went out: its digest, the file's SHA-256, the head of the panel's ledger.

    file and head are None where an earlier version of the program noted nothing of them.
    """

    digest: Hex64
    file: Hex64 | None = None
    head: Hex64 | None = None


class Salt(Strict):
    """What opens the promise of a person's locked sheet: the same in every export."""

    person: Id
    salt: Hex64


class LastFacts(Strict):
    """The last facts file that a person sent: number, time, and the digest that the next one names."""

    person: Id
    sequence: Annotated[int, Field(ge=1)]
    digest: Hex64
    at: Moment | None = None


class Unfinished(Strict):
    """What the leader was typing at a place of the conclusion: plain JSON."""

    place: Annotated[str, StringConstraints(max_length=300)]
    held: JsonValue


class TakenPackage(Strict):
    """A package that was taken in, as a file beside the copy. It is proven again where it arrives."""

    kind: Literal["xpfacts", "xprecord", "xpack"]
    sha256: Hex64


class Memory(Strict):
    """What a device remembers of a visit beside its ledgers."""

    sent: Annotated[tuple[Sent, ...], Field(max_length=1000)] = ()
    salts: Annotated[tuple[Salt, ...], Field(max_length=100)] = ()
    counted: Annotated[tuple[LastFacts, ...], Field(max_length=100)] = ()
    unfinished: Annotated[tuple[Unfinished, ...], Field(max_length=1000)] = ()
    papers: Annotated[tuple[TakenPackage, ...], Field(max_length=1000)] = ()


class Safe(Content):
    """The content of ``safe.json``.

    keys: the sender's own keys, locked by the sender's PIN, where the sender wants them to travel.
    pdf_sha256: of the member ``verdict.pdf``, where there is one. memory: empty in an earlier version's copy.
    """

    KIND: ClassVar[Kind] = "xpsafe"
    MEMBER: ClassVar[str] = "safe.json"
    LIMIT: ClassVar[int] = 4 * MAX_INPUT_BYTES  # several people's ledgers in one file

    format: Literal[1] = 1
    ledgers: Annotated[tuple[Working, ...], Field(max_length=1000)]
    places: Annotated[tuple[Spot, ...], Field(max_length=100)] = ()
    sheets: Annotated[tuple[SignedRecord, ...], Field(max_length=100)] = ()
    keys: Box | None = None
    pdf_sha256: Hex64 | None = None
    memory: Memory = Memory()

    def members(self, evidence: Mapping[str, Source] | None = None) -> Mapping[str, Source]:
        """The members of its package. evidence: SHA-256 to where the content comes from."""
        return {self.MEMBER: self.data} | evidence_members(evidence)


@dataclass(frozen=True, slots=True)
class Told:
    """A ledger whose entries are canonical JSON already, as a database keeps them."""

    visit: str
    person: str | None
    origin: str | None
    entries: Sequence[str]


def safe_data(rest: Safe, ledgers: Sequence[Told]) -> bytes:
    """The bytes of ``safe.json`` with these ledgers in the place of those of ``rest``.

    The same as ``Safe.data``, without making objects of what is text already: it is written again and again.
    """
    texts = {name: canonical(value).decode() for name, value in rest.plain().items()}
    texts["ledgers"] = f"[{','.join(_ledger_text(each) for each in ledgers)}]"
    return ("{" + ",".join(f'"{name}":{texts[name]}' for name in sorted(texts)) + "}").encode()


def read_safe(package: Package) -> Safe:
    """The copy in a proven package, its ledgers chained, each once and of one visit. Raises Refusal."""
    safe = Safe.read(package)
    refuse_strays(package, [Safe.MEMBER] if safe.pdf_sha256 is None else [Safe.MEMBER, PDF])
    if safe.pdf_sha256 is not None and package.members.sha256(PDF) != safe.pdf_sha256:
        raise inconsistent("结论文件与副本写明的不是同一份", PDF)
    named = [(ledger.person, ledger.origin) for ledger in safe.ledgers]
    if any(ledger.visit != package.manifest.visit for ledger in safe.ledgers) or len(set(named)) < len(named):
        raise inconsistent("副本里的记录属于另一次考核，或有重复", "ledgers")
    for ledger in safe.ledgers:
        check_entries(ledger.entries)
    return safe


def _ledger_text(ledger: Told) -> str:
    who = {"origin": ledger.origin, "person": ledger.person, "visit": ledger.visit}
    return '{"entries":[' + ",".join(ledger.entries) + "]," + canonical(who).decode()[1:]
