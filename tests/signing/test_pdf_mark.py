from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from app.common.errors import Refusal
from app.signing.pdf_mark import marks_of
from tests.signing.bureau import drawn_pdf, signed_pdf


def marked(words: str) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    canvas.setKeywords(words)
    canvas.drawString(100, 700, "verdict")
    canvas.save()
    return target.getvalue()


def test_the_marks_are_the_keywords() -> None:
    assert marks_of(marked("07F1-B577-6465 " + "a" * 64)) == ("07F1-B577-6465", "a" * 64)
    assert marks_of(marked("草稿")) == ("草稿",)
    assert marks_of(drawn_pdf()) == marks_of(signed_pdf())


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", drawn_pdf()[:-40], b"%PDF-1.7\nstartxref\n0\n%%EOF"]
)
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        marks_of(data)
    assert {fault.code for fault in refused.value.faults} == {"XP-3810"}


@given(place=st.integers(0, 1200), flip=st.integers(1, 255))
def test_a_damaged_pdf_is_read_or_refused(place: int, flip: int) -> None:
    data = bytearray(drawn_pdf())
    data[place % len(data)] ^= flip
    try:
        assert isinstance(marks_of(bytes(data)), tuple)
    except Refusal as refused:
        assert refused.faults  # noqa: PT017  either answer is right, a third one is not
