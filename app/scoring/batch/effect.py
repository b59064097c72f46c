"""The grades of a batch of finished projects (Hubei, articles 16 to 20).

A project whose operation fails is poor at once, and nothing else is asked of it. The others are graded by
outputs, benefits and innovation, and at most 5 % of all the batch's projects may be good: the best keep it,
a tie across the limit loses it whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from app.common.errors import Fault, Refusal
from app.scoring.batch.declared import (
    Named,
    NumberSpec,
    read_choice,
    read_ids,
    read_numbers,
    read_objects,
    sum_of,
)
from app.scoring.model import codes
from app.scoring.model.points import Exact, show_number
from app.scoring.model.settings import not_an_object, unknown_keys
from app.scoring.visit.visit import refusal

Grade = Literal["good", "fairly_good", "ordinary", "poor", "undetermined"]
Gate = Literal["pass", "fail", "undetermined"]

GRADES: dict[Grade, str] = {
    "good": "好",
    "fairly_good": "较好",
    "ordinary": "一般",
    "poor": "不好",
    "undetermined": "待定",
}
PASS_FROM, FAIL_TO = 75, 74
GOOD_PERCENT = 5
RULINGS = {"pass": "按合格", "fail": "按不合格"}
MARKS = tuple(NumberSpec(key, f"“{GRADES[key]}”的分数线", high=100) for key in GRADES if key[0] in "gfo")
PARTS = (
    NumberSpec("operation", "运行情况", high=100),
    NumberSpec("outputs", "产出指标", high=50),
    NumberSpec("benefits", "效益指标", high=35),
    NumberSpec("innovation", "创新及可持续发展", high=15),
)
OPERATION, SCORED = PARTS[:1], PARTS[1:]
PROJECT_KEYS = ("id", *(spec.key for spec in PARTS))


@dataclass(frozen=True, slots=True)
class Marks:
    """What a batch settled: the least total of each grade, and what is between 74 and 75."""

    good: Exact
    fairly_good: Exact
    ordinary: Exact
    gap_ruling: Literal["pass", "fail", ""] = ""


@dataclass(frozen=True, slots=True)
class Project:
    """One project's scores, exact. operation: 0 to 100; total: outputs, benefits and innovation together,
    None where one of them was left out, which only a failed operation allows.
    """

    id: str
    operation: Exact
    total: Exact | None


@dataclass(frozen=True, slots=True)
class Graded:
    """A project's grade. capped: it reached the mark of the good ones, but the limit was used up."""

    id: str
    total: Exact | None
    grade: Grade
    capped: bool
    why: str


def grade_batch(raw: object) -> dict[str, Any]:
    """The contract's result, or ``{"errors": [...]}``. Never raises for any JSON value."""
    try:
        marks, projects = read_batch(raw)
    except Refusal as refused:
        return refusal(refused.faults)
    return {
        "cap": cap_of(len(projects)),
        "projects": [
            {
                "id": each.id,
                "total": None if each.total is None else show_number(each.total),
                "grade": each.grade,
                "capped": each.capped,
                "why": each.why,
            }
            for each in graded(marks, projects)
        ],
    }


def cap_of(many: int) -> int:
    """How many projects of a batch may be good: 5 %, rounded down (article 19)."""
    return many * GOOD_PERCENT // 100


def graded(marks: Marks, projects: tuple[Project, ...]) -> tuple[Graded, ...]:
    """Every project's grade, in the order given."""
    plain = {each.id: _grade(marks, each) for each in projects}
    good = (each.total for each in projects if plain[each.id] == "good")
    reached = sorted((_value(total) for total in good if total is not None), reverse=True)
    limit = cap_of(len(projects))
    bar = reached[limit] if len(reached) > limit else None
    return tuple(_final(marks, each, plain[each.id], bar, limit) for each in projects)


def gate_of(operation: Exact, ruling: str = "") -> Gate:
    """75 or more passes, 74 or less fails (article 18); between them the batch's ruling decides."""
    if operation[0] >= PASS_FROM * operation[1]:
        return "pass"
    if operation[0] <= FAIL_TO * operation[1] or ruling == "fail":
        return "fail"
    return "pass" if ruling == "pass" else "undetermined"


def _value(number: Exact) -> Fraction:
    return Fraction(*number)


def _grade(marks: Marks, project: Project) -> Grade:
    gate = gate_of(project.operation, marks.gap_ruling)
    if gate != "pass" or project.total is None:
        return "poor" if gate == "fail" else "undetermined"
    steps: tuple[tuple[Grade, Exact], ...] = (
        ("good", marks.good),
        ("fairly_good", marks.fairly_good),
        ("ordinary", marks.ordinary),
    )
    for grade, mark in steps:
        if _value(project.total) >= _value(mark):
            return grade
    return "poor"


