"""What happens once the data is open: the screens, who may go where, files that come in from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from app.common.errors import XianpingError
from app.common.words import say
from app.ui.endurance import settle
from app.ui.home.presenter import TAKEN, HomePresenter
from app.ui.home.view import HomeScreen
from app.ui.safes.view_keeper import Keeping
from app.ui.session.preload import Warming
from app.ui.session.view_hand_over import HandOver
from app.ui.session.view_seats import Deeds
from app.ui.session.view_waiting_files import WaitingFiles
from app.ui.shell.arrivals import Taken, is_trust, take_all
from app.ui.shell.notice import Notice, good
from app.ui.shell.operation import Progress
from app.ui.shell.presenter import HOME, PEOPLE, Route, ScreenName, ShellPresenter
from app.ui.shell.view_dialogs import PinDialog
from app.ui.shell.view_screen import Screen, Stage
from app.ui.shell.view_window import Window
from app.ui.widgets.file_dialogs import ask_open_many

if TYPE_CHECKING:
    from app.services.authoring.trials import Trial, Trials
    from app.ui.conclusion.view import ConclusionScreen
    from app.ui.shell.settings import Settings
    from app.ui.shell.view_operation import Operation
    from app.ui.signing.view import SigningScreen


class Session(QObject):
    """Furnishes the window with screens over one workspace, while it attends to it.

    sample: the workspace is the sample's own, beside the real one.
    """

    sample_left = Signal()
    sample_reset = Signal()

    def __init__(self, window: Window, stage: Stage, trials: Trials, *, sample: bool = False) -> None:
        super().__init__(window)
        self.window, self.stage, self._trials, self.sample = window, stage, trials, sample
        self.play: Callable[[], Operation[Any] | None] = lambda: None
        self._trial: Trial | None = None
        self._shell = ShellPresenter(stage.workspace)
        self.keeping = Keeping(stage, window)
        self._makers: dict[ScreenName, Callable[[Route], Screen]] = {
            "home": self._home,
            "people": self._people,
            "desk": self._desk,
            "day": self._day,
            "conclusion": self._conclusion,
            "signing": self._signing,
            "copy": self._copy,
            "trial": self._try,
        }
        self.warming = Warming()
        self._deeds = Deeds(window, stage, self._shell)
        self._hand_over = HandOver(window, stage, self._shell, self._deeds)
        self._deeds.seated.connect(self.refresh)
        self._deeds.seated.connect(self.show_code)
        self.files = WaitingFiles(stage, self._seat, self._deeds.switch)
        self.files.opened.connect(self.take)
        self.files.given_up.connect(self._offer_replacement)
        self._deeds.seated.connect(self.files.look)
        window.show_line(self.files.line)
        self._corner = self.keeping.corner(lambda: "")
        window.header.show_aside(self._corner)
        header, done = window.header, stage.operations.finished
        self._wires: tuple[tuple[SignalInstance, Callable[..., object]], ...] = (
            (window.files_given, self.take),
            (window.import_wanted, self.choose),
            (window.switch_wanted, self._deeds.switch),
            (done, self._refresh_after),
            (header.people_wanted, lambda: self.window.go(PEOPLE)),
            (header.trial_wanted, self.try_out),
            (header.person_chosen, self.switch),
            (header.safe_wanted, self.keeping.choose),
        )
        self.attend()

    def attend(self) -> None:
        """Take the window: its screens are this session's from now on."""
        self.window.furnish(self._makers)
        for signal, slot in self._wires:
            signal.connect(slot)
        self._corner.setVisible(not self.sample)
        self.window.header.show_sample(on=self.sample)

    def withdraw(self) -> None:
        """Let another session have the window; the data stay open."""
        for signal, slot in self._wires:
            signal.disconnect(slot)
        self._corner.hide()
        self.files.drop()

    def begin(self, settings: Settings, files: Sequence[Path]) -> None:
        """Show the place where the person was, and take in the files that were double-clicked."""
        self.refresh()
        self.window.go(HOME if files else self._shell.place(settings))
        if files:
            QTimer.singleShot(0, self, lambda: self.take(files))
        self.show_code()
        self._protect()
        settle()
        QTimer.singleShot(0, self, self.warming.begin)  # only now: the first screen is to stand first

    def close(self) -> None:
        """Copy what is new, then let the data go."""
        self.warming.end()
        try:
            self.keeping.close()
        finally:  # whatever became of the copy, the data folder is free again
            self.stage.workspace.close()

    def handed_on(self) -> None:
        """Somebody else has unlocked the window: their place, and nothing of who was here before."""
        self._deeds.seat_current()
        self.show_code()

    def show_code(self, person_id: str = "") -> None:
        """The recovery code that was made for a person, the current one if none is named, if there is one."""
        people = self.stage.workspace.people
        who = people.person(person_id) if person_id else people.current
        code = people.lock.take_code(who.id) if who is not None else None
        if who is not None and code is not None:
            from app.ui.locking.view_code import CodeDialog

            dialog = CodeDialog(self.window, who.name, code)
            dialog.rejected.connect(self._code_put_off)
            dialog.open()

    def _protect(self) -> None:
        """Once a PIN locks the data, files that were attached before anybody was known are encrypted, too."""
        workspace = self.stage.workspace
        if not workspace.people.lock.locked or not workspace.evidence.plain():
            return

        def quietly(progress: Progress) -> None:
            with suppress(XianpingError):  # what has no room now is tried again at the next start
                workspace.evidence.protect(lambda _done: progress.check())

        self.stage.operations.run(say("加密附件"), quietly, lambda _: None)

    def _code_put_off(self) -> None:
        told = say("恢复码还没有抄下。可在“身份与信任”中本人的“PIN…”里重发。")
        self.stage.troubles.tell(Notice("attention", told))

    def _refresh_after(self, _operation: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """The header as it stands now."""
        self.stage.troubles.attempt(lambda: self.window.header.show_state(self._shell.header()))

    def choose(self) -> None:
        """Let the person pick files of ours."""
        kinds = " ".join(f"*{suffix}" for suffix in TAKEN)
        title = say("导入文件")
        chosen = ask_open_many(self.window, title, say("现评文件 ({kinds});;所有文件 (*)", kinds=kinds))
        if chosen:
            self.take(tuple(Path(name) for name in chosen))

    def take(self, paths: Iterable[Path]) -> None:
        """Take files in where the person is; each tells what became of it."""
        if self.sample:
            told = say("现在打开的是示例，没有收取文件。")
            self.stage.troubles.tell(Notice("attention", told, advice=say("请在主页点“离开示例”后再导入。")))
            return
        given = tuple(paths)
        for path in given:
            if is_trust(path):
                self._take_trust(path)
        packages = tuple(path for path in given if not is_trust(path))
        if packages:
            self._import(packages, self._taken)

    def switch(self, person_id: str) -> bool:
        """Let another person take the keyboard, after the PIN; home shows that person's work."""
        if not self._seat(person_id):
            return False
        self.stage.troubles.tell(good(say("已切换到{name}。", name=self._shell.name(person_id))))
        self.show_code()
        self.window.go(HOME if self.window.route.screen != "people" else PEOPLE)
        return True

    # The screens.

    @property
    def _place(self) -> QWidget:
        """Where screens stand."""
        return self.window.centralWidget() or self.window

    def _home(self, _route: Route) -> Screen:
        today = self.stage.clock.now().astimezone().date()
        presenter = HomePresenter(self.stage.workspace, today, lambda: self.stage.settings.now.kept_days)
        screen = HomeScreen(presenter, self.stage, self._place, sample=self.sample)
        screen.play = self.play
        screen.sample_left.connect(self.sample_left)
        screen.sample_reset.connect(self.sample_reset)
        screen.admit = self.admit
        screen.handed_over.connect(self._hand_over.hand_over)
        screen.handed_on.connect(self._hand_over.hand_on)
        screen.choose_wanted.connect(self.choose)
        screen.type_in_wanted.connect(self._deeds.type_in)
        screen.revision_wanted.connect(self._revise)
        return self._watched(screen)

    def _people(self, _route: Route) -> Screen:
        from app.ui.people.presenter import PeoplePresenter
        from app.ui.people.view import PeopleScreen

        screen = PeopleScreen(PeoplePresenter(self.stage.workspace), self.stage, self._place)
        screen.switch_wanted.connect(self.switch)
        screen.code_made.connect(self.show_code)
        screen.code_made.connect(lambda _: self._protect())
        return self._watched(screen)

    def _desk(self, route: Route) -> Screen:
        from app.ui.desk.presenter import DeskPresenter
        from app.ui.session.view_desk import DeskScreen
        from app.ui.session.view_onward import Onward

        workspace, visit_id = self.stage.workspace, route.visit_id
        if route.behalf:
            typist = workspace.typed.check(visit_id, route.behalf)
            presenter = DeskPresenter(workspace, visit_id, route.behalf, entered_by=typist)
        else:
            presenter = DeskPresenter(workspace, visit_id, self._shell.member(visit_id) or "")
        screen = DeskScreen(presenter, self.stage, self.keeping, visit_id, self._place)
        self._deeds.serve(screen)
        screen.onward = Onward(screen, screen.desk, self.stage, visit_id, self._hand_over.hand_over)
        return self._watched(screen)

    def _day(self, route: Route) -> Screen:
        from app.ui.session.view_day import day_screen

        screen = day_screen(self.stage, route.visit_id, self._place)
        screen.type_in_wanted.connect(partial(self._deeds.type_in, route.visit_id))
        return self._watched(screen)

    def _conclusion(self, route: Route) -> Screen:
        if self._shell.attends(route.visit_id):
            return self._day(route)
        from app.ui.conclusion.presenter import ConclusionPresenter
        from app.ui.conclusion.view import ConclusionScreen

        presenter = ConclusionPresenter(self.stage.workspace, route.visit_id)
        screen = ConclusionScreen(presenter, self.stage, route.visit_id, self._place)
        screen.look_wanted.connect(lambda person: self._look(screen, route.visit_id, person))
        return self._watched(screen)

    def _look(self, screen: ConclusionScreen, visit_id: str, person: str) -> None:
        """All that lies here of an expert's sheet; what is gone on with opens on a desk."""
        from app.ui.session.view_history import open_rivals

        def settled(told: str, deed: str) -> None:
            screen.settled(told)
            if deed == "over":
                self.window.go(Route("desk", visit_id, behalf=person))

        open_rivals(screen, self.stage.workspace, self.stage.troubles, (visit_id, person), settled)

    def _signing(self, route: Route) -> Screen:
        from app.ui.signing.presenter import SigningPresenter
        from app.ui.signing.view import SigningScreen

        presenter = SigningPresenter(self.stage.workspace, route.visit_id)
        screen = SigningScreen(presenter, self.stage, route.visit_id, self._place)
        screen.reading_wanted.connect(lambda deed: self._read_out(screen, route.visit_id, deed))
        return self._watched(screen)

    def _read_out(self, screen: SigningScreen, visit_id: str, deed: str) -> None:
        from app.ui.session.view_reading import ReadingDeeds

        ReadingDeeds(screen, self.stage, visit_id).do(deed)

    def _copy(self, route: Route) -> Screen:
        from app.ui.signing.copies import CopyPresenter
        from app.ui.signing.view_copy import CopyScreen

        me = self._shell.member(route.visit_id) or ""
        presenter = CopyPresenter(self.stage.workspace, route.visit_id, me)
        return self._watched(CopyScreen(presenter, self.stage, self._place))

    def try_out(self) -> None:
        """Ask which scheme, and open it on a desk whose findings are kept nowhere."""
        from app.ui.trying.presenter import TryingPresenter
        from app.ui.trying.view_choice import ChoiceDialog

        presenter = TryingPresenter(self._trials)
        dialog = ChoiceDialog(self.window, presenter)
        if dialog.exec():
            self._trial = self.stage.troubles.attempt(presenter.begin)
            if self._trial is not None:
                self.window.go(Route("trial"))
        dialog.deleteLater()

    def _try(self, _route: Route) -> Screen:
        from app.ui.session.view_trial import TrialScreen

        trial, self._trial = self._trial, None
        return TrialScreen(trial, self._place) if trial is not None else self._home(HOME)

    def _watched(self, screen: Screen) -> Screen:
        screen.changed.connect(self.refresh)
        screen.waiting.connect(self._wait)
        return screen

    # Who may, and files.

    def admit(self, visit_id: str) -> bool:
        """Whether the person who works in a visit sits here, asked for the PIN where needed."""
        member = self.stage.troubles.attempt(lambda: self._shell.member(visit_id) or "")
        if not member:
            return False
        return self._shell.seated(member) or self._seat(member)

    def _seat(self, person_id: str) -> bool:
        if self._shell.needs_pin(person_id):
            name = self._shell.name(person_id)
            dialog = PinDialog(self.window, name, lambda pin: self._shell.switch(person_id, pin))
            done = bool(self.stage.troubles.attempt(dialog.exec))
            dialog.deleteLater()
        else:
            done = self.stage.troubles.handle(lambda: self._shell.switch(person_id, None))
        self.refresh()
        self.files.look()
        return done

    def _taken(self, taken: Taken) -> None:
        self._tell(taken)
        refused = tuple(path for path in taken.refused if path not in taken.waiting)
        if refused:
            self._offer_replacement(refused)

    def _tell(self, taken: Taken) -> None:
        if taken.messages:
            self.window.go(self.window.route)
        self.stage.troubles.tell(taken.notice)
        self._wait(taken.waiting)
        if taken.amended:
            self._revise()

    def _revise(self) -> None:
        from app.ui.session.view_revision import revise

        revise(self.window, self.stage)

    def _wait(self, paths: tuple[Path, ...]) -> None:
        """Files wait for a PIN: ask, once what has just ended is told."""
        if paths:
            QTimer.singleShot(0, self, lambda: self.files.keep(paths))

    def _offer_replacement(self, refused: Sequence[Path]) -> None:
        from app.ui.session.view_replacement import settled_files

        files = settled_files(self.window, self.stage, refused)
        if files:
            self.refresh()
            self.show_code()
            self._import(files, self._tell)  # refused now, they are not offered once more

    def _import(self, paths: tuple[Path, ...], done: Callable[[Taken], None]) -> None:
        self.stage.operations.run(say("导入"), partial(take_all, self.stage.workspace, paths), done)

    def _take_trust(self, path: Path) -> None:
        from app.ui.people.view import PeopleScreen

        self.window.go(PEOPLE)
        if isinstance(self.window.screen_shown, PeopleScreen):
            self.window.screen_shown.take_trust(path)
