"""Input methods: a composition under way stores nothing, triggers nothing, and loses nothing committed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.criterion.view_cases import CasesEditor
from app.ui.criterion.view_numbers import NumberEditor
from tests.ui.desk.sitting import ALT, Sitting


def compose(widget: QWidget, preedit: str) -> None:
    QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def commit(widget: QWidget, text: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def number(desk: Sitting) -> QWidget:
    desk.view.wants.opened.emit("14.1")
    return desk.focus


def part(desk: Sitting) -> QWidget:
    number(desk)
    editor = desk.view.card.form.lines["employer_satisfaction"].editor
    assert isinstance(editor, NumberEditor)
    assert editor.counts is not None
    editor.counts.part.setFocus()
    return editor.counts.part


def reason(desk: Sitting) -> QWidget:
    desk.view.wants.opened.emit("3.1")
    desk.view.wants.typed.emit("concurrent_trainees", "20")
    desk.view.card.form.focus_field("reason")
    return desk.focus


def note(desk: Sitting) -> QWidget:
    desk.view.card.note.setFocus()
    return desk.view.card.note


def case(desk: Sitting) -> QWidget:
    desk.view.wants.opened.emit("5.1")
    editor = desk.view.card.form.lines["unmet_specialties"].editor
    assert isinstance(editor, CasesEditor)
    editor.add.click()
    return desk.focus


def search(desk: Sitting) -> QWidget:
    desk.view.list.search.setFocus()
    return desk.view.list.search


FIELDS = [number, part, reason, note, case, search]


def ledger(desk: Sitting) -> int:
    return desk.sheet.end[0]


@pytest.mark.parametrize("field", FIELDS)
def test_a_composition_stores_nothing_until_it_is_committed(
    desk: Sitting, field: Callable[[Sitting], QWidget]
) -> None:
    widget = field(desk)
    before, state = ledger(desk), desk.state
    for preedit in ("s", "sh", "shi", "1", "12", "m"):
        compose(widget, preedit)
        assert ledger(desk) == before
        assert desk.state == state
        assert desk.focus is widget
    compose(widget, "")  # given up
    assert ledger(desk) == before
    assert desk.state == state


@pytest.mark.parametrize("field", [number, part, reason, note, case])
def test_what_is_committed_is_stored_at_once_and_whole(
    desk: Sitting, field: Callable[[Sitting], QWidget]
) -> None:
    widget = field(desk)
    before = ledger(desk)
    compose(widget, "shi")
    commit(widget, "十")
    assert ledger(desk) > before
    stored = str(desk.sheet.answers) + str(desk.sheet.notes)
    assert "十" in stored or "10" in stored
    assert "shi" not in stored


@pytest.mark.parametrize("field", [number, reason, note, case])
def test_leaving_in_the_middle_loses_nothing_that_was_committed(
    desk: Sitting, field: Callable[[Sitting], QWidget]
) -> None:
    widget = field(desk)
    commit(widget, "二十")
    compose(widget, "wu")
    here = desk.card.id
    desk.press(Qt.Key.Key_Down, ALT)
    assert desk.card.id != here
    stored = str(desk.sheet.answers.get(here, {})) + desk.sheet.notes.get(here, "")
    assert "二十" in stored or "20" in stored
    assert "wu" not in str(desk.sheet.answers) + str(desk.sheet.notes)


def test_a_search_that_is_composed_filters_only_once_committed(desk: Sitting) -> None:
    widget = search(desk)
    compose(widget, "manyi")
    assert len(desk.state.list.sections) == 5
    commit(widget, "满意")
    rows = [row.id for section in desk.state.list.sections for row in section.rows]
    assert rows == ["14.1", "14.2"]


@pytest.mark.parametrize(
    ("cid", "name"), [("1.1", "dedicated_body"), ("2.1", "sound_regimes"), ("2.2", "archive")]
)
def test_choices_and_ticks_take_no_composition(desk: Sitting, cid: str, name: str) -> None:
    desk.view.wants.opened.emit(cid)
    assert desk.field == name
    before = ledger(desk)
    assert not desk.focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    compose(desk.focus, "1")
    commit(desk.focus, "2")
    assert ledger(desk) == before
