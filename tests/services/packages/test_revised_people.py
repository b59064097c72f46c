"""An amended task without somebody who was absent, led by vote or voted: the visit still goes to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.chain import EXPERTS, LEADER, Chain
from tests.services.forger import Forger, take
from tests.services.packages.test_revisions import Change, issued, later, taken
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


def amended(chain: Chain, key: str, *takers: str) -> str:
    """Without one of them, taken by several; what was told of the changes to the first."""
    path = issued(chain, "amended.xptask", without(key))
    first, *_ = [taken(chain, each, path) for each in takers]
    return first


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
    told = amended(chain, THIRD, LEADER, FIRST, SECOND)
    assert "专家丙（示例）登记的缺席到此为止：修订的名单里没有此人" in told
    assert chain.desk().state.happened == ()
    settle(chain, chain.lead)
    finish(chain, chain.lead, FIRST, SECOND)


def test_who_led_by_vote_is_gone_and_the_leader_leads_again(chain: Chain) -> None:
    site = chain.site(SECOND)
    note(chain, LEADER, "absent", site)
    seat(chain, SECOND, FIRST, SECOND)
    chain.wait()
    _copied(chain, SECOND, LEADER)
    told = amended(chain, SECOND, LEADER, FIRST, THIRD)
    assert "专家乙（示例）代行组长到此为止，由组长丁（示例）主持" in told
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
    told = taken(chain, FIRST, issued(chain, "amended.xptask"))
    assert "副组长由专家甲（示例）改为无" in told
    assert "专家甲（示例）代行组长到此为止" in told
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


def test_a_copy_under_an_amended_task_that_is_not_here_says_so(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled", form="deputy")
    path = issued(chain, "amended.xptask", later)
    taken(chain, LEADER, path)
    told = _copied(chain, LEADER, FIRST)
    assert told.attention
    assert "请先导入修订的任务文件" in told.message
    taken(chain, FIRST, path)
    chain.wait()
    chain.desk().set_problems(["另有一条（示例）"])
    assert "请先导入修订的任务文件" not in _copied(chain, LEADER, FIRST).message
