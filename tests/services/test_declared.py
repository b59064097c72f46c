"""A project's own performance scheme, made from what it declared."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.errors import Refusal
from app.scoring import Tally, format_points, load_scheme
from app.scoring.auditing import check_scheme
from app.scoring.performance import score_performance
from app.services.declared import declared_scheme


def indicator(item: str, kind: str, weight: str, target: str, **more: str) -> dict[str, str]:
    return {"item": item, "kind": kind, "weight": weight, "target": target, **more}


PROVINCIAL_BASE = {"project": "示例学院", "project_kind": "base", "level": "provincial"}


def declaration(*indicators: dict[str, str], **facts: str) -> bytes:
    return json.dumps({**PROVINCIAL_BASE, **facts, "indicators": list(indicators)}).encode()


WHOLE = (
    indicator(
        "年培训量", "basic", "20", "2000", unit="人次", regional_factor="0.8", measure="annual_trainees"
    ),
    indicator("培养高技能人才", "basic", "10", "600", unit="人次", measure="senior_trainees"),
    indicator("培训合格率", "basic", "10", "90", unit="%", measure="pass_rate"),
    indicator("满意率", "basic", "10", "90", unit="%", measure="combined_satisfaction"),
    indicator("承办竞赛", "individual", "35.5", "4", unit="次"),
    indicator("编写教材", "individual", "14.5", "2", unit="种"),
)


def test_the_declared_indicators_are_the_criteria() -> None:
    data = declared_scheme(declaration(*WHOLE))
    scheme = load_scheme(data)
    assert check_scheme(data) == ()
    assert [(each.id, each.item, format_points(each.max)) for each in scheme.criteria] == [
        ("13.1", "年培训量", "20"), ("13.2", "培养高技能人才", "10"), ("13.3", "培训合格率", "10"),
        ("13.4", "满意率", "10"), ("14.1", "承办竞赛", "35.5"), ("14.2", "编写教材", "14.5"),
    ]  # fmt: skip
    assert scheme.criterion("13.1").wanted == "申报时设定 2000 人次，地区系数 0.8"
    assert "示例学院" in scheme.title
    assert not scheme.provisional


def test_other_indicators_make_another_version() -> None:
    first = load_scheme(declared_scheme(declaration(*WHOLE)))
    again = load_scheme(declared_scheme(declaration(*WHOLE)))
    other = load_scheme(declared_scheme(declaration({**WHOLE[0], "target": "2100"}, *WHOLE[1:])))
    assert (first.version, first.digest) == (again.version, again.digest)
    assert first.version != other.version


@given(st.lists(st.integers(0, 5000), min_size=6, max_size=6))
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


@pytest.mark.parametrize(
    ("kind", "level", "measure", "least"),
    [
        ("base", "national", "annual_trainees", "3000"), ("base", "national", "senior_trainees", "1000"),
        ("base", "provincial", "annual_trainees", "2000"), ("base", "provincial", "senior_trainees", "600"),
        ("base", "national", "pass_rate", "90"), ("base", "provincial", "employer_satisfaction", "90"),
        ("studio", "national", "apprentices", "10"), ("studio", "provincial", "apprentices", "8"),
    ],
)  # fmt: skip
def test_a_target_below_article_13_is_refused(kind: str, level: str, measure: str, least: str) -> None:
    for target, low in ((least, False), (str(int(least) - 1), True)):
        one = indicator("指标", "basic", "50", target, measure=measure)
        rest = indicator("竞赛", "individual", "50.5", "4")
        with pytest.raises(Refusal) as caught:
            declared_scheme(declaration(one, rest, project_kind=kind, level=level))
        assert ("indicators.0.target" in {fault.where for fault in caught.value.faults}) is low


def test_what_is_lacking_of_the_basic_indicators_is_named_with_its_minimum() -> None:
    with pytest.raises(Refusal) as caught:
        declared_scheme(declaration(*(WHOLE[0] | {"weight": "50"}, *WHOLE[4:])))
    [fault] = caught.value.faults
    assert "600 人次" in fault.message
    assert "培训合格率不低于 90%" in fault.message
    assert "年培训量" not in fault.message


def test_kind_and_level_must_be_said_and_the_minima_are_named_all_the_same() -> None:
    plain = {"project": "示例基地", "indicators": [*WHOLE]}
    with pytest.raises(Refusal) as caught:
        declared_scheme(json.dumps(plain).encode())
    assert {fault.where for fault in caught.value.faults} == {"project_kind", "level", "indicators"}
    told = "".join(fault.message for fault in caught.value.faults)
    assert all(figure in told for figure in ("3000", "1000", "2000", "600", "90%", " 10 人", " 8 人"))
