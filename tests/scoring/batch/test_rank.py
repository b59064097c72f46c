"""Places by score or votes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.batch.rank import rank, ranked


def votes(*each: int, **more: Any) -> dict[str, Any]:
    projects = [{"id": f"p{number}", "votes": many} for number, many in enumerate(each)]
    return {"by": "votes", "places": 2, "projects": projects, **more}


def selected(result: dict[str, Any]) -> dict[str, object]:
    return {each["id"]: each["selected"] for each in result["ranking"]}


@given(st.lists(st.integers(0, 5), max_size=12), st.integers(0, 12))
def test_places_go_to_the_highest_and_a_tie_across_the_limit_to_nobody(each: list[int], places: int) -> None:
    result = rank(votes(*each, places=places))
    told = result["ranking"]
    assert [row["rank"] for row in told] == [
        1 + sum(other > each[int(row["id"][1:])] for other in each) for row in told
    ]
    for row in told:
        mine = each[int(row["id"][1:])]
        ahead, level = sum(other > mine for other in each), each.count(mine)
        assert row["selected"] == (ahead + level <= places or ("tie" if ahead < places else False))
    taken = sum(row["selected"] is True for row in told)
    assert result["open_places"] == places - taken >= 0
    assert [row["id"] for row in told] == sorted(
        (f"p{number}" for number in range(len(each))), key=lambda name: -each[int(name[1:])]
    )


def test_a_ruling_settles_the_tie() -> None:
    given_ = votes(5, 3, 3, 1, tie_ruling=["p2"])
    assert selected(rank(given_)) == {"p0": True, "p1": False, "p2": True, "p3": False}
    assert rank(given_)["open_places"] == 0
    assert selected(rank(given_ | {"tie_ruling": []}))["p1"] == "tie"


@pytest.mark.parametrize("ruling", [["p0"], ["p1", "p2"], ["p1", "p1"], ["zz"]])
def test_a_ruling_names_as_many_of_the_tied_as_places_are_left(ruling: list[str]) -> None:
    assert [each["where"] for each in rank(votes(5, 3, 3, 1, tie_ruling=ruling))["errors"]] == ["tie_ruling"]


def test_a_ruling_where_nothing_ties_across_the_limit_is_no_ruling() -> None:
    assert [each["where"] for each in rank(votes(5, 3, 3, places=3, tie_ruling=["p1"]))["errors"]] == [
        "tie_ruling"
    ]


def test_scores_and_fractions_are_one_number() -> None:
    projects = [{"id": "a", "score": "88.5"}, {"id": "b", "exact": "177/2"}, {"id": "c", "exact": "88"}]
    told = rank({"by": "score", "places": 1, "projects": projects})
    assert [(row["id"], row["rank"], row["selected"]) for row in told["ranking"]] == [
        ("a", 1, "tie"),
        ("b", 1, "tie"),
        ("c", 3, False),
    ]
    assert [each.id for each in ranked({"x": Fraction(1, 3), "y": Fraction(1, 2)}, 1)] == ["y", "x"]


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"by": "stars"}, "by"),
        ({"places": -1}, "places"),
        ({"places": "5"}, "places"),
        ({"projects": [{"id": "a"}]}, "projects.0"),
        ({"projects": [{"id": "a", "score": "1"}]}, "projects.0"),
        ({"projects": [{"id": "a", "votes": 1, "score": "1"}]}, "projects.0"),
        ({"projects": [{"id": "a", "votes": -1}]}, "projects.0.votes"),
        ({"projects": [{"id": "a", "votes": "1"}]}, "projects.0.votes"),
        ({"projects": [{"id": "a", "votes": 1}, {"id": "a", "votes": 1}]}, "projects.1.id"),
        ({"by": "score", "projects": [{"id": "a", "score": 1.5}]}, "projects.0.score"),
        ({"by": "score", "projects": [{"id": "a", "exact": "1/0"}]}, "projects.0.exact"),
        ({"by": "score", "projects": [{"id": "a", "exact": "-1/2"}]}, "projects.0.exact"),
        ({"by": "score", "projects": [{"id": "a", "score": "1", "exact": "1"}]}, "projects.0"),
        ({"tie_ruling": "p1"}, "tie_ruling"),
        ({"quota": 5}, "quota"),
    ],
)
def test_bad_input_is_named_by_its_place(more: dict[str, Any], where: str) -> None:
    assert where in [each["where"] for each in rank(votes(5, 3, 3, 1) | more)["errors"]]
