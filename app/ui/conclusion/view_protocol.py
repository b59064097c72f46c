"""The day's protocol and the unit's statement: compact, every step one line."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.conclusion.state import MaterialLine, StatementState, StepLine
from app.ui.widgets import (
    Button,
    Caption,
    Heading,
    Label,
    NoteField,
    Scrolled,
    Segmented,
    Sign,
    SignMark,
    TextField,
    column,
    holder,
    row,
)

PAUSE_MS = 800


class StepRow(QWidget):
    """One step: done at, title, people, notes, and the button that notes it."""

    typing = Signal(str, str, str)  # step, people, notes
    noted = Signal(str, str, str)  # step, people, notes
    reopened = Signal(str)
    onward = Signal(str)  # Enter in the last field of this step

    def __init__(self, step: StepLine) -> None:
        super().__init__()
        self.step = step
        self.mark = SignMark(Sign.OPEN)
        self.title = Label(step.title, "strong")
        self.time = Caption()
        self.people = TextField(say("{step}：参加人", step=step.title), placeholder=say("参加人"))
        self.notes = TextField(say("{step}：记要", step=step.title), placeholder=say("记要"))
        self.done = Button(say("记录"))
        self.again = Button(say("撤销"))
        self._lay_out()
        for field in (self.people, self.notes):
            field.editingFinished.connect(self._changed)
            field.textEdited.connect(self._type)
        self.people.returnPressed.connect(self.note)
        self.people.returnPressed.connect(self.notes.setFocus)
        self.notes.returnPressed.connect(self.note)
        self.notes.returnPressed.connect(lambda: self.onward.emit(self.step.id))
        self.done.clicked.connect(self.note)
        self.again.clicked.connect(lambda: self.reopened.emit(self.step.id))
        self.show_step(step)

    def show_step(self, step: StepLine) -> None:
        """Draw the step as stored; a field being written in stays."""
        self.step = step
        self.mark.show_sign(Sign.DONE if step.done else Sign.OPEN)
        self.time.setText(step.done or (say("定稿之后") if step.waits else say("未记录")))
        shown = step.typed or (step.people, step.notes)
        for field, text in zip((self.people, self.notes), shown, strict=True):
            if not field.isModified():
                field.show_value(text)
                field.setModified(step.typed is not None)
            _tell_whole(field)
            field.setReadOnly(not step.open)
        self.done.setVisible(not step.done)
        self.done.setEnabled(step.open)
        self.again.setVisible(bool(step.done) and step.open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names and notes below each other where they would be too short side by side."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        narrow = self.width() < theme.READING_WIDTH
        self._written.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def note(self) -> None:
        """Record the step as done now."""
        self._emit()

    def flush(self) -> None:
        """Hand over notes of a recorded step that are still being written."""
        self._changed()

    def _changed(self) -> None:
        written = (self.people.text().strip(), self.notes.text().strip())
        if self.step.done and self.step.open and written != (self.step.people, self.step.notes):
            self._emit()
        for field in (self.people, self.notes):
            if not field.hasFocus():
                field.setCursorPosition(0)  # a long text shows its beginning once it is left
            _tell_whole(field)

    def _type(self, _text: str) -> None:
        self.typing.emit(self.step.id, self.people.text(), self.notes.text())

    def _emit(self) -> None:
        self.people.setModified(False)
        self.notes.setModified(False)
        self.noted.emit(self.step.id, self.people.text(), self.notes.text())

    def _lay_out(self) -> None:
        words = column(None, self.title, self.time, None, gap=0)
        named = holder(words)
        named.setFixedWidth(theme.NUMBER_WIDTH)
        self._written = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._written.setSpacing(theme.SPACE_8)
        self._written.addWidget(self.people, 3)
        self._written.addWidget(self.notes, 5)
        layout = row(self.mark, named, self._written, self.done, self.again, gap=theme.SPACE_12)
        layout.setStretch(2, 1)
        layout.setContentsMargins(0, theme.SPACE_4, 0, theme.SPACE_4)
        for button in (self.done, self.again):
            button.setFixedWidth(theme.ATTACHMENT)
        self.setLayout(layout)


def _tell_whole(field: TextField) -> None:
    """A text that a field may have no room for is its tooltip, too."""
    field.setToolTip(field.text())


class MaterialRow(QWidget):
    """One paper of the checklist: handed in or not, and a note."""

    typing = Signal(str, str)  # material, note
    noted = Signal(str, str, str)  # material, handed, note

    def __init__(self, material: MaterialLine) -> None:
        super().__init__()
        self.material = material
        self.handed = Segmented((("yes", say("已提交")), ("no", say("未提交"))), material.title, small=True)
        self.note = TextField(say("{paper}：说明", paper=material.title), placeholder=say("说明，如补交日期"))
        named = holder(column(Label(material.title, "strong"), Caption(material.asked, wrap=True), gap=0))
        named.setFixedWidth(theme.NUMBER_WIDTH + theme.ATTACHMENT)
        layout = row(named, self.handed, self.note, gap=theme.SPACE_12)
        layout.setStretch(2, 1)
        layout.setContentsMargins(0, theme.SPACE_4, 0, theme.SPACE_4)
        self.setLayout(layout)
        self.handed.chosen.connect(self._choose)
        self.note.editingFinished.connect(self.flush)
        self.note.textEdited.connect(lambda text: self.typing.emit(self.material.id, text))
        self.show_material(material, writable=True)

    def show_material(self, material: MaterialLine, *, writable: bool) -> None:
        """Draw the paper as stored; a note being written stays."""
        self.material = material
        self.handed.show_value(material.handed)
        if not self.note.isModified():
            self.note.show_value(material.note if material.typed is None else material.typed)
            self.note.setModified(material.typed is not None)
        self.handed.setEnabled(writable)
        self.note.setReadOnly(not writable)

    def flush(self) -> None:
        """Hand over a note that is still being written, once it is told whether the paper was handed in."""
        if self.note.isModified() and self.material.handed:
            self._emit(self.material.handed)

    def _choose(self, value: str) -> None:
        self._emit(value)

    def _emit(self, handed: str) -> None:
        self.note.setModified(False)
        self.noted.emit(self.material.id, handed, self.note.text())


class ProtocolPage(Scrolled):
    """All steps in the order of the notice, and the papers that were to be handed in."""

    typing = Signal(str, str, str)
    noted = Signal(str, str, str)
    reopened = Signal(str)
    paper_typing = Signal(str, str)
    handed = Signal(str, str, str)  # material, handed, note

    def __init__(self) -> None:
        self._steps = column(gap=theme.SPACE_4)
        self._papers = column(gap=theme.SPACE_4)
        self.elsewhere = Caption(wrap=True)
        super().__init__(
            Heading(say("程序记录")),
            Caption(say("每一步记下时间、参加人和要点；“记录”取当前时间。")),
            self._steps,
            self.elsewhere,
            Heading(say("提交材料")),
            Caption(say("逐份登记单位交了没有；没有登记的，结论文件里印“未登记”。")),
            self._papers,
            None,
            gap=theme.SPACE_12,
            margin=theme.SPACE_24,
        )
        self.rows: dict[str, StepRow] = {}
        self.papers: dict[str, MaterialRow] = {}

    def show_papers(self, papers: tuple[MaterialLine, ...], *, writable: bool) -> None:
        """Draw the checklist; its rows are made once."""
        for paper in papers:
            if paper.id not in self.papers:
                made = MaterialRow(paper)
                made.noted.connect(self.handed)
                made.typing.connect(self.paper_typing)
                self.papers[paper.id] = made
                self._papers.addWidget(made)
            self.papers[paper.id].show_material(paper, writable=writable)

    def show_state(self, steps: tuple[StepLine, ...], elsewhere: str) -> None:
        """Draw the steps; they are made once. elsewhere: in a sentence, what others do."""
        self.elsewhere.show_text(elsewhere)
        self.elsewhere.setVisible(bool(elsewhere))
        for step in steps:
            if step.id in self.rows:
                self.rows[step.id].show_step(step)
                continue
            made = StepRow(step)
            made.noted.connect(self.noted)
            made.typing.connect(self.typing)
            made.reopened.connect(self.reopened)
            made.onward.connect(self._go_on)
            self.rows[step.id] = made
            self._steps.addWidget(made)

    def flush(self) -> None:
        """Hand over what is still in a field."""
        for step in self.rows.values():
            step.flush()
        for paper in self.papers.values():
            paper.flush()

    def _go_on(self, step: str) -> None:
        """To the next step's first field; from the last step nowhere."""
        names = list(self.rows)
        for after in names[names.index(step) + 1 :][:1]:
            self.rows[after].people.setFocus()


