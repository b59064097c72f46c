"""Work that takes longer than a blink: what it may tell the window, and how it is asked to stop. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import Protocol

from app.common.errors import XianpingError


class Cancelled(XianpingError):
    """The person stopped the work; nothing half-done is left behind."""


@dataclass(frozen=True, slots=True)
class WorkStep:
    """How far the work is: ``done`` of ``total`` parts (total 0: not known), and what it is at."""

    done: int
    total: int
    text: str


class Progress(Protocol):
    """Given to the work; both methods may be called from any thread."""

    def report(self, step: WorkStep) -> None:
        """Show the step. Raises Cancelled where the person has stopped the work."""
        ...

    def check(self) -> None:
        """Raise Cancelled where the person has stopped the work."""
        ...


class Brake:
    """A stop request that crosses threads."""

    def __init__(self) -> None:
        self._pulled = Event()

    @property
    def pulled(self) -> bool:
        """Whether the work is to stop."""
        return self._pulled.is_set()

    def pull(self) -> None:
        """Ask the work to stop at its next step."""
        self._pulled.set()

    def check(self) -> None:
        """Raise Cancelled once pulled."""
        if self.pulled:
            raise Cancelled
