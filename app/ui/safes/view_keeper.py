"""Keeps the copy going while the window stands: a gentle beat, the words that follow it, the questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.common.errors import XianpingError
from app.common.words import say
from app.ui.safes.keeper import Keeper
from app.ui.safes.presenter import NO_LINE, LineState, SafePresenter, Volume
from app.ui.safes.view_corner import CornerButton, QuestionLine
from app.ui.safes.view_dialogs import KeysDialog, PlaceDialog
from app.ui.safes.view_volumes import volumes
from app.ui.shell.notice import good
from app.ui.shell.view_screen import Stage

if TYPE_CHECKING:
    from app.ui.shell.operation import Progress

BEAT, LOOK = 1000, 4  # milliseconds; beats between two looks at the volumes


class Keeping(QObject):
    """The copy of one workspace. ``look``: finds the removable volumes, away from the window's thread."""

    def __init__(self, stage: Stage, window: QWidget, look: Callable[[], Sequence[Volume]] = volumes) -> None:
        super().__init__(window)
        self._stage, self._window, self._look = stage, window, look
        self.keeper = Keeper(stage.workspace.safes)
        self.presenter = SafePresenter(stage.workspace, self.keeper)
        self._corners: dict[int, tuple[CornerButton, Callable[[], str]]] = {}
        self._lines: dict[int, tuple[QuestionLine, Callable[[], bool]]] = {}
        self._eyes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="xianping-volumes")
        self._seeing: Future[Sequence[Volume]] | None = None
        self.volumes: tuple[Volume, ...] = ()
        self._beats = 0
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def corner(self, visit: Callable[[], str]) -> CornerButton:
        """A word about the copy of the visit that ``visit`` names at each moment; empty for all visits."""
        made = CornerButton()
        made.clicked.connect(self.choose)
        key = id(made)
        self._corners[key] = made, visit
        made.destroyed.connect(lambda: self._corners.pop(key, None))
        self._show()
        return made

    def line(self, held: Callable[[], bool]) -> QuestionLine:
        """A line in which something may be asked; not while something else is (``held``)."""
        made = QuestionLine()
        made.agreed.connect(self._agree)
        made.declined.connect(self._decline)
        key = id(made)
        self._lines[key] = made, held
        made.destroyed.connect(lambda: self._lines.pop(key, None))
        self._see()
        self._show()
        return made

    def soon(self) -> None:
        """Write what is new now: somebody leaves, locks, or hands the keyboard over."""
        self.keeper.soon()

    def beat(self) -> None:
        """Look in: what has ended, what is due, what is plugged in."""
        self._beats += 1
        self._see()
        with suppress(XianpingError):  # a database that refuses just now costs this beat; the next one comes
            self.keeper.tick()
            self._show()

    def choose(self) -> None:
        """The settings of the copy."""
        self._stage.troubles.handle(self._choose)

    def close(self) -> None:
        """Write once more, then let go."""
        self._timer.stop()
        self.keeper.close()
        self._eyes.shutdown(wait=False, cancel_futures=True)

    def _choose(self) -> None:
        dialog = PlaceDialog(self._window, self.presenter, self.volumes)
        dialog.keys_wanted.connect(lambda: self._ask_keys(dialog))
        dialog.exec()
        dialog.deleteLater()
        self._show()

    def _agree(self, line: LineState) -> None:
        if line.volume is not None:
            root = line.volume.root
            self._stage.troubles.handle(lambda: self.presenter.choose(root))
        else:
            self._stage.troubles.handle(lambda: self._ask_keys(None))
        self._show()

    def _decline(self, line: LineState) -> None:
        self._stage.troubles.handle(lambda: self.presenter.decline(line))
        self._show()

    def _ask_keys(self, above: PlaceDialog | None) -> None:
        dialog = KeysDialog(above or self._window, self.presenter.check_pin)
        if dialog.exec():
            work = partial(_carried, self.presenter, dialog.given)
            self._stage.operations.run(say("为密钥加锁"), work, self._keys_carried)
        elif dialog.stays:
            self.presenter.keep_keys()
        dialog.deleteLater()
        if above is not None:
            above.show_place(self.presenter.place())

    def _keys_carried(self, _done: None) -> None:
        self._stage.troubles.tell(good(say("密钥已加锁，将随下一次副本携带。")))
        self.keeper.soon()
        self._show()

    def _see(self) -> None:
        """Only while the answer could matter: nothing is chosen, or what was chosen is not there."""
        if self._seeing is not None:
            if not self._seeing.done():
                return
            self.volumes, self._seeing = tuple(self._seeing.result()), None
        wanted = self.keeper.place is None or self.keeper.trouble is not None
        if wanted and self._beats % LOOK == 0:
            self._seeing = self._eyes.submit(self._look)

    def _show(self) -> None:
        for corner, visit in self._corners.values():
            corner.show_corner(self.presenter.corner(visit()))
        for line, held in self._lines.values():
            line.show_line(NO_LINE if held() else self.presenter.line(self.volumes))


def _carried(presenter: SafePresenter, pin: str, progress: Progress) -> None:
    progress.check()
    presenter.carry_keys(pin)
