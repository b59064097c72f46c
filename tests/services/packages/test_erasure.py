"""A visit leaves the device once the bureau has it: nothing of it is left but the record that it was here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.common.canon import sha256
from app.common.errors import EnvironmentTrouble, Refusal
from app.models import database, tables
from app.models.backup import back_up
from app.services.packages.erasure import KEPT_DAYS
from app.signing import vault
from tests.chain import LEADER, PHOTO, Chain
from tests.services.forger import sync_path, take
from tests.services.holdings import files_of
from tests.services.receipts import receipt

DAY = 24 * 60 * 60


@pytest.fixture
def chain(chain_at: Callable[..., Chain], monkeypatch: pytest.MonkeyPatch) -> Chain:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)
    return chain_at("exported")


def acknowledged(chain: Chain) -> None:
    intake = take(chain, chain.office, sync_path(chain))
    chain.lead.packages.import_file(receipt(chain, intake))


def lying(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_it_is_due_some_days_after_the_bureaus_receipt(chain: Chain) -> None:
    erasures = chain.lead.erasures
    chain.wait(2 * KEPT_DAYS * DAY)
    assert not erasures.due(chain.visit), "no receipt yet"
    with pytest.raises(Refusal) as refused:
        erasures.erase(chain.visit)
    assert refused.value.faults[0].code == "XP-6375"
    acknowledged(chain)
    chain.wait(KEPT_DAYS * DAY - 60)
    assert not erasures.due(chain.visit)
    chain.wait(120)
    assert erasures.due(chain.visit)
    assert not erasures.due("nowhere")


@pytest.mark.parametrize("days", [15, 180])
def test_the_days_are_those_of_the_device(chain: Chain, days: int) -> None:
    erasures = chain.lead.erasures
    acknowledged(chain)
    chain.wait(days * DAY - 60)
    assert not erasures.due(chain.visit, days)
    with pytest.raises(Refusal, match=f"满 {days} 天"):
        erasures.erase(chain.visit, days=days)
    chain.wait(120)
    assert erasures.due(chain.visit, days)
    assert erasures.erase(chain.visit, days=days).visit_id == chain.visit


def test_nothing_is_begun_while_another_program_reads_the_database(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    acknowledged(chain)
    chain.wait((KEPT_DAYS + 1) * DAY)
    with chain.lead.store.look() as view:
        streams = view.find(tables.streams, visit_id=chain.visit)
        digests = [entry.digest for stream in streams for entry in view.entries(stream["id"])]
    chain.close()
    site = chain.lead
    with closing(sqlite3.connect(site.folder / "xianping.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM visits").fetchall()
        with site.store.write() as unit:
            unit.put(tables.settings, key="later", value="x")
        with pytest.raises(EnvironmentTrouble) as told:
            site.erasures.erase(chain.visit)
        assert told.value.code == "XP-3303"
        assert site.erasures.due(chain.visit)
    site.erasures.erase(chain.visit)
    left = lying(site.folder)
    assert not [each for each in digests if each.encode() in left]


def test_nothing_is_left_but_the_record(chain: Chain) -> None:
    acknowledged(chain)
    chain.wait((KEPT_DAYS + 1) * DAY)
    site = chain.lead
    with site.store.look() as view:
        streams = view.find(tables.streams, visit_id=chain.visit)
        digests = [entry.digest for stream in streams for entry in view.entries(stream["id"])]
    back_up(site.folder / "xianping.db", "0001", chain.clock.now())
    assert all(each.encode() in lying(site.folder) for each in digests)
    held = {each.sha256 for each in files_of(site, chain.visit)}
    assert sha256(PHOTO) in held
    short = site.verdicts.status(chain.visit).short_code
    erased = site.erasures.erase(chain.visit)
    assert (erased.by, erased.code) == (chain.ids[LEADER], short)
    assert site.erasures.list() == (erased,)
    assert chain.visit not in [visit.id for visit in site.shelf.all()]
    assert not site.erasures.due(chain.visit)
    with site.store.look() as view:
        for table in (tables.streams, tables.verdicts, tables.places, tables.received, tables.exports):
            assert view.count(table, visit_id=chain.visit) == 0
        keys = [row["key"] for row in view.find(tables.settings)]
        assert [key for key in keys if chain.visit in key] == [f"erased.{chain.visit}"]
    left = lying(site.folder)
    assert not [each for each in digests if each.encode() in left], "nor in the log, a backup, a free page"
    for each in held:
        assert site.evidence.keys.destroyed(each)
        assert not site.evidence.path(each).exists()
    site = chain.reopen(LEADER)
    assert site.erasures.list() == (erased,)
    assert site.visits.list() is not None


def test_the_guards_stand_again(chain: Chain) -> None:
    acknowledged(chain)
    chain.wait((KEPT_DAYS + 1) * DAY)
    chain.lead.erasures.erase(chain.visit)
    with chain.lead.store.look() as view:
        names = {
            row[0]
            for row in view._connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='trigger'")
        }
    assert {"entries_no_update", "entries_no_delete", "verdicts_no_delete"} <= names


def test_killed_or_failing_on_the_way_it_is_still_due(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    acknowledged(chain)
    chain.wait((KEPT_DAYS + 1) * DAY)
    site = chain.lead

    def fails(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("app.services.packages.erasure._drop_rows", fails)
        with pytest.raises(KeyboardInterrupt):
            site.erasures.erase(chain.visit)
    assert site.erasures.due(chain.visit)
    assert site.erasures.list() == ()
    site.erasures.erase(chain.visit)
    assert len(site.erasures.list()) == 1


def test_what_another_visit_has_too_stays(chain: Chain) -> None:
    acknowledged(chain)
    chain.wait((KEPT_DAYS + 1) * DAY)
    site = chain.lead
    others = [visit.id for visit in site.shelf.all() if visit.id != chain.visit]
    with site.store.write() as unit:
        row = dict(unit.find(tables.evidence, visit_id=chain.visit, sha256=sha256(PHOTO))[0])
        unit.add(tables.evidence, **(row | {"visit_id": others[0]}))
    site.erasures.erase(chain.visit)
    assert site.evidence.read(sha256(PHOTO)) == PHOTO
    assert [visit.id for visit in site.shelf.all()] == others
    assert site.tasks.trust(others[0]), "the batch's task is still needed"
