"""Score sheets on paper: every scheme, blank and filled, the same bytes, and nothing of it unsaid."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.common.errors import Refusal
from app.reports.score_sheet import render_score_sheet
from app.reports.sheet_document import ScoreSheet
from app.services.printing.sheet_report import score_sheet, visit_code
from app.services.sample.samples import record_findings
from app.services.sheet.desk import SheetDesk
from app.services.store.schemes import SchemeLibrary
from app.services.workspace import Workspace
from tests.filling import filled, policy_of, profiles_of
from tests.services.conftest import EXPERTS, START, VISIT, Site, new_visit

LIBRARY = SchemeLibrary()


def text_of(pdf: bytes, folder: Path) -> str:
    held = folder / "sheet.pdf"
    held.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", str(held), "-"], capture_output=True, check=True
    ).stdout.decode()


def printed(sheet: ScoreSheet) -> bytes:
    return render_score_sheet(sheet).pdf


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture
def desk_of(tmp_path: Path) -> Iterator[Callable[[str], SheetDesk]]:
    workspace: Workspace = open_workspace(tmp_path / "data", FixedClock(START))

    def make(name: str) -> SheetDesk:
        scheme = LIBRARY[name]
        profiles = profiles_of(scheme)
        profile = profiles[sum(name.encode()) % len(profiles)]
        visit = new_visit(
            scheme=LIBRARY.source(name),
            policy=policy_of(scheme),
            profile=profile,
            assignments={},
            self_assessment={},
        )
        workspace.visits.add(visit)
        return workspace.sheets.open(VISIT, EXPERTS[0], entered_by=EXPERTS[2])

    yield make
    workspace.close()


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_every_scheme_prints_blank_and_filled(
    name: str, desk_of: Callable[[str], SheetDesk], tmp_path: Path
) -> None:
    desk = desk_of(name)
    blank = squeezed(text_of(printed(score_sheet(desk, blank=True)), tmp_path))
    for criterion in desk.scheme.criteria:
        assert squeezed(criterion.item) in blank
        assert f"{criterion.id}" in blank
        for paper in criterion.evidence:
            assert squeezed(paper.label)[:8] in blank
        for spec in desk.tally.possible(criterion.id):
            assert squeezed(spec.label)[:8] in blank
    assert "录入人" not in blank
    assert "【空白表】" in blank
    good = sum(name.encode()) % 2 == 0
    record_findings(desk, filled(desk.scheme, desk.visit.profile, good=good))  # type: ignore[arg-type]
    told = squeezed(text_of(printed(score_sheet(desk, typist="组长丙（示例）")), tmp_path))
    assert "录入人组长丙（示例）" in told
    assert f"表号{visit_code(desk)}" in told
    for result in desk.tally.criteria.values():
        for line in result.lines:
            assert squeezed(line.why)[:6] in told
    whole = told.count("第1页共")
    assert whole == 1


@pytest.mark.parametrize("name", ["hubei-cancellation", "pingdingshan-studio-cancellation"])
def test_what_was_said_of_a_ground_is_printed_once(
    name: str, desk_of: Callable[[str], SheetDesk], tmp_path: Path
) -> None:
    desk = desk_of(name)
    found = filled(desk.scheme, desk.visit.profile, good=False)  # type: ignore[arg-type]
    (first, answer), *_ = found.items()
    record_findings(desk, {first: answer | {"reason": "有生效判决为证"}})
    told = squeezed(text_of(printed(score_sheet(desk)), tmp_path))
    assert told.count("有生效判决为证") == 1


def test_a_filled_sheet_tells_a_plea_once_and_does_not_ask_for_one(
    desk_of: Callable[[str], SheetDesk], tmp_path: Path
) -> None:
    desk = desk_of("pingdingshan-studio-acceptance")
    asked = "例外理由（提请例外时填写，由组长裁定）"
    assert asked in squeezed(text_of(printed(score_sheet(desk, blank=True)), tmp_path))
    record_findings(desk, filled(desk.scheme, desk.visit.profile))  # type: ignore[arg-type]
    assert "例外理由" not in squeezed(text_of(printed(score_sheet(desk)), tmp_path))
    record_findings(desk, {"3.3": {"apprentices": "12", "exception": "地处山区县"}})
    told = squeezed(text_of(printed(score_sheet(desk)), tmp_path))
    assert told.count("地处山区县") == 1
    assert "例外理由：地处山区县" in told
    assert "工作室所在单位示例职业技术学院" in told, "a label is not broken"


def test_what_is_no_longer_asked_has_no_points_on_a_filled_sheet(
    desk_of: Callable[[str], SheetDesk],
) -> None:
    desk = desk_of("hubei-effect")
    record_findings(desk, {"17.1": {"operation": "50"}})
    sheet = score_sheet(desk)
    assert [section.score for section in sheet.sections if section.max] == ["—", "—", "—"]
    assert sheet.total == "—"


def test_the_same_sheet_gives_the_same_bytes(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    desk.record("1.1", "dedicated_body", True)
    first = printed(score_sheet(desk))
    site.wait(3600)
    assert printed(score_sheet(desk)) == first
    again = site.reopen().sheets.open(VISIT, EXPERTS[0])
    assert printed(score_sheet(again)) == first
    desk = again
    desk.note("1.1", "另有说明（示例）")
    assert printed(score_sheet(desk)) != first


def test_blank_shows_nothing_of_what_was_found(site: Site, tmp_path: Path) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    before = printed(score_sheet(desk, blank=True))
    desk.record("3.1", "concurrent_trainees", "77")
    desk.note("3.1", "只写给自己")
    desk.mark_all("3.1")
    assert printed(score_sheet(desk, blank=True)) == before
    assert "只写给自己" in text_of(printed(score_sheet(desk)), tmp_path)


def test_working_papers_files_and_reasons_are_printed(site: Site, tmp_path: Path) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    desk.begin_paper("1.1", "tally", {"what": "学员档案", "drawn": "20", "fit": "18"})
    desk.begin_paper("1.1", "supplement", {"what": "设备台账", "by": "2026-06-01"})
    photo = tmp_path / "实训车间.png"
    photo.write_bytes(b"\x89PNG photo")
    desk.attach("1.1", photo)
    told = squeezed(text_of(printed(score_sheet(desk)), tmp_path))
    assert "抽查学员档案20份，合格18份（90%）" in told
    assert "设备台账，最迟2026年6月1日，尚未交来" in told
    assert "附件：实训车间.png" in told
    assert "11.1" in told
    assert "本项按分工由专家乙（示例）评分，不必填写。" in told


def test_a_character_without_a_glyph_is_named_with_its_criterion(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    desk.note("2.1", "用了\U0001f600表情")
    with pytest.raises(Refusal) as refused:
        printed(score_sheet(desk))
    (fault,) = refused.value.faults
    assert fault.code == "XP-5101"
    assert "第 2.1 项" in fault.message
    assert "U+1F600" in fault.message


def test_a_very_long_note_breaks_over_pages_and_loses_nothing(site: Site, tmp_path: Path) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    sentence = "第{}次现场查看，设备与台账相符。"
    desk.note("2.1", "".join(sentence.format(number) for number in range(400)))
    told = squeezed(text_of(printed(score_sheet(desk)), tmp_path))
    assert all(f"第{number}次" in told for number in range(0, 400, 50))


@pytest.mark.parametrize("name", [each.id for each in LIBRARY.values() if not each.conditional])
def test_a_blank_sheet_says_how_points_come_about_and_a_filled_one_does_not(
    name: str, desk_of: Callable[[str], SheetDesk], tmp_path: Path
) -> None:
    desk = desk_of(name)
    held = tmp_path / "blank.pdf"
    held.write_bytes(printed(score_sheet(desk, blank=True)))
    raw = subprocess.run(["pdftotext", "-raw", str(held), "-"], capture_output=True, check=True).stdout
    blank = squeezed(raw.decode())
    for criterion in desk.scheme.criteria:
        for way in desk.tally.ways(criterion.id).ways:
            assert squeezed(way.said)[:12] in blank
    filled = score_sheet(desk)
    assert not any(each.ways for section in filled.sections for each in section.criteria)
