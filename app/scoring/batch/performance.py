"""Performance in a hundred points: basic and individual indicators, 50 each (Hubei, articles 12 to 15).

An indicator earns its weight in proportion to what was reached of its target, which a regional factor may
move; more than the target earns no more than the weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
from app.scoring.model.points import Exact, Points, format_points, half_up, show_number
from app.scoring.model.settings import not_an_object, unknown_keys
from app.scoring.visit.visit import refusal

KINDS = {"basic": "基本绩效指标", "individual": "个性化绩效指标"}
KIND_WEIGHT = 50
NUMBERS = (
    NumberSpec("weight", "权重", high=100),
    NumberSpec("target", "目标值", positive=True),
    NumberSpec("actual", "实际值"),
    NumberSpec("regional_factor", "地区系数", positive=True, optional=True),
)
KEYS = ("id", "kind", *(spec.key for spec in NUMBERS))
ONE: Exact = (1, 1)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as it was declared and frozen in the task, with what was reached. Numbers are exact."""

    id: str
    kind: str
    weight: Exact
    target: Exact
    actual: Exact
    factor: Exact = ONE

    @property
    def score(self) -> Points:
        """weight × min(1, actual ÷ (target × factor)), rounded half up to 0.01."""
        reached = self.actual[0] * self.target[1] * self.factor[1]
        wanted = self.actual[1] * self.target[0] * self.factor[0]
        return half_up(100 * self.weight[0] * min(reached, wanted), self.weight[1] * wanted)

    @property
    def why(self) -> str:
        """The working in a Chinese sentence."""
        factor = "" if self.factor == ONE else f" × 地区系数 {show_number(self.factor)}"
        return (
            f"完成 {show_number(self.actual)}，目标 {show_number(self.target)}{factor}，"
            f"权重 {show_number(self.weight)}，得 {format_points(self.score)} 分"
        )


def score_performance(raw: object) -> dict[str, Any]:
    """The contract's result, or ``{"errors": [...]}``. Never raises for any JSON value."""
    try:
        indicators = read_indicators(raw)
    except Refusal as refused:
        return refusal(refused.faults)
    return {
        "total": format_points(sum(each.score for each in indicators)),
        "indicators": [
            {"id": each.id, "score": format_points(each.score), "why": each.why} for each in indicators
        ],
    }


def read_indicators(raw: object) -> tuple[Indicator, ...]:
    """The indicators of a performance file. Raises Refusal naming every fault."""
    if type(raw) is not dict:
        raise Refusal([not_an_object("")])
    faults = unknown_keys(raw, ("indicators",))
    objects = read_objects(raw, "indicators", faults)
    ids = read_ids("indicators", objects, faults)
    read = [_indicator(each, name, faults) for each, name in zip(objects, ids, strict=True)]
    if type(raw.get("indicators")) is list and len(objects) == len(raw["indicators"]):
        faults.extend(_weight_faults(objects))
    if faults:
        raise Refusal(faults)
    return tuple(each for each in read if each is not None)


def _indicator(named: Named, name: str, faults: list[Fault]) -> Indicator | None:
    where, raw = named
    faults.extend(unknown_keys(raw, KEYS, f"{where}."))
    kind = read_choice(raw, "kind", KINDS, where, faults)
    numbers = read_numbers(raw, NUMBERS, where, faults)
    if not kind or any(spec.key not in numbers for spec in NUMBERS if not spec.optional):
        return None
    factor = numbers.get("regional_factor", ONE)
    return Indicator(name, kind, numbers["weight"], numbers["target"], numbers["actual"], factor)


def _weight_faults(objects: list[Named]) -> list[Fault]:
    """A fault for each kind whose weights do not sum to 50, unless a weight of it or any kind is faulty."""
    weights: dict[str, list[Exact]] = {kind: [] for kind in KINDS}
    for _, raw in objects:
        kind = raw.get("kind")
        if type(kind) is not str or kind not in KINDS:
            return []
        number = read_numbers(raw, NUMBERS[:1], "", []).get("weight")
        if number is None:
            weights.pop(kind, None)
        elif kind in weights:
            weights[kind].append(number)
    return [_off(kind, total) for kind, total in _sums(weights).items() if total[0] != KIND_WEIGHT * total[1]]


def _sums(weights: Mapping[str, list[Exact]]) -> dict[str, Exact]:
    return {kind: sum_of(numbers) for kind, numbers in weights.items()}


def _off(kind: str, total: Exact) -> Fault:
    message = f"{KINDS[kind]}的权重之和应为 {KIND_WEIGHT}，现为 {show_number(total)}。"
    return Fault("indicators", message, codes.WRONG_NUMBER)
