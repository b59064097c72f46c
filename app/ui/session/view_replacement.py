"""Offers to go on with a copy of people whom this device does not know, once it was refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.ui.safes.replacement import ReplacementPresenter, offered
from app.ui.safes.view_replacement import RecoveryCodeDialog, SettleDialog
from app.ui.shell.view_screen import Stage
from app.ui.shell.view_window import Window


def settled_files(window: Window, stage: Stage, refused: Sequence[Path]) -> tuple[Path, ...]:
    """What is to be taken in now that somebody was settled here; nothing where nobody was."""
    copy = offered(stage.workspace, refused)
    if copy is None:
        return ()
    presenter = ReplacementPresenter(stage.workspace, copy)
    for dialog_of in (RecoveryCodeDialog, SettleDialog):
        dialog = dialog_of(window, presenter)
        done = bool(stage.troubles.attempt(dialog.exec))
        dialog.deleteLater()
        if not done:
            return ()
    return presenter.files