def _final(marks: Marks, project: Project, grade: Grade, bar: Fraction | None, limit: int) -> Graded:
    total = project.total
    if grade == "good" and bar is not None and total is not None and _value(total) <= bar:
        why = f"总分 {show_number(total)} 分达到“好”，但同一批次的“好”不超过 {limit} 个，按“较好”"
        return Graded(project.id, total, "fairly_good", True, why)
    return Graded(project.id, total, grade, False, _why(marks, project, grade))


def _why(marks: Marks, project: Project, grade: Grade) -> str:
    operation = show_number(project.operation)
    gate = gate_of(project.operation, marks.gap_ruling)
    if gate == "fail":
        return f"运行情况 {operation} 分，不合格，直接定为“不好”"
    if gate == "undetermined" or project.total is None:
        return f"运行情况 {operation} 分，在 74 与 75 分之间，尚未裁定"
    total = show_number(project.total)
    return f"运行情况 {operation} 分，合格；三项指标合计 {total} 分，定为“{GRADES[grade]}”"


def read_batch(raw: object) -> tuple[Marks, tuple[Project, ...]]:
    """The marks and the projects of a batch file. Raises Refusal naming every fault."""
    if type(raw) is not dict:
        raise Refusal([not_an_object("")])
    faults = unknown_keys(raw, ("policy", "projects"))
    marks = _marks(raw, faults)
    objects = read_objects(raw, "projects", faults)
    ids = read_ids("projects", objects, faults)
    ruling = _ruling(raw.get("policy"))
    read = [_project(each, name, ruling, faults) for each, name in zip(objects, ids, strict=True)]
    if faults or marks is None:
        raise Refusal(faults)
    return marks, tuple(each for each in read if each is not None)


def _marks(raw: Mapping[str, Any], faults: list[Fault]) -> Marks | None:
    policy = raw.get("policy")
    if "policy" not in raw:
        faults.append(Fault("policy", "请写明各等次的分数线（policy）。", codes.LEFT_OUT))
        return None
    if type(policy) is not dict:
        faults.append(not_an_object("policy"))
        return None
    faults.extend(unknown_keys(policy, (*(spec.key for spec in MARKS), "gap_ruling"), "policy."))
    numbers = read_numbers(policy, MARKS, "policy", faults)
    ruling = read_choice(policy, "gap_ruling", RULINGS, "policy", faults) if "gap_ruling" in policy else ""
    faults.extend(_not_falling(numbers))
    if len(numbers) < len(MARKS):
        return None
    gap: Literal["pass", "fail", ""] = "pass" if ruling == "pass" else "fail" if ruling == "fail" else ""
    return Marks(numbers["good"], numbers["fairly_good"], numbers["ordinary"], gap)


def _not_falling(numbers: Mapping[str, Exact]) -> list[Fault]:
    """The marks must fall: named at the mark that does not, and for the policy as a whole."""
    faults = []
    for higher, lower in pairwise(MARKS):
        above, below = numbers.get(higher.key), numbers.get(lower.key)
        if above and below and _value(below) >= _value(above):
            message = f"{lower.label}应低于{higher.label}。"
            faults.append(Fault("policy", message, codes.POLICY))
            faults.append(Fault(f"policy.{lower.key}", message, codes.POLICY))
    return faults


def _ruling(policy: object) -> str:
    """What the batch ruled on the gap, also where the rest of its policy is faulty."""
    ruling = policy.get("gap_ruling") if type(policy) is dict else ""
    return ruling if type(ruling) is str and ruling in RULINGS else ""


def _project(named: Named, name: str, ruling: str, faults: list[Fault]) -> Project | None:
    """One project. Where its operation fails the other scores may be left out, but not be faulty."""
    where, raw = named
    faults.extend(unknown_keys(raw, PROJECT_KEYS, f"{where}."))
    operation = read_numbers(raw, OPERATION, where, faults).get("operation")
    failed = operation is not None and gate_of(operation, ruling) == "fail"
    asked = tuple(spec for spec in SCORED if not failed or spec.key in raw)
    numbers = read_numbers(raw, asked, where, faults)
    if operation is None or len(numbers) < len(asked):
        return None
    total = sum_of([numbers[spec.key] for spec in SCORED]) if len(asked) == len(SCORED) else None
    return Project(name, operation, total)
