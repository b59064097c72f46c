"""The grades of a batch: worked by hand from articles 16 to 20, and every fault at its place."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.batch.effect import grade_batch
from tests.scoring.drawing import ARBITRARY

POLICY = {"good": "90", "fairly_good": "80", "ordinary": "60"}


def project(
    name: str = "p",
    operation: int | str = "80",
    outputs: int | str = "30",
    benefits: int | str = "20",
    innovation: float | str = "10",
) -> dict[str, Any]:
    return {
        "id": name, "operation": operation, "outputs": outputs, "benefits": benefits, "innovation": innovation
    }  # fmt: skip


def batch(*projects: dict[str, Any] | int, **policy: Any) -> dict[str, Any]:
    return {"policy": POLICY | policy, "projects": list(projects)}


def grades(raw: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(each["grade"], each["capped"]) for each in grade_batch(raw)["projects"]]


def places(raw: dict[str, Any] | list[Any]) -> set[str]:
    return {each["where"] for each in grade_batch(raw)["errors"]}


def crowd(*totals: int, many: int) -> dict[str, Any]:
    """Projects with these totals, and as many as are missing with 60."""
    best = [
        project(f"b{place}", outputs="50", benefits="35", innovation=str(total - 85))
        for place, total in enumerate(totals)
    ]
    return batch(*best, *(project(f"r{place}") for place in range(many - len(best))))


@pytest.mark.parametrize(
    ("operation", "ruling", "grade"),
    [
        ("75", {}, "ordinary"),  # article 18: 75 passes
        ("74", {}, "poor"),  # 74 fails, and article 19 makes it poor
        ("74", {"gap_ruling": "pass"}, "poor"),
        ("74.5", {}, "undetermined"),
        ("74.01", {"gap_ruling": "pass"}, "ordinary"),
        ("74.99", {"gap_ruling": "fail"}, "poor"),
        (100, {}, "ordinary"),
    ],
)
def test_operation_is_the_gate(operation: int | str, ruling: dict[str, Any], grade: str) -> None:
    assert grades(batch(project(operation=operation), **ruling)) == [(grade, False)]


@pytest.mark.parametrize(
    ("outputs", "grade"),
    [("29.99", "poor"), ("30", "ordinary"), ("49.99", "ordinary"), ("50", "fairly_good")],
)
def test_the_marks_grade_the_total(outputs: str, grade: str) -> None:
    assert grades(batch(project(outputs=outputs))) == [(grade, False)]


def test_at_most_five_percent_are_good() -> None:
    assert grade_batch(crowd(95, many=19))["cap"] == 0
    assert grades(crowd(95, many=19))[0] == ("fairly_good", True)
    assert grades(crowd(95, many=20))[0] == ("good", False)
    assert grades(crowd(95, 96, many=39))[:2] == [("fairly_good", True), ("good", False)]
    assert grades(crowd(95, 96, many=40))[:2] == [("good", False), ("good", False)]


def test_a_tie_across_the_limit_is_capped_whole() -> None:
    assert grades(crowd(95, 95, many=20))[:2] == [("fairly_good", True)] * 2
    assert grades(crowd(96, 95, 95, many=40))[:3] == [("good", False), *[("fairly_good", True)] * 2]
    assert grades(crowd(95, 95, 91, many=40))[:3] == [*[("good", False)] * 2, ("fairly_good", True)]


def test_a_failed_project_counts_for_the_limit_and_never_for_the_good() -> None:
    failed = project("f", "70", "50", "35", "15")
    best = project("g", "90", "50", "35", "10")
    rest = [project(f"r{place}") for place in range(18)]
    assert grades(batch(failed, best, *rest))[:2] == [("poor", False), ("good", False)]


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ([], ""),
        ({"projects": []}, "policy"),
        ({"policy": [], "projects": []}, "policy"),
        ({"policy": POLICY}, "projects"),
        ({"policy": {"good": 90, "fairly_good": 80}, "projects": []}, "policy.ordinary"),
        (batch(good="101"), "policy.good"),
        (batch(good="80"), "policy.fairly_good"),
        (batch(good="80"), "policy"),
        (batch(ordinary="85"), "policy.ordinary"),
        (batch(gap_ruling="maybe"), "policy.gap_ruling"),
        (batch(gap_ruling=None), "policy.gap_ruling"),
        (batch(mean="1"), "policy.mean"),
        (batch() | {"scheme": "x"}, "scheme"),
        (batch(1), "projects.0"),
        (batch(project(operation="100.01")), "projects.0.operation"),
        (batch(project(outputs="50.5")), "projects.0.outputs"),
        (batch(project(benefits=36)), "projects.0.benefits"),
        (batch(project(innovation="-1")), "projects.0.innovation"),
        (batch(project(innovation=1.5)), "projects.0.innovation"),
        (batch(project() | {"name": "x"}), "projects.0.name"),
        (batch(project(), project()), "projects"),
        (batch(project(), project()), "projects.1.id"),
        (batch(project("")), "projects.0.id"),
        (batch({"id": "p"}), "projects.0.outputs"),
    ],
)
def test_bad_input_is_named_at_its_place(raw: dict[str, Any] | list[Any], where: str) -> None:
    assert where in places(raw)


scores = st.builds(
    project, operation=st.sampled_from(["60", "74", "74.5", "75", "90"]), outputs=st.integers(0, 50),
    benefits=st.integers(30, 35), innovation=st.integers(10, 15),
)  # fmt: skip


@given(st.lists(scores, max_size=60), st.randoms(use_true_random=False))
def test_a_batch_is_graded_whatever_its_order(projects: list[dict[str, Any]], random: Random) -> None:
    projects = [each | {"id": str(place)} for place, each in enumerate(projects)]
    result = grade_batch(batch(*projects))
    good = [each for each in result["projects"] if each["grade"] == "good"]
    capped = [each for each in result["projects"] if each["capped"]]
    assert len(good) <= result["cap"] == len(projects) * 5 // 100
    assert all(float(each["total"]) > float(other["total"]) for each in good for other in capped)
    random.shuffle(projects)
    again = {each["id"]: each for each in grade_batch(batch(*projects))["projects"]}
    assert again == {each["id"]: each for each in result["projects"]}


@given(ARBITRARY)
def test_nothing_makes_it_raise(raw: dict[str, Any] | list[Any] | None) -> None:
    assert "errors" in grade_batch(raw)
    assert "errors" in grade_batch({"policy": raw, "projects": [raw]})
    assert "errors" in grade_batch(batch(project() | {"operation": raw}, project("q") | {"x": raw}))


def operated(operation: str, **given: str) -> dict[str, str]:
    return {"id": "p", "operation": operation} | given


@pytest.mark.parametrize(("operation", "policy"), [("70", {}), ("74", {}), ("74.5", {"gap_ruling": "fail"})])
def test_a_failed_operation_is_poor_at_once_and_asks_for_nothing_else(
    operation: str, policy: dict[str, Any]
) -> None:
    for scores in ({}, {"outputs": "40"}, {"outputs": "40", "benefits": "30"}):
        [one] = grade_batch(batch(operated(operation, **scores), **policy))["projects"]
        assert (one["grade"], one["total"], one["capped"]) == ("poor", None, False)


@pytest.mark.parametrize(
    ("operation", "policy"), [("75", {}), ("74.5", {}), ("74.5", {"gap_ruling": "pass"})]
)
def test_any_other_project_needs_all_its_scores(operation: str, policy: dict[str, Any]) -> None:
    assert places(batch(operated(operation, outputs="40"), **policy)) == {
        "projects.0.benefits", "projects.0.innovation"
    }  # fmt: skip


def test_what_is_given_beside_a_failed_operation_must_still_be_right() -> None:
    assert places(batch(operated("70", outputs="51"))) == {"projects.0.outputs"}
