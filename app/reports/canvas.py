"""A PDF being written: embedded fonts, the same bytes for the same content, dated by the content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.common.boxes import SignatureBox
from app.reports.faces import SANS, SANS_MEDIUM, SERIF, SERIF_BOLD, face
from app.reports.flow import Page, PaperSheet, draw_page
from app.reports.ink import PAGE_HEIGHT, PAGE_WIDTH
from app.reports.words import beijing

PRODUCER = "现评绘制"
DRAWING = 3
"""The version of the drawing, which a document names: the next one draws the same text otherwise.

It goes up with whatever changes a byte of a verdict that may have been issued.
"""


@dataclass(frozen=True, slots=True)
class Label:
    """What the file says of itself. moment: its dates, whatever the day it is printed again."""

    title: str
    subject: str
    author: str
    keywords: str
    moment: datetime


def drawn_pages(
    label: Label, pages: Sequence[Page], furnish: Callable[[PaperSheet, int], None]
) -> tuple[bytes, tuple[SignatureBox, ...]]:
    """The PDF of these pages, and the signature boxes met.

    furnish: paints what lies behind a page's blocks; told how many pages there are.
    """
    held = BytesIO()
    canvas = new_canvas(held, label)
    boxes: list[SignatureBox] = []
    for number, page in enumerate(pages):
        sheet = PaperSheet(canvas, number, boxes)
        furnish(sheet, len(pages))
        draw_page(page, sheet)
        canvas.showPage()
    canvas.save()
    return held.getvalue(), tuple(boxes)


def new_canvas(held: BytesIO, label: Label) -> Canvas:
    """A canvas of A4 pages that writes into ``held``."""
    for name in (SANS, SANS_MEDIUM, SERIF, SERIF_BOLD):
        face(name)
    rl_config.useA85 = 0  # plain binary streams are a fifth smaller
    # Without a first font of ours the writer names Helvetica, which nobody embeds.
    settings: dict[str, Any] = {
        "initialFontName": SANS,
        "invariant": 1,
        "pageCompression": 1,
        "lang": "zh-CN",
    }
    canvas = Canvas(held, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), **settings)
    canvas.setTitle(label.title)
    canvas.setSubject(label.subject)
    canvas.setAuthor(label.author)
    canvas.setCreator("现评")
    canvas.setProducer(f"{PRODUCER} {DRAWING}")
    _identify(canvas, label)
    canvas.setKeywords(label.keywords)
    text = f"D:{beijing(label.moment):%Y%m%d%H%M%S}+08'00'"
    canvas.setDateFormatter(lambda *_now: text)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _identify(canvas: Canvas, label: Label) -> None:
    """Give the file an identity that follows from what it is, whatever a compressor makes of it."""
    said = "\n".join(
        (label.keywords, label.title, label.subject, f"{beijing(label.moment):%Y%m%d%H%M%S}", str(DRAWING))
    )
    identity = sha256(said.encode()).hexdigest()[:32].encode("ascii")
    document: Any = vars(canvas)["_doc"]
    document._ID = b"\n[<%b><%b>]\n" % (identity, identity)  # noqa: SLF001  it has no door of its own
