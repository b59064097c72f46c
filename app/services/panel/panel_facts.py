"""What the panel's ledger says at one moment, and the visit as it stands by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from app.scoring.model.readings import GAP
from app.services.panel.marks import Penned, Signature, SignedCopy, Voided
from app.services.panel.read_out import Heard, ReadOut
from app.services.panel.seats import Sitting
from app.services.store.day import DayRecord
from app.services.store.openings import Opening
from app.services.store.rounds import ClockFault, GapRuling, ProtocolStep, Ruling, Statement
from app.services.store.settlement import Settlement
from app.services.store.site import Visit


@dataclass(frozen=True, slots=True)
class Choice:
    """How whoever leads settled which of a person's sheets counts: why, who, when (UTC stamp)."""

    reason: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """What the panel's ledger says now.

    version counts the times the text was frozen. frozen_text: what is frozen, as JSON. pdf_sha256: of the
    document as it was issued or last signed. steps: of the procedure, up to the freezing; followed: those
    noted since, which belong to no frozen text. materials: whether a paper was handed in, and a note.
    aside: by person the digests of the locked sheets that do not count, and chosen: why, by whom and when.
    pledged: when those who score nothing had confirmed the statement on recusal at the freezing, and who
    entered it from paper; whoever scores has it in the own sheet. sitting: who has a part in the visit and
    who leads now; froze: as it was when the text was frozen. voided: what was taken back with earlier texts.
    copies: signatures on other copies of the same certified document. read: the last reading of the text that
    stands; heard: the last text that was read and then taken back. settlements: what was said of a criterion
    after talking it over, by its number; ``standing_settlements`` says which still fit the scores. opened:
    the sheets were opened before all were in. day: what was said in the steps, and who came when.
    """

    rulings: Mapping[str, Ruling] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    statement: Statement = field(default_factory=Statement)
    steps: Mapping[str, ProtocolStep] = field(default_factory=lambda: MappingProxyType({}))
    followed: Mapping[str, ProtocolStep] = field(default_factory=lambda: MappingProxyType({}))
    materials: Mapping[str, tuple[bool, str]] = field(default_factory=lambda: MappingProxyType({}))
    received: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    aside: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    chosen: Mapping[str, Choice] = field(default_factory=lambda: MappingProxyType({}))
    pledged: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    frozen_digest: str | None = None
    frozen_at: str | None = None
    frozen_text: Mapping[str, Any] | None = None
    version: int = 0
    issued: bool = False
    pdf_sha256: str | None = None
    signatures: tuple[Signature, ...] = ()
    pens: tuple[Penned, ...] = ()
    gap: GapRuling | None = None
    clock: ClockFault | None = None
    sitting: Sitting = field(default_factory=Sitting)
    froze: Sitting = field(default_factory=Sitting)
    voided: tuple[Voided, ...] = ()
    copies: tuple[SignedCopy, ...] = ()
    read: ReadOut | None = None
    heard: Heard | None = None
    settlements: Mapping[str, Settlement] = field(default_factory=lambda: MappingProxyType({}))
    opened: Opening | None = None
    day: DayRecord = field(default_factory=DayRecord)

    @property
    def signed(self) -> Mapping[str, str]:
        """Whose digital signature stands, in the document or on a copy beside it, to when it was set."""
        inside = {each.person_id: each.at for each in self.signatures}
        return inside | {each.person_id: each.at for each in self.copies}

    @property
    def files(self) -> tuple[str, ...]:
        """SHA-256 of the files that signatures came with: pages signed with a pen, and signed copies."""
        return (*(each.sha256 for each in self.pens), *(each.sha256 for each in self.copies))

    @property
    def answered(self) -> bool:
        """Whether the unit's answer to the text that stands is on record."""
        return bool(self.statement.text.strip()) or self.statement.agrees is not None


def settled(visit: Visit, facts: PanelFacts) -> Visit:
    """The visit as it stands by the ledger: who scores, signs and leads, in which form, and a gap as ruled.

    visit: as the task has it.
    """
    return _under_gap(facts.sitting.of(visit), facts)


def settled_frozen(visit: Visit, facts: PanelFacts) -> Visit:
    """The same as it stood when the text was frozen, which is what that text tells."""
    return _under_gap(facts.froze.of(visit), facts)


def _under_gap(visit: Visit, facts: PanelFacts) -> Visit:
    if facts.gap is None or GAP in visit.policy:
        return visit
    return replace(visit, policy={**visit.policy, GAP: facts.gap.ruling})
