"""The day's screen. Renders a ``DayView`` and hands every intent to the presenter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.attendance.view import AwayDialog, ran
from app.ui.day.presenter import DayPresenter
from app.ui.day.state import DayView
from app.ui.day.view_people import PeoplePane
from app.ui.day.view_step import StepView
from app.ui.day.view_timeline import Timeline
from app.ui.shell.arrivals import Taken, take_all
from app.ui.shell.notice import good
from app.ui.shell.presenter import KeyGroup, KeyHelp, Route
from app.ui.shell.view_screen import Screen, Stage
from app.ui.widgets import Surface, column, row
from app.ui.widgets.file_dialogs import ask_open_many
from app.ui.widgets.tab_order import as_seen, stops_of
from app.ui.widgets.tab_order import step as moved

KEYS = (
    ("↑　↓", "在时间线上走到上一步、下一步"),
    ("Enter", "在时间线上：开始这一步；再按一次，结束"),
    ("Alt+↑　Alt+↓", "在哪里都走到上一步、下一步"),
    ("Ctrl+Enter", "办右边的下一件事"),
    ("Ctrl+Shift+A", "登记缺席、退出、回避"),
    ("Ctrl+P", "考核记录"),
)


class DayScreen(Screen):
    """The timeline, the step that is chosen, and who is there. ``printed``: a paper is wanted, by its name;
    ``type_in_wanted``: a colleague's paper sheet is to be typed in."""

    printed = Signal(str)
    type_in_wanted = Signal()

    def __init__(
        self, presenter: DayPresenter, stage: Stage, visit_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.presenter, self._stage, self._visit_id = presenter, stage, visit_id
        self.timeline, self.step, self.people = Timeline(), StepView(), PeoplePane()
        self.timeline.setFixedWidth(theme.LIST_WIDTH)
        self.people.setFixedWidth(theme.RESULT_WIDTH)
        layout = row(self.timeline, Surface("sheet", column(self.step)), self.people, gap=0)
        layout.setStretch(1, 1)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self._listen()
        self._add_keys()
        self.show_state(presenter.state)

    def caption(self) -> str:
        """The unit and the scheme."""
        return say("{heading} · 今日程序", heading=self.presenter.heading)

    def key_groups(self) -> tuple[KeyGroup, ...]:
        """The shortcuts of this screen."""
        return (KeyGroup(say("今日程序"), tuple(KeyHelp(keys, say(does)) for keys, does in KEYS)),)

    def arrive(self) -> None:
        """Start on the line."""
        self.timeline.line.setFocus()

    def leave(self) -> None:
        """Hand over what is still in a field."""
        self.step.flush()
        self.people.flush()

    def focusNextPrevChild(self, on: bool) -> bool:  # noqa: FBT001  Qt's own signature
        """Tab goes through what the window shows above, then the line, the step and the people, as seen."""
        outside = stops_of(self.window(), without=self)
        parts = (self.timeline, self.step, self.people)
        order = [*outside, *(each for part in parts for each in as_seen(stops_of(part), part))]
        here = self.window().focusWidget()
        return moved(order, here, on=on, round_=True) or super().focusNextPrevChild(on)

    def show_state(self, state: DayView) -> None:
        """Draw the whole screen."""
        self.timeline.show_steps(state.steps, state.page.id)
        self.step.show_page(state.page)
        self.people.show_state(state)

    def choose(self, step_id: str) -> None:
        """Show another step; what is in the fields of this one is recorded first."""
        if step_id != self.presenter.state.page.id:
            self.step.flush()
            self.do(lambda: self.presenter.choose(step_id))

    def turn(self) -> None:
        """Begin the step, or end it."""
        self.step.flush()
        self.do(self.presenter.turn)

    def do(self, action: Callable[[], object]) -> bool:
        """Carry out an action under the one handler, and show what became of it; whether it went through."""
        done = self._stage.troubles.handle(action)
        self.show_state(self.presenter.state)
        return done

    def do_next(self) -> None:
        """The one thing that brings the visit on."""
        deed = self.presenter.state.primary
        if deed == "collect":
            self.collect()
        elif deed:
            self.wanted.emit(Route("conclusion" if deed == "conclude" else "signing", self._visit_id))

    def collect(self) -> None:
        """Let the person pick the experts' files."""
        sheet = self.presenter.state.sheet_word
        title = say("收取{sheet}", sheet=sheet)
        chosen = ask_open_many(self, title, say("专家{sheet} (*.xpsheet)", sheet=sheet))
        if chosen:
            paths = [Path(name) for name in chosen]
            work = partial(take_all, self._stage.workspace, paths, visit_id=self._visit_id)
            self._stage.operations.run(title, work, self._collected).ended.connect(self._settle)

    def note_away(self) -> None:
        """Note who has a tie, is absent or has left: out of the scoring from then on."""
        if not self.presenter.state.leads:
            return
        self.leave()
        if ran(AwayDialog(self, self.presenter.people)) and self.do(self.presenter.reload):
            self._stage.troubles.tell(good(say("已登记，并写进考核记录。")))
            self.changed.emit()

    def _collected(self, taken: Taken) -> None:
        self._stage.troubles.tell(taken.notice)
        self.waiting.emit(taken.waiting)

    @Slot(object)
    def _settle(self, _operation: object) -> None:
        self.do(self.presenter.reload)
        self.changed.emit()

    def _deed(self, deed: str) -> None:
        self.leave()
        if deed == "conclusion":
            self.wanted.emit(Route("conclusion", self._visit_id))
        elif deed == "type_in":
            self.type_in_wanted.emit()
        else:
            self.printed.emit(deed)

    def _listen(self) -> None:
        one, do, step, people = self.presenter, self.do, self.step, self.people
        self.timeline.chosen.connect(self.choose)
        self.timeline.moved.connect(lambda far: self.choose(one.neighbour(far)))
        self.timeline.turned.connect(self.turn)
        step.turned.connect(self.turn)
        step.noted.connect(lambda *told: do(lambda: one.note(*told)))
        step.typing.connect(lambda *told: self._stage.troubles.handle(lambda: one.keep(*told)))
        step.said.connect(lambda *told: do(lambda: one.say(*told)))
        step.cleared.connect(lambda: do(one.clear))
        people.arrived.connect(lambda person: do(lambda: one.arrive_now(person)))
        people.came.connect(lambda *told: do(lambda: one.came(*told)))
        people.pledged.connect(lambda person: do(lambda: one.pledge(person)))
        people.away_wanted.connect(self.note_away)
        people.primary_wanted.connect(self.do_next)
        people.deed_wanted.connect(self._deed)

    def _add_keys(self) -> None:
        for keys, far in (("Alt+Up", -1), ("Alt+Down", 1)):
            QShortcut(QKeySequence(keys), self, partial(self._go_by, far))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.do_next)
        QShortcut(QKeySequence("Ctrl+Shift+A"), self, self.note_away)
        QShortcut(QKeySequence("Ctrl+P"), self, lambda: self._deed("minutes"))

    def _go_by(self, far: int) -> None:
        self.choose(self.presenter.neighbour(far))
