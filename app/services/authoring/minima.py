"""What a declaration's basic indicators may not stay below: the scheme's own targets (Hubei, article 13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from app.common.errors import Fault
from app.scoring import Scheme
from app.scoring.model.conditions import compile_test
from app.scoring.model.points import Exact, show_number
from app.scoring.model.specs import FindingSpec
from app.scoring.rules.proportional import Proportional

BASIC = "13.1"
TOGETHER = {"combined_satisfaction": ("employer_satisfaction", "trainee_satisfaction")}
"""An indicator that stands for several (whether both rates are taken together is an open reading)."""

Minima = Mapping[str, tuple[FindingSpec, Exact]]


def minima_of(scheme: Scheme, profile: Mapping[str, str]) -> Minima:
    """Of a kind of project and level: each basic indicator's field and its least target."""
    criterion = scheme.criterion(BASIC)
    specs = {spec.name: spec for spec in criterion.findings}
    found = {}
    for rule in criterion.rules:
        if isinstance(rule, Proportional) and rule.target is not None and _holds(rule, profile):
            least = rule.target.at(profile)
            if least is not None:
                found[rule.finding] = specs[rule.finding], least
    return found


def _holds(rule: Proportional, profile: Mapping[str, str]) -> bool:
    return rule.when is None or compile_test(rule.when, profile)({}) is not False


def minima_words(minima: Minima) -> str:
    """All of them in one text."""
    return "、".join(
        f"{spec.label}不低于 {show_number(least)}{'' if spec.unit == '%' else ' '}{spec.unit}"
        for spec, least in minima.values()
    )


def minimum_faults(minima: Minima, declared: Iterable[tuple[str, str, str]]) -> Iterator[Fault]:
    """What falls short. declared: place, measure and target (decimal text) of each basic indicator."""
    rows = list(declared)
    measures = {measure for _, measure, _ in rows}
    covered = measures | {each for name in measures for each in TOGETHER.get(name, ())}
    lacking = {name: found for name, found in minima.items() if name not in covered}
    if lacking:
        message = f"基本绩效指标还应有：{minima_words(lacking)}（办法 第十三条）。"
        yield Fault("indicators", message, "XP-4115")
    for place, measure, target in rows:
        found = minima.get(TOGETHER.get(measure, (measure,))[0])
        if found and Fraction(target) < Fraction(*found[1]):
            least = minima_words({measure: found})
            message = f"“{found[0].label}”的目标值 {target} 低于办法第十三条的要求：{least}。"
            yield Fault(f"{place}.target", message, "XP-4115")
