"""What a verb is given from outside, and the ways it can end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.common.errors import Refusal

if TYPE_CHECKING:
    from app.services.bureau.office import Office
    from app.services.store.shelf import VisitShelf
    from app.services.workspace import Workspace
    from app.signing.slots import Use
    from app.signing.trust import Trust


class Exit(IntEnum):
    """The exit codes of every verb."""

    DONE = 0
    SAID_NO = 1
    BAD_INPUT = 2
    ENVIRONMENT = 3
    INTERRUPTED = 130


class SaidNo(Refusal):
    """A check that was asked for has refused a file: exit code 1, where bad input would be 2."""


class OfficeOpener(Protocol):
    """Opens a bureau's database by its URL."""

    def __call__(self, url: str, *, ask: Callable[[], str] | None = None, use: Use = "pin") -> Office:
        """The office. ask: gives what opens a locked one; use: whether that is its PIN or a recovery code."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """What bootstrap hands to the verbs.

    data: the folder given with ``--data``, or None for the usual place.
    open_workspace: opens a data folder; open_office: a bureau's database by its URL; scratch_shelf: where
    schemes are read without any database; confirmed: the bureaus whose trust was confirmed in a data folder,
    nothing made or changed there, given what asks for the PIN of a locked one. Called only by verbs that need
    them.
    """

    data: Path | None
    open_workspace: Callable[[Path | None], Workspace]
    open_office: OfficeOpener
    scratch_shelf: Callable[[], AbstractContextManager[VisitShelf]]
    confirmed: Callable[[Path | None, Callable[[], str]], tuple[Trust, ...]]
