"""That a frozen text was read out: from when to when, how long, which of its pages nobody has heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.common.clock import moment_of, stamp
from app.common.words import say
from app.services.panel.reading import Reading, ReadingPage

STEP = "reading"
"""The step of a procedure that reading out is, in schemes that name it; and the kind of the entry."""
MOST_PAGES = 10_000
Portion = Literal["whole", "changed", "passed"]
"""What there is to be read: the whole text; what differs from the one that was heard; what was skipped."""


@dataclass(frozen=True, slots=True)
class ReadOut:
    """One reading of a frozen text.

    code: the short one of the text; begun, ended: UTC stamps; seconds: of reading, breaks left out; pages: of
    the whole text; passed: the numbers of those that nobody has heard, from 1; portion: what was to be read;
    paper: read from the printed script, the times typed afterwards; reader: the name of who read.
    """

    code: str
    begun: str
    ended: str
    seconds: int
    pages: int
    passed: tuple[int, ...]
    portion: Portion
    paper: bool
    reader: str

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> ReadOut:
        """As an entry of the ledger has it. Raises KeyError, TypeError, ValueError for another shape."""
        begun, ended = (stamp(moment_of(told[name])) for name in ("begun", "ended"))
        numbers, passed = (told["seconds"], told["pages"]), told["passed"]
        if begun > ended or type(told["paper"]) is not bool or not isinstance(passed, list):
            raise ValueError("not a reading")
        if any(type(each) is not int for each in (*numbers, *passed)) or told["seconds"] < 0:
            raise TypeError("not a number")
        if not 0 < told["pages"] <= MOST_PAGES or passed != sorted(
            {*passed} & {*range(1, told["pages"] + 1)}
        ):
            raise ValueError("not pages of the text")
        if told["portion"] not in ("whole", "changed", "passed"):
            raise ValueError("not a portion")
        if not isinstance(told["code"], str) or not isinstance(told["reader"], str):
            raise TypeError("not a text")
        return cls(
            told["code"],
            begun,
            ended,
            *numbers,
            tuple(passed),
            told["portion"],
            told["paper"],
            told["reader"],
        )

    def plain(self) -> dict[str, Any]:
        """As an entry of the ledger has it."""
        return {
            "code": self.code,
            "begun": self.begun,
            "ended": self.ended,
            "seconds": self.seconds,
            "pages": self.pages,
            "passed": list(self.passed),
            "portion": self.portion,
            "paper": self.paper,
            "reader": self.reader,
        }

    @property
    def words(self) -> str:
        """What was read, how, how long, and what was not; without an end."""
        how = {
            "whole": say("按定稿的文本宣读"),
            "changed": say("重新宣读改动的部分"),
            "passed": say("补读此前没有读到的部分"),
        }[self.portion]
        minutes, seconds = divmod(self.seconds, 60)
        script = say("（按打印的讲稿）") if self.paper else ""
        long = say("{minutes} 分 {seconds} 秒", minutes=minutes, seconds=seconds)
        told = say(
            "{how}{script}，全文共 {many} 页，用时 {long}", how=how, script=script, many=self.pages, long=long
        )
        return told + self._passed_words()

    def _passed_words(self) -> str:
        numbers = say("、").join(str(each) for each in self.passed)
        return say("；第 {pages} 页没有读", pages=numbers) if numbers else ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A text that was read out and then taken back: what its hearers still have in their ears."""

    out: ReadOut
    text: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """What there is to be read of a frozen text.

    whole: all of it; numbers: of the pages to be read, from 1, the last one always among them; gone: what was
    heard and no longer stands.
    """

    whole: Reading
    numbers: tuple[int, ...]
    portion: Portion
    gone: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[ReadingPage, ...]:
        """Those pages."""
        return tuple(self.whole.pages[each - 1] for each in self.numbers)

    def all(self) -> ReadingPlan:
        """The same text from its first page to its last."""
        return whole_plan(self.whole)

    def passed(self, seen: Iterable[int]) -> tuple[int, ...]:
        """The pages that nobody has heard, where these places in the plan were seen, from 0."""
        heard = {self.numbers[each] for each in seen}
        return tuple(each for each in self.numbers if each not in heard)


def whole_plan(reading: Reading) -> ReadingPlan:
    """Everything is to be read."""
    return ReadingPlan(reading, tuple(range(1, len(reading.pages) + 1)), "whole")


def rest_plan(reading: Reading, out: ReadOut) -> ReadingPlan:
    """Of a text that was read: what was passed over; all of it again where nothing was."""
    if not out.passed or out.pages != len(reading.pages):
        return whole_plan(reading)
    return ReadingPlan(reading, _with_last(out.passed, reading), "passed")


def changed_plan(reading: Reading, before: Reading, out: ReadOut) -> ReadingPlan:
    """Of a text that was frozen anew: the pages that nobody has heard as they stand now.

    before: the reading of the text that was heard; out: how it was heard.
    """
    if out.pages != len(before.pages):
        return whole_plan(reading)
    heard = [page for number, page in enumerate(before.pages, 1) if number not in out.passed]
    ears = Counter(map(_said, heard))
    fresh = list(_unheard(reading.pages, ears))
    gone = tuple(page.text for page in heard if _taken(ears, page))
    return ReadingPlan(reading, _with_last(fresh, reading), "changed", gone)


def _unheard(pages: Sequence[ReadingPage], ears: Counter[tuple[str, str]]) -> Iterator[int]:
    """The numbers of pages that were not heard; each page that was heard stands for one page alone."""
    for number, page in enumerate(pages, 1):
        if not _taken(ears, page):
            yield number


def _taken(ears: Counter[tuple[str, str]], page: ReadingPage) -> bool:
    if not ears[_said(page)]:
        return False
    ears[_said(page)] -= 1
    return True


def _said(page: ReadingPage) -> tuple[str, str]:
    return page.title, page.text


def _with_last(numbers: Iterable[int], reading: Reading) -> tuple[int, ...]:
    """The last page hands over to the unit, whatever is read."""
    return tuple(sorted({*numbers, len(reading.pages)}))
