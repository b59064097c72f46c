"""The fact that each condition tells: what is required, what was found, whether that meets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.scoring.model.conditions import Profile, Threshold, Values
from app.scoring.model.points import Exact, floor_decimal, is_decimal, show_number
from app.scoring.model.requirements import Bound, OneOf, Rank, Ratio, Whole
from app.scoring.model.results import Fact
from app.scoring.model.scheme import FindingSpec
from app.scoring.model.wording import statement, unit_of

Specs = Mapping[str, FindingSpec]
FactOf = Callable[[Values], Fact]


def compile_fact(rule: OneOf | Bound | Ratio | Whole | Rank, specs: Specs, profile: Profile) -> FactOf:
    """The closure that tells the fact of faultless values."""
    match rule:
        case OneOf():
            return _one_of(rule, specs[rule.finding])
        case Bound():
            return _bound(rule, specs[rule.finding], profile)
        case Ratio():
            return _ratio(rule, specs, profile)
        case Whole():
            return _whole(specs[rule.finding])
        case Rank():
            return _rank(rule, specs[rule.finding], profile)


def _key(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _labels(spec: FindingSpec) -> dict[str, str]:
    return {option.value: option.label for option in spec.options}


def _one_of(rule: OneOf, spec: FindingSpec) -> FactOf:
    labels = _labels(spec)
    required = _any_of([labels[_key(value)] for value in rule.values])
    name, wanted = rule.finding, rule.values

    def tell(values: Values) -> Fact:
        actual, met = labels[_key(values[name])], values[name] in wanted
        said = statement(spec, values[name])
        return Fact(spec.label, required, actual, met, said=said, plain=spec.kind == "flag")

    return tell


def _any_of(labels: Sequence[str]) -> str:
    """``甲、乙或丙``; what has parts of its own is set off more clearly."""
    if any("，" in label for label in labels):
        return "；或".join(labels)
    *others, last = labels
    return f"{'、'.join(others)}或{last}" if others else last


def _bound(rule: Bound, spec: FindingSpec, profile: Profile) -> FactOf:
    limit, unit = _limit(rule.wanted, profile), unit_of(spec)
    required = f"{'不超过' if rule.most else '不少于'} {show_number(limit)}{unit}"

    def tell(values: Values) -> Fact:
        value: Exact = values[rule.finding]
        met = _holds(value, limit, most=rule.most)
        actual = f"{show_number(value)}{unit}"
        return Fact(spec.label, required, actual, met, said=f"{spec.label} {actual}")

    return tell


def _limit(threshold: Threshold, profile: Profile) -> Exact:
    limit = threshold.at(profile)
    assert limit is not None  # noqa: S101  facts are told for a known profile only
    return limit


def _holds(value: Exact, limit: Exact, *, most: bool) -> bool:
    left, right = value[0] * limit[1], limit[0] * value[1]
    return left <= right if most else left >= right


def _ratio(rule: Ratio, specs: Specs, profile: Profile) -> FactOf:
    limit = _limit(rule.wanted, profile)
    unit = "%" if rule.percent else f" {rule.unit}" if rule.unit else ""
    required = f"{'不超过' if rule.most else '不少于'} {show_number(limit)}{unit}"
    part, whole = specs[rule.finding].label, specs[rule.whole].label

    def tell(values: Values) -> Fact:
        up, down = values[rule.finding], values[rule.whole]
        value = ((100 if rule.percent else 1) * up[0] * down[1], up[1] * down[0])
        figures = f"{part} {show_number(up)} ÷ {whole} {show_number(down)}"
        actual = f"{figures} = {_shown(value, limit)}{unit}"
        met = _holds(value, limit, most=rule.most)
        return Fact(rule.label, required, actual, met, said=f"{rule.label}：{actual}")

    return tell


def _shown(value: Exact, limit: Exact) -> str:
    """A quotient cut to as many decimals as it takes not to look like the limit where it is not."""
    if is_decimal(value):
        decimals = 0
        while value[0] * 10**decimals % value[1]:
            decimals += 1
        return show_number(floor_decimal(value, decimals))
    decimals = 2
    while True:
        cut = floor_decimal(value, decimals)
        if cut[0] * limit[1] != limit[0] * cut[1]:
            return f"约 {show_number(cut)}"
        decimals += 2


def _whole(spec: FindingSpec) -> FactOf:
    labels = _labels(spec)
    every = "、".join(labels.values())
    required = f"{len(labels)} 项齐全：{every}"
    whole_of = f"{spec.label} {required}"

    def tell(values: Values) -> Fact:
        missing = [label for value, label in labels.items() if value not in values[spec.name]]
        if not missing:
            return Fact(spec.label, required, "齐全", met=True, said=whole_of)
        lacks = f"缺少{'、'.join(missing)}"
        return Fact(spec.label, required, lacks, met=False, said=f"{spec.label}{lacks}")

    return tell


def _rank(rule: Rank, spec: FindingSpec, profile: Profile) -> FactOf:
    labels, order = _labels(spec), [option.value for option in spec.options]
    wanted = rule.wanted[profile[rule.by] if rule.by else ""]
    enough = frozenset(order[: order.index(wanted) + 1])
    required = f"{labels[wanted]}及以上"
    name = rule.finding

    def tell(values: Values) -> Fact:
        actual, met = labels[values[name]], values[name] in enough
        return Fact(spec.label, required, actual, met, said=f"{spec.label}：{actual}")

    return tell
