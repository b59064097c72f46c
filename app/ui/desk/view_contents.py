"""What the viewer shows of a file's bytes, made beside the window: a picture, a text."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from PySide6.QtGui import QImage

from app.common.words import say
from app.ui.desk.view_pictures import decoded, levels_of

HEAVIEST = 200 * 1024 * 1024
MOST_CHARACTERS, LONGEST_LINE = 200_000, 2_000


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture in its levels, the largest first."""

    levels: tuple[QImage, ...]


def picture(data: bytes) -> Pictured:
    """A photo. Raises Refusal."""
    return Pictured(levels_of(decoded(data)))


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
    for name in ("utf-8-sig", "gb18030"):
        try:
            return codecs.getincrementaldecoder(name)().decode(data)  # a character cut at the end is left out
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")
