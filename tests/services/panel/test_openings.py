"""Sheets are opened when all are in, or knowingly before, with a reason that stays on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.common.errors import Refusal
from app.services.panel.collected import Collected
from app.services.panel.openings import refusal_to_open
from app.services.panel.panel_ledger import fold
from tests.chain import EXPERTS, LEADER, Chain

WHY = "第三位专家的电脑故障，先按已到的准备反馈（示例）"


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    """Two of three sheets are in."""
    chain = chain_at("locked")
    for key in EXPERTS[:2]:
        chain.lead.packages.import_file(chain.sheet(key))
    return chain


def test_what_is_in_is_opened_with_a_reason(chain: Chain) -> None:
    desk = chain.desk()
    assert (desk.state.sides, desk.state.may_open) == ({}, True)
    state = desk.open_sheets(f" {WHY}\n")
    here = {chain.ids[key] for key in EXPERTS[:2]}
    assert {side.person_id for sides in state.sides.values() for side in sides} <= here
    assert any(state.sides.values())
    assert state.early
    assert not state.may_open
    opened = fold(desk.ledger.records()).opened
    assert opened is not None
    assert (opened.reason, opened.author) == (WHY, chain.ids[LEADER])
    assert opened.wanting == (chain.ids[EXPERTS[2]],)
    assert state.opening == opened == chain.desk().state.opening


def test_who_is_wanting_still_hinders_the_freezing(chain: Chain) -> None:
    desk = chain.desk()
    desk.open_sheets(WHY)
    missing = desk.state.missing
    assert len(missing) == 1
    assert missing[0].startswith("还没有收到")
    chain.lead.packages.import_file(chain.sheet(EXPERTS[2]))
    state = chain.desk().state
    assert not state.early
    assert state.opening is not None, "that it was opened before stays on record"
    assert state.result == _all_at_once(chain)


def _all_at_once(chain: Chain) -> object:
    """The result does not depend on when the sheets were opened."""
    desk = chain.desk()
    found = desk.collected
    assert Collected(found.infos, found.found).sheets() == found.sheets()
    return desk.result


@pytest.mark.parametrize("reason", ["", " \n", "长" * 501])
def test_nothing_is_opened_without_a_reason(chain: Chain, reason: str) -> None:
    desk = chain.desk()
    with pytest.raises(Refusal) as refused:
        desk.open_sheets(reason)
    assert told(refused) == {"XP-4254"}
    assert desk.state.sides == {}


def test_it_is_opened_once_and_only_where_something_is_in(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    with pytest.raises(Refusal) as refused:
        chain.desk().open_sheets(WHY)
    assert told(refused) == {"XP-4255"}
    for number, key in enumerate(EXPERTS):
        chain.lead.packages.import_file(chain.sheet(key))
        assert chain.desk().state.may_open == (number < len(EXPERTS) - 1)
    with pytest.raises(Refusal) as refused:
        chain.desk().open_sheets(WHY)
    assert told(refused) == {"XP-4255"}


def test_who_scores_locks_before_looking(chain: Chain) -> None:
    """A leader who scores is an expert, too: the own judgement stands first."""
    found = chain.desk().collected
    here, wanting = chain.ids[EXPERTS[0]], chain.ids[EXPERTS[2]]
    assert "锁定" in refusal_to_open({chain.ids[LEADER], wanting}, found)
    assert refusal_to_open({here}, found) == ""
    assert refusal_to_open({chain.ids[LEADER]}, found) == ""
