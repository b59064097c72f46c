"""Carries out what is wanted of the seat: another person, a colleague's paper, a print."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from app.common.words import say
from app.ui.home.presenter import HomePresenter
from app.ui.home.view_pledge import may_score
from app.ui.seating.presenter import SeatingPresenter
from app.ui.seating.prints import Printed, print_sheet
from app.ui.seating.view_paper import PaperDialog
from app.ui.seating.view_switch import SwitchDialog
from app.ui.shell.notice import good
from app.ui.shell.presenter import HOME, PEOPLE, Route, ShellPresenter
from app.ui.shell.view_screen import Stage
from app.ui.shell.view_window import Window
from app.ui.widgets.file_dialogs import ask_save

if TYPE_CHECKING:
    from app.ui.desk.view import DeskView
    from app.ui.session.view_desk import DeskScreen


class Deeds(QObject):
    """What the session does for the desk and home. ``seated``: the header may have changed."""

    seated = Signal()

    def __init__(self, window: Window, stage: Stage, shell: ShellPresenter) -> None:
        super().__init__(window)
        self.window, self._stage, self._shell = window, stage, shell
        self._presenter = SeatingPresenter(stage.workspace)

    def serve(self, screen: DeskScreen) -> None:
        """Answer what a desk wants."""
        desk = screen.desk
        desk.switch_wanted.connect(self.switch)
        desk.paper_wanted.connect(lambda: self.type_in(self.window.route.visit_id))
        desk.print_wanted.connect(lambda blank: self.print(screen, blank=blank))
        desk.locked.connect(lambda: self._locked(screen))
        screen.settled.connect(self._settled)

    # Another person.

    def switch(self) -> None:
        """Let somebody else take the keyboard; what the one before had on screen is put away first."""
        screen, focus = self.window.screen_shown, QApplication.focusWidget()
        visit_id = self.window.route.visit_id
        choices = self._stage.troubles.attempt(lambda: self._presenter.people(visit_id))
        if not choices:
            self.window.go(PEOPLE)
            return
        dialog = SwitchDialog(self.window, choices, self._shell.switch)
        if screen is not None:
            screen.hide()
        done = bool(self._stage.troubles.attempt(dialog.exec))
        changed = done and not any(each.current for each in choices if each.id == dialog.chosen)
        dialog.deleteLater()
        if changed:
            self._seat(dialog.chosen)
        elif screen is not None:
            screen.show()
            if focus is not None:
                focus.setFocus()

    def seat_current(self) -> None:
        """Show what belongs to who has just taken the keyboard."""
        current = self._stage.workspace.people.current
        if current is not None:
            self._seat(current.id)

    def _seat(self, person_id: str) -> None:
        """Show the same visit at the same criterion where the person has a sheet there; else home."""
        self.seated.emit()
        route, desk = self.window.route, self._desk()
        cid = desk.presenter.state.card.id if desk is not None else ""
        if cid and self._presenter.scores(route.visit_id):
            if self._may_score(route.visit_id):
                self.window.go(Route("desk", route.visit_id))
                self._show(cid)
            else:
                self.window.go(HOME)
        else:
            self.window.go(PEOPLE if route.screen == "people" else HOME)
        self._stage.troubles.tell(good(say("已切换到{name}。", name=self._shell.name(person_id))))

    def _may_score(self, visit_id: str) -> bool:
        today = self._stage.clock.now().astimezone().date()
        presenter = HomePresenter(self._stage.workspace, today)
        return may_score(self.window, presenter, self._stage.troubles, visit_id)

    def _show(self, cid: str) -> None:
        if (desk := self._desk()) is not None:
            desk.wants.opened.emit(cid)

    def _desk(self) -> DeskView | None:
        """The desk that is shown; it is loaded only once somebody goes to one."""
        if self.window.route.screen != "desk":
            return None
        from app.ui.session.view_desk import DeskScreen

        screen = self.window.screen_shown
        return screen.desk if isinstance(screen, DeskScreen) else None

    def _settled(self, told: str, _deed: str) -> None:
        """The sheet on the desk has changed, or another one has taken its place."""
        self.window.go(self.window.route)
        self._stage.troubles.tell(good(told))

    # A colleague's paper.

    def type_in(self, visit_id: str, done: str = "") -> None:
        """Ask whose paper is typed in, and open it. done: what has just been locked."""
        state = self._stage.troubles.attempt(lambda: self._presenter.papers(visit_id))
        if state is None:
            return

        def begin(person_id: str, pledged: bool, reason: str) -> None:  # noqa: FBT001  a dialog's answer
            self._presenter.begin(visit_id, person_id, pledged=pledged, reason=reason)

        dialog = PaperDialog(self.window, state, begin, done)
        if self._stage.troubles.attempt(dialog.exec):
            self.window.go(Route("desk", visit_id, behalf=dialog.chosen))
        dialog.deleteLater()

    def hand_over(self, visit_id: str, only: str = "") -> None:
        """Write the sheets that were typed in here to files for the leader; only: one expert's."""
        sheet = self._presenter.words(visit_id).sheet
        for person_id, name in self._presenter.to_hand_over(visit_id):
            if only and person_id != only:
                continue
            title = say("导出代{name}录入的{sheet}，交给组长", name=name, sheet=sheet)
            file = say("{name}{sheet}（代录）.xpsheet", name=name, sheet=sheet)
            kinds = say("专家{sheet} (*.xpsheet)", sheet=sheet)
            chosen = ask_save(self.window, title, file, kinds)
            if chosen and self._stage.troubles.handle(
                partial(self._presenter.export, visit_id, person_id, Path(chosen))
            ):
                self._stage.troubles.tell(
                    good(say("已导出{name}的{sheet}（代录）并核验。", name=name, sheet=sheet))
                )

    def _locked(self, screen: DeskScreen) -> None:
        """After a sheet that was typed in: a file for the leader, then the next one."""
        seat, visit_id = screen.desk.presenter.state.seat, self.window.route.visit_id
        if not seat.typed:
            return
        self.hand_over(visit_id, only=self.window.route.behalf)
        state = self._stage.troubles.attempt(lambda: self._presenter.papers(visit_id))
        told = say("{expert}的{sheet}已锁定。", expert=seat.expert, sheet=seat.sheet)
        if state is not None and state.open:
            self.type_in(visit_id, told)
        else:
            self._stage.troubles.tell(
                good(say("{told}没有还要代录的{sheet}了。", told=told, sheet=seat.sheet))
            )

    # Print.

    def print(self, screen: DeskScreen, *, blank: bool) -> None:
        """Ask where to, draw the sheet in the background, and open it."""
        presenter = screen.desk.presenter
        name = presenter.seat.print_name(blank=blank)
        title = say("打印{sheet}", sheet=presenter.state.seat.sheet)
        chosen = ask_save(self.window, title, name, say("PDF 文件 (*.pdf)"))
        if not chosen:
            return
        path = Path(chosen)
        sheet = self._stage.troubles.attempt(lambda: presenter.seat.to_print(blank=blank))
        if sheet is not None:
            self._stage.operations.run(title, partial(print_sheet, sheet, path), self._printed)

    def _printed(self, printed: Printed) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(printed.path)))
        told = say("已存为 {path}，共 {count} 页。", path=printed.path, count=printed.pages)
        advice = "" if opened else say("请用看 PDF 的程序打开并打印。")
        self._stage.troubles.tell(good(say("{told}{advice}", told=told, advice=advice)))
