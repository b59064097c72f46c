"""The leader is elsewhere: the deputy collects, settles and hands in, under the own name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.common.errors import Refusal
from app.exchange.package import read_package
from app.services.workspace import Workspace
from tests.chain import EXPERTS, LEADER, Chain
from tests.talks import talk_over

DEPUTY, OTHERS = EXPERTS[0], EXPERTS[1:]


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("locked", form="deputy")


def settled(chain: Chain, site: Workspace) -> Any:
    desk = site.panels.open(chain.visit)
    for criterion, ruling in chain.sample.rulings.items():
        desk.rule(criterion, ruling.findings, ruling.reason)
    desk.set_problems(desk.draft()[0])
    talk_over(desk)
    return desk


def test_a_deputy_leads_from_the_sheets_to_the_bureau(chain: Chain) -> None:
    site, visit = chain.site(DEPUTY), chain.visit
    for key in OTHERS:
        site.packages.import_file(chain.sheet(key))
    settled(chain, site)
    site.verdicts.freeze(visit)
    pdf = site.verdicts.issue(visit, knowingly=True)
    for key in OTHERS:
        pdf = chain.sign_copy(key, pdf, lead=DEPUTY)
    site.verdicts.take_back(visit, pdf)
    site.verdicts.sign(visit, chain.ids[DEPUTY], None, None)
    pdf = chain.sign_copy(LEADER, site.verdicts.pdf(visit), lead=DEPUTY)
    assert site.verdicts.take_back(visit, pdf).complete
    path = site.packages.export_sync(visit, chain.out).files[0]

    with read_package(path, chain.trust, chain.identities) as package:
        assert package.manifest.sender == chain.ids[DEPUTY]
    told = chain.new_office("second.db").bureau.take(path, chain.trust, chain.identities)
    assert told.fate == "taken", told.message


def test_what_the_deputy_rules_is_not_put_down_to_the_leader(chain: Chain) -> None:
    site = chain.site(DEPUTY)
    for key in OTHERS:
        site.packages.import_file(chain.sheet(key))
    desk = settled(chain, site)

    assert {entry.author for entry in desk.ledger.records()} == {chain.ids[DEPUTY]}


def test_another_expert_is_no_deputy(chain: Chain) -> None:
    with pytest.raises(Refusal) as refused:
        chain.site(OTHERS[0]).packages.import_file(chain.sheet(DEPUTY))
    assert {fault.code for fault in refused.value.faults} == {"XP-3101"}


def test_the_leader_leads_where_several_sit_at_one_laptop(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled")
    chain.lead.people.create("路人（示例）", "示例单位", None)

    assert {entry.author for entry in chain.desk().ledger.records()} == {chain.ids[LEADER]}
