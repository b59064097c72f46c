"""The step that is chosen: times, people, notes, and what was said and done in it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.day.state import StepPage
from app.ui.day.view_said import SaidPart
from app.ui.widgets import (
    Button,
    Caption,
    CheckRow,
    Chip,
    Flow,
    Label,
    NoteField,
    QuietButton,
    Scrolled,
    TextField,
    Title,
    column,
    holder,
    row,
)

PAUSE_MS = 800
ACTS = {"begin": "现在开始", "end": "现在结束", "": ""}


class StepView(Scrolled):
    """Renders a ``StepPage``. What is written is recorded in the pauses of typing, and when it is left."""

    turned = Signal()
    noted = Signal(str, str, tuple, str, str)  # begun, ended, present, unit, notes
    typing = Signal(str, str)  # unit, notes
    said = Signal(str, str, str, str)  # id, kind, text, answer
    cleared = Signal()

    def __init__(self) -> None:
        self.title, self.closed = Title(), Chip(say("闭门"), theme.Tone.ATTENTION)
        self.hint, self.waits = Caption(wrap=True), Caption(wrap=True)
        self.begun = TextField(say("开始的时间"), placeholder="09:05")
        self.ended = TextField(say("结束的时间"), placeholder="09:05")
        self.act, self.clear = Button("", hint=say("在时间线上按 Enter")), QuietButton(say("撤销记录"))
        self.present: dict[str, CheckRow] = {}
        self._present = holder(column())
        self._people = column(self._present, gap=theme.SPACE_4)
        self.unit = TextField(say("单位参加人"), placeholder=say("单位参加人：姓名、职务"))
        self.notes = NoteField(say("记要"), placeholder=say("记要，可写几行"), lines=5, most=14)
        self.questions, self.reasons = SaidPart("question"), SaidPart("reason")
        self.told = Label("", wrap=True)
        self._times, self._unit, self._written = self._parts()
        super().__init__(
            row(self.title, self.closed, None, gap=theme.SPACE_12),
            self.hint,
            self._times,
            self.waits,
            self.told,
            self._written,
            self.questions,
            self.reasons,
            None,
            gap=theme.SPACE_12,
            margin=theme.SPACE_24,
        )
        self._page: StepPage | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._listen()

    def _parts(self) -> tuple[QWidget, QWidget, QWidget]:
        """The row of times; who was there of the unit; and with that everything that is written."""
        for field in (self.begun, self.ended):
            field.setFixedWidth(theme.TIME_COLUMN)
        first, last = (Label(say(each)) for each in ("开始", "结束"))
        times = row(first, self.begun, last, self.ended, self.act, self.clear, None, gap=theme.SPACE_12)
        unit = holder(column(Label(say("单位参加人"), "strong"), self.unit, gap=theme.SPACE_8))
        panel, notes = (Label(say(each), "strong") for each in ("专家组参加人", "记要"))
        written = column(panel, self._people, unit, notes, self.notes, gap=theme.SPACE_8)
        return holder(times), unit, holder(written)

    def show_page(self, page: StepPage) -> None:
        """Draw the step; what is being written in it stays."""
        other = self._page is None or self._page.id != page.id
        before, self._page = self._page, page
        self.title.show_text(page.title)
        self.closed.setVisible(page.closed)
        self.hint.show_text(page.hint)
        self.waits.show_text(page.waits)
        self.waits.setVisible(bool(page.waits))
        self.told.show_text("\n".join(page.told))
        self.told.setVisible(bool(page.told))
        self._show_times(page, before, other=other)
        self._show_people(page)
        self._show_texts(page, before, other=other)
        for part in (self.questions, self.reasons):
            if other:
                part.take()
            part.show_lines(page.said, writable=page.open and part.kind in page.kinds)

    def flush(self) -> None:
        """Hand over what is otherwise than stored."""
        self._pause.stop()
        page = self._page
        if page is None or not page.open:
            return
        if self._now != self._stored(page):
            self.noted.emit(*self._now)
        self.questions.flush()
        self.reasons.flush()

    @property
    def _now(self) -> tuple[str, str, tuple[str, ...], str, str]:
        there = tuple(person for person, box in self.present.items() if box.isChecked())
        times = self.begun.text().strip(), self.ended.text().strip()
        return (*times, there, self.unit.text().strip(), self.notes.toPlainText().rstrip())

    def _stored(self, page: StepPage) -> tuple[str, str, tuple[str, ...], str, str]:
        there = tuple(person for person, _, on in page.present if on)
        times = (page.begun, page.ended) if page.noted else ("", "")
        return (*times, there, page.unit, page.notes)

    def _show_times(self, page: StepPage, before: StepPage | None, *, other: bool) -> None:
        shown = (page.begun, page.ended) if page.noted or not page.open else ("", "")
        held = (before.begun, before.ended) if before else ("", "")
        for field, now, stood in zip((self.begun, self.ended), shown, held, strict=True):
            if other or now != stood or field.text().strip() in (stood, ""):
                field.show_value(now)
            field.setReadOnly(not page.open)
        self._times.setVisible(page.own)
        self.act.setText(say(ACTS[page.act]) if page.act else "")
        self.act.setVisible(bool(page.act))
        self.clear.setVisible(page.noted and page.open)

    def _show_people(self, page: StepPage) -> None:
        if list(self.present) != [person for person, _, _ in page.present]:
            self.present = {person: CheckRow(name) for person, name, _ in page.present}
            flow = Flow(*self.present.values())
            self._people.replaceWidget(self._present, flow)
            self._present.deleteLater()
            self._present = flow
            for box in self.present.values():
                box.clicked.connect(self.flush)
        for person, _, on in page.present:
            self.present[person].show_value(on=on)
            self.present[person].setEnabled(page.open)
        self._written.setVisible(page.own)
        self._unit.setVisible(not page.closed)

    def _show_texts(self, page: StepPage, before: StepPage | None, *, other: bool) -> None:
        unit, notes = page.typed or (page.unit, page.notes)
        if other or self.unit.text().strip() == (before.unit if before else ""):
            self.unit.show_value(unit)
        if other or self.notes.toPlainText().rstrip() == (before.notes if before else ""):
            self.notes.show_value(notes)
        self.unit.setReadOnly(not page.open)
        self.notes.setReadOnly(not page.open)
        if other and page.typed:
            self._pause.start()

    def _listen(self) -> None:
        self._pause.timeout.connect(self.flush)
        self.act.clicked.connect(self.turned)
        self.clear.clicked.connect(self.cleared)
        for field in (self.begun, self.ended):
            field.editingFinished.connect(self.flush)
        self.unit.textEdited.connect(lambda _: self._type())
        self.notes.written.connect(lambda _: self._type())
        for part in (self.questions, self.reasons):
            part.said.connect(self.said)
            part.typed.connect(self._pause.start)

    def _type(self) -> None:
        self.typing.emit(self.unit.text(), self.notes.toPlainText())
        self._pause.start()
