from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets import CheckRow, Chooser, Segmented, column
from app.ui.widgets.pointers import PointerRow

OPTIONS = (("complete", "完整"), ("incomplete", "不完整"), ("none", "无档案"))


@pytest.fixture
def group(dressed: QApplication, qtbot: QtBot) -> tuple[Segmented, list[str]]:
    made = Segmented(OPTIONS, "项目档案")
    qtbot.addWidget(made)
    made.show()
    heard: list[str] = []
    made.chosen.connect(heard.append)
    made.chosen.connect(made.show_value)
    return made, heard


def test_digits_choose_and_delete_takes_back(group: tuple[Segmented, list[str]], qtbot: QtBot) -> None:
    made, heard = group
    qtbot.keyClicks(made, "2")
    qtbot.keyClicks(made, "2")  # chosen already: nothing to say
    qtbot.keyClicks(made, "9")  # no such option
    qtbot.keyClick(made, Qt.Key.Key_Delete)
    assert heard == ["incomplete", ""]


def test_arrows_move_and_stop_at_the_ends(group: tuple[Segmented, list[str]], qtbot: QtBot) -> None:
    made, heard = group
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(made, key)
    assert heard == ["complete", "incomplete", "none", "incomplete"]


def test_a_click_chooses_and_takes_the_focus(group: tuple[Segmented, list[str]], qtbot: QtBot) -> None:
    made, heard = group
    qtbot.mouseClick(made.segment("none"), Qt.MouseButton.LeftButton)
    assert heard == ["none"]
    assert made.segment("none").isChecked()
    assert not made.segment("complete").isChecked()


def test_what_is_refused_is_not_shown_as_chosen(dressed: QApplication, qtbot: QtBot) -> None:
    made = Segmented(OPTIONS, "项目档案")
    qtbot.addWidget(made)
    made.show()
    qtbot.mouseClick(made.segment("none"), Qt.MouseButton.LeftButton)  # nobody answers
    assert not made.segment("none").isChecked()


def test_one_stop_of_the_tab_key(dressed: QApplication, qtbot: QtBot) -> None:
    window, one, other = QWidget(), Segmented(OPTIONS, "一"), Segmented(OPTIONS, "二", upright=True)
    window.setLayout(column(one, other))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Tab)
    assert other.hasFocus()
    assert other.height() > one.height()


def test_a_check_row_ticks_with_space_and_shows_silently(dressed: QApplication, qtbot: QtBot) -> None:
    check = CheckRow("培训管理制度")
    qtbot.addWidget(check)
    check.show()
    heard: list[bool] = []

    def hear(on: bool) -> None:
        heard.append(on)

    check.clicked.connect(hear)
    qtbot.keyClick(check, Qt.Key.Key_Space)
    check.show_value(on=False)
    assert heard == [True]
    assert check.accessibleName() == "培训管理制度"


def test_a_chooser_shows_its_value_and_says_a_choice(dressed: QApplication, qtbot: QtBot) -> None:
    chooser = Chooser((("a", "甲"), ("b", "乙")), "组别", empty="未选")
    qtbot.addWidget(chooser)
    assert chooser.text() == "未选"
    heard: list[str] = []
    chooser.chosen.connect(heard.append)
    menu = chooser.menu()
    assert menu is not None
    menu.actions()[1].trigger()
    assert heard == ["b"]
    chooser.show_value("b")
    assert (chooser.text(), chooser.accessibleName()) == ("乙", "组别 乙")


def test_a_pointer_row_leads_where_it_says(dressed: QApplication, qtbot: QtBot) -> None:
    heard: list[str] = []
    line = PointerRow(heard.append)
    qtbot.addWidget(line)
    line.show_pointer("8.2", "师资建设", "−1")
    line.show()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert heard == ["8.2", "8.2"]
    assert line.accessibleName() == "8.2 师资建设 −1"
