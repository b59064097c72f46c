"""The sentences that explain points: plain Chinese with the figures, and no figure rounded past the truth."""

from __future__ import annotations

from math import gcd

from app.scoring.conditions import Above, Below, Condition, Every, Is, Not, Profile, ProfileIs, Some, Values
from app.scoring.points import Exact, Points, format_points, is_decimal, show_number
from app.scoring.scheme import FindingSpec

Specs = dict[str, FindingSpec]


def lost(points: Points) -> str:
    """The tail of a sentence about points that were to be had from the start."""
    return f"扣 {format_points(points)} 分" if points else "不扣分"


def won(points: Points) -> str:
    """The tail of a sentence about points that had to be won."""
    return f"得 {format_points(points)} 分" if points else "不得分"


def unit_of(spec: FindingSpec) -> str:
    """The unit as it stands after a figure: ``%`` close by, a word after a space."""
    if not spec.unit:
        return ""
    return spec.unit if spec.unit == "%" else f" {spec.unit}"


def figure(spec: FindingSpec, value: Exact) -> str:
    """A finding with its value, every digit as it was given."""
    return f"{spec.label} {show_number(value)}{unit_of(spec)}"


def statement(spec: FindingSpec, value: object) -> str:
    """What a flag or a level says in words."""
    key = {True: "true", False: "false"}[value] if isinstance(value, bool) else value
    label = next(option.label for option in spec.options if option.value == key)
    return label if spec.kind == "flag" else f"{spec.label}：{label}"


def describe(condition: Condition, specs: Specs, profile: Profile | None, values: Values) -> str:
    """Why a condition holds, in words with the figures."""
    match condition:
        case Is(finding):
            return statement(specs[finding], values[finding])
        case Below(finding, threshold, other):
            limit = values[other] if other else threshold.at(profile) if threshold else None
            return _below(specs[finding], values[finding], specs[other].label if other else "", limit)
        case Above(finding):
            return f"{specs[finding].label} {format_points(values[finding])} 分"
        case Every(parts) | Some(parts):
            told = (describe(part, specs, profile, values) for part in parts)
            return "，".join(text for text in told if text)
        case Not() | ProfileIs():
            return ""


def _below(spec: FindingSpec, value: Exact, other: str, limit: Exact | None) -> str:
    wanted = f"{show_number(limit)}{unit_of(spec)}" if limit else ""
    return f"{figure(spec, value)}，低于{f'{other} ' if other else ' '}{wanted}"


def short_of(value: Exact, wanted: Exact, step: Exact, unit: str) -> tuple[str, str]:
    """A value in percent that has no end as a decimal, and what it lacks, cut so that both tell the truth.

    As many decimals are shown as it takes for the lack neither to vanish nor to look like a whole
    step that is not there.
    """
    if is_decimal(value):
        top, bottom = _decimal(value)
        return f" {show_number((top, bottom))}{unit}", show_number(_minus(wanted, (top, bottom)))
    decimals = 2
    while True:
        shown = (value[0] * 10**decimals // value[1], 10**decimals)
        lack = _minus(wanted, shown)
        if _whole_steps(lack, step) == _whole_steps(_minus(wanted, value), step):
            return f"约 {show_number(shown)}{unit}", show_number(lack)
        decimals += 2


def _decimal(value: Exact) -> Exact:
    common = gcd(*value)
    top, bottom = value[0] // common, value[1] // common
    scale = 1
    while scale % bottom:
        scale *= 10
    return top * (scale // bottom), scale


def _minus(left: Exact, right: Exact) -> Exact:
    return left[0] * right[1] - right[0] * left[1], left[1] * right[1]


def _whole_steps(lack: Exact, step: Exact) -> int:
    return lack[0] * step[1] // (lack[1] * step[0])


def round_up(value: Exact) -> int:
    """The least whole number that is not below the value."""
    return -(-value[0] // value[1])
