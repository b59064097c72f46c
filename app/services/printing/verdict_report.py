"""A visit's conclusion as the report prints it: every number text, every code words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, NamedTuple

from app.common.canon import digest
from app.common.errors import Refusal
from app.common.ids import short_code
from app.common.substitutes import sentences
from app.reports.document import (
    FORMAT,
    Adjustment,
    BasisRow,
    CriterionRow,
    Expert,
    ExpertScore,
    MaterialRow,
    PanelMember,
    RulingRow,
    SectionRow,
    Shows,
    Signer,
    UnmetRow,
    VerdictReport,
)
from app.scoring import (
    PanelCriterion,
    PanelResult,
    Scheme,
    Section,
    format_points,
)
from app.scoring.model.kinds import WORDS
from app.scoring.model.variants import wanted_for
from app.scoring.visit.figures import concluding_label, weightless
from app.services.printing.batch_terms import period_words, terms_of
from app.services.printing.causes import causes_of, deductions_of, state_word
from app.services.printing.clock_words import clock_note, clock_time, steps_of
from app.services.printing.consequences import concluding_words, consequences_for, duties_for
from app.services.printing.days import dates_words, round_words
from app.services.printing.observations import named_fact
from app.services.printing.readings import readings_told
from app.services.printing.result_words import (
    count_words,
    expert_words,
    particular_words,
    rating_of,
    row_words,
    section_figures,
    total_of,
)
from app.services.store.rounds import ClockFault, GapRuling, Material, PanelState, Pledge
from app.services.store.rounds import ProtocolStep as Step
from app.services.store.site import Visit

UNIT_TYPE = "单位类型"
SHOWS: Mapping[str, Shows] = {"total": "total", "numbered": "numbered", "named": "named"}
SPARED = ("round", "substitutes", "strengths", "strengths_word", "happened", "clock_note")
"""What a frozen text leaves out where there is nothing to say."""
UNBOUND = ("digest", "short_code", "draft")
"""What is told of a frozen text, and no part of it."""


def build_report(
    visit: Visit, state: PanelState, batch: dict[str, Any], frozen_at: datetime, *, draft: bool
) -> VerdictReport:
    """The report of a panel's state. batch: the task's batch facts. ``report_digest`` says what is frozen."""
    scheme, result, terms = state.scheme, state.result, terms_of(batch)
    total, full = total_of(scheme, result)
    noted = Noted(
        state.gap,
        state.protocol,
        state.materials,
        state.problems,
        state.suggestions,
        state.strengths,
        state.happened,
        state.clock,
    )
    bare = VerdictReport(
        **bound_to_task(visit, scheme, batch, noted),
        panel=_members(visit, state.pledges),
        draft=draft,
        sections=tuple(_section(section, visit, state) for section in scheme.sections),
        total=total,
        full=full,
        outcome=result.verdict.outcome,
        outcome_label=_outcome_label(scheme, result),
        outcome_why="".join(
            (
                _why(scheme, result),
                _ruled(state),
                concluding_words(scheme, visit, result),
                _period(scheme, visit),
            )
        ),
        digest="",
        short_code="",
        frozen_at=state.clock.right(frozen_at) if state.clock else frozen_at,
        total_adjustments=tuple(_adjustment(scheme, row) for row in result.criteria if row.total_deduction),
        unmet=tuple(row for each in result.criteria for row in _unmet(scheme, each)),
        rulings=_rulings(visit, state),
        consequences=consequences_for(scheme, visit, result, terms),
        duties=duties_for(scheme, visit, result, terms),
        counted=count_words(scheme, result),
    )
    return marked(bare)


class Noted(NamedTuple):
    """What the panel's own ledger says and a report prints as it is."""

    gap: GapRuling | None
    protocol: Sequence[Step]
    materials: Sequence[Material]
    problems: tuple[str, ...]
    suggestions: tuple[str, ...]
    strengths: tuple[str, ...]
    happened: tuple[str, ...]
    clock: ClockFault | None = None


def bound_to_task(visit: Visit, scheme: Scheme, batch: dict[str, Any], noted: Noted) -> dict[str, Any]:
    """The report's fields that follow from the task and the panel's own ledger, whatever the sheets say."""
    return {
        **_particulars(visit, scheme, batch),
        "experts": _experts(visit, scheme),
        "materials": tuple(_material(each) for each in noted.materials),
        "pass_mark": _pass_mark(scheme, visit),
        "form": visit.form,
        "signers": signers(visit),
        "protocol": steps_of(noted.protocol, noted.clock),
        "clock_note": clock_note(noted.clock),
        "readings": readings_told(scheme, visit, noted.gap),
        "problems": noted.problems,
        "suggestions": noted.suggestions,
        "strengths": noted.strengths if WORDS[scheme.kind].strengths else (),
        "happened": noted.happened,
        "rating": rating_of(scheme),
        "marked": scheme.kind == "scored",
    }


