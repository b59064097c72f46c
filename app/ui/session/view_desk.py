"""The desk as a screen of the window: it brings a bar of its own, its own keys, and for the sample a tour."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.common.errors import XianpingError
from app.common.words import say
from app.ui import theme
from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.view import DeskView
from app.ui.panes.widths import Wish
from app.ui.safes.view_keeper import Keeping
from app.ui.session.view_history import HistoryDeeds, offer_history, open_rivals
from app.ui.shell.operation import Progress
from app.ui.shell.presenter import HOME
from app.ui.shell.settings import SettingsFile
from app.ui.shell.view_dialogs import asked
from app.ui.shell.view_screen import Screen, Stage
from app.ui.tour.view_tour import Tour
from app.ui.widgets import Button, Label, QuietButton, Sign, SignMark, Surface, column, row

if TYPE_CHECKING:
    from app.ui.session.view_onward import Onward


class TourOffer(Surface):
    """One line that offers the tour to who sees the sample for the first time. It takes no focus."""

    def __init__(self) -> None:
        super().__init__("topbar")
        self.begin, self.away = Button(say("开始导览")), QuietButton(say("不用"))
        words = Label(say("第一次使用？花两分钟看看各处是做什么的。示例里的内容可以随意改动。"))
        line = row(SignMark(Sign.INFO), words, None, self.away, self.begin, gap=theme.SPACE_12)
        line.setContentsMargins(theme.SPACE_16, theme.SPACE_4, theme.SPACE_16, theme.SPACE_4)
        self.setLayout(line)


class PaneMemory:
    """How wide this device's panes are, kept with the window's other settings."""

    def __init__(self, settings: SettingsFile) -> None:
        self._settings = settings

    def wish(self) -> Wish:
        """What was kept."""
        now = self._settings.now
        return Wish(now.list_width, now.result_width, now.list_open, now.result_open)

    def keep(self, wish: Wish) -> None:
        """Keep it for the next time."""
        self._settings.change(
            list_width=wish.list_width,
            result_width=wish.result_width,
            list_open=wish.list_open,
            result_open=wish.result_open,
        )


class DeskScreen(Screen):
    """One expert's desk; leaving it leads home. ``settled``: something was settled with another ledger."""

    framed = False
    settled = Signal(str, str)

    def __init__(
        self,
        presenter: DeskPresenter,
        stage: Stage,
        keeping: Keeping,
        visit_id: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._keeping = stage.settings, keeping
        self.desk = DeskView(presenter, PaneMemory(stage.settings), self)
        self.offer = TourOffer()
        self.tour: Tour | None = None
        self.onward: Onward | None = None
        self.copy = keeping.corner(lambda: visit_id)
        self.question = keeping.line(lambda: self.tour is not None or not self.offer.isHidden())
        self.desk.aside.addWidget(self.copy)
        self.desk.left.connect(self._leave)
        self.desk.help_wanted.connect(self.help_wanted)
        self.desk.escaped.connect(self._escape)
        self.desk.locked.connect(self.changed)
        self.desk.locked.connect(keeping.soon)
        self.desk.reopened.connect(self.changed)
        self.desk.reopened.connect(keeping.soon)
        self._operations = stage.operations
        self.desk.locked.connect(self._sign_sheet)
        offer_history(self.desk, lambda: self._beside(stage, visit_id, presenter.person_id))
        self.desk.tour_wanted.connect(self.guide)
        self.offer.begin.clicked.connect(self.guide)
        self.offer.away.clicked.connect(self._answered)
        layout = column(self.offer, self.question, self.desk, gap=0)
        layout.setStretchFactor(self.desk, 1)
        self.setLayout(layout)
        sample = stage.workspace.visits.get(visit_id).sample
        self._sign_sheet()
        self.offer.setVisible(sample and not self._settings.now.toured)

    def _beside(self, stage: Stage, visit_id: str, person: str) -> HistoryDeeds:
        rivals = stage.workspace.rivals
        return HistoryDeeds(
            partial(self._compare, stage, visit_id, person) if rivals.many(visit_id, person) else None,
            partial(self._refill, stage, visit_id, person) if rivals.refillable(visit_id, person) else None,
        )

    def _refill(self, stage: Stage, visit_id: str, person: str) -> None:
        """Ask, then open a sheet that was locked under the earlier task again."""
        title = say("按修订的任务重新填写")
        told = say("已锁定的一份保留，内容全部转入新的一份，补填后重新锁定；以哪一份为准由组长选定。")
        if asked(self.desk, title, told, say("重新填写")) and stage.troubles.handle(
            lambda: stage.workspace.rivals.refill(visit_id, person)
        ):
            self.settled.emit(say("已转入新的一份，请补填后重新锁定。"), "refill")

    def _compare(self, stage: Stage, visit_id: str, person: str) -> None:
        who = visit_id, person
        open_rivals(self.desk, stage.workspace, stage.troubles, who, self.settled.emit)

    def leave(self) -> None:
        """What was written here is copied at once."""
        self._keeping.soon()

    def _sign_sheet(self) -> None:
        """Sign what its owner has locked on the leader's device while the keys are open, beside the window.

        What fails is tried again when the desk is next opened, and at the export.
        """
        work = self.desk.presenter.lock.keeping()
        if work is None:
            return

        def quietly(_progress: Progress) -> None:
            with suppress(XianpingError):
                work()

        self._operations.run(
            say("签名{sheet}", sheet=self.desk.presenter.state.result.names.sheet),
            quietly,
            lambda _: self._keeping.soon(),
        )

    def guide(self) -> None:
        """Show around; what is typed meanwhile is stored as ever."""
        if self.tour is not None:
            return
        self._answered()
        self.tour = Tour(self, self.desk.parts(), self.desk.presenter.state.result.names)
        self.tour.left.connect(lambda _whole: self._guided())
        if not self.tour.begin():
            self._guided()

    def _leave(self) -> None:
        if self.tour is not None:
            self.tour.end(whole=False)
        else:
            self.wanted.emit(HOME)

    def _escape(self) -> None:
        if self.tour is not None:
            self.tour.end(whole=False)
        else:
            self.escaped.emit()

    def _answered(self) -> None:
        self.offer.hide()
        if not self._settings.now.toured:
            self._settings.change(toured=True)
        self.desk.take_focus()

    def _guided(self) -> None:
        self.tour = None
        self.desk.take_focus()
