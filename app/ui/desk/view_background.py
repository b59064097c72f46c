"""Work beside the window in a bounded way: one piece after the other, told when done, stopped at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.common.errors import XianpingError
from app.ui.shell.operation import Brake, Cancelled

Check = Callable[[int], None]
Work = Callable[[Check], object]  # gets a check to call now and then with how much is done


class Bench(QObject):
    """One thread of its own. ``ended`` and ``moved`` arrive on the window's thread.

    The work must touch no widget; what it raises on purpose arrives as its outcome.
    """

    ended = Signal(object, object)  # the ticket, and the outcome or the trouble
    moved = Signal(object, object)  # the ticket, and how much is done

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="xianping-files")
        self._brake = Brake()
        self._waiting: set[Future[None]] = set()
        self.destroyed.connect(_stopper(self))

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        return any(not each.done() for each in self._waiting)

    def run(self, ticket: object, work: Work) -> None:
        """Do the work once all that waits is done."""
        brake = self._brake

        def check(done: int) -> None:
            brake.check()
            self.moved.emit(ticket, done)

        def whole() -> None:
            outcome = None if brake.pulled else _outcome(work, check)
            with suppress(RuntimeError):  # the window went meanwhile: nobody waits for it
                if not brake.pulled:
                    self.ended.emit(ticket, outcome)

        self._waiting = {each for each in self._waiting if not each.done()}
        self._waiting.add(self._pool.submit(whole))

    def drop(self) -> None:
        """Forget what waits, and stop what runs at its next check; neither ends with a signal."""
        self._brake.pull()
        self._brake = Brake()
        for each in self._waiting:
            each.cancel()
        self._waiting.clear()

    def close(self) -> None:
        """Stop for good."""
        self.drop()
        self._pool.shutdown(wait=False, cancel_futures=True)


def _outcome(work: Work, check: Check) -> object:
    try:
        return work(check)
    except XianpingError as trouble:
        return trouble


def _stopper(bench: Any) -> Callable[[], None]:
    """Stops a bench's work when Qt destroys it, without holding the bench itself."""
    held = bench.__dict__

    def stop() -> None:
        held["_brake"].pull()
        held["_pool"].shutdown(wait=False, cancel_futures=True)

    return stop


__all__ = ["Bench", "Cancelled", "Check", "Work"]
