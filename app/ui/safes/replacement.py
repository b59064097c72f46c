"""A copy of people who are not here: their code, the bureau's fingerprint, a new PIN. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import Fault, Refusal
from app.common.words import say

if TYPE_CHECKING:
    from app.services.safe.replacement import Owner
    from app.services.workspace import Workspace


class ReplacementPresenter:
    """One copy that could not be opened with the keys of this device."""

    def __init__(self, workspace: Workspace, path: Path) -> None:
        self._workspace, self._path = workspace, path
        self._owner: Owner | None = None

    @property
    def owner(self) -> Owner:
        """Whose code it was. Only after ``open``."""
        if self._owner is None:
            raise ValueError("no code has opened anything yet")
        return self._owner

    @property
    def files(self) -> tuple[Path, ...]:
        """What is then to be taken in, in this order."""
        return self.owner.task, self._path

    def open(self, code: str) -> None:
        """Find out whose code it is. Raises Refusal."""
        self._owner = self._workspace.replacements.owner(self._path, code)

    def settle(self, pin: str, again: str) -> None:
        """Seat the person here, the fingerprint compared. Raises Refusal naming every fault."""
        if pin != again:
            raise Refusal([Fault("again", say("两次输入的 PIN 不一致，请重新输入。"))])
        self._workspace.replacements.settle(self.owner, pin)


def offered(workspace: Workspace, refused: Sequence[Path]) -> Path | None:
    """The first copy among refused files beside which keys under a recovery code lie; None for none."""
    return next((path for path in refused if workspace.replacements.offered(path)), None)
