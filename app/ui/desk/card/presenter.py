"""The middle pane's state: one criterion with its fields, its working and what lies beside it. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.common.errors import Fault
from app.common.words import say
from app.scoring import CriterionResult, FindingSpec, Line, Scheme, Tally
from app.scoring.codes import LEFT_OUT, NO_REASON
from app.scoring.kinds import WORDS
from app.scoring.lacking import mends_words
from app.scoring.passing import passing_of
from app.scoring.points import format_points
from app.scoring.scheme import SchemeKind
from app.scoring.telling import flag_words, standing_words, weightless
from app.scoring.variants import wanted_for
from app.ui.criterion import field_values
from app.ui.criterion.counts import beside, whole_beside, with_counts
from app.ui.desk.list.presenter import title_of, told
from app.ui.desk.lock.contradictions import own_points
from app.ui.desk.state import (
    CardState,
    CaseState,
    EvidenceState,
    FactState,
    FieldState,
    LineState,
)
from app.ui.viewer.files import file_state

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in fields as typed, where it differs from what is stored, and what could not be stored.

    texts, unsaved: keys are field names. note: a note that could not be stored, None for none.
    asked: whether what is left out is named at its field (after locking asked for it).
    """

    texts: Mapping[str, object] = field(default_factory=dict)
    unsaved: frozenset[str] = frozenset()
    note: str | None = None
    asked: bool = False


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


def field_states(
    tally: Tally, cid: str, answers: Mapping[str, object], typed: Typed
) -> tuple[FieldState, ...]:
    """The fields that apply now, over any findings: a sheet's, or a ruling's that is being written."""
    specs, result = tally.shown(cid), tally.criteria[cid]
    rules = tally.scheme.criterion(cid).rules
    fields = (
        replace(
            _field(spec, specs, answers, result, typed), far=field_values.far_step(spec, rules, tally.profile)
        )
        for spec in specs
    )
    return tuple(
        replace(field, options=_answers(spec, tally.scheme.kind)) if spec.kind == "flag" else field
        for spec, field in zip(specs, fields, strict=True)
    )


def _answers(spec: FindingSpec, kind: SchemeKind) -> tuple[tuple[str, str], ...]:
    yes, no = flag_words(spec, kind)
    return ("true", say(yes)), ("false", say(no))


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


def working_words(scheme: Scheme, result: CriterionResult, *, ruling: bool = False) -> str:
    """The sum as by hand, or words where there is nothing to reckon; empty without a score.

    ruling: whether it is the leader's, who does not plead for an exception but grants it.
    """
    if result.score is None:
        return ""
    if weightless(scheme, criterion := scheme.criterion(result.id)):
        return standing_words(scheme, criterion, result, pleading=not ruling)
    if len(result.working.split()) > 3:
        return result.working
    words = say("{score} 分，没有失分") if result.score == result.max else say("得 {score} 分")
    return words.format(score=format_points(result.score))


def missing_words(result: CriterionResult, specs: Sequence[FindingSpec]) -> str:
    """What the score still waits for, in a sentence; empty while nothing or everything is there."""
    if result.state != "incomplete":
        return ""
    labels = {spec.name: spec.label for spec in specs}
    left_out = (fault.where.split(".") for fault in result.faults if fault.code == LEFT_OUT)
    names = [labels[parts[-1]] for parts in left_out if parts[-1] in labels]
    head = len(f"findings.{result.id}.")
    inside = [fault for fault in result.faults if fault.where[head:].count(".") > 1]
    if inside and len(inside) == len(result.faults) and not names:
        return say("每一行填完整后计算。")
    if names:
        return say("填写{names}后计算。", names=say("、").join(f"“{name}”" for name in dict.fromkeys(names)))
    return say("改正上面标出的内容后计算。")