def _why(scheme: Scheme, result: PanelResult) -> str:
    """The ground in sentences; of conditions that are told, the count has said it already."""
    told = scheme.conditional and result.verdict.outcome != "undetermined"
    return ("" if told else result.verdict.why) + particular_words(scheme, result)


def _ruled(state: PanelState) -> str:
    """Who ruled on a result between two marks, and where it stands; empty where nobody needed to."""
    return f"{state.gap.words}。" if state.gap and state.result.verdict.between else ""


def marked(bare: VerdictReport) -> VerdictReport:
    """The report with its own digest and short code."""
    mark = report_digest(bare)
    return replace(bare, digest=mark, short_code=short_code(mark))


def _period(scheme: Scheme, visit: Visit) -> str:
    """A sentence where the visit lies outside the days for which the rules hold; else empty."""
    words = period_words(scheme, visit.date_from, visit.date_to)
    return f"{words}，是否沿用由主管部门说明。" if words else ""


def _particulars(visit: Visit, scheme: Scheme, batch: dict[str, Any]) -> dict[str, Any]:
    """The report's fields that say whose visit it is, by whom and under which rules."""
    project, terms = visit.project, scheme.terms
    return {
        "title": terms.paper,
        "deed": terms.deed,
        "panel_word": terms.panel,
        "assessed": terms.assessed,
        "assesses": terms.assesses,
        "project_word": terms.project,
        "problems_word": terms.problems,
        "advice_word": terms.advice,
        "strengths_word": WORDS[scheme.kind].strengths,
        "shows": SHOWS[str(batch.get("shows", "total"))],
        "sample": visit.sample,
        "batch": str(batch.get("name", "")),
        "issuer": str(batch.get("issuer", "") or scheme.issuer),
        "basis": (*basis_of(scheme), *_table(visit)),
        "scheme_title": scheme.title,
        "scheme_version": scheme.version,
        "scheme_digest": scheme.digest,
        "unit": str(project.get("unit", "")),
        "project": str(project.get("name", "")),
        "project_code": str(project.get("code", "")),
        "unit_type": _unit_type(scheme, visit),
        "visit_dates": dates_words(visit.date_from, visit.date_to),
        "round": round_words(visit),
        "substitutes": _substitutes(visit, batch),
    }


def _substitutes(visit: Visit, batch: Mapping[str, Any]) -> tuple[str, ...]:
    """What stands for what in the panel's names and in those of batch and project."""
    named = [(visit.name_of(each.id), each.stands_for) for each in visit.judges]
    project = "".join(str(each) for each in (*visit.project.values(), batch.get("name"), batch.get("issuer")))
    ours = {words: code for words, code in batch.get("stands_for", {}).items() if words in project}
    return tuple(each for whose, told in (*named, ("项目", ours)) for each in sentences(whose, told))


def basis_of(scheme: Scheme) -> tuple[BasisRow, ...]:
    """The documents to cite; those of a scheme that names none are its notice alone."""
    if not scheme.basis:
        return (BasisRow(scheme.document, scheme.document_no),)
    return tuple(BasisRow(each.title, each.number) for each in scheme.basis)


def _members(visit: Visit, pledges: Sequence[Pledge]) -> tuple[PanelMember, ...]:
    pledged = {each.person_id: each for each in pledges}
    return tuple(
        PanelMember(
            visit.name_of(each.id),
            each.unit,
            visit.role_word(each),
            each.title,
            each.field,
            _pledged(pledged.get(each.id)) or visit.away.get(each.id, ""),
        )
        for each in visit.judges
    )


def _pledged(pledge: Pledge | None) -> str:
    if pledge is None or pledge.at is None:
        return ""
    by = f"（纸质签署，{pledge.by}录入）" if pledge.by else ""
    return f"{clock_time(pledge.at)}{by}"


def _experts(visit: Visit, scheme: Scheme) -> tuple[Expert, ...]:
    """Who scores anything, in the panel's order."""
    return tuple(
        Expert(each.id, visit.name_of(each.id))
        for each in visit.panel
        if each.scores and any(visit.scored_by(criterion.id, each.id) for criterion in scheme.criteria)
    )


def _material(each: Material) -> MaterialRow:
    state = {None: "未登记", True: "已提交", False: "未提交"}[each.handed]
    return MaterialRow(each.title, state, each.note)


def signers(visit: Visit) -> tuple[Signer, ...]:
    """Who signs, the leader last."""
    those = visit.signatories
    return tuple(Signer(each.id, visit.name_of(each.id), visit.role_word(each)) for each in those)


def report_json(report: VerdictReport) -> dict[str, Any]:
    """The report as plain JSON: what the store keeps and the package carries."""
    return asdict(report) | {"frozen_at": report.frozen_at.isoformat()}


