"""What the leader types is durable at every key: the program may end in the middle of a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.conclusion.presenter import ConclusionPresenter
from app.ui.conclusion.state import RulingState
from tests.ui.conclusion.test_conclusion import REASON, compose

Opener = Callable[[str], Any]
HALF = "由三位专家当场抽查，所见与台账相"


def after_the_crash(here: Any) -> ConclusionPresenter:
    """The screen made anew from what is on the disk alone: nobody was asked to hand anything over."""
    return ConclusionPresenter(here.workspace, here.visit)


def ruling_after_the_crash(here: Any) -> RulingState:
    page = after_the_crash(here).state.criterion
    assert page is not None
    assert page.ruling is not None
    return page.ruling


def test_a_ruling_and_its_reason(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    ruling = here.go("conclusion").criterion.ruling
    assert ruling.form.focus_field()
    for typed in ("5", "54", "54."):
        qtbot.keyClicks(ruling.form.focusWidget(), typed[-1])
        (field,) = ruling_after_the_crash(here).fields
        assert field.text == typed
    for length in range(1, len(REASON), 5):
        ruling.reason.clear()
        compose(ruling.reason, REASON[:length])
        assert ruling_after_the_crash(here).reason == REASON[:length]
    qtbot.keyClick(ruling.reason, Qt.Key.Key_Escape)
    assert ruling_after_the_crash(here).reason == REASON[:length]


def test_what_is_ruled_is_no_draft_any_more(stand: Opener) -> None:
    here = stand("collected")
    presenter = here.go("conclusion").presenter
    presenter.write("senior_trainees", "540")
    presenter.give_reason(REASON)
    presenter.rule()
    presenter.unrule("重新核对（示例）")
    ruling = ruling_after_the_crash(here)
    assert (ruling.reason, ruling.fields[0].text) == ("", "")


@pytest.mark.parametrize("name", ["people", "notes"])
def test_a_step_of_the_day_that_is_not_recorded_yet(stand: Opener, qtbot: QtBot, name: str) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    screen.turn_to("protocol")
    row = next(each for each in screen.protocol.rows.values() if each.step.open and not each.step.done)
    for length in (1, 5, len(HALF)):
        getattr(row, name).clear()
        compose(getattr(row, name), HALF[:length])
        state = after_the_crash(here).state
        (line,) = [each for each in state.protocol if each.id == row.step.id]
        assert line.typed is not None
        assert dict(zip(("people", "notes"), line.typed, strict=True))[name] == HALF[:length]
        assert not line.done
    row.note()
    (line,) = [each for each in after_the_crash(here).state.protocol if each.id == row.step.id]
    assert (line.typed, getattr(line, name)) == (None, HALF)


def test_a_note_on_a_paper(stand: Opener) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    screen.turn_to("protocol")
    paper = next(iter(screen.protocol.papers.values()))
    compose(paper.note, HALF)
    material = next(each for each in after_the_crash(here).state.materials if each.id == paper.material.id)
    assert (material.typed, material.note) == (HALF, "")


def test_opinions_in_the_middle_of_a_word(stand: Opener) -> None:
    here = stand("collected")
    screen = here.go("conclusion")
    screen.turn_to("opinions")
    compose(screen.opinions.problems, HALF)
    compose(screen.opinions.suggestions, "建议")
    assert here.workspace.panels.open(here.visit).facts.problems == ()
    again = after_the_crash(here)
    assert again.state.typed_opinions == (HALF, "建议", "")


def test_the_opinions_come_back_and_are_recorded_by_themselves(stand: Opener, qtbot: QtBot) -> None:
    here = stand("collected")
    here.go("conclusion").presenter.type_opinions(HALF, "建议")
    here.go("home")
    screen = here.go("conclusion")
    assert screen.opinions.problems.toPlainText() == HALF
    qtbot.waitUntil(lambda: here.workspace.panels.open(here.visit).facts.problems == (HALF,), timeout=10_000)
    assert after_the_crash(here).state.typed_opinions is None


def test_the_units_answer(stand: Opener) -> None:
    here = stand("ruled")
    here.workspace.verdicts.freeze(here.visit)
    screen = here.go("conclusion")
    screen.turn_to("statement")
    compose(screen.statement.by, "示例负责人")
    compose(screen.statement.text, HALF)
    state = after_the_crash(here).state.statement
    assert state.typed == (HALF, "", "示例负责人")
    assert state.text == ""


def test_a_disk_that_refuses_takes_nothing_from_the_screen(
    stand: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.common.errors import EnvironmentTrouble
    from app.services.panel.unrecorded_words import PanelTyping

    here = stand("collected")
    ruling = here.go("conclusion").criterion.ruling

    def full(*_given: object) -> None:
        raise EnvironmentTrouble("磁盘空间已满。", code="XP-2001")

    monkeypatch.setattr(PanelTyping, "_write", full)
    compose(ruling.reason, HALF)
    QApplication.processEvents()
    assert ruling.reason.toPlainText() == HALF
    assert here.window.banner.isVisible()
