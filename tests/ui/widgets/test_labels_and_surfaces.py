from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QTextCursor
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.common.errors import EnvironmentTrouble, Fault, Refusal
from app.ui import theme
from app.ui.theme import Tone
from app.ui.widgets import (
    Banner,
    Chip,
    Elided,
    EmptyState,
    Figure,
    Flow,
    NoteField,
    ProgressBar,
    RangeBar,
    Scrolled,
    Sign,
    SignMark,
    Toast,
    sign_icon,
)
from tests.ui.widgets.flashes import is_lit


def test_a_changed_number_flashes_once(dressed: QApplication, qtbot: QtBot) -> None:
    figure = Figure("64.5", "total")
    qtbot.addWidget(figure)
    figure.show()
    figure.show_number("64.5")
    assert not is_lit(figure)
    figure.show_number("65")
    assert is_lit(figure)
    qtbot.waitUntil(lambda: not is_lit(figure), timeout=theme.FLASH_MS * 4)
    figure.show_number("66", quietly=True)
    assert not is_lit(figure)


def test_less_motion_is_respected(dressed: QApplication, qtbot: QtBot) -> None:
    figure = Figure("1")
    qtbot.addWidget(figure)
    theme.set_motion(on=False)
    try:
        figure.show_number("2")
        assert not is_lit(figure)
    finally:
        theme.set_motion(on=True)


def test_a_long_line_is_shortened_and_told_whole(dressed: QApplication, qtbot: QtBot) -> None:
    label = Elided("天津市高技能人才培训基地终期验收考核细则")
    qtbot.addWidget(label)
    label.resize(80, 24)
    label.grab()
    assert label.toolTip() == label.text()
    label.resize(800, 24)
    label.grab()
    assert label.toolTip() == ""


@pytest.mark.parametrize("sign", list(Sign))
def test_every_sign_has_a_shape(sign: Sign, dressed: QApplication) -> None:
    picture = sign_icon(sign, theme.colours().ink, 32).pixmap(32, 32).toImage()
    inked = sum(
        picture.pixelColor(x, y).alpha() > 0 for x in range(picture.width()) for y in range(picture.height())
    )
    assert inked > 8


def test_states_differ_in_shape_not_only_in_colour(dressed: QApplication) -> None:
    one_colour = theme.colours().ink
    states = (Sign.DONE, Sign.LOST, Sign.OPEN, Sign.ATTENTION, Sign.PROVISIONAL, Sign.OTHER)
    drawn = {bytes(sign_icon(each, one_colour, 16).pixmap(16, 16).toImage().constBits()) for each in states}
    assert len(drawn) == len(states)


def test_a_mark_can_change_its_sign(dressed: QApplication, qtbot: QtBot) -> None:
    mark = SignMark(Sign.OPEN, "未评")
    qtbot.addWidget(mark)
    before = picture_of(mark)
    mark.show_sign(Sign.DONE)
    assert picture_of(mark) != before
    assert mark.accessibleName() == "未评"


def picture_of(widget: object) -> QImage:
    return widget.grab().toImage()  # type: ignore[attr-defined, no-any-return]


