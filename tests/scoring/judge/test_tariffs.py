"""What the card and the blank paper tell before anything is found is what judging then gives."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from app.scoring import Scheme
from app.scoring.judge.counts import compile_rule
from app.scoring.judge.rubric import CompiledCriterion, Rubric, rubric_of
from app.scoring.judge.tariffs import SHOWN, tariffs_of
from app.scoring.model.context import Context
from app.scoring.model.points import format_points
from app.scoring.model.results import Line
from app.scoring.model.rules import Counting, Failing, Rule
from app.scoring.model.settings import read_policy
from app.scoring.model.tariff import Rung, Tariff
from app.scoring.rules.each_missing import EachMissing
from app.scoring.rules.step_short import StepShort
from app.services.store.schemes import SchemeLibrary

LIBRARY = SchemeLibrary()
MANY = 1000  # of what a part is told from
STEPS = ("completed", "started")


def profiles(scheme: Scheme) -> list[dict[str, str]]:
    names = [field.name for field in scheme.profile]
    options = [[option.value for option in field.options] for field in scheme.profile]
    return [dict(zip(names, chosen, strict=True)) for chosen in itertools.product(*options)]


def units() -> Iterator[tuple[Scheme, dict[str, str], dict[str, str]]]:
    for scheme in LIBRARY.values():
        choices: list[dict[str, str]] = [{}, *({key: value} for key, value in scheme.single_choices())]
        for profile, begun, chosen in itertools.product(profiles(scheme), STEPS, choices):
            yield scheme, profile, {"partial_step": begun, **chosen}


def rubrics() -> Iterator[tuple[Scheme, Rubric]]:
    for scheme, profile, raw in units():
        policy, faults = read_policy(scheme, raw)
        if faults:  # a document that settles begun steps itself, or has none
            policy, faults = read_policy(scheme, {k: v for k, v in raw.items() if k != "partial_step"})
        assert policy is not None, (scheme.id, faults)
        yield scheme, rubric_of(scheme, profile, policy)


def context_of(compiled: CompiledCriterion) -> Context:
    assert compiled._context is not None
    return compiled._context


def speaking(compiled: CompiledCriterion, context: Context) -> Iterator[tuple[Rule, Tariff]]:
    """The rules that speak for the unit, each with its tariff."""
    for rule in compiled.criterion.rules:
        (told,) = tariffs_of(replace(compiled.criterion, rules=(rule,)), context) or (None,)
        if told is not None:
            yield rule, told


def number(said: str) -> Fraction:
    figure = re.search(r"\d+(\.\d+)?", said)
    return Fraction(figure[0] if figure else {"不少": 0}[said])


def found(rule: Any, context: Context, said: str) -> dict[str, Any]:
    """The findings that a rung speaks of, read from its words alone, as values."""
    spec = context.specs[rule.finding]
    if spec.kind == "set":
        return {spec.name: frozenset(option.value for option in spec.options[: int(number(said))])}
    if spec.kind == "level":
        return {spec.name: next(option.value for option in spec.options if option.label == said)}
    exact = number(said)
    if isinstance(rule, EachMissing) and rule.of:
        return {rule.of: (MANY, 1), spec.name: (MANY - int(exact), 1)}
    if isinstance(rule, StepShort) and rule.whole:
        part = exact * MANY / 100
        return {rule.whole: (MANY, 1), spec.name: part.as_integer_ratio()}
    return {spec.name: exact.as_integer_ratio()}


def raw(value: object) -> object:
    if isinstance(value, tuple):
        top, bottom = value
        return top if bottom == 1 else str(float(Fraction(top, bottom)))
    return sorted(value) if isinstance(value, frozenset) else value


def opened(context: Context, values: dict[str, Any]) -> dict[str, Any]:
    """The findings with those answered on which they depend: a yes to each flag."""
    flags = (spec.name for spec in context.specs.values() if spec.kind == "flag")
    return {**dict.fromkeys(flags, True), **values}


def told_rungs() -> Iterator[tuple[CompiledCriterion, Rule, Rung, bool]]:
    """Every rung there is: scheme, criterion, rule, the rung, and whether its rule stands alone."""
    for _, rubric in rubrics():
        for compiled in rubric.order:
            if isinstance(compiled, CompiledCriterion):
                told = list(speaking(compiled, context_of(compiled)))
                for rule, tariff in told:
                    yield from ((compiled, rule, rung, len(told) == 1) for rung in tariff.rungs)


def test_every_rung_is_what_its_rule_gives() -> None:
    seen = set()
    for compiled, rule, rung, _ in told_rungs():
        context, lines = context_of(compiled), list[Line]()
        assert isinstance(rule, Counting)
        counter = compile_rule(rule, context)
        assert counter is not None
        counter(opened(context, found(rule, context, rung.said)), lines)
        change = sum(line.points for line in lines)
        assert min(max(change, -compiled.max), compiled.max) == rung.change, (compiled.id, rung)
        seen.add(type(rule).__name__)
    assert seen == {"StepShort", "EachMissing", "EachCounted", "Level"}


def test_a_sheet_with_exactly_that_finding_has_exactly_those_points_where_the_rule_stands_alone() -> None:
    judged = 0
    for compiled, rule, rung, alone in told_rungs():
        if not alone:
            continue
        context = context_of(compiled)
        values = opened(context, found(rule, context, rung.said))
        answer = compiled.effective({name: raw(value) for name, value in values.items()})
        answer |= {
            spec.name: MANY
            for spec in compiled.shown(answer)
            if spec.name not in answer and not spec.optional
        }
        result = compiled.judge(answer)
        assert (result.state, result.score) == ("complete", context.start + rung.change), (compiled.id, rung)
        judged += 1
    assert judged > 500


def test_every_rule_of_points_says_how_it_counts_and_no_other_does() -> None:
    for scheme, rubric in rubrics():
        for compiled in rubric.order:
            if not isinstance(compiled, CompiledCriterion):
                assert rubric.scheme.conditional
                continue
            assert not any(isinstance(rule, Failing) for rule, _ in speaking(compiled, context_of(compiled)))
            if any(isinstance(rule, Counting) for rule in compiled.criterion.rules):
                assert compiled.ways.lines, (scheme.id, compiled.id)
                assert "None" not in "".join(compiled.ways.lines)


def lines_of(scheme: str, profile: dict[str, str], criterion: str, **policy: str) -> tuple[str, ...]:
    settled, faults = read_policy(LIBRARY[scheme], policy)
    assert settled is not None, faults
    compiled = rubric_of(LIBRARY[scheme], profile, settled).by_id[criterion]
    assert isinstance(compiled, CompiledCriterion)
    return compiled.ways.lines


def spaced(line: str) -> str:
    return line.replace("\N{NO-BREAK SPACE}", " ")


def test_the_ladder_is_the_units_own() -> None:
    base = "tianjin-base-acceptance"
    (school,) = lines_of(base, {"unit_type": "vocational_school"}, "13.2")
    assert school.startswith("扣分办法：高级工以上年培训不到 600 人的，每少 60 人扣 0.5 分")
    assert "600 人 → 5，540 人 → 4.5，480 人 → 4" in spaced(school)
    (firm,) = lines_of(base, {"unit_type": "enterprise"}, "13.2")
    assert "200 人 → 5，180 人 → 4.5" in spaced(firm)


def test_how_a_begun_step_counts_is_told_and_moves_the_ladder() -> None:
    base, firm = "tianjin-base-acceptance", {"unit_type": "enterprise"}
    (left_out,) = lines_of(base, firm, "8.2", partial_step="completed")
    (charged,) = lines_of(base, firm, "8.2", partial_step="started")
    assert "不足 10 个百分点的部分不计" in left_out
    assert spaced(left_out).endswith("5% → 1，0% → 1。")
    assert "不足 10 个百分点按 10 个百分点计" in charged
    assert spaced(charged).endswith("5% → 1，0% → 0。")


def test_rules_that_share_a_criterion_tell_what_they_change() -> None:
    lines = lines_of("hubei-base-acceptance", {"level": "national"}, "5.1")
    assert lines[0] == "扣分办法：场所和设施：不符合建设和安全标准，扣 3 分。"
    assert "2000 人次 → 不扣分，1800 人次 → 扣 0.5 分" in spaced(lines[1])


def test_a_long_ladder_is_cut_before_its_last_rung() -> None:
    (line,) = lines_of("tianjin-base-acceptance", {"unit_type": "vocational_school"}, "13.2")
    ladder = line.split("：")[-1].removesuffix("。").split("，")
    assert len(ladder) == SHOWN + 2
    assert ladder[-2] == "…"
    assert spaced(ladder[-1]) == f"0 人 → {format_points(0)}"


@pytest.mark.parametrize("scheme", [each.id for each in LIBRARY.values() if each.conditional])
def test_conditions_have_no_points_to_tell_of(scheme: str) -> None:
    policy, faults = read_policy(LIBRARY[scheme], {})
    assert policy is not None, faults
    for profile in profiles(LIBRARY[scheme]):
        rubric = rubric_of(LIBRARY[scheme], profile, policy)
        assert not any(hasattr(each, "ways") for each in rubric.order)
