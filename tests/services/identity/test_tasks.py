from __future__ import annotations

from collections.abc import Callable

import pytest

from app.common.errors import Refusal
from app.models import tables
from tests.chain import LEADER, TASK, Chain
from tests.services.conftest import VISIT, Site


def codes(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def test_a_visit_without_a_task_can_be_scored_but_not_signed_for(site: Site) -> None:
    tasks = site.workspace.tasks
    for step in (tasks.task, tasks.package, tasks.batch, tasks.trust):
        with pytest.raises(Refusal) as refused:
            step(VISIT)
        assert codes(refused) == {"XP-4402"}
    assert site.workspace.panels.open(VISIT).state.missing


def test_a_task_is_kept_as_it_was_handed_out(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("tasked")
    tasks = chain.lead.tasks

    assert tasks.package(chain.visit) == (chain.out / TASK).read_bytes()
    assert tasks.task(chain.visit) == chain.task
    assert tasks.trust(chain.visit) == chain.trust
    assert tasks.seat(chain.visit, chain.ids[LEADER]).role == "leader"
    with pytest.raises(Refusal) as refused:
        tasks.seat(chain.visit, "stranger")
    assert codes(refused) == {"XP-4403"}


def test_a_bureau_no_longer_trusted_vouches_for_nobody(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("tasked")
    with chain.lead.store.write() as unit:
        unit.remove(tables.trusts, {})
    with pytest.raises(Refusal) as refused:
        chain.lead.tasks.trust(chain.visit)
    assert codes(refused) == {"XP-4401"}
