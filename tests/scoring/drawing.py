"""Hypothesis strategies that draw findings from a scheme's own description."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from app.scoring import FindingSpec, Scheme, format_points
from app.scoring.judge.rubric import Compiled, Rubric, rubric_of
from app.scoring.model.readings import PANEL_ONLY, readings_of
from app.scoring.model.settings import read_policy, read_profile

REASONS = st.sampled_from(["材料不全", "现场核查不符: 10:30", "使用记录缺失", '引号"与\\反斜线'])
COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 700), st.integers(0, 10**45))
DECIMALS = st.decimals(0, 100, places=2).map(str)

ARBITRARY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["1", "-1", "Infinity", "1e3", "٣", "５", "0.5", "", " "]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def points_between(spec: FindingSpec) -> st.SearchStrategy[str]:
    """Every allowed value of a points field, as its decimal text."""
    step = spec.step or 1
    low, high = ((bound or (0, 1)) for bound in (spec.low, spec.high))
    steps = st.integers(low[0] * 100 // low[1] // step, high[0] * 100 // high[1] // step)
    return steps.map(lambda many: format_points(many * step))


@st.composite
def rows(draw: st.DrawFn, spec: FindingSpec) -> list[dict[str, Any]]:
    names = draw(st.lists(st.sampled_from("甲乙丙丁戊"), unique=True, max_size=4))
    return [
        {"name": name, "deduction": draw(points_between(spec)), "reason": draw(REASONS)} for name in names
    ]


def value_of(spec: FindingSpec) -> st.SearchStrategy[Any]:  # noqa: PLR0911  one a kind
    """A right value for one finding, seen on its own."""
    match spec.kind:
        case "flag":
            return st.booleans()
        case "count":
            return COUNTS.map(lambda many: max(many, spec.low[0] if spec.low else 0))
        case "share" | "amount":
            return DECIMALS | st.integers(0, 100)
        case "level":
            return st.sampled_from([option.value for option in spec.options])
        case "set":
            return st.lists(st.sampled_from([option.value for option in spec.options]), unique=True)
        case "points":
            return points_between(spec)
        case "rows":
            return rows(spec)
        case _:
            return REASONS


@st.composite
def answers(draw: st.DrawFn, compiled: Compiled) -> dict[str, Any]:
    """A whole and faultless answer to one criterion."""
    raw: dict[str, Any] = {}
    passed: set[str] = set()
    while waiting := [
        spec for spec in compiled.shown(raw) if spec.name not in raw and spec.name not in passed
    ]:
        spec = waiting[0]
        if spec.optional and spec.required_when is None and draw(st.booleans()):
            passed.add(spec.name)
            continue
        raw[spec.name] = draw(value_of(spec))
        if spec.part_of:
            raw[spec.name] = draw(st.integers(0, int(Decimal(raw[spec.part_of]))))
    return raw


SETTLED = {
    "pass_mark": st.sampled_from(["60", "75", "74.999", 80, "100", "0"]),
    "good": st.sampled_from(["90", 95]),
    "fairly_good": st.sampled_from(["80", "89.5"]),
    "ordinary": st.sampled_from(["60", 0]),
    "table": st.just("《示例评分表》（示例〔2026〕1号）"),
}
"""The numbers that a batch may settle, in values that are right together."""


@st.composite
def policies(draw: st.DrawFn, scheme: Scheme) -> dict[str, Any]:
    """A faultless policy for a scheme."""
    listed = [each for each in readings_of(scheme) if each.key not in PANEL_ONLY]
    values = {
        each.key: st.sampled_from([choice.value for choice in each.choices])
        if each.choices
        else SETTLED[each.key]
        for each in listed
    }
    return {key: draw(value) for key, value in values.items() if draw(st.booleans())}


def rubric_for(scheme: Scheme, profile: dict[str, Any], policy: dict[str, Any]) -> Rubric:
    """The rubric that a faultless visit is judged by."""
    known, faults = read_profile(scheme, profile)
    settled, more = read_policy(scheme, policy)
    assert not faults
    assert not more
    assert settled is not None
    return rubric_of(scheme, known, settled)


@st.composite
def profiles(draw: st.DrawFn, scheme: Scheme) -> dict[str, Any]:
    """A unit of any kind that the scheme knows."""
    return {
        each.name: draw(st.booleans() if each.boolean else st.sampled_from([o.value for o in each.options]))
        for each in scheme.profile
    }


@st.composite
def visits(draw: st.DrawFn, scheme: Scheme, *, whole: bool = False) -> dict[str, Any]:
    """A faultless visit in the contract's form."""
    profile = draw(profiles(scheme))
    policy: dict[str, Any] = draw(policies(scheme))
    rubric = rubric_for(scheme, profile, policy)
    chosen = [each for each in rubric.order if whole or draw(st.integers(0, 3))]
    findings = {each.id: draw(answers(each)) for each in chosen}
    for part in rubric.parts:
        if part.criterion in findings and part.whole_criterion in findings:
            most = int(findings[part.whole_criterion][part.whole_finding])
            findings[part.criterion][part.finding] = draw(st.integers(0, most))
    return {"scheme": scheme.id, "profile": profile, "policy": policy, "findings": findings}