def test_a_banner_says_what_happened_what_is_safe_and_what_to_do(dressed: QApplication, qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_trouble(
        EnvironmentTrouble("磁盘已满。", safe="此前的都在。", advice="请清理磁盘。", code="XP-1")
    )
    assert banner.isVisible()
    assert (banner.message.text(), banner.more.text(), banner.code.text()) == (
        "磁盘已满。",
        "此前的都在。请清理磁盘。",
        "XP-1",
    )
    banner.show_trouble(Refusal([Fault("a", "甲有误。", "XP-2"), Fault("b", "乙有误。", "XP-2")]))
    assert banner.message.text() == "甲有误。；乙有误。" or "甲有误" in banner.message.text()
    assert banner.code.text() == "XP-2"
    assert not banner.more.isVisible()
    with qtbot.waitSignal(banner.dismissed):
        banner.dismiss()
    assert banner.isHidden()


def test_a_toast_stands_at_the_foot_of_its_window(dressed: QApplication, qtbot: QtBot) -> None:
    window = EmptyState("还没有任务", "请导入任务文件。", QPushButton("导入"))
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    toast = Toast(window)
    toast.say_briefly("已导出")
    assert toast.isVisible()
    assert window.rect().contains(toast.geometry())


def test_things_in_a_flow_break_and_the_height_follows(dressed: QApplication, qtbot: QtBot) -> None:
    flow = Flow(*(QPushButton(f"按钮{place}") for place in range(6)))
    qtbot.addWidget(flow)
    one, many = flow.heightForWidth(2000), flow.heightForWidth(200)
    assert many > one * 2
    flow.show_things()
    assert flow.heightForWidth(200) == 0


def test_the_range_bar_shows_what_is_sure_and_the_mark(dressed: QApplication, qtbot: QtBot) -> None:
    bar = RangeBar()
    qtbot.addWidget(bar)
    bar.resize(200, 24)
    bar.show_range(5000, 9000, 10000, 7500)
    drawn = bar.grab().toImage()
    assert drawn.pixelColor(40, 12) == QColor(theme.colours().accent)
    assert drawn.pixelColor(120, 12) not in (QColor(theme.colours().accent), QColor(theme.colours().track))
    assert drawn.pixelColor(150, 6) == QColor(theme.colours().ink)
    bar.show_range(5000, 9000, 10000, None)
    assert bar.grab().toImage().pixelColor(150, 6) != QColor(theme.colours().ink)


def test_progress_is_drawn_in_proportion(dressed: QApplication, qtbot: QtBot) -> None:
    bar = ProgressBar()
    qtbot.addWidget(bar)
    bar.resize(100, 8)
    bar.show_progress(1, 2)
    drawn = bar.grab().toImage()
    assert drawn.pixelColor(25, 4) == QColor(theme.colours().accent)
    assert drawn.pixelColor(75, 4) == QColor(theme.colours().track)
    assert bar.accessibleName() == "1 / 2"


def test_a_chip_changes_in_place(dressed: QApplication, qtbot: QtBot) -> None:
    chip = Chip("尚不能定")
    qtbot.addWidget(chip)
    narrow = chip.sizeHint().width()
    chip.show_chip("已锁定不合格", Tone.ATTENTION, Sign.ATTENTION)
    assert (chip.text, chip.tone, chip.accessibleName()) == ("已锁定不合格", Tone.ATTENTION, "已锁定不合格")
    assert chip.sizeHint().width() > narrow


@pytest.mark.parametrize("begun", [0, 10_000])
def test_the_whole_of_what_is_brought_can_be_seen(dressed: QApplication, qtbot: QtBot, begun: int) -> None:
    notes = [NoteField(str(number), lines=4) for number in range(12)]
    scrolled = Scrolled(*notes)
    qtbot.addWidget(scrolled)
    scrolled.resize(400, 300)
    scrolled.show()
    port = scrolled.viewport().rect()
    for note in notes[3:9]:
        scrolled.verticalScrollBar().setValue(begun)
        scrolled.bring(note, theme.SPACE_8)
        seen = QRect(note.mapTo(scrolled.viewport(), QPoint()), note.size())
        assert port.contains(seen.adjusted(0, -theme.SPACE_8, 0, theme.SPACE_8))


def test_of_what_is_higher_than_the_view_the_cursor_can_be_seen(dressed: QApplication, qtbot: QtBot) -> None:
    note = NoteField("长", lines=30, most=30)
    scrolled = Scrolled(note)
    qtbot.addWidget(scrolled)
    scrolled.resize(400, 200)
    scrolled.show()
    note.setPlainText("\n".join(str(number) for number in range(30)))
    for where in (QTextCursor.MoveOperation.End, QTextCursor.MoveOperation.Start):
        note.moveCursor(where)
        scrolled.bring(note, theme.SPACE_8)
        cursor = note.cursorRect()
        at = note.viewport().mapTo(scrolled.viewport(), cursor.topLeft())
        assert scrolled.viewport().rect().contains(QRect(at, cursor.size()))
