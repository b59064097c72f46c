"""The vendored type: loaded from ``resources/fonts``, so that no machine shows boxes for Chinese."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from app.common.paths import resources
from app.ui.theme.tokens import BODY, STRONG

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"
RARE = "XianpingRare*.ttf"


@cache
def load_fonts(pattern: str = "NotoSansSC*.ttf") -> tuple[str, ...]:
    """Load the vendored files that fit a pattern; the families found, once each. Empty without files."""
    families: dict[str, None] = {}
    for path in sorted((resources() / "fonts").rglob(pattern)):
        number = QFontDatabase.addApplicationFont(str(path))
        families |= dict.fromkeys(QFontDatabase.applicationFontFamilies(number)) if number >= 0 else {}
    return tuple(families)


def sans(pixels: int = BODY, *, bold: bool = False) -> QFont:
    """The interface's type at a size of the scale, its figures tabular."""
    return _font(SANS, (*load_fonts(), *load_fonts(RARE)), pixels, bold=bold)


def serif(pixels: int, *, bold: bool = False) -> QFont:
    """The reading mode's type; loads its files at the first use."""
    return _font(SERIF, (*load_fonts("NotoSerifSC*.ttf"), *load_fonts(RARE)), pixels, bold=bold)


def _font(wanted: str, loaded: tuple[str, ...], pixels: int, *, bold: bool) -> QFont:
    font = QFont()
    if loaded:
        font.setFamilies([wanted, *(family for family in loaded if family != wanted)])
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(STRONG) if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
