"""Working papers, the flag and the supplements: by real keys and the mouse, on the real window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from app.common.errors import EnvironmentTrouble
from app.services.sheet.papers import Paper
from app.ui.desk import DeskPresenter, DeskView
from app.ui.desk.list.state import Shown
from app.ui.desk.papers.presenter import feeds
from app.ui.desk.papers.view import KEYS
from app.ui.desk.papers.view_row import NAMES, PaperRow
from app.ui.desk.papers.view_supplements import SupplementsDialog
from app.ui.widgets import NoteField, TextField
from tests.ui.desk.sitting import ALT, CTRL, Sitting
from tests.ui.desk.visits import Prepared

SHARE, PAIR = "8.1", "8.2"
LEFT = Qt.MouseButton.LeftButton
DIGITS = dict(zip(NAMES, (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5), strict=True))


def today() -> date:
    return date.today()  # noqa: DTZ011  the day on the device's wall


def papers(desk: Sitting, cid: str = "") -> tuple[Paper, ...]:
    return desk.sheet.papers.get(cid or desk.card.id, ())


def line(desk: Sitting, at: int = -1) -> PaperRow:
    return list(desk.view.card.papers.rows.values())[at]


def begin(desk: Sitting, kind: str) -> PaperRow:
    desk.press(DIGITS[kind], ALT)
    return line(desk)


TYPED: dict[str, tuple[str, ...]] = {
    "tally": ("兼职教师聘书", "20", "18"),
    "place": ("3", "12", "聘任办法"),
    "talk": ("教务处长", "每学期集中授课两周"),
    "statement": ("聘书日期", "系补签"),
}
COLUMNS = {
    "tally": ("what", "drawn", "fit"),
    "place": ("volume", "page", "what"),
    "talk": ("person", "said"),
    "statement": ("about", "said"),
}


@pytest.mark.parametrize("kind", TYPED)
def test_each_kind_by_keys_alone(desk: Sitting, kind: str) -> None:
    row = begin(desk, kind)
    assert desk.focus is row.first
    for text in TYPED[kind]:
        desk.type(text)
        desk.press(Qt.Key.Key_Return)
    assert desk.view.card.note.hasFocus(), "Enter leads from the last field on"
    (paper,) = papers(desk)
    assert paper.kind == kind
    assert dict(paper.texts) == dict(zip(COLUMNS[kind], TYPED[kind], strict=True))
    assert all(cell.accessibleName() for cell in row.cells.values())


def test_a_supplement_by_keys_alone(desk: Sitting) -> None:
    row = begin(desk, "supplement")
    desk.type("聘书原件")
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is row.cells["by"]
    assert row.cells["by"].text() == (today() + timedelta(days=3)).isoformat()  # type: ignore[union-attr]
    wanted = today() + timedelta(days=10)
    desk.type(f"{wanted.month}.{wanted.day}")
    desk.press(Qt.Key.Key_Return)
    assert dict(papers(desk)[0].texts) == {"what": "聘书原件", "by": wanted.isoformat()}
    assert desk.view.card.note.hasFocus()


def test_shift_and_tab_walk_a_row_and_enter_goes_to_the_next(desk: Sitting) -> None:
    first, second = begin(desk, "place"), begin(desk, "tally")
    first.go_in()
    for cell in list(first.cells.values())[1:]:
        desk.press(Qt.Key.Key_Tab)
        assert desk.focus is cell
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is second.first
    desk.press(Qt.Key.Key_Backtab)
    assert first.remove.hasFocus()
    desk.press(Qt.Key.Key_Space)
    assert [each.kind for each in papers(desk)] == ["tally"]
    assert desk.focus is second.first, "the focus stays among the papers"


def test_a_button_adds_a_row_and_a_cross_removes_it(desk: Sitting) -> None:
    adds = desk.view.card.papers.adds
    desk.qtbot.mouseClick(adds["talk"], LEFT)
    assert desk.focus is line(desk).first
    desk.type("处长")
    desk.qtbot.mouseClick(line(desk).remove, LEFT)
    assert papers(desk) == ()
    assert adds["talk"].hasFocus()
    desk.press(Qt.Key.Key_Z, CTRL)
    assert papers(desk)[0].text("person") == "处长"
    assert list(desk.view.card.papers.rows) == [papers(desk)[0].id]


def test_undo_and_redo_go_through_papers(desk: Sitting) -> None:
    begin(desk, "tally")
    desk.type("甲")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Z, CTRL)
    assert papers(desk) == ()
    assert desk.view.card.papers.rows == {}
    assert desk.focus is not None
    desk.press(Qt.Key.Key_Y, CTRL)
    assert papers(desk)[0].text("what") == "甲"


def test_kinds_without_rows_take_no_room(desk: Sitting) -> None:
    view = desk.view.card.papers
    empty = view.sizeHint().height()
    assert empty <= 40
    begin(desk, "tally")
    assert view.sizeHint().height() > empty
    desk.press(Qt.Key.Key_Z, CTRL)
    desk.qtbot.waitUntil(lambda: view.sizeHint().height() == empty)


@pytest.mark.parametrize(
    ("drawn", "fit", "beside", "fault"),
    [
        ("20", "18", "90%", ""),
        ("６", "５", "83.3%", ""),
        ("20", "21", "", "不能多于"),
        ("20", "2.5", "", "整数"),
        ("二十", "", "", "整数"),
        ("0", "0", "", "大于 0"),
        ("20", "", "", ""),
        ("", "-3", "", "整数"),
    ],
)
def test_a_tally_is_kept_as_typed_with_its_share_or_its_fault(
    desk: Sitting, drawn: str, fit: str, beside: str, fault: str
) -> None:
    row = begin(desk, "tally")
    for name, text in (("drawn", drawn), ("fit", fit)):
        row.cells[name].setFocus()
        desk.type(text)
    assert (row.beside.text(), fault in row.fault.text()) == (beside, True)
    assert row.fault.isHidden() == (not fault)
    assert (papers(desk)[0].text("drawn"), papers(desk)[0].text("fit")) == (drawn, fit)
    marked = [name for name, cell in row.cells.items() if cell.property("fault") == "true"]
    assert bool(marked) == bool(fault)


def test_a_tally_fills_a_share(desk: Sitting) -> None:
    desk.go(SHARE)
    row = begin(desk, "tally")
    for text in ("聘书", "3", "2"):
        desk.type(text)
        desk.press(Qt.Key.Key_Return)
    (link,) = row.links
    spec = desk.sheet.scheme.criterion(SHARE).findings[0]
    assert link.text() == f"填入“{spec.label}”"
    desk.qtbot.mouseClick(link, LEFT)
    assert desk.sheet.answers[SHARE] == {spec.name: "66.66666666"}
    assert "聘书 3 份，合格 2 份（66.6%）" in (desk.sheet.records()[-1].why or "")
    assert desk.card.fields[0].text == "66.66666666"
    desk.press(Qt.Key.Key_Z, CTRL)
    assert SHARE not in desk.sheet.answers
    assert len(papers(desk)) == 1


def test_a_tally_fills_a_part_and_its_whole_over_what_was_being_typed(desk: Sitting) -> None:
    desk.go(PAIR)
    desk.type("7.")
    row = begin(desk, "tally")
    for text in ("教师证书", "34", "11"):
        desk.type(text)
        desk.press(Qt.Key.Key_Return)
    (link,) = row.links
    link.setFocus()
    desk.press(Qt.Key.Key_Return)
    whole, part = desk.sheet.scheme.criterion(PAIR).findings[:2]
    assert part.part_of == whole.name
    assert desk.sheet.answers[PAIR] == {whole.name: "34", part.name: "11"}
    assert [field.text for field in desk.card.fields[:2]] == ["34", "11"]
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.sheet.answers[PAIR] == {whole.name: "7"}, "what one press filled in, one undo takes back"
    desk.press(Qt.Key.Key_Y, CTRL)
    assert desk.sheet.answers[PAIR] == {whole.name: "34", part.name: "11"}


def test_only_findings_that_apply_are_offered(desk: Sitting) -> None:
    row = begin(desk, "tally")  # 1.1 has neither a share nor a part
    for text in ("台账", "3", "2"):
        desk.type(text)
        desk.press(Qt.Key.Key_Return)
    assert row.links == []
    assert row.feeding.isHidden()
    assert feeds(None, desk.sheet.tally.shown(SHARE)) == ()
    before = desk.sheet.end
    desk.view.presenter.do(desk.view.presenter.papers.feed, papers(desk)[0].id, "no such field")
    assert desk.sheet.end == before


def test_a_day_is_chosen_typed_or_marked_as_wrong(desk: Sitting) -> None:
    row = begin(desk, "supplement")
    (action,) = [each for each in row.due.menu().actions() if each.text() == "明天"]
    action.trigger()
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert papers(desk)[0].text("by") == tomorrow
    row.cells["by"].setFocus(Qt.FocusReason.TabFocusReason)
    desk.type("下周一")
    assert papers(desk)[0].text("by") == "下周一"
    assert row.cells["by"].property("fault") == "true"
    assert "日期" in row.fault.text()
    desk.press(Qt.Key.Key_Return)
    assert papers(desk)[0].text("by") == "下周一", "kept as typed"


def test_what_came_is_dated_today_and_can_be_taken_back(desk: Sitting) -> None:
    row = begin(desk, "supplement")
    desk.qtbot.mouseClick(row.arrived, LEFT)
    assert papers(desk)[0].text("came") == today().isoformat()
    assert row.arrived.isHidden()
    assert desk.focus is row.cells["came"]
    assert isinstance(row.cells["came"], TextField)
    row.cells["came"].selectAll()
    desk.press(Qt.Key.Key_Backspace)
    assert papers(desk)[0].text("came") == ""
    assert desk.focus is row.cells["came"], "it does not vanish under the hands"
    desk.press(Qt.Key.Key_Return)
    assert row.cells["came"].isHidden()
    assert row.arrived.isVisible()


def test_an_overdue_supplement_says_so(desk: Sitting) -> None:
    row = begin(desk, "supplement")
    desk.press(Qt.Key.Key_Return)
    desk.type((today() - timedelta(days=2)).isoformat())
    assert "逾期 2 天" in row.fault.text()
    assert desk.state.supplements.late == 1
    assert "逾期" in desk.view.result.deeds.supplements.accessibleName()
    desk.qtbot.mouseClick(row.arrived, LEFT)
    assert row.fault.isHidden()
    assert desk.state.supplements.late == 0


def test_text_of_an_input_method_is_stored_when_it_is_committed(desk: Sitting) -> None:
    row = begin(desk, "talk")
    assert isinstance(row.cells["said"], NoteField)
    row.cells["said"].setFocus()
    desk.type("每学期两周")
    assert papers(desk)[0].text("said") == "每学期两周"


def test_another_criterions_papers_are_its_own(desk: Sitting) -> None:
    begin(desk, "talk")
    desk.type("处长")
    desk.press(Qt.Key.Key_Down, ALT)
    assert desk.view.card.papers.rows == {}
    desk.press(Qt.Key.Key_Up, ALT)
    assert line(desk).first.text() == "处长"  # type: ignore[union-attr]


def test_a_locked_sheet_shows_its_papers_and_takes_nothing(desk: Sitting) -> None:
    row = begin(desk, "supplement")
    desk.type("聘书")
    begin(desk, "tally")
    desk.view.show_state(desk.view.presenter.do(desk.view.presenter.lock.lock))
    assert all(
        cell.isReadOnly() for each in desk.view.card.papers.rows.values() for cell in each.cells.values()
    )
    assert row.remove.isHidden()
    assert row.arrived.isHidden()
    assert row.due.isHidden()
    assert not any(button.isVisible() for button in desk.view.card.papers.adds.values())
    before = desk.sheet.end
    desk.view.card.papers.begin("talk")
    assert desk.sheet.end == before
    desk.view._open("2.1")
    assert desk.view.card.papers.isHidden()


def test_a_disk_that_refuses_costs_no_typed_character(desk: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    row = begin(desk, "place")
    with monkeypatch.context() as broken:

        def refuse(*_: object, **__: object) -> None:
            raise EnvironmentTrouble("磁盘已满。", safe="", advice="", code="XP-3306")

        broken.setattr(desk.sheet._ledger, "append", refuse)
        desk.type("3")
        assert desk.view.banner.isVisible()
        assert row.first.text() == "3"  # type: ignore[union-attr]
        assert "未保存" in row.fault.text()
    desk.press(Qt.Key.Key_Return)
    desk.type("12")
    assert dict(papers(desk)[0].texts) == {"volume": "3", "page": "12"}
    assert row.fault.isHidden()


def test_the_cursor_is_back_in_its_field_after_reopening(desk: Sitting, visit: Prepared) -> None:
    begin(desk, "talk")
    desk.press(Qt.Key.Key_Return)
    desk.view._remember()
    view = DeskView(DeskPresenter(visit.workspace, visit.visit, visit.person))
    desk.qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    (row,) = view.card.papers.rows.values()
    desk.qtbot.waitUntil(lambda: view.focusWidget() is row.cells["said"])


def test_a_working_paper_backs_a_heavy_loss(desk: Sitting) -> None:
    desk.go(PAIR)
    desk.type("34")
    desk.press(Qt.Key.Key_Return)
    desk.type("1")
    odd = [point for point in desk.state.result.checks if point.id == PAIR]
    assert len(odd) == 1
    begin(desk, "talk")
    assert [point for point in desk.state.result.checks if point.id == PAIR] == odd, (
        "an empty one backs nothing"
    )
    desk.type("处长")
    assert [point for point in desk.state.result.checks if point.id == PAIR] == []


# The flag.


def test_a_flag_by_key_and_by_button(desk: Sitting) -> None:
    desk.press(Qt.Key.Key_B, CTRL)
    assert desk.sheet.flagged == {"1.1"}
    assert "取消" in desk.view.card.head.flag.accessibleName()
    desk.qtbot.mouseClick(desk.view.card.head.flag, LEFT)
    assert desk.sheet.flagged == frozenset()
    desk.press(Qt.Key.Key_B, CTRL)
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.sheet.flagged == frozenset()
    assert desk.field, "the focus stays in the form"


def test_the_list_filters_by_flag(desk: Sitting) -> None:
    for cid in ("1.1", "3.1"):
        desk.go(cid)
        desk.press(Qt.Key.Key_B, CTRL)
    desk.view.list.filter.setFocus()
    desk.press(Qt.Key.Key_4)
    assert desk.state.list.shown is Shown.FLAG
    rows = [row for section in desk.state.list.sections for row in section.rows]
    assert [row.id for row in rows] == ["1.1", "3.1"]
    assert all(row.flagged and row.spoken.endswith("已标记") for row in rows)
    assert dict(desk.state.list.counts)[Shown.FLAG] == 2


def test_every_filter_has_room_for_its_word_and_its_number(desk: Sitting) -> None:
    filter_ = desk.view.list.filter
    filter_.show_counts([999] * len(Shown))
    for names in (("全部", "未评", "失分", "标记", "核对"), ("全部", "未核", "有情形", "标记", "核对")):
        filter_.show_labels(names)
        desk.qtbot.wait(1)
        for shown in Shown:
            segment = filter_.segment(shown.value)
            assert segment.width() >= segment.fontMetrics().horizontalAdvance(segment.text())
            assert segment.geometry().right() <= filter_.width()
            assert segment.accessibleName().endswith("999")
    assert filter_.geometry().right() <= desk.view.list.width()


def test_rows_fit_the_narrowest_card(desk: Sitting) -> None:
    for kind in NAMES:
        begin(desk, kind)
    row = next(each for each in desk.view.card.papers.rows.values() if each.kind == "supplement")
    desk.qtbot.mouseClick(row.arrived, LEFT)
    desk.view.resize(1084, 640)  # the least for three panes
    desk.qtbot.waitUntil(lambda: desk.view.card.width() <= 480)
    inner = desk.view.card._scroll.viewport().width()
    assert all(each.minimumSizeHint().width() <= inner - 36 for each in desk.view.card.papers.rows.values())


# What the unit must still bring.


def supplement(desk: Sitting, cid: str, what: str, days: int) -> None:
    desk.go(cid)
    begin(desk, "supplement")
    desk.type(what)
    desk.press(Qt.Key.Key_Return)
    desk.type((today() + timedelta(days=days)).isoformat())
    desk.press(Qt.Key.Key_Return)


def test_all_supplements_are_seen_at_once_and_lead_to_their_rows(desk: Sitting) -> None:
    supplement(desk, "1.1", "聘书", -2)
    supplement(desk, "3.1", "台账", 3)
    assert desk.view.result.deeds.supplements.text() == "补交 2"
    desk.press(Qt.Key.Key_J, CTRL)
    dialog = desk.dialog()
    assert isinstance(dialog, SupplementsDialog)
    assert [link.text() for link in dialog.links] == ["1.1", "3.1"]
    assert "逾期未交" in dialog.links[0].accessibleName()
    assert "待交" in dialog.links[1].accessibleName()
    desk.qtbot.mouseClick(dialog.links[0], LEFT)
    assert desk.card.id == "1.1"
    desk.qtbot.waitUntil(lambda: desk.view.focusWidget() is line(desk).first)


def test_without_supplements_it_says_what_it_is_for(desk: Sitting) -> None:
    desk.press(Qt.Key.Key_J, CTRL)
    dialog: Any = desk.dialog()
    assert dialog.links == []
    assert dialog.act.isHidden()
    assert dialog.away.hasFocus()
    dialog.reject()


@pytest.fixture
def saving(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Answers the file dialogue with a path; returns what was opened."""

    def saved(path: str) -> list[str]:
        opened: list[str] = []
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toLocalFile()))
        return opened

    return saved


def test_the_list_is_printed_from_the_keyboard(
    desk: Sitting, tmp_path: Path, saving: Callable[[str], list[str]]
) -> None:
    opened = saving(str(tmp_path / "清单"))
    supplement(desk, "1.1", "聘书", 3)
    desk.press(Qt.Key.Key_J, CTRL)
    desk.dialog()
    desk.press(Qt.Key.Key_Return)
    made = tmp_path / "清单.pdf"
    desk.qtbot.waitUntil(lambda: opened == [str(made)], timeout=20_000)
    assert made.read_bytes().startswith(b"%PDF")
    assert str(made) in desk.view.banner.message.text()
    assert desk.view.banner.isVisible()


def test_a_list_that_cannot_be_written_says_why(
    desk: Sitting, tmp_path: Path, saving: Callable[[str], list[str]]
) -> None:
    opened = saving(str(tmp_path / "没有" / "清单.pdf"))
    supplement(desk, "1.1", "聘书", 3)
    desk.view.supplementing.print()
    desk.qtbot.waitUntil(desk.view.banner.isVisible, timeout=20_000)
    assert opened == []


def test_every_kind_has_a_key_of_its_own() -> None:
    assert list(KEYS.values()) == ["Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5"]
