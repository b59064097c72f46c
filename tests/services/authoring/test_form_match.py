"""A self-assessment belongs to the visit whose unit and project it names, in whatever order it comes."""

from __future__ import annotations

import pytest

from app.common.errors import Refusal
from app.services.authoring.form_match import matched
from app.services.authoring.self_assessment import SelfAssessment
from app.services.bureau.batch_spec import BatchSpec


def spec() -> BatchSpec:
    visits = [("甲学院（示例）", "数控基地"), ("甲学院（示例）", "焊接基地"), ("乙学院（示例）", "汽修基地")]
    return BatchSpec.model_validate(
        {
            "batch": {"name": "2026 年终期验收", "issuer": "示例局", "year": 2026, "notice": "示例通知"},
            "scheme": "tianjin-base-acceptance",
            "policy": {"pass_mark": "75"},
            "panel": [{"person": "a", "role": "leader"}],
            "visits": [
                {
                    "project": {"name": name, "unit": unit},
                    "profile": {"unit_type": "enterprise"},
                    "date_from": "2026/5/12",
                    "date_to": "2026年5月13日",
                }
                for unit, name in visits
            ],
        }
    )


def form(unit: str, project: str, points: str) -> SelfAssessment:
    return SelfAssessment(unit, project, {"1.1": points})


def test_forms_find_their_visits_in_any_order() -> None:
    forms = {
        "3.xlsx": form("乙学院(示例)", "", "3"),
        "2.xlsx": form("甲学院（示例）", "焊接 基地", "2"),
        "1.xlsx": form("甲学院（示例）", "数控基地", "1"),
    }
    assert [each.self_assessment["1.1"] for each in matched(spec(), forms).visits] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("unit", "project", "said"),
    [
        ("", "数控基地", "没有写自评单位"),
        ("丙学院", "", "批次里没有这个单位"),
        ("甲学院（示例）", "", "不止一个项目"),
        ("甲学院（示例）", "汽修基地", "批次里的项目是：数控基地、焊接基地"),
    ],
)
def test_a_form_that_fits_nothing_says_what_it_names(unit: str, project: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        matched(spec(), {"a.xlsx": form(unit, project, "1")})
    assert refused.value.faults[0].message.startswith("a.xlsx：")
    assert said in refused.value.faults[0].message


def test_a_doubled_form_and_a_missing_one_are_named() -> None:
    twice = form("乙学院（示例）", "", "1")
    with pytest.raises(Refusal, match="只留一份"):
        matched(spec(), {"a.xlsx": twice, "b.xlsx": twice})
    with pytest.raises(Refusal) as refused:
        matched(spec(), {"a.xlsx": twice})
    assert [each.message for each in refused.value.faults] == [
        "缺少甲学院（示例）（数控基地）的自评表。",
        "缺少甲学院（示例）（焊接基地）的自评表。",
    ]


def test_days_are_read_as_people_write_them() -> None:
    visit = spec().visits[0]
    assert (visit.date_from, visit.date_to) == ("2026-05-12", "2026-05-13")
