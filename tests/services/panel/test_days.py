"""The day as a line: steps with their times and people, what was said in them, acts that say when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.common.clock import BEIJING, moment_of, stamp
from app.common.errors import Refusal
from app.services.panel.attendance import moment_typed
from app.services.panel.days import StepNote, moment_of_day
from app.services.panel.panel_ledger import fold
from app.services.store.day import DayStep
from tests.chain import EXPERTS, LEADER, STAFF, Chain

EMPTY = StepNote(None, None, (), "", "")


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("locked", form="staff")


def step(chain: Chain, name: str) -> DayStep:
    return next(each for each in chain.lead.days.open(chain.visit).steps if each.id == name)


def test_the_line_is_the_schemes_procedure_with_what_every_day_has(chain: Chain) -> None:
    state = chain.lead.days.open(chain.visit)
    own = [each.id for each in chain.desk().scheme.own_steps]
    ids = [each.id for each in state.steps]
    assert [each for each in ids if each in own] == own
    assert ids[0] == "arrival"
    assert ids[-1] == "signing"
    assert ids.index("sheets") < ids.index("closed") < ids.index("frozen") < ids.index("reading")
    assert [each.id for each in state.steps if each.closed] == ["closed"]
    assert len(ids) == len(set(ids))


def test_a_step_begins_and_ends_now_and_keeps_what_is_typed(chain: Chain) -> None:
    days, visit = chain.lead.days, chain.visit
    begun = days.begin(visit, "report")
    first = next(each for each in begun.steps if each.id == "report")
    assert (first.begun, first.ended) == (stamp(chain.clock.now()), None)
    assert set(first.present) == set(chain.ids.values()), "whoever is here is named to begin with"
    chain.wait(1200)
    days.end(visit, "report")
    noted = step(chain, "report")
    assert noted.ended is not None
    assert moment_of(noted.ended) - moment_of(noted.begun or "") == timedelta(seconds=1200)
    note = StepNote(
        moment_of(noted.begun or ""),
        moment_of(noted.ended),
        (chain.ids[LEADER],),
        "王校长（示例）",
        "第一行\n第二行\n",
    )
    days.note(visit, "report", note)
    noted = step(chain, "report")
    assert (noted.unit, noted.notes) == ("王校长（示例）", "第一行\n第二行")
    assert noted.people.endswith("；王校长（示例）")
    head = chain.desk().ledger.head
    days.note(visit, "report", note)
    assert chain.desk().ledger.head == head, "the same again is no entry"
    days.clear(visit, "report")
    assert not step(chain, "report").noted


def test_an_old_entry_still_tells_when_it_was_done(chain: Chain) -> None:
    desk = chain.desk()
    desk.set_step("report", "专家组", "旧记要（示例）")
    noted = step(chain, "report")
    assert (noted.begun, noted.ended) == (None, desk.ledger.at)
    assert (noted.unit, noted.notes) == ("专家组", "旧记要（示例）")


def test_the_conclusions_own_page_leaves_typed_times_as_they_are(chain: Chain) -> None:
    begun = chain.clock.now() - timedelta(minutes=30)
    chain.lead.days.note(chain.visit, "report", replace(EMPTY, begun=begun, ended=begun, notes="甲"))
    chain.desk().set_step("report", "专家组", "乙")
    noted = step(chain, "report")
    assert (noted.begun, noted.ended, noted.notes) == (noted.begun, noted.begun, "乙")
    assert moment_of(noted.begun or "") == begun


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"begun": -10, "ended": -30}, "XP-4262"),
        ({"begun": 60}, "XP-4262"),
        ({"ended": 60}, "XP-4262"),
        ({"present": ("stranger",)}, "XP-4264"),
        ({"notes": "长" * 20_001}, "XP-4263"),
    ],
)
def test_what_cannot_be_is_not_noted(chain: Chain, changes: dict[str, Any], code: str) -> None:
    now = chain.clock.now()
    times = {
        name: now + timedelta(minutes=value) for name, value in changes.items() if isinstance(value, int)
    }
    head = chain.desk().ledger.head
    with pytest.raises(Refusal) as refused:
        chain.lead.days.note(chain.visit, "report", replace(EMPTY, **(changes | times)))
    assert told(refused) == {code}
    assert chain.desk().ledger.head == head


def test_questions_and_reasons_are_kept_changed_and_taken_away(chain: Chain) -> None:
    days, visit = chain.lead.days, chain.visit
    days.say(visit, "questions", "question", "实训工位为什么少？", "")
    line = step(chain, "questions").lines[0]
    chain.wait()
    days.say(visit, "questions", "question", line.text, "二期在建（示例）", line_id=line.id)
    days.say(visit, "report", "reason", "3.1 人数不足", "生源减少（示例）")
    kept = step(chain, "questions").lines
    assert [(each.text, each.answer, each.at) for each in kept] == [(line.text, "二期在建（示例）", line.at)]
    assert [each.kind for each in step(chain, "report").lines] == ["reason"]
    days.say(visit, "questions", "question", " ", "", line_id=line.id)
    assert step(chain, "questions").lines == ()
    with pytest.raises(Refusal) as refused:
        days.say(visit, "questions", "question", "长" * 2001, "")
    assert told(refused) == {"XP-4263"}
    assert fold(chain.desk().ledger.records()).day == chain.desk().facts.day


def test_who_came_and_who_has_confirmed(chain: Chain) -> None:
    days, visit = chain.lead.days, chain.visit
    days.came(visit, chain.ids[EXPERTS[0]], chain.clock.now())
    with pytest.raises(Refusal) as refused:
        days.came(visit, chain.ids[EXPERTS[1]], chain.clock.now() + timedelta(hours=2))
    assert told(refused) == {"XP-4262"}
    for key in (LEADER, *STAFF):
        days.pledge(visit, chain.ids[key])
    with pytest.raises(Refusal) as refused:
        days.pledge(visit, chain.ids[EXPERTS[0]])
    assert told(refused) == {"XP-4264"}
    people = {each.person_id: each for each in days.open(visit).attendants}
    assert people[chain.ids[EXPERTS[0]]].came is not None
    assert people[chain.ids[LEADER]].pledged is not None
    assert people[chain.ids[LEADER]].entered_by == ""
    assert people[chain.ids["clerk"]].entered_by == people[chain.ids[LEADER]].name


def test_acts_write_their_own_times(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("signed", form="staff")
    entries = chain.desk().ledger.records()
    first = {kind: next(each.at for each in entries if each.kind == kind) for kind in ("sheet", "ruling")}
    assert step(chain, "sheets").begun == first["sheet"]
    assert first["ruling"] in {each.begun for each in step(chain, "closed").acts}
    facts = chain.desk().facts
    assert step(chain, "frozen").begun == facts.frozen_at
    assert step(chain, "signing").ended == max(facts.signed.values())
    assert step(chain, "answer").acts[0].begun >= (facts.frozen_at or "")
    for name in ("sheets", "frozen", "signing", "report", "closed", "reading"):
        assert not step(chain, name).open
        with pytest.raises(Refusal):
            chain.lead.days.begin(chain.visit, name)


def test_a_step_waits_for_the_freezing_and_stands_still_after_it(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled", form="staff")
    with pytest.raises(Refusal) as refused:
        chain.lead.days.begin(chain.visit, "reading")
    assert told(refused) == {"XP-4207"}
    chain.lead.days.begin(chain.visit, "closed")
    chain.freeze()
    with pytest.raises(Refusal) as refused:
        chain.lead.days.end(chain.visit, "closed")
    assert told(refused) == {"XP-4203"}


def test_the_clerk_keeps_the_day_and_the_supervisor_looks_on(chain: Chain) -> None:
    chain.lead.people.switch(chain.ids["clerk"], None)
    assert chain.lead.days.begin(chain.visit, "report").records
    assert chain.desk().ledger.records()[-1].author == chain.ids["clerk"]
    chain.lead.people.switch(chain.ids["supervisor"], None)
    state = chain.lead.days.open(chain.visit)
    assert not state.records
    assert not any(each.open for each in state.steps)
    deeds: tuple[Callable[[], object], ...] = (
        lambda: chain.lead.days.end(chain.visit, "report"),
        lambda: chain.lead.days.came(chain.visit, chain.ids[LEADER], chain.clock.now()),
        lambda: chain.lead.days.say(chain.visit, "report", "reason", "甲", "乙"),
        lambda: chain.lead.days.pledge(chain.visit, chain.ids[LEADER]),
    )
    for deed in deeds:
        with pytest.raises(Refusal) as refused:
            deed()
        assert told(refused) == {"XP-4261"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("9:05", "09:05"),
        ("09：05", "09:05"),
        ("０９：０５", "09:05"),
        ("2026-05-11 23:59", "23:59"),
        ("2026/05/12 9:05", "09:05"),
        ("２０２６／５／１２　９：０５", "09:05"),
    ],
)
def test_a_time_is_read_as_it_is_typed(typed: str, wanted: str) -> None:
    at = moment_of_day(typed, datetime(2026, 5, 12, 16, tzinfo=BEIJING))
    assert at is not None
    assert f"{at:%H:%M}" == wanted
    assert moment_of_day(" ", datetime(2026, 5, 12, tzinfo=BEIJING)) is None


@pytest.mark.parametrize(
    "typed", ["上午", "25:00", "9", "2026-13-01 09:00", "0206-05-12 09:00", "0001-01-01 00:00"]
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        moment_of_day(typed, datetime(2026, 5, 12, tzinfo=BEIJING))
    assert told(refused) == {"XP-4262"}
    with pytest.raises(Refusal) as refused:
        moment_typed(typed)
    assert told(refused) == {"XP-4222"}
