"""Amended tasks that wait: what each changes is shown, and it holds where that is wanted."""

from __future__ import annotations

from functools import partial

from app.ui.home.view_revision import RevisionDialog
from app.ui.shell.notice import good
from app.ui.shell.presenter import HOME
from app.ui.shell.view_screen import Stage
from app.ui.shell.view_window import Window


def revise(window: Window, stage: Stage) -> None:
    """Ask for every amended task that waits."""
    revisions, troubles = stage.workspace.revisions, stage.troubles
    for revision in troubles.attempt(revisions.waiting) or ():
        dialog = RevisionDialog(window, revision)
        wanted = bool(troubles.attempt(dialog.exec))
        dialog.deleteLater()
        told = troubles.attempt(partial(revisions.take, revision.sha256)) if wanted else None
        if told:
            window.go(HOME)
            troubles.tell(good(told))
