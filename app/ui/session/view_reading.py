"""Reading out over the signing screen when it is asked for; what was read is noted when it ends."""

from __future__ import annotations

from pathlib import Path

from app.common.clock import BEIJING
from app.common.words import say
from app.services.panel.attendance import TYPED
from app.services.store.file_names import disk_name
from app.services.store.files import write_whole
from app.ui.reading.presenter import ReadingPresenter
from app.ui.reading.view import ReadingDialog
from app.ui.reading.view_paper import PaperReadingDialog
from app.ui.shell.notice import good
from app.ui.shell.view_screen import Stage
from app.ui.signing.view import SigningScreen
from app.ui.widgets.file_dialogs import ask_save


class ReadingDeeds:
    """What the signing screen's buttons for reading do: on the screen, as a rehearsal, from paper."""

    def __init__(self, screen: SigningScreen, stage: Stage, visit_id: str) -> None:
        self._screen, self._stage, self._visit_id = screen, stage, visit_id

    def do(self, deed: str) -> None:
        """One of them by its name."""
        {"read": self.read, "rehearse": self.rehearse, "script": self.save_script, "paper": self.note_paper}[
            deed
        ]()

    def read(self) -> None:
        """Show the reading; afterwards the document is drawn anew with what was noted."""
        self._show(rehearsal=False)

    def rehearse(self) -> None:
        """The same for the leader alone: nothing is noted but the own pace."""
        self._show(rehearsal=True)

    def _show(self, *, rehearsal: bool) -> None:
        stage = self._stage
        presenter = stage.troubles.attempt(
            lambda: ReadingPresenter(stage.workspace, self._visit_id, rehearsal=rehearsal)
        )
        if presenter is None:
            return

        def ended() -> None:
            told = stage.troubles.attempt(presenter.end)
            if told:
                stage.troubles.tell(good(told))
                self._screen.load_document()

        ReadingDialog(self._screen, presenter, ended).begin()

    def save_script(self) -> None:
        """Ask for a name and write the script that one can read from."""
        stage = self._stage
        pdf = stage.troubles.attempt(lambda: stage.workspace.read_outs.script(self._visit_id))
        if pdf is None:
            return
        visit = stage.workspace.visits.get(self._visit_id)
        usual = disk_name(say("{unit}宣读讲稿.pdf", unit=visit.project.get("unit", "")))
        name = ask_save(self._screen, say("讲稿"), usual, say("PDF 文件 (*.pdf)"))
        if name and stage.troubles.handle(lambda: write_whole(Path(name), pdf)):
            stage.troubles.tell(good(say("讲稿已另存。按讲稿读完后，用“登记宣读…”录入时间。")))

    def note_paper(self) -> None:
        """Ask when the script was read, and record it."""
        told: list[str] = []

        def note(begun: str, ended: str, passed: str) -> None:
            out = self._stage.workspace.read_outs.note_paper(self._visit_id, begun, ended, passed)
            told.append(out.words)

        now = self._stage.workspace.clock.now().astimezone(BEIJING).strftime(TYPED)
        dialog = PaperReadingDialog(self._screen, now, note)
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()
        for words in told:
            self._stage.troubles.tell(good(say("已记入考核过程：{told}。请单位表态。", told=words)))
            self._screen.load_document()
