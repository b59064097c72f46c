"""What a Chinese official would send back: the faults of set pages, told from where every line stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.reports.ink import BOTTOM, LEFT, TOP, WIDTH
from tests.reports.inked import Inked, pages

HEADING = re.compile(r"[一二三四五六七八九十]+、\S+")
WHOLE = re.compile(
    r"第 ?\d+(\.\d+)?[项行条款栏]|第[一二三四五六七八九十]+条|附件\d|不?合格|不?符合|不得分|不涉及|办法|通知"
    r"|\d[\d.,]*(%|[分年月日人项个名家次行]|万元|元|小时|平方米|课时|学时)|\d[\d.]+|[A-Za-z]{2,}"
)
MARKS = "。，；：、）》”？！"
_LEAST_LINES = 3


def faults(lines: Sequence[Inked]) -> list[str]:
    """Every fault of a paper's pages, in words."""
    found: list[str] = []
    for page in pages(lines):
        told = [*_outside(page), *_covered(page), *_cut(page), *_stranded(page), *_broken(page)]
        found += [f"page {page[0].page}: {each}" for each in told]
    return found


def _outside(page: Sequence[Inked]) -> Iterator[str]:
    for line in page:
        if line.x < LEFT - 0.5 or line.right > LEFT + WIDTH + 0.5:
            yield f"beyond the margin: {line.text}"


def _covered(page: Sequence[Inked]) -> Iterator[str]:
    for at, line in enumerate(page):
        for other in page[at + 1 :]:
            if line.over(other):
                yield f"one over the other: {line.text} / {other.text}"


def _cut(page: Sequence[Inked]) -> Iterator[str]:
    for line in page:
        if line.text.endswith("…") and not line.text.endswith("……"):
            yield f"cut: {line.text}"


def _stranded(page: Sequence[Inked]) -> Iterator[str]:
    body = sorted((line for line in page if BOTTOM - 10 < line.y < TOP), key=lambda line: -line.y)
    rows = list(dict.fromkeys(round(line.y) for line in body))
    if len(rows) < _LEAST_LINES:
        yield f"almost empty: {[line.text for line in body]}"
    elif HEADING.fullmatch(body[-1].text):
        yield f"a heading at the foot: {body[-1].text}"


def _broken(page: Sequence[Inked]) -> Iterator[str]:
    for upper, lower in pairwise(page):
        if not _goes_on(upper, lower):
            continue
        for word in WHOLE.finditer(upper.text + lower.text):
            if word.start() < len(upper.text) < word.end():
                yield f"{word.group()} broken: {upper.text} / {lower.text}"
        if len(lower.text.strip(MARKS)) <= 1:
            yield f"a last line of one character: {upper.text} / {lower.text}"


def _goes_on(upper: Inked, lower: Inked) -> bool:
    """Whether one line goes on from another: a column of figures does not."""
    near = 0 < upper.y - lower.y <= 1.75 * upper.size and abs(upper.x - lower.x) < 2.5 * upper.size
    return near and upper.size == lower.size and len(upper.text) > 4
