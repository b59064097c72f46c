"""The one background operation: work on another thread, its progress and its outcome on the window's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.ui.shell.operation import Brake, Cancelled, Progress, WorkStep

Outcome = TypeVar("Outcome")
Work = Callable[[Progress], Outcome]


class Operation(QObject, Generic[Outcome]):
    """One run of some work. ``stepped`` and ``ended`` arrive on the window's thread.

    The work must touch neither widgets nor the database session: it gets plain values and bytes.
    """

    stepped = Signal(object)  # WorkStep
    ended = Signal(object)  # this operation
    _finished = Signal()

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._brake = Brake()
        self._future: Future[Outcome] | None = None
        self._finished.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def report(self, step: WorkStep) -> None:
        """For the work: show a step. Raises Cancelled."""
        self._brake.check()
        self.stepped.emit(step)

    def check(self) -> None:
        """For the work: raise Cancelled once the person has stopped it."""
        self._brake.check()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._brake.pull()

    @property
    def cancelled(self) -> bool:
        """Whether the work stopped because it was asked to."""
        return self._future is not None and isinstance(self._future.exception(), Cancelled)

    def start(self, pool: ThreadPoolExecutor, work: Work[Outcome]) -> None:
        """Run the work on the pool."""
        self._future = pool.submit(work, self)
        self._future.add_done_callback(lambda _: self._finished.emit())

    def outcome(self) -> Outcome:
        """What the work returned, once ended; raises what it raised."""
        if self._future is None or not self._future.done():
            raise RuntimeError("the operation has not ended")
        return self._future.result()

    def _end(self) -> None:
        self.ended.emit(self)


class Operations(QObject):
    """Starts background work, one piece at a time, and hands its outcome to the caller.

    A trouble inside the work is raised again on the window's thread, inside ``handle``, so that
    the window's one handler shows it.
    """

    began = Signal(object)  # Operation
    finished = Signal(object)  # Operation

    def __init__(self, handle: Callable[[Callable[[], object]], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="xianping")
        self._handle = handle
        self._alive: list[Operation[Any]] = []

    @property
    def busy(self) -> bool:
        """Whether some work is under way."""
        return bool(self._alive)

    @property
    def running(self) -> Operation[Any] | None:
        """What is under way now; work that was asked for meanwhile waits behind it."""
        return self._alive[0] if self._alive else None

    def run(self, title: str, work: Work[Outcome], then: Callable[[Outcome], None]) -> Operation[Outcome]:
        """Start the work; ``then`` gets its outcome on the window's thread unless it failed."""
        operation: Operation[Outcome] = Operation(title, self)
        operation.ended.connect(lambda _: self._settle(operation, then))
        self._alive.append(operation)
        self.began.emit(operation)
        operation.start(self._pool, work)
        return operation

    def _settle(self, operation: Operation[Outcome], then: Callable[[Outcome], None]) -> None:
        self._alive.remove(operation)
        self.finished.emit(operation)
        if not operation.cancelled:
            self._handle(lambda: then(operation.outcome()))
        operation.deleteLater()

    def close(self) -> None:
        """Stop what runs and wait for it: a file half written would be left behind otherwise."""
        for operation in self._alive:
            operation.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
