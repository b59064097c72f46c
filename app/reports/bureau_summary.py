"""The bureau's own paper beside a verdict: who gave which score and why. It is not handed to the unit.

Drawn from the same frozen text as the verdict, whose code and digest it carries, and from what followed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from app.reports import first_page, furniture, last_page, legible, particulars, scores
from app.reports.canvas import drawn_pages
from app.reports.document import Followed, VerdictReport
from app.reports.flow import Block, bound, kept, paginate
from app.reports.verdict import as_signed, label_of, numbered_parts
from app.reports.words import not_for_unit, summary_title
from app.signing.pdf_mark import SUMMARY

_WITH_CODE = 36.0
"""So much of the text, in points, stays with the code below it."""


def render_summary(report: VerdictReport, followed: Followed) -> bytes:
    """Set everything that the experts gave. Raises Refusal where a character is in no vendored font."""
    report = as_signed(report, followed)
    legible.check(report)
    legible.check_texts(followed, legible.place)
    title = summary_title(report)
    blocks = first_page.title_block(report, title, not_for_unit(report))
    blocks += numbered_parts(_parts(report, followed))
    pages = paginate([*bound(blocks, _WITH_CODE), *kept(last_page.verification(report))])
    pdf, _boxes = drawn_pages(label_of(report, title, SUMMARY), pages, partial(furniture.furnish, report))
    return pdf


def _parts(report: VerdictReport, followed: Followed) -> Iterable[tuple[str, list[Block]]]:
    yield "基本情况", first_page.parties(report)
    yield "结论", first_page.conclusion(report)
    yield report.words.views, scores.score_table(report)
    if report.rulings:
        yield "裁定事项", particulars.rulings(report)
    if happened := (*report.happened, *followed.happened):
        yield "人员变动", particulars.listed(happened, draft=report.draft)
    if followed.signed:
        yield "签署情况", particulars.signatures(followed)
