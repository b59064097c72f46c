"""The day as a line: each step with begin, end, people, notes, questions and reasons; who came, who is tied.

Every deed is an entry of the panel's ledger under the name of whoever keeps the minutes at this laptop. What
is done at the screen (collecting, ruling, freezing, reading, signing) needs none: its entries say when.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from app.common.clock import Clock, moment_of, moment_read, stamp
from app.common.errors import Fault, Refusal
from app.common.glyphs import fault
from app.common.ids import new_id
from app.services.identity.people import People
from app.services.panel.day_acts import must_stand_open
from app.services.panel.day_doubts import SLACK
from app.services.panel.day_drafts import line_plain, step_plain
from app.services.panel.day_entries import MAX_TEXT
from app.services.panel.day_state import day_of, step_found
from app.services.panel.panels import PanelDesk, Panels
from app.services.sheet.visits import Visits
from app.services.store.day import DayLine, DayState, DayStep, LineKind
from app.services.store.ledger import NewEntry
from app.services.store.rounds import ProtocolStep

TIMES, TEXTS, PEOPLE = "XP-4262", "XP-4263", "XP-4264"
MAX_NOTES = 20_000


@dataclass(frozen=True, slots=True)
class StepNote:
    """A step as it is noted. begun, ended: moments, None for not yet; present: ids of the panel's people."""

    begun: datetime | None
    ended: datetime | None
    present: tuple[str, ...]
    unit: str
    notes: str


class Days:
    """Shows and notes the day on the device of whoever leads."""

    def __init__(self, panels: Panels, visits: Visits, people: People, clock: Clock) -> None:
        self._panels, self._visits, self._people, self._clock = panels, visits, people, clock

    def open(self, visit_id: str) -> DayState:
        """The day as it stands. Raises Refusal."""
        return day_of(self._panels.open(visit_id))

    def note(self, visit_id: str, step_id: str, note: StepNote) -> DayState:
        """Note a step whole: times, people, notes. Raises Refusal naming every fault."""
        desk = self._panels.open(visit_id)
        must_stand_open(desk.scheme, desk.facts, step_id)
        if faults := self._faults(desk, note):
            raise Refusal(faults)
        _must_be_printable(desk, note.unit, note.notes)
        stood = step_found(desk, step_id)
        step = ProtocolStep(
            step_id,
            "",
            stamp(note.ended) if note.ended else None,
            _people_words(desk, note),
            "",
            begun=stamp(note.begun) if note.begun else None,
            present=note.present,
            unit=note.unit.strip(),
        )
        after = step_plain(step, note.notes.rstrip())
        before = step_plain(stood, stood.notes) if stood is not None else None
        if after != before:
            desk.note(NewEntry("step", desk.author, field=step_id, before=before, after=after))
        return day_of(desk)

    def begin(self, visit_id: str, step_id: str) -> DayState:
        """A step begins now: with everybody of the panel who has come, where nobody was named."""
        state = self.open(visit_id)
        step = _step(state, step_id)
        here = tuple(each.person_id for each in state.attendants if not each.away)
        note = replace(_as_noted(step), begun=self._clock.now(), ended=None)
        return self.note(visit_id, step_id, replace(note, present=note.present or here))

    def end(self, visit_id: str, step_id: str) -> DayState:
        """A step ends now. Raises Refusal."""
        step = _step(self.open(visit_id), step_id)
        return self.note(visit_id, step_id, replace(_as_noted(step), ended=self._clock.now()))

    def clear(self, visit_id: str, step_id: str) -> DayState:
        """Nothing is noted of a step any more; what it said stays in the record. Raises Refusal."""
        desk = self._panels.open(visit_id)
        must_stand_open(desk.scheme, desk.facts, step_id)
        stood = step_found(desk, step_id)
        if stood is not None:
            before = step_plain(stood, stood.notes)
            desk.note(NewEntry("step", desk.author, field=step_id, before=before))
        return day_of(desk)

    def say(
        self, visit_id: str, step_id: str, kind: LineKind, text: str, answer: str, *, line_id: str = ""
    ) -> DayState:
        """Note a question with its answer, or a shortcoming with the unit's reason. Raises Refusal.

        line_id: of one that is there; said to be nothing, it goes.
        """
        desk = self._panels.open(visit_id)
        must_stand_open(desk.scheme, desk.facts, step_id)
        told, answered = text.strip(), answer.strip()
        if max(len(told), len(answered)) > MAX_TEXT:
            raise Refusal([Fault("text", f"一条提问、说明不超过 {MAX_TEXT} 字，请分成几条。", TEXTS)])
        _must_be_printable(desk, told, answered)
        held = desk.facts.day.lines.get(line_id)
        before = line_plain(held) if held else None
        line = DayLine(line_id or new_id(), step_id, kind, told, answered, "")
        after = line_plain(line) if told or answered else None
        if after != before:
            desk.note(NewEntry("line", desk.author, field=line.id, before=before, after=after))
        return day_of(desk)

    def came(self, visit_id: str, person_id: str, at: datetime | None) -> DayState:
        """Note when somebody of the panel came; None: has not. Raises Refusal."""
        desk = self._panels.open(visit_id)
        if desk.visit.member(person_id) is None:
            raise Refusal.because("此人不在这次考核的专家组名单里。", where="person", code=PEOPLE)
        if at is not None and (faults := list(_late(at, self._clock.now(), "came"))):
            raise Refusal(faults)
        before = desk.facts.day.came.get(person_id)
        after = stamp(at) if at else None
        if after != before:
            plain = ({"at": each} if each else None for each in (before, after))
            old, new = plain
            desk.note(NewEntry("came", desk.author, field=person_id, before=old, after=new))
        return day_of(desk)

    def pledge(self, visit_id: str, person_id: str) -> DayState:
        """Record the statement on recusal of somebody who has no sheet, as signed on paper where it is not
        the person at the keyboard. Raises Refusal: whoever scores confirms it with the own sheet."""
        desk, current = self._panels.open(visit_id), self._people.current
        member = desk.visit.member(person_id)
        if member is None or member.scores:
            raise Refusal.because(
                "填表的专家在自己的表里确认回避与纪律承诺；不在本机填的，随其所交的表带来。",
                where="person",
                code=PEOPLE,
            )
        desk.hands.must_record(desk.visit, "came")
        by = current.id if current and current.id != person_id else None
        self._visits.confirm_recusal(visit_id, person_id, entered_by=by)
        return self.open(visit_id)

    def _faults(self, desk: PanelDesk, note: StepNote) -> list[Fault]:
        faults = [] if len(note.notes) <= MAX_NOTES else [Fault("notes", "这一步的记要太长。", TEXTS)]
        now = self._clock.now()
        for where, at in (("begun", note.begun), ("ended", note.ended)):
            faults += _late(at, now, where) if at is not None else ()
        if note.begun and note.ended and note.ended < note.begun:
            faults.append(Fault("ended", "结束的时间早于开始的时间，请核对。", TIMES))
        if {*note.present} - {each.id for each in desk.visit.panel}:
            faults.append(Fault("present", "参加人不在专家组名单里。", PEOPLE))
        return faults


