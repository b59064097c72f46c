"""The middle pane: one criterion from its head to its note, and the way to its neighbours."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.common.words import say
from app.exchange.recognition import ours_among
from app.ui import theme
from app.ui.criterion.view_form import Form
from app.ui.desk.card.state import CardState
from app.ui.desk.card.view_evidence import EvidenceList
from app.ui.desk.card.view_sum import Working
from app.ui.desk.facts.view_lines import CountLines
from app.ui.desk.files.view import Files, paths_of
from app.ui.desk.papers.view import PapersView
from app.ui.desk.view_intents import Intents
from app.ui.theme import Tone
from app.ui.widgets import (
    Button,
    Caption,
    FaultLine,
    Figure,
    IconButton,
    Label,
    NoteField,
    QuietButton,
    Scrolled,
    SectionRule,
    Sign,
    Surface,
    column,
    holder,
    row,
)
from app.ui.widgets.tab_order import may_stop, step

_NOTE = "其他要记的"


class CardHead(QWidget):
    """Number, title and points; what is wanted; the clause and the unit's own score."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(role="heading", wrap=True)
        self.points, self.full = Figure(role="points"), Label(role="muted")
        self.wanted = Label(role="criterion", wrap=True)
        self.ways, self.passes = Caption(wrap=True), Caption(wrap=True)
        self.cite, self.own = Caption(wrap=True), Caption()
        score = row(self.points, self.full, gap=theme.SPACE_4)
        score.setAlignment(self.full, Qt.AlignmentFlag.AlignBottom)
        self.full.setContentsMargins(0, 0, 0, theme.SPACE_4)
        self.flag = IconButton(Sign.FLAG, say("标记，以便回头再看（Ctrl+B）"))
        head = row(self.title, self.flag, score, gap=theme.SPACE_16)
        head.setStretch(0, 1)
        under = row(self.cite, self.own, gap=theme.SPACE_16)
        under.setStretch(0, 1)
        self.setLayout(column(head, self.wanted, self.ways, self.passes, under, gap=theme.SPACE_8))

    def show_card(self, card: CardState, *, quietly: bool) -> None:
        """Show the head in place; ``quietly`` without a flash."""
        self.title.show_text(f"{card.id}  {card.title}")
        self.points.show_number(card.score or "—", quietly=quietly)
        self.points.show_tone(None if card.score else Tone.PLAIN)
        self.full.show_text(f"/ {card.max}" if card.max else "")
        self.wanted.show_text(card.official or card.wanted)
        self.ways.show_text("\n".join(card.ways))
        self.ways.setVisible(bool(card.ways))
        self.passes.show_text(card.passes)
        self.passes.setVisible(bool(card.passes))
        self.cite.show_text(card.cite)
        self.own.show_text(card.own)
        self._show_flag(on=card.papers.flagged, may=card.papers.flaggable)

    def _show_flag(self, *, on: bool, may: bool) -> None:
        sign, tone = (Sign.FLAGGED, Tone.ACCENT) if on else (Sign.FLAG, None)
        words = say("取消标记（Ctrl+B）") if on else say("标记，以便回头再看（Ctrl+B）")
        self.flag.show_sign(sign, words if may else say("已标记") if on else say("未标记"), tone)
        self.flag.setEnabled(may)
        self.flag.setVisible(may or on)


class CardFoot(QFrame):
    """The neighbours: back on the left, next on the right."""

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self.setProperty("role", "footbar")
        self._id = ""
        self.back = QuietButton("", hint=say("上一项（Alt+↑）"))
        self.next = QuietButton("", hint=say("下一项（Alt+↓）"))
        self.back.clicked.connect(lambda: wants.went_by.emit(-1))
        self.next.clicked.connect(lambda: wants.went_by.emit(1))
        self.history = QuietButton(say("本项历史"), hint=say("本项的历史记录（Ctrl+Shift+H）"))
        self.history.clicked.connect(lambda: wants.history_wanted.emit(self._id))
        self.setLayout(row(self.back, None, self.history, None, self.next, margin=theme.SPACE_8))

    def stops(self) -> tuple[QWidget, ...]:
        """Onward first: that is where one goes from a criterion that is done."""
        return self.next, self.history, self.back

    def show_card(self, card: CardState) -> None:
        """Name the neighbours; hide what is not there."""
        self._id = card.id
        for button, text, there in (
            (self.back, f"←  {card.back}", card.back),
            (self.next, f"{card.next}  →", card.next),
        ):
            button.show_text(text)
            button.setVisible(bool(there))


