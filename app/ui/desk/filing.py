"""Attached files at the desk: what the presenter does with them. No Qt.

``prepare``, ``prepare_picture``, ``read_file``, ``lend_file`` and ``protect`` are safe in any thread; the
rest belongs to the window's.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.canon import sha256 as digest_of
from app.common.clock import moment_of
from app.common.words import say
from app.services.file_names import size_words
from app.ui.desk.files import FileFacts, kind_of
from app.ui.desk.recording import Recording
from app.ui.desk.state import DeskState

if TYPE_CHECKING:
    from app.services.site import Prepared

Check = Callable[[int], None]


class Filing(Recording):
    """The part of the desk's presenter that knows files."""

    def prepare(self, path: Path, check: Check) -> Prepared:
        """Take a file into the data folder, entering nothing. Raises XianpingError, and what check raises."""
        return self._workspace.evidence.prepare(path, self._sheet.visit.id, check)

    def prepare_picture(self, data: bytes, name: str, check: Check) -> Prepared:
        """The same for a picture in memory. name: with ``{number}`` for what tells it apart."""
        plain = say(name, number=digest_of(data)[:6])
        return self._workspace.evidence.take_bytes(BytesIO(data), plain, self._sheet.visit.id, check)

    def read_file(self, sha256: str) -> bytes:
        """A file's content, verified. Raises XianpingError."""
        return self._workspace.evidence.read(sha256)

    def lend_file(self, sha256: str, name: str, check: Check) -> Path:
        """A copy for another program, gone when this one ends. Raises as ``prepare``."""
        return self._workspace.evidence.lend(sha256, name, check)

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
