"""A wide spread is settled in the window: by keys, everybody's view, nothing assumed on anyone's behalf."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

Opener = Callable[[str], Any]
SPREAD = "15.2"
SENTENCE = "对经验材料逐份讨论，同意取平均"
WHY = "仍认为只有方法改进"


def compose(field: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def at_spread(stand: Opener) -> Any:
    here = stand("collected")
    screen = here.go("conclusion")
    screen.do(lambda: screen.presenter.show_criterion(SPREAD))
    return here, screen


def test_a_spread_is_settled_by_keys(stand: Opener, qtbot: QtBot, answering: Callable[..., None]) -> None:
    here, screen = at_spread(stand)
    assert screen.criterion.talk.chip.text == "须合议"
    assert any(told.startswith(SPREAD) for told in screen.presenter.state.result.blocked)

    def settle(dialog: Any) -> None:
        assert not any(view.side.value for view in dialog.views)
        compose(dialog.sentence, SENTENCE)
        assert not dialog.act.isEnabled(), "nobody's view is assumed"
        qtbot.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
        assert dialog.act.isEnabled()
        third = dialog.views[2]
        third.side.setFocus()
        qtbot.keyClick(third.side, Qt.Key.Key_2)
        assert third.why.isVisible()
        assert not dialog.act.isEnabled(), "a dissent says why"
        compose(third.why, WHY)
        dialog.act.click()

    answering(settle)
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(here.window, Qt.Key.Key_J, held)
    stored = here.workspace.panels.open(here.visit).facts.settlements[SPREAD]
    assert stored.sentence == SENTENCE
    assert dict(stored.dissents) == {here.people["expert-3"]: WHY}
    talk = screen.criterion.talk
    assert talk.chip.text == "已合议"
    assert talk.sentence.text() == SENTENCE
    assert WHY in talk.told.text()
    assert "专家甲" in talk.told.text()
    groups = {group.key: [row.id for row in group.rows] for group in screen.presenter.state.groups}
    assert groups["settled"] == [SPREAD]
    assert not any(told.startswith(SPREAD) for told in screen.presenter.state.result.blocked)


def test_nothing_is_offered_where_there_is_nothing_to_settle(stand: Opener) -> None:
    screen = stand("collected").go("conclusion")
    screen.do(lambda: screen.presenter.show_criterion("1.1"))
    assert not screen.criterion.talk.isVisible()
    screen.settling.talk_over()  # the key does nothing here


def test_what_was_said_stands_in_the_dialog_again(stand: Opener, answering: Callable[..., None]) -> None:
    here, screen = at_spread(stand)
    people = [here.people[key] for key in ("expert-1", "expert-2", "expert-3")]
    here.workspace.panels.open(here.visit).settle(SPREAD, SENTENCE, people[:2], {people[2]: WHY})
    screen.presenter.reload()
    screen.do(lambda: None)
    seen: list[Any] = []

    def look(dialog: Any) -> None:
        seen.append((dialog.sentence.toPlainText(), [(v.side.value, v.why.text()) for v in dialog.views]))
        dialog.reject()

    answering(look)
    screen.criterion.talk.note.click()
    assert seen == [(SENTENCE, [("agrees", ""), ("agrees", ""), ("dissents", WHY)])]