def report_digest(report: VerdictReport) -> str:
    """SHA-256 (hex) of the frozen text's canonical JSON."""
    return digest(frozen_text(report))


def frozen_text(report: VerdictReport) -> dict[str, Any]:
    """What freezing fixes: the report as JSON without what follows the freezing.

    A first visit says nothing of its round, names that can be printed nothing of substitutes, a kind that
    has no strengths nothing of them, and a panel of which nobody was away nothing of that, as texts did that
    were frozen before there were any.
    """
    text = {key: value for key, value in report_json(report).items() if key not in UNBOUND}
    return {key: value for key, value in text.items() if value or key not in SPARED}


def report_of_json(plain: dict[str, Any]) -> VerdictReport:
    """The report again. Raises Refusal where it is of another form than this program draws."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(VerdictReport).validate_python(plain)
    except ValidationError:
        raise Refusal.because(
            f"定稿的文本是另一版本的程序写的，与本机（格式 {FORMAT}）不同，不能出具文件。"
            "请撤回定稿，核对后重新定稿。",
            code="XP-4309",
        ) from None


def report_of_frozen(text: Mapping[str, Any], mark: str) -> VerdictReport:
    """The report that a ledger says was frozen. Raises Refusal where text and digest do not fit."""
    report = report_of_json({**text, "digest": mark, "short_code": short_code(mark), "draft": False})
    if report_digest(report) != mark:
        raise Refusal.because(
            "定稿的文本与其校验码不符，没有出具文件。请撤回定稿，核对后重新定稿。", code="XP-4309"
        )
    return report


def _unit_type(scheme: Scheme, visit: Visit) -> str:
    """What the unit is, each fact with its name; a mere type of unit needs none."""
    found = [
        (field, option.label)
        for field in scheme.profile
        for option in field.options
        if str(visit.profile.get(field.name)).lower() == option.value
    ]
    return "；".join(
        label if field.label == UNIT_TYPE else f"{field.label}：{label}" for field, label in found
    )


def _section(section: Section, visit: Visit, state: PanelState) -> SectionRow:
    rows = tuple(
        _criterion(row, visit, state)
        for row in state.result.criteria
        if state.scheme.criterion(row.id).section == section.id
    )
    score, most, told = section_figures(state.scheme, section, state.result)
    return SectionRow(section.numeral, section.title, score, most, rows, told)


def _criterion(row: PanelCriterion, visit: Visit, state: PanelState) -> CriterionRow:
    scheme, criterion = state.scheme, state.scheme.criterion(row.id)
    wordy = weightless(scheme, criterion)
    return CriterionRow(
        id=row.id,
        item=criterion.item,
        wanted=criterion.official or wanted_for(scheme, criterion, visit.profile),
        cite=criterion.cite,
        max="" if wordy else format_points(criterion.max),
        score=row_words(scheme, row) or None,
        state=state_word(scheme, row),
        self_score=None if wordy else visit.self_assessment.get(row.id),
        evidence="、".join(item.label for item in criterion.evidence),
        scores=tuple(ExpertScore(person, expert_words(scheme, row, person) or None) for person in row.scores),
        lines=causes_of(scheme, row, trimmed=visit.policy.get("panel") == "trimmed_mean"),
    )


def _pass_mark(scheme: Scheme, visit: Visit) -> str | None:
    mark = visit.policy.get("pass_mark", scheme.pass_mark) if scheme.kind == "scored" else None
    return None if mark is None else str(mark)


def _outcome_label(scheme: Scheme, result: PanelResult) -> str:
    return concluding_label(scheme, result.verdict.outcome)


def _adjustment(scheme: Scheme, row: PanelCriterion) -> Adjustment:
    criterion = scheme.criterion(row.id)
    points, lines = format_points(-row.total_deduction), deductions_of(scheme, row)
    return Adjustment(row.id, points, f"{criterion.item}另从总分中扣除", criterion.cite, lines)


def _table(visit: Visit) -> tuple[BasisRow, ...]:
    """The table of points that the bureau confirmed, to be cited as its own and not as the document."""
    title, _, number = str(visit.policy.get("table", "")).partition("》（")
    return (BasisRow(title.removeprefix("《"), number.removesuffix("）")),) if title else ()


def _unmet(scheme: Scheme, row: PanelCriterion) -> Iterable[UnmetRow]:
    criterion = scheme.criterion(row.id)
    return (
        UnmetRow(f"{row.id} {named_fact(criterion, fact.fact)}", fact.required, fact.actual, criterion.cite)
        for fact in row.unmet
    )


def _rulings(visit: Visit, state: PanelState) -> tuple[RulingRow, ...]:
    leader = visit.name_of(visit.leader.id) if visit.leader else ""
    order = [row.id for row in state.result.criteria if row.id in state.rulings]
    return tuple(
        RulingRow(f"{key} {state.scheme.criterion(key).item}", state.rulings[key].reason, leader)
        for key in order
    )
