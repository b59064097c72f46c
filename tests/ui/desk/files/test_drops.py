"""Files may be dropped anywhere on the card, and are never written into a field."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.criterion.view_numbers import NumberEditor
from app.ui.desk.card.view import CardView
from app.ui.widgets import NoteField
from app.ui.widgets.fields import NumberField
from tests.ui.desk.sitting import Sitting

# The only way to make one by hand; Qt itself makes them otherwise.
pytestmark = pytest.mark.filterwarnings("ignore:.*QDragEnterEvent.*:DeprecationWarning")


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def taker(start: QWidget, data: QMimeData) -> QWidget | None:
    """Who takes what is dragged over a widget, asked from within to without as Qt does."""
    widget: QWidget | None = start
    while widget is not None:
        event = QDragEnterEvent(
            QPoint(4, 4),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        event.ignore()
        if widget.acceptDrops():
            widget.dragEnterEvent(event)
            if event.isAccepted():
                return widget
        widget = widget.parentWidget()
    return None


def trainees_of(card: CardView) -> NumberField:
    editor = card.form.lines["concurrent_trainees"].editor
    assert isinstance(editor, NumberEditor)
    return editor.number


@pytest.mark.parametrize("over", ["number", "head", "note"])
def test_a_photo_over_anything_on_the_card_is_taken_by_the_card(
    desk: Sitting, tmp_path: Path, over: str
) -> None:
    desk.go("3.1")
    card = desk.view.card
    number = trainees_of(card).edit
    start = {"number": number, "head": card.head.title, "note": card.note}[over]
    data = files(tmp_path / "现场.jpg")
    assert taker(start, data) is card
    assert taker(start, files(tmp_path / "任务.xptask")) is not card


def test_what_is_dropped_above_is_seen_below(desk: Sitting, tmp_path: Path) -> None:
    desk.go("4.2")
    card = desk.view.card
    photo = tmp_path / "现场.txt"
    photo.write_text("材料", encoding="utf-8")
    desk.view.resize(910, 480)
    desk.qtbot.waitUntil(lambda: card.files.visibleRegion().isEmpty())
    data = files(photo)  # the event does not keep it
    event = QDropEvent(
        QPointF(4, 4),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    card.dropEvent(event)
    desk.qtbot.waitUntil(lambda: [each.name for each in desk.card.files] == ["现场.txt"])
    assert not card.files.visibleRegion().isEmpty()


def test_words_can_still_be_dragged_into_a_field(desk: Sitting) -> None:
    desk.go("3.1")
    number = trainees_of(desk.view.card).edit
    data = QMimeData()
    data.setText("85")
    assert taker(number, data) is number


def test_pasting_a_copied_file_writes_no_address(desk: Sitting, tmp_path: Path) -> None:
    note = desk.view.card.note
    assert isinstance(note, NoteField)
    QApplication.clipboard().setMimeData(files(tmp_path / "现场.jpg"))
    note.paste()
    assert note.toPlainText() == ""
