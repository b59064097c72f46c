"""Pictures out of bytes, decoded beside the window: plain formats only, never more than the memory holds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter, QTransform

from app.common.errors import Refusal

# What Qt's other readers take in (SVG, PDF, icons) is no photo, and can reach outside its file.
FORMATS = frozenset({"jpeg", "jpg", "jfif", "png", "webp", "bmp", "gif", "tif", "tiff", "heic", "heif"})
SHRINKING = frozenset({"jpeg", "jpg", "jfif"})  # read small without being unfolded whole
MOST_PIXELS = 60_000_000
LEAST_LEVEL = 512
BAND = 128  # rows, an even number
JPEG_QUALITY = 92


def decoded(data: bytes, box: QSize | None = None) -> QImage:
    """A picture, turned as the camera was held. box: shrink it so that it covers this. Raises Refusal."""
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    kind = bytes(reader.format().data()).decode("ascii", "replace")
    if kind not in FORMATS:
        raise _no_picture()
    size = reader.size()
    small = box is not None and kind in SHRINKING
    if not small and size.width() * size.height() > MOST_PIXELS:
        raise _too_large()
    if box is not None and size.isValid():
        reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatioByExpanding).boundedTo(size))
    image = reader.read()
    if image.isNull():
        raise _no_picture()
    return painted(image)


def painted(image: QImage) -> QImage:
    """A picture in the form that is painted fastest."""
    kind = (
        QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    )
    return image.convertToFormat(kind)


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


def encoded(image: QImage, kind: bytes) -> bytes:
    """A picture as bytes of a file. kind: png or jpeg."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    if kind == b"jpeg":
        writer.setQuality(JPEG_QUALITY)
    writer.write(image)
    return bytes(buffer.data().data())


def _no_picture() -> Refusal:
    return Refusal.because(
        "这张图片打不开：文件可能不完整，或不是图片。原样保存着，可用其他程序试一试。", code="XP-6109"
    )


def _too_large() -> Refusal:
    return Refusal.because("这张图片太大，不在这里显示。原样保存着，可用其他程序打开。", code="XP-6110")
