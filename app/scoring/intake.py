"""What surrounds the findings of a visit: profile and policy, read strictly, every fault named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Literal, TypeVar

from app.common.errors import Fault
from app.scoring import codes
from app.scoring.findings import number_fault
from app.scoring.points import Exact, format_points, read_number
from app.scoring.scheme import ProfileField, Scheme

T = TypeVar("T", bound=str)
PartialStep = Literal["completed", "started"]
Method = Literal["mean", "trimmed_mean", "consensus"]

METHODS: tuple[Method, ...] = ("mean", "trimmed_mean", "consensus")
GAP_RULINGS: tuple[Literal["", "pass", "fail"], ...] = ("pass", "fail")
WEIGHTS: tuple[Literal["provisional", "confirmed"], ...] = ("provisional", "confirmed")
PARTIAL_STEPS: tuple[PartialStep, ...] = ("completed", "started")
GRADE_MARKS = ("good", "fairly_good", "ordinary")
SCORE_POLICY = ("pass_mark", "partial_step", "gap_ruling", "weights", *GRADE_MARKS)
PANEL_ONLY = ("panel", "tolerance")
PANEL_POLICY = (*SCORE_POLICY, *PANEL_ONLY)
TOLERANCE: Exact = (4, 10)


@dataclass(frozen=True, slots=True)
class Policy:
    """How the batch settled the open readings. pass_mark is None where nobody set one.

    gap_ruling: how points between two marks count, empty where nobody ruled; weights_confirmed: whether
    the bureau confirmed provisional points; grades: the least total of each grade, where they were set.
    """

    pass_mark: Exact | None
    partial_step: PartialStep
    panel: Method = "mean"
    tolerance: Exact = TOLERANCE
    gap_ruling: Literal["", "pass", "fail"] = ""
    weights_confirmed: bool = False
    grades: Mapping[str, Exact] = field(default_factory=dict)


def policy_keys(scheme: Scheme) -> tuple[str, ...]:
    """What a batch may settle under a scheme, the panel's own matters aside."""
    gap = ("gap_ruling",) if scheme.fail_mark else ()
    weights = ("weights",) if scheme.provisional else ()
    match scheme.kind:
        case "scored":
            return ("pass_mark", "partial_step", *gap, *weights)
        case "performance":
            return weights
        case "effect":
            return (*GRADE_MARKS, *gap, *weights)
    return ()


def unknown_keys(given: Mapping[str, object], known: Iterable[str], prefix: str = "") -> list[Fault]:
    """A fault for every key that has no meaning here."""
    allowed = frozenset(known)
    unknown = (str(key) for key in given if key not in allowed)
    return [Fault(f"{prefix}{key}", f"没有名为 {key} 的键，请删去或改正。", codes.UNKNOWN) for key in unknown]


def unknown_criterion(criterion_id: str, place: str = "findings") -> Fault:
    """The fault of findings for a criterion the scheme does not have."""
    message = f"本细则没有编号为 {criterion_id} 的考核项。"
    return Fault(f"{place}.{criterion_id}", message, codes.UNKNOWN)


def not_an_object(where: str) -> Fault:
    """The fault of something that should be a JSON object."""
    return Fault(where, "应为一个对象。", codes.WRONG_TYPE)


def read_profile(
    scheme: Scheme, raw: object, *, lenient: bool = False, whole: bool = False
) -> tuple[dict[str, str] | None, list[Fault]]:
    """The unit's profile, or None with the faults. A yes or no becomes ``true`` or ``false`` as text.

    lenient: a yes or no may also come as that text, as the desk keeps it; whole: optional facts are wanted
    as well.
    """
    if type(raw) is not dict:
        return None, [not_an_object("profile")]
    faults = unknown_keys(raw, (each.name for each in scheme.profile), "profile.")
    for each in scheme.profile:
        faults.extend(_profile_faults(each, raw, lenient=lenient, whole=whole))
    if faults:
        return None, faults
    return {name: value if isinstance(value, str) else str(value).lower() for name, value in raw.items()}, []


def _profile_faults(
    field: ProfileField, raw: Mapping[str, object], *, lenient: bool, whole: bool
) -> list[Fault]:
    where = f"profile.{field.name}"
    if field.name not in raw:
        if field.optional and not whole:
            return []
        return [Fault(where, f"请选择“{field.label}”。", codes.LEFT_OUT)]
    value = raw[field.name]
    if field.boolean and not (lenient and value in ("true", "false")):
        wrong = Fault(where, "应为“是”或“否”（true 或 false）。", codes.WRONG_TYPE)
        return [] if isinstance(value, bool) else [wrong]
    if type(value) is not str:
        return [Fault(where, "应为文本。", codes.WRONG_TYPE)]
    if value in {option.value for option in field.options}:
        return []
    labels = "、".join(f"{option.value}（{option.label}）" for option in field.options)
    return [Fault(where, f"“{field.label}”应为：{labels}。", codes.WRONG_ELEMENT)]


