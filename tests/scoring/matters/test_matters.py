"""What falls due, whatever is recorded: states, month ends, terms, and input that is not taken."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.common.days import moved, weekday
from app.scoring.matters.known import events_known, papers_of
from app.scoring.model.events import RECORDED
from app.scoring.model.scheme import OUTCOMES
from tests.scoring.matters.asking import LIBRARY, asked, event, faulty, matters

STATES = {"done", "open", "overdue", "waiting", "lapsed"}
DAYS = st.dates(date(1950, 1, 1), date(2400, 12, 31))
START = date(2024, 2, 28)


@st.composite
def records(draw: Any) -> tuple[str, dict[str, Any], list[dict[str, Any]]]:
    """A scheme, a profile and events that it knows, in the order of their days."""
    scheme = LIBRARY[draw(st.sampled_from(LIBRARY.ids()))]
    profile: dict[str, Any] = {}
    for each in scheme.profile:
        value = draw(st.sampled_from([option.value for option in each.options]))
        profile[each.name] = value == "true" if each.boolean else value
    names = draw(st.lists(st.sampled_from([*events_known(scheme)]), max_size=8, unique=True))
    names = sorted(names, key=lambda name: name != "announced")
    gaps = draw(st.lists(st.integers(0, 250), min_size=len(names), max_size=len(names)))
    day, found = START, []
    for name, gap in zip(names, gaps, strict=True):
        day += timedelta(days=gap)
        more: dict[str, Any] = {}
        if "outcome" in RECORDED[name].wants:
            more["outcome"] = draw(st.sampled_from(OUTCOMES[scheme.kind]))
        if "paper" in RECORDED[name].wants:
            more["paper"] = draw(st.sampled_from([*papers_of(scheme, name)]))
        if name == "extended":
            more["obligation"] = draw(st.sampled_from([each.id for each in scheme.obligations]))
            more["until"] = (day + timedelta(days=draw(st.integers(0, 400)))).isoformat()
        found.append(event(day.isoformat(), name, **more))
    return scheme.id, profile, found


@settings(max_examples=60, deadline=None)
@given(records(), st.integers(0, 2500), st.integers(0, 900))
def test_states_are_one_of_five_and_what_is_done_stays_done(record: Any, after: int, later: int) -> None:
    scheme, profile, events = record
    on = START + timedelta(days=after)
    first, then = (
        asked(scheme, day.isoformat(), *events, profile=profile)["due"]
        for day in (on, on + timedelta(days=later))
    )
    days = [each["due"] or "9999" for each in first]
    assert days == sorted(days)
    for each in first:
        due = each["due"]
        assert each["state"] in STATES
        assert (each["state"] == "overdue") <= bool(due and due < on.isoformat())
        assert each["state"] != "open" or not due or due >= on.isoformat()
        assert each["state"] != "waiting" or due is None
        assert "late" not in each or (each["late"] is True and each["state"] == "done")
    told = [(each["obligation"], each["state"]) for each in then]
    for name in {each["obligation"] for each in first}:
        done = sum(each["obligation"] == name and each["state"] == "done" for each in first)
        assert told.count((name, "done")) >= done


@given(DAYS, st.integers(0, 60), st.integers(0, 800))
def test_days_are_those_of_the_calendar(day: date, months: int, days: int) -> None:
    assert moved(day.isoformat(), days=days) == (day + timedelta(days=days)).isoformat()
    assert weekday(day.isoformat()) == day.weekday()
    end = date.fromisoformat(moved(day.isoformat(), months=months))
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


def test_a_year_day_by_day_leaves_nothing_overdue_unseen() -> None:
    """What is open on its day and not done is overdue on the next, until it is done."""
    record = [
        event("2026-01-05", "verdict", outcome="eligible"),
        event("2026-01-12", "published"),
        event("2026-02-02", "decided", outcome="eligible"),
        event("2027-01-08", "submitted", paper="yearly_report"),
    ]
    seen: dict[tuple[str, str], list[str]] = {}
    day = date(2026, 1, 1)
    while day <= date(2027, 1, 31):
        for row in matters("shaoxing-base-enterprise", day.isoformat(), *record):
            if row[1] and row[1] <= "2027-01-01":
                states = seen.setdefault(row[:2], [])
                expected = "done" if row[2] == "done" else "overdue" if row[1] < day.isoformat() else "open"
                assert row[2] == expected
                states.append(row[2])
        day += timedelta(days=1)
    assert set(seen) == {("public_notice", "2026-01-19"), ("yearly_report", "2026-12-31")}
    assert seen["yearly_report", "2026-12-31"].count("overdue") == 7
    assert "overdue" not in seen["public_notice", "2026-01-19"]


@pytest.mark.parametrize(
    ("policy", "due"),
    [
        ({}, "2026-10-03"),
        ({"term_on_holiday": "keep", "holidays": ["2026-10-03"]}, "2026-10-03"),
        ({"term_on_holiday": "next_workday"}, "2026-10-05"),
        ({"term_on_holiday": "next_workday", "holidays": ["2026-10-05", "2026-10-06"]}, "2026-10-07"),
        ({"notice_days": "working"}, "2026-10-06"),
        ({"notice_days": "working", "holidays": ["2026-10-01", "2026-10-02"]}, "2026-10-08"),
    ],
)
def test_seven_days_of_notice_under_each_way_of_counting(policy: dict[str, Any], due: str) -> None:
    record = [event("2026-09-25", "verdict", outcome="eligible"), event("2026-09-26", "published")]
    told = matters("shaoxing-base-enterprise", "2026-09-27", *record, policy=policy)
    assert [row[1] for row in told if row[0] == "public_notice"] == [due]


def test_an_extension_moves_the_day_and_what_hangs_on_it() -> None:
    record = [
        event("2024-01-31", "announced"),
        event("2025-12-01", "extended", obligation="build", until="2026-06-30"),
    ]
    told = matters("hubei-base-acceptance", "2026-05-01", *record, profile={"level": "provincial"})
    assert {row[:2] for row in told} == {
        ("build", "2026-06-30"), ("acceptance", "2026-06-30"), ("summary", "2026-06-30"),
    }  # fmt: skip
    shorter = [*record, event("2025-12-02", "extended", obligation="build", until="2025-12-31")]
    told = matters("hubei-base-acceptance", "2026-05-01", *shorter, profile={"level": "provincial"})
    assert ("build", "2026-01-31", "overdue") in told


def test_what_is_ended_is_void_but_for_what_the_ending_brings() -> None:
    record = [event("2025-05-22", "verdict", outcome="fail"), event("2025-05-30", "notified")]
    ended = [*record, event("2025-07-01", "withdrawn")]
    told = matters("tianjin-studio-acceptance", "2026-06-01", *ended)
    assert {row[2] for row in told if row[0] in {"rectify", "reexamination", "plan"}} == {"lapsed"}
    again = [*record, event("2026-01-05", "reexamined", outcome="fail"), event("2026-01-06", "cancelled")]
    assert ("cancelled", None, "done") in matters("tianjin-studio-acceptance", "2026-06-01", *again)


def test_the_batch_sets_the_days_of_its_own_notice() -> None:
    dates = {"preparation": "2026-03-20"}
    told = matters("tianjin-studio-acceptance", "2026-03-01", policy={"dates": dates})
    assert ("audit", "2026-03-20", "open") in told
    assert faulty("tianjin-studio-acceptance", "2026-03-01", policy={"dates": {"x": "2026-03-20"}}) == [
        "policy.dates.x"
    ]


@pytest.mark.parametrize(
    ("events", "places"),
    [
        ([{"what": "exploded", "on": "2025-01-01"}], ["events.0.what"]),
        ([event("2025-01-01", "paid")], ["events.0.what"]),
        ([event("2025-02-29", "visited")], ["events.0.on"]),
        ([event("2025/01/01", "visited")], ["events.0.on"]),
        ([{"what": "visited", "on": 20250101}], ["events.0.on"]),
        ([{"what": "visited"}], ["events.0.on"]),
        ([event("2025-01-02", "visited"), event("2025-01-01", "notified")], ["events.1.on"]),
        ([event("2025-01-02", "visited"), event("2025-01-02", "visited")], ["events.1"]),
        ([event("2025-01-02", "withdrawn"), event("2025-01-03", "withdrawn")], ["events.1"]),
        ([event("2025-01-02", "visited", outcome="pass")], ["events.0.outcome"]),
        ([event("2025-01-02", "verdict")], ["events.0.outcome"]),
        ([event("2025-01-02", "verdict", outcome="eligible")], ["events.0.outcome"]),
        ([event("2025-01-02", "verdict", outcome="fail", failed=["99"])], ["events.0.failed.0"]),
        ([event("2025-01-02", "submitted")], ["events.0.paper"]),
        ([event("2025-01-02", "submitted", paper="没有这份")], ["events.0.paper"]),
        ([event("2025-01-02", "submitted", paper="报告")], ["events.0.paper"]),
        ([event("2025-01-02", "extended", obligation="x", until="2025-03-01")], ["events.0.obligation"]),
        ([event("2025-01-02", "extended", obligation="plan", until="2025-01-01")], ["events.0.until"]),
    ],
)
def test_events_that_are_not_taken(events: list[dict[str, Any]], places: list[str]) -> None:
    assert faulty("tianjin-studio-acceptance", "2026-01-01", *events) == places


@pytest.mark.parametrize(
    ("more", "places"),
    [
        ({"policy": {"rectification_months": 7}}, ["policy.rectification_months"]),
        ({"policy": {"rectification_months": "6"}}, ["policy.rectification_months"]),
        ({"policy": {"rectification_months": 0}}, ["policy.rectification_months"]),
        ({"policy": {"holidays": ["2025-13-01"]}}, ["policy.holidays.0"]),
        ({"policy": {"term_on_holiday": "later", "notice_days": True}},
         ["policy.term_on_holiday", "policy.notice_days"]),
        ({"policy": {"unknown": 1}, "extra": 2}, ["extra", "policy.unknown"]),
        ({"policy": []}, ["policy"]),
        ({"profile": {"level": "national"}}, ["profile.level"]),
    ],
)  # fmt: skip
def test_what_surrounds_the_events_is_read_strictly(more: dict[str, Any], places: list[str]) -> None:
    assert faulty("tianjin-studio-acceptance", "2026-01-01", **more) == places
    assert faulty("tianjin-studio-acceptance", "2026-01-32") == ["on"]


def test_nothing_is_recorded_before_the_announcement_that_all_counts_from() -> None:
    events = [event("2025-01-01", "visited"), event("2025-01-02", "announced")]
    assert faulty("hubei-base-midterm", "2026-01-01", *events, profile={"level": "national"}) == ["events.0"]


def test_a_scheme_knows_the_events_that_its_clauses_hang_on() -> None:
    known = events_known(LIBRARY["hubei-base-midterm"])
    assert "办法 第十八条" in known["notified"]
    assert "paid" in known
    assert "objected" not in known
    for scheme in LIBRARY.ids():
        told = events_known(LIBRARY[scheme])
        assert list(told) == [name for name in RECORDED if name in told]
        assert all(told.values())


def test_what_takes_two_events_is_done_by_two_that_follow_one_arising() -> None:
    """Neither by what an earlier one left, nor by one of the two alone."""
    failed = {"outcome": "fail", "failed": ["21.1"]}
    first = [event("2025-03-01", "verdict", **failed), event("2025-03-10", "published")]
    again = event("2026-03-01", "verdict", **failed)
    cancelled, published = event("2026-03-20", "cancelled"), event("2026-03-25", "published")

    def states(*events: dict[str, Any]) -> list[str]:
        told = asked("hubei-studio-midterm", "2026-06-01", *first, again, *events)["due"]
        return [each["state"] for each in told if each["obligation"] == "publish"]

    assert "done" not in states(cancelled)
    assert states(cancelled, published)[-1] == "done"
