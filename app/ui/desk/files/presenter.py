"""Attached files at the desk: what the presenter does with them. No Qt.

What stores, shows, lends or saves a file is safe in any thread; ``set_personal`` and ``file_facts`` belong to
the window's.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.canon import sha256 as digest_of
from app.common.clock import moment_of
from app.common.words import say
from app.services.file_names import size_words
from app.ui.desk.state import DeskState
from app.ui.desk.writing.presenter import Recording
from app.ui.viewer.files import FileFacts, FileState, kind_of
from app.ui.viewer.shelf import Check

if TYPE_CHECKING:
    from app.decoding.decoder import Picture
    from app.services.lightbox import Document, Opened
    from app.services.site import Prepared


class Filing(Recording):
    """The part of the desk's presenter that knows files."""

    @property
    def files(self) -> tuple[FileState, ...]:
        """The files of the criterion shown."""
        return self.state.card.files

    @property
    def writable(self) -> bool:
        """Whether anything about them may be changed."""
        return self.state.card.writable

    def prepare(self, path: Path, check: Check) -> Prepared:
        """Take a file into the data folder, entering nothing. Raises XianpingError, and what check raises."""
        return self._workspace.evidence.prepare(path, self._sheet.visit.id, check)

    def prepare_picture(self, data: bytes, name: str, check: Check) -> Prepared:
        """The same for a picture in memory. name: with ``{number}`` for what tells it apart."""
        plain = say(name, number=digest_of(data)[:6])
        return self._workspace.evidence.take_bytes(BytesIO(data), plain, self._sheet.visit.id, check)

    def thumbnail(self, sha256: str, side: int) -> Picture:
        """A picture as a square for its tile. Raises XianpingError."""
        return self._workspace.lightbox.thumbnail(sha256, side)

    def open_file(self, sha256: str, name: str) -> Opened:
        """A file to be looked at. Raises XianpingError for what is not shown."""
        return self._workspace.lightbox.open(sha256, name)

    def page(self, document: Document, number: int) -> Picture:
        """A page of what was opened, from 0. Raises XianpingError."""
        return self._workspace.lightbox.page(document, number)

    def look(self, sha256: str, name: str) -> None:
        """Try whether a file can be shown. Raises XianpingError where it cannot."""
        self._workspace.lightbox.look(sha256, name)

    def lend_file(self, sha256: str, name: str, check: Check) -> Path:
        """A copy for another program, gone when this one ends. Raises as ``prepare``."""
        return self._workspace.evidence.lend(sha256, name, check)

    def save_file(self, sha256: str, path: Path, check: Check) -> None:
        """A copy to keep, where a person wants it. Raises as ``prepare``."""
        self._workspace.evidence.save(sha256, path, check)

    def protect(self, check: Check) -> None:
        """Encrypt what an earlier version has kept plain."""
        self._workspace.evidence.protect(check)

    def set_personal(self, sha256: str, on: bool) -> DeskState:  # noqa: FBT001  the switch itself
        """Say whether a file of the criterion holds personal data."""
        self._tried(lambda: self._sheet.set_personal(self._current, sha256, on=on))
        return self._next()

    def file_facts(self, sha256: str) -> FileFacts:
        """What is told of a file of the criterion beside itself. Raises XianpingError."""
        held = self._sheet.attachments.get(self._current, ())
        file = next(each for each in held if each.sha256 == sha256)
        return FileFacts(kind_of(file), size_words(file.size), self._attached(sha256), sha256)

    def _attached(self, sha256: str) -> str:
        from app.services.attached import origin_of

        origin = origin_of(self._workspace.store, self._sheet.stream_id, self._current, sha256)
        if origin is None:
            return ""
        at = moment_of(origin.at).astimezone()
        by = self._name(origin.author)
        if origin.on_behalf:
            by = say("{by}代{whom}", by=by, whom=self._name(origin.on_behalf))
        return say("{at:%Y-%m-%d %H:%M} 由{by}附上", at=at, by=by)

    def _name(self, person_id: str) -> str:
        """Of the panel, or of this device's other people; a stranger's id is never shown."""
        if self._sheet.visit.member(person_id) is None:
            for each in self._workspace.people.list():
                if each.id == person_id:
                    return each.name
        return self._sheet.visit.name_of(person_id)
