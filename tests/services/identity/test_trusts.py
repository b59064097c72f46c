from __future__ import annotations

import pytest

from app.common.errors import Refusal
from app.services.store.devices import device_key
from app.signing.authority import Authority
from tests.services.conftest import START, Site


def codes(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def test_looking_takes_nothing_in(site: Site) -> None:
    trust = Authority.create("示例局", START).trust()
    trusts = site.workspace.trusts
    seen = trusts.look_at(trust.data)

    assert (seen.bureau, seen.fingerprint, seen.known) == ("示例局", trust.fingerprint, False)
    assert (trusts.list(), trusts.all()) == ((), ())
    assert trusts.confirm(trust.data).known
    assert trusts.look_at(trust.data).known
    trusts.confirm(trust.data)
    assert [one.fingerprint for one in trusts.list()] == [trust.fingerprint]
    assert site.reopen().trusts.get(trust.fingerprint) == trust


def test_a_stranger_is_named(site: Site) -> None:
    with pytest.raises(Refusal) as refused:
        site.workspace.trusts.get("0000")
    assert codes(refused) == {"XP-4401"}


@pytest.mark.parametrize("data", [b"", b"{}", b"PK", b"\xff" * 100, b"[" * 70_000])
def test_what_is_no_trust_is_not_confirmed(site: Site, data: bytes) -> None:
    for step in (site.workspace.trusts.confirm, site.workspace.trusts.look_at):
        with pytest.raises(Refusal) as refused:
            step(data)
        assert codes(refused) == {"XP-3910"}
    assert site.workspace.trusts.list() == ()


def test_a_device_keeps_its_key(site: Site) -> None:
    key = device_key(site.workspace.store).public

    assert device_key(site.workspace.store).public == key
    assert device_key(site.reopen().store).public == key
