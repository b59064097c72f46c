"""What was recorded: events in the order of their days, read strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.common.days import iso_day
from app.common.errors import Fault
from app.scoring.batch.declared import Named, read_objects
from app.scoring.batch.listed import read_text, read_texts
from app.scoring.matters.known import events_known, papers_of
from app.scoring.model import codes
from app.scoring.model.duties import UNDETERMINED
from app.scoring.model.events import JUDGING, MOMENTS, RECORDED
from app.scoring.model.scheme import OUTCOMES, Scheme
from app.scoring.model.settings import unknown_keys

YEARS = ("1900-01-01", "2999-12-31")
ONCE = ("announced", "withdrawn", "cancelled")
MOST_EVENTS = 1000
PAPER_TELLS: tuple[Callable[[str, str, str], bool], ...] = (
    lambda name, words, said: said in (name, words),
    lambda _, words, said: words.startswith(said) or words.endswith(said),
    lambda _, words, said: said in words,
)
"""How a paper's name, the closest first, tells which duty's it is: the first by which just one is meant."""


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded event. place: its number in the record, which is the order of what happened on one day."""

    place: int
    what: str
    on: str
    outcome: str = ""
    failed: frozenset[str] = frozenset()
    paper: str = ""
    obligation: str = ""
    until: str = ""


def read_listed(raw: Mapping[str, Any], faults: list[Fault]) -> list[Named]:
    """The objects of the list of events, each with its place."""
    named = read_objects(raw, "events", faults) if "events" in raw else []
    if len(named) > MOST_EVENTS:
        message = f"事件过多，一个单位最多 {MOST_EVENTS} 件，请分开计算。"
        faults.append(Fault("events", message, codes.WRONG_ELEMENT))
    return named[:MOST_EVENTS]


def read_events(named: list[Named], scheme: Scheme, faults: list[Fault]) -> tuple[Event, ...]:
    """The events, every fault named."""
    known = tuple(events_known(scheme))
    events = tuple(_event(place, each, scheme, known, faults) for place, each in enumerate(named))
    faults.extend([*order_faults(named), *_repeated(named), *_unready(scheme, named)])
    return events


def read_day(raw: Mapping[str, Any], key: str, prefix: str, faults: list[Fault]) -> str:
    """A day that must be there, empty where it is faulty."""
    if key not in raw:
        faults.append(Fault(f"{prefix}{key}", "请写明日期，形如 2026-05-12。", codes.LEFT_OUT))
        return ""
    return check_day(raw[key], f"{prefix}{key}", faults)


def check_day(value: object, where: str, faults: list[Fault]) -> str:
    """A day in the one form, empty where it is none: one that a calendar does not have is none either."""
    if type(value) is not str:
        faults.append(Fault(where, "应为文本，形如 2026-05-12。", codes.WRONG_TYPE))
        return ""
    try:
        exact = iso_day(value) == value
    except ValueError:
        exact = False
    if exact and YEARS[0] <= value <= YEARS[1]:
        return value
    faults.append(Fault(where, "应为日历上有的日期，形如 2026-05-12，请改正。", codes.WRONG_ELEMENT))
    return ""


def _event(place: int, named: Named, scheme: Scheme, events: tuple[str, ...], faults: list[Fault]) -> Event:
    where, raw = named
    on = read_day(raw, "on", f"{where}.", faults)
    what = _what(raw, where, events, faults)
    if not what:
        return Event(place, "", on)
    form = RECORDED[what]
    faults.extend(unknown_keys(raw, ("what", "on", *form.wants, *form.takes), f"{where}."))
    prefix = f"{where}."
    wants = {key: read_text(raw, key, prefix, faults) for key in form.wants if key != "until"}
    until = _until(raw, on, prefix, faults) if "until" in form.wants else ""
    failed = _failed(raw, scheme, prefix, faults) if "failed" in form.takes else frozenset()
    _check_outcome(what, wants.get("outcome", ""), scheme, f"{prefix}outcome", faults)
    _check_name(wants.get("obligation", ""), scheme, f"{prefix}obligation", faults)
    paper = _paper(wants.get("paper", ""), what, scheme, f"{prefix}paper", faults)
    return Event(
        place, what, on, wants.get("outcome", ""), failed, paper, wants.get("obligation", ""), until
    )  # fmt: skip


def _what(raw: Mapping[str, Any], where: str, known: tuple[str, ...], faults: list[Fault]) -> str:
    what = read_text(raw, "what", f"{where}.", faults)
    if not what or what in known:
        return what
    listed = "、".join(f"{name}（{RECORDED[name].words}）" for name in known)
    message = f"这套细则没有名为 {what} 的事件，可用的是：{listed}。"
    faults.append(Fault(f"{where}.what", message, codes.UNKNOWN))
    return ""


