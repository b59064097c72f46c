"""The leader's laptop dies: another with the leader's or the deputy's keys ends the visit."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from app.common.errors import Refusal
from app.models import tables
from app.services.workspace import Workspace
from app.signing import vault
from app.signing.pdf import verify
from tests.chain import EXPERTS, LEADER, TASK, TRUST, Chain
from tests.services.forger import take
from tests.services.panel.test_verdicts import give_keys, told

PIN = "271828"
FIRST = EXPERTS[0]


@pytest.fixture(autouse=True)
def _cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


def replaced(
    chain: Chain, *, pin: str | None = None, keys: tuple[str, ...] = (LEADER,), copy: bytes = b""
) -> Workspace:
    """The leader's last copy on a new laptop that has the named people's keys; the old one is gone."""
    stick = chain.folder / "U盘"
    stick.mkdir(exist_ok=True)
    chain.lead.people.switch(chain.ids[LEADER], None)
    signer = chain.lead.safes.signer()
    assert signer is not None
    made = chain.lead.safes.write(chain.visit, signer, chain.lead.safes.places.choose(stick))
    assert made is not None
    if copy:
        made.path.write_bytes(copy)
    rows = {key: _person(chain, key, pin) for key in keys}
    chain._sites.pop(LEADER).close()
    shutil.rmtree(chain.folder / LEADER)
    site = chain.site(LEADER)
    site.trusts.confirm((chain.out / TRUST).read_bytes())
    with site.store.write() as unit:
        for row in rows.values():
            unit.put(tables.people, **row)
    if pin is not None:
        site.people.switch(chain.ids[keys[0]], pin)
    site.packages.import_file(chain.out / TASK)
    site.packages.import_file(made.path)
    return site


def _person(chain: Chain, key: str, pin: str | None) -> dict[str, object]:
    with chain.site(key).store.look() as view:
        row = dict(view.first(tables.people, id=chain.ids[key]) or {})
    return {**row, "keys": chain.keys(key).lock(pin), "has_pin": pin is not None}


@pytest.mark.parametrize("form", ["digital", "pen"])
@pytest.mark.parametrize("stage", ["collected", "settled", "frozen"])
def test_the_visit_ends_on_the_leaders_second_laptop(
    chain_at: Callable[..., Chain], stage: str, form: str
) -> None:
    chain = chain_at(stage, form=form)
    replaced(chain)
    if stage == "collected":
        chain.settle()
    if stage != "frozen":
        chain.freeze()
    chain.sign_all()
    path = chain.export()
    if form == "digital":
        report = verify(chain.lead.verdicts.pdf(chain.visit), chain.trust)
        assert (report.faults, report.complete, len(report.signatures)) == ((), True, 4)
    assert take(chain, chain.new_office("second.db"), path).fate == "taken"


def test_what_was_issued_on_the_dead_laptop_is_signed_on(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    pdf = chain.lead.verdicts.issue(chain.visit)
    pdf = chain.sign_copy(FIRST, pdf)
    chain.lead.verdicts.take_back(chain.visit, pdf)
    site = replaced(chain)
    assert site.verdicts.pdf(chain.visit) == pdf
    for key in EXPERTS[1:]:
        pdf = chain.sign_copy(key, pdf)
        site.verdicts.take_back(chain.visit, pdf)
    site.verdicts.sign(chain.visit, chain.ids[LEADER], None, None)
    assert take(chain, chain.new_office("second.db"), chain.export()).fate == "taken"


def test_a_closed_leader_is_asked_for_the_pin_and_then_anybody_may_sign_first(
    chain_at: Callable[..., Chain],
) -> None:
    chain = chain_at("frozen")
    site = replaced(chain, pin=PIN)
    give_keys(chain, FIRST)
    site.people.switch(chain.ids[FIRST], None)
    with pytest.raises(Refusal) as refused:
        site.verdicts.sign(chain.visit, chain.ids[FIRST], None, None)
    assert told(refused) == {"XP-3809"}
    voucher = site.verdicts.voucher(chain.visit)
    assert voucher is not None
    assert voucher.id == chain.ids[LEADER]
    with pytest.raises(Refusal):
        site.verdicts.vouch(chain.visit, "000000")
    site.verdicts.vouch(chain.visit, PIN)
    assert site.verdicts.voucher(chain.visit) is None
    state = site.verdicts.sign(chain.visit, chain.ids[FIRST], None, None)
    assert [slot.person_id for slot in state.slots if slot.signed_at] == [chain.ids[FIRST]]


def test_freezing_asks_for_the_word_and_keeps_it(chain_at: Callable[..., Chain]) -> None:
    """The leader gives it while at the keyboard: whoever signs first needs nobody beside."""
    chain = chain_at("settled")
    site = replaced(chain, pin=PIN)
    give_keys(chain, FIRST)
    site.people.switch(chain.ids[FIRST], None)
    with pytest.raises(Refusal) as refused:
        site.verdicts.freeze(chain.visit)
    assert told(refused) == {"XP-6202"}
    assert not chain.desk().state.frozen
    site.people.switch(chain.ids[LEADER], PIN)
    site.verdicts.freeze(chain.visit)
    site.people.switch(chain.ids[FIRST], None)
    assert site.verdicts.sign(chain.visit, chain.ids[FIRST], None, None, knowingly=True).issued


def test_the_deputy_issues_on_a_laptop_that_nobody_enrolled(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen", form="deputy")
    site = replaced(chain, keys=(FIRST,))
    pdf = site.verdicts.issue(chain.visit)
    report = verify(pdf, chain.trust)
    assert report.valid
    assert not report.signatures
    assert site.verdicts.sign(chain.visit, chain.ids[FIRST], None, None).issued


def test_the_first_laptop_needs_nobodys_word(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    assert chain.lead.verdicts.voucher(chain.visit) is None
    with chain.lead.store.look() as view:
        keys = {row["key"] for row in view.find(tables.settings, columns=("key",))}
    assert not [key for key in keys if key.startswith("device.word.")]
