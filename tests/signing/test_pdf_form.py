"""Two documents are the same where only a compressor differs, and nowhere else."""

from __future__ import annotations

import io
import re
import zlib
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.signing.pdf import prepare
from app.signing.pdf_form import difference
from tests.signing.bureau import boxes


@cache
def drawn(score: str = "88", level: int = 6) -> bytes:
    """Two pages, the second with a score, packed at a level of the compressor; fields prepared."""
    held = io.BytesIO()
    rl_config.useA85 = 0  # as in the product's own documents
    canvas = Canvas(held, invariant=1, pageCompression=1)
    canvas._doc._ID = b"\n[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]\n"  # type: ignore[attr-defined]
    for text in ("verdict", f"total {score} points " * 40):
        canvas.drawString(100, 700, text)
        canvas.showPage()
    packing = zlib.compress
    zlib.compress = lambda data, *_: packing(data, level)
    try:
        canvas.save()
    finally:
        zlib.compress = packing
    return prepare(held.getvalue(), boxes())


def test_the_same_is_the_same_whatever_packed_it() -> None:
    assert drawn() != drawn(level=1)
    assert difference(drawn(level=1), drawn()) is None
    assert difference(drawn(), drawn(level=1)) is None
    assert difference(drawn(), drawn()) is None


def test_the_page_that_differs_is_named() -> None:
    assert difference(drawn("98"), drawn("88")) == 2
    assert difference(drawn("98", level=1), drawn("88")) == 2
    assert difference(drawn().replace(b"/Rotate 0", b"/Rotate 1", 1), drawn()) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"/SigFlags 1", b"/SigFlags 3"),
        (rb"startxref\n\d+\n%%EOF\n$", b"startxref\n0000\n%%EOF\n"),
        (rb"0000000000 65535 f ", b"0000000001 65535 f "),
        (rb"(\d{10}) 00000 n ", b"0000000000 00000 n "),
        (rb"endobj\n", b"endobj\n% more\n"),
        (rb"%%EOF\n$", b"%%EOF\n%%EOF\n"),
        (rb"/Length 0\n", b"/Length 1\n"),
    ],
)
def test_what_is_not_as_written_differs(old: bytes, new: bytes) -> None:
    changed = re.sub(old, new, drawn(), count=1)
    assert changed != drawn()
    assert difference(changed, drawn()) is not None


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_no_changed_byte_is_the_same(place: int, change: int) -> None:
    """But for those inside a packed stream that unpack to the same."""
    data = bytearray(drawn())
    at = place % len(data)
    data[at] ^= change
    packed = [found.span(1) for found in re.finditer(rb"\nstream\n(.+?)endstream", drawn(), re.DOTALL)]
    if not any(first <= at < last for first, last in packed):
        assert difference(bytes(data), drawn()) is not None


@given(st.binary(max_size=400))
def test_garbage_is_nowhere_the_same(data: bytes) -> None:
    assert difference(data, drawn()) is not None
