"""A sheet that came locked with a copy: what an export needs of it is asked before freezing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.models import tables
from app.services.safe.places import FILES, ROOM
from app.signing import vault
from tests.chain import EXPERTS, Chain
from tests.services.forger import take
from tests.services.panel.test_verdicts import give_keys, told

WHO, PIN = EXPERTS[1], "271828"


@pytest.fixture(autouse=True)
def _cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


def copied(chain: Chain, key: str, stick: Path, *, signed: bool) -> Path:
    """A copy of an expert's laptop with the locked sheet; with or without its signed file beside."""
    site = chain.site(key)
    if signed:
        work = site.packages.keeping(chain.visit, chain.ids[key])
        assert work is not None
        work()
    signer = site.safes.signer()
    assert signer is not None
    made = site.safes.write(chain.visit, signer, site.safes.places.choose(stick))
    assert made is not None
    return made.path


def came_with_a_copy(chain: Chain, stick: Path, *, signed: bool = False) -> None:
    """Of one expert only the copy is here, of the others the files; everything is ruled."""
    for key in EXPERTS:
        if key != WHO:
            chain.lead.packages.import_file(chain.sheet(key))
    chain.lead.packages.import_file(copied(chain, WHO, stick, signed=signed))
    chain.settle()


@pytest.mark.parametrize("form", ["digital", "pen"])
def test_freezing_names_the_file_that_is_wanting_and_the_file_settles_it(
    chain_at: Callable[..., Chain], stick: Path, form: str
) -> None:
    chain = chain_at("locked", form=form)
    came_with_a_copy(chain, stick)
    name = chain.desk().visit.name_of(chain.ids[WHO])
    with pytest.raises(Refusal) as refused:
        chain.freeze()
    assert told(refused) == {"XP-4311"}
    assert name in str(refused.value)
    assert ".xpsheet" in str(refused.value)
    assert not chain.desk().state.frozen
    (unsigned,) = chain.lead.signed_sheets.unsigned(chain.desk())
    assert (unsigned.person_id, unsigned.signer_id) == (chain.ids[WHO], "")

    taken = chain.lead.packages.import_file(chain.sheet(WHO))
    assert not taken.already_here
    assert chain.lead.packages.import_file(chain.sheet(WHO)).already_here
    assert chain.lead.signed_sheets.unsigned(chain.desk()) == ()
    chain.freeze()
    chain.sign_all()
    assert take(chain, chain.new_office("second.db"), chain.export()).fate == "taken"


def test_the_copy_of_a_laptop_that_signed_brings_the_file_along(
    chain_at: Callable[..., Chain], stick: Path
) -> None:
    chain = chain_at("locked", form="pen")
    came_with_a_copy(chain, stick, signed=True)
    assert chain.lead.signed_sheets.unsigned(chain.desk()) == ()
    chain.freeze()
    chain.sign_all()
    assert take(chain, chain.new_office("second.db"), chain.export()).fate == "taken"


def test_a_file_that_was_left_behind_is_taken_with_the_copy_again(
    chain_at: Callable[..., Chain], stick: Path
) -> None:
    chain = chain_at("locked", form="pen")
    made = copied(chain, WHO, stick, signed=True)
    (file,) = (stick / ROOM / FILES).glob("*.xpsheet")
    aside = file.rename(stick / file.name)
    for key in EXPERTS:
        if key != WHO:
            chain.lead.packages.import_file(chain.sheet(key))
    chain.lead.packages.import_file(made)
    assert [each.person_id for each in chain.lead.signed_sheets.unsigned(chain.desk())] == [chain.ids[WHO]]
    shutil.move(aside, file)
    chain.lead.packages.import_file(made)
    assert chain.lead.signed_sheets.unsigned(chain.desk()) == ()


def test_the_expert_signs_here_with_the_pin_before_freezing(
    chain_at: Callable[..., Chain], stick: Path
) -> None:
    chain = chain_at("locked", form="pen")
    came_with_a_copy(chain, stick)
    give_keys(chain, WHO, pin=PIN)
    (unsigned,) = chain.lead.signed_sheets.unsigned(chain.desk())
    assert (unsigned.signer_id, unsigned.has_pin) == (chain.ids[WHO], True)
    with pytest.raises(Refusal) as refused:
        chain.freeze()
    assert told(refused) == {"XP-4311"}
    with pytest.raises(Refusal):
        chain.lead.signed_sheets.sign(chain.visit, chain.ids[WHO], "000000")
    chain.lead.signed_sheets.sign(chain.visit, chain.ids[WHO], PIN)
    chain.freeze()
    chain.sign_all()
    assert take(chain, chain.new_office("second.db"), chain.export()).fate == "taken"


def test_what_was_frozen_without_the_file_is_settled_without_a_thaw(
    chain_at: Callable[..., Chain], stick: Path
) -> None:
    """As an earlier version left it: frozen, while the file of a sheet that counts is not here."""
    chain = chain_at("signed", form="pen")
    with chain.lead.store.write() as unit:
        unit.remove(tables.received, {"kind": "xpsheet", "sender": chain.ids[WHO]})
    with pytest.raises(Refusal) as refused:
        chain.export()
    assert told(refused) == {"XP-4603"}
    assert ".xpsheet" in str(refused.value)
    (unsigned,) = chain.lead.signed_sheets.unsigned(chain.desk())
    assert unsigned.person_id == chain.ids[WHO]
    chain.lead.packages.import_file(chain.sheet(WHO))
    assert take(chain, chain.new_office("second.db"), chain.export()).fate == "taken"


def test_a_damaged_file_is_found_at_freezing_and_taken_anew(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled")
    where = {"kind": "xpsheet", "sender": chain.ids[WHO], "visit_id": chain.visit}
    with chain.lead.store.write() as unit:
        unit.change(tables.received, where, data=b"PK")
    with pytest.raises(Refusal) as refused:
        chain.freeze()
    assert told(refused) == {"XP-4311"}
    chain.lead.packages.import_file(chain.sheet(WHO))
    assert chain.freeze()


def test_without_the_task_file_nothing_is_frozen(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled")
    with chain.lead.store.write() as unit:
        unit.remove(tables.received, {"kind": "xptask"})
    with pytest.raises(Refusal) as refused:
        chain.freeze()
    assert told(refused) == {"XP-4402"}
