"""What a panel is given: sheets, assignments, rulings. Read strictly, every fault named at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.common.errors import Fault
from app.scoring.judge.rubric import Rubric
from app.scoring.model import codes
from app.scoring.model.parts import part_faults
from app.scoring.model.results import CriterionResult
from app.scoring.model.scheme import Scheme
from app.scoring.model.settings import (
    Policy,
    not_an_object,
    policy_among_faults,
    unknown_criterion,
    unknown_keys,
)
from app.scoring.visit.visit import VisitFrame, judge_all, read_frame

PANEL_KEYS = ("scheme", "profile", "policy", "sheets", "assignments", "rulings")
SHEET_KEYS = ("expert", "findings")
MOST_SHEETS = 15
TRIM_FROM = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """One expert's findings, criterion by criterion."""

    expert: str
    findings: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PanelInput:
    """Faultless input. findings and results: expert, then criterion; ruled: the findings of the rulings."""

    findings: Mapping[str, Mapping[str, Mapping[str, object]]]
    results: Mapping[str, Mapping[str, CriterionResult]]
    assignments: Mapping[str, tuple[str, ...]]
    rulings: Mapping[str, CriterionResult]
    ruled: Mapping[str, Mapping[str, object]]

    def experts_of(self, criterion_id: str) -> tuple[str, ...]:
        """Who scores a criterion, in the order of the sheets: those assigned, or everybody."""
        chosen = self.assignments.get(criterion_id)
        return tuple(name for name in self.results if chosen is None or name in chosen)


def read_panel(
    schemes: Mapping[str, Scheme], raw: object
) -> tuple[VisitFrame | None, PanelInput | None, list[Fault]]:
    """The frame and the input of a panel file, with every fault."""
    frame, faults = read_frame(schemes, raw, PANEL_KEYS, panel=True)
    if type(raw) is not dict:
        return frame, None, faults
    policy = frame.policy if frame else policy_among_faults(raw.get("policy"))
    read, more = read_parts(frame.rubric if frame else None, policy, raw)
    return frame, read, faults + more


def read_parts(
    rubric: Rubric | None, policy: Policy, raw: Mapping[str, Any]
) -> tuple[PanelInput | None, list[Fault]]:
    """Sheets, assignments and rulings, or None with the faults. No rubric: the scheme is not known."""
    sheets, faults = _read_sheets(rubric, raw)
    listed = raw.get("sheets")
    if policy.panel == "trimmed_mean" and type(listed) is list and len(listed) < TRIM_FROM:
        message = f"去掉最高分和最低分取平均，至少要有 {TRIM_FROM} 份评分表。"
        faults.append(Fault("policy.panel", message, codes.PANEL))
    findings = {expert: given for expert, given, _ in sheets}
    assignments = _read_assignments(rubric, raw.get("assignments", {}), findings, faults)
    rulings, more = judge_all(rubric, raw.get("rulings", {}))
    faults.extend(Fault(_moved(each.where, "rulings"), each.message, each.code) for each in more)
    if not faults and rubric is not None:
        faults.extend(_ruled_parts(rubric, findings, assignments, raw.get("rulings", {})))
    if faults:
        return None, faults
    judged = {expert: results for expert, _, results in sheets}
    return PanelInput(findings, judged, assignments, rulings, raw.get("rulings", {})), []


def _ruled_parts(
    rubric: Rubric,
    findings: Mapping[str, Mapping[str, Any]],
    assignments: Mapping[str, tuple[str, ...]],
    rulings: Mapping[str, Any],
) -> list[Fault]:
    """Rulings that make a part larger than its whole, or the whole less than a part that experts found."""
    faults: list[Fault] = []
    for part in rubric.parts:
        pair = (part.criterion, part.whole_criterion)
        if not any(each in rulings for each in pair):
            continue
        held = {each: _standing(each, findings, assignments, rulings) for each in pair}
        place = part.criterion if part.criterion in rulings else part.whole_criterion
        name = part.finding if part.criterion in rulings else part.whole_finding
        faults.extend(
            Fault(f"rulings.{place}.{name}", each.message, each.code) for each in part_faults((part,), held)
        )
    return faults


