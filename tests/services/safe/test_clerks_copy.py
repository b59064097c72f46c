"""The copy that a clerk leaves at the leader's laptop: it goes on from the leader's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.common.sealed import NOT_FOR_US
from app.exchange.package import read_package
from app.services.panel.days import StepNote
from app.services.safe.safes import Signer
from app.services.store.rounds import Imported
from tests.chain import EXPERTS, LEADER, Chain

FIRST, SECOND, _ = EXPERTS
NOTED, RULED = "听取汇报的记要（示例）", "核对名册（示例）"


def copied(chain: Chain, key: str) -> Path:
    """What whoever sits at the leader's laptop leaves on the stick."""
    chain.wait(60)
    chain.lead.people.switch(chain.ids[key], None)
    signer = chain.lead.safes.signer()
    assert isinstance(signer, Signer)
    stick = chain.folder / "stick"
    stick.mkdir(exist_ok=True)
    made = chain.lead.safes.write(chain.visit, signer, chain.lead.safes.places.choose(stick))
    assert made is not None
    return made.path


def taken(chain: Chain, path: Path) -> Imported:
    return chain.site(FIRST).packages.import_file(path)


def noted(chain: Chain) -> None:
    """The clerk takes a sheet in and keeps the record of a step."""
    chain.lead.people.switch(chain.ids["clerk"], None)
    chain.lead.packages.import_file(chain.sheet(SECOND))
    now = chain.clock.now()
    chain.lead.days.note(chain.visit, "report", StepNote(now, now, (), "王校长（示例）", NOTED))


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("locked", form="staff")


def test_what_the_clerk_noted_goes_on_elsewhere_from_the_leaders_copy(chain: Chain) -> None:
    chain.desk().set_problems(["组长写下的一条（示例）"])
    leaders = copied(chain, LEADER)
    noted(chain)
    clerks = copied(chain, "clerk")
    alone = taken(chain, clerks)
    assert "请先导入组长的随身副本" in alone.message
    taken(chain, leaders)
    assert "已接上" in taken(chain, clerks).message
    desk = chain.site(FIRST).panels.open(chain.visit)
    assert desk.facts.steps["report"].notes == NOTED
    states = {each.person_id: each.state for each in desk.state.sheets}
    assert states[chain.ids[SECOND]] == "received"


def test_a_copy_of_the_clerks_brings_no_word_of_the_leaders(chain: Chain) -> None:
    """What the leader has written after the own last copy comes by the leader's signature alone."""
    chain.desk().set_problems(["组长写下的一条（示例）"])
    taken(chain, copied(chain, LEADER))
    chain.desk().set_problems(["另一条（示例）"])
    noted(chain)
    told = taken(chain, copied(chain, "clerk"))
    assert "请先导入组长的随身副本" in told.message
    desk = chain.site(FIRST).panels.open(chain.visit)
    assert desk.state.problems == ("组长写下的一条（示例）",)


@pytest.mark.parametrize("key", ["clerk", "supervisor"])
def test_who_only_keeps_the_record_opens_no_copy(chain: Chain, key: str) -> None:
    """Judgements lie in it, also in the clerk's own: on another laptop such keys open nothing."""
    chain.desk().set_problems(["组长写下的一条（示例）"])
    leaders = copied(chain, LEADER)
    noted(chain)
    own = chain.lead.people.keys(chain.ids[key])
    judge = chain.site(SECOND).people.keys(chain.ids[SECOND])
    for path in (leaders, copied(chain, "clerk")):
        with pytest.raises(Refusal) as refused, read_package(path, chain.trust, [own.identity]):
            pass
        assert refused.value.faults[0].code == NOT_FOR_US
        with read_package(path, chain.trust, [judge.identity]) as package:
            assert package.manifest.kind == "xpsafe"