def read_policy(
    scheme: Scheme, raw: object, known: tuple[str, ...] = PANEL_POLICY
) -> tuple[Policy | None, list[Fault]]:
    """The batch's policy with the scheme's defaults filled in, or None with the faults."""
    if type(raw) is not dict:
        return None, [not_an_object("policy")]
    allowed = [key for key in known if key in (*policy_keys(scheme), *PANEL_ONLY)]
    faults = unknown_keys(raw, allowed, "policy.")
    given = {key: value for key, value in raw.items() if key in allowed}
    mark = _mark(scheme, given, faults)
    step = _choice(given, "partial_step", PARTIAL_STEPS, scheme.partial_step, faults)
    method = _choice(given, "panel", METHODS, "mean", faults)
    tolerance = _number(given, "tolerance", TOLERANCE, faults)
    ruling = _choice(given, "gap_ruling", GAP_RULINGS, "", faults)
    weights = _choice(given, "weights", WEIGHTS, "provisional", faults)
    grades = _grades(given, faults)
    if faults:
        return None, faults
    return Policy(mark, step, method, tolerance or TOLERANCE, ruling, weights == "confirmed", grades), []


def policy_among_faults(raw: object, step: PartialStep = "completed") -> Policy:
    """What a faulty policy still says of the method, so that faults elsewhere are named as well."""
    given = raw if type(raw) is dict else {}
    return Policy(None, step, _choice(given, "panel", METHODS, "mean", []))


def faults_under_any_scheme(raw: Mapping[str, object], known: tuple[str, ...]) -> list[Fault]:
    """What is wrong with profile and policy whatever the scheme; known: the policy's keys."""
    faults = [not_an_object(key) for key in ("profile", "policy") if type(raw.get(key, {})) is not dict]
    policy = raw.get("policy")
    return faults + unknown_keys(policy, known, "policy.") if type(policy) is dict else faults


def _mark(scheme: Scheme, raw: Mapping[str, object], faults: list[Fault]) -> Exact | None:
    """The pass mark; one that the document states together with a fail mark cannot be moved."""
    mark, stated, full = _number(raw, "pass_mark", scheme.mark, faults), scheme.mark, scheme.full_marks
    if mark is None or mark is stated:
        return mark
    message = ""
    if stated and scheme.fail_mark and mark[0] * stated[1] != stated[0] * mark[1]:
        message = f"文件已规定合格分数线为 {scheme.pass_mark} 分，不能另设。"
    elif mark[0] * 100 > full * mark[1]:
        message = f"合格分数线不能高于满分 {format_points(full)} 分。"
    if message:
        faults.append(Fault("policy.pass_mark", message, codes.POLICY))
    return mark


def _grades(raw: Mapping[str, object], faults: list[Fault]) -> dict[str, Exact]:
    """The marks of the grades, which must fall and stay within 100."""
    read = {key: _number(raw, key, None, faults) for key in GRADE_MARKS if key in raw}
    marks = {key: mark for key, mark in read.items() if mark is not None}
    for key, mark in marks.items():
        if mark[0] > 100 * mark[1]:
            faults.append(Fault(f"policy.{key}", "等次的分数线不能高于 100 分。", codes.POLICY))
    for higher, lower in pairwise(key for key in GRADE_MARKS if key in marks):
        if Fraction(*marks[lower]) >= Fraction(*marks[higher]):
            faults.append(Fault(f"policy.{lower}", "等次的分数线应依次降低。", codes.POLICY))
    return marks


def _number(raw: Mapping[str, object], key: str, default: Exact | None, faults: list[Fault]) -> Exact | None:
    if key not in raw:
        return default
    number = read_number(raw[key])
    if number is None:
        fault = number_fault(raw[key])
        faults.append(Fault(f"policy.{key}", fault.message, fault.code))
    return number


def _choice(
    raw: Mapping[str, object], key: str, choices: tuple[T, ...], default: T, faults: list[Fault]
) -> T:
    if key not in raw:
        return default
    for choice in choices:
        if raw[key] == choice:
            return choice
    labels = "、".join(choices)
    faults.append(Fault(f"policy.{key}", f"应为以下之一：{labels}。", codes.POLICY))
    return default
