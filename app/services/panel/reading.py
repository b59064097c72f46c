"""The reading of a frozen conclusion: pages of one thought each, as the audience sees and hears them.

Composed from the frozen text alone. Clauses go beside the page, for the leader's eye; points of single
experts and ranks are never read, nor is a grade that the whole batch settles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from app.reports.words import booked, ended
from app.scoring.model.scheme import OUTCOMES
from app.speech.spoken import spoken

if TYPE_CHECKING:
    from app.reports.document import VerdictReport

Scope = Literal["problems", "outcome", "points"]
"""What a batch lets be read: the problems alone, the outcome with them, or the points as well."""
SCOPES: Mapping[str, Scope] = {"problems": "problems", "outcome": "outcome", "points": "points"}
USUAL: Scope = "outcome"
A_THOUGHT, MOST = 60, 120
"""Characters of a page where its sentences allow, and at all."""
A_MINUTE = 220
POINTS = re.compile(r"[0-9] ?分(?!钟|之)")
CLAUSE = re.compile(
    "（((?:附件 ?[0-9]*|通知|[^（）]{0,12}第[一二三四五六七八九十百0-9]+条)"
    "[^（）]*(?:（[^（）]*）[^（）]*)?)）"
)
"""What is a citation also where a leader has written it."""
UNBROKEN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,%‰/:-")
"""Of two such beside each other, one does not end a page and the other begin the next."""
ENDS = ("。！？；", "，：", "、")
"""Where a text may be parted, the better places first."""


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One page. text: what is shown; spoken: how it is said; aside: the clause; seconds: at an even pace."""

    title: str
    text: str
    spoken: str
    aside: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All pages. code: the short one of the text that is read."""

    code: str
    pages: tuple[ReadingPage, ...]

    @property
    def seconds(self) -> int:
        """How long it takes."""
        return sum(each.seconds for each in self.pages)


def reading_of(report: VerdictReport, scope: Scope) -> Reading:
    """The reading of a frozen text, in the order of the conclusion."""
    clauses = _clauses(report)
    told = partial(_pages, clauses=clauses)
    pages = [*told("考核情况", _assessed(report))]
    if scope != "problems" and report.outcome not in OUTCOMES["effect"]:
        pages += told("考核结论", _outcome(report, scope))
    pages += _listed(report.strengths_word, report.strengths, told)
    pages += _listed(report.problems_word or "存在的主要问题", report.problems, told)
    pages += _listed(report.advice_word or "意见和建议", report.suggestions, told)
    if scope != "problems":
        pages += _followed(report, told)
    pages += told("宣读完毕", f"宣读完毕。感谢{report.unit}的配合。请{report.assessed}表态发言。")
    return Reading(report.short_code, tuple(pages))


def _assessed(report: VerdictReport) -> str:
    ground = f"依据{booked(report.basis[0].title)}，" if report.basis else ""
    deed = f"{report.deed}（{report.round}）" if report.round else report.deed
    return (
        f"{ground}{report.panel_word}于 {report.visit_dates}，对{report.unit}“{report.project}”进行了{deed}。"
    )


def _outcome(report: VerdictReport, scope: Scope) -> str:
    why = ended(report.outcome_why) if scope == "points" else _without_points(report.outcome_why)
    counted = "" if report.pointed else ended(report.counted)
    told = report.pointed and scope == "points" and f"{report.total} 分" not in why
    total = f"总分 {report.total} 分。" if told else ""
    return f"{counted}{total}{why}结论为：{ended(report.outcome_label)}"


def _without_points(text: str) -> str:
    """The sentences of a ground that tell no points."""
    sentences = (each for each in re.split(r"(?<=。)", ended(text)) if each)
    return "".join(each for each in sentences if not POINTS.search(each))


def _listed(title: str, items: Iterable[str], told: partial[Iterator[ReadingPage]]) -> Iterator[ReadingPage]:
    for item in items:
        yield from told(title, ended(item))


def _followed(report: VerdictReport, told: partial[Iterator[ReadingPage]]) -> Iterator[ReadingPage]:
    for each in report.consequences:
        yield from told("后续要求", ended(each.text), aside=each.clause)
    for duty in report.duties:
        principle = "（原则上）" if duty.principle else ""
        text = f"{duty.who}：{duty.what}{principle}（期限：{duty.due}）。{ended(duty.consequence)}"
        yield from told("后续要求", text, aside=duty.clause)


def _pages(title: str, text: str, *, clauses: frozenset[str], aside: str = "") -> Iterator[ReadingPage]:
    """A text without its clauses, parted into pages; each clause beside the page that it belongs to."""
    for part, beside in _parted(text, clauses):
        said = spoken(part)
        seconds = -(-letters_of(said) * 60 // A_MINUTE)
        yield ReadingPage(title, part, said, "；".join(beside) or aside, seconds)


def letters_of(text: str) -> int:
    """How many letters, digits and hanzi a spoken text has: what its time is counted by."""
    return sum(sign.isalnum() for sign in text)


def _parted(text: str, clauses: frozenset[str]) -> Iterator[tuple[str, list[str]]]:
    """Thoughts gathered to pages, none longer than it may be, and the clauses that stood in each."""
    page, beside = "", list[str]()
    for thought, cited in _thoughts(text, clauses):
        if page and len(page) + len(thought) > A_THOUGHT:
            yield page, beside
            page, beside = "", []
        page += thought
        beside += [each for each in cited if each not in beside]
    if page:
        yield page, beside


def _thoughts(text: str, clauses: frozenset[str]) -> Iterator[tuple[str, list[str]]]:
    """What ends at the best place there is and fits a page, with the clauses that stood in it."""
    rest = [(each, 0) for each in _split(text, ENDS[0])]
    while rest:
        piece, level = rest.pop(0)
        plain, cited = _without(piece, clauses)
        if len(plain) <= MOST or level + 1 >= len(ENDS):
            yield from ((part, cited if not number else []) for number, part in enumerate(_cut(plain)))
        else:
            rest[:0] = [(each, level + 1) for each in _split(piece, ENDS[level + 1])]


def _split(text: str, ends: str) -> list[str]:
    return [each for each in re.split(rf"(?<=[{ends}])(?![”’）》])", text) if each]


def _cut(text: str) -> list[str]:
    """What has no place to be parted, cut where it must be, but never inside a number or a Latin word."""
    parts = []
    while len(text) > MOST:
        inside = (end for end in range(MOST, 0, -1) if not UNBROKEN.issuperset(text[end - 1 : end + 1]))
        end = next(inside, MOST)
        parts.append(text[:end])
        text = text[end:]
    return [*parts, text] if text else parts


def _without(text: str, clauses: frozenset[str]) -> tuple[str, list[str]]:
    """A text without the clauses in brackets, and the clauses."""
    cited = sorted((each for each in clauses if f"（{each}）" in text), key=text.index)
    for each in cited:
        text = text.replace(f"（{each}）", "")
    cited += [each for each in CLAUSE.findall(text) if each not in cited]
    return CLAUSE.sub("", text), cited


def _clauses(report: VerdictReport) -> frozenset[str]:
    """Every clause that the text cites."""
    rows = [row for section in report.sections for row in section.criteria]
    cited = [row.cite for row in rows]
    cited += [line.cite for row in rows for line in row.lines]
    cited += [each.cite for each in report.total_adjustments]
    cited += [each.clause for each in report.unmet]
    cited += [each.clause for each in report.consequences]
    cited += [each.clause for each in report.duties]
    return frozenset(each for each in cited if each)
