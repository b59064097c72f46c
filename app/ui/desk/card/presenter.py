"""The middle pane's state: one criterion with its fields, its working and what lies beside it. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.common.words import say
from app.scoring import CriterionResult, Scheme
from app.scoring.kinds import WORDS
from app.scoring.lacking import mends_words
from app.scoring.passing import passing_of
from app.scoring.points import format_points
from app.scoring.telling import weightless
from app.scoring.variants import wanted_for
from app.ui.criterion.counts import with_counts
from app.ui.criterion.fields import Typed, field_states
from app.ui.criterion.standing import own_points, title_of, told
from app.ui.criterion.working import line_states, missing_words, working_words
from app.ui.desk.card.state import CardState, EvidenceState, FactState
from app.ui.viewer.files import file_state

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk


def card_state(sheet: SheetDesk, cid: str, typed: Typed, neighbours: tuple[str, str]) -> CardState:
    """One criterion of a sheet as the card shows it."""
    criterion = sheet.scheme.criterion(cid)
    others = scored_by_others(sheet, cid)
    result = sheet.tally.criteria[cid]
    answers = sheet.answers.get(cid, {})
    specs = sheet.tally.shown(cid)
    marks: Mapping[str, str] = sheet.marks.get(cid, {})
    return CardState(
        id=cid,
        title=title_of(criterion),
        wanted=wanted_for(sheet.scheme, criterion, sheet.profile),
        official=criterion.official or "",
        cite=criterion.cite,
        score=told(sheet.scheme, result),
        max="" if weightless(sheet.scheme, criterion) else format_points(result.max),
        own=own_words(sheet, cid),
        reckoned=say("核对") if weightless(sheet.scheme, criterion) else say("计算"),
        evidence=tuple(
            EvidenceState(each.id, each.label, marks.get(each.id, "")) for each in criterion.evidence
        ),
        fields=with_counts(field_states(sheet.tally, cid, answers, typed), sheet, cid, typed.texts),
        working=working_words(sheet.scheme, result),
        provisional=result.state == "provisional",
        missing=missing_words(result, specs),
        lines=line_states(result, beside_facts=True),
        facts=fact_states(sheet.scheme, result),
        win_back=mends_words(sheet.tally.mends(cid)),
        passes=say(passing_of(criterion)),
        note=sheet.notes.get(cid, "") if typed.note is None else typed.note,
        note_unsaved=typed.note is not None,
        files=tuple(file_state(each) for each in sheet.attachments.get(cid, ())),
        back=neighbours[0],
        next=neighbours[1],
        writable=not sheet.locked and not others,
        others=others,
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
