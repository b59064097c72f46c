"""Icons in all sizes, drawn from the two pictures in ``resources/icons``: the program's, and a file's.

A file's bears the first hanzi of its kind, in the outlines of the program's own font.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from tools.packaging.endings import Ending, endings

SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)
PROGRAM = "xianping"
MARK = "<!-- mark -->"
INK, CENTRE, HEIGHT = "#1F2328", (130, 134), 108


class Pictures:
    """Draws what lies in the resources folder. Needs no screen."""

    def __init__(self, resources: Path) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        self._app = QGuiApplication.instance() or QGuiApplication(["icons"])
        self._icons = resources / "icons"
        self._font = TTFont(resources / "fonts" / "NotoSansSC-Medium.ttf")

    def program(self) -> str:
        """The program's picture, as SVG."""
        return (self._icons / f"{PROGRAM}.svg").read_text(encoding="utf-8")

    def file(self, ending: Ending) -> str:
        """The picture of a file of this kind, as SVG."""
        plain = (self._icons / "file.svg").read_text(encoding="utf-8")
        return plain.replace(MARK, self._outline(ending.mark))

    def all(self) -> dict[str, str]:
        """Every picture by the name of its icon, as SVG."""
        return {PROGRAM: self.program()} | {each.icon: self.file(each) for each in endings()}

    def _outline(self, mark: str) -> str:
        glyphs = self._font.getGlyphSet()
        name = self._font.getBestCmap()[ord(mark)]
        pen = SVGPathPen(glyphs)
        glyphs[name].draw(pen)
        em = self._font["head"].unitsPerEm
        scale = HEIGHT / em
        left, foot = CENTRE[0] - HEIGHT / 2, CENTRE[1] + HEIGHT * 0.38
        place = f"translate({left:g} {foot:g}) scale({scale:g} {-scale:g})"
        return f'<path transform="{place}" fill="{INK}" d="{pen.getCommands()}"/>'


def png(svg: str, size: int) -> bytes:
    """A picture drawn at a size in pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode("utf-8"))).render(painter)
    painter.end()
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]
    return bytes(held.data().data())


def ico(svg: str, sizes: Iterable[int] = SIZES) -> bytes:
    """The icon file of Windows: each size drawn for itself, not one made smaller."""
    drawn = [Image.open(io.BytesIO(png(svg, size))) for size in sizes]
    held = io.BytesIO()
    largest = drawn[-1]
    shapes = [each.size for each in drawn]
    largest.save(held, "ICO", sizes=shapes, append_images=drawn[:-1])
    return held.getvalue()
