"""What the viewer shows of a file's bytes, made beside the window: a picture, a page, a text."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QSizeF
from PySide6.QtGui import QImage, QPainter

from app.common.errors import Refusal
from app.common.words import say
from app.ui.desk.view_pictures import decoded, levels_of, painted

HEAVIEST = 200 * 1024 * 1024
PAGE_PIXELS, LONGEST_SIDE = 6_000_000, 16_000
MOST_CHARACTERS, LONGEST_LINE = 200_000, 2_000
WHITE = 0xFFFFFFFF  # paper, in every look


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture in its levels; of a PDF file its page (from 0) of so many."""

    levels: tuple[QImage, ...]
    page: int = 0
    pages: int = 0


def picture(data: bytes) -> Pictured:
    """A photo. Raises Refusal."""
    return Pictured(levels_of(decoded(data)))


def page(data: bytes, number: int) -> Pictured:
    """A page of a PDF file; one beyond the last is the last. Raises Refusal."""
    from PySide6.QtPdf import QPdfDocument

    document, held = QPdfDocument(), QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if document.error() == QPdfDocument.Error.IncorrectPassword:
        raise Refusal.because("这份 PDF 设有密码，不在这里显示。可用其他程序打开。", code="XP-6109")
    pages = document.pageCount()
    if document.status() != QPdfDocument.Status.Ready or pages < 1:
        raise Refusal.because("这份 PDF 打不开，可能不完整。原样保存着，可用其他程序试一试。", code="XP-6109")
    number = min(max(number, 0), pages - 1)
    drawn = document.render(number, _pixels(document.pagePointSize(number)))
    document.close()
    return Pictured(levels_of(_on_paper(drawn)), number, pages)


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


def _pixels(points: QSizeF) -> QSize:
    """Pixels of a page: fine enough to zoom into, never too many however large the page says it is."""
    area = max(points.width() * points.height(), 1.0)
    size = points * (PAGE_PIXELS / area) ** 0.5
    return QSize(*(min(max(int(side), 1), LONGEST_SIDE) for side in (size.width(), size.height())))


def _on_paper(drawn: QImage) -> QImage:
    sheet = QImage(drawn.size(), QImage.Format.Format_RGB32)
    sheet.fill(WHITE)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return painted(sheet)
