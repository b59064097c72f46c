"""What the viewer shows of a file, made beside the window: a picture, a page, a text."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from app.common.words import say
from app.decoding.decoder import Picture
from app.services.evidence.file_kinds import text_coding
from app.services.evidence.lightbox import Document, Opened
from app.ui.viewer.shelf import Shelf
from app.ui.viewer.view_pictures import image_of, levels_of, turned

MOST_CHARACTERS, LONGEST_LINE = 200_000, 2_000


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture in its levels, the largest first. dots: an inch of a page; document: what it is a page of."""

    levels: tuple[QImage, ...]
    dots: float = 0.0
    document: Document | None = None
    number: int = 0

    def turned(self, quarters: int) -> Pictured:
        """The same turned by a quarter to the right (1) or to the left (-1)."""
        return replace(self, levels=turned(self.levels, quarters))


def contents(shelf: Shelf, sha256: str, name: str) -> Pictured | str:
    """A file as it is shown. Raises XianpingError for what is not."""
    opened: Opened = shelf.open_file(sha256, name)
    match opened:
        case Picture():
            return Pictured(levels_of(image_of(opened)))
        case Document():
            return page(shelf, opened, 0)
    return text(opened.data)


def page(shelf: Shelf, document: Document, number: int) -> Pictured:
    """A page of a PDF, from 0. Raises Refusal."""
    shown = shelf.page(document, number)
    return Pictured(levels_of(image_of(shown)), shown.dots, document, number)


def text(data: bytes) -> str:
    """A text to read: nothing in it acts, turns the writing round, or is too long to lay out."""
    plain = _decoded(data[: MOST_CHARACTERS * 4])
    kept = "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf"))
    lines = [
        line[start : start + LONGEST_LINE]
        for line in kept[:MOST_CHARACTERS].split("\n")
        for start in range(0, max(len(line), 1), LONGEST_LINE)
    ]
    if len(kept) > MOST_CHARACTERS:
        lines += ["", say("（只显示前面一部分。）")]
    return "\n".join(lines)


def _decoded(data: bytes) -> str:
    coding = text_coding(data)
    if not coding:
        return data.decode("utf-8", "replace")
    return codecs.getincrementaldecoder(coding)().decode(data)  # a character cut at the end is left out
