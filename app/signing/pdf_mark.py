"""What a PDF of ours says of itself: the frozen text that it prints, and the version of its drawing.

It proves nothing by itself: it tells what to compare with, and why a comparison fails.
"""

from __future__ import annotations

import io
import re
from typing import Any

from app.common.errors import Refusal
from app.signing.revision import PARSE_FAULTS

SUMMARY = "summary"
"""The mark of the bureau's own paper, behind those of the text that both print."""
MINUTES = "minutes"
"""The mark of the minutes: alone, or behind those of the text that they belong to."""
_UNSIGNED = re.compile(rb"/Keywords \((?:[^()]{1,400} )?(summary|minutes)\)")
_VERSION = re.compile(r"\S+ (\d{1,6})")


def marks_of(pdf: bytes) -> tuple[str, ...]:
    """The words among the document's keywords: short code and digest. Raises Refusal for what is no PDF."""
    try:
        return tuple(str(_information(pdf)["/Keywords"]).split())
    except PARSE_FAULTS():
        raise Refusal.because("结论文件里没有校验码，未予采用；请对方重新导出。", code="XP-3810") from None


def unsigned_kind(pdf: bytes) -> str:
    """Which paper that nobody signs by itself unsigned bytes call themselves; empty for none.

    Told without any parser, since nobody vouches.
    """
    found = _UNSIGNED.search(pdf)
    return found[1].decode() if found else ""


def drawing_of(pdf: bytes) -> int | None:
    """The version of the drawing that a document names; None where it names none."""
    try:
        found = _VERSION.fullmatch(str(_information(pdf)["/Producer"]))
    except PARSE_FAULTS():
        return None
    return int(found[1]) if found else None


def _information(pdf: bytes) -> Any:
    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(io.BytesIO(pdf)).trailer["/Info"]
