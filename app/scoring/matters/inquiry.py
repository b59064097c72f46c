"""What is asked of the calendar: a scheme, a unit, a day, and what was recorded; read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.common.errors import Fault, Refusal
from app.scoring.batch.listed import read_texts, read_whole
from app.scoring.matters.record import Event, check_day, order_faults, read_day, read_events, read_listed
from app.scoring.model import codes
from app.scoring.model.scheme import Scheme
from app.scoring.model.settings import not_an_object, read_policy, read_profile, unknown_keys
from app.scoring.visit.visit import known_scheme

KEYS = ("scheme", "profile", "on", "policy", "events")
TERMS = ("rectification_months", "holidays", "term_on_holiday", "notice_days", "dates")
"""Keys of the policy that say how terms run; all others settle open readings."""
CHOICES = {
    "term_on_holiday": {"keep": "不顺延", "next_workday": "顺延到下一个工作日"},
    "notice_days": {"calendar": "自然日", "working": "工作日"},
}
LONGEST_RECTIFICATION = 1000


@dataclass(frozen=True, slots=True)
class Terms:
    """How terms run. rectification: months that the bureau allows, None where it said nothing, which leaves
    the most that the document allows; dates: days that the batch's notice sets, by name.
    """

    rectification: int | None = None
    holidays: frozenset[str] = frozenset()
    on_workday: bool = False
    working_notice: bool = False
    dates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A whole question. scheme: as the policy settles it; events: in the order of the record, none later than
    the day asked of.
    """

    scheme: Scheme
    profile: Mapping[str, str]
    on: str
    terms: Terms
    events: tuple[Event, ...]


def read_inquiry(schemes: Mapping[str, Scheme], raw: object) -> Inquiry:
    """The question. Raises Refusal with every fault."""
    if type(raw) is not dict:
        raise Refusal([not_an_object("")])
    faults = unknown_keys(raw, KEYS)
    scheme = known_scheme(schemes, raw, faults)
    on = read_day(raw, "on", "", faults)
    policy = raw.get("policy", {})
    terms = _terms(policy, scheme, faults)
    named = read_listed(raw, faults)
    if scheme is None:
        raise Refusal([*faults, *order_faults(named)])
    profile, wrong = read_profile(scheme, raw.get("profile", {}), some=True)
    faults.extend(wrong)
    settled = _settled(scheme, policy, faults)
    events = read_events(named, settled, faults)
    if faults or profile is None:
        raise Refusal(faults)
    return Inquiry(settled, profile, on, terms, tuple(each for each in events if each.on <= on))


def _settled(scheme: Scheme, raw: object, faults: list[Fault]) -> Scheme:
    if type(raw) is not dict:
        return scheme
    policy, wrong = read_policy(scheme, {key: raw[key] for key in raw if key not in TERMS})
    faults.extend(wrong)
    return scheme.under(policy.readings) if policy else scheme


def _terms(raw: object, scheme: Scheme | None, faults: list[Fault]) -> Terms:
    if type(raw) is not dict:
        faults.append(not_an_object("policy"))
        return Terms()
    months = None
    if "rectification_months" in raw:
        most = _longest(scheme)
        months = read_whole(raw, "rectification_months", "policy.", faults, low=1, high=most)
    holidays = read_texts(raw, "holidays", "policy.", faults)
    for place, each in enumerate(holidays):
        check_day(each, f"policy.holidays.{place}", faults)
    chosen = {key: _choice(raw, key, faults) for key in CHOICES}
    return Terms(
        months,
        frozenset(holidays),
        chosen["term_on_holiday"] == "next_workday",
        chosen["notice_days"] == "working",
        _dates(raw, scheme, faults),
    )


def _longest(scheme: Scheme | None) -> int:
    """The most months that a document allows for a rectification."""
    duties = scheme.obligations if scheme else ()
    allowed = [
        each.due.years * 12 + each.due.months
        for each in duties
        if each.due.set_by_bureau and not each.due.days
    ]
    return max(allowed, default=LONGEST_RECTIFICATION)


def _choice(raw: Mapping[str, Any], key: str, faults: list[Fault]) -> str:
    usual = next(iter(CHOICES[key]))
    value = raw.get(key, usual)
    if type(value) is str and value in CHOICES[key]:
        return value
    labels = "、".join(f"{word}（{label}）" for word, label in CHOICES[key].items())
    faults.append(Fault(f"policy.{key}", f"应为：{labels}。", codes.POLICY))
    return usual


def _dates(raw: Mapping[str, Any], scheme: Scheme | None, faults: list[Fault]) -> dict[str, str]:
    given = raw.get("dates", {})
    if type(given) is not dict:
        faults.append(not_an_object("policy.dates"))
        return {}
    if scheme is not None:
        named = {each.due.name for each in scheme.obligations if each.due.kind == "notice"}
        faults.extend(unknown_keys(given, named, "policy.dates."))
    return {name: read_day(given, name, "policy.dates.", faults) for name in given}