def moment_of_day(text: str, day: datetime) -> datetime | None:
    """A time as it is typed, ``9:05`` or ``2026-05-12 09:05``, in Beijing; empty: None. Raises Refusal.

    day: the day that a time without one is of.
    """
    try:
        return moment_read(text, day) if text.strip() else None
    except ValueError:
        told = "时间请写成“09:05”的样子；不是当天的，写成“2026-05-12 09:05”。"
        raise Refusal.because(told, where="time", code=TIMES) from None


def _late(at: datetime, now: datetime, where: str) -> Collection[Fault]:
    if at <= now + SLACK:
        return ()
    return (Fault(where, "时间晚于这台电脑现在的时间，请核对。", TIMES),)


def _must_be_printable(desk: PanelDesk, *texts: str) -> None:
    """Raises Refusal for what the minutes could not print. Before the freezing it is asked for there."""
    if desk.facts.frozen_digest is not None:
        found = [each for text in texts for each in fault("text", "今日程序", text)]
        if found:
            raise Refusal(found)


def _step(state: DayState, step_id: str) -> DayStep:
    found = next((each for each in state.steps if each.id == step_id), None)
    if found is None:
        raise Refusal.because("本次考核的程序里没有这一步。", where="step", code="XP-4202")
    return found


def _as_noted(step: DayStep) -> StepNote:
    begun, ended = (moment_of(each) if each and step.noted else None for each in (step.begun, step.ended))
    return StepNote(begun, ended, step.present, step.unit, step.notes)


def _people_words(desk: PanelDesk, note: StepNote) -> str:
    """Everybody in words: the panel's by name, or all of them as a whole, and the unit's as typed."""
    here = [each.id for each in desk.visit.panel if each.id not in desk.visit.away]
    whole = len(here) > 1 and {*note.present} >= {*here}
    names = "、".join(desk.visit.name_of(each) for each in note.present)
    panel = "专家组全体" if whole else names
    return "；".join(each for each in (panel, note.unit.strip()) if each)
