"""The verdict as a PDF that a bureau can stamp: A4, embedded fonts, the same bytes for the same report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from app.common.boxes import SignatureBox
from app.reports import closing, furniture, legible, opening, particulars, scores
from app.reports.canvas import Label, drawn_pages
from app.reports.document import VerdictReport
from app.reports.flow import Block, bound, paginate
from app.reports.setting import heading, numeral
from app.reports.wording import recorded

_BESIDE_SIGNATURES = 18.0
_ALL = 1e6


@dataclass(frozen=True, slots=True)
class RenderedVerdict:
    """The PDF, and each signer's box (for either form; only digital signing makes fields there)."""

    pdf: bytes
    boxes: tuple[SignatureBox, ...]


def render_verdict(report: VerdictReport) -> RenderedVerdict:
    """Set the report on A4. Raises Refusal where a character is in no vendored font."""
    legible.check(report)
    furnish = partial(furniture.furnish, report)
    pdf, boxes = drawn_pages(_label(report), paginate(_blocks(report)), furnish)
    return RenderedVerdict(pdf, boxes)


def _label(report: VerdictReport) -> Label:
    return Label(
        report.title,
        f"{report.unit} {report.project}",
        report.issuer,
        f"{report.short_code} {report.digest}" if report.coded else "草稿",
        report.frozen_at,
    )


def _blocks(report: VerdictReport) -> list[Block]:
    blocks = opening.title_block(report)
    parts = list(_parts(report))
    for order, (title, content) in enumerate(parts, start=1):
        blocks += heading(f"{numeral(order)}、{title}")
        blocks += content
    tail = bound(blocks, _BESIDE_SIGNATURES)
    signing = [*heading(f"{numeral(len(parts) + 1)}、签署"), *closing.signatures(report)]
    return [*tail, *bound(signing, _ALL), *closing.verification(report)]


def _parts(report: VerdictReport) -> Iterable[tuple[str, list[Block]]]:
    yield "基本情况", opening.parties(report)
    yield "考核结论" if report.pointed else "核查结论", opening.conclusion(report)
    if recorded(report):
        yield "考核过程" if report.pointed else "核查过程", particulars.protocol(report)
    yield "评分情况" if report.pointed else "核查情况", scores.score_table(report)
    if report.rulings:
        yield "裁定事项", particulars.rulings(report)
    yield "存在的主要问题", particulars.listed(report.problems, draft=report.draft)
    yield "意见和建议", particulars.listed(report.suggestions, draft=report.draft)
    if report.readings:
        yield "细则适用口径", particulars.readings(report)
    if report.consequences:
        yield "后续要求", particulars.consequences(report)
    if report.duties:
        yield "今后的义务与期限", particulars.duties(report)
    yield "项目单位意见", particulars.statement(report)
