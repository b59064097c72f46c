"""A form goes from criterion to criterion: its lines stand for other fields, and bring nothing along."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.ui.criterion.state import FieldState
from app.ui.criterion.view_editors import ChoiceEditor, PointsEditor, ReasonEditor
from app.ui.criterion.view_form import Form
from app.ui.criterion.view_intents import FieldIntents
from app.ui.criterion.view_numbers import NumberEditor

YES_NO = (("true", "是"), ("false", "否"))
FIRST = (
    FieldState("body", "flag", "有专门机构", text="true", options=YES_NO),
    FieldState("trainees", "count", "同期培训", unit="人", text="12", fault="请核对。", far=10),
    FieldState("deduction", "points", "扣分", text="1", hint="0–5 分", scale=(0, 500, 50)),
    FieldState("reason", "reason", "扣分理由", text="工位不足", offered=("缺设备", "缺师资"), owed=True),
)
SECOND = (
    FieldState("archive", "flag", "有档案", options=YES_NO),
    FieldState("value", "amount", "设备总值", unit="万元", beside="即 1 亿元"),
    FieldState("award", "points", "加分", hint="0–2 分，1 分一档", scale=(0, 200, 100)),
    FieldState("why", "reason", "加分理由", offered=("有特色",)),
)


@pytest.fixture
def form(dressed: QApplication, qtbot: QtBot) -> Form:
    made = Form(FieldIntents())
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def seen(form: Form) -> dict[str, object]:
    """All that a person can see or hear of the lines."""
    told: dict[str, object] = {}
    for name, line in form.lines.items():
        editor = line.editor
        told[name] = [line.label.text(), line.isVisible(), _seen(editor)]
    return told


def _seen(editor: object) -> object:
    match editor:
        case ChoiceEditor():
            return editor.segments.value, editor.segments.accessibleName(), editor.segments.isEnabled()
        case NumberEditor():
            edit = editor.number.edit
            said = edit.accessibleName(), editor.number.unit.text(), editor.beside.text(), editor.number.far
            return edit.text(), said, editor.number.fault.isHidden(), edit.property("fault")
        case PointsEditor():
            points, slider = editor.points, editor.slider
            names = points.edit.accessibleName(), points.hint.text(), slider.accessibleName()
            return points.edit.text(), names, slider.at, slider._last, slider.isHidden()
        case ReasonEditor():
            offers = [cast("QAbstractButton", each).text() for each in editor.offers._things]
            words = editor.words
            return words.toPlainText(), words.accessibleName(), offers, editor.fault.text()
    return None


def test_lines_stand_for_the_fields_of_the_next_criterion_as_new_ones_would(
    dressed: QApplication, qtbot: QtBot, form: Form
) -> None:
    form.show_fields("1.1", FIRST, writable=True)
    before = {name: line.editor for name, line in form.lines.items()}
    form.show_fields("1.2", SECOND, writable=True)
    fresh = Form(FieldIntents())
    qtbot.addWidget(fresh)
    fresh.resize(800, 600)
    fresh.show()
    fresh.show_fields("1.2", SECOND, writable=True)

    assert seen(form) == seen(fresh)
    assert [line.editor for line in form.lines.values()] == list(before.values())
    form.show_fields("1.1", FIRST, writable=False)
    fresh.show_fields("1.1", FIRST, writable=False)
    assert seen(form) == seen(fresh)


def test_what_is_typed_is_told_of_the_field_that_stands_there_now(qtbot: QtBot, form: Form) -> None:
    told: list[tuple[object, ...]] = []
    wants = form._wants
    for signal in (wants.typed, wants.stepped, wants.offered):
        signal.connect(lambda *given: told.append(given))
    form.show_fields("1.1", FIRST, writable=True)
    form.show_fields("1.2", SECOND, writable=True)
    assert told == []

    archive, value, award, why = (line.editor for line in form.lines.values())
    assert isinstance(archive, ChoiceEditor)
    assert isinstance(value, NumberEditor)
    assert isinstance(award, PointsEditor)
    assert isinstance(why, ReasonEditor)
    qtbot.keyClick(archive.segments, "1")
    qtbot.keyClicks(value.number.edit, "7")
    qtbot.keyClick(award.points.edit, Qt.Key.Key_Up)
    award.slider.moved.emit(2)
    qtbot.keyClicks(why.words, "a")
    (offer,) = why.offers._things
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)

    assert told == [
        ("archive", "true"),
        ("value", "7"),
        ("award", 1),
        ("award", "2"),
        ("why", "a"),
        ("why", "有特色"),
    ]


def test_nothing_begun_or_undoable_goes_along(form: Form) -> None:
    form.show_fields("1.1", FIRST, writable=True)
    number, reason = form.lines["trainees"].editor, form.lines["reason"].editor
    assert isinstance(number, NumberEditor)
    assert isinstance(reason, ReasonEditor)
    number.number.edit.insert("3")
    reason.words.insertPlainText("又")
    for widget in (number.number.edit, reason.words):
        QApplication.sendEvent(widget, QInputMethodEvent("pin", []))

    form.show_fields("1.2", SECOND, writable=True)

    assert not number.number.edit.isUndoAvailable()
    assert not reason.words.document().isUndoAvailable()
    assert reason.words.document().firstBlock().layout().preeditAreaText() == ""
    assert number.number.edit.text() == ""
    assert reason.words.toPlainText() == ""


def test_a_form_keeps_no_more_lines_than_a_criterion_needs(form: Form) -> None:
    many = tuple(FieldState(f"count{place}", "count", f"第 {place} 个数", unit="个") for place in range(9))
    for turn in range(4):
        form.show_fields(f"2.{turn}", many, writable=True)
        form.show_fields(f"3.{turn}", SECOND, writable=True)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what was let go goes now
    kept = [each for each in form.children() if each.isWidgetType()]
    assert len(kept) <= len(SECOND) + 4 + 4
