"""An amended task without somebody who was absent, led by vote or voted: the visit still goes to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.chain import EXPERTS, LEADER, Chain
from tests.services.forger import Forger, take
from tests.services.packages.test_revisions import Change, issued, taken
from tests.services.panel.test_attendance import ILL, _copied, finish, note, seat, settle

FIRST, SECOND, THIRD = EXPERTS


def without(key: str) -> Change:
    """The panel and its assignments without one of them."""

    def change(chain: Chain, plain: dict[str, Any]) -> None:
        gone = chain.ids[key]
        plain["panel"] = [each for each in plain["panel"] if each["person"] != gone]
        for visit in plain["visits"]:
            left = {cid: [one for one in who if one != gone] for cid, who in visit["assignments"].items()}
            visit["assignments"] = {cid: who for cid, who in left.items() if who}

    return change


def amended(chain: Chain, key: str, *takers: str) -> None:
    path = issued(chain, "amended.xptask", without(key))
    for each in takers:
        taken(chain, each, path)


def handed(chain: Chain, key: str, leads: str) -> None:
    """A sheet for whoever leads by now."""
    path = chain.out / f"{key}-again.xpsheet"
    chain.site(key).packages.export_sheet(chain.visit, chain.ids[key], path, chain.ids[leads])
    chain.site(leads).packages.import_file(path)


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("locked")


def test_somebody_absent_is_gone_from_the_amended_task(chain: Chain) -> None:
    for key in (FIRST, SECOND):
        chain.lead.packages.import_file(chain.sheet(key))
    note(chain, THIRD, "absent")
    amended(chain, THIRD, LEADER, FIRST, SECOND)
    assert chain.desk().state.happened == ()
    settle(chain, chain.lead)
    finish(chain, chain.lead, FIRST, SECOND)


def test_who_led_by_vote_is_gone_and_the_leader_leads_again(chain: Chain) -> None:
    site = chain.site(SECOND)
    note(chain, LEADER, "absent", site)
    seat(chain, SECOND, FIRST, SECOND)
    chain.wait()
    _copied(chain, SECOND, LEADER)
    amended(chain, SECOND, LEADER, FIRST, THIRD)
    chain.lead.attendance.put_back(chain.visit, chain.ids[LEADER], "已赶到")
    assert chain.desk().leads
    assert chain.desk().state.happened == ()
    for key in (FIRST, THIRD):
        chain.lead.packages.import_file(chain.sheet(key))
    settle(chain, chain.lead)
    finish(chain, chain.lead, FIRST, THIRD)


def test_who_voted_is_gone_and_the_others_are_still_more_than_half(chain: Chain) -> None:
    site = chain.site(SECOND)
    note(chain, LEADER, "absent", site)
    seat(chain, SECOND, FIRST, SECOND, THIRD)
    amended(chain, THIRD, FIRST, SECOND)
    handed(chain, FIRST, SECOND)
    settle(chain, site)
    assert "代行组长" in finish(chain, site, FIRST, lead=SECOND).message


def test_the_deputy_of_the_earlier_task_leads_no_more(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked", form="deputy")
    site = chain.site(FIRST)
    seat(chain, FIRST, by="deputy")
    assert site.panels.open(chain.visit).leads
    taken(chain, FIRST, issued(chain, "amended.xptask"))
    desk = site.panels.open(chain.visit)
    assert (desk.leads, desk.state.happened) == (False, ())


@pytest.mark.parametrize("votes", [1, 3])
def test_a_made_up_amendment_covers_no_forged_seat(chain_at: Callable[..., Chain], votes: int) -> None:
    chain = chain_at("exported")
    forger, who = Forger(chain), chain.ids[SECOND]
    cast = dict.fromkeys([chain.ids[key] for key in EXPERTS][:votes], who)
    forged = {"kind": "seat", "why": ILL, "after": {"person": who, "by": "vote", "votes": cast}}
    sha256 = chain.lead.visits.get(chain.visit).task_sha256
    cover = {"kind": "task", "before": {"sha256": sha256}, "after": {"sha256": sha256, "changes": []}}
    path = forger.write(entries=forger.redraw(forger.panel(forged, cover)))
    assert take(chain, chain.new_office("second.db"), path).fate == "refused"
