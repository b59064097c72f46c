"""What the viewer looks at and does it with. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.ui.viewer.files import FileFacts, FileState

if TYPE_CHECKING:
    from app.decoding.decoder import Picture
    from app.services.evidence.lightbox import Document, Opened

Check = Callable[[int], None]


class Shelf(Protocol):
    """The files of one place, in their order. What opens or copies a file is safe in any thread."""

    @property
    def files(self) -> tuple[FileState, ...]:
        """The files as they stand."""

    @property
    def writable(self) -> bool:
        """Whether anything about them may be changed."""

    def open_file(self, sha256: str, name: str) -> Opened:
        """A file to be looked at. Raises XianpingError for what is not shown."""

    def page(self, document: Document, number: int) -> Picture:
        """A page of what was opened, from 0. Raises XianpingError."""

    def lend_file(self, sha256: str, name: str, check: Check) -> Path:
        """A copy for another program. Raises XianpingError, and what check raises."""

    def save_file(self, sha256: str, path: Path, check: Check) -> None:
        """A copy to keep. Raises as ``lend_file``."""

    def file_facts(self, sha256: str) -> FileFacts:
        """What is told of a file beside itself. Raises XianpingError."""
