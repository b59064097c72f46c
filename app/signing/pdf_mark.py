"""The mark that ties a PDF to the frozen text it prints."""

from __future__ import annotations

import io

from app.common.errors import Refusal
from app.signing.pdf_check import PARSE_FAULTS

SUMMARY = "汇总表"
"""The mark of the bureau's own paper, behind those of the text that both print."""


def marks_of(pdf: bytes) -> tuple[str, ...]:
    """The words among the document's keywords: short code and digest. Raises Refusal for what is no PDF."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        info = PdfFileReader(io.BytesIO(pdf)).trailer["/Info"]
        return tuple(str(info["/Keywords"]).split())
    except PARSE_FAULTS():
        raise Refusal.because("结论文件里没有校验码，未予采用；请对方重新导出。", code="XP-3810") from None
