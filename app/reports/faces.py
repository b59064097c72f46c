"""The vendored fonts: loaded once a process, asked for widths, and for who can draw a character."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.common.paths import resources
from app.reports.plain import plain

SANS = "NotoSansSC-Regular"
SANS_MEDIUM = "NotoSansSC-Medium"
SERIF = "NotoSerifSC-Regular"
SERIF_BOLD = "NotoSerifSC-SemiBold"
RARE = "XianpingRare-Regular"

_STAND_INS = {SANS: SERIF, SANS_MEDIUM: SERIF_BOLD, SERIF: SANS, SERIF_BOLD: SANS_MEDIUM}
_loading = Lock()


@dataclass(frozen=True, slots=True)
class Face:
    """A font ready to draw with: the PDF writer's name of it, widths in 1/1000 em by code point."""

    name: str
    widths: Mapping[int, float]

    def has(self, char: str) -> bool:
        """Whether the font has a glyph of its own for the character."""
        return ord(char) in self.widths


def face(name: str) -> Face:
    """The named face, read from the resources on first use. Raises OSError when the file is gone."""
    with _loading:
        return _load(name)


@cache
def _load(name: str) -> Face:
    font = TTFont(name, str(resources() / "fonts" / f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    drawn: Mapping[int, int] = font.face.charToGlyph
    widths: Mapping[int, float] = font.face.charWidths
    return Face(name, {code: widths[code] for code, glyph in drawn.items() if glyph and code in widths})


@cache
def face_for(char: str, name: str) -> Face | None:
    """The named face where it has the character, else the other family's or the rare hanzi's, else None."""
    for each in (name, _STAND_INS[name], RARE):
        drawn = face(each)
        if drawn.has(char):
            return drawn
    return None


def missing(text: str, name: str) -> tuple[str, ...]:
    """The characters of a text that no vendored font can draw, each once, in order."""
    wanted = dict.fromkeys(char for char in plain(text) if char != "\n")
    return tuple(char for char in wanted if face_for(char, name) is None)
