"""What a signature looks like on the page: the drawn stroke, and the name in a vendored Chinese font."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.common.errors import Refusal

if TYPE_CHECKING:
    from pyhanko.pdf_utils.font.api import FontEngineFactory
    from pyhanko.pdf_utils.writer import BasePdfFileWriter
    from pyhanko.stamp import TextStampStyle

MAX_STROKE_BYTES = 4 * 1024 * 1024
MAX_STROKE_SIDE = 4000
_NAME_ROOM = 11
"""Points kept free below a drawn signature, so that the printed name does not run across it."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """font: path of a TrueType font; stroke: PNG on a clear ground, or None; note: a small second line."""

    font: Path
    stroke: bytes | None = None
    note: str = ""


def check_legible(text: str, font: Path) -> None:
    """Raises Refusal naming the characters that the font cannot draw: never print an empty box."""
    missing = sorted({letter for letter in text if ord(letter) not in _letters(font)})
    if missing:
        raise Refusal.because(
            f"字库里没有“{'、'.join(missing)}”，签名无法显示，未签署；请改用纸质签署，或与签发单位商定替代字。",
            code="XP-3807",
        )


def style(appearance: Appearance, name: str) -> TextStampStyle:
    """The stamp that pyHanko draws into the field. Raises Refusal for a bad stroke or a missing glyph."""
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.pdf_utils.text import TextBoxStyle
    from pyhanko.stamp import TextStampStyle

    check_legible(name + appearance.note, appearance.font)
    stroke = None if appearance.stroke is None else _stroke(appearance.stroke)
    low = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID if stroke is None else AxisAlignment.ALIGN_MAX,
        y_align=AxisAlignment.ALIGN_MID if stroke is None else AxisAlignment.ALIGN_MIN,
        margins=Margins(2, 2, 2, 2),
    )
    above = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID,
        y_align=AxisAlignment.ALIGN_MAX,
        margins=Margins(left=2, right=2, top=1, bottom=_NAME_ROOM),
    )
    size = 14 if stroke is None else 7
    text = TextBoxStyle(font=_font(appearance.font, size), font_size=size)
    return TextStampStyle(
        border_width=0,
        background=stroke,
        background_layout=above,
        background_opacity=1.0,
        text_box_style=text,
        inner_content_layout=low,
        stamp_text="%(signer)s" + ("\n%(note)s" if appearance.note else ""),
    )


def ink(appearance: Appearance, name: str, at: datetime) -> Any:
    """pyHanko's set-up of an appearance."""
    from pyhanko.sign.signers.cms_embedder import SigAppearanceSetup

    stamp = style(appearance, name)
    return SigAppearanceSetup(style=stamp, timestamp=at, name=name, text_params={"note": appearance.note})


def _font(font: Path, size: int) -> FontEngineFactory:
    """pyHanko's own factory leaves the font's file open; this one works on a copy in memory."""
    from pyhanko.pdf_utils.font.api import FontEngineFactory
    from pyhanko.pdf_utils.font.opentype import GlyphAccumulator

    data = font.read_bytes()

    class Factory(FontEngineFactory):
        def create_font_engine(self, writer: BasePdfFileWriter, obj_stream: Any = None) -> GlyphAccumulator:
            return GlyphAccumulator(writer, io.BytesIO(data), size, obj_stream=obj_stream)

    return Factory()


def _stroke(png: bytes) -> Any:
    from PIL import Image, UnidentifiedImageError
    from pyhanko.pdf_utils.images import PdfImage

    try:
        with Image.open(io.BytesIO(png[:MAX_STROKE_BYTES]), formats=["PNG"]) as image:
            if max(image.size) <= MAX_STROKE_SIDE:
                return PdfImage(image.convert("RGBA"))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        pass
    raise Refusal.because("手写签名的图像无法使用，未签署；请清除后重新书写。", code="XP-3806")


@lru_cache(maxsize=4)
def _letters(font: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # brings no types

    with TTFont(str(font), lazy=True) as opened:
        return frozenset(opened.getBestCmap())
