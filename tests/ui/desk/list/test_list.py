"""What the list says where it has nothing to show."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui import theme
from app.ui.desk.list.state import Shown
from app.ui.widgets.labels import CLOSING, TwoLined, lines_of
from tests.ui.desk.sitting import Sitting


@pytest.mark.parametrize(
    ("shown", "sought", "said"),
    [
        (Shown.ALL, "zzzz", "没有找到“zzzz”。可输入编号、名称或拼音首字母。"),
        (Shown.LOST, "zzzz", "在“失分”中没有找到“zzzz”，可改选“全部”再找。"),
        (Shown.LOST, "", "没有“失分”的考核项。"),
        (Shown.FLAG, "", "没有标记的考核项。按 Ctrl+B 标记本项，以便回头再看。"),
    ],
)
def test_an_empty_list_says_why_and_what_to_do(desk: Sitting, shown: Shown, sought: str, said: str) -> None:
    desk.view.wants.filtered.emit(shown)
    desk.view.wants.sought.emit(sought)
    assert desk.view.list.nothing.isVisible()
    assert desk.view.list.nothing.text() == said


def test_a_list_with_something_says_nothing(desk: Sitting) -> None:
    desk.view.wants.filtered.emit(Shown.FLAG)
    assert desk.view.list.nothing.isVisible()
    desk.view.wants.filtered.emit(Shown.ALL)
    assert not desk.view.list.nothing.isVisible()


def test_no_criterion_is_cut_where_two_lines_have_room(desk: Sitting) -> None:
    view = desk.view.list.list
    metrics = QFontMetrics(theme.sans(theme.CAPTION))
    room = view.viewport().width() - 2 * theme.SPACE_16 - theme.SIGN - theme.SPACE_8
    room -= theme.NUMBER_COLUMN + theme.POINTS_WIDTH + theme.SPACE_8
    rows = [row for section in desk.state.list.sections for row in section.rows]
    cut = [row.title for row in rows if "".join(lines_of(metrics, row.title, room)) != row.title]
    one = [row for row in rows if QFontMetrics(theme.sans()).horizontalAdvance(row.title) > room]
    assert one, "some do not fit in one line"
    assert 2 * metrics.lineSpacing() <= theme.ROW
    assert len(cut) < len(one)
    assert all(metrics.horizontalAdvance(title) > 2 * room - theme.BODY for title in cut), (
        "longer than two lines"
    )
    items = {each.item for each in desk.sheet.scheme.criteria}
    assert not items & set(cut)


def test_no_line_begins_with_what_closes(dressed: QApplication) -> None:
    metrics = QFontMetrics(theme.sans(theme.CAPTION))
    for title in (
        "有 2 至 3 个紧缺特色培训职业（工种），实训设备与之相配",
        "账目清楚，设立项目资金专账",
        "一二三四五六七，八",
    ):
        for width in range(40, 200, 7):
            lines = lines_of(metrics, title, width)
            assert len(lines) <= 2
            assert lines[-1][0] not in CLOSING
            assert all(metrics.horizontalAdvance(line) <= width for line in lines)


def test_a_name_takes_two_lines_where_it_needs_them(dressed: QApplication, qtbot: QtBot) -> None:
    label = TwoLined("粘贴的图片 bdb2a0.jpeg")
    qtbot.addWidget(label)
    label.resize(400, 20)
    label.show()
    one = label.minimumHeight()
    label.resize(110, 20)
    assert label.minimumHeight() == 2 * one
    assert label.toolTip() == ""
