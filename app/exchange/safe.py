"""``.xpsafe``: a rolling copy of the work in progress, that any laptop of the panel can go on with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.exchange.container import Source
from app.exchange.content import Content, refuse_strays
from app.exchange.manifest import Kind
from app.exchange.package import Package
from app.exchange.sheet import Entries, check_entries, evidence_members
from app.signing.fields import Id, Strict


class Working(Strict):
    """One ledger in progress. person: whose sheet, None for the panel's own ledger."""

    visit: Id
    person: Id | None
    entries: Entries


class Safe(Content):
    """The content of ``safe.json``."""

    KIND: ClassVar[Kind] = "xpsafe"
    MEMBER: ClassVar[str] = "safe.json"

    format: Literal[1] = 1
    ledgers: Annotated[tuple[Working, ...], Field(max_length=1000)]

    def members(self, evidence: Mapping[str, Source] | None = None) -> Mapping[str, Source]:
        """The members of its package. evidence: SHA-256 to where the content comes from."""
        return {self.MEMBER: self.data} | evidence_members(evidence)


def read_safe(package: Package) -> Safe:
    """The copy in a proven package, its ledgers chained. Raises Refusal."""
    safe = Safe.read(package)
    refuse_strays(package, [Safe.MEMBER])
    for ledger in safe.ledgers:
        check_entries(ledger.entries)
    return safe
