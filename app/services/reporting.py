"""A visit's conclusion as the report prints it: every number text, every code words."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from app.common.canon import digest
from app.common.clock import BEIJING, moment_of
from app.common.ids import short_code
from app.reports.document import (
    Adjustment,
    CriterionRow,
    ExpertScore,
    PanelMember,
    PointLine,
    ProtocolStep,
    ReadingRow,
    RulingRow,
    SectionRow,
    Signer,
    VerdictReport,
)
from app.scoring import (
    OpenReading,
    PanelCriterion,
    PanelResult,
    Scheme,
    Score,
    Section,
    format_points,
)
from app.scoring.telling import weightless
from app.services.following import consequences_for, duties_for
from app.services.rating import (
    DEEDS,
    count_words,
    expert_words,
    line_words,
    particular_words,
    rating_of,
    row_words,
    section_figures,
    total_of,
)
from app.services.rounds import PanelState, Statement
from app.services.site import Visit

ROUNDING = "按精确值计算和评定，印出时四舍五入到 0.01 分；四舍五入会越过分数线的，多印几位小数"
ROLES = {"leader": "组长", "expert": "专家"}
STATES = {"agreed": "一致", "averaged": "平均", "ruled": "裁定", "disputed": "待裁定", "unanswered": "未评"}
# What happens after the text is frozen and read out is printed, and signed, but not part of the frozen text.
UNBOUND = ("digest", "short_code", "draft", "protocol", "unit_statement", "receipt")


def build_report(
    visit: Visit, state: PanelState, batch: dict[str, Any], frozen_at: datetime, *, draft: bool
) -> VerdictReport:
    """The report of a panel's state. batch: the task's batch facts. ``report_digest`` says what is frozen."""
    scheme, result = state.scheme, state.result
    total, full = total_of(scheme, result)
    bare = VerdictReport(
        **_particulars(visit, scheme, batch),
        draft=draft,
        sections=tuple(_section(section, visit, state) for section in scheme.sections),
        total=total,
        full=full,
        pass_mark=_pass_mark(scheme, visit),
        outcome=result.verdict.outcome,
        outcome_label=_outcome_label(scheme, result),
        outcome_why=result.verdict.why + particular_words(scheme, result),
        form=visit.form,
        digest="",
        short_code="",
        frozen_at=frozen_at,
        signers=signers(visit),
        protocol=tuple(
            ProtocolStep(step.title, _clock_time(step.done_at), step.people, step.notes)
            for step in state.protocol
        ),
        total_adjustments=_adjustments(scheme, result),
        readings=(*(_reading(reading, visit) for reading in scheme.readings), *_rounding(scheme)),
        rulings=_rulings(visit, state),
        problems=state.problems,
        suggestions=state.suggestions,
        unit_statement=state.statement.text,
        receipt=_receipt(state.statement),
        consequences=consequences_for(scheme, visit, result),
        duties=duties_for(scheme, visit, result),
        rating=rating_of(scheme),
        marked=scheme.kind == "scored",
        counted=count_words(scheme, result),
        deed=DEEDS[scheme.kind],
    )
    mark = report_digest(bare)
    return replace(bare, digest=mark, short_code=short_code(mark))


def _particulars(visit: Visit, scheme: Scheme, batch: dict[str, Any]) -> dict[str, Any]:
    """The report's fields that say whose visit it is, by whom and under which rules."""
    project = visit.project
    return {
        "title": f"{scheme.title}结论",
        "sample": visit.sample,
        "batch": str(batch.get("name", "")),
        "issuer": str(batch.get("issuer", "") or scheme.issuer),
        "document": scheme.document,
        "document_no": scheme.document_no,
        "scheme_title": scheme.title,
        "scheme_version": scheme.version,
        "scheme_digest": scheme.digest,
        "unit": str(project.get("unit", "")),
        "project": str(project.get("name", "")),
        "project_code": str(project.get("code", "")),
        "unit_type": _unit_type(scheme, visit),
        "visit_dates": dates_words(visit.date_from, visit.date_to),
        "panel": tuple(PanelMember(member.name, member.unit, ROLES[member.role]) for member in visit.panel),
    }


def signers(visit: Visit) -> tuple[Signer, ...]:
    """Who signs, the leader last."""
    ordered = sorted(visit.panel, key=lambda member: member.role == "leader")
    return tuple(Signer(member.id, member.name, ROLES[member.role]) for member in ordered)


