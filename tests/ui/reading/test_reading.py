"""Reading out: by keys, over the real services, from the frozen text to the note in the panel's ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.common.errors import Refusal
from app.services.panel.read_out import STEP
from app.ui.reading.presenter import SIZES, ReadingPresenter
from app.ui.reading.view import ReadingDialog
from app.ui.reading.view_paper import PaperReadingDialog

Opener = Callable[[str], Any]
Key = Qt.Key


@pytest.fixture
def frozen(stand: Opener, qtbot: QtBot) -> Any:
    here = stand("ruled")
    here.workspace.verdicts.freeze(here.visit)
    here.go("signing")
    here.settle(qtbot)
    return here


@pytest.fixture
def reading(frozen: Any, qtbot: QtBot) -> ReadingDialog:
    qtbot.keyClick(frozen.window, Key.Key_F5)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ReadingDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReadingDialog)
    return dialog


def test_what_is_not_frozen_is_not_read(stand: Opener) -> None:
    here = stand("ruled")
    with pytest.raises(Refusal, match="还没有定稿"):
        ReadingPresenter(here.workspace, here.visit)
    here.go("signing")
    assert not here.screen.round.read.isVisible()


def test_every_page_is_shown_by_keys_and_the_reading_noted(
    frozen: Any, reading: ReadingDialog, qtbot: QtBot
) -> None:
    pages = reading.presenter.pages
    seen = [reading.page.text.text()]
    for _ in pages[1:]:
        qtbot.keyClick(reading, Key.Key_PageDown)
        seen.append(reading.page.text.text())
    plain = [each.replace("\u2060", "") for each in seen]
    assert plain == [page.text for page in pages]
    qtbot.keyClick(reading, Key.Key_Space)
    assert reading.presenter.state().number == len(pages)
    qtbot.keyClick(reading, Key.Key_Escape)
    facts = frozen.workspace.panels.open(frozen.visit).facts
    assert f"共 {len(pages)} 页" in facts.followed[STEP].notes
    assert "没有读" not in facts.followed[STEP].notes
    assert "请单位表态" in frozen.notices[-1].title


def test_pages_that_were_passed_over_are_known(frozen: Any, reading: ReadingDialog, qtbot: QtBot) -> None:
    many = len(reading.presenter.pages)
    qtbot.keyClick(reading, Key.Key_End)
    qtbot.keyClick(reading, Key.Key_Escape)
    passed = "、".join(str(number) for number in range(2, many))
    notes = frozen.workspace.panels.open(frozen.visit).facts.followed[STEP].notes
    assert notes.endswith(f"；第 {passed} 页没有读")


def test_interrupted_it_goes_on_where_it_was_and_a_text_frozen_anew_begins(
    frozen: Any, reading: ReadingDialog, qtbot: QtBot
) -> None:
    qtbot.keyClick(reading, Key.Key_Right)
    qtbot.keyClick(reading, Key.Key_Right)
    qtbot.keyClick(reading, Key.Key_Escape)
    facts = frozen.workspace.panels.open(frozen.visit).facts
    assert STEP not in facts.followed
    assert ReadingPresenter(frozen.workspace, frozen.visit).state().number == 3
    frozen.workspace.verdicts.thaw(frozen.visit, "改一处")
    frozen.workspace.panels.open(frozen.visit).set_problems(["换了的问题"])
    frozen.workspace.verdicts.freeze(frozen.visit)
    assert ReadingPresenter(frozen.workspace, frozen.visit).state().number == 1


def test_dark_larger_sections_and_touch(reading: ReadingDialog, qtbot: QtBot) -> None:
    state = reading.presenter.state
    qtbot.keyClick(reading, Key.Key_B)
    assert not reading.page.text.isVisible()
    qtbot.keyClick(reading, Key.Key_Right)
    assert (reading.page.text.isVisible(), state().number) == (True, 1)
    size = state().size
    qtbot.keyClick(reading, Key.Key_Plus)
    assert state().size > size
    for _ in SIZES:
        qtbot.keyClick(reading, Key.Key_Minus)
    assert state().size == SIZES[0]
    title, number = state().sections[2]
    qtbot.keyClick(reading, Key.Key_3)
    assert (state().title, state().number) == (title, number)
    qtbot.mouseClick(reading, Qt.MouseButton.LeftButton, pos=QPoint(10, 200))
    assert state().number == number - 1
    qtbot.mouseClick(reading, Qt.MouseButton.LeftButton, pos=QPoint(reading.width() - 10, 200))
    assert state().number == number


def test_the_leader_sees_the_spoken_form_the_clause_and_the_next_words(
    reading: ReadingDialog, qtbot: QtBot
) -> None:
    pages = reading.presenter.pages
    with_clause = next(number for number, page in enumerate(pages, 1) if page.aside)
    reading.presenter.go_to(with_clause)
    qtbot.keyClick(reading, Key.Key_L)
    assert reading.notes.isVisible()
    assert reading.notes.spoken.text().replace("\u2060", "") == pages[with_clause - 1].spoken
    assert pages[with_clause - 1].aside in reading.notes.aside.text()
    assert pages[with_clause].spoken[:10] in reading.notes.following.text()
    qtbot.keyClick(reading, Key.Key_L)
    assert reading.page.isVisible()


def test_a_second_screen_has_the_page_while_it_is_plugged_in(
    reading: ReadingDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = reading.screen()
    monkeypatch.setattr(reading, "_other_screen", lambda: second)
    reading._place_pages()
    page = reading.audience
    assert page is not None
    assert (page.isWindow(), page.isVisible(), reading.notes.isVisible()) == (True, True, True)
    qtbot.keyClick(page, Key.Key_Right)
    assert reading.presenter.state().number == 2
    assert page.text.text().replace("\u2060", "") == reading.presenter.state().text
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert reading.presenter.state().number == 1
    monkeypatch.setattr(reading, "_other_screen", lambda: None)
    reading._place_pages()
    assert (reading.audience, reading.page.isVisible(), reading.notes.isVisible()) == (None, True, False)
    qtbot.keyClick(reading, Key.Key_Right)
    assert reading.presenter.state().number == 2


def test_after_the_document_is_issued_nothing_more_is_noted(frozen: Any) -> None:
    presenter = ReadingPresenter(frozen.workspace, frozen.visit)
    frozen.workspace.verdicts.issue(frozen.visit, knowingly=True)
    presenter.go_to(len(presenter.pages))
    assert presenter.end() == ""
    assert STEP not in frozen.workspace.panels.open(frozen.visit).facts.followed


def later(here: Any, seconds: float) -> None:
    here.workspace.clock.moment += timedelta(seconds=seconds)


def test_the_time_is_that_of_reading_from_the_first_page_to_the_last_breaks_left_out(frozen: Any) -> None:
    first = ReadingPresenter(frozen.workspace, frozen.visit)
    begun = frozen.workspace.clock.now()
    later(frozen, 30)
    first.go_on()
    later(frozen, 10)
    assert first.end() == ""
    later(frozen, 3600)
    second = ReadingPresenter(frozen.workspace, frozen.visit)
    assert (second.state().number, second.state().gone) == (2, "0:40")
    for _ in second.pages:
        later(frozen, 5)
        second.go_on()
    assert "请单位表态" in second.end()
    out = frozen.workspace.panels.open(frozen.visit).facts.read
    assert (out.seconds, out.passed) == (40 + 5 * len(second.pages), ())
    assert out.begun == begun.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_a_crash_in_the_middle_loses_no_page(frozen: Any) -> None:
    presenter = ReadingPresenter(frozen.workspace, frozen.visit)
    presenter.go_on()
    presenter.go_on()  # and the program ends here
    again = ReadingPresenter(frozen.workspace, frozen.visit)
    assert again.state().number == 3
    again.go_to(len(again.pages))
    again.end()
    passed = frozen.workspace.panels.open(frozen.visit).facts.read.passed
    assert passed == tuple(range(4, len(again.pages)))


def test_what_was_dark_at_the_start_was_no_reading(frozen: Any) -> None:
    presenter = ReadingPresenter(frozen.workspace, frozen.visit)
    presenter.darken()
    later(frozen, 300)
    presenter.go_on()
    assert presenter.state().gone == "0:00"
    presenter.darken()
    later(frozen, 20)
    presenter.darken()
    later(frozen, 5)
    presenter.go_on()
    presenter.darken()
    later(frozen, 7)
    presenter.darken()
    assert presenter.state().gone == "0:12"


def test_after_a_thaw_the_changed_pages_are_marked_and_all_can_be_read(frozen: Any, qtbot: QtBot) -> None:
    verdicts = frozen.workspace.verdicts
    first = ReadingPresenter(frozen.workspace, frozen.visit)
    for _ in first.pages:
        first.go_on()
    first.end()
    old = list(frozen.workspace.panels.open(frozen.visit).facts.problems)
    verdicts.thaw(frozen.visit, "改一处")
    frozen.workspace.panels.open(frozen.visit).set_problems([*old[1:], "又查出一处：台账缺页。"])
    verdicts.freeze(frozen.visit)
    qtbot.keyClick(frozen.window, Key.Key_F5)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ReadingDialog))
    dialog: Any = QApplication.activeModalWidget()
    texts = [each.text for each in dialog.presenter.pages]
    assert texts == ["又查出一处：台账缺页。", first.pages[-1].text]
    assert "改动后重新宣读" in dialog.page.title.text()
    qtbot.keyClick(dialog, Key.Key_L)
    assert "请口头说明" in dialog.notes.aside.text()
    qtbot.keyClick(dialog, Key.Key_A)
    assert len(dialog.presenter.pages) > 2
    assert "重新宣读" not in dialog.page.title.text()
    qtbot.keyClick(dialog, Key.Key_End)
    qtbot.keyClick(dialog, Key.Key_Escape)
    assert frozen.workspace.panels.open(frozen.visit).facts.read.portion == "whole"


def test_a_rehearsal_measures_the_pace_and_notes_nothing(frozen: Any, qtbot: QtBot) -> None:
    before = ReadingPresenter(frozen.workspace, frozen.visit).state().left
    qtbot.keyClick(frozen.window, Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ReadingDialog))
    dialog: Any = QApplication.activeModalWidget()
    assert (dialog.notes.isVisible(), dialog._other_screen()) == (True, None)
    assert "试读" in dialog.notes.title.text()
    for _ in dialog.presenter.pages[1:]:
        later(frozen, 15)
        qtbot.keyClick(dialog, Key.Key_Right)
    later(frozen, 15)
    qtbot.keyClick(dialog, Key.Key_Escape)
    assert "已记下您的语速" in frozen.notices[-1].title
    facts = frozen.workspace.panels.open(frozen.visit).facts
    assert (facts.read, STEP in facts.followed) == (None, False)
    after = ReadingPresenter(frozen.workspace, frozen.visit)
    assert (after.state().left == before, after.state().number) == (False, 1)


def test_the_script_is_saved_and_its_reading_noted_by_keys(
    frozen: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answering: Any
) -> None:
    path = tmp_path / "讲稿.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(frozen.window, Key.Key_F5, both)
    assert path.read_bytes().startswith(b"%PDF")

    def typed(dialog: Any) -> None:
        assert isinstance(dialog, PaperReadingDialog)
        qtbot.keyClick(dialog.begun, Key.Key_Return)
        assert dialog.isVisible()
        assert "开始之后" in dialog.fault.text()
        dialog.begun.setText("2026-05-12 08:00")
        dialog.ended.setText("2026-05-12 08:06")
        qtbot.keyClick(dialog.ended, Key.Key_Return)

    answering(typed)
    qtbot.keyClick(frozen.window, Key.Key_F5, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: frozen.workspace.panels.open(frozen.visit).facts.read is not None)
    assert frozen.workspace.panels.open(frozen.visit).facts.read.seconds == 360
