"""A conclusion as its screens show it: one frozen state made of the ledger's facts and the sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from app.common.ids import short_code
from app.scoring import PanelResult, Scheme
from app.services.panel.collected import Collected, contests_told
from app.services.panel.hands import Hands
from app.services.panel.hindrances import hindrances, people_wanting
from app.services.panel.open_matters import standing_matters
from app.services.panel.openings import refusal_to_open
from app.services.panel.opinion_drifts import drifted_words
from app.services.panel.panel_facts import PanelFacts
from app.services.panel.procedure import materials_noted, steps_noted, voided_words
from app.services.panel.settlements import standing_settlements
from app.services.panel.sides import sides_of
from app.services.store.matter import Matter
from app.services.store.rounds import PanelState, Pledge
from app.services.store.site import Answers, Visit


class Conclusion(Protocol):
    """What a state is made of: a visit's conclusion that is open."""

    @property
    def facts(self) -> PanelFacts:
        """What the panel's ledger says."""

    @property
    def visit(self) -> Visit:
        """The visit as it stands by the ledger."""

    @property
    def scheme(self) -> Scheme:
        """Its scheme."""

    @property
    def collected(self) -> Collected:
        """The sheets as they were found."""

    @property
    def result(self) -> PanelResult:
        """The sheets joined, as far as they may be seen."""

    @property
    def hands(self) -> Hands:
        """Who leads, who sits at the keyboard."""

    @property
    def author(self) -> str:
        """Who writes the entries."""

    @property
    def quorum(self) -> int:
        """How many sheets a conclusion needs."""

    @property
    def whole(self) -> bool:
        """Whether everybody's sheet is in."""

    @property
    def opened(self) -> bool:
        """Whether the sheets may be looked at."""

    @property
    def findings(self) -> Mapping[str, Answers]:
        """By expert; those of the rulings under the empty name."""

    @property
    def pledges(self) -> tuple[Pledge, ...]:
        """Who has confirmed recusal and discipline."""

    def between(self, result: PanelResult) -> bool:
        """Whether a ruling on a gap is the leader's to note."""


def state_of(desk: Conclusion) -> PanelState:
    """Everything at this moment; nothing of what was judged for a seat that may not see it yet."""
    state = _open_state(desk)
    return _veiled(state) if desk.collected.veiled else state


def _open_state(desk: Conclusion) -> PanelState:
    facts, result, visit, scheme = desk.facts, desk.result, desk.visit, desk.scheme
    collected, seeing = desk.collected, {desk.author, desk.hands.seated}
    drifted = drifted_words(scheme, visit, facts, result, desk.findings) if desk.whole else ()
    hindering = _hindering(desk, result, drifted)
    state = PanelState(
        visit_id=visit.id,
        scheme=scheme,
        profile=visit.profile,
        policy=visit.policy,
        result=result,
        sheets=collected.infos,
        sides=sides_of(visit, scheme, collected, result) if desk.opened else {},
        rulings=facts.rulings,
        problems=facts.problems,
        suggestions=facts.suggestions,
        strengths=facts.strengths,
        statement=facts.statement,
        protocol=steps_noted(scheme, facts.steps, after=False),
        followed=steps_noted(scheme, facts.followed, after=True),
        materials=materials_noted(scheme, facts.materials),
        pledges=desk.pledges,
        missing=tuple(each.told for each in hindering),
        drifted=drifted,
        frozen=facts.frozen_digest is not None,
        issued=facts.issued,
        short_code=short_code(facts.frozen_digest) if facts.frozen_digest else None,
        contests=contests_told(collected.found) if desk.opened else {},
        gap=facts.gap,
        clock=facts.clock,
        between=desk.between(result),
        happened=tuple(facts.sitting.told(visit)),
        voided=voided_words(visit, scheme, facts),
        settlements=standing_settlements(facts, result),
        opening=facts.opened,
        early=desk.opened and not collected.whole,
        may_open=facts.frozen_digest is None and not refusal_to_open(seeing, collected),
    )
    return replace(state, matters=(*hindering, *standing_matters(state, visit, facts, collected.found)))


def _hindering(desk: Conclusion, result: PanelResult, drifted: tuple[str, ...]) -> tuple[Matter, ...]:
    """What stands before the freezing; whoever may not look at the sheets is told of people alone."""
    infos = desk.collected.infos
    if desk.collected.veiled:
        return people_wanting(desk.visit, infos, desk.scheme, desk.quorum)
    found = hindrances(desk.visit, desk.scheme, desk.facts, infos, result, desk.quorum)
    return (*found, *(Matter(each, "opinions") for each in drifted))


def _veiled(state: PanelState) -> PanelState:
    """Rulings, settlements and opinions tell of the sheets too."""
    return replace(
        state,
        rulings={},
        settlements={},
        problems=(),
        suggestions=(),
        strengths=(),
        drifted=(),
        between=False,
    )
