"""Asking for files and folders: the dialogs begin where people keep files, later where the last one was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


class LastFolder:
    """Where the next dialog begins; forgotten when the program ends."""

    def __init__(self) -> None:
        self.last: Path | None = None

    def start(self, name: str = "") -> str:
        """The folder, or a file of that name in it."""
        folder = self.last if self.last is not None and self.last.is_dir() else documents()
        return str(folder / name) if name else str(folder)

    def keep(self, chosen: str, *, folder: bool = False) -> str:
        """Remember where something was chosen; nothing was where it is empty."""
        if chosen:
            self.last = Path(chosen) if folder else Path(chosen).parent
        return chosen


PLACE = LastFolder()


def documents() -> Path:
    """The person's documents, or home where there is no such folder."""
    where = QStandardPaths.StandardLocation
    found = (
        Path(QStandardPaths.writableLocation(each)) for each in (where.DocumentsLocation, where.HomeLocation)
    )
    return next((each for each in found if each.is_dir()), Path.home())


def ask_open(parent: QWidget | None, title: str, kinds: str = "") -> str:
    """The path of a file to read; empty for none."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, PLACE.start(), kinds)
    return PLACE.keep(chosen)


def ask_open_many(parent: QWidget | None, title: str, kinds: str = "") -> list[str]:
    """The paths of files to read; empty for none."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, PLACE.start(), kinds)
    if chosen:
        PLACE.keep(chosen[0])
    return list(chosen)


def ask_save(parent: QWidget | None, title: str, name: str, kinds: str = "") -> str:
    """The path of a file to write, ``name`` proposed; empty for none."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, PLACE.start(name), kinds)
    return PLACE.keep(chosen)


def ask_folder(parent: QWidget | None, title: str) -> str:
    """The path of a folder; empty for none."""
    return PLACE.keep(QFileDialog.getExistingDirectory(parent, title, PLACE.start()), folder=True)
