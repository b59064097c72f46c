"""An own sheet locked on the leader's laptop is signed at once: its owner can go home before the export."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.common.errors import Refusal
from app.services.sample.samples import record_findings
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.forger import take
from tests.services.panel.test_verdicts import give_keys

WHO, PIN = EXPERTS[1], "271828"


def lock_here(chain: Chain) -> None:
    """One expert fills and locks on the leader's laptop, seated under a PIN; the others hand in files."""
    give_keys(chain, WHO, pin=PIN)
    people = chain.lead.people
    people.switch(chain.ids[WHO], PIN)
    desk = chain.lead.sheets.open(chain.visit, chain.ids[WHO])
    desk.confirm_recusal()
    record_findings(desk, chain.sample.findings_of(WHO))
    desk.lock()
    for key in EXPERTS:
        if key != WHO:
            chain.lead.packages.import_file(chain.sheet(key))


def conclude(chain: Chain) -> None:
    chain.lead.people.switch(chain.ids[LEADER], None)
    chain.settle()
    chain.freeze()


def keep(chain: Chain) -> Callable[[], None] | None:
    return chain.lead.packages.keeping(chain.visit, chain.ids[WHO])


@pytest.mark.parametrize("kept", [True, False])
def test_the_owner_need_not_be_there_at_the_export(chain_at: Callable[..., Chain], kept: bool) -> None:
    """Unless nothing was kept: then freezing asks for the owner, who is still in the room."""
    chain = chain_at("locked", form="pen")
    lock_here(chain)
    if kept:
        work = keep(chain)
        assert work is not None
        chain.lead.people.switch(chain.ids[LEADER], None)  # the keys were taken before the switch
        work()
        assert keep(chain) is None
    if not kept:
        with pytest.raises(Refusal) as refused:
            conclude(chain)
        assert {fault.code for fault in refused.value.faults} == {"XP-4311"}
        chain.lead.people.switch(chain.ids[WHO], PIN)
        work = keep(chain)
        assert work is not None
        work()
    conclude(chain)
    path = chain.export()
    assert take(chain, chain.new_office("second.db"), path).fate == "taken"


def test_a_sheet_kept_is_the_owners_own_and_does_not_change(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    lock_here(chain)
    sheets = chain.lead._sheet_files
    work = keep(chain)
    assert work is not None
    work()
    data = sheets.kept(chain.visit, chain.ids[WHO])
    assert data is not None
    work()
    assert sheets.kept(chain.visit, chain.ids[WHO]) == data


def test_nothing_is_kept_without_keys_or_lock(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    assert keep(chain) is None, "nothing is locked here"
    site = chain.site(EXPERTS[0])
    assert site.packages.keeping(chain.visit, chain.ids[EXPERTS[0]]) is not None, "the copy takes it along"
    lock_here(chain)
    chain.lead.people.switch(chain.ids[LEADER], None)
    assert keep(chain) is None, "the owner's keys are closed"