def _field(
    spec: FindingSpec,
    specs: Sequence[FindingSpec],
    answers: Mapping[str, object],
    result: CriterionResult,
    typed: Typed,
) -> FieldState:
    value = typed.texts.get(spec.name, answers.get(spec.name))
    faults = _faults_at(result, spec.name)
    given = value not in (None, "", [])
    said = [fault for fault in faults if given or typed.asked or fault.code not in {LEFT_OUT, NO_REASON}]
    here = [fault.message for fault in said if fault.where.endswith(f".{spec.name}")]
    return FieldState(
        name=spec.name,
        kind=spec.kind,
        label=spec.label,
        unit=spec.unit,
        text=field_values.shown(value),
        chosen=_chosen(spec, value),
        cases=_cases(spec, value, said, asked=typed.asked),
        options=tuple((each.value, each.label) for each in spec.options),
        hint=field_values.range_hint(spec),
        offered=spec.common_reasons,
        fault=here[0] if here else "",
        owed=any(fault.code == NO_REASON for fault in faults) and (result.score is not None or typed.asked),
        unsaved=spec.name in typed.unsaved,
        beside=beside(spec, specs, answers),
        scale=field_values.scale_of(spec),
        part_of=whole_beside(spec, specs),
    )


def _faults_at(result: CriterionResult, name: str) -> list[Fault]:
    head = f"findings.{result.id}.{name}"
    return [fault for fault in result.faults if fault.where == head or fault.where.startswith(f"{head}.")]


def _chosen(spec: FindingSpec, value: object) -> tuple[str, ...] | None:
    return tuple(map(str, value)) if spec.kind == "set" and isinstance(value, list | tuple) else None


def _cases(
    spec: FindingSpec, value: object, faults: Sequence[Fault], *, asked: bool
) -> tuple[CaseState, ...] | None:
    if spec.kind != "rows" or not isinstance(value, list | tuple):
        return None
    messages = {tuple(fault.where.split(".")[-2:]): fault.message for fault in faults}
    return tuple(_case(str(place), row, messages, asked=asked) for place, row in enumerate(value))


def _case(place: str, row: Any, messages: Mapping[tuple[str, ...], str], *, asked: bool) -> CaseState:
    """A row; what is still empty is no fault until locking asked for it."""
    plain: Mapping[str, object] = row if isinstance(row, dict) else {}
    texts = [str(plain.get(column, "") or "") for column in field_values.CASE_COLUMNS]
    cells = zip(field_values.CASE_COLUMNS, texts, strict=True)
    said = [messages.get((place, column), "") if text or asked else "" for column, text in cells]
    return CaseState(*texts, *said)


def line_states(result: CriterionResult, *, beside_facts: bool = False) -> tuple[LineState, ...]:
    """Why points were lost or won, what comes off the total last.

    beside_facts: the facts of a condition are shown by themselves and not said again.
    """
    facts = {fact.why for fact in result.facts} if beside_facts else set()
    lines = [_line(each) for each in result.lines if each.why not in facts]
    if result.max == 0:
        return tuple(replace(each, points="") for each in lines)
    if result.total_deduction:
        points = f"−{format_points(result.total_deduction)}"
        cite = result.lines[0].cite if result.lines else ""
        lines.append(LineState(points, result.total_why, cite, lost=True))
    return tuple(lines)


def fact_states(scheme: Scheme, result: CriterionResult) -> tuple[FactState, ...]:
    """What a condition rests on, fact by fact."""
    words = WORDS[scheme.kind].met
    return tuple(
        FactState(each.fact, each.required, each.actual, say(words[0 if each.met else 1]), each.met)
        for each in result.facts
    )


def _line(line: Line) -> LineState:
    points = format_points(abs(line.points))
    sign = "−" if line.points < 0 else "+" if line.points else ""
    return LineState(f"{sign}{points}", line.why, line.cite, lost=line.points < 0)


def scored_by_others(sheet: SheetDesk, cid: str) -> str:
    """Who scores a criterion that is not this expert's, in a sentence; empty where it is."""
    if sheet.visit.scored_by(cid, sheet.person.id):
        return ""
    members = (sheet.visit.member(person) for person in sheet.visit.assignments[cid])
    names = say("、").join(member.name for member in members if member)
    act = WORDS[sheet.scheme.kind].act
    return say("本项按分工由{names}{act}，您不必填写。", names=names, act=act)