def _until(raw: Mapping[str, Any], on: str, prefix: str, faults: list[Fault]) -> str:
    until = read_day(raw, "until", prefix, faults)
    if until and on and until < on:
        message = "延长到的日期早于作出延长的日期，请改正。"
        faults.append(Fault(f"{prefix}until", message, codes.WRONG_ELEMENT))
    return until


def _failed(raw: Mapping[str, Any], scheme: Scheme, prefix: str, faults: list[Fault]) -> frozenset[str]:
    failed = read_texts(raw, "failed", prefix, faults)
    for place, each in enumerate(failed):
        if each not in scheme.by_id:
            message = f"本细则没有编号为 {each} 的考核项。"
            faults.append(Fault(f"{prefix}failed.{place}", message, codes.UNKNOWN))
    return frozenset(failed)


def _check_outcome(what: str, outcome: str, scheme: Scheme, where: str, faults: list[Fault]) -> None:
    """An outcome is one of the scheme's, or one that a moment of its terms is told by (验收合格)."""
    if not outcome:
        return
    known = (*OUTCOMES[scheme.kind], *earlier_outcomes(scheme), UNDETERMINED)
    if what in JUDGING and outcome not in known:
        labels = "、".join(dict.fromkeys(known))
        faults.append(Fault(where, f"这套细则的结论应为：{labels}。", codes.WRONG_ELEMENT))


def earlier_outcomes(scheme: Scheme) -> tuple[str, ...]:
    """Outcomes of an assessment before this one, from which terms of the scheme are counted."""
    own = OUTCOMES[scheme.kind]
    moments = (MOMENTS[each.due.event] for each in scheme.obligations if each.due.event)
    named = [outcome for each in moments for outcome in each.outcomes]
    return () if set(named).intersection(own) else tuple(dict.fromkeys(named))


def _check_name(name: str, scheme: Scheme, where: str, faults: list[Fault]) -> None:
    known = [each.id for each in scheme.obligations]
    if name and name not in known:
        message = f"这套细则没有编号为 {name} 的义务，可用的是：{'、'.join(known)}。"
        faults.append(Fault(where, message, codes.UNKNOWN))


def _paper(said: str, what: str, scheme: Scheme, where: str, faults: list[Fault]) -> str:
    """The duty whose paper was meant."""
    if not said:
        return ""
    known = papers_of(scheme, what)
    for tells in PAPER_TELLS:
        found = [name for name, words in known.items() if tells(name, words, said)]
        if len(found) == 1:
            return found[0]
    listed = "、".join(f"{name}（{words}）" for name, words in known.items())
    faults.append(Fault(where, f"“{said}”不能确定是哪一项，请写下列之一：{listed}。", codes.UNKNOWN))
    return ""


def order_faults(named: list[Named]) -> Iterable[Fault]:
    """Events stand in the order of their days: the order tells what came first on one day, and a day out of
    it is more likely mistyped than meant, so nothing is sorted silently.
    """
    latest = ""
    for where, raw in named:
        on = raw.get("on")
        if type(on) is not str:
            continue
        if on < latest:
            message = f"事件应按日期先后排列，这一件早于前面的 {latest}，请改正日期或次序。"
            yield Fault(f"{where}.on", message, codes.WRONG_ELEMENT)
        latest = max(latest, on)


def _repeated(named: list[Named]) -> Iterable[Fault]:
    seen: set[str] = set()
    once: set[str] = set()
    for where, raw in named:
        what = raw.get("what")
        key = repr(sorted(raw.items()))
        if key in seen:
            yield Fault(where, "同一事件写了两次，请删去一个。", codes.WRONG_ELEMENT)
        elif type(what) is str and what in ONCE:
            if what in once:
                message = f"“{RECORDED[what].words}”只能有一次，请删去多余的。"
                yield Fault(where, message, codes.WRONG_ELEMENT)
            once.add(what)
        seen.add(key)


def _unready(scheme: Scheme, named: list[Named]) -> Iterable[Fault]:
    """Where the project begins with its announcement, nothing is recorded before it."""
    first = [each for each in scheme.obligations if each.stage in ("before", "visit") or each.since]
    if not any(_from_start(each.due.event) or "announced" in each.since for each in first):
        return
    places = [place for place, (_, raw) in enumerate(named) if raw.get("what") == "announced"]
    for where, raw in named[: places[0]] if places else []:
        if raw.get("on") != named[places[0]][1].get("on"):
            yield Fault(where, "这一件早于发文公布，请改正日期。", codes.WRONG_ELEMENT)


def _from_start(moment: str) -> bool:
    return bool(moment) and MOMENTS[moment].events == ("announced",)