class CardView(Surface):
    """One criterion."""

    def __init__(self, wants: Intents) -> None:
        super().__init__("sheet")
        self._shown: CardState | None = None
        self.head, self.foot = CardHead(), CardFoot(wants)
        self.head.flag.clicked.connect(lambda: wants.flagged.emit(not self.flagged))
        self.evidence, self.form, self.working = EvidenceList(wants), Form(wants), Working()
        self.counts = CountLines(wants)
        self.reckoned = SectionRule(say("计算"))
        self.files = Files(wants)
        self.files.landed.connect(self.bring_into_view)
        self.papers = PapersView(wants)
        self.note = NoteField(
            say("备注"),
            placeholder=say(_NOTE),
            sheet_undo=True,
        )
        self.note.written.connect(wants.noted.emit)
        self.papers.passed.connect(self._go_to_note)
        self.note_fault = FaultLine()
        self.others = Label(role="muted", wrap=True)
        self.mark_all = Button(say("全部为原件  Ctrl+M"), "link")
        self.mark_all.clicked.connect(wants.marked_all.emit)
        self._scroll = Scrolled(self._centred(), margin=theme.SPACE_24)
        self.setLayout(column(self._scroll, self.foot, gap=0))
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the card; those that the window opens are left to it."""
        ours = bool(ours_among(paths_of(event.mimeData())))
        event.ignore()
        if self.files.writable and not ours:
            self.files.dragEnterEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        self.files.dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped, and show where it goes."""
        self._scroll.ensureWidgetVisible(self.files)
        self.files.dropEvent(event)

    def show_card(self, card: CardState) -> None:
        """Show a criterion in place."""
        before = self._shown
        if card is before or card == before:
            return
        moved = before is None or before.id != card.id
        self._shown = card
        self.head.show_card(card, quietly=moved)
        self.evidence.show_items(card.evidence, writable=card.writable)
        self.mark_all.setVisible(card.writable and bool(card.evidence))
        self.form.show_fields(card.id, card.fields, writable=card.writable)
        self.counts.show_counts(card.counts)
        self.reckoned.caption.show_text(card.reckoned)
        self.working.show_card(card, quietly=moved)
        self.note.show_value(card.note)
        self.note.setReadOnly(not card.writable)
        self.note.setPlaceholderText(say(_NOTE) if card.writable else say("没有备注。"))
        self.papers.show_papers(card.papers, writable=card.writable)
        self.note_fault.show_fault(say("备注未保存。改动后会再次保存。") if card.note_unsaved else "")
        self.files.show_files(card.files, writable=card.writable)
        self.others.show_text(card.others)
        self.others.setVisible(bool(card.others))
        self.foot.show_card(card)
        if moved:
            self._scroll.settle()
            self._scroll.verticalScrollBar().setValue(0)

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll so that a widget of the card can be seen, once all have their places."""
        self._scroll.settle()
        self._scroll.bring(widget, theme.SPACE_24)

    def focusNextPrevChild(self, on: bool) -> bool:  # noqa: FBT001  Qt's own signature
        """Tab goes down the card as the eye does; past its ends the desk knows where."""
        order = [each for each in self.stops() if may_stop(each)]
        return step(order, self.window().focusWidget(), on=on) or super().focusNextPrevChild(on)

    def stops(self) -> list[QWidget]:
        """Where Tab may stop on the card, from top to bottom."""
        return [
            self.head.flag,
            self.mark_all,
            *(line.marks for line in self.evidence.lines),
            *self.form.stops(),
            *self.counts.stops(),
            *self.papers.stops(),
            self.note,
            *self.files.stops(),
            *self.foot.stops(),
        ]

    def _centred(self) -> QHBoxLayout:
        """The sheet in the middle, as wide as it may be."""
        line = row(None, self._sheet(), None)
        line.setStretch(1, theme.READING_WIDTH)
        return line

    @property
    def flagged(self) -> bool:
        """Whether the criterion is flagged."""
        return self._shown is not None and self._shown.papers.flagged

    def _go_to_note(self) -> None:
        self.note.setFocus()
        self.note.moveCursor(QTextCursor.MoveOperation.End)

    def _sheet(self) -> QWidget:
        sheet = QWidget()
        sheet.setMaximumWidth(theme.READING_WIDTH)
        sheet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        note = column(self.note, self.note_fault, gap=theme.SPACE_4)
        rule = SectionRule(say("备注与附件"))
        self.beside = holder(column(self.papers, rule, note, self.files, gap=theme.SPACE_12))
        parts = (
            self.head,
            self.others,
            SectionRule(say("核验材料"), self.mark_all),
            self.evidence,
            SectionRule(say("认定")),
            self.form,
            self.counts,
            self.reckoned,
            self.working,
            self.beside,
            None,
        )
        sheet.setLayout(column(*parts, gap=theme.SPACE_12))
        return sheet
