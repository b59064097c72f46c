"""The verdict for the unit as a PDF that a bureau can stamp: A4, embedded fonts.

A pure function of the frozen text and of what followed it: the same bytes for the same of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from app.common.boxes import SignatureBox
from app.reports import first_page, furniture, last_page, legible, particulars, scores
from app.reports.canvas import Label, drawn_pages
from app.reports.document import Followed, VerdictReport
from app.reports.flow import Block, bound, paginate, space
from app.reports.ink import PART, SMALL
from app.reports.shown import for_unit
from app.reports.type_blocks import centred, heading, numeral
from app.reports.words import recorded

_BESIDE_SIGNATURES = 18.0
_ALL = 1e6


@dataclass(frozen=True, slots=True)
class RenderedVerdict:
    """The PDF, and each signer's box (for either form; only digital signing makes fields there)."""

    pdf: bytes
    boxes: tuple[SignatureBox, ...]


def render_verdict(report: VerdictReport, followed: Followed) -> RenderedVerdict:
    """Set what the unit is to see, and on a page of its own what followed.

    Raises Refusal where a character is in no vendored font.
    """
    shown = as_signed(for_unit(report), followed)
    legible.check(shown)
    legible.check_texts(followed, legible.place)
    pages = [*paginate(_blocks(shown)), *paginate(_after(shown, followed))]
    pdf, boxes = drawn_pages(label_of(shown, shown.title), pages, partial(furniture.furnish, shown))
    return RenderedVerdict(pdf, boxes)


def label_of(report: VerdictReport, title: str, kind: str = "") -> Label:
    """What a paper of this report says of itself: the code ties all of them to one frozen text.

    kind: one more mark, for a paper that is not the verdict.
    """
    marks = [report.short_code, report.digest, *([kind] if kind else [])]
    return Label(
        title,
        f"{report.unit} {report.project}",
        report.issuer,
        " ".join(marks) if report.coded else "草稿",
        report.frozen_at,
    )


def _blocks(report: VerdictReport) -> list[Block]:
    return [*first_page.title_block(report), *numbered_parts(_parts(report))]


def numbered_parts(parts: Iterable[tuple[str, list[Block]]]) -> list[Block]:
    """Parts under their headings, each heading held to the beginning of its part."""
    blocks: list[Block] = []
    for order, (title, content) in enumerate(parts, start=1):
        blocks += heading(f"{numeral(order)}、{title}")
        blocks += content
    return blocks


def _parts(report: VerdictReport) -> Iterable[tuple[str, list[Block]]]:
    yield "基本情况", first_page.parties(report)
    yield "结论", first_page.conclusion(report)
    yield f"{report.panel_word}组成", particulars.panel(report)
    if report.happened:
        yield "人员变动", particulars.listed(report.happened, draft=report.draft)
    if recorded(report.protocol):
        yield "工作过程", particulars.protocol(report.protocol)
    if report.materials:
        yield "提交材料", particulars.materials(report)
    yield report.words.table, scores.score_table(report)
    if report.unmet:
        yield report.words.wanting[0], particulars.unmet(report)
    if report.rulings:
        yield "裁定事项", particulars.rulings(report)
    if report.strengths:
        yield report.strengths_word, particulars.listed(report.strengths, draft=report.draft)
    yield (
        report.problems_word or report.words.problems,
        particulars.listed(report.problems, draft=report.draft),
    )
    yield (
        report.advice_word or report.words.advice,
        particulars.listed(report.suggestions, draft=report.draft),
    )
    if report.readings:
        yield "适用口径", particulars.readings(report)
    if report.consequences:
        yield "后续要求", particulars.consequences(report)
    if report.duties:
        yield "今后的义务与期限", particulars.duties(report)


def as_signed(report: VerdictReport, followed: Followed) -> VerdictReport:
    """The paper is one for pens where the panel has turned to them since the freezing."""
    return replace(report, form="pen") if followed.penned else report


def _after(report: VerdictReport, followed: Followed) -> list[Block]:
    """What came after the conclusion was formed, from the record, with room for everybody's signature."""
    blocks = centred("送达与签署记录", PART, 24.0)
    note = "本页所载为结论形成之后的事项，依专家组的记录印出，不属于定稿的结论文本。"
    blocks += [*centred(note, SMALL, 14.0), space(6)]
    told: list[tuple[str, list[Block]]] = []
    if recorded(followed.steps):
        told.append(("宣读与反馈", particulars.protocol(followed.steps)))
    if followed.happened:
        told.append(("定稿后的变动", particulars.listed(followed.happened, draft=report.draft)))
    told.append((f"{report.assessed}意见", particulars.answer(report, followed)))
    told.append(("送达回执", particulars.receipt(report)))
    tail = bound([*blocks, *numbered_parts(told)], _BESIDE_SIGNATURES)
    signing = [*heading(f"{numeral(len(told) + 1)}、签署"), *last_page.signatures(report)]
    return [*tail, *bound(signing, _ALL), *last_page.verification(report)]
