"""A sealed file for keys that are here and closed waits for the PIN: it is not told as somebody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.common.errors import Refusal
from app.models import tables
from app.signing import vault
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.panel.test_verdicts import give_keys, told

PIN = "271828"
FIRST = EXPERTS[0]


@pytest.fixture(autouse=True)
def _cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


def closed(chain: Chain, key: str) -> None:
    """The person's keys are under a PIN that nobody has entered since the program was opened."""
    site = chain.site(key)
    locked = chain.keys(key).lock(PIN)
    with site.store.write() as unit:
        unit.change(tables.people, {"id": chain.ids[key]}, keys=locked, has_pin=True)
    site.people.__dict__["_seated"] = None


def test_the_leaders_closed_keys_are_named_and_the_pin_settles_it(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    closed(chain, LEADER)
    path = chain.sheet(FIRST)
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.import_file(path)
    assert told(refused) == {"XP-3105"}
    assert "组长丁（示例）" in str(refused.value)
    assert "先输入 PIN" in str(refused.value)
    chain.lead.people.switch(chain.ids[LEADER], PIN)
    assert not chain.lead.packages.import_file(path).already_here


def test_a_file_for_somebody_else_is_told_as_that_once_all_keys_are_open(
    chain_at: Callable[..., Chain],
) -> None:
    """An expert's sheet is for the leader and the bureau: not for a colleague, whose keys are open."""
    chain = chain_at("locked")
    with pytest.raises(Refusal) as refused:
        chain.site(EXPERTS[1]).packages.import_file(chain.sheet(FIRST))
    assert told(refused) == {"XP-3101"}


def test_of_several_all_whose_keys_wait_are_named(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    closed(chain, LEADER)
    give_keys(chain, FIRST, pin=PIN)
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.import_file(chain.sheet(EXPERTS[1]))
    assert told(refused) == {"XP-3105"}
    assert "组长丁" in str(refused.value)
    assert "专家甲" in str(refused.value)
    chain.lead.people.switch(chain.ids[FIRST], PIN)
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.import_file(chain.sheet(EXPERTS[1]))
    assert "专家甲" not in str(refused.value)
