"""Performance by indicators: worked by hand from articles 12 to 15, and every fault at its place."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.batch.performance import score_performance
from tests.scoring.drawing import ARBITRARY


def indicator(
    name: object,
    kind: object = "basic",
    weight: object = "50",
    target: object = "100",
    actual: object = "100",
    **more: object,
) -> dict[str, Any]:
    return {"id": name, "kind": kind, "weight": weight, "target": target, "actual": actual, **more}


def pair(**first: object) -> dict[str, Any]:
    return {"indicators": [indicator("a", **first), indicator("b", "individual")]}


def places(raw: dict[str, Any] | list[Any]) -> set[str]:
    return {each["where"] for each in score_performance(raw)["errors"]}


@pytest.mark.parametrize(
    ("first", "score"),
    [
        ({"actual": "50"}, "25"),  # article 15: half of the target, half of the 50
        ({"actual": "250"}, "50"),  # more than the target earns no more
        ({"actual": "0"}, "0"),
        ({"target": "3000", "actual": "2000"}, "33.33"),
        ({"target": "3000", "actual": "2400", "regional_factor": "0.8"}, "50"),
        ({"target": "3000", "actual": "3000", "regional_factor": "1.2"}, "41.67"),
        ({"target": "10000", "actual": "9999"}, "50"),  # 49.995 is rounded half up
        ({"target": 10000, "actual": 9998}, "49.99"),
    ],
)
def test_an_indicator_earns_its_weight_in_proportion(first: dict[str, Any], score: str) -> None:
    result = score_performance(pair(**first))
    assert result["indicators"][0]["score"] == score
    assert Decimal(result["total"]) == Decimal(score) + 50


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ([], ""),
        ({}, "indicators"),
        ({"indicators": {}}, "indicators"),
        ({"indicators": []}, "indicators"),
        ({"indicators": [1]}, "indicators.0"),
        (pair() | {"policy": {}}, "policy"),
        (pair(weight="49"), "indicators"),
        (pair(weight="49.99999999999999999999"), "indicators"),
        ({"indicators": [indicator("a")]}, "indicators"),
        (pair(weight="-1"), "indicators.0.weight"),
        (pair(weight=50.0), "indicators.0.weight"),
        (pair(target="0"), "indicators.0.target"),
        (pair(target=True), "indicators.0.target"),
        (pair(actual="NaN"), "indicators.0.actual"),
        (pair(actual=None), "indicators.0.actual"),
        (pair(regional_factor="0"), "indicators.0.regional_factor"),
        (pair(unit="人"), "indicators.0.unit"),
        (pair(kind="other"), "indicators.0.kind"),
        (pair(kind=1), "indicators.0.kind"),
        ({"indicators": [indicator("a"), indicator("a", "individual")]}, "indicators"),
        ({"indicators": [indicator("a"), indicator("a", "individual")]}, "indicators.1.id"),
        ({"indicators": [indicator(" ")]}, "indicators.0.id"),
        ({"indicators": [indicator(3)]}, "indicators.0.id"),
        ({"indicators": [{"kind": "basic", "weight": 50, "target": 1}]}, "indicators.0.id"),
        ({"indicators": [{"kind": "basic", "weight": 50, "target": 1}]}, "indicators.0.actual"),
    ],
)
def test_bad_input_is_named_at_its_place(raw: dict[str, Any] | list[Any], where: str) -> None:
    assert where in places(raw)


def test_every_fault_is_named_at_once() -> None:
    raw = {"indicators": [indicator("a", weight="40"), indicator("b", "individual", target="0", x=1)], "y": 1}
    assert places(raw) == {"indicators", "indicators.1.target", "indicators.1.x", "y"}


def test_a_faulty_weight_is_not_also_a_wrong_sum() -> None:
    assert places(pair(weight="x")) == {"indicators.0.weight"}


def test_a_faulty_weight_hides_no_wrong_sum_of_the_other_kind() -> None:
    raw = {"indicators": [indicator("a", weight="x"), indicator("b", "individual", weight="49")]}
    assert places(raw) == {"indicators.0.weight", "indicators"}


numbers = st.decimals(0, 5000, places=2).map(str)


@given(numbers, numbers.filter(lambda text: Decimal(text) > 0), st.decimals("0.1", "2", places=2).map(str))
def test_the_score_is_the_decimal_one(actual: str, target: str, factor: str) -> None:
    result = score_performance(pair(actual=actual, target=target, regional_factor=factor))
    share = min(Decimal(1), Decimal(actual) / (Decimal(target) * Decimal(factor)))
    wanted = (50 * share).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(result["indicators"][0]["score"]) == wanted


@given(ARBITRARY)
def test_nothing_makes_it_raise(raw: dict[str, Any] | list[Any] | None) -> None:
    assert "errors" in score_performance(raw)
    assert "errors" in score_performance({"indicators": raw})
    assert "errors" in score_performance(pair(extra=raw))
