"""The form of a ledger entry and the arithmetic of its chain: models store it, packages carry it.

A sheet's ledger is append-only. Every entry carries the digest of the one before, so that no entry can be
changed, dropped, added or moved without the digests of all later ones telling.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from app.common.canon import canonical, sha256
from app.common.clock import moment_of
from app.common.errors import Fault

FIRST_PREV = "0" * 64
MAX_ENTRIES = 200_000

Hex64 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(max_length=20_000)]


class EntryDraft(BaseModel):
    """What one step in a sheet says, before it has its place in the chain.

    at: UTC as ``app.common.clock.stamp`` writes it. author: id of the person at the keyboard;
    on_behalf: id of the person whose paper was typed in, else None. before, after: JSON without floats.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    id: Name
    at: Name
    author: Name
    on_behalf: Name | None = None
    kind: Name
    criterion: Name | None = None
    field: Name | None = None
    before: JsonValue = None
    after: JsonValue = None
    why: Words | None = None

    @model_validator(mode="after")
    def _has_a_canonical_form(self) -> Self:
        moment_of(self.at)
        try:
            canonical([self.before, self.after])
        except TypeError as error:
            raise ValueError(str(error)) from None
        return self


class EntryRecord(EntryDraft):
    """An entry in its place. seq counts from 1; prev is the digest of the entry before it."""

    seq: Annotated[int, Field(ge=1, le=MAX_ENTRIES)]
    prev: Hex64
    digest: Hex64


def entry_digest(entry: EntryRecord) -> str:
    """SHA-256 (hex) over the canonical JSON of every field except ``digest``."""
    return sha256(canonical(entry.model_dump(mode="json", exclude={"digest"})))


def chained(previous: EntryRecord | None, draft: EntryDraft) -> EntryRecord:
    """The draft as the entry that follows ``previous``; None stands before the first."""
    seq, prev = (1, FIRST_PREV) if previous is None else (previous.seq + 1, previous.digest)
    plain = draft.model_dump(mode="json") | {"seq": seq, "prev": prev}
    return EntryRecord.model_validate(plain | {"digest": sha256(canonical(plain))})


def check_chain(entries: Sequence[EntryRecord]) -> tuple[Fault, ...]:
    """Every break in a ledger: numbering, link, digest, or a time that runs backwards. Empty if whole."""
    faults: list[Fault] = []
    prev, at, seen = FIRST_PREV, "", set[str]()
    for place, entry in enumerate(entries):
        faults += _link_faults(entry, place, prev)
        if entry.at < at:
            faults.append(_fault(place, "时间早于前一条", "XP-3702"))
        if entry.id in seen:
            faults.append(_fault(place, "与前面某条重复", "XP-3701"))
        seen.add(entry.id)
        prev, at = entry.digest, entry.at
    return tuple(faults)


def _link_faults(entry: EntryRecord, place: int, prev: str) -> list[Fault]:
    if entry.seq != place + 1:
        return [_fault(place, "序号不连续", "XP-3701")]
    if entry.prev != prev:
        return [_fault(place, "与前一条接不上", "XP-3701")]
    if entry.digest != entry_digest(entry):
        return [_fault(place, "内容被改动过", "XP-3701")]
    return []


def _fault(place: int, what: str, code: str) -> Fault:
    message = f"评分记录第 {place + 1} 条{what}，整份记录不予采用；请向对方要一份未经改动的文件。"
    return Fault(f"entries.{place}", message, code)
