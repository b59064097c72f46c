from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets import NoteField, NumberField, PointsField, TextField, column


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def test_a_number_field_keeps_what_is_typed_and_says_what_is_wrong(
    dressed: QApplication, qtbot: QtBot
) -> None:
    field = NumberField("教师总数", unit="人")
    shown(qtbot, field)
    heard: list[str] = []
    field.typed.connect(heard.append)
    qtbot.keyClicks(field.edit, "3a")
    field.show_fault("不是有效的数值。")
    assert heard == ["3", "3a"]
    assert field.text == "3a"
    assert field.fault.isVisible()
    assert field.edit.property("fault") == "true"
    field.show_fault("")
    assert not field.fault.isVisible()
    assert field.edit.accessibleName() == "教师总数（人）"


def test_showing_the_same_text_leaves_the_cursor_alone(dressed: QApplication, qtbot: QtBot) -> None:
    field = TextField("名称")
    shown(qtbot, field)
    qtbot.keyClicks(field, "abcd")
    field.setCursorPosition(2)
    field.show_value("abcd")
    assert field.cursorPosition() == 2
    field.show_value("abXcd")
    assert field.cursorPosition() == 2


def test_undo_in_a_sheet_field_is_the_sheets(dressed: QApplication, qtbot: QtBot) -> None:
    own, sheet, note = TextField("甲"), TextField("乙", sheet_undo=True), NoteField("丙", sheet_undo=True)
    window = QWidget()
    window.setLayout(column(own, sheet, note))
    shown(qtbot, window)
    heard: list[str] = []
    QShortcut(QKeySequence("Ctrl+Z"), window).activated.connect(lambda: heard.append("undo"))
    for field in (own, sheet, note):
        field.setFocus()
        qtbot.keyClicks(field, "x")
        qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["undo", "undo"]
    assert (own.text(), sheet.text(), note.toPlainText()) == ("", "x", "x")


def test_a_composition_under_way_is_not_said(dressed: QApplication, qtbot: QtBot) -> None:
    line, note = TextField("理由"), NoteField("备注")
    window = QWidget()
    window.setLayout(column(line, note))
    shown(qtbot, window)
    heard: list[str] = []
    line.textEdited.connect(heard.append)
    note.written.connect(heard.append)
    for field in (line, note):
        QApplication.sendEvent(field, QInputMethodEvent("shebei", []))
        assert heard == []
        done = QInputMethodEvent("", [])
        done.setCommitString("设备")
        QApplication.sendEvent(field, done)
        assert heard == ["设备"]
        heard.clear()


def test_a_note_grows_with_its_lines_and_tab_leaves_it(dressed: QApplication, qtbot: QtBot) -> None:
    note, after = NoteField("备注", lines=1), TextField("后")
    window = QWidget()
    window.setLayout(column(note, after))
    shown(qtbot, window)
    low = note.height()
    note.setFocus()
    note.insertPlainText("一\n二\n三")
    assert note.height() > low
    note.show_value("\n".join(str(line) for line in range(40)))
    tall = note.height()
    note.show_value("\n".join(str(line) for line in range(60)))
    assert note.height() == tall
    qtbot.keyClick(note, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_a_note_may_leave_enter_to_the_form(dressed: QApplication, qtbot: QtBot) -> None:
    note = NoteField("理由", enter_leaves=True)
    shown(qtbot, note)
    qtbot.keyClicks(note, "a")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert note.toPlainText() == "a"
    qtbot.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert "\n" in note.toPlainText().replace("\u2028", "\n")


def test_points_are_stepped_by_buttons_and_arrows(dressed: QApplication, qtbot: QtBot) -> None:
    field = PointsField("扣分", "1–5 分")
    shown(qtbot, field)
    heard: list[int] = []
    field.stepped.connect(heard.append)
    qtbot.keyClick(field.edit, Qt.Key.Key_Up)
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)
    qtbot.mouseClick(field.more, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(field.less, Qt.MouseButton.LeftButton)
    assert heard == [1, -1, 1, -1]
    field.show_writable(on=False)
    qtbot.keyClick(field.edit, Qt.Key.Key_Up)
    assert heard == [1, -1, 1, -1]


@pytest.mark.parametrize("make", [lambda: TextField("说明"), lambda: NoteField("备注")])
def test_what_no_font_can_print_is_told_while_it_is_typed(
    dressed: QApplication, qtbot: QtBot, make: Callable[[], TextField | NoteField]
) -> None:
    field = make()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    field.setToolTip("平时的提示")
    insert = field.insert if isinstance(field, TextField) else field.insertPlainText
    insert("设备☑齐全 " + "\U00031350")
    assert "U+31350" in field.toolTip()
    assert "U+2611" not in field.toolTip()  # a tick is printed as another
    assert field.accessibleDescription() == field.toolTip()
    assert field.property("fault") == "true"
    field.show_fault(on=True)
    field.clear()
    assert (field.toolTip(), field.property("fault")) == ("平时的提示", "true")
    field.show_fault(on=False)
    assert field.property("fault") == "false"


def test_a_pin_is_not_told(dressed: QApplication, qtbot: QtBot) -> None:
    field = TextField("PIN")
    qtbot.addWidget(field)
    field.setEchoMode(TextField.EchoMode.Password)
    field.setText("\U00031350")
    assert field.toolTip() == ""
