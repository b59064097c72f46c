"""Work beside the window in a bounded way: one piece after the other, told when done, stopped at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.common.errors import Refusal, XianpingError
from app.common.words import say
from app.ui.shell.operation import Brake, Cancelled

Check = Callable[[int], None]
Work = Callable[[Check], object]  # gets a check to call now and then with how much is done


class _Round:
    """Pieces of work that are dropped together. over: nothing more of them is begun."""

    def __init__(self) -> None:
        self.brake, self.over = Brake(), False


class Bench(QObject):
    """One thread of its own. ``ended`` and ``moved`` arrive on the window's thread.

    The work must touch no widget. What it raises on purpose arrives as its outcome; so does, in words, what
    it raises by a fault of the program, which then goes on to the window's handler and is not lost here.
    """

    ended = Signal(object, object)  # the ticket, and the outcome or the trouble
    moved = Signal(object, object)  # the ticket, and how much is done
    _told = Signal(object, object, object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="xianping-files")
        self._round = _Round()
        self._waiting: deque[Future[object]] = deque()
        self._told.connect(self._pass_on)
        self.destroyed.connect(_stopper(self))

    def run(self, ticket: object, work: Work) -> None:
        """Do the work once all that waits is done."""
        this = self._round

        def tell(what: object, *, end: bool) -> None:
            with suppress(RuntimeError):  # the window went meanwhile: nobody waits for it
                self._told.emit(this, ticket, what, end)

        def check(done: int) -> None:
            this.brake.check()
            tell(done, end=False)

        def whole() -> object:
            if this.over:
                raise Cancelled
            return work(check)

        def end(future: Future[object]) -> None:
            if not future.cancelled():
                trouble = future.exception()
                tell(future.result() if trouble is None else trouble, end=True)

        while self._waiting and self._waiting[0].done():
            self._waiting.popleft()
        future = self._pool.submit(whole)
        self._waiting.append(future)
        future.add_done_callback(end)

    def drop(self) -> None:
        """Forget what waits, and stop what runs at its next check; neither ends with a signal."""
        self._round.over = True
        self._round.brake.pull()
        self._round = _Round()
        for each in self._waiting:
            each.cancel()
        self._waiting.clear()

    def finish(self) -> None:
        """Do what waits, then end the thread."""
        self._pool.shutdown(wait=False)

    def close(self) -> None:
        """Stop for good."""
        self.drop()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _pass_on(self, this: object, ticket: object, what: object, end: bool) -> None:  # noqa: FBT001
        """What was dropped after it had been told is not passed on."""
        if this is not self._round:
            return
        if not end:
            self.moved.emit(ticket, what)
        elif isinstance(what, Exception) and not isinstance(what, XianpingError):
            self.ended.emit(ticket, Refusal.because(say("程序内部出错，这一步没有做成。")))
            raise what
        else:
            self.ended.emit(ticket, what)


def _stopper(bench: Any) -> Callable[[], None]:
    """Stops a bench's work when Qt destroys it, without holding the bench itself."""
    held = bench.__dict__

    def stop() -> None:
        held["_round"].over = True
        held["_round"].brake.pull()
        held["_pool"].shutdown(wait=False, cancel_futures=True)

    return stop
