"""Reading out over the signing screen when it is asked for; what was read is noted when it ends."""

from __future__ import annotations

from app.common.words import say
from app.ui.reading.presenter import ReadingPresenter
from app.ui.reading.view import ReadingDialog
from app.ui.shell.notice import good
from app.ui.shell.view_screen import Stage
from app.ui.signing.view import SigningScreen


def read_out(screen: SigningScreen, stage: Stage, visit_id: str) -> None:
    """Show the reading; afterwards the document is drawn anew with what was noted."""
    presenter = stage.troubles.attempt(lambda: ReadingPresenter(stage.workspace, visit_id))
    if presenter is None:
        return

    def ended() -> None:
        told = stage.troubles.attempt(presenter.end)
        if told:
            stage.troubles.tell(good(say("已记入考核过程：{told}。请单位表态。", told=told)))
            screen.load_document()

    ReadingDialog(screen, presenter, ended).begin()
