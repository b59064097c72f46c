"""Contests: an expert does not accept a fact that another of the panel counted, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.sheet.names import called, member_called
from app.services.sheet.papers import Paper, PaperKind, paper_of

if TYPE_CHECKING:
    from app.services.sheet.desk import SheetDesk
    from app.services.sheet.projection import Projection
    from app.services.store.site import PanelMember, Visit

KIND: PaperKind = "contest"


@dataclass(frozen=True, slots=True)
class Contest:
    """One contest. person_id: whose fact it is, None where the name fits nobody of the panel any more."""

    paper_id: str
    person_id: str | None
    name: str
    why: str


def contests_in(panel: Sequence[PanelMember], papers: Iterable[Paper]) -> tuple[Contest, ...]:
    """The contests among some working papers, in their order."""
    return tuple(
        Contest(paper.id, member_called(panel, paper.text("person")), paper.text("person"), paper.text("why"))
        for paper in papers
        if paper.kind == KIND
    )


def contest(sheet: SheetDesk, criterion: str, person_id: str) -> str:
    """Contest a colleague's count; returns the paper's id. One that is begun already is gone on with.

    Raises Refusal or EnvironmentTrouble.
    """
    held = contests_in(sheet.visit.panel, sheet.papers.get(criterion, ()))
    begun = next((each.paper_id for each in held if each.person_id == person_id), None)
    return begun or sheet.begin_paper(criterion, KIND, {"person": called(sheet.visit.panel, person_id)})


def contests_of(visit: Visit, state: Projection) -> dict[str, tuple[Contest, ...]]:
    """Every contest of a sheet, by criterion."""
    papers = {
        criterion: (paper_of(paper_id, told) for paper_id, told in state.of("paper", criterion).items())
        for criterion in state.values["paper"]
    }
    found = {criterion: contests_in(visit.panel, each) for criterion, each in papers.items()}
    return {criterion: contests for criterion, contests in found.items() if contests}


def contest_words(name: str, contest: Contest) -> str:
    """A contest in a sentence. name: of the expert who contests."""
    why = contest.why.strip() or "没有写明理由"
    return f"{name}对{contest.name}核定的事实有异议：{why}"
