"""Photos and scans out of bytes, in the child: plain formats only, turned as the camera was held."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageOps

from app.decoding.bounds import MOST_SHOWN_PIXELS, MOST_SOURCE_BYTES

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "HEIF", "AVIF")
"""No format that can reach outside its file, none that is a program."""
DRAFTED = ("JPEG", "MPO")  # read small without being unfolded whole; some cameras put two JPEGs in one file
_HELD = "original_orientation"  # the HEIC reader's name for what Exif said before it was set right
_TURNING = (b"irot", b"imir")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SHRINKS = (1, 2, 4, 8)
_DEEP = 256  # a sample of 16 bits for one of 8

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # counted here, by what each format costs


class TooLargeError(Exception):
    """More pixels than the memory holds."""


@dataclass(frozen=True, slots=True)
class Samples:
    """A picture unfolded: rows of four bytes a pixel, blue first, as Qt has them on every machine of ours."""

    width: int
    height: int
    alpha: bool
    pixels: bytes


def picture(data: bytes) -> Samples:
    """A whole picture, smaller where it has more pixels than are shown. Raises what Pillow raises."""
    with _opened(data) as image:
        return samples(_upright(_shrunk(image, MOST_SHOWN_PIXELS), data, image.info.get(_HELD)))


def thumbnail(data: bytes, side: int) -> Samples:
    """The middle of a picture, cut to a square of at most ``side`` pixels."""
    with _opened(data) as image:
        scale = min(image.size) / side
        if image.format in DRAFTED and scale >= 2:
            image.draft("RGB", (int(image.width / scale), int(image.height / scale)))
        _must_fit(image)
        small = _upright(_eight_bit(image), data, image.info.get(_HELD))
        least = min(side, *small.size)
        return samples(ImageOps.fit(small, (least, least), Image.Resampling.BOX))


def samples(image: Image.Image) -> Samples:
    """A picture of any mode in the one form that is handed over."""
    alpha = image.has_transparency_data
    plain = image.convert("RGBA" if alpha else "RGB")
    return Samples(plain.width, plain.height, alpha, plain.tobytes("raw", "BGRA" if alpha else "BGRX"))


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=FORMATS)


def _shrunk(image: Image.Image, most: int) -> Image.Image:
    """At most so many pixels: a JPEG is read at a half, a quarter or an eighth, others are halved after."""
    whole = image.width * image.height
    factor = next((each for each in _SHRINKS if whole <= most * each * each), _SHRINKS[-1])
    if image.format in DRAFTED and factor > 1:
        image.draft("RGB", (image.width // factor, image.height // factor))
        factor = 1
    _must_fit(image)
    plain = _eight_bit(image)
    return plain.reduce(factor) if factor > 1 else plain


def _must_fit(image: Image.Image) -> None:
    """Asked before anything is unfolded; after a draft the size is the one that is read."""
    if image.width * image.height * len(image.getbands()) > MOST_SOURCE_BYTES:
        raise TooLargeError


def _eight_bit(image: Image.Image) -> Image.Image:
    """Read, in a mode that can be made smaller."""
    image.load()
    if image.mode.startswith("I;16"):
        return image.convert("I").point([each // _DEEP for each in range(65536)], "L")
    if image.mode in ("I", "F"):
        least, most = image.getextrema()
        span = max(float(most) - float(least), 1.0)  # type: ignore[arg-type]
        return image.point(lambda value: (value - least) * 255 / span).convert("L")
    if image.mode in ("1", "P", "PA", "LA", "La", "CMYK", "YCbCr", "LAB", "HSV"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB" if image.mode != "1" else "L")
    return image


def _upright(image: Image.Image, data: bytes, held: int | None) -> Image.Image:
    """As the camera was held. held: what a HEIC's Exif said of it.

    Its reader has turned it already where the file itself says how; some programs say so in Exif alone.
    """
    turn = None if any(box in data for box in _TURNING) else _TURNS.get(held or 1)
    return image.transpose(turn) if turn is not None else ImageOps.exif_transpose(image)