class StatementPage(Scrolled):
    """What the unit answers, whether it agrees, who answered."""

    typing = Signal(str, str, str)  # text, agrees, by
    written = Signal(str, str, str)  # the same, to be recorded

    def __init__(self) -> None:
        self.text = NoteField(say("单位表态"), placeholder=say("单位负责人的表态发言，或异议及理由"), lines=6)
        self.agrees = Segmented((("yes", say("无异议")), ("no", say("有异议"))), say("对结论"))
        self.by = TextField(say("表态人"), placeholder=say("姓名、职务"))
        super().__init__(
            Heading(say("单位表态")),
            Caption(say("定稿宣读之后，由单位当场表态并确认收到；签署第一个名字之前都可以填写。"), wrap=True),
            row(Label(say("对结论")), self.agrees, None, gap=theme.SPACE_12),
            row(Label(say("表态人")), self.by, gap=theme.SPACE_12),
            self.text,
            None,
            gap=theme.SPACE_12,
            margin=theme.SPACE_24,
        )
        self._stored = StatementState("", "", "")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._waiting = False
        self.text.written.connect(lambda _: self._type())
        self.by.textEdited.connect(lambda _: self._type())
        self.agrees.chosen.connect(self._agree)

    def show_state(self, state: StatementState) -> None:
        """Show what is stored, unless something newer is being written."""
        for field in (self.text, self.agrees, self.by):
            field.setEnabled(state.open)
        if not self._waiting and state.typed is not None:
            text, agrees, by = state.typed
            self.text.show_value(text)
            self.by.show_value(by)
            self.agrees.show_value(agrees)
            self._wait()
        if self._waiting:
            return
        if self.text.toPlainText().strip() != state.text:
            self.text.show_value(state.text)
        if self.by.text().strip() != state.by:
            self.by.show_value(state.by)
        self.agrees.show_value(state.agrees)

    def flush(self) -> None:
        """Hand over at once what is still waiting."""
        self._pause.stop()
        if self._waiting:
            self._waiting = False
            self.written.emit(self.text.toPlainText(), self.agrees.value, self.by.text())

    def _type(self) -> None:
        self.typing.emit(self.text.toPlainText(), self.agrees.value, self.by.text())
        self._wait()

    def _wait(self) -> None:
        self._waiting = True
        self._pause.start()

    def _agree(self, value: str) -> None:
        self.agrees.show_value(value)
        self._waiting = True
        self.flush()
