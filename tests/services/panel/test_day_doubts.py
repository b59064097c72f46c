"""Times that do not fit one another are told before they are printed, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.clock import stamp
from app.common.errors import Refusal
from app.services.panel.day_doubts import LATE, SLACK, Dated, dated_doubts, joined, today_doubts
from app.services.store.site import Visit
from tests.chain import EXPERTS, Chain

Opener = Callable[..., Chain]
YEAR = timedelta(days=365)
NOON = datetime(2026, 5, 12, 4, tzinfo=UTC)


@pytest.fixture
def visit(chain_at: Opener) -> Visit:
    chain = chain_at("tasked")
    found = chain.lead.visits.get(chain.visit)
    assert (found.date_from, found.date_to) == ("2026-05-12", "2026-05-12")
    return found


def test_what_fits_is_not_spoken_of(visit: Visit) -> None:
    assert today_doubts(visit, NOON) == ()
    records = [Dated("甲锁定", stamp(NOON - timedelta(hours=1))), Dated("乙锁定", stamp(NOON + SLACK))]
    assert dated_doubts(visit, NOON, records, stamp(NOON - timedelta(days=20))) == ()
    assert joined(()) == ""


@pytest.mark.parametrize(
    ("moment", "word"),
    [
        (NOON - timedelta(days=1), "早于考核日期 2026 年 5 月 12 日"),
        (NOON + YEAR, "晚 365 天"),
        (NOON + LATE, ""),
        (NOON + LATE + timedelta(days=1), "晚 32 天"),
    ],
)
def test_the_machines_own_date(visit: Visit, moment: datetime, word: str) -> None:
    assert bool(today_doubts(visit, moment)) == bool(word)
    assert word in joined(today_doubts(visit, moment))


@pytest.mark.parametrize(
    ("at", "issued", "word"),
    [
        (NOON + timedelta(minutes=11), None, "晚于这台电脑现在的时间"),
        (NOON - timedelta(days=1), None, "早于考核日期"),
        (NOON, NOON + timedelta(minutes=11), "早于任务文件签发的时间"),
        (NOON, NOON + timedelta(minutes=9), ""),
    ],
)
def test_the_times_of_records(visit: Visit, at: datetime, issued: datetime | None, word: str) -> None:
    told = joined(dated_doubts(visit, NOON, [Dated("甲锁定", stamp(at))], stamp(issued) if issued else None))
    assert bool(told) == bool(word)
    assert word in told


@given(minutes=st.integers(-600_000, 600_000))
def test_a_record_is_doubted_where_it_lies_outside_and_only_there(minutes: int) -> None:
    visit = _bare()
    at = NOON + timedelta(minutes=minutes)
    day = (at + timedelta(hours=8)).date()
    inside = datetime(2026, 5, 12).date() <= day and at <= NOON + SLACK  # noqa: DTZ001  a day
    assert (dated_doubts(visit, NOON, [Dated("甲锁定", stamp(at))]) == ()) == inside


def _bare() -> Visit:
    plain = dict.fromkeys(Visit.__dataclass_fields__)
    return Visit(**plain | {"date_from": "2026-05-12", "date_to": "2026-05-12"})  # type: ignore[arg-type]


def test_a_leaders_clock_one_year_ahead_freezes_only_knowingly(chain_at: Opener) -> None:
    chain = chain_at("settled")
    chain.clock.moment += YEAR
    with pytest.raises(Refusal) as told:
        chain.lead.verdicts.freeze(chain.visit)
    assert told.value.faults[0].code == "XP-4310"
    assert "2027 年 5 月 12 日" in str(told.value)
    assert not chain.desk().state.frozen
    assert chain.lead.verdicts.freeze(chain.visit, knowingly=True)
    assert "晚 365 天" in joined(chain.lead.verdicts.signing_doubts(chain.desk()))


def test_a_sheet_from_a_clock_that_is_ahead_is_told_when_it_is_taken(chain_at: Opener) -> None:
    chain = chain_at("locked")
    chain.clock.moment -= timedelta(hours=9)
    taken = chain.lead.packages.import_file(chain.sheet(EXPERTS[0]))
    assert taken.attention
    assert "请核对时间" in taken.message
    assert "晚于这台电脑现在的时间" in taken.message


def test_a_sheet_in_time_is_taken_without_a_word(chain_at: Opener) -> None:
    chain = chain_at("locked")
    taken = chain.lead.packages.import_file(chain.sheet(EXPERTS[0]))
    assert not taken.attention
    assert "请核对时间" not in taken.message


def test_the_bureau_is_told_and_takes_it_in(chain_at: Opener) -> None:
    chain = chain_at("settled")
    chain.clock.moment += YEAR
    chain.lead.verdicts.freeze(chain.visit, knowingly=True)
    chain.lead.verdicts.issue(chain.visit, knowingly=True)
    chain.sign_all()
    path = chain.export()
    for shift, word in ((timedelta(), "晚 365 天"), (-YEAR, "晚于这台电脑现在的时间")):
        chain.clock.moment += shift
        office = chain.new_office(f"{abs(shift.days)}.db")
        told = office.bureau.take(path, chain.trust, chain.identities)
        assert (told.fate, "请核对时间" in told.message) == ("taken", True)
        assert word in told.message
