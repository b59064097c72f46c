from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.common.errors import EnvironmentTrouble, Refusal
from app.services.sheet.supplements import print_supplements, supplement_list, supplements
from tests.services.conftest import EXPERTS, VISIT, Site

TODAY = date(2026, 5, 20)


def test_all_supplements_of_a_sheet_in_the_annexs_order(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    desk.begin_paper("8.1", "supplement", {"what": "聘书", "by": "2026-05-18"})
    desk.begin_paper("3.1", "supplement", {"what": "台账", "by": "2026-05-18", "came": "2026-05-19"})
    desk.begin_paper("3.1", "talk", {"said": "不算"})
    desk.begin_paper("3.1", "supplement", {"what": "图纸", "by": "等通知"})
    found = supplements(desk)
    assert [(each.criterion, each.what) for each in found] == [
        ("3.1", "台账"),
        ("3.1", "图纸"),
        ("8.1", "聘书"),
    ]
    assert [each.overdue(TODAY) for each in found] == [0, 0, 2]
    assert [each.open for each in found] == [False, True, True]
    assert [each.by for each in found] == [date(2026, 5, 18), None, date(2026, 5, 18)]
    assert found[2].overdue(date(2026, 5, 18)) == 0


def test_the_printed_list_says_what_the_sheet_says(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    desk.begin_paper("8.1", "supplement", {"what": "聘书", "by": "2026-05-18"})
    desk.begin_paper("3.1", "supplement", {"what": "图纸", "by": "等通知"})
    listed = supplement_list(desk, TODAY)
    assert [(row.what, row.by, row.came) for row in listed.rows] == [
        ("图纸", "等通知", ""),
        ("聘书", "2026 年 5 月 18 日", ""),
    ]
    assert (listed.unit, listed.expert) == (desk.visit.project["unit"], desk.person.name)


def test_the_list_is_written_whole_or_not_at_all(site: Site, tmp_path: Path) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    paper = desk.begin_paper("8.1", "supplement", {"what": "聘书"})
    path = print_supplements(supplement_list(desk, TODAY), tmp_path / "清单.pdf")
    before = path.read_bytes()
    assert before.startswith(b"%PDF")
    desk.write_paper("8.1", paper, "what", "聘书\U0001f600")
    with pytest.raises(Refusal, match="字库中没有"):
        print_supplements(supplement_list(desk, TODAY), path)
    assert path.read_bytes() == before
    with pytest.raises(EnvironmentTrouble):
        print_supplements(
            supplement_list(site.workspace.sheets.open(VISIT, EXPERTS[1]), TODAY), tmp_path / "x" / "y.pdf"
        )
    assert sorted(each.name for each in tmp_path.glob("*.pdf")) == ["清单.pdf"]


def test_a_finding_from_a_tally_says_so_in_the_ledger(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    spec = desk.scheme.criterion("8.1").findings[0]
    desk.record("8.1", spec.name, "90", why="由抽查填入")
    assert desk.records()[-1].why == "由抽查填入"
    desk.undo()
    assert desk.answers.get("8.1", {}).get(spec.name) is None