def _standing(
    criterion: str,
    findings: Mapping[str, Mapping[str, Any]],
    assignments: Mapping[str, tuple[str, ...]],
    rulings: Mapping[str, Any],
) -> Mapping[str, Any]:
    """The findings that stand for a criterion: the ruling's, or else the first sheet's that has some."""
    chosen = assignments.get(criterion, tuple(findings))
    said = (findings[each].get(criterion, {}) for each in chosen)
    found: Mapping[str, Any] = rulings.get(criterion) or next(filter(None, said), {})
    return found


def _moved(where: str, place: str) -> str:
    return place + where.removeprefix("findings")


OneSheet = tuple[str, dict[str, Any], dict[str, CriterionResult]]


def _read_sheets(rubric: Rubric | None, raw: Mapping[str, Any]) -> tuple[list[OneSheet], list[Fault]]:
    listed = raw.get("sheets")
    if "sheets" not in raw:
        return [], [Fault("sheets", "缺少专家的评分表。", codes.LEFT_OUT)]
    if type(listed) is not list:
        return [], [Fault("sheets", "应为评分表的列表。", codes.WRONG_TYPE)]
    faults = []
    if not 1 <= len(listed) <= MOST_SHEETS:
        message = f"评分表应有 1 至 {MOST_SHEETS} 份，现有 {len(listed)} 份。"
        faults.append(Fault("sheets", message, codes.PANEL))
    sheets: list[OneSheet] = []
    for place, each in enumerate(listed[:MOST_SHEETS]):  # what is too many is not read through
        _read_sheet(rubric, each, f"sheets.{place}", sheets, faults)
    return sheets, faults


def _read_sheet(
    rubric: Rubric | None, raw: object, where: str, sheets: list[OneSheet], faults: list[Fault]
) -> None:
    if type(raw) is not dict:
        faults.append(not_an_object(where))
        return
    faults.extend(unknown_keys(raw, SHEET_KEYS, f"{where}."))
    findings = raw.get("findings", {})
    results, more = judge_all(rubric, findings)
    faults.extend(Fault(f"{where}.{each.where}", each.message, each.code) for each in more)
    expert = raw.get("expert")
    if "expert" not in raw:
        faults.append(Fault(f"{where}.expert", "请写明专家。", codes.LEFT_OUT))
    elif type(expert) is not str:
        faults.append(Fault(f"{where}.expert", "应为文本。", codes.WRONG_TYPE))
    elif not expert.strip():
        faults.append(Fault(f"{where}.expert", "专家不能为空。", codes.LEFT_OUT))
    else:
        if any(expert == other for other, _, _ in sheets):
            message = f"专家 {expert} 有两份评分表，只能保留一份。"
            faults.append(Fault("sheets", message, codes.PANEL))
            faults.append(Fault(f"{where}.expert", message, codes.PANEL))
        sheets.append((expert, findings, results))


def _read_assignments(
    rubric: Rubric | None, raw: object, experts: Mapping[str, object], faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    if type(raw) is not dict:
        faults.append(not_an_object("assignments"))
        return {}
    assignments = {}
    for criterion_id, named in raw.items():
        if rubric and criterion_id not in rubric.by_id:
            faults.append(unknown_criterion(criterion_id, "assignments"))
            continue
        message, code = _assignment_fault(named, experts)
        if message:
            faults.append(Fault(f"assignments.{criterion_id}", message, code))
        else:
            assignments[criterion_id] = tuple(named)
    return assignments


def _assignment_fault(named: object, experts: Mapping[str, object]) -> tuple[str, str]:
    if type(named) is not list or not all(type(each) is str for each in named):
        return "应为专家的列表。", codes.WRONG_TYPE
    if not named:
        return "没有指定专家。", codes.PANEL
    strangers = [each for each in named if each not in experts]
    if strangers:
        more = f"等 {len(strangers)} 人" if len(strangers) > MOST_SHEETS else ""
        return f"{'、'.join(strangers[:MOST_SHEETS])}{more} 没有评分表。", codes.PANEL
    if len(set(named)) != len(named):
        return "有重复的专家。", codes.PANEL
    return "", ""
