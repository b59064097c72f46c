"""What a signature looks like on the page: the drawn stroke, and the name in outlines of vendored fonts.

The name is drawn, not set in a font: the same name is the same few bytes, whatever library and version, so
that a receiver can draw it again and compare. Who signed stands in the certificate and in the text beside.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from app.common.errors import Refusal
from app.common.paths import resources

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # brings no types

FONTS = ("NotoSansSC-Regular.ttf", "XianpingRare-Regular.ttf")
"""The first draws names, the second what the first lacks."""
MAX_STROKE_BYTES = 4 * 1024 * 1024
MAX_STROKE_SIDE = 4000
ALONE, BESIDE = 14.0, 7.0
"""Points of the name by itself, and in the corner below a drawn signature."""
_EDGE, _NAME_ROOM = 2.0, 11.0
_LINE = 1.2
_DESCENT = 0.12  # how far a Chinese character reaches below its baseline, in ems


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn signature as samples, row by row: colours as RGB, and how much of each is seen."""

    width: int
    height: int
    colours: bytes
    cover: bytes


def check_legible(text: str) -> None:
    """Raises Refusal naming the characters that no font can draw: never print an empty box."""
    missing = sorted({letter for letter in text if _font_of(letter) is None})
    if missing:
        raise Refusal.because(
            f"字库里没有“{'、'.join(missing)}”，签名无法显示，未签署；请改用纸质签署，或与签发单位商定替代字。",
            code="XP-3807",
        )


def picture_of(stroke: bytes) -> Picture:
    """A drawn signature, PNG on a clear ground, as samples. Raises Refusal for what is no picture."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(stroke[:MAX_STROKE_BYTES]), formats=["PNG"]) as image:
            if max(image.size) <= MAX_STROKE_SIDE:
                whole = image.convert("RGBA")
                colours, cover = whole.convert("RGB").tobytes(), whole.getchannel("A").tobytes()
                return Picture(whole.width, whole.height, colours, cover)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        pass
    raise Refusal.because("手写签名的图像无法使用，未签署；请清除后重新书写。", code="XP-3806")


def drawn_picture(widget: Any) -> Picture | None:
    """The samples in a signature's appearance, for it to be written again; None where there are none.

    Raises KeyError, TypeError, ValueError or zlib.error for what we do not write.
    """
    form = widget["/AP"]["/N"] if "/AP" in widget else {}
    drawn = form.get("/Resources", {}).get("/XObject")
    if drawn is None:
        return None
    image = drawn["/Stroke"]
    width, height = int(image["/Width"]), int(image["/Height"])
    if not 0 < width <= MAX_STROKE_SIDE or not 0 < height <= MAX_STROKE_SIDE:
        raise ValueError("no stroke of ours")
    area = width * height
    return Picture(width, height, _unpacked(image, 3 * area), _unpacked(image["/SMask"], area))


def _unpacked(stream: Any, size: int) -> bytes:
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(bytes(stream.encoded_data), size)
    if len(data) != size:
        raise ValueError("no stroke of ours")
    return data


def dress(writer: Any, field: Any, name: str, picture: Picture | None) -> None:
    """Draw a signature into a field's appearance, as objects of a revision that is being written.

    writer: pyHanko's; field: a reference to the field's widget. Raises Refusal for a missing glyph.
    """
    generic = _generic()
    widget = field.get_object()
    x0, y0, x1, y1 = (float(corner) for corner in widget["/Rect"])
    wide, high = x1 - x0, y1 - y0
    resources = generic.DictionaryObject()
    if picture is not None:
        drawn = generic.DictionaryObject({_named("/Stroke"): _image(writer, picture)})
        resources[_named("/XObject")] = drawn
    form = {
        "/Type": _named("/XObject"),
        "/Subtype": _named("/Form"),
        "/BBox": generic.ArrayObject([_number(each) for each in (0, 0, wide, high)]),
        "/Resources": resources,
    }
    content = _content(name, wide, high, picture).encode("ascii")
    stream = generic.StreamObject({_named(key): value for key, value in form.items()}, stream_data=content)
    widget[_named("/AP")] = generic.DictionaryObject({_named("/N"): writer.add_object(stream)})
    writer.mark_update(field)


def _image(writer: Any, picture: Picture) -> Any:
    cover = writer.add_object(_samples(picture, "/DeviceGray", picture.cover))
    whole = _samples(picture, "/DeviceRGB", picture.colours)
    whole[_named("/SMask")] = cover
    return writer.add_object(whole)


def _samples(picture: Picture, colours: str, data: bytes) -> Any:
    generic = _generic()
    told = {
        "/Type": _named("/XObject"),
        "/Subtype": _named("/Image"),
        "/Width": _number(picture.width),
        "/Height": _number(picture.height),
        "/ColorSpace": _named(colours),
        "/BitsPerComponent": _number(8),
        "/Filter": _named("/FlateDecode"),
    }
    return generic.StreamObject(
        {_named(key): value for key, value in told.items()}, encoded_data=zlib.compress(data, 9)
    )


def _generic() -> Any:
    """pyHanko's kinds of objects; their making is untyped there."""
    from pyhanko.pdf_utils import generic

    return generic


