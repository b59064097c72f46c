"""The middle pane's state: one criterion with its fields, its working and what lies beside it. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from app.common.words import say
from app.scoring import CriterionResult, Scheme
from app.scoring.judge.hints import mends_words
from app.scoring.model.kinds import WORDS
from app.scoring.model.pass_words import passing_of
from app.scoring.model.points import format_points
from app.scoring.model.variants import wanted_for
from app.scoring.visit.figures import weightless
from app.ui.criterion.counts import with_counts
from app.ui.criterion.fields import Typed, field_states
from app.ui.criterion.result_words import own_points, title_of, told
from app.ui.criterion.sum_words import line_states, missing_words, working_words
from app.ui.desk.card.state import CardState, EvidenceState, FactState
from app.ui.desk.facts.state import CountState
from app.ui.desk.papers.state import PapersState
from app.ui.viewer.files import FileState

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk
    from app.services.store.site import Mark
    from app.ui.desk.place import Place
    from app.ui.desk.writing.drafts import Drafts


class Card:
    """The criterion shown. What is marked or flagged may raise XianpingError."""

    def __init__(self, sheet: SheetDesk, place: Place, drafts: Drafts) -> None:
        self._sheet, self._place, self._drafts = sheet, place, drafts
        self._of: tuple[object, ...] | None = None
        self._made: CardState | None = None

    def mark(self, evidence_id: str, mark: str) -> None:
        """Mark how a paper was seen; empty takes the mark back."""
        self._sheet.mark(self._place.criterion, evidence_id, cast("Mark", mark) if mark else None)

    def mark_all(self) -> None:
        """Mark all of the criterion's papers as seen in the original."""
        self._sheet.mark_all(self._place.criterion)

    def flag(self, on: bool) -> None:  # noqa: FBT001  the switch itself
        """Flag the criterion to come back to, or take the flag away."""
        self._sheet.flag(self._place.criterion, on=on)

    def state(self, changed: frozenset[str], beside: Beside) -> CardState:
        """The pane, made anew where anything of it can have changed since the last state."""
        cid, typed = self._place.criterion, self._drafts.of(self._place.criterion)
        of = (cid, typed, beside, self._sheet.locked)
        if self._made is None or cid in changed or of != self._of:
            self._of, self._made = of, card_state(self._sheet, cid, typed, self._place.neighbours, beside)
        return self._made


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the findings of the criterion shown."""

    papers: PapersState
    counts: tuple[CountState, ...]
    files: tuple[FileState, ...]


def card_state(
    sheet: SheetDesk, cid: str, typed: Typed, neighbours: tuple[str, str], beside: Beside
) -> CardState:
    """One criterion of a sheet as the card shows it."""
    scheme, tally = sheet.scheme, sheet.tally
    criterion, result = scheme.criterion(cid), tally.criteria[cid]
    others, wordy = scored_by_others(sheet, cid), weightless(scheme, criterion)
    marks: Mapping[str, str] = sheet.marks.get(cid, {})
    fields = field_states(tally, cid, sheet.answers.get(cid, {}), typed)
    return CardState(
        id=cid,
        title=title_of(criterion),
        wanted=wanted_for(scheme, criterion, sheet.profile),
        ways=tuple([say(line) for line in tally.ways(cid).lines]),
        official=criterion.official or "",
        cite=criterion.cite,
        score=told(scheme, result),
        max="" if wordy else format_points(result.max),
        own=own_words(sheet, cid),
        reckoned=say("核对") if wordy else say("计算"),
        evidence=tuple(
            [EvidenceState(each.id, each.label, marks.get(each.id, "")) for each in criterion.evidence]
        ),
        fields=with_counts(fields, sheet, cid, typed.texts),
        working=working_words(scheme, result),
        provisional=result.state == "provisional",
        missing=missing_words(result, tally.shown(cid)),
        lines=line_states(result, beside_facts=True),
        facts=fact_states(scheme, result),
        win_back=mends_words(tally.mends(cid)),
        passes=say(passing_of(criterion)),
        note=sheet.notes.get(cid, "") if typed.note is None else typed.note,
        note_unsaved=typed.note is not None,
        files=beside.files,
        back=neighbours[0],
        next=neighbours[1],
        writable=not sheet.locked and not others,
        others=others,
        papers=beside.papers,
        counts=beside.counts,
    )


def own_words(sheet: SheetDesk, cid: str) -> str:
    """The unit's own score in words; empty where there are no points to score."""
    if weightless(sheet.scheme, sheet.scheme.criterion(cid)):
        return ""
    own, found = own_points(sheet, cid), sheet.tally.criteria[cid].score
    if own is None:
        score = sheet.self_assessment.get(cid, "")
        return say("自评 {score}", score=score) if score else say("无自评分")
    if found is None:
        return say("自评 {own}", own=format_points(own))
    if own == found:
        return say("自评 {own}，认定相同", own=format_points(own))
    own_text, found_text, apart = (format_points(each) for each in (own, found, abs(own - found)))
    return say("自评 {own}，认定 {found}，相差 {apart}", own=own_text, found=found_text, apart=apart)


def fact_states(scheme: Scheme, result: CriterionResult) -> tuple[FactState, ...]:
    """What a condition rests on, fact by fact."""
    words = WORDS[scheme.kind].met
    return tuple(
        FactState(each.fact, each.required, each.actual, say(words[0 if each.met else 1]), each.met)
        for each in result.facts
    )


def scored_by_others(sheet: SheetDesk, cid: str) -> str:
    """Who scores a criterion that is not this expert's, in a sentence; empty where it is."""
    if sheet.visit.scored_by(cid, sheet.person.id):
        return ""
    members = (sheet.visit.member(person) for person in sheet.visit.assignments[cid])
    names = say("、").join(member.name for member in members if member)
    act = WORDS[sheet.scheme.kind].act
    return say("本项按分工由{names}{act}，您不必填写。", names=names, act=act)
