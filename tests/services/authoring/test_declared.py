"""A project's own performance scheme, made from what it declared."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.errors import Refusal
from app.scoring import Tally, format_points, load_scheme
from app.scoring.batch.performance import score_performance
from app.scoring.load.audit import check_scheme
from app.services.authoring.declared import declared_scheme


def indicator(item: str, kind: str, weight: str, target: str, **more: str) -> dict[str, str]:
    return {"item": item, "kind": kind, "weight": weight, "target": target, **more}


def declaration(*indicators: dict[str, str]) -> bytes:
    return json.dumps(
        {
            "project": "示例工作室",
            "project_kind": "studio",
            "level": "provincial",
            "indicators": list(indicators),
        }
    ).encode()


WHOLE = (
    indicator("年均培养", "basic", "30", "10", unit="人", regional_factor="0.8", measure="apprentices"),
    indicator("培训合格率", "basic", "20", "90", unit="%"),
    indicator("承办竞赛", "individual", "35.5", "4", unit="次"),
    indicator("编写教材", "individual", "14.5", "2", unit="种"),
)


def test_the_declared_indicators_are_the_criteria() -> None:
    data = declared_scheme(declaration(*WHOLE))
    scheme = load_scheme(data)
    assert check_scheme(data) == ()
    assert [(each.id, each.item, format_points(each.max)) for each in scheme.criteria] == [
        ("13.1", "年均培养", "30"), ("13.2", "培训合格率", "20"),
        ("14.1", "承办竞赛", "35.5"), ("14.2", "编写教材", "14.5"),
    ]  # fmt: skip
    assert scheme.criterion("13.1").wanted == "申报时设定 10 人，地区系数 0.8"
    assert "示例工作室" in scheme.title
    assert not scheme.provisional


def test_other_indicators_make_another_version() -> None:
    first = load_scheme(declared_scheme(declaration(*WHOLE)))
    again = load_scheme(declared_scheme(declaration(*WHOLE)))
    other = load_scheme(declared_scheme(declaration({**WHOLE[0], "target": "11"}, *WHOLE[1:])))
    assert (first.version, first.digest) == (again.version, again.digest)
    assert first.version != other.version


@given(st.lists(st.integers(0, 5000), min_size=4, max_size=4))
def test_the_desk_gives_what_the_rating_verb_gives(actual: list[int]) -> None:
    scheme = load_scheme(declared_scheme(declaration(*WHOLE)))
    answers = {
        each.id: {"actual": str(reached)} for each, reached in zip(scheme.criteria, actual, strict=True)
    }
    tally = Tally.start(scheme, {}, {}, answers)
    plain = [
        {key: value for key, value in each.items() if key not in ("item", "unit", "measure")}
        | {"id": str(place), "actual": reached}
        for place, (each, reached) in enumerate(zip(WHOLE, actual, strict=True))
    ]
    rated = score_performance({"indicators": plain})
    assert format_points(tally.total) == rated["total"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"weight": "31"}, "indicators"),
        ({"item": "培训合格率"}, "indicators"),
        ({"target": "0"}, "indicators.0.target"),
        ({"weight": "x"}, "indicators.0.weight"),
        ({"kind": "other"}, "indicators.0.kind"),
        ({"more": "1"}, "indicators.0.more"),
    ],
)
def test_a_faulty_declaration_is_named(change: dict[str, Any], where: str) -> None:
    with pytest.raises(Refusal) as caught:
        declared_scheme(declaration({**WHOLE[0], **change}, *WHOLE[1:]))
    assert where in {fault.where for fault in caught.value.faults}


@pytest.mark.parametrize("data", [b"[]", b"{}", b"{", b'{"project": "a", "indicators": []}'])
def test_what_is_no_declaration_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        declared_scheme(data)
