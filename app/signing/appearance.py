"""What a signature looks like on the page: the drawn stroke, and the name in a vendored Chinese font."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

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
    """How a signature is drawn, with a TrueType font.

    stroke: PNG on a clear ground, or None; note: a small second line; rare: a font for what the first lacks.
    """

    font: Path
    stroke: bytes | None = None
    note: str = ""
    rare: Path | None = None


def check_legible(text: str, *fonts: Path) -> None:
    """Raises Refusal naming the characters that no font can draw: never print an empty box."""
    missing = sorted({letter for letter in text if not any(ord(letter) in _letters(font) for font in fonts)})
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

    fonts = [font for font in (appearance.font, appearance.rare) if font is not None]
    words = name + appearance.note
    check_legible(words, *fonts)
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
    text = TextBoxStyle(font=_font(font_data(words, fonts), size), font_size=size)
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


def font_data(text: str, fonts: Sequence[Path]) -> bytes:
    """A TrueType file that draws all of a text: of the first font, and what that lacks of the second.

    The fonts have 1000 units an em, both; their composite glyphs are taken apart.
    """
    lacking = [ord(letter) for letter in dict.fromkeys(text) if ord(letter) not in _letters(fonts[0])]
    if not lacking:
        return fonts[0].read_bytes()
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # brings no types
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    options = Options(notdef_outline=True, glyph_names=False, layout_features=[], hinting=False)
    with TTFont(str(fonts[0])) as base, TTFont(str(fonts[1]), lazy=True) as rare:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(letter) for letter in text])
        subsetter.subset(base)
        for code in lacking:
            _put_in(base, rare, code)
        held = io.BytesIO()
        base.save(held)
    return held.getvalue()


def _put_in(base: Any, rare: Any, code: int) -> None:
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]

    taken, named = rare.getBestCmap()[code], f"u{code:X}"
    pen = TTGlyphPen(None)
    rare.getGlyphSet()[taken].draw(pen)
    base["glyf"][named] = pen.glyph()
    base["hmtx"][named] = rare["hmtx"][taken]
    if "vmtx" in base:
        base["vmtx"][named] = (rare["head"].unitsPerEm, 0)
    _wide_cmap(base)[code] = named


def _wide_cmap(font: Any) -> dict[int, str]:
    """The map of a font that reaches beyond the basic plane: a subset of common hanzi has lost its own."""
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable  # type: ignore[import-untyped]

    for table in font["cmap"].tables:
        if table.format == 12:
            return cast("dict[int, str]", table.cmap)
    made = CmapSubtable.newSubtable(12)
    made.platformID, made.platEncID, made.language = 3, 10, 0
    made.cmap = dict(font.getBestCmap())
    font["cmap"].tables.append(made)
    return cast("dict[int, str]", made.cmap)


def _font(data: bytes, size: int) -> FontEngineFactory:
    """pyHanko's own factory leaves the font's file open; this one works on a copy in memory."""
    from pyhanko.pdf_utils.font.api import FontEngineFactory
    from pyhanko.pdf_utils.font.opentype import GlyphAccumulator

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
    from fontTools.ttLib import TTFont

    with TTFont(str(font), lazy=True) as opened:
        return frozenset(opened.getBestCmap())
