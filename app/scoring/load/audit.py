"""What a scheme that loads may still get wrong: points that cannot be, thresholds nobody reaches.

``load_scheme`` refuses what could not be evaluated; the audit names what would be evaluated to nonsense.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product

from app.common.errors import Fault, Refusal
from app.scoring.load.audit_labels import label_faults
from app.scoring.load.audit_points import limits_of
from app.scoring.load.audit_readings import reading_faults
from app.scoring.load.audit_scopes import scope_faults
from app.scoring.load.loader import load_scheme
from app.scoring.model import codes
from app.scoring.model.conditions import (
    Below,
    Condition,
    Every,
    Not,
    Profile,
    ProfileIs,
    Some,
    Threshold,
    compile_test,
)
from app.scoring.model.points import Exact, format_points, show_number
from app.scoring.model.provisions import Mark, Provision
from app.scoring.model.rules import Cutting
from app.scoring.model.scheme import Criterion, Scheme

MOST_PROFILES = 200


def check_scheme(data: bytes) -> tuple[Fault, ...]:
    """Every fault of a scheme file with its place: those it is refused for, or those of the audit."""
    try:
        scheme = load_scheme(data)
    except Refusal as refused:
        return refused.faults
    return tuple(Fault(where, f"{where}：{message}。", codes.SCHEME) for where, message in audit(scheme))


def audit(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Place and message of every fault of a scheme that loads, under whatever choice of its readings."""
    yield from reading_faults(scheme)
    forms = [scheme, *(scheme.under({name: choice}) for name, choice in scheme.single_choices())]
    yield from dict.fromkeys(fault for form in forms for fault in _form(form))


def _form(scheme: Scheme) -> Iterator[tuple[str, str]]:
    yield from _whole(scheme)
    profiles = profiles_of(scheme)
    yield from scope_faults(scheme, profiles)
    for criterion in scheme.criteria:
        place = f"criteria.{criterion.id}"
        if not criterion.evidence:
            yield f"{place}.evidence", "没有写明所需材料"
        for where, message in _criterion(scheme, criterion, profiles):
            yield f"{place}.{where}", message


def profiles_of(scheme: Scheme) -> list[dict[str, str]]:
    """Every profile that a unit can have, up to a bound that no real scheme reaches."""
    names = [each.name for each in scheme.profile]
    values = product(*([option.value for option in each.options] for each in scheme.profile))
    return [dict(zip(names, each, strict=True)) for each in islice(values, MOST_PROFILES)]


def _whole(scheme: Scheme) -> Iterator[tuple[str, str]]:
    if scheme.valid_to and scheme.valid_from and scheme.valid_to < scheme.valid_from:
        yield "valid_to", "早于 valid_from"
    for section in scheme.sections:
        if all(each.section != section.id for each in scheme.criteria):
            yield f"sections.{section.id}", "没有考核项"
    used = set(_profile_used(scheme))
    for field in scheme.profile:
        if field.name not in used:
            yield f"profile.{field.name}", "没有任何条款用到这项单位信息"


def _profile_used(scheme: Scheme) -> Iterator[str]:
    for scope in scheme.scopes:
        yield from scope.profile
        for found in scope.found:
            yield from _fields(found.condition)
    for criterion in scheme.criteria:
        for condition in _conditions(criterion):
            yield from _fields(condition)
        for rule in _provisions(criterion):
            yield from rule.turning_on


def _provisions(criterion: Criterion) -> tuple[Provision, ...]:
    return (*criterion.rules, *criterion.requirements)


def _conditions(criterion: Criterion) -> Iterator[Condition]:
    found = [criterion.waived_when, criterion.asked_when]
    for spec in criterion.findings:
        found += [spec.when, spec.required_when]
    found += [rule.when for rule in _provisions(criterion)]
    return (each for each in found if each is not None)


def _fields(condition: Condition) -> Iterator[str]:
    match condition:
        case ProfileIs(field):
            yield field
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _fields(part)
        case Not(part):
            yield from _fields(part)
        case Below(_, Threshold(by)):
            yield by


def _criterion(
    scheme: Scheme, criterion: Criterion, profiles: list[dict[str, str]]
) -> Iterator[tuple[str, str]]:
    yield from _never(criterion, profiles)
    specs = {spec.name: spec for spec in criterion.findings}
    for place, rule in enumerate(_provisions(criterion)):
        for mark in rule.marks(specs):
            yield from _mark(f"rules.{place}.{mark.key}", mark)
    for spec in criterion.findings:
        for fault in label_faults(spec):
            yield f"findings.{spec.name}.options", fault
        match spec.when:
            case Below(finding, Threshold() as limit):
                yield from _unreached(f"findings.{spec.name}.when", limit, specs[finding].high)
    if not scheme.conditional and criterion.max:
        yield from _points(criterion, profiles)


def _never(criterion: Criterion, profiles: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Findings and rules that no unit's profile lets apply."""
    for spec in criterion.findings:
        if spec.when and all(_excluded(spec.when, profile) for profile in profiles):
            yield f"findings.{spec.name}.when", "没有任何单位适用"
    for place, rule in enumerate(_provisions(criterion)):
        if rule.when is None:
            continue
        if all(_excluded(rule.when, profile) for profile in profiles):
            yield f"rules.{place}", "没有任何单位适用"


def _excluded(condition: Condition, profile: Profile) -> bool:
    return compile_test(condition, profile)({}) is False


def _mark(where: str, mark: Mark) -> Iterator[tuple[str, str]]:
    yield from _unreached(where, mark.wanted, mark.top)
    if mark.percent:
        yield from _tiny(where, mark.wanted)


def _tiny(where: str, wanted: Threshold) -> Iterator[tuple[str, str]]:
    """A share below one percent is most likely a part of one: 0.45 for 45 %."""
    for choice, value in wanted.values.items():
        if 0 < value[0] < value[1]:
            at = f"{wanted.by} 为 {choice} 时，" if choice else ""
            meant = show_number((value[0] * 100, value[1]))
            yield where, f"{at}要求的比例是 {show_number(value)}%，像是少写了两位；{meant}% 应写 {meant}"


def _unreached(where: str, wanted: Threshold, top: Exact | None) -> Iterator[tuple[str, str]]:
    for choice, value in wanted.values.items():
        if top is not None and Fraction(*value) > Fraction(*top):
            at = f"{wanted.by} 为 {choice} 时，" if choice else ""
            yield where, f"{at}要求 {show_number(value)}，而最多只能是 {show_number(top)}，谁也达不到"


def _points(criterion: Criterion, profiles: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Deductions larger than the criterion, and points that nobody can win or lose."""
    told: set[tuple[str, str]] = set()
    for profile in profiles:
        low, high = limits_of(criterion, profile)
        most = criterion.max
        if criterion.start == "full" and low is not None and low < 0:
            told.add(
                ("rules", f"各条最多可扣 {format_points(most - low)} 分，大于本项的 {format_points(most)} 分")
            )
        cuts = any(isinstance(rule, Cutting) for rule in criterion.rules)
        if criterion.start == "full" and low == most and not cuts:
            told.add(("rules", "没有一条会扣分"))
        if criterion.start == "empty" and high is not None and high != most:
            word = "少于" if high < most else "大于"
            told.add(
                ("rules", f"各条最多可得 {format_points(high)} 分，{word}本项的 {format_points(most)} 分")
            )
    yield from sorted(told)
