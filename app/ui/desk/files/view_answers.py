"""Looking at attached files: thumbnails for the tiles that are shown, and the viewer when one is opened."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.ui.desk.files.view import Files
from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.view_intents import Intents
from app.ui.viewer.view import Viewer
from app.ui.viewer.view_thumbnails import Thumbnails


class Viewing(QObject):
    """Answers the tiles."""

    def __init__(self, presenter: DeskPresenter, files: Files, wants: Intents) -> None:
        super().__init__(files)
        self._presenter, self._files, self._wants = presenter, files, wants
        self._thumbnails = Thumbnails(presenter.files.thumbnail, self)
        self._thumbnails.ready.connect(files.show_picture)
        self._thumbnails.failed.connect(files.failed)
        files.pictured.connect(self._thumbnails.want)
        wants.viewed.connect(self.open)

    def open(self, sha256: str) -> None:
        """Show a file of the card large."""
        viewer = Viewer(self._files.window(), self._presenter.files, sha256)
        viewer.personal_marked.connect(self._wants.personal_marked)
        viewer.open()
