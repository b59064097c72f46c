"""Working papers at the desk: written, fed into findings, listed for the unit. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from app.common.words import say
from app.scoring import FindingSpec
from app.services.sheet.paper_words import (
    SpotCheck,
    count_of,
    counted_names,
    day_of,
    day_words,
    paper_words,
    sample_of,
)
from app.services.sheet.papers import FORMS
from app.services.sheet.supplements import Supplement, supplement_list, supplements
from app.ui.criterion import field_values
from app.ui.desk.papers.state import (
    Feed,
    PapersState,
    PaperState,
    Standing,
    SupplementLine,
    SupplementsState,
)

if TYPE_CHECKING:
    from app.common.clock import Clock
    from app.reports.supplements import SupplementList
    from app.services.sheet.papers import Paper, PaperKind
    from app.services.sheet.sheets import SheetDesk
    from app.ui.desk.place import Place
    from app.ui.desk.writing.drafts import Drafts

Made = TypeVar("Made")
HERE = frozenset(kind for kind, form in FORMS.items() if form.at_desk)
DAYS = ("by", "came")
DUES = ((1, "明天"), (3, "三日内"), (7, "一周内"), (14, "两周内"))
USUAL = 3
LONGEST_LABEL = 12


class PaperDrafts:
    """Columns of papers that could not be stored, kept as typed until a later try succeeds."""

    def __init__(self, sheet: SheetDesk) -> None:
        self._sheet = sheet
        self._texts: dict[tuple[str, str], dict[str, str]] = {}

    def of(self, cid: str, paper_id: str) -> Mapping[str, str]:
        """What is unsaved of a paper, by column."""
        return self._texts.get((cid, paper_id), {})

    def write(self, cid: str, paper_id: str, column: str, text: str) -> None:
        """Store a column, and then what was left unsaved before. Raises XianpingError, the text kept."""
        self._texts.setdefault((cid, paper_id), {})[column] = text
        self.retry()

    def retry(self) -> None:
        """Store everything that is unsaved. Raises XianpingError at the first that still fails."""
        for (cid, paper_id), texts in list(self._texts.items()):
            held = paper_id in {each.id for each in self._sheet.papers.get(cid, ())}
            for column, text in list(texts.items()) if held else ():
                self._sheet.write_paper(cid, paper_id, column, text)
                del texts[column]
            del self._texts[cid, paper_id]


class Kept(Generic[Made]):
    """What was made last, for as long as what it was made of stays the same."""

    def __init__(self) -> None:
        self._of: object = None
        self._made: Made | None = None

    def of(self, source: object, make: Callable[[], Made]) -> Made:
        """What ``make`` gives for this source."""
        if self._made is None or source != self._of:
            self._made, self._of = make(), source
        return self._made


class Papers:
    """Working papers are stored column by column. Raises XianpingError for what is not taken; the text stays.

    False says that there was nothing to do.
    """

    def __init__(self, sheet: SheetDesk, place: Place, drafts: Drafts, clock: Clock) -> None:
        self._sheet, self._place, self._drafts, self._clock = sheet, place, drafts, clock
        self._unsaved = PaperDrafts(sheet)
        self._rows: Kept[PapersState] = Kept()
        self._asked_for: Kept[SupplementsState] = Kept()

    @property
    def today(self) -> date:
        """The day that the device's clock shows."""
        return self._clock.now().astimezone().date()

    def begin(self, kind: str) -> None:
        """Begin a working paper of the criterion; what is to be brought is wanted within three days."""
        due = {"by": (self.today + timedelta(days=USUAL)).isoformat()} if kind == "supplement" else None
        self._sheet.begin_paper(self._place.criterion, cast("PaperKind", kind), due)

    def write(self, paper_id: str, column: str, text: str) -> None:
        """Store one column of a working paper as typed."""
        self._unsaved.write(self._place.criterion, paper_id, column, text)

    def settle(self, paper_id: str, column: str) -> bool:
        """A day has been typed to its end: write it as the calendar does, where it is one."""
        paper = self._paper(paper_id)
        day = day_of(paper.text(column), self.today) if paper else None
        if day is None or (paper and paper.text(column) == day.isoformat()):
            return False
        self.write(paper_id, column, day.isoformat())
        return True

    def remove(self, paper_id: str) -> None:
        """Take a working paper away."""
        self._sheet.remove_paper(self._place.criterion, paper_id)

    def retry(self) -> None:
        """Store everything that is unsaved."""
        self._unsaved.retry()

    def feed(self, paper_id: str, field: str) -> bool:
        """Put what a tally says into a finding: its share, or its counts into a part and its whole."""
        paper, cid = self._paper(paper_id), self._place.criterion
        sample = sample_of(paper) if paper else None
        specs = {spec.name: spec for spec in self._sheet.tally.shown(cid)}
        if paper is None or sample is None or field not in specs:
            return False
        why = say("由工作记录填入：{words}", words=paper_words(paper))
        self._drafts.settle(cid)
        for name, value in fed(specs[field], sample).items():
            self._sheet.record(cid, name, value, why=why)
        return True

    def supplement_list(self) -> SupplementList:
        """What the unit must still bring, ready for print."""
        return supplement_list(self._sheet, self.today)

    def state(self, today: date) -> PapersState:
        """The working papers and the flag of the criterion shown."""
        sheet, cid = self._sheet, self._place.criterion
        papers, specs = sheet.papers.get(cid, ()), sheet.tally.shown(cid)
        drafts = [dict(self._unsaved.of(cid, each.id)) for each in papers]
        source = (cid, papers, drafts, specs, cid in sheet.flagged, sheet.locked, today)
        return self._rows.of(source, lambda: self._state(specs, today))

    def supplements(self, today: date) -> SupplementsState:
        """All supplements of the sheet."""
        papers = tuple(self._sheet.papers.items())
        return self._asked_for.of((today, papers), lambda: _supplements_state(self._sheet, today))

    def _state(self, specs: tuple[FindingSpec, ...], today: date) -> PapersState:
        sheet, cid = self._sheet, self._place.criterion
        rows = (each for each in sheet.papers.get(cid, ()) if each.kind in HERE)
        return PapersState(
            tuple(_row(each, self._unsaved.of(cid, each.id), specs, today) for each in rows),
            cid in sheet.flagged,
            not sheet.locked,
            today.isoformat(),
            tuple(((today + timedelta(days=days)).isoformat(), say(words)) for days, words in DUES),
        )

    def _paper(self, paper_id: str) -> Paper | None:
        papers = self._sheet.papers.get(self._place.criterion, ())
        return next((each for each in papers if each.id == paper_id), None)


