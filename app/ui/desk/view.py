"""The desk on screen: three panes over the presenter's states. Every intent makes a state, which is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.desk.card.state import NOTE
from app.ui.desk.card.view import CardView
from app.ui.desk.facts.view import FactsAnswers
from app.ui.desk.files.view_answers import Viewing
from app.ui.desk.files.view_intake import Attaching
from app.ui.desk.list.view import ListPane
from app.ui.desk.lock.state import CheckPoint
from app.ui.desk.lock.view import Answers, Asking
from app.ui.desk.papers.state import SupplementLine
from app.ui.desk.papers.view import KEYS as PAPER_KEYS
from app.ui.desk.papers.view_supplements import Supplementing
from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.result.view import ResultPane
from app.ui.desk.result.view_deeds import Deeds
from app.ui.desk.result.view_strip import DeskStrip
from app.ui.desk.seat.view import SeatBar
from app.ui.desk.state import DeskState
from app.ui.desk.view_intents import Intents
from app.ui.desk.view_keys import DeskKeysDialog
from app.ui.panes.view import Memory, Panes, first_stop
from app.ui.panes.view_strips import Strip
from app.ui.shell.guide import ABOUT
from app.ui.widgets import Banner, Elided, IconButton, Sign, Surface, column, row
from app.ui.widgets.keys import bind_keys
from app.ui.widgets.tab_order import may_stop, step, stops_of


class DeskView(QWidget):
    """One expert's desk. ``left``: back to the start. ``locked``: the sheet has just been locked,
    ``reopened``: opened again.

    ``escaped``: Esc, with nothing here to close before.
    """

    left = Signal()
    escaped = Signal()
    help_wanted = Signal(str)
    locked = Signal()
    reopened = Signal()
    switch_wanted = Signal()
    paper_wanted = Signal()
    print_wanted = Signal(bool)  # blank
    tour_wanted = Signal()

    def __init__(
        self, presenter: DeskPresenter, memory: Memory | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self.wants = Intents(self)  # a child: what answers it would hold this view for ever else
        self.banner = Banner(edged=False)
        self.banner.explained.connect(self.help_wanted)
        self.heading, self.under = Elided(role="title"), Elided(role="caption")
        self.list, self.card, self.result = ListPane(self.wants), CardView(self.wants), ResultPane(self.wants)
        self.strip = DeskStrip(self.wants)
        content = say("展开{content}（Ctrl+1）", content=presenter.state.list.content)
        strips = Strip(content, Sign.NEXT), self.strip
        self.panes = Panes(self, (self.list, self.card, self.result), strips, memory, self._focus)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(theme.FLASH_MS)
        self._rest.timeout.connect(self._remember)
        self.facts = FactsAnswers(presenter, self.wants, self.card.counts, self.show_state, self._open)
        self.setLayout(column(self._bar(), self.banner, self.panes, gap=0))
        self._answer_all()
        self._set_keys()
        self.show_state(presenter.state)
        QTimer.singleShot(0, self, lambda: self._focus(presenter.state.field))

    def show_state(self, state: DeskState) -> None:
        """Render a state; parts that did not change cost nothing, and the focus is never lost."""
        had_focus = self.window().focusWidget() is not None
        self._state = state
        self.heading.show_text(state.heading)
        self.under.show_text(state.under)
        self.seat.show_state(state.seat)
        self._asking.show_state(state)
        self.card.show_card(state.card)
        self.result.show_result(state.result)
        self.strip.show_result(state.result)
        self.result.deeds.show_supplements(state.supplements)
        self.strip.show_supplements(state.supplements)
        self.list.show_list(state.list)
        self.facts.show_offer(state.offer)
        if state.trouble is not None:
            self.banner.show_trouble(state.trouble)
        elif not self.banner.isHidden():
            self.banner.hide()
        if had_focus and self.window().focusWidget() is None:
            self._focus(state.field)

    def parts(self) -> dict[str, QWidget]:
        """The parts of the desk by the names that the tour has for them."""
        card, result = self.card, self.result
        return {
            "list": self.list,
            "head": card.head,
            "evidence": card.evidence,
            "fields": card.form,
            "working": card.working,
            "notes": card.beside,
            "result": result.numbers,
            "deeds": result.deeds,
            "bar": self.bar,
        }

    def focusNextPrevChild(self, on: bool) -> bool:  # noqa: FBT001  Qt's own signature
        """Tab goes through what the window shows above, the bar, and the panes from the left."""
        outside = stops_of(self.window(), without=self)
        parts = (self.bar, self.banner, self.panes.left, self.card, self.panes.right)
        within = (self.card.stops() if part is self.card else stops_of(part) for part in parts)
        order = [*outside, *(each for part in within for each in part if may_stop(each))]
        return step(order, self.window().focusWidget(), on=on, round_=True) or super().focusNextPrevChild(on)

    def take_focus(self) -> None:
        """Put the keyboard where it was in the criterion shown."""
        self._focus(self._state.field)

    def retire(self) -> None:
        """Write nothing any more: what is below is about to go."""
        self._rest.stop()
        self._rest.timeout.disconnect()

    def _bar(self) -> QWidget:
        back = IconButton(Sign.BACK, say("返回（Esc）"))
        back.clicked.connect(self.left.emit)
        keys = IconButton(Sign.KEYS, say("快捷键、使用指南（F1）"))
        keys.clicked.connect(self._show_keys)
        self.aside = row()  # what the window adds beside the heading
        past = IconButton(Sign.HISTORY, say("历史记录（Ctrl+H）"))
        past.setObjectName("past")
        past.clicked.connect(lambda: self.wants.history_wanted.emit(""))
        self.seat = SeatBar()
        self.seat.switch_wanted.connect(self.switch_wanted)
        self.seat.paper_wanted.connect(self.paper_wanted)
        self.seat.print_wanted.connect(self.print_wanted)
        titles = column(self.heading, self.under, gap=0)
        bar = row(back, titles, self.aside, self.facts.button, self.seat, past, keys, margin=theme.SPACE_8)
        bar.setStretch(1, 1)
        self.bar = Surface("topbar", bar)
        return self.bar

    def _go_round(self, by: int) -> None:
        """The focus to the next pane, or the last."""
        places = self.panes.places()
        here = self.window().focusWidget()
        at = next((n for n, each in enumerate(places) if here is each or each.isAncestorOf(here or self)), 1)
        wanted = places[(at + by) % len(places)]
        if wanted is self.card:
            self._focus(self.presenter.state.field)
        elif wanted is self.list:
            self.list.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            first_stop(wanted).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What a person wants, and what answers it.

    def _answer_deeds(self) -> None:
        wants, does = self.wants, self.presenter
        writing, card, papers, files = does.writing, does.card, does.papers, does.files
        deeds: tuple[tuple[SignalInstance, Callable[..., bool | None]], ...] = (
            (wants.typed, writing.record),
            (wants.stepped, writing.step),
            (wants.toggled, writing.toggle),
            (wants.offered, writing.offer),
            (wants.case_typed, writing.case),
            (wants.case_stepped, writing.step_case),
            (wants.case_added, writing.add_case),
            (wants.case_removed, writing.remove_case),
            (wants.noted, writing.note),
            (wants.marked, card.mark),
            (wants.marked_all, card.mark_all),
            (wants.flagged, card.flag),
            (wants.detached, files.detach),
            (wants.personal_marked, files.set_personal),
            (wants.captioned, files.caption),
            (wants.paper_begun, papers.begin),
            (wants.paper_written, papers.write),
            (wants.paper_removed, papers.remove),
            (wants.paper_settled, papers.settle),
            (wants.paper_fed, papers.feed),
            (wants.adopted, does.facts.adopt),
        )
        for want, deed in deeds:
            self._answer(want, partial(does.do, deed))

    def _answer_all(self) -> None:
        wants, does = self.wants, self.presenter
        self._answer_deeds()
        moves: tuple[tuple[SignalInstance, Callable[..., DeskState]], ...] = (
            (wants.filtered, does.filter),
            (wants.sought, does.seek),
            (wants.went, does.go),
            (wants.undone, does.undo),
            (wants.redone, does.redo),
            (self.banner.dismissed, does.dismiss),
        )
        for want, move in moves:
            self._answer(want, move)
        self._attaching = Attaching(self.presenter, self.card.files, wants, self.show_state)
        pages = (
            self._attaching.take_pages,
            lambda page: self.show_state(does.do(does.seat.detach_page, page)),
            lambda: self.print_wanted.emit(False),
        )
        self._asking = Asking(
            self, lambda: self._state, Answers(self._go_to, self._lock_now, self._reopen, pages)
        )
        self._viewing = Viewing(self.presenter, self.card.files, wants)
        self.supplementing = Supplementing(self, does, self.show_state, self._lead_to_paper, self._tell)
        wants.supplements_wanted.connect(self.supplementing.ask)
        wants.opened.connect(self._open)
        wants.went_by.connect(self._go_by)
        wants.onward.connect(lambda: self._go_by(1))
        wants.checked.connect(self._asking.check)
        wants.locking.connect(self._asking.lock)
        wants.reopening.connect(self._asking.reopen)

    def _answer(self, want: SignalInstance, deed: Callable[..., DeskState]) -> None:
        def answer(*given: object) -> None:
            filling = bool(self.card.form.field_of(self.window().focusWidget()))
            self.show_state(deed(*given))
            self._keep_focus(filling=filling)

        want.connect(answer)

    def _set_keys(self) -> None:
        wants = self.wants
        pairs: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+PgDown", lambda: self._go_by(1)),
            ("Alt+Down", lambda: self._go_by(1)),
            ("Ctrl+PgUp", lambda: self._go_by(-1)),
            ("Alt+Up", lambda: self._go_by(-1)),
            ("Ctrl+M", wants.marked_all.emit),
            ("Ctrl+B", self.card.head.flag.click),
            ("Ctrl+J", wants.supplements_wanted.emit),
            *((keys, partial(self.card.papers.begin, kind)) for kind, keys in PAPER_KEYS.items()),
            ("Ctrl+T", lambda: wants.adopted.emit("")),
            ("Ctrl+Shift+T", lambda: wants.contested.emit("")),
            ("Ctrl+Shift+A", self.facts.open),
            ("Ctrl+Z", wants.undone.emit),
            ("Ctrl+Y", wants.redone.emit),
            ("Ctrl+Shift+Z", wants.redone.emit),
            ("Ctrl+F", self._seek),
            ("Ctrl+K", self._asking.check),
            ("Ctrl+L", self._lock),
            ("Ctrl+Shift+L", wants.reopening.emit),
            ("Ctrl+P", self._print),
            ("Ctrl+Shift+V", wants.pasted.emit),
            ("F6", lambda: self._go_round(1)),
            ("Shift+F6", lambda: self._go_round(-1)),
            ("Ctrl+1", lambda: self.panes.toggle("list")),
            ("Ctrl+2", self.panes.toggle_alone),
            ("Ctrl+3", lambda: self.panes.toggle("result")),
            ("Ctrl+H", lambda: wants.history_wanted.emit("")),
            ("Ctrl+Shift+H", lambda: wants.history_wanted.emit(self._state.card.id)),
            ("F1", self._show_keys),
            ("?", self._show_keys),
            ("Escape", self._escape),
        )
        bind_keys(self, pairs)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    # Moves: a criterion, and the focus in it.

    def _lead_to_paper(self, line: SupplementLine) -> None:
        self._open(line.criterion)
        self.card.papers.focus_paper(line.paper)

    def _tell(self, words: str) -> None:
        self.banner.show_message(words, tone=theme.Tone.DONE)

    def _open(self, cid: str) -> None:
        self.show_state(self.presenter.go(cid))
        self._focus()

    def _go_by(self, steps: int) -> None:
        self.show_state(self.presenter.go_by(steps))
        self._focus()

    def _go_to(self, point: CheckPoint) -> None:
        self.show_state(self.presenter.go_to_check(point))
        self._focus(point.field)

    def _focus(self, field: str = "") -> None:
        if not self._state.card.writable:
            (self.list.list if self.panes.left.opened else self.panes.places()[0]).setFocus()
        elif self.card.papers.focus_place(field):
            pass
        elif field == NOTE or not self.card.form.focus_field(field):
            self.card.note.setFocus()
            self.card.note.moveCursor(QTextCursor.MoveOperation.End)

    def _keep_focus(self, *, filling: bool) -> None:
        """Where the field that had the focus went away, the first one has it."""
        now = self.window().focusWidget()
        if now is None or (filling and not self.card.form.field_of(now)):
            self._focus()

    def _seek(self) -> None:
        self.panes.unfold("list")
        self.list.search.setFocus()
        self.list.search.selectAll()

    def _escape(self) -> None:
        if self.list.search.hasFocus():
            self.show_state(self.presenter.seek(""))
            self._focus()
        elif not self.banner.isHidden():
            self.banner.dismiss()
        else:
            self.escaped.emit()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.card.isAncestorOf(now):
            self.card.bring_into_view(now)
            self._rest.start()

    def _remember(self) -> None:
        here = self.window().focusWidget()
        place = self.card.papers.place_of(here) or self.card.form.field_of(here)
        self.presenter.rest_at(NOTE if here is self.card.note else place)

    # Dialogs.

    def _lock_now(self) -> None:
        self.show_state(self.presenter.do(self.presenter.lock.lock))
        if self._state.result.locked:
            self.take_focus()  # the field that had it can be written in no more
            self.locked.emit()

    def _reopen(self, reason: str) -> None:
        self.show_state(self.presenter.do(self.presenter.lock.reopen, reason))
        if not self._state.result.locked:
            self.take_focus()
            self.reopened.emit()

    def _lock(self) -> None:
        """Ask whether to lock; once that is done, what comes after."""
        if self._state.result.locked:
            self._deeds.onward.click()
        else:
            self._asking.lock()

    @property
    def _deeds(self) -> Deeds:
        """The deeds that are seen: the wide ones, or the folded pane's."""
        return (self.result if self.panes.right.opened else self.strip).deeds

    def show_onward(self, label: str) -> None:
        """Offer what comes after locking, wherever the deeds stand."""
        for pane in (self.result, self.strip):
            pane.deeds.show_onward(label)
        if label and self._state.result.locked:
            self._deeds.onward.setFocus()

    def _print(self) -> None:
        if self.seat.isVisible():
            self.seat.print.showMenu()

    def _show_keys(self) -> None:
        dialog = DeskKeysDialog(self, self._state.result.names)
        dialog.tour.clicked.connect(self.tour_wanted.emit)
        dialog.guide.clicked.connect(lambda: self.help_wanted.emit(""))
        dialog.about.clicked.connect(lambda: self.help_wanted.emit(ABOUT))
        dialog.open()
