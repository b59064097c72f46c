"""Pictures for painting, made beside the window out of decoded samples; and photos to be stored."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter, QTransform

from app.decoding.decoder import Picture

LEAST_LEVEL = 512
BAND = 128  # rows, an even number
JPEG_QUALITY = 92
SAMPLED = 48  # dots a side that tell a photo
MANY_COLOURS, OPAQUE = 600, 255
_CLEAR = QImage.Format.Format_ARGB32_Premultiplied  # what is painted fastest


def image_of(picture: Picture) -> QImage:
    """A decoded picture as Qt's own, in memory of its own."""
    kind = QImage.Format.Format_ARGB32 if picture.alpha else QImage.Format.Format_RGB32
    seen = QImage(picture.pixels, picture.width, picture.height, picture.width * 4, kind)
    return seen.copy() if not picture.alpha else seen.convertToFormat(_CLEAR)


def levels_of(image: QImage) -> tuple[QImage, ...]:
    """A picture and its halves, so that painting it small costs little."""
    levels = [image]
    while max(levels[-1].width(), levels[-1].height()) > 2 * LEAST_LEVEL:
        levels.append(_halved(levels[-1]))
    return tuple(levels)


def turned(levels: tuple[QImage, ...], quarters: int) -> tuple[QImage, ...]:
    """The same turned by a quarter to the right (1) or to the left (-1)."""
    return tuple(_turned(level, right=quarters > 0) for level in levels)


def _halved(image: QImage) -> QImage:
    wide, high = max(image.width() // 2, 1), max(image.height() // 2, 1)

    def half(band: QImage) -> QImage:
        size = QSize(wide, max(band.height() // 2, 1))
        return band.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )

    return _in_bands(image, QSize(wide, high), half, lambda top, _: QPoint(0, top // 2))


def _turned(image: QImage, *, right: bool) -> QImage:
    turn, high = QTransform().rotate(90 if right else -90), image.height()

    def corner(top: int, band: QImage) -> QPoint:
        return QPoint(high - top - band.width() if right else top, 0)

    return _in_bands(image, image.size().transposed(), lambda band: band.transformed(turn), corner)


def _in_bands(
    image: QImage,
    size: QSize,
    change: Callable[[QImage], QImage],
    corner: Callable[[int, QImage], QPoint],
) -> QImage:
    """A new picture put together from changed bands of another.

    In one go it would keep the interpreter, and with it the window, for tenths of a second.
    """
    made = QImage(size, image.format())
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for top in range(0, image.height(), BAND):
        band = change(image.copy(0, top, image.width(), min(BAND, image.height() - top)))
        painter.drawImage(corner(top, band), band)
    painter.end()
    return made


def is_photo(image: QImage) -> bool:
    """Whether a picture in memory is a photo, by its content: nothing seen through, and very many colours.

    A photo as PNG is several times as large and gains nothing; letters and lines on a plain ground, which
    JPEG would smear, have few colours.
    """
    seen = image.scaled(SAMPLED, SAMPLED, mode=Qt.TransformationMode.FastTransformation)
    seen = seen.convertToFormat(QImage.Format.Format_ARGB32)
    colours = {seen.pixel(x, y) for x in range(seen.width()) for y in range(seen.height())}
    return len(colours) > MANY_COLOURS and all(each >> 24 == OPAQUE for each in colours)


def encoded(image: QImage, kind: bytes) -> bytes:
    """A picture as bytes of a file. kind: png or jpeg."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    if kind == b"jpeg":
        writer.setQuality(JPEG_QUALITY)
    writer.write(image)
    return bytes(buffer.data().data())
