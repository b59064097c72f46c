"""A city's scheme written as plain tables by somebody who knows Excel only: ten criteria, no YAML."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.scoring import Scheme, load_scheme, score_visit
from app.scoring.load.audit import check_scheme
from app.services.authoring.workbooks.scheme_book import parse, read_scheme_book, write_book

FULL: dict[str, dict[str, Any]] = {
    "1.1": {"机构": True},
    "1.2": {"制度": ["培训制度", "财务制度", "安全制度"]},
    "1.3": {"面积": "1600"},
    "1.4": {"不足的专业": []},
    "2.1": {"年培训": 500},
    "2.2": {"结业": 100, "高级工": 60},
    "2.3": {"获奖": 5},
    "2.4": {"示范": "好"},
    "3.1": {"专账": True},
    "3.2": {"使用": "合规"},
}


def typed(path: Path) -> bytes:
    """The workbook that the tables make when they are typed in: no style, no drop-down."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("【"):
            sheet = book.create_sheet(line.strip("【】"))
            continue
        sheet.append(
            [
                _cell(text, as_text=at == 0 or sheet.title == "方案")
                for at, text in enumerate(line.split("\t"))
            ]
        )
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _cell(text: str, *, as_text: bool) -> str | int | float | None:
    """Ids and the head are columns of text; elsewhere Excel makes a number of what looks like one."""
    if as_text or not text.replace(".", "", 1).isdecimal():
        return text or None
    return float(text) if "." in text else int(text)


@pytest.fixture(scope="module")
def source() -> bytes:
    golden = Path(__file__).parents[3] / "golden" / "workbooks" / "sample-city.tsv"
    return read_scheme_book(typed(golden))


@pytest.fixture(scope="module")
def scheme(source: bytes) -> Scheme:
    return load_scheme(source)


def scored(scheme: Scheme, unit: str, **answers: Any) -> dict[str, Any]:
    findings = {**FULL, **{key.replace("_", "."): value for key, value in answers.items()}}
    visit = {"scheme": scheme.id, "profile": {"单位类型": unit}, "policy": {}, "findings": findings}
    return score_visit({scheme.id: scheme}, visit)


def test_it_is_a_scheme_of_ten_criteria_with_nothing_to_mend(source: bytes, scheme: Scheme) -> None:
    assert (scheme.title, len(scheme.criteria), scheme.pass_mark) == (
        "示例市高技能人才培训基地考核",
        10,
        "70",
    )
    assert check_scheme(source) == ()
    assert scheme.criterion("1.1").official == "有专门的项目管理机构，得10分；没有的不得分。"
    assert scheme.obligations[0].due.words == "每年 3 月 31 日前"


def test_it_scores_a_visit(scheme: Scheme) -> None:
    assert scored(scheme, "院校")["total"] == "100"
    result = scored(
        scheme,
        "院校",
        **{
            "1_3": {"面积": 1200, "扣分": "4", "理由": "场地面积不足"},
            "1_4": {"不足的专业": [{"name": "钳工", "deduction": "2", "reason": "教师人数不足"}]},
            "2_1": {"年培训": 399},
            "2_2": {"结业": 100, "高级工": 51},
            "2_3": {"获奖": 2},
            "2_4": {"示范": "一般", "得分": "3.5", "理由": "仅在本单位推广"},
            "3_2": {"使用": "不合规", "扣分": "10", "理由": "列支差旅费"},
        },
    )

    scores = {each["id"]: each["score"] for each in result["criteria"]}
    assert scores == {
        "1.1": "10", "1.2": "9", "1.3": "7", "1.4": "8", "2.1": "14", "2.2": "9", "2.3": "4", "2.4": "3.5",
        "3.1": "5", "3.2": "0",
    }  # fmt: skip
    assert (result["total"], result["verdict"]["outcome"]) == ("69.5", "fail")


def test_the_unit_decides_the_standard(scheme: Scheme) -> None:
    result = scored(scheme, "企业", **{"2_1": {"年培训": 160}})

    assert next(each["score"] for each in result["criteria"] if each["id"] == "2.1") == "14"


def test_the_program_gives_it_back_as_a_workbook(source: bytes) -> None:
    assert read_scheme_book(write_book(source)) == source
    assert parse(source)[1].startswith("示例市")
