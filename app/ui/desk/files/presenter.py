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
from app.common.errors import Refusal
from app.common.words import say
from app.services.store.file_names import size_words
from app.ui.viewer.files import FileFacts, FileState, file_state, kind_of
from app.ui.viewer.shelf import Check

if TYPE_CHECKING:
    from app.decoding.decoder import Picture
    from app.services.evidence.lightbox import Document, Opened
    from app.services.sheet.sheets import SheetDesk
    from app.services.store.site import Attachment, Prepared
    from app.services.workspace import Workspace
    from app.ui.desk.place import Place


class Files:
    """The files of the criterion shown, and what is done with them. Raises what the sheet does not take."""

    def __init__(self, workspace: Workspace, sheet: SheetDesk, place: Place) -> None:
        self._workspace, self._sheet, self._place = workspace, sheet, place
        self._of: object = None
        self._states: tuple[FileState, ...] = ()

    @property
    def files(self) -> tuple[FileState, ...]:
        """The files as they stand."""
        held = self._held
        if held is not self._of:
            self._of, self._states = held, tuple([file_state(each) for each in held])
        return self._states

    @property
    def writable(self) -> bool:
        """Whether anything about them may be changed."""
        return not self._sheet.locked and self._sheet.visit.scored_by(
            self._place.criterion, self._sheet.person.id
        )

    def attach(self, cid: str, file: Prepared) -> None:
        """Attach a prepared file to the criterion that it was given for; once there, it is kept once."""
        held = (each.name for each in self._sheet.attachments.get(cid, ()) if each.sha256 == file.sha256)
        name = next(held, None)
        if name is not None:
            raise Refusal.because(say("与本项已附的“{name}”内容相同，没有再附一份。", name=name))
        self._sheet.attach_prepared(cid, file)

    def detach(self, sha256: str) -> None:
        """Take an attached file off the criterion."""
        self._sheet.detach(self._place.criterion, sha256)

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

    def set_personal(self, sha256: str, on: bool) -> None:  # noqa: FBT001  the switch itself
        """Say whether a file of the criterion holds personal data."""
        self._sheet.set_personal(self._place.criterion, sha256, on=on)

    def caption(self, sha256: str, text: str) -> None:
        """Say what a file of the criterion shows."""
        self._sheet.caption(self._place.criterion, sha256, text)

    def file_facts(self, sha256: str) -> FileFacts:
        """What is told of a file of the criterion beside itself. Raises XianpingError."""
        file = next(each for each in self._held if each.sha256 == sha256)
        return FileFacts(kind_of(file), size_words(file.size), self._attached(sha256), sha256)

    @property
    def _held(self) -> tuple[Attachment, ...]:
        return self._sheet.attachments.get(self._place.criterion, ())

    def _attached(self, sha256: str) -> str:
        from app.services.sheet.attachments import origin_of

        origin = origin_of(self._workspace.store, self._sheet.stream_id, self._place.criterion, sha256)
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
