"""What would win points back, or meet a condition: ``再有 15 人``, ``达到 100%``, ``补齐财务管理制度``."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.scoring.conditions import Below, Condition, Profile, Threshold, Values
from app.scoring.points import Exact, show_number
from app.scoring.scheme import FindingSpec
from app.scoring.wording import Specs, round_up, unit_of

Mend = Callable[[Values], str]


def compile_mend(condition: Condition | None, specs: Specs, profile: Profile | None) -> Mend:
    """What would make a condition hold no more, told of a single number that is too low; empty otherwise."""
    match condition:
        case Below(finding, threshold, other):
            return _of_number(specs[finding], _limit(threshold, other, profile))
        case _:
            return lambda _: ""


def _limit(
    threshold: Threshold | None, other: str | None, profile: Profile | None
) -> Callable[[Values], Exact | None]:
    if other:
        return lambda values: values[other]
    fixed = threshold.at(profile) if threshold else None
    return lambda _: fixed


def _of_number(spec: FindingSpec, limit: Callable[[Values], Exact | None]) -> Mend:
    def tell(values: Values) -> str:
        wanted = limit(values)
        return more(spec, values[spec.name], wanted) if wanted else ""

    return tell


def more(spec: FindingSpec, value: Exact, wanted: Exact) -> str:
    """How much more of a number it takes: people in whole ones, money exactly, a share as what to reach."""
    if spec.kind == "share":
        return f"达到 {show_number(wanted)}% "
    lack = (wanted[0] * value[1] - value[0] * wanted[1], wanted[1] * value[1])
    if lack[0] <= 0:
        return ""
    shown = str(round_up(lack)) if spec.kind == "count" else show_number(lack)
    return f"再有 {shown}{unit_of(spec)}"


def whole(missing: Iterable[str]) -> str:
    """What is missing from a set."""
    return f"补齐{'、'.join(missing)}"


def reaching(spec: FindingSpec, labels: Iterable[str]) -> str:
    """The level, or the answer to a flag, that it takes; any one of several."""
    *others, last = [f"“{label}”" for label in labels] or [""]
    named = f"{'、'.join(others)}或{last}" if others else last
    return f"{spec.label}为{named}" if named else ""


def free(mend: str, end: str = "不扣分") -> str:
    """The mend as a sentence; empty for none."""
    return f"{mend}即{end}" if mend else ""
