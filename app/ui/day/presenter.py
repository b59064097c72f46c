"""The day without Qt: takes what is noted, tells the services, makes the next state."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from app.common.clock import BEIJING, moment_of
from app.common.words import say
from app.scoring.model.kinds import WORDS
from app.services.panel.days import StepNote, moment_of_day
from app.services.panel.unrecorded_words import PanelTyping
from app.services.store.day import Attendant, DayState, DayStep, LineKind
from app.ui.attendance.presenter import AttendancePresenter
from app.ui.day.state import DayView, Mark, PersonLine, Primary, SaidLine, StepLine, StepPage
from app.ui.shell.visit_titles import visit_title

if TYPE_CHECKING:
    from app.services.workspace import Workspace

TYPING = "day."
SAID: dict[LineKind, tuple[str, str, str]] = {
    "question": ("提问与回答", "提问", "单位的回答"),
    "reason": ("单位对不足的说明", "不足之处", "单位说明的原因"),
}
"""By kind of line: its heading, and what stands in its two fields."""


class DayPresenter:
    """One visit's day; heading: unit and scheme. What a service refuses is raised, and nothing changes."""

    def __init__(self, workspace: Workspace, visit_id: str) -> None:
        self._workspace, self._visit_id = workspace, visit_id
        self._visit = workspace.visits.get(visit_id)
        scheme = workspace.visits.scheme(visit_id)
        self._words = WORDS[scheme.kind]
        unit = str(self._visit.project.get("unit", ""))
        self.heading = visit_title(unit, scheme.title, self._visit.round)
        self._typing = PanelTyping(workspace.store, visit_id)
        self._day = workspace.days.open(visit_id)
        self._chosen = _first(self._day).id

    @property
    def state(self) -> DayView:
        """The screen at this moment."""
        day, (primary, label, told) = self._day, self._next()
        return DayView(
            heading=self.heading,
            steps=tuple(_line(each) for each in day.steps),
            page=self._page(),
            people=tuple(_person(each, may=day.records and not day.frozen) for each in day.attendants),
            sheets=day.sheets,
            sheet_word=self._words.sheet,
            happened=day.happened,
            next=told,
            primary=primary,
            label=label,
            records=day.records and not day.issued,
            leads=day.leads,
            frozen=day.frozen,
        )

    @property
    def people(self) -> AttendancePresenter:
        """What the dialogs on people work with."""
        return AttendancePresenter(self._workspace, self._visit_id)

    def reload(self) -> None:
        """Look again: sheets may have come, people may have gone."""
        self._day = self._workspace.days.open(self._visit_id)

    def choose(self, step_id: str) -> None:
        """Show another step."""
        self._chosen = step_id

    def neighbour(self, far: int) -> str:
        """The step so many further on the line, or its end."""
        names = [each.id for each in self._day.steps]
        place = names.index(self._chosen) + far
        return names[min(max(place, 0), len(names) - 1)]

    def turn(self) -> None:
        """Begin the step that is chosen, or end it. Raises Refusal."""
        act = self._page().act
        if act == "begin":
            self._day = self._workspace.days.begin(self._visit_id, self._chosen)
        elif act == "end":
            self._day = self._workspace.days.end(self._visit_id, self._chosen)

    def note(self, begun: str, ended: str, present: tuple[str, ...], unit: str, notes: str) -> None:
        """Record the step that is chosen, as it is typed. Raises Refusal."""
        step, day = self._step, self._date()
        times = (
            _moment(begun, step.begun if step.noted else None, day),
            _moment(ended, step.ended if step.noted else None, day),
        )
        note = StepNote(*times, present, unit, notes)
        self._day = self._workspace.days.note(self._visit_id, step.id, note)
        self._typing.forget(f"{TYPING}{step.id}")

    def keep(self, unit: str, notes: str) -> None:
        """Keep what is being typed in the step, before it is recorded."""
        self._typing.keep(f"{TYPING}{self._chosen}", [unit, notes])

    def clear(self) -> None:
        """Take back what was noted of the step that is chosen. Raises Refusal."""
        self._typing.forget(f"{TYPING}{self._chosen}")
        self._day = self._workspace.days.clear(self._visit_id, self._chosen)

    def say(self, line_id: str, kind: LineKind, text: str, answer: str) -> None:
        """Record something that was said in the step. Raises Refusal."""
        days = self._workspace.days
        self._day = days.say(self._visit_id, self._chosen, kind, text, answer, line_id=line_id)

    def came(self, person_id: str, at: str) -> None:
        """Note when somebody came, as it is typed; empty: has not. Raises Refusal."""
        held = next(each.came for each in self._day.attendants if each.person_id == person_id)
        moment = _moment(at, held, self._date())
        self._day = self._workspace.days.came(self._visit_id, person_id, moment)

    def arrive_now(self, person_id: str) -> None:
        """Note that somebody comes now. Raises Refusal."""
        now = self._workspace.clock.now()
        self._day = self._workspace.days.came(self._visit_id, person_id, now)

    def pledge(self, person_id: str) -> None:
        """Record the statement on recusal. Raises Refusal."""
        self._day = self._workspace.days.pledge(self._visit_id, person_id)

    @property
    def _step(self) -> DayStep:
        return next(each for each in self._day.steps if each.id == self._chosen)

    def _date(self) -> datetime:
        """The day that a time without one is of: today within the visit, else its first day."""
        now = self._workspace.clock.now().astimezone(BEIJING)
        first, last = (date.fromisoformat(each) for each in (self._visit.date_from, self._visit.date_to))
        if first <= now.date() <= last + timedelta(days=1):
            return now
        return datetime(first.year, first.month, first.day, tzinfo=BEIJING)

    def _page(self) -> StepPage:
        step, held = self._step, self._typing.of(f"{TYPING}{self._chosen}")
        typed = (str(held[0]), str(held[1])) if held and step.open else None
        here = [each for each in self._day.attendants if not each.away or each.person_id in step.present]
        return StepPage(
            id=step.id,
            title=step.title,
            hint=step.hint,
            begun=_clock(step.begun),
            ended=_clock(step.ended),
            present=tuple((each.person_id, each.name, each.person_id in step.present) for each in here),
            unit=step.unit,
            notes=step.notes,
            typed=typed,
            said=tuple(SaidLine(each.id, each.kind, each.text, each.answer) for each in step.lines),
            kinds=_kinds(step),
            told=tuple(_told(each.title, each.begun, each.ended, each.told) for each in step.acts),
            own=step.own,
            open=step.open,
            waits=self._waits(step),
            closed=step.closed,
            noted=step.noted,
            act=_act(step),
        )

    def _waits(self, step: DayStep) -> str:
        if step.open:
            return ""
        if not self._day.records:
            return say("程序由组长或联络员记录，这里只看。")
        if not step.own:
            return say("这一步的时间由程序按所办的事记下，不必登记。")
        if step.after and not self._day.frozen:
            return say("这一步在定稿之后。")
        return say("结论已经定稿，这一步不再改；要改请先撤回定稿。")

    def _next(self) -> tuple[Primary, str, str]:
        """The one button: its deed and its words; and what is next, in a sentence."""
        day, sheet = self._day, self._words.sheet
        wanting = [name for name, there in day.sheets if not there]
        if wanting and not day.frozen:
            told = say("还没有收到：{names}。", names=say("、").join(wanting))
            return ("collect", say("收取{sheet}…", sheet=sheet), told) if day.records else ("", "", told)
        if not day.frozen:
            told = say("{sheet}已经到齐。", sheet=sheet)
            return ("conclude", say("写结论"), told) if day.leads else ("", "", told)
        if not day.records:
            return "", "", say("结论已经定稿。")
        return "sign", say("宣读与签署"), say("结论已经定稿：宣读、单位表态，然后签署。")


