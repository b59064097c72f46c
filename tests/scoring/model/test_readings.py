"""Open readings: every choice is computed, none is listed in vain, and wrong ones are named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.common.errors import Refusal
from app.scoring import Tally, load_scheme
from app.scoring.load.audit import audit
from app.scoring.model.readings import policy_keys
from app.scoring.model.settings import read_policy

GOOD = (Path(__file__).parents[1] / "good_scheme.yaml").read_text(encoding="utf-8")
READINGS = """\
readings:
  - {id: stride, question: 每步多少？, cite: 附件, choices: {long: 长, short: 短}, default: long}
  - {id: extra, question: 另外算吗？, cite: 附件, choices: {no: 不, yes: 算}, default: "no"}
"""


def scheme_with(*changes: tuple[str, str]) -> bytes:
    """The good scheme with two readings more, and pieces of its text replaced."""
    text = GOOD.replace("readings:\n", READINGS.replace("no:", '"no":').replace("yes:", '"yes":'), 1)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def faults_of(data: bytes) -> list[str]:
    with pytest.raises(Refusal) as refused:
        load_scheme(data)
    return [fault.where for fault in refused.value.faults]


STEP = (
    "wanted: 5, step: 2, points: 1",
    "wanted: 5, step: {by: stride, long: 2, short: 1}, points: {by: extra, 'no': 1, 'yes': 2}",
)


@pytest.mark.parametrize(
    ("policy", "score"),
    [
        ({}, "5"),
        ({"stride": "short"}, "3"),
        ({"extra": "yes"}, "4"),
        ({"stride": "short", "extra": "yes"}, "0"),
    ],
)
def test_any_value_may_depend_on_a_reading(policy: dict[str, Any], score: str) -> None:
    tally = Tally.start(
        load_scheme(scheme_with(STEP)), {"size": "small"}, policy, {"1.1": {"seats": 10, "used": 2}}
    )
    assert tally.criteria["1.1"].score == int(score) * 100


def test_a_finding_is_asked_under_a_reading_only_and_its_rules_go_with_it() -> None:
    more = (
        "results: {kind: count,",
        (
            "bonus: {kind: count, nature: measured, label: 另计, when: {reading: extra, is: 'yes'}}\n"
            "      results: {kind: count,"
        ),
    )
    rule = (
        "- {kind: each_counted, finding: results, points: 1}",
        (
            "- {kind: each_counted, finding: results, points: 1}\n"
            "      - {kind: each_counted, finding: bonus, points: 1}"
        ),
    )
    scheme = load_scheme(scheme_with(STEP, more, rule))
    given = {"quality": "fair", "results": 0}
    plain = Tally.start(scheme, {"size": "small"}, {}, {"1.2": given | {"bonus": 2}})
    assert plain.criteria["1.2"].faults[0].where == "findings.1.2.bonus"
    asked = Tally.start(scheme, {"size": "small"}, {"extra": "yes"}, {"1.2": given | {"bonus": 2}})
    assert asked.criteria["1.2"].score == 300


def test_a_consequence_is_there_under_a_choice_only() -> None:
    scheme = load_scheme(scheme_with(STEP, ("text: 限期整改,", "text: 限期整改, under: {extra: 'yes'},")))
    assert scheme.consequences == ()
    assert [each.id for each in scheme.under({"extra": "yes"}).consequences] == ["fail.rectify"]


@pytest.mark.parametrize(
    ("step", "where"),
    [
        ("{by: stride, long: 2}", "criteria.1.1.rules.1.step.by"),
        ("{by: stride, long: 2, short: 1, odd: 3}", "criteria.1.1.rules.1.step.by"),
        ("{by: stride, long: 2, short: none}", "criteria.1.1.rules.1.step"),
        ("{by: nothing, long: 2, short: 1}", "criteria.1.1.rules.1.step.by"),
    ],
)
def test_a_selection_that_does_not_fit_is_named(step: str, where: str) -> None:
    change = (STEP[0], STEP[1].replace("{by: stride, long: 2, short: 1}", step))
    assert where in faults_of(scheme_with(change))


@pytest.mark.parametrize(
    "when", ["{reading: nobody, is: a}", "{reading: stride, is: odd}", "{reading: stride}"]
)
def test_a_condition_on_a_reading_that_there_is_not_is_named(when: str) -> None:
    change = (STEP[0], f"{STEP[1]}, when: {when}")
    assert "criteria.1.1.rules.1.when.reading" in faults_of(scheme_with(change))


def test_a_reading_that_changes_nothing_is_named() -> None:
    assert [where for where, _ in audit(load_scheme(scheme_with(STEP)))] == []
    idle = dict(audit(load_scheme(scheme_with())))
    assert set(idle) == {"readings.stride", "readings.extra"}
    alike = (STEP[0], STEP[1].replace("'yes': 2", "'yes': 1"))
    assert "没有任何差别" in dict(audit(load_scheme(scheme_with(alike))))["readings.extra"]


def test_the_keys_of_a_policy_are_the_readings() -> None:
    scheme = load_scheme(scheme_with(STEP))
    assert set(policy_keys(scheme)) == {"pass_mark", "partial_step", "stride", "extra", "panel", "tolerance"}
    _, faults = read_policy(scheme, {"stride": "odd", "strid": "long", "extra": True})
    assert sorted(fault.where for fault in faults) == ["policy.extra", "policy.strid", "policy.stride"]
