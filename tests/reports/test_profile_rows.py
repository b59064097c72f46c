"""What the unit is: under the scheme's own names, and not at all where the scheme asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.reports.first_page import _facts
from app.reports.summary import summary_rows
from app.reports.verdict import render_verdict
from app.reports.words import profile_rows
from app.scoring import Scheme
from app.services.printing.verdict_report import _unit_type
from app.services.store.schemes import SchemeLibrary
from app.services.store.site import Visit
from tests.filling import profiles_of
from tests.reports.lifelike import full_followed, full_report
from tests.reports.test_verdict_pdf import pages_of


@pytest.mark.parametrize(
    ("told", "rows"),
    [
        ("", []),
        ("企业", [("单位类型", "企业")]),
        ("项目级别：国家级", [("项目级别", "国家级")]),
        ("项目类型：技能大师工作室；项目级别：省级", [("项目类型", "技能大师工作室"), ("项目级别", "省级")]),
        ("上一年度考核不合格了：是", [("单位情况", "上一年度考核不合格了：是")]),
    ],
)
def test_each_fact_stands_under_its_own_name(told: str, rows: list[tuple[str, str]], tmp_path: Path) -> None:
    report = replace(full_report(), unit_type=told, project_code="")
    assert profile_rows(report) == rows
    printed = "".join("".join(pages_of(render_verdict(report, full_followed()).pdf, tmp_path)).split())
    for name, value in rows:
        assert name in printed
        assert value in printed
    assert ("单位类型" in printed) is ("单位类型" in dict(rows))
    assert "项目编号" not in printed
    assert all(pair[1] for row in _facts(report) for pair in row)
    assert ("单位类型" in dict(summary_rows(report, full_followed()))) is ("单位类型" in dict(rows))


@pytest.mark.parametrize("scheme", SchemeLibrary().values(), ids=lambda scheme: scheme.id)
def test_a_type_of_unit_is_told_where_the_scheme_knows_one(
    scheme: Scheme, visit_of: Callable[[dict[str, str]], Visit]
) -> None:
    for profile in profiles_of(scheme):
        report = replace(full_report(), unit_type=_unit_type(scheme, visit_of(profile)))
        names = {"单位情况" if len(each.label) > 8 else each.label for each in scheme.profile}
        assert {name for name, _ in profile_rows(report)} == names


@pytest.fixture
def visit_of() -> Callable[[dict[str, str]], Visit]:
    def made(profile: dict[str, str]) -> Visit:
        visit = object.__new__(Visit)
        object.__setattr__(visit, "profile", profile)
        return visit

    return made
