"""The last day of every kind of rule, and the duties of the shipped schemes in a year."""

from __future__ import annotations

from datetime import date

import pytest

from app.scoring import Due
from app.services.printing.deadlines import deadlines, last_day
from app.services.store.schemes import SchemeLibrary

DATES = {"report": "2025-03-18"}
EVENTS = {
    "announced": date(2024, 8, 31),
    "notice": date(2025, 8, 31),
    "accepted": date(2020, 2, 29),
    "filed": date(2025, 10, 30),
    "published": date(2025, 12, 28),
    "application": date(2025, 3, 1),
}


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (Due("notice", name="report", date="2024-03-18"), date(2025, 3, 18)),
        (Due("notice", name="other", date="2024-03-18"), None),
        (Due("yearly", date="04-30"), date(2026, 4, 30)),
        (Due("monthly", month=12), date(2026, 12, 31)),
        (Due("monthly", month=2), date(2026, 2, 28)),
        (Due("monthly", month=12, part="early"), date(2026, 12, 10)),
        (Due("monthly", month=12, part="middle"), date(2026, 12, 20)),
        (Due("monthly", month=12, part="late"), date(2026, 12, 31)),
        (Due("within", event="published", days=7), date(2026, 1, 4)),
        (Due("within", event="notice", months=6, set_by_bureau=True), date(2026, 2, 28)),
        (Due("within", event="notice", years=1), date(2026, 8, 31)),
        (Due("within", event="accepted", years=1), date(2021, 2, 28)),
        (Due("at", event="announced", years=1), date(2025, 8, 31)),
        (Due("at", event="accepted", years=3, every=3), date(2026, 2, 28)),
        (Due("before", event="application"), date(2025, 3, 1)),
        (Due("next_year", event="filed"), date(2026, 12, 31)),
        (Due("until", date="2025-12-31"), date(2025, 12, 31)),
        (Due("after", event="published"), None),
        (Due("promptly", event="filed"), None),
        (Due("during", event="announced"), None),
        (Due("within", event="rectified", days=7), None),
        (Due("unset"), None),
    ],
)
def test_a_rule_has_its_last_day(due, day):
    assert last_day(due, EVENTS, 2026, DATES) == day


@pytest.mark.parametrize("scheme_id", SchemeLibrary().ids())
def test_every_duty_is_in_the_table_once(scheme_id):
    scheme = SchemeLibrary()[scheme_id]
    found = deadlines(scheme, EVENTS, 2026, DATES)
    assert {each.obligation.id for each in found} == {each.id for each in scheme.obligations}
    days = [each.last_day for each in found if each.last_day]
    assert days == sorted(days)


def test_the_midterm_is_a_year_after_the_announcement():
    found = {
        each.obligation.id: each
        for each in deadlines(SchemeLibrary()["hubei-base-midterm"], EVENTS, 2026, DATES)
    }
    assert found["midterm"].last_day == date(2025, 8, 31)
    assert found["build"].last_day == date(2026, 8, 31)
    assert found["rectify"].last_day == date(2026, 8, 31)
