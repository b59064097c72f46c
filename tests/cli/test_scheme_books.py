from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.bootstrap import confirmed_trusts, open_office, open_workspace, scratch_shelf
from app.cli.context import Outside
from app.cli.main import run

BASE = "tianjin-base-acceptance"


def call(*arguments: object) -> int:
    outside = Outside(None, open_workspace, open_office, scratch_shelf, confirmed_trusts)
    return run([str(each) for each in ("scheme", *arguments)], outside)


def test_a_scheme_goes_to_excel_and_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, file = tmp_path / "细则.xlsx", tmp_path / "细则.yaml"

    assert call("to-xlsx", BASE, book) == 0
    assert call("from-xlsx", book, file) == 0
    assert call("check", file) == 0
    assert call("diff", BASE, file) == 0
    assert "两份细则内容相同" in capsys.readouterr().err


def test_a_fault_is_told_by_its_cell_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, file = tmp_path / "a.xlsx", tmp_path / "a.yaml"
    call("to-xlsx", BASE, path)
    book = openpyxl.load_workbook(path)
    book["考核项"]["F3"] = 3
    book.save(path)
    capsys.readouterr()

    assert call("from-xlsx", path, file) == 2
    errors = json.loads(capsys.readouterr().out)["errors"]
    assert errors[0]["where"] == "分区!D2"
    assert not file.exists()


def test_a_workbook_stands_for_its_scheme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xlsx"
    call("to-xlsx", BASE, path)
    book = openpyxl.load_workbook(path)
    (mark,) = (each for row in book["计分规则"] for each in row if each.value == 45)
    mark.value = 50
    book.save(path)
    visit = tmp_path / "v.json"
    findings = {"8.2": {"teachers": 100, "qualified_teachers": 40}, "1.1": {"dedicated_body": True}}
    visit.write_text(json.dumps({"profile": {"unit_type": "enterprise"}, "findings": findings}), "utf-8")
    capsys.readouterr()

    assert call("compare", BASE, path, visit, "--json") == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    rows = {each["id"]: (each["before"], each["after"]) for each in result["criteria"]}
    assert rows["1.1"] == ("2", "2")
    assert rows["8.2"] == ("5", "4")


def test_the_forms_are_written(tmp_path: Path) -> None:
    assert call("blank-xlsx", tmp_path / "blank.xlsx") == 0
    assert call("self-xlsx", BASE, tmp_path / "self.xlsx") == 0
    assert openpyxl.load_workbook(tmp_path / "self.xlsx").sheetnames == ["自评打分表"]


def test_an_unknown_scheme_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("to-xlsx", "no-such-scheme", tmp_path / "a.xlsx") == 2
    assert "没有编号为 no-such-scheme 的方案" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["[]", '{"findings": 1}', '{"findings": {"1.1": 1}}', '{"findings": {}, "profile": 1}']
)
def test_what_is_no_visit_is_refused(tmp_path: Path, text: str) -> None:
    visit = tmp_path / "v.json"
    visit.write_text(text, "utf-8")
    assert call("compare", BASE, BASE, visit) == 2