def _named(text: str) -> Any:
    return _generic().NameObject(text)


def _number(value: float) -> Any:
    generic = _generic()
    return generic.NumberObject(value) if value == int(value) else generic.FloatObject(f"{value:.4f}")


def _content(name: str, wide: float, high: float, picture: Picture | None) -> str:
    check_legible(name)
    outlines = [_outline(letter) for letter in name]
    size = ALONE if picture is None else BESIDE
    ems = sum(advance for advance, _ in outlines)
    size = min(size, (wide - 2 * _EDGE) / ems) if ems else size
    if picture is None:
        left, base = (wide - ems * size) / 2, high / 2 - size * (0.5 - _DESCENT)
        return _words(outlines, left, base, size)
    left, base = wide - _EDGE - ems * size, _EDGE + size * _DESCENT
    return _stroke(picture, wide, high) + _words(outlines, left, base, size)


def _stroke(picture: Picture, wide: float, high: float) -> str:
    """The picture as large as it can be above the name, in the middle, its upper edge at the box's."""
    room = wide - 2 * _EDGE, high - _NAME_ROOM - 1
    scale = min(room[0] / picture.width, room[1] / picture.height)
    w, h = picture.width * scale, picture.height * scale
    placed = " ".join(_short(each) for each in (w, 0, 0, h, (wide - w) / 2, high - 1 - h))
    return f"q {placed} cm /Stroke Do Q\n"


def _words(outlines: Sequence[tuple[float, str]], left: float, base: float, size: float) -> str:
    """Letters side by side; outlines are in ems."""
    parts = []
    for advance, path in outlines:
        placed = " ".join(_short(each, 5) for each in (size / 1000, 0, 0, size / 1000, left, base))
        parts.append(f"q {placed} cm\n{path}f Q\n")
        left += advance * size
    return "".join(parts)


def _short(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") or "0"


@lru_cache(maxsize=512)
def _outline(letter: str) -> tuple[float, str]:
    """How wide a letter is, in ems, and its outline as PDF path operators in 1/1000 em."""
    from fontTools.pens.basePen import BasePen  # type: ignore[import-untyped]

    class Tracer(BasePen):  # type: ignore[misc]
        """Writes curves as PDF knows them; quadratic ones are raised by the base."""

        def __init__(self, glyphs: Any, per_em: int) -> None:
            super().__init__(glyphs)
            self.scale = 1000 / per_em
            self.steps: list[str] = []

        def put(self, operator: str, *points: tuple[float, float]) -> None:
            numbers = (_short(part * self.scale, 2) for point in points for part in point)
            self.steps.append(f"{' '.join([*numbers, operator])}\n")

        def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802  the base's names
            self.put("m", pt)

        def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
            self.put("l", pt)

        def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802
            self.put("c", pt1, pt2, pt3)

        def _closePath(self) -> None:  # noqa: N802
            self.put("h")

    name = _font_of(letter)
    if name is None:
        raise ValueError("a letter that was not checked")
    font = _opened(name)
    glyphs, glyph = font.getGlyphSet(), font.getBestCmap()[ord(letter)]
    pen = Tracer(glyphs, font["head"].unitsPerEm)
    glyphs[glyph].draw(pen)
    return glyphs[glyph].width / font["head"].unitsPerEm, "".join(pen.steps)


def _font_of(letter: str) -> str | None:
    return next((name for name in FONTS if ord(letter) in _letters(name)), None)


@lru_cache(maxsize=len(FONTS))
def _opened(name: str) -> TTFont:
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO((resources() / "fonts" / name).read_bytes()), lazy=True)


@lru_cache(maxsize=len(FONTS))
def _letters(name: str) -> frozenset[int]:
    return frozenset(_opened(name).getBestCmap())
