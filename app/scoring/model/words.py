"""The sentences that explain points: plain Chinese with the figures, and no figure rounded past the truth."""

from __future__ import annotations

from collections.abc import Callable
from math import gcd

from app.scoring.model.conditions import (
    Above,
    Below,
    Condition,
    Every,
    Is,
    Not,
    Profile,
    ProfileIs,
    Some,
    Threshold,
    Values,
    compile_test,
)
from app.scoring.model.points import (
    Exact,
    Points,
    as_points,
    floor_decimal,
    format_points,
    is_decimal,
    show_number,
)
from app.scoring.model.specs import FindingSpec

LEAST_STATEMENT, MOST_BESIDE = 4, 2
Specs = dict[str, FindingSpec]
Cause = Callable[[Values], str]


def lost(points: Points) -> str:
    """The tail of a sentence about points that were to be had from the start."""
    return f"扣 {format_points(points)} 分" if points else "不扣分"


def won(points: Points) -> str:
    """The tail of a sentence about points that had to be won."""
    return f"得 {format_points(points)} 分" if points else "不得分"


def times_words(many: int, points: Points) -> str:
    """How so many times the points stand in the working; empty for once."""
    return f"{many}×{format_points(points)}" if many > 1 else ""


def unit_of(spec: FindingSpec) -> str:
    """The unit as it stands after a figure: ``%`` close by, a word after a space."""
    if not spec.unit:
        return ""
    return spec.unit if spec.unit == "%" else f" {spec.unit}"


def figure(spec: FindingSpec, value: Exact) -> str:
    """A finding with its value, every digit as it was given."""
    return f"{spec.label} {show_number(value)}{unit_of(spec)}"


def labels_of(spec: FindingSpec) -> dict[str, str]:
    """The words of each option by its value."""
    return {option.value: option.label for option in spec.options}


def statement(spec: FindingSpec, value: object) -> str:
    """What a flag or a level says in words; a flag's words alone where they name what they are about."""
    key = {True: "true", False: "false"}[value] if isinstance(value, bool) else value
    label = next(option.label for option in spec.options if option.value == key)
    alone = spec.kind == "flag" and (spec.label in label or says_itself(spec))
    return label if alone else f"{spec.label}：{label}"


def says_itself(spec: FindingSpec) -> bool:
    """Whether a flag's label is the statement that is true or false, such as 设有专门组织机构.

    It is where the true answer's words are the label, or the label and a letter or two (建立了 for 建立).
    """
    said = next((option.label for option in spec.options if option.value == "true"), "")
    if len(spec.label) < LEAST_STATEMENT or len(said) > len(spec.label) + MOST_BESIDE:
        return False
    letters = iter(said)
    return said[:1] == spec.label[:1] and all(letter in letters for letter in spec.label)


def compile_cause(condition: Condition, specs: Specs, profile: Profile | None) -> Cause:
    """A closure that says why a condition holds, in words with the figures."""
    match condition:
        case Is(finding):
            said = {value: statement(specs[finding], value) for value in specs[finding].answers}
            return lambda values: said[values[finding]]
        case Below(finding, threshold, other):
            return _compile_below(specs[finding], threshold.at(profile) if threshold else None, other, specs)
        case Above(finding):
            label = specs[finding].label
            return lambda values: f"{label} {format_points(values[finding])} 分"
        case Every(parts) | Some(parts):
            told = [(compile_test(each, profile), compile_cause(each, specs, profile)) for each in parts]
            return lambda values: "，".join(
                text for text in (tell(values) for holds, tell in told if holds(values)) if text
            )
        case Not(Below(finding, Threshold() as threshold)):
            return _compile_not_below(specs[finding], threshold.at(profile))
        case Not() | ProfileIs():
            return lambda _: ""


def _compile_below(spec: FindingSpec, limit: Exact | None, other: str | None, specs: Specs) -> Cause:
    name, head, unit = spec.name, f"{spec.label} ", unit_of(spec)
    if other:
        wanted = specs[other].label
        return lambda values: (
            f"{head}{show_number(values[name])}{unit}，低于{wanted} {show_number(values[other])}{unit}"
        )
    tail = f"{unit}，低于 {show_number(limit)}{unit}" if limit else unit
    return lambda values: f"{head}{show_number(values[name])}{tail}"


def _compile_not_below(spec: FindingSpec, limit: Exact | None) -> Cause:
    name, unit = spec.name, unit_of(spec)
    tail = f"，达到 {show_number(limit)}{unit}" if limit else ""
    return lambda values: f"{spec.label} {show_number(values[name])}{unit}{tail}"


def holding(condition: Condition, specs: Specs, profile: Profile | None) -> str:  # noqa: PLR0911  one a kind
    """What a condition asks for, told before anything is found; empty for what the profile alone decides."""
    match condition:
        case Is(finding, values):
            return "或".join(statement(specs[finding], value) for value in values)
        case Below():
            return _beside("低于", condition, specs, profile)
        case Above(finding, points):
            return f"{specs[finding].label}高于 {format_points(points)} 分"
        case Every(parts) | Some(parts):
            told = (holding(each, specs, profile) for each in parts)
            return ("，且" if isinstance(condition, Every) else "，或").join(filter(None, told))
        case Not(Below() as below):
            return _beside("达到", below, specs, profile)
        case Not(Is(finding, values)):
            others = tuple(each for each in specs[finding].answers if each not in values)
            return holding(Is(finding, others), specs, profile)
    return ""


def _beside(how: str, below: Below, specs: Specs, profile: Profile | None) -> str:
    """A number beside its threshold, or beside another number."""
    spec, limit = specs[below.finding], below.threshold.at(profile) if below.threshold else None
    after = " " if spec.unit == "%" else ""
    mark = f" {show_number(limit)}{unit_of(spec)}{after}" if limit else ""
    return f"{_head(spec)}{how}{specs[below.other].label if below.other else mark}"


def _head(spec: FindingSpec) -> str:
    return spec.label.removesuffix("达到")


def span_words(spec: FindingSpec) -> str:
    """The range of a finding in points, with its steps: ``0.5–5 分，0.5 分一档``."""
    low, high = (as_points(each) if each else None for each in (spec.low, spec.high))
    ends = [format_points(each) for each in (low or 0, high) if each is not None]
    span = f"{'–'.join(ends)} 分{'' if len(ends) > 1 else '起'}"
    return f"{span}，{format_points(spec.step)} 分一档" if spec.step else span


def short_of(value: Exact, wanted: Exact, step: Exact) -> tuple[str, str]:
    """A share in percent below the wanted one, and what it lacks, cut so that both tell the truth.

    A share with no end as a decimal is cut, never rounded up, and shown as 约. As many decimals are
    shown as it takes for the lack not to look like a whole step that is not there.
    """
    shown = floor_decimal(value, 2)
    if shown[0] * value[1] == value[0] * shown[1]:
        return f" {show_number(shown)}", show_number(_minus(wanted, shown))
    if is_decimal(value):
        shown = _decimal(value)
        return f" {show_number(shown)}", show_number(_minus(wanted, shown))
    decimals, steps = 2, _whole_steps(_minus(wanted, value), step)
    while _whole_steps(_minus(wanted, shown), step) != steps:
        decimals += 2
        shown = floor_decimal(value, decimals)
    return f"约 {show_number(shown)}", show_number(_minus(wanted, shown))


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
