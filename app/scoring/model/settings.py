"""What surrounds the findings of a visit: profile and policy, read strictly, every fault named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from app.common.errors import Fault, Refusal
from app.scoring.model import codes
from app.scoring.model.finding_readers import number_fault
from app.scoring.model.points import Exact, format_points, read_number
from app.scoring.model.readings import (
    GRADE_MARKS,
    PANEL_ONLY,
    SCORED_BESIDES,
    Method,
    PartialStep,
    policy_keys,
    readings_of,
)
from app.scoring.model.scheme import OpenReading, Scheme
from app.scoring.model.specs import ProfileField

TOLERANCE: Exact = (4, 10)
LONGEST_TEXT = 400


@dataclass(frozen=True, slots=True)
class Policy:
    """How the batch settled the open readings. pass_mark is None where nobody set one.

    gap_ruling: how points between two marks count, empty where nobody ruled; table: the table of
    points that the bureau confirmed, by name and number, empty for none; grades: the least
    total of each grade, where they were set; readings: the choice of every reading that has choices.
    """

    pass_mark: Exact | None
    partial_step: PartialStep
    panel: Method = "mean"
    tolerance: Exact = TOLERANCE
    gap_ruling: Literal["", "pass", "fail"] = ""
    table: str = ""
    grades: Mapping[str, Exact] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)


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
    scheme: Scheme, raw: object, *, lenient: bool = False, whole: bool = False, some: bool = False
) -> tuple[dict[str, str] | None, list[Fault]]:
    """The unit's profile, or None with the faults. A yes or no becomes ``true`` or ``false`` as text.

    lenient: a yes or no may also come as that text, as the desk keeps it; whole: optional facts are wanted
    as well; some: facts may be left out, what hangs on them is then not known to hold.
    """
    if type(raw) is not dict:
        return None, [not_an_object("profile")]
    faults = unknown_keys(raw, (each.name for each in scheme.profile), "profile.")
    for each in scheme.profile:
        if each.name in raw or not some:
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


def read_policy(scheme: Scheme, raw: object, *, panel: bool = True) -> tuple[Policy | None, list[Fault]]:
    """The batch's policy with the scheme's defaults filled in, or None with the faults.

    panel: whether the policy is one for joining sheets, which may say how they are joined.
    """
    if type(raw) is not dict:
        return None, [not_an_object("policy")]
    allowed = policy_keys(scheme, panel=panel)
    faults = unknown_keys(raw, allowed, "policy.")
    given = {key: value for key, value in raw.items() if key in allowed}
    chosen = {each.key: _choice(given, each, faults) for each in _with_choices(scheme)}
    mark = _mark(scheme, given, faults)
    numbers = {key: _number(given, key, faults) for key in _numeric(scheme)}
    grades = {key: line for key in GRADE_MARKS if (line := numbers.get(key)) is not None}
    _check_grades(grades, faults)
    table = _text(given, "table", faults)
    if faults:
        return None, faults
    settled = {each.id: chosen[each.key] for each in scheme.readings if each.choices}
    return _policy(mark, chosen, numbers.get("tolerance"), grades, settled, table), []


def _policy(
    mark: Exact | None,
    chosen: Mapping[str, str],
    tolerance: Exact | None,
    grades: Mapping[str, Exact],
    settled: Mapping[str, str],
    table: str,
) -> Policy:
    return Policy(
        mark,
        "started" if chosen.get("partial_step") == "started" else "completed",
        _method(chosen.get("panel")),
        tolerance or TOLERANCE,
        "pass"
        if chosen.get("gap_ruling") == "pass"
        else "fail"
        if chosen.get("gap_ruling") == "fail"
        else "",
        table,
        grades,
        settled,
    )


def _method(name: object) -> Method:
    methods: tuple[Method, ...] = ("mean", "trimmed_mean", "consensus")
    return next((each for each in methods if each == name), "mean")


def _with_choices(scheme: Scheme) -> list[OpenReading]:
    """The scheme's readings that have choices, and what every scored visit may name besides."""
    listed = readings_of(scheme)
    keys = {each.key for each in listed}
    return [
        each
        for each in (*listed, *SCORED_BESIDES)
        if each.choices and (each in listed or each.key not in keys)
    ]


def _numeric(scheme: Scheme) -> list[str]:
    return [
        each.key
        for each in readings_of(scheme)
        if not each.choices and each.key not in ("pass_mark", "table")
    ]


def settled_scheme(scheme: Scheme, raw: Mapping[str, object]) -> Scheme:
    """The scheme as a batch's policy leaves it. Raises Refusal where the policy is faulty."""
    policy, faults = read_policy(scheme, dict(raw))
    if policy is None:
        raise Refusal(faults)
    return scheme.under(policy.readings)


def policy_among_faults(raw: object) -> Policy:
    """What a faulty policy still says of the method, so that faults elsewhere are named as well."""
    given = raw if type(raw) is dict else {}
    return Policy(None, "completed", _method(given.get("panel")))


def faults_under_any_scheme(raw: Mapping[str, object], *, panel: bool) -> list[Fault]:
    """What is wrong with profile and policy whatever the scheme, whose readings are the policy's keys."""
    faults = [not_an_object(key) for key in ("profile", "policy") if type(raw.get(key, {})) is not dict]
    policy = raw.get("policy")
    if panel or type(policy) is not dict:
        return faults
    return faults + unknown_keys(policy, (key for key in policy if key not in PANEL_ONLY), "policy.")


def _text(raw: Mapping[str, object], key: str, faults: list[Fault]) -> str:
    """A text of sensible length; empty where it was not given."""
    value = raw.get(key, "")
    if type(value) is str and len(value) <= LONGEST_TEXT and (value.strip() or key not in raw):
        return value.strip()
    faults.append(Fault(f"policy.{key}", f"应为不空的文本，最多 {LONGEST_TEXT} 字。", codes.POLICY))
    return ""


def _mark(scheme: Scheme, raw: Mapping[str, object], faults: list[Fault]) -> Exact | None:
    """The pass mark; one that the document states together with a fail mark cannot be moved."""
    stated, full = scheme.mark, scheme.full_marks
    mark = _number(raw, "pass_mark", faults) or stated
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


def _check_grades(marks: Mapping[str, Exact], faults: list[Fault]) -> None:
    """The marks of the grades must fall and stay within 100."""
    for key, mark in marks.items():
        if mark[0] > 100 * mark[1]:
            faults.append(Fault(f"policy.{key}", "等次的分数线不能高于 100 分。", codes.POLICY))
    for higher, lower in pairwise(key for key in GRADE_MARKS if key in marks):
        if Fraction(*marks[lower]) >= Fraction(*marks[higher]):
            faults.append(Fault(f"policy.{lower}", "等次的分数线应依次降低。", codes.POLICY))


def _number(raw: Mapping[str, object], key: str, faults: list[Fault]) -> Exact | None:
    if key not in raw:
        return None
    number = read_number(raw[key])
    if number is None:
        fault = number_fault(raw[key])
        faults.append(Fault(f"policy.{key}", fault.message, fault.code))
    return number


def _choice(raw: Mapping[str, object], reading: OpenReading, faults: list[Fault]) -> str:
    """The choice of a reading, its default where the batch says nothing or something that is none."""
    if reading.key not in raw:
        return reading.default
    for option in reading.choices:
        if raw[reading.key] == option.value:
            return option.value
    labels = "、".join(f"{option.value}（{option.label}）" for option in reading.choices)
    faults.append(Fault(f"policy.{reading.key}", f"“{reading.question}”应选：{labels}。", codes.POLICY))
    return reading.default
