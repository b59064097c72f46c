"""The first screen: today's visits as cards, the others as lines, and what to do where there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, pairwise
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.attendance.view import SeatDialog, ran
from app.ui.home.presenter import FirstStep, HomePresenter, HomeState
from app.ui.home.tiles import Deed, Tile
from app.ui.home.view_pledge import may_score
from app.ui.home.view_tile import VisitCardView, VisitRow
from app.ui.shell.notice import good
from app.ui.shell.presenter import PEOPLE, KeyGroup, KeyHelp, Route, ScreenName
from app.ui.shell.view_dialogs import asked
from app.ui.shell.view_operation import Operation
from app.ui.shell.view_screen import Screen, Stage
from app.ui.widgets import (
    Button,
    Caption,
    Card,
    Chip,
    Hairline,
    Heading,
    Label,
    PrimaryButton,
    Scrolled,
    SectionRule,
    Sign,
    column,
    holder,
    row,
)

SCREENS: dict[Deed, ScreenName] = {
    "score": "desk",
    "look": "signing",
    "day": "day",
    "collect": "day",
    "conclude": "conclusion",
    "sign": "signing",
    "export": "signing",
    "countersign": "copy",
}
PAGE_WIDTH = theme.LIST_WIDTH * 4
AT_ONCE = 3  # steps before the window answers again; one visit is read and drawn at once
BREATH_MS = 8  # between them, for the keys that came meanwhile


class HomeScreen(Screen):
    """Renders a ``HomeState``; asks for the recusal statement before a desk opens."""

    handed_over = Signal(str)  # visit whose locked sheet is to be written to a file
    handed_on = Signal(str)  # visit whose locked sheet is to be written again, for another leader
    choose_wanted = Signal()
    type_in_wanted = Signal(str)  # visit in which a colleague's paper is to be typed in

    revision_wanted = Signal()

    sample_left = Signal()
    sample_reset = Signal()

    def __init__(
        self, presenter: HomePresenter, stage: Stage, parent: QWidget | None = None, *, sample: bool = False
    ) -> None:
        super().__init__(parent)
        self.presenter, self._stage, self._sample = presenter, stage, sample
        self._list = Scrolled(gap=theme.SPACE_12, margin=0)
        self._list.body.setContentsMargins(theme.SPACE_24, theme.SPACE_24, theme.SPACE_24, theme.SPACE_24)
        self.todo = ""
        self._todo_shown = False
        self.import_button = Button(say("导入任务…"), hint=say("Ctrl+O，也可以把文件拖到窗口"))
        self.revision_button = Button(say("修订的任务待确认…"), hint=say("看过改动后确认是否改用"))
        self.revision_button.clicked.connect(self.revision_wanted)
        self.revision_button.hide()
        self.sample_button = Button(say("打开示例"))
        self.import_button.clicked.connect(self.choose_wanted)
        self.sample_button.clicked.connect(self.open_sample)
        self.leave_button = Button(say("离开示例"))
        self.reset_button = Button(say("重新开始示例…"))
        self.leave_button.clicked.connect(self.sample_left)
        self.reset_button.clicked.connect(self._reset_sample)
        self.play: Callable[[], Operation[Any] | None] = lambda: None
        self.admit: Callable[[str], bool] = lambda _visit: True
        self.cards: list[VisitCardView] = []
        self.rows: list[VisitRow] = []
        self.steps: list[Button] = []
        self._steps_left: Iterator[None] = iter(())
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(BREATH_MS)
        self._later.timeout.connect(self._go_on)
        self._lay_out()

    def back(self) -> None:
        """Home is where back ends."""

    def key_groups(self) -> tuple[KeyGroup, ...]:
        """Home has few."""
        pairs = (("Enter", say("打开第一场考核的下一步")),)
        return (KeyGroup(say("主页"), tuple(KeyHelp(keys, does) for keys, does in pairs)),)

    def arrive(self) -> None:
        """Show how everything stands now."""
        self.setFocus()  # Enter is for the first visit, and for nothing until that stands
        self._steps_left = self._arriving()
        self._go_on()

    def leave(self) -> None:
        """What has not been read or drawn yet is wanted no more."""
        self._later.stop()

    def _arriving(self) -> Iterator[None]:
        """Reads every visit, its ledger checked, then draws: in steps, for a key must not wait for many."""
        for state in self.presenter.gather():
            if state is None:
                yield
            else:
                yield from self._drawing(state)
        self._focus_first()

    def _go_on(self) -> None:
        """A few steps more."""
        if len(list(islice(self._steps_left, AT_ONCE))) == AT_ONCE:
            self._later.start()

    def _focus_first(self) -> None:
        """Unless the person has gone elsewhere meanwhile."""
        if self.window().focusWidget() in {None, self}:
            first = next((card.action for card in self.cards), None)
            (first or next(iter(self.steps), self.import_button)).setFocus()

    def show_state(self, state: HomeState) -> None:
        """Draw the state anew."""
        for _ in self._drawing(state):
            pass

    def _drawing(self, state: HomeState) -> Iterator[None]:
        self._clear()
        self.todo = say("待办：{todo}", todo=state.todo) if state.todo else ""
        self._todo_shown = False
        self.revision_button.setVisible(state.amended)
        page = column(gap=theme.SPACE_12)
        self._list.body.addWidget(_narrow(page))
        self._list.body.addStretch(1)
        if state.empty:
            self._draw_steps(page, state.steps)
        yield from self._draw_cards(page, say("今天"), state.today, leading=True)
        yield from self._draw_cards(page, say("未完成"), state.open, leading=not state.today)
        yield from self._draw_rows(page, state.past)
        self._set_tabs()

    def open_sample(self) -> None:
        """Open the sample in its own folder; making it takes a moment the first time."""
        operation = self.play()
        if operation is not None:
            self.setEnabled(False)
            operation.ended.connect(self._sample_opened)

    @Slot(object)
    def _sample_opened(self, _operation: object) -> None:
        self.setEnabled(True)

    def _reset_sample(self) -> None:
        """Ask first: what was played is thrown away."""
        told = say("示例里改动的内容全部清除，回到开始的样子。您的考核不受影响。")
        if asked(self, say("重新开始示例"), told, say("重新开始"), destroys=True):
            self.sample_reset.emit()

    def _lay_out(self) -> None:
        told = (
            say("这是示例，与您的考核分开存放，可以随意改动。")
            if self._sample
            else say("也可以把任务文件、专家的表、回执、随身副本直接拖到本窗口。")
        )
        buttons = (self.import_button, self.sample_button, self.reset_button, self.leave_button)
        foot = row(Caption(told), None, self.revision_button, *buttons, gap=theme.SPACE_12)
        for button in buttons:
            if self._sample != (button in {self.reset_button, self.leave_button}):
                button.hide()
        self._foot = _narrow(foot)
        bar = column(self._foot)
        bar.setContentsMargins(theme.SPACE_24, theme.SPACE_12, theme.SPACE_24, theme.SPACE_12)
        layout = column(self._list, Hairline(), bar, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _clear(self) -> None:
        self.cards, self.rows, self.steps = [], [], []
        while (item := self._list.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _draw_cards(
        self, page: QVBoxLayout, title: str, tiles: tuple[Tile, ...], *, leading: bool
    ) -> Iterator[None]:
        if not tiles:
            return
        page.addLayout(row(Heading(title), None, *self._left_over()))
        for tile in tiles:
            card = VisitCardView(tile, leading=leading and tile is tiles[0])
            card.asked.connect(self.do)
            self.cards.append(card)
            page.addWidget(card)
            yield
        page.addSpacing(theme.SPACE_12)

    def _left_over(self) -> list[Label]:
        """What is to be done, beside the first heading only."""
        if self._todo_shown or not self.todo:
            return []
        self._todo_shown = True
        return [Label(self.todo, "muted")]

    def _draw_rows(self, page: QVBoxLayout, tiles: tuple[Tile, ...]) -> Iterator[None]:
        if not tiles:
            return
        page.addWidget(SectionRule(say("以往")))
        for tile in tiles:
            line = VisitRow(tile)
            line.asked.connect(self.do)
            self.rows.append(line)
            page.addWidget(line)
            yield

    def _draw_steps(self, page: QVBoxLayout, steps: tuple[FirstStep, ...]) -> None:
        page.addWidget(Heading(say("从这里开始")))
        page.addWidget(
            Label(say("三步之后就能开始；不联网也可以用。想先看看，请打开示例。"), "muted", wrap=True)
        )
        ahead = next((step for step in steps if not step.done), None)
        for number, step in enumerate(steps, 1):
            page.addWidget(self._step(number, step, leading=step is ahead))

    def _step(self, number: int, step: FirstStep, *, leading: bool) -> Card:
        button = PrimaryButton(step.button) if leading else Button(step.button)
        button.clicked.connect(lambda: self._first(step.deed))
        self.steps.append(button)
        words = column(
            Label(step.title, "title"), Label(step.sentence, "muted", wrap=True), gap=theme.SPACE_4
        )
        line = row(Label(str(number), "points"), words, gap=theme.SPACE_16)
        if step.done:
            line.addWidget(Chip(say("已完成"), theme.Tone.DONE, Sign.DONE))
        line.addWidget(button)
        line.setStretch(1, 1)
        card = Card()
        card.body.addLayout(line)
        return card

    def _first(self, deed: str) -> None:
        if deed == "import":
            self.choose_wanted.emit()
        else:
            self.wanted.emit(PEOPLE)

    def do(self, visit_id: str, deed: Deed) -> None:
        """Carry out a tile's action."""
        if deed == "join":
            self.wanted.emit(PEOPLE)
            return
        if not self.admit(visit_id):
            return
        here: dict[Deed, Callable[[str], object]] = {
            "erase": self._erase,
            "seat": self._take_seat,
            "hand_over": self.handed_over.emit,
            "hand_on": self.handed_on.emit,
            "type_in": self.type_in_wanted.emit,
        }
        if deed in here:
            here[deed](visit_id)
            return
        if deed == "score" and not may_score(self, self.presenter, self._stage.troubles, visit_id):
            return
        self.wanted.emit(Route(SCREENS[deed], visit_id))

    def _take_seat(self, visit_id: str) -> None:
        """Note that whoever sits here, or somebody of this device, leads; then go where that is done."""
        if ran(SeatDialog(self, self.presenter.people(visit_id))):
            self._stage.troubles.tell(good(say("已登记代行组长，并写进考核记录。")))
            self.changed.emit()
            self.wanted.emit(Route("conclusion", visit_id))

    def _erase(self, visit_id: str) -> None:
        """Ask, then take a visit off this device beside the window."""
        title = self.presenter.card(visit_id).title
        told = say(
            "{title}\n\n主管部门已经收下这次考核。清除后，本机不再有它的评分、记录、结论文件和附件，"
            "也不能恢复；升级前留下的数据库备份一并删除。只记下何时由谁清除和校验码。"
            "U 盘上的“现评副本”和已导出的文件请另行删除。",
            title=title,
        )
        if asked(self, say("从本机清除这次考核"), told, say("清除"), destroys=True):
            work = partial(self.presenter.erase, visit_id)
            self._stage.operations.run(say("清除考核"), work, lambda _: self._erased())

    def _erased(self) -> None:
        self._stage.troubles.tell(good(say("已从本机清除，并记入“身份与信任”。")))
        self.changed.emit()
        self.arrive()

    def _set_tabs(self) -> None:
        order: list[QWidget] = [*self.steps, *(card.action for card in self.cards)]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def _narrow(content: QLayout) -> QWidget:
    """The content in a column of reading width, in the middle of a wide window."""
    inner = holder(content)
    inner.setMaximumWidth(PAGE_WIDTH)
    return holder(row(inner))
