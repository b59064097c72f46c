"""Several people on one laptop, by real keys: switching, typing in from paper, printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.common.errors import EnvironmentTrouble
from app.models import tables
from app.services.sample.content import load_sample
from app.services.sheet.desk import SheetDesk
from app.ui.application import Room
from app.ui.desk.seat.view_pages import TypedLockDialog
from app.ui.home.view_pledge import PledgeDialog
from app.ui.seating.prints import print_sheet
from app.ui.seating.view_paper import PaperDialog
from app.ui.seating.view_switch import SwitchDialog
from app.ui.shell.operation import WorkStep
from app.ui.shell.presenter import Route
from tests.ui.conftest import NOW, shut_in_the_end
from tests.ui.seating.paper import leave_only_paper

Opener = Callable[[str], Any]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PIN = "271828"
EXPERTS = ("expert-1", "expert-2", "expert-3")


@pytest.fixture
def here(stand: Opener) -> Iterator[Any]:
    """Expert 1 sits at the own desk; of experts 2 and 3 there is only paper; the leader is here too."""
    ready = stand("begun")
    for key in EXPERTS[1:]:
        leave_only_paper(ready.workspace, ready.visit, ready.people[key])
    ready.workspace.visits.confirm_recusal(ready.visit, ready.people[EXPERTS[0]])
    yield ready
    assert QApplication.activeModalWidget() is None


def answer_in_turn(bot: QtBot, *acts: Callable[[Any], None]) -> None:
    """Does something to each modal dialog that comes up, one after the other; none is left to hang."""
    left, seen = list(acts), []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog not in seen and dialog.isActiveWindow():
            seen.append(dialog)
            shut_in_the_end(dialog)
            left.pop(0)(dialog)
        if left:
            QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)


def at_window(bot: QtBot, here: Any) -> Any:
    """The window active again, its focus where the next key goes."""
    here.window.activateWindow()

    def ready() -> bool:
        focus = QApplication.focusWidget()
        return here.window.isActiveWindow() and focus is not None and here.screen.isAncestorOf(focus)

    bot.waitUntil(ready)
    return QApplication.focusWidget()


def switch(bot: QtBot, here: Any, *acts: Callable[[Any], None]) -> None:
    answer_in_turn(bot, *acts)
    bot.keyClick(at_window(bot, here), Qt.Key.Key_P, CTRL | SHIFT)


def digit_of(dialog: Any, person_id: str) -> str:
    rows = [str(dialog.list.item(at).data(Qt.ItemDataRole.UserRole)) for at in range(dialog.list.count())]
    return str(rows.index(person_id) + 1)


def choose(bot: QtBot, person_id: str) -> Callable[[Any], None]:
    return lambda dialog: bot.keyClick(dialog.list, digit_of(dialog, person_id))


def everything_said(here: Any) -> str:
    parts = [label.text() for label in here.window.findChildren(QLabel) if label.isVisible()]
    parts += [line.text() for line in here.window.findChildren(QLineEdit) if line.isVisible()]
    parts += [text.toPlainText() for text in here.window.findChildren(QPlainTextEdit) if text.isVisible()]
    return "\n".join(parts)


def by_paper(bot: QtBot, expert: str) -> Callable[[Any], None]:
    """Choose the expert by digit, tick the statement with Space, begin with Enter."""

    def act(dialog: PaperDialog) -> None:
        assert isinstance(dialog, PaperDialog)
        bot.keyClick(dialog.list, digit_of(dialog, expert))
        assert dialog.pledged.hasFocus()
        bot.keyClick(dialog.pledged, Qt.Key.Key_Space)
        bot.keyClick(dialog.pledged, Qt.Key.Key_Return)

    return act


def type_in(bot: QtBot, here: Any, key: str = "expert-2") -> Any:
    here.seat("leader")
    here.go("home")
    answer_in_turn(bot, by_paper(bot, here.people[key]))
    (card,) = [card for card in here.screen.cards if card.tile.visit_id == here.visit]
    card.asked.emit(here.visit, "type_in")
    assert here.window.route == Route("desk", here.visit, here.people[key])
    at_window(bot, here)
    return here.screen.desk


# Switching.


def test_a_digit_switches_and_shows_the_same_criterion_of_the_other(here: Any, qtbot: QtBot) -> None:
    other = here.workspace.people.create(
        "专家乙（示例）", "示例单位", None, person_id=here.people["expert-2"]
    )
    here.workspace.visits.confirm_recusal(here.visit, other.id)
    desk = here.go("desk").desk
    desk.wants.opened.emit("6.1")
    desk.wants.noted.emit("只有专家甲知道的话")
    switch(qtbot, here, choose(qtbot, other.id))

    assert here.window.route == Route("desk", here.visit)
    state = here.screen.desk.presenter.state
    assert state.card.id == "6.1"
    assert state.seat.keyboard == other.name
    assert here.workspace.people.current.id == other.id
    qtbot.waitUntil(lambda: not desk_alive(desk))
    assert "只有专家甲知道的话" not in everything_said(here)
    assert here.screen.desk.presenter.state.result.total == "0"


def desk_alive(desk: Any) -> bool:
    from shiboken6 import isValid

    return isValid(desk) and desk.isVisible()


def test_while_choosing_nothing_of_the_one_before_is_on_screen(here: Any, qtbot: QtBot) -> None:
    desk = here.go("desk").desk
    desk.wants.opened.emit("6.1")
    desk.wants.noted.emit("只有专家甲知道的话")
    assert "只有专家甲知道的话" in everything_said(here)
    seen: list[str] = []

    def look(dialog: SwitchDialog) -> None:
        seen.append(everything_said(here))
        qtbot.keyClick(dialog.list, Qt.Key.Key_Escape)

    switch(qtbot, here, look)
    assert len(seen) == 1
    assert "只有专家甲知道的话" not in seen[0]
    assert "6.1" not in seen[0]
    assert "只有专家甲知道的话" in everything_said(here)
    assert here.screen.desk is desk


def test_a_pin_is_asked_for_and_a_wrong_one_changes_nobody(here: Any, qtbot: QtBot) -> None:
    person = here.workspace.people.create("专家戊（示例）", "示例单位", PIN)
    here.workspace.people.lock.take_code(person.id)
    before = here.workspace.people.current
    here.go("desk")

    def act(dialog: SwitchDialog) -> None:
        qtbot.keyClick(dialog.list, digit_of(dialog, person.id))
        assert dialog.pin.hasFocus()
        qtbot.keyClicks(dialog.pin, "000000")
        qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not dialog.busy)
        assert dialog.isVisible()
        assert dialog.fault.text()
        assert here.workspace.people.current == before
        qtbot.keyClicks(dialog.pin, PIN)
        qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)

    switch(qtbot, here, act)
    assert here.workspace.people.current.id == person.id
    assert here.window.route.screen == "home", "who is not of the panel has no desk there"


def test_who_has_not_confirmed_recusal_is_asked_before_the_desk(here: Any, qtbot: QtBot) -> None:
    other = here.workspace.people.create(
        "专家乙（示例）", "示例单位", None, person_id=here.people["expert-2"]
    )
    here.go("desk")
    asked: list[Any] = []

    def refuse(dialog: Any) -> None:
        asked.append(type(dialog))
        dialog.reject()

    switch(qtbot, here, choose(qtbot, other.id), refuse)
    assert asked == [PledgeDialog]
    assert here.window.route.screen == "home"


# Typing in from paper.


def test_a_colleagues_paper_is_typed_in_and_says_so(here: Any, qtbot: QtBot) -> None:
    desk = type_in(qtbot, here)
    seat = desk.presenter.state.seat
    assert desk.seat.typed.isVisible()
    assert desk.seat.typed.text == "代专家乙（示例）录入"
    assert desk.seat.person.text() == "录入人 组长丁（示例）"
    assert "代专家乙（示例）录入，录入人：组长丁（示例）" in seat.words
    qtbot.keyClick(at_window(qtbot, here), "1")
    sheet: SheetDesk = desk.presenter._sheet
    last = sheet.records()[-1]
    assert (last.kind, last.criterion) == ("finding", "1.1")
    assert (last.author, last.on_behalf) == (here.people["leader"], here.people["expert-2"])


def test_begun_without_the_signed_statement_is_refused(here: Any, qtbot: QtBot) -> None:
    here.seat("leader")
    here.go("home")

    def act(dialog: PaperDialog) -> None:
        qtbot.keyClick(dialog.list, digit_of(dialog, here.people["expert-2"]))
        qtbot.keyClick(dialog.pledged, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert "回避与纪律承诺" in dialog.fault.text()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    answer_in_turn(qtbot, act)
    here.screen.do(here.visit, "type_in")
    assert here.window.route.screen == "home"


def test_an_expert_at_work_here_is_gone_on_with_only_for_a_reason(here: Any, qtbot: QtBot) -> None:
    here.seat("leader")
    here.go("home")
    own = here.people["expert-1"]

    def act(dialog: PaperDialog) -> None:
        at = int(digit_of(dialog, own)) - 1
        qtbot.keyClick(dialog.list, str(at + 1))
        assert "可写明原因由您接续" in dialog.list.item(at).text()
        assert dialog.reason.hasFocus()
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert "原因" in dialog.fault.text()
        dialog.reject()

    answer_in_turn(qtbot, act)
    here.screen.do(here.visit, "type_in")
    assert here.window.route.screen == "home"


def test_after_a_restart_the_same_paper_is_gone_on_with(
    here: Any, dressed: QApplication, qtbot: QtBot
) -> None:
    desk = type_in(qtbot, here)
    desk.wants.opened.emit("4.2")
    desk.presenter.rest_at("")
    expert, route = here.people["expert-2"], here.window.route
    here.window.close()
    here.room.close()
    again = Room(dressed, here.room.data, FixedClock(NOW))
    again.open(lambda data: open_workspace(data, FixedClock(NOW)), ())
    assert again.window.route == route
    state = again.window.screen_shown.desk.presenter.state  # type: ignore[union-attr]
    assert state.seat.expert == "专家乙（示例）"
    assert state.card.id == "4.2"
    workspace = again.session.stage.workspace  # type: ignore[union-attr]
    workspace.people.switch(here.people["expert-1"], None)
    again.close()
    again.window.deleteLater()

    other = Room(dressed, here.room.data, FixedClock(NOW))
    other.open(lambda data: open_workspace(data, FixedClock(NOW)), ())
    assert other.window.route.behalf == "", f"somebody else must not find the paper of {expert} open"
    other.close()
    other.window.deleteLater()


def test_switching_away_from_a_typed_in_sheet_shows_the_own_one(here: Any, qtbot: QtBot) -> None:
    desk = type_in(qtbot, here)
    desk.wants.opened.emit("6.1")
    desk.wants.noted.emit("纸上写的话")
    switch(qtbot, here, choose(qtbot, here.people["expert-1"]))
    state = here.screen.desk.presenter.state
    assert here.window.route == Route("desk", here.visit)
    assert (state.card.id, state.seat.expert) == ("6.1", "")
    assert here.screen.desk.presenter._sheet.person.id == here.people["expert-1"]
    assert "纸上写的话" not in everything_said(here)


def fill(desk: Any, findings: dict[str, Any]) -> None:
    for cid, answer in findings.items():
        desk.wants.opened.emit(cid)
        for name, value in answer.items():
            desk.show_state(desk.presenter.do(desk.presenter.writing.record, name, value))


def test_the_lock_asks_for_the_signed_page_and_then_offers_the_next(
    here: Any, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = type_in(qtbot, here)
    page = tmp_path / "手签页.png"
    page.write_bytes(picture())
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(page)], ""))
    qtbot.keyClick(at_window(qtbot, here), Qt.Key.Key_L, CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TypedLockDialog)
    assert dialog.act.text() == "不附手签页，仍要锁定"
    qtbot.keyClick(dialog.add, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.presenter.state.seat.pages) == 1)
    assert dialog.act.text() == "仍要锁定"
    followed: list[str] = []

    def look(following: PaperDialog) -> None:
        followed.append(following.windowTitle())
        by_paper(qtbot, here.people["expert-3"])(following)

    answer_in_turn(qtbot, look)
    qtbot.keyClick(dialog.act, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: here.window.route.behalf == here.people["expert-3"])
    assert followed == ["接着代录下一位"]
    kept = here.workspace._sheet_files.kept(here.visit, here.people["expert-2"])
    assert kept is not None, "signed while its typist sat there"


def picture() -> bytes:
    from PySide6.QtGui import QImage

    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def test_where_the_leader_is_not_here_the_typed_in_sheet_goes_to_a_file(
    here: Any, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expert, helper = here.people["expert-2"], here.people["expert-1"]
    here.seat("expert-1")
    here.workspace.sheets.open(here.visit, helper).lock(knowingly=True)
    here.workspace.typed.begin(here.visit, expert, pledged=True)
    sheet = here.workspace.sheets.open(here.visit, expert, entered_by=helper)
    sheet.lock(knowingly=True)
    target = tmp_path / "代录.xpsheet"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    here.room.session._deeds.hand_over(here.visit)
    assert not target.exists(), "the leader has it on this device already"
    with here.workspace.store.write() as unit:
        unit.remove(tables.people, {"id": here.people["leader"]})
    here.room.session._deeds.hand_over(here.visit)
    assert target.stat().st_size > 0
    assert "代录" in here.notices[-1].title


def test_own_sheets_are_locked_as_ever(here: Any, qtbot: QtBot) -> None:
    here.seat("expert-1")
    here.go("desk")
    qtbot.keyClick(at_window(qtbot, here), Qt.Key.Key_L, CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    assert not isinstance(dialog, TypedLockDialog)
    dialog.reject()


# Printing.


@pytest.mark.parametrize("blank", [True, False])
def test_the_sheet_is_printed_where_one_says(
    here: Any, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, blank: bool
) -> None:
    here.seat("expert-1")
    desk = here.go("desk").desk
    target, opened = tmp_path / "表.pdf", list[str]()

    def open_nothing(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return False

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", open_nothing)
    (desk.seat.blank if blank else desk.seat._own).trigger()
    here.settle(qtbot)
    assert target.read_bytes().startswith(b"%PDF-")
    assert opened == [str(target)]
    assert str(target) in here.notices[-1].title
    assert "请用看 PDF 的程序打开" in here.notices[-1].title, "where nothing opens it, its place is told"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus off screen
def test_ctrl_p_opens_the_menu_of_prints(here: Any, qtbot: QtBot) -> None:
    here.seat("expert-1")
    desk = here.go("desk").desk
    menu, wanted = desk.seat.print.menu(), list[bool]()
    desk.print_wanted.disconnect()
    desk.print_wanted.connect(wanted.append)
    menu.aboutToShow.connect(lambda: QTimer.singleShot(50, lambda: qtbot.keyClick(menu, "1")))
    qtbot.keyClick(at_window(qtbot, here), Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: wanted == [True])


def test_a_stick_that_is_gone_leaves_no_half_file(here: Any, tmp_path: Path) -> None:
    here.seat("expert-1")
    sheet = here.go("desk").desk.presenter.seat.to_print(blank=True)
    steps: list[WorkStep] = []

    class Quiet:
        def report(self, step: WorkStep) -> None:
            steps.append(step)

        def check(self) -> None: ...

    with pytest.raises(EnvironmentTrouble):
        print_sheet(sheet, tmp_path / "gone" / "表.pdf", Quiet())
    assert list(tmp_path.rglob("*.pdf*")) == []
    assert steps


# How many keys.


def test_a_whole_paper_sheet_takes_few_keys(here: Any, qtbot: QtBot) -> None:
    """Every field by its own keys, Enter from field to field and on to the next criterion; no pointer."""
    desk = type_in(qtbot, here)
    findings = load_sample().findings_of("expert-2")
    keys = 0

    def press(key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal keys
        keys += 1
        qtbot.keyClick(at_window(qtbot, here), key, modifier)

    sheet: SheetDesk = desk.presenter._sheet
    mine = sheet.mine
    for cid in mine:
        assert desk.presenter.state.card.id == cid
        answer = findings[cid]
        for _ in range(40):
            name = desk.card.form.field_of(QApplication.focusWidget())
            if desk.presenter.state.card.id != cid:
                break
            if name in answer and sheet.answers.get(cid, {}).get(name) != answer[name]:
                keys += enter(qtbot, desk, name, answer[name])
            press(Qt.Key.Key_Return)
        if cid == mine[-1]:
            break
    assert {cid: dict(sheet.answers.get(cid, {})) for cid in mine} == {cid: findings[cid] for cid in mine}
    assert keys <= 160, keys


def enter(bot: QtBot, desk: Any, name: str, value: object) -> int:
    """Give one field its value; how many keys that took."""
    (field,) = [each for each in desk.presenter.state.card.fields if each.name == name]
    focus = QApplication.focusWidget()
    assert focus is not None
    values = [option for option, _ in field.options]
    if field.kind in ("flag", "level"):
        text = {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
        bot.keyClick(focus, str(values.index(str(text)) + 1))
        return 1
    if field.kind == "set" and isinstance(value, list):
        for each in value or [None]:
            bot.keyClick(focus, "0" if each is None else str(values.index(each) + 1))
        return max(len(value), 1)
    if isinstance(value, list):
        desk.show_state(desk.presenter.do(desk.presenter.writing.record, name, value))
        return sum(len(text) for row in value for text in row.values()) + 3 * len(value)
    text = str(value)
    if text.isascii():
        bot.keyClicks(focus, text)
        return len(text)
    desk.show_state(desk.presenter.do(desk.presenter.writing.record, name, text))
    return 1  # written by an input method; counted as one step
