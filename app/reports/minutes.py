"""The minutes of a visit's day (考核记录) as a PDF: who came, what was done when, what was said and settled.

A4; the same bytes for the same data. Signed by pen: by who led, who looked on, who wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from app.reports import furniture
from app.reports.canvas import Label, drawn_pages
from app.reports.flow import Block, PaperSheet, kept, paginate, space
from app.reports.grid import Grid, cell, full_width
from app.reports.ink import BODY, SMALL, SMALL_LEADING, TABLE, TABLE_MUTED, TITLE
from app.reports.legible import check_texts
from app.reports.line_breaks import Run
from app.reports.tabular import Words, table
from app.reports.type_blocks import centred, heading, numbered, paragraph
from app.reports.words import SAMPLE_NOTICE
from app.signing.pdf_mark import MINUTES

_PLACES = {
    "attended": "到场与承诺",
    "steps": "考核过程",
    "happened": "人员变动",
    "settled": "合议",
    "answer": "单位表态",
    "unit": "单位名称",
    "project": "项目名称",
}


@dataclass(frozen=True, slots=True)
class Attended:
    """Somebody of the panel. came, pledged: when, in words; state: an absence, empty for none."""

    name: str
    role: str
    unit: str
    came: str
    pledged: str
    state: str


@dataclass(frozen=True, slots=True)
class Said:
    """A question with its answer, or a shortcoming with the unit's reason; asks: what the first one is."""

    asks: str
    text: str
    answers: str
    answer: str


@dataclass(frozen=True, slots=True)
class MinuteStep:
    """A step that was taken. when: from when to when; acts: what was done at the screen, in sentences."""

    title: str
    when: str
    people: str
    notes: str
    said: tuple[Said, ...] = ()
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """All that is printed. head: lines under the title, name and value; led: who led, in a sentence.

    happened: absences, recusals, who led for whom; settled: openings and 合议, in sentences; answer: what the
    unit said; clock: a sentence where the times were set right; signers: role and name of who signs by pen.
    """

    title: str
    unit: str
    project: str
    head: tuple[tuple[str, str], ...]
    led: str
    attended: tuple[Attended, ...]
    steps: tuple[MinuteStep, ...]
    happened: tuple[str, ...]
    settled: tuple[str, ...]
    answer: tuple[str, ...]
    clock: str
    signers: tuple[tuple[str, str], ...]
    author: str
    code: str
    digest: str
    moment: datetime
    sample: bool
    draft: bool

    def without_settlements(self) -> Minutes:
        """The same for somebody who may not know yet what the experts have judged."""
        return replace(self, settled=())


def render_minutes(minutes: Minutes) -> bytes:
    """Set the minutes. Raises Refusal where a character is in no vendored font."""
    check_texts(minutes, lambda where: _PLACES.get(where.split(".", 1)[0], "考核记录"))
    pdf, _ = drawn_pages(_label(minutes), paginate(_blocks(minutes)), partial(_furnish, minutes))
    return pdf


def _label(minutes: Minutes) -> Label:
    keywords = f"{minutes.code} {minutes.digest} {MINUTES}" if minutes.code else MINUTES
    subject = f"{minutes.unit} {minutes.project}"
    return Label(minutes.title, subject, minutes.author, keywords, minutes.moment)


def _blocks(minutes: Minutes) -> list[Block]:
    notice = centred(SAMPLE_NOTICE, SMALL, 14.0) if minutes.sample else []
    blocks = kept([*centred(minutes.title, TITLE, 30.0), *notice, space(8)])
    grid = Grid(full_width(84, -1))
    for name, value in minutes.head:
        blocks += grid.row([cell(name, TABLE_MUTED), cell(value, TABLE)])
    blocks += [*heading("到场与承诺"), *_attendance(minutes)]
    blocks += heading("考核过程")
    for step in minutes.steps:
        blocks += _step(step)
    for title, told in (
        ("人员变动", minutes.happened),
        ("合议", minutes.settled),
        ("单位表态", minutes.answer),
    ):
        if told:
            blocks += [*heading(title), *numbered([[Run(each, BODY)] for each in told])]
    blocks += _small(minutes.clock) if minutes.clock else []
    return [*blocks, *heading("签字"), *_signing(minutes.signers)]


def _attendance(minutes: Minutes) -> list[Block]:
    rows = minutes.attended
    columns = [
        Words("姓名", [each.name for each in rows]),
        Words("职责", [each.role for each in rows], quiet=True),
        Words("单位", [each.unit for each in rows]),
        Words("到场", [each.came or "没有记录" for each in rows], quiet=True),
        Words("回避与纪律承诺", [each.pledged or "没有记录" for each in rows], quiet=True),
        Words("情况", [each.state for each in rows]),
    ]
    return [*table(columns), space(4), *_small(minutes.led)]


def _step(step: MinuteStep) -> Iterator[Block]:
    """A box a step: its title and times, who was there, the notes line by line, then what was said."""
    grid = Grid(full_width(84, -1))
    grid.head([step.title, cell(step.when, TABLE_MUTED)])
    for name, value in (("参加人", step.people), ("记要", step.notes), ("办理", "\n".join(step.acts))):
        if value:
            yield from grid.row([cell(name, TABLE_MUTED), cell(value, TABLE)])
    for said in step.said:
        for name, value in ((said.asks, said.text), (said.answers, said.answer)):
            if value:
                yield from grid.row([cell(name, TABLE_MUTED), cell(value, TABLE)])
    yield space(6)


def _signing(signers: Sequence[tuple[str, str]]) -> list[Block]:
    """A line each to sign on."""
    grid = Grid(full_width(72, -1, 108, -2))
    return kept(
        [
            block
            for role, name in signers
            for block in grid.row(
                [cell(role, TABLE_MUTED), cell(name), cell("签字、日期", TABLE_MUTED), cell("　")],
                pads=(11.0, 11.0),
            )
        ]
    )


def _small(text: str) -> list[Block]:
    return paragraph([Run(text, SMALL)], leading=SMALL_LEADING, indent=0)


def _furnish(minutes: Minutes, sheet: PaperSheet, pages: int) -> None:
    marks = "【示例】" * minutes.sample + "【草稿】" * minutes.draft
    code = marks + (f"{minutes.title}　校验码 {minutes.code}" if minutes.code else minutes.title)
    ghost = "示例" * minutes.sample + "草稿" * minutes.draft
    furniture.frame(sheet, pages, named=minutes.unit, code=code, ghost=ghost)
