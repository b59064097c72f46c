"""The history over a real desk, by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from app.common.errors import Refusal
from app.services.store.ledger import Ledger
from app.ui import theme
from app.ui.desk import DeskPresenter, DeskView
from app.ui.history.view import HistoryDialog
from app.ui.history.view_lines import BrowsedList
from app.ui.session.view_history import offer_history
from app.ui.widgets import IconButton
from app.ui.widgets.buttons import Chooser
from tests.ui.conftest import Stand
from tests.ui.desk.sitting import ALT, CTRL, SHIFT, Sitting
from tests.ui.desk.visits import Prepared, prepared


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Prepared]:
    ready = prepared(tmp_path / "data")
    yield ready
    ready.workspace.close()


@pytest.fixture
def desk(dressed: QApplication, qtbot: QtBot, visit: Prepared) -> Sitting:
    """A desk with three things done."""
    sheet = visit.workspace.sheets.open(visit.visit, visit.person)
    sheet.record("3.1", "concurrent_trainees", "18")
    sheet.record("1.1", "dedicated_body", True)
    sheet.note("3.1", "见第 3 册")
    view = DeskView(DeskPresenter(visit.workspace, visit.visit, visit.person))
    offer_history(view)
    qtbot.addWidget(view)
    view.resize(1366, 768)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(lambda: view.isActiveWindow() and view.focusWidget() is not None)
    return Sitting(view, qtbot, visit)


def history(desk: Sitting) -> HistoryDialog:
    dialog = desk.dialog()
    assert isinstance(dialog, HistoryDialog)
    desk.qtbot.waitUntil(lambda: dialog.isAncestorOf(desk.focus))
    return dialog


def test_it_opens_over_the_desk_and_escape_leads_back_to_the_field(desk: Sitting) -> None:
    desk.go("3.1")
    desk.qtbot.waitUntil(lambda: desk.field == "concurrent_trainees")
    desk.press(Qt.Key.Key_End)
    desk.press(Qt.Key.Key_H, CTRL)
    dialog = history(desk)
    assert dialog.lines.list.hasFocus()
    assert dialog.moment.deed.text() == "备注写为“见第 3 册”"
    assert dialog.moment.same.text() == "这就是现在。"
    desk.press(Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: desk.field == "concurrent_trainees")
    desk.type("6")
    assert desk.sheet.answers["3.1"]["concurrent_trainees"] == "186"


def test_arrows_move_through_time_and_nothing_is_written(desk: Sitting) -> None:
    end = desk.sheet.end
    desk.press(Qt.Key.Key_H, CTRL)
    dialog = history(desk)
    desk.press(Qt.Key.Key_Down)
    assert dialog.moment.deed.text() == "设有专门组织机构：选为“是”"
    assert [each.id for each in dialog.moment.model.items] == ["3.1"]
    desk.press(Qt.Key.Key_Down)
    assert dialog.moment.deed.text() == "同期可培训：填为 18 人"
    assert (dialog.moment.then.total.text(), dialog.moment.now.total.text()) == ("0", "2")
    desk.press(Qt.Key.Key_Right, ALT)
    assert dialog.moment.deed.text() == "设有专门组织机构：选为“是”"
    desk.press(Qt.Key.Key_End)
    assert dialog.moment.deed.text() == "建立评分表"
    assert not dialog.travel.earlier.isEnabled()
    desk.press(Qt.Key.Key_H, CTRL)
    assert not dialog.isVisible()
    assert desk.sheet.end == end


def test_the_slider_moves_by_keys_and_follows_the_list(desk: Sitting) -> None:
    desk.press(Qt.Key.Key_H, CTRL)
    dialog = history(desk)
    while not dialog.travel.slider.hasFocus():
        desk.press(Qt.Key.Key_Tab)
    desk.press(Qt.Key.Key_Left)
    assert dialog.moment.deed.text() == "设有专门组织机构：选为“是”"
    assert dialog.lines.list.currentIndex().row() == dialog.presenter.state.at
    desk.press(Qt.Key.Key_Home)
    assert dialog.moment.deed.text() == "建立评分表"
    assert dialog.travel.slider.value() == 1


def test_the_differing_criteria_are_chosen_by_arrows(desk: Sitting) -> None:
    desk.press(Qt.Key.Key_H, CTRL)
    dialog = history(desk)
    desk.press(Qt.Key.Key_End)
    while not dialog.moment.differ.hasFocus():
        desk.press(Qt.Key.Key_Tab)
    seen = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        desk.press(key)
        seen.append(dialog.moment.content.title.text())
    assert seen == ["1.1 有专门机构管理、协调项目", "3.1 场地条件"]
    rows = [row for row in dialog.moment.content.rows if row.isVisibleTo(dialog)]
    assert [row.accessibleName() for row in rows] == [
        "同期可培训，当时 空，现在 18 人",
        "备注，当时 空，现在 见第 3 册",
    ]


def test_what_stood_there_then_can_be_copied_and_pasted(desk: Sitting) -> None:
    desk.sheet.note("3.1", "")
    desk.press(Qt.Key.Key_H, CTRL)
    dialog = history(desk)
    while not dialog.moment.deed.text().startswith("设有"):
        desk.press(Qt.Key.Key_Down)
    dialog.show_state(dialog.presenter.choose("3.1"))
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert QApplication.clipboard().text() == "同期可培训：18 人"


def test_one_criterion_from_the_card(desk: Sitting) -> None:
    desk.go("3.1")
    desk.press(Qt.Key.Key_H, CTRL | SHIFT)
    dialog = history(desk)
    assert dialog.lines.criterion.value == "3.1"
    assert dialog.travel.count.text() == "第 2 / 2 条"
    desk.press(Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(desk.view.isActiveWindow)
    desk.view.card.foot.history.click()
    assert history(desk).lines.criterion.value == "3.1"


def test_a_search_narrows_and_escape_clears_it_first(desk: Sitting) -> None:
    desk.press(Qt.Key.Key_H, CTRL)
    dialog = history(desk)
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("第 3 册")
    desk.press(Qt.Key.Key_Return)
    assert (dialog.travel.count.text(), dialog.lines.list.hasFocus()) == ("第 1 / 1 条", True)
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("无此内容")
    desk.qtbot.waitUntil(lambda: not dialog.lines.list.isVisible())
    assert dialog.lines.none.isVisible()
    assert dialog.lines.search.hasFocus()
    desk.press(Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.travel.count.text() == "第 4 / 4 条"
    desk.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_single_entries_are_shown_by_a_tick(desk: Sitting) -> None:
    desk.sheet.note("3.1", "见第 3 册第 12 页")
    desk.press(Qt.Key.Key_H, CTRL)
    dialog = history(desk)
    assert dialog.travel.count.text() == "第 4 / 4 条"
    while not dialog.lines.single.hasFocus():
        desk.press(Qt.Key.Key_Backtab)
    desk.press(Qt.Key.Key_Space)
    assert dialog.travel.count.text() == "第 5 / 5 条"


def test_a_locked_sheet_can_be_looked_back_on(desk: Sitting) -> None:
    desk.sheet.lock(knowingly=True)
    desk.view.show_state(desk.view.presenter.go("3.1"))
    desk.press(Qt.Key.Key_H, CTRL)
    dialog = history(desk)
    assert dialog.moment.deed.text().startswith("锁定评分表，尚有")
    desk.press(Qt.Key.Key_Down)
    assert dialog.moment.sheet.text() == "当时还没有锁定。"


def test_a_fresh_sheet_says_what_will_be_there(dressed: QApplication, qtbot: QtBot, visit: Prepared) -> None:
    view = DeskView(DeskPresenter(visit.workspace, visit.visit, visit.person))
    offer_history(view)
    qtbot.addWidget(view)
    view.show()
    view.wants.history_wanted.emit("3.1")
    (dialog,) = view.findChildren(HistoryDialog)
    assert dialog.lines.none.text() == "这一项还没有记录。填写之后，每一步都会记在这里。"
    assert not dialog.travel.slider.isEnabled()
    dialog.reject()


def test_every_control_has_a_name(desk: Sitting) -> None:
    desk.press(Qt.Key.Key_H, CTRL)
    dialog = history(desk)
    desk.press(Qt.Key.Key_End)
    kinds = (QSlider, QLineEdit, IconButton, Chooser, BrowsedList)
    controls: list[QWidget] = [each for kind in kinds for each in dialog.findChildren(kind)]
    controls += [dialog.moment.content.reader, dialog.lines.single, dialog.moment.then]
    assert len(controls) > 10
    assert [each for each in controls if not each.accessibleName()] == []
    stops = [each for each in dialog.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert {each for each in stops if each.isVisibleTo(dialog) and not each.accessibleName()} == set()


def test_a_ledger_that_cannot_be_read_is_told_on_the_desk(
    desk: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_ledger: Ledger) -> None:
        raise Refusal.because("磁盘读不出来。", code="XP-6320")

    monkeypatch.setattr(Ledger, "rows", refuse)
    desk.press(Qt.Key.Key_H, CTRL)
    assert desk.view.findChildren(HistoryDialog) == []
    assert desk.view.banner.isVisible()


def test_closed_histories_are_not_kept(desk: Sitting) -> None:
    for _ in range(3):
        desk.view.wants.history_wanted.emit("")
        history(desk).reject()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert desk.view.findChildren(HistoryDialog) == []


@pytest.mark.parametrize("mode", [theme.Mode.LIGHT, theme.Mode.DARK, theme.Mode.CONTRAST])
def test_the_chosen_line_is_painted_in_every_look(
    desk: Sitting, dressed: QApplication, mode: theme.Mode
) -> None:
    theme.dress(dressed, mode)
    desk.press(Qt.Key.Key_H, CTRL)
    dialog = history(desk)
    picture = dialog.lines.list.viewport().grab().toImage()
    row = dialog.lines.list.visualRect(dialog.lines.list.currentIndex())
    places = [(x, y) for x in range(row.width()) for y in range(row.top(), row.bottom(), 3)]
    inks = {picture.pixelColor(*place).name().upper() for place in places}
    worn = theme.colours()
    theme.dress(dressed, theme.Mode.LIGHT)
    assert {worn.accent_soft, worn.accent, worn.ink} <= inks


def test_the_real_window_has_it(stand: Callable[[str], Stand], qtbot: QtBot) -> None:
    here = stand("begun")
    desk = here.go("desk").desk
    desk.findChild(IconButton, "past").click()
    (dialog,) = desk.findChildren(HistoryDialog)
    assert dialog.isVisible()
    assert dialog.size().width() <= here.window.width()
    dialog.reject()


def test_in_a_small_window_the_criterion_stands_below_the_list_and_all_of_it_scrolls(desk: Sitting) -> None:
    desk.press(Qt.Key.Key_H, CTRL)
    dialog = history(desk)
    moment = dialog.moment
    dialog.presenter.go(0)
    dialog.resize(894, 480)
    desk.press(Qt.Key.Key_PageDown)
    QApplication.processEvents()
    assert moment.content.isVisible()
    assert dialog.height() <= 480
    assert moment.content.x() == moment._left.x()
    assert moment.content.width() > theme.DIFFER_WIDTH
    assert moment._whole.verticalScrollBar().maximum() > 0
    dialog.resize(1350, 736)
    QApplication.processEvents()
    assert moment.content.x() > moment._left.x()
    assert moment._whole.verticalScrollBar().maximum() == 0
    dialog.reject()