def _first(day: DayState) -> DayStep:
    """Where the day is: the step under way, else the first that is still open, else the last."""
    doing = (each for each in day.steps if _mark(each) == "doing")
    still = (each for each in day.steps if _mark(each) == "open")
    return next(doing, None) or next(still, None) or day.steps[-1]


def _mark(step: DayStep) -> Mark:
    if step.begun and not step.ended:
        return "doing"
    return "done" if step.begun or step.ended else "open"


def _line(step: DayStep) -> StepLine:
    begun, ended = _clock(step.begun), _clock(step.ended)
    when = begun if begun == ended else say("{begun}–{ended}", begun=begun, ended=ended).strip("–")
    if _mark(step) == "doing":
        when = say("{begun} 起", begun=begun)
    return StepLine(step.id, step.title, when, _mark(step), step.closed)


def _act(step: DayStep) -> Literal["", "begin", "end"]:
    if not step.open:
        return ""
    return "end" if _mark(step) == "doing" else "" if step.noted and (step.begun or step.ended) else "begin"


def _kinds(step: DayStep) -> tuple[LineKind, ...]:
    """What is said in a step: the unit explains its shortcomings where it reports."""
    if not step.own or step.closed or step.id == "arrival":
        return ()
    return ("reason", "question") if step.id == "report" else ("question",)


def _person(each: Attendant, *, may: bool) -> PersonLine:
    pledge = say("未见承诺")
    if each.pledged:
        by = say("（纸质，{by}录入）", by=each.entered_by) if each.entered_by else ""
        pledge = say("已承诺 {at}{by}", at=_clock(each.pledged), by=by)
    may = may and each.pledged is None and not each.away and not each.scores
    return PersonLine(each.person_id, each.name, each.role, _clock(each.came), each.away, pledge, may)


def _clock(at: str | None) -> str:
    return moment_of(at).astimezone(BEIJING).strftime("%H:%M") if at else ""


def _moment(text: str, held: str | None, day: datetime) -> datetime | None:
    """A time as it is typed. One that is shown as it is held keeps its seconds and its day."""
    if held is not None and text.strip() == _clock(held):
        return moment_of(held)
    return moment_of_day(text, moment_of(held) if held is not None else day)


def _told(title: str, begun: str, ended: str, told: str) -> str:
    first, last = _clock(begun), _clock(ended)
    when = first if first == last else say("{first} 至 {last}", first=first, last=last)
    return say("{title}：{when}。{told}", title=title, when=when, told=told)
