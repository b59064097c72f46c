"""Pages of a PDF as pictures, in the child. The document is closed before the bytes it reads from."""

from __future__ import annotations

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions

from app.decoding.bounds import MOST_SHOWN_PIXELS
from app.decoding.pictures import Samples, samples

POINTS_AN_INCH = 72.0


class LockedError(Exception):
    """The document asks for a password."""


class BrokenError(Exception):
    """The bytes are no document."""


class Document:
    """One PDF that is open."""

    def __init__(self, data: bytes) -> None:
        self._document, self._data = QPdfDocument(), QBuffer()
        self._data.setData(data)
        self._data.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._data)
        error = self._document.error()
        if error == QPdfDocument.Error.IncorrectPassword:
            raise LockedError
        if self._document.status() != QPdfDocument.Status.Ready or self.count < 1:
            raise BrokenError

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self._document.pageCount()

    def page(self, number: int, dots: int) -> tuple[Samples, float]:
        """A page, from 0, on white, and its dots an inch: as wanted, fewer where the page is huge."""
        size = self._document.pagePointSize(number)
        wide, high = size.width() / POINTS_AN_INCH, size.height() / POINTS_AN_INCH
        if not (0 < wide < 1e6 and 0 < high < 1e6):
            raise BrokenError
        fine = min(float(dots), (MOST_SHOWN_PIXELS / (wide * high)) ** 0.5)
        pixels = QSize(max(int(wide * fine), 1), max(int(high * fine), 1))
        options = QPdfDocumentRenderOptions()
        options.setRenderFlags(QPdfDocumentRenderOptions.RenderFlag.Annotations)  # seals are stamped on
        image = self._document.render(number, pixels, options)
        if image.isNull():
            raise BrokenError
        return samples(_on_white(image)), fine

    def close(self) -> None:
        """Let go of the document, then of its bytes."""
        self._document.close()
        self._data.close()


def _on_white(image: QImage) -> Image.Image:
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)
    size = (plain.width(), plain.height())
    drawn = Image.frombytes("RGBA", size, bytes(plain.constBits()), "raw", "BGRA", plain.bytesPerLine(), 1)
    paper = Image.new("RGB", size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    return paper
