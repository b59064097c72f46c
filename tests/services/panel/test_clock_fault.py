"""A wrong clock: told on both sides, known as a time zone, corrected in print where the leader says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.clock import FixedClock, moment_of, stamp
from app.common.errors import Refusal
from app.reports.words import long_date
from app.services.panel.day_doubts import SLACK, Dated, order_doubts, zone_of, zone_words
from app.services.store.rounds import ClockFault, Statement
from app.services.workspace import Workspace
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.forger import take

NOON = datetime(2026, 5, 12, 4, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FIRST = EXPERTS[0]
REASON = "与组员手机的时间核对（示例）"


# What looks like a time zone.


@pytest.mark.parametrize(
    ("apart", "zone"),
    [
        (9 * HOUR, 9 * HOUR),
        (-9 * HOUR, -9 * HOUR),
        (9 * HOUR - 7 * MINUTE, 9 * HOUR),
        (HOUR + 9 * MINUTE, HOUR),
        (5 * HOUR + 30 * MINUTE, 5 * HOUR + 30 * MINUTE),
        (5 * HOUR + 44 * MINUTE, 5 * HOUR + 45 * MINUTE),
        (14 * HOUR, 14 * HOUR),
        (14 * HOUR + 30 * MINUTE, None),
        (15 * HOUR, None),
        (11 * MINUTE, None),
        (22 * MINUTE, None),
        (3 * HOUR + 22 * MINUTE, None),
        (timedelta(), None),
    ],
)
def test_zones(apart: timedelta, zone: timedelta | None) -> None:
    assert zone_of(apart) == zone
    assert bool(zone_words(apart)) == (zone is not None)


@given(st.integers(-14 * 60, 14 * 60), st.integers(-59, 59))
def test_a_zone_is_a_quarter_near_by_and_mirrors(minutes: int, seconds: int) -> None:
    apart = timedelta(minutes=minutes, seconds=seconds)
    zone = zone_of(apart)
    assert zone_of(-apart) == (None if zone is None else -zone)
    if zone is not None:
        assert zone % (15 * MINUTE) == timedelta()
        assert abs(apart - zone) <= SLACK
    if minutes % 60 == 0 and abs(minutes) >= 60 and abs(apart) <= 14 * HOUR:
        assert zone == timedelta(minutes=minutes)


def test_a_signature_before_the_freezing_is_doubted() -> None:
    frozen = Dated("定稿", stamp(NOON))
    (told,) = order_doubts(frozen, [Dated("甲的签名", stamp(NOON - 9 * HOUR))])
    assert "早于定稿的时间" in told
    assert "时区" in told
    assert order_doubts(frozen, [Dated("甲的签名", stamp(NOON - SLACK))]) == ()


# Both sides are told.


def off(site: Workspace, chain: Chain, by: timedelta) -> None:
    """This laptop's clock is another one, wrong by so much."""
    clock = FixedClock(chain.clock.moment + by)
    for service in (site, *vars(site).values()):
        if hasattr(service, "_clock"):
            service._clock = clock
    site.clock = clock
    for taker in site.takers.values():
        owner = getattr(taker, "__self__", None)
        if owner is not None:
            owner._clock = clock


@pytest.mark.parametrize("hours", [9, -9])
def test_facts_tell_of_the_clock_that_is_behind(chain_at: Callable[..., Chain], hours: int) -> None:
    chain = chain_at("locked")
    sender, receiver = chain.site(FIRST), chain.site(EXPERTS[1])
    path = chain.out / "one.xpfacts"
    off(receiver if hours < 0 else sender, chain, hours * HOUR)
    sender.facts_files.export(chain.visit, chain.ids[FIRST], path)
    taken = receiver.packages.import_file(path)
    assert taken.attention
    assert "相差约 9 小时" in taken.message
    assert "时区" in taken.message


def test_the_record_tells_an_expert_whose_clock_is_behind(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    chain.lead.verdicts.issue(chain.visit)
    record = chain.out / "round.xprecord"
    chain.lead.packages.export_record(chain.visit, record)
    site = chain.site(FIRST)
    assert not site.packages.import_file(record).attention
    off(site, chain, -9 * HOUR)
    taken = site.packages.import_file(record)
    assert taken.attention
    assert "相差约 9 小时" in taken.message


def test_a_signature_that_comes_back_from_the_past_is_told(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    pdf = chain.lead.verdicts.issue(chain.visit)
    record = chain.out / "round.xprecord"
    chain.lead.packages.export_record(chain.visit, record)
    site = chain.site(FIRST)
    site.packages.import_file(record)
    site.verdicts._ink._clock = FixedClock(chain.clock.moment - 9 * HOUR)
    signed = site.verdicts.sign_copy(chain.visit, chain.ids[FIRST], None, pdf, None)
    state = chain.lead.verdicts.take_back(chain.visit, signed)
    assert any("早于定稿的时间" in each and "时区" in each for each in state.doubts)


# What the leader notes is printed.


@pytest.mark.parametrize("minutes", [540, -540, 37])
def test_the_verdict_prints_the_corrected_time_with_a_note(
    chain_at: Callable[..., Chain], minutes: int
) -> None:
    """The chain's own clock stands for the leader's wrong one: what is noted is taken off what is printed."""
    chain = chain_at("settled")
    desk = chain.desk()
    state = desk.correct_clock(minutes, REASON)
    assert state.clock is not None
    plain = chain.lead.verdicts.report(chain.visit)
    assert REASON in plain.clock_note
    chain.lead.verdicts.freeze(chain.visit, knowingly=True)
    report, facts = chain.lead.verdicts.report(chain.visit), chain.desk().facts
    raw = moment_of(facts.frozen_at or "")
    assert report.frozen_at == raw - timedelta(minutes=minutes)
    assert facts.clock == ClockFault(minutes, REASON, state.clock.noted_at)
    assert state.clock.words in report.clock_note
    noted = next(each for each in facts.steps.values() if each.done_at)
    local = moment_of(noted.done_at or "") + timedelta(hours=8, minutes=-minutes)
    assert f"{local:%H:%M}" in {step.when[-5:] for step in report.protocol if step.when}
    assert long_date(report.frozen_at)
    chain._note_steps(chain.desk(), after=True)
    chain.desk().set_statement(Statement("无异议（示例）。", True, "示例负责人"))
    chain.sign_all()
    path = chain.export()
    assert take(chain, chain.new_office("second.db"), path).fate == "taken"


def test_without_a_correction_nothing_is_said_of_it(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    assert "clock_note" not in (chain.desk().facts.frozen_text or {})
    report = chain.lead.verdicts.report(chain.visit)
    assert report.clock_note == ""
    assert report.frozen_at == moment_of(chain.desk().facts.frozen_at or "")


def test_a_correction_is_taken_back_and_stands_still_once_frozen(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled")
    chain.desk().correct_clock(540, REASON)
    assert chain.desk().correct_clock(0, REASON).clock is None
    for minutes, reason in ((540, " "), (60 * 24 * 366 * 30, REASON)):
        with pytest.raises(Refusal) as refused:
            chain.desk().correct_clock(minutes, reason)
        assert {fault.code for fault in refused.value.faults} == {"XP-4211"}
    chain.freeze()
    with pytest.raises(Refusal) as refused:
        chain.desk().correct_clock(540, REASON)
    assert {fault.code for fault in refused.value.faults} == {"XP-4203"}
    assert LEADER in chain.ids