def report_json(report: VerdictReport) -> dict[str, Any]:
    """The report as plain JSON: what the store keeps and the package carries."""
    return asdict(report) | {"frozen_at": report.frozen_at.isoformat()}


def report_digest(report: VerdictReport) -> str:
    """SHA-256 (hex) of the frozen text's canonical JSON."""
    return digest(frozen_text(report))


def frozen_text(report: VerdictReport) -> dict[str, Any]:
    """What freezing fixes: the report as JSON without what follows the freezing."""
    return {key: value for key, value in report_json(report).items() if key not in UNBOUND}


def report_of_json(plain: dict[str, Any]) -> VerdictReport:
    """The report again. Raises pydantic's ValidationError where the JSON has not its shape."""
    from pydantic import TypeAdapter

    return TypeAdapter(VerdictReport).validate_python(plain)


def _unit_type(scheme: Scheme, visit: Visit) -> str:
    """What the unit is; each fact with its name where there are several, or it is a yes or no."""
    found = [
        (field, option.label)
        for field in scheme.profile
        for option in field.options
        if str(visit.profile.get(field.name)).lower() == option.value
    ]
    bare = len(scheme.profile) == 1 and not scheme.profile[0].boolean
    return "；".join(label if bare else f"{field.label}：{label}" for field, label in found)


def dates_words(first: str, last: str) -> str:
    """The days of a visit, from ISO dates."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    words = f"{begin.year} 年 {begin.month} 月 {begin.day} 日"
    return words if begin == end else f"{words}至 {end.month} 月 {end.day} 日"


def _clock_time(at: str | None) -> str:
    if at is None:
        return ""
    local = moment_of(at).astimezone(BEIJING)
    return f"{local.month} 月 {local.day} 日 {local:%H:%M}"


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
        wanted=criterion.official or criterion.wanted,
        cite=criterion.cite,
        max="" if wordy else format_points(criterion.max),
        score=row_words(scheme, row) or None,
        state=STATES[row.state],
        self_score=None if wordy else visit.self_assessment.get(row.id),
        evidence="、".join(item.label for item in criterion.evidence),
        scores=tuple(
            ExpertScore(visit.name_of(person), expert_words(scheme, row, person) or None)
            for person in row.scores
        ),
        lines=tuple(
            PointLine(
                "" if scheme.conditional else _signed(line.points),
                line_words(scheme, row, line.why),
                line.cite,
            )
            for line in row.lines
        ),
    )


def _signed(points: Score) -> str:
    return format_points(points)


def _pass_mark(scheme: Scheme, visit: Visit) -> str | None:
    mark = visit.policy.get("pass_mark", scheme.pass_mark) if scheme.kind == "scored" else None
    return None if mark is None else str(mark)


def _outcome_label(scheme: Scheme, result: PanelResult) -> str:
    return scheme.conclusion.words(result.verdict.outcome)


def _adjustments(scheme: Scheme, result: PanelResult) -> tuple[Adjustment, ...]:
    return tuple(
        Adjustment(
            row.id,
            _signed(-row.total_deduction),
            f"{scheme.criterion(row.id).item}另从总分中扣除",
            scheme.criterion(row.id).cite,
        )
        for row in result.criteria
        if row.total_deduction
    )


def _reading(reading: OpenReading, visit: Visit) -> ReadingRow:
    settled = visit.policy.get(reading.policy_key) if reading.policy_key else None
    chosen = str(settled) if settled is not None else reading.default
    labels = {option.value: option.label for option in reading.choices}
    source = "本批次选定" if settled is not None else "方案默认"
    return ReadingRow(reading.question, labels.get(chosen, chosen or "未定"), f"{source}（{reading.cite}）")


def _rounding(scheme: Scheme) -> tuple[ReadingRow, ...]:
    """What is rounded where points are joined: no document says it, and nobody needs to choose it."""
    if scheme.conditional:
        return ()
    return (ReadingRow("平均分和总分保留几位小数？", ROUNDING, "说明（文件没有写明）"),)


def _rulings(visit: Visit, state: PanelState) -> tuple[RulingRow, ...]:
    leader = visit.leader.name if visit.leader else ""
    order = [row.id for row in state.result.criteria if row.id in state.rulings]
    return tuple(
        RulingRow(f"{key} {state.scheme.criterion(key).item}", state.rulings[key].reason, leader)
        for key in order
    )


def _receipt(statement: Statement) -> str:
    if statement.agrees is None:
        return ""
    stand = "对结论无异议" if statement.agrees else "对结论有异议，意见如上"
    return f"{statement.by or '建设单位'}{stand}。"