def _supplements_state(sheet: SheetDesk, today: date) -> SupplementsState:
    found = supplements(sheet)
    late = sum(1 for each in found if each.overdue(today))
    lines = tuple(_line(each, today) for each in found)
    return SupplementsState(lines, sum(1 for each in found if each.open), late)


def fed(spec: FindingSpec, sample: SpotCheck) -> dict[str, str]:
    """The values that a sample gives a finding, by name; the whole comes before its part."""
    if spec.kind == "share":
        return {spec.name: field_values.share_text(str(sample.fit), str(sample.drawn))}
    return {spec.part_of or "": str(sample.drawn), spec.name: str(sample.fit)}


def feeds(sample: SpotCheck | None, specs: tuple[FindingSpec, ...]) -> tuple[Feed, ...]:
    """The findings that apply now and can take a sample in."""
    return tuple(_feeds(sample, {spec.name: spec for spec in specs})) if sample else ()


def _feeds(sample: SpotCheck, specs: Mapping[str, FindingSpec]) -> Iterator[Feed]:
    for spec in specs.values():
        if spec.kind == "share":
            words = field_values.share_text(str(sample.fit), str(sample.drawn))
            yield _feed(spec.name, (spec.label,), f"{spec.label} {words}%")
        elif spec.kind == "count" and (whole := specs.get(spec.part_of or "")):
            told = f"{whole.label} {sample.drawn}{whole.unit}，{spec.label} {sample.fit}{spec.unit}"
            yield _feed(spec.name, (whole.label, spec.label), told)


def _feed(field: str, labels: tuple[str, ...], told: str) -> Feed:
    named = "".join(f"“{_short(label)}”" for label in labels)
    return Feed(field, say("填入{named}", named=named), say("填入：{told}", told=told))


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"


def _row(paper: Paper, unsaved: Mapping[str, str], specs: tuple[FindingSpec, ...], today: date) -> PaperState:
    shown = replace(paper, texts={**paper.texts, **unsaved})
    sample = sample_of(shown) if paper.kind == "tally" else None
    late = _late(shown, today) if paper.kind == "supplement" else 0
    return PaperState(
        paper.id,
        paper.kind,
        shown.texts,
        _faults(shown, today),
        beside=sample.share if sample else "",
        late=say("已逾期 {days} 天，还没有交来。", days=late) if late else "",
        feeds=feeds(sample if not unsaved else None, specs),
        unsaved=bool(unsaved),
        counted=counted_names(shown) is not None,
    )


def _late(paper: Paper, today: date) -> int:
    by = day_of(paper.text("by"), today)
    return max((today - by).days, 0) if by and not paper.text("came").strip() else 0


def _faults(paper: Paper, today: date) -> dict[str, str]:
    """What is wrong with what is typed, and how to mend it; what is still empty is no fault."""
    if paper.kind == "tally":
        return {} if counted_names(paper) else _tally_faults(paper)
    typed = {column: paper.text(column).strip() for column in DAYS if paper.kind == "supplement"}
    return {
        column: say("请填日期，如 {day}。", day=f"{today.month}-{today.day}")
        for column, text in typed.items()
        if text and day_of(text, today) is None
    }


def _tally_faults(paper: Paper) -> dict[str, str]:
    typed = {column: paper.text(column).strip() for column in ("drawn", "fit")}
    counts = {column: count_of(text) for column, text in typed.items()}
    faults = {
        column: say("份数请填整数。") for column, text in typed.items() if text and counts[column] is None
    }
    drawn, fit = counts["drawn"], counts["fit"]
    if drawn == 0:
        faults["drawn"] = say("抽查的份数应大于 0。")
    elif drawn is not None and fit is not None and fit > drawn:
        faults["fit"] = say("合格的份数不能多于抽查的份数。")
    return faults


def _line(each: Supplement, today: date) -> SupplementLine:
    late, due = each.overdue(today), each.paper.text("by")
    standing: Standing = "late" if late else "waiting" if each.open else "came"
    if not each.open:
        told = say("{day}交来", day=day_words(each.came))
    elif late:
        told = say("应于 {day}前交来，已逾期 {days} 天", day=day_words(due), days=late)
    elif due.strip():
        told = say("{day}前交来", day=day_words(due))
    else:
        told = say("没有定期限")
    what = each.what or say("（未写明）")
    return SupplementLine(each.criterion, each.paper.id, each.title, what, told, standing)
