"""A laptop dies: the copy on the stick is whole, any laptop of the panel opens it, the work goes on."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.common.canon import sha256
from app.common.errors import EnvironmentTrouble, Refusal
from app.common.ledger import check_chain
from app.exchange.package import read_package
from app.exchange.safe import Safe, Told, Working, read_safe, safe_data
from app.models import tables
from app.models.entries import entry_text
from app.services.safe.places import BEFORE, FILES, ROOM
from app.services.safe.safes import Copied
from app.services.store.ledger import as_row
from app.services.workspace import Workspace
from app.signing import vault
from app.signing.keys import PersonKeys
from app.signing.vault import travels
from tests.chain import EXPERTS, LEADER, PHOTO, TASK, TRUST, Chain
from tests.services.holdings import files_of

FIRST, SECOND, THIRD = EXPERTS
PIN = "271828"
SIZE = {"criterion": "3.1", "field": "concurrent_trainees"}


@pytest.fixture(autouse=True)
def _cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("tasked")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def desk_of(chain: Chain, key: str, site: Workspace | None = None) -> Any:
    return (site or chain.site(key)).sheets.open(chain.visit, chain.ids[key])


def typed(chain: Chain, key: str, value: str, site: Workspace | None = None) -> None:
    chain.wait()
    desk_of(chain, key, site).record(SIZE["criterion"], SIZE["field"], value)


def copied(site: Workspace, visit: str, stick: Path) -> Copied:
    signer = site.safes.signer()
    assert signer is not None
    made = site.safes.write(visit, signer, site.safes.places.choose(stick))
    assert made is not None
    return made


def with_pin(site: Workspace, person: str, pin: str = PIN) -> None:
    """Give somebody of the chain a PIN, and seat them with it."""
    keys = site.people.keys(person)
    with site.store.write() as unit:
        unit.change(tables.people, {"id": person}, keys=keys.lock(pin), has_pin=True)
    site.people.switch(person, pin)


def everything(site: Workspace) -> dict[str, object]:
    names = ("streams", "entries", "people", "places", "evidence", "verdicts", "visits")
    with site.store.look() as view:
        return {name: view.find(getattr(tables, name)) for name in names}


def names_in(stick: Path) -> set[str]:
    return {path.name for path in (stick / ROOM).iterdir()}


# Round trip.


def test_the_sheet_goes_on_at_a_colleagues_laptop(chain: Chain, stick: Path) -> None:
    mine, other = chain.site(FIRST), chain.site(SECOND)
    with_pin(mine, chain.ids[FIRST])
    mine.safes.carrying.agree(chain.ids[FIRST], PIN)
    (stick / "photo.png").write_bytes(PHOTO)
    desk = desk_of(chain, FIRST)
    desk.confirm_recusal()
    typed(chain, FIRST, "80")
    desk.attach("3.1", stick / "photo.png")
    desk.note("1.1", "第 3 册第 12 页")
    mine.sheets.remember_place(chain.visit, chain.ids[FIRST], "3.1", "concurrent_trainees")
    made = copied(mine, chain.visit, stick)

    taken = other.packages.import_file(made.path)
    assert (taken.kind, taken.visit_id, taken.already_here) == ("xpsafe", chain.visit, False)
    assert "请孙建国" not in taken.message
    assert "输入 PIN" in taken.message
    other.people.switch(chain.ids[FIRST], PIN)
    assert other.safes.carrying.box(chain.ids[FIRST]), "and from there they go on with the next copy"
    again = desk_of(chain, FIRST, other)

    assert again.records() == desk.records()
    assert again.answers == desk.answers
    assert again.notes == desk.notes
    assert again.attachments == desk.attachments
    place = other.sheets.place(chain.visit, chain.ids[FIRST])
    assert place is not None
    assert (place.criterion, place.field) == ("3.1", "concurrent_trainees")
    assert other.visits.card(chain.visit) == mine.visits.card(chain.visit)
    assert other.evidence.read(sha256(PHOTO)) == PHOTO

    typed(chain, FIRST, "90", other)
    again.lock(knowingly=True)
    sheet = chain.out / "moved.xpsheet"
    other.packages.export_sheet(chain.visit, chain.ids[FIRST], sheet)
    assert chain.lead.packages.import_file(sheet).kind == "xpsheet"


def test_what_is_written_again_is_as_the_format_says(chain: Chain) -> None:
    typed(chain, FIRST, "80")
    desk_of(chain, FIRST).note("1.1", '引号“”\n"\\ 与 𠀀')
    records = desk_of(chain, FIRST).records()
    working = Working(visit=chain.visit, person=chain.ids[FIRST], entries=records)
    lines = [entry_text(as_row(record)) for record in records]

    whole = Safe(ledgers=(working,), keys="{}", pdf_sha256="0" * 64)
    again = safe_data(
        whole.model_copy(update={"ledgers": ()}), [Told(chain.visit, chain.ids[FIRST], None, lines)]
    )
    assert again == whole.data


def test_only_what_is_new_is_written_and_the_generation_before_stays(chain: Chain, stick: Path) -> None:
    site = chain.site(FIRST)
    typed(chain, FIRST, "8")
    first = copied(site, chain.visit, stick)
    before = first.path.read_bytes()
    chain.wait(60)
    assert copied(site, chain.visit, stick) == first
    assert first.path.read_bytes() == before

    typed(chain, FIRST, "80")
    second = copied(site, chain.visit, stick)
    assert second.path == first.path
    assert second.at > first.at
    older = second.path.with_name(second.path.stem + BEFORE + ".xpsafe")
    assert older.read_bytes() == before
    assert names_in(stick) == {second.path.name, older.name, FILES}


def test_who_opens_the_older_generation_is_told_of_the_newer(chain: Chain, stick: Path) -> None:
    for value in ("8", "80"):
        typed(chain, FIRST, value)
        made = copied(chain.site(FIRST), chain.visit, stick)
    older = made.path.with_name(made.path.stem + BEFORE + ".xpsafe")
    taken = chain.site(SECOND).packages.import_file(older)
    assert taken.attention
    assert f"较新的“{made.path.name}”" in taken.message
    onward = chain.site(SECOND).packages.import_file(made.path)
    assert not onward.attention
    assert desk_of(chain, FIRST, chain.site(SECOND)).answers["3.1"]["concurrent_trainees"] == "80"
    made.path.unlink()
    assert not chain.site(SECOND).packages.import_file(older).attention


def test_a_copy_that_was_deleted_is_written_anew(chain: Chain, stick: Path) -> None:
    typed(chain, FIRST, "8")
    made = copied(chain.site(FIRST), chain.visit, stick)
    shutil.rmtree(stick / ROOM)
    assert copied(chain.site(FIRST), chain.visit, stick).path == made.path
    assert made.path.is_file()


def test_names_keep_visits_and_devices_apart_and_fit_any_file_system(chain: Chain, stick: Path) -> None:
    made = set()
    for visit in chain.visits:
        desk = chain.site(FIRST).sheets.open(visit, chain.ids[FIRST])
        desk.note("1.1", "x")
        made.add(copied(chain.site(FIRST), visit, stick).path.name)
    assert len(made) == 2
    for name in made:
        assert len(f".{name}.new.part".encode()) < 255
        assert not set(name) & set('\\/:*?"<>|')


def test_nothing_begun_is_nothing_to_copy(chain: Chain, stick: Path) -> None:
    site = chain.site(FIRST)
    signer = site.safes.signer()
    assert signer is not None
    assert site.safes.write(chain.visit, signer, site.safes.places.choose(stick)) is None
    assert not (stick / ROOM).exists()


def test_who_may_open_it(chain: Chain, stick: Path) -> None:
    typed(chain, FIRST, "8")
    made = copied(chain.site(FIRST), chain.visit, stick)
    for identity in (*(chain.keys(key).identity for key in (*EXPERTS, LEADER)), *chain.identities):
        with read_package(made.path, chain.trust, [identity]) as package:
            assert package.manifest.sender == chain.ids[FIRST]
            assert len(read_safe(package).ledgers) == 1
    with pytest.raises(Refusal) as refused:
        read_package(made.path, chain.trust, [PersonKeys.generate().identity])
    assert told(refused) == {"XP-3101"}


# The keys.


def test_keys_travel_only_under_a_pin_after_a_yes(chain: Chain, stick: Path) -> None:
    site, person = chain.site(FIRST), chain.ids[FIRST]
    typed(chain, FIRST, "8")
    assert site.safes.carrying.answered(person), "nobody without a PIN is asked"
    with pytest.raises(Refusal) as refused:
        site.safes.carrying.agree(person, "")
    assert told(refused) == {"XP-4608"}

    with_pin(site, person)
    assert not site.safes.carrying.answered(person)
    assert box_of(chain, copied(site, chain.visit, stick)) is None
    with pytest.raises(Refusal) as refused:
        site.safes.carrying.agree(person, "999999")
    assert told(refused) == {"XP-3901"}
    site.safes.carrying.decline(person)
    assert site.safes.carrying.answered(person)
    assert box_of(chain, copied(site, chain.visit, stick)) is None

    site.safes.carrying.agree(person, PIN)
    box = box_of(chain, copied(site, chain.visit, stick))
    assert box is not None
    assert travels(box.encode())
    assert not travels(site.people.keys(person).lock(PIN))
    assert PersonKeys.unlock(box.encode(), PIN).public() == site.people.keys(person).public()
    assert site.people.keys(person).identity not in box


def box_of(chain: Chain, made: Copied) -> str | None:
    with read_package(made.path, chain.trust, chain.identities) as package:
        return read_safe(package).keys


@pytest.mark.parametrize("pin", ["111111", "123456", "987654", "１２３４５６"])
def test_a_pin_that_is_guessed_at_once_does_not_travel(chain: Chain, pin: str) -> None:
    site, person = chain.site(FIRST), chain.ids[FIRST]
    with_pin(site, person, pin)
    with pytest.raises(Refusal) as refused:
        site.safes.carrying.agree(person, pin)
    assert told(refused) == {"XP-4609"}
    assert site.safes.carrying.box(person) is None


def test_without_keys_the_sheet_comes_and_waits_for_them(chain: Chain, stick: Path) -> None:
    typed(chain, FIRST, "8")
    made = copied(chain.site(FIRST), chain.visit, stick)
    other = chain.site(SECOND)
    assert "由您接续" in other.packages.import_file(made.path).message
    assert chain.ids[FIRST] not in {person.id for person in other.people.list()}

    assert desk_of(chain, FIRST, other).answers == desk_of(chain, FIRST, chain.site(FIRST)).answers
    with pytest.raises(Refusal) as refused:
        other.typed.check(chain.visit, chain.ids[FIRST])
    assert told(refused) == {"XP-6332"}


def test_nobody_at_the_keyboard_nothing_is_signed(chain: Chain, tmp_path: Path) -> None:
    empty = open_workspace(tmp_path / "empty", chain.clock)
    assert empty.safes.signer() is None
    empty.close()
    with_pin(chain.site(FIRST), chain.ids[FIRST])
    signer = chain.reopen(FIRST, PIN).safes.signer()
    assert signer is not None
    assert signer.id == chain.ids[FIRST]


# Ledger by ledger.


def test_an_older_one_changes_nothing_a_newer_one_goes_on(chain: Chain, stick: Path) -> None:
    mine, other = chain.site(FIRST), chain.site(SECOND)
    typed(chain, FIRST, "8")
    old = shutil.copy(copied(mine, chain.visit, stick).path, stick / "old.xpsafe")
    other.packages.import_file(Path(old))
    typed(chain, FIRST, "80")
    new = copied(mine, chain.visit, stick).path

    assert "已接上 1 条记录" in other.packages.import_file(new).message
    before = everything(other)
    again = other.packages.import_file(new)
    assert again.already_here
    assert "没有变化" in again.message
    late = other.packages.import_file(Path(old))
    assert late.already_here
    assert "以本机为准" in late.message
    assert everything(other) == before
    assert desk_of(chain, FIRST, other).records() == desk_of(chain, FIRST).records()


def test_a_fork_is_named_and_set_aside_and_the_rest_comes_in(chain: Chain, stick: Path) -> None:
    mine, other = chain.site(FIRST), chain.site(SECOND)
    with_pin(mine, chain.ids[FIRST])
    mine.safes.carrying.agree(chain.ids[FIRST], PIN)
    typed(chain, FIRST, "8")
    other.packages.import_file(copied(mine, chain.visit, stick).path)
    other.people.switch(chain.ids[FIRST], PIN)
    typed(chain, FIRST, "80", other)
    typed(chain, FIRST, "90")
    before = desk_of(chain, FIRST, other).records()
    made = copied(mine, chain.visit, stick)

    with pytest.raises(Refusal) as refused:
        other.packages.import_file(made.path)
    assert told(refused) == {"XP-4612"}
    words = str(refused.value)
    assert "从第 3 条起" in words
    assert "本机最后一条记于" in words
    assert "副本最后一条记于" in words
    assert desk_of(chain, FIRST, other).records() == before
    with other.store.look() as view:
        aside = view.first(tables.received, state="set_aside")
    assert aside is not None
    assert aside["data"] == made.path.read_bytes()

    mine.sheets.open(chain.visit, chain.ids[THIRD], entered_by=chain.ids[FIRST]).note("1.1", "代录")
    mixed = other.packages.import_file(copied(mine, chain.visit, stick).path)
    assert mixed.attention
    assert "从第 3 条起" in mixed.message
    assert "已收下" in mixed.message
    assert desk_of(chain, FIRST, other).records() == before
    assert desk_of(chain, THIRD, other).notes == {"1.1": "代录"}


def test_a_colleague_cannot_write_on_in_anothers_sheet(chain: Chain, stick: Path) -> None:
    """Expert 2 has the sheet of expert 1 by a copy, writes in it, and hands a copy of that back."""
    mine, other = chain.site(FIRST), chain.site(SECOND)
    typed(chain, FIRST, "8")
    other.packages.import_file(copied(mine, chain.visit, stick).path)
    typed(chain, FIRST, "0", other)
    forged = copied(other, chain.visit, stick)
    before = desk_of(chain, FIRST).records()

    assert "要由" in mine.packages.import_file(forged.path).message
    assert desk_of(chain, FIRST).records() == before


def test_a_locked_sheet_is_taken_from_who_locked_it_or_leads(chain: Chain, stick: Path) -> None:
    """Otherwise a colleague could put a sheet in the way of the one that its expert hands in."""
    mine, other = chain.site(FIRST), chain.site(SECOND)
    typed(chain, FIRST, "8")
    other.packages.import_file(copied(mine, chain.visit, stick).path)
    desk_of(chain, FIRST, other).lock(knowingly=True)
    forged = copied(other, chain.visit, stick)
    assert "锁定的评分表没有收下" in chain.lead.packages.import_file(forged.path).message

    desk_of(chain, FIRST).lock(knowingly=True)
    sheet = chain.out / "own.xpsheet"
    mine.packages.export_sheet(chain.visit, chain.ids[FIRST], sheet)
    assert "已收取" in chain.lead.packages.import_file(sheet).message
    whole = copied(mine, chain.visit, stick)
    assert "已收下" in chain.site(THIRD).packages.import_file(whole.path).message
    assert desk_of(chain, FIRST, chain.site(THIRD)).locked


def test_a_stranger_and_another_task_are_refused(
    chain: Chain, stick: Path, chain_at: Callable[..., Chain]
) -> None:
    typed(chain, FIRST, "8")
    made = copied(chain.site(FIRST), chain.visit, stick)
    elsewhere = chain_at("tasked", name="elsewhere")
    with elsewhere.site(THIRD).store.write() as unit:
        for name in ("places", "entries", "streams"):
            unit.remove(getattr(tables, name), {})
        unit.remove(tables.visits, {})
    with pytest.raises(Refusal) as refused:
        elsewhere.site(THIRD).packages.import_file(made.path)
    assert told(refused) == {"XP-6305"}


def test_somebody_whom_the_task_does_not_name_is_no_sender(chain: Chain, stick: Path) -> None:
    typed(chain, FIRST, "8")
    made = copied(chain.site(FIRST), chain.visit, stick)
    site = chain.site(SECOND)
    site.shelf._must_fit = lambda _row: None  # a task that was changed would be noticed before its sender
    with site.store.write() as unit:
        row = unit.first(tables.tasks)
        assert row is not None
        gone = bytes(row["data"]).replace(chain.ids[FIRST].encode(), chain.ids[FIRST][::-1].encode())
        unit.change(tables.tasks, {"sha256": row["sha256"]}, data=gone)
    before = everything(site)
    with pytest.raises(Refusal) as refused:
        site.packages.import_file(made.path)
    assert told(refused) == {"XP-4611"}
    assert everything(site) == before


def test_no_changed_byte_is_taken(chain: Chain, stick: Path) -> None:
    typed(chain, FIRST, "8")
    made = copied(chain.site(FIRST), chain.visit, stick)
    other, whole = chain.site(SECOND), made.path.read_bytes()
    before = everything(other)
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        changed = bytearray(whole)
        changed[at] ^= 1
        made.path.write_bytes(changed)
        with pytest.raises(Refusal):
            other.packages.import_file(made.path)
    made.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refusal):
        other.packages.import_file(made.path)
    assert everything(other) == before


# Evidence.


def attached(chain: Chain, stick: Path, data: bytes = PHOTO) -> str:
    (stick / "photo.png").write_bytes(data)
    desk_of(chain, FIRST).attach("3.1", stick / "photo.png", personal=True)
    return sha256(data)


def test_evidence_is_sealed_once_beside_the_copy(chain: Chain, stick: Path) -> None:
    sha = attached(chain, stick)
    made = copied(chain.site(FIRST), chain.visit, stick)
    files = list((made.path.parent / FILES).iterdir())
    assert made.wanting == 0
    assert len(files) == 1
    assert sha not in files[0].name, "who finds the stick must not see which known file is on it"
    assert PHOTO not in files[0].read_bytes()
    stamp = files[0].stat().st_mtime_ns
    typed(chain, FIRST, "8")
    copied(chain.site(FIRST), chain.visit, stick)
    assert files[0].stat().st_mtime_ns == stamp
    assert chain.site(SECOND).packages.import_file(made.path).kind == "xpsafe"
    assert [file.personal for file in files_of(chain.site(SECOND), chain.visit)] == [True]


@pytest.mark.parametrize("harm", ["gone", "changed", "another"])
def test_missing_evidence_never_stops_the_ledgers(chain: Chain, stick: Path, harm: str) -> None:
    sha = attached(chain, stick)
    made = copied(chain.site(FIRST), chain.visit, stick)
    sealed = next((made.path.parent / FILES).iterdir())
    whole = sealed.read_bytes()
    if harm == "gone":
        sealed.unlink()
    else:
        sealed.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if harm == "changed" else b"")
    other = chain.site(SECOND)
    assert "1 份佐证材料不在副本旁边" in other.packages.import_file(made.path).message
    assert desk_of(chain, FIRST, other).records() == desk_of(chain, FIRST).records()
    with pytest.raises(EnvironmentTrouble):
        other.evidence.read(sha)

    sealed.write_bytes(whole)
    other.packages.import_file(made.path)
    assert other.evidence.read(sha) == PHOTO


def test_evidence_lost_here_does_not_stop_the_copy(chain: Chain, stick: Path) -> None:
    sha = attached(chain, stick)
    site = chain.site(FIRST)
    path = site.evidence.path(sha)
    kept = path.read_bytes()
    path.unlink()
    assert copied(site, chain.visit, stick).wanting == 1
    path.write_bytes(kept)
    assert copied(site, chain.visit, stick).wanting == 0


def test_evidence_leaves_room_for_the_ledgers(
    chain: Chain, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attached(chain, stick)
    usage = shutil.disk_usage(stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1024))
    made = copied(chain.site(FIRST), chain.visit, stick)
    assert made.wanting == 1
    assert made.path.is_file()
    assert list((made.path.parent / FILES).iterdir()) == []


# The stick.


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.ENODEV])
def test_a_stick_that_fails_leaves_the_copies_whole(
    chain: Chain, stick: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    typed(chain, FIRST, "8")
    site = chain.site(FIRST)
    made = copied(site, chain.visit, stick)
    before = {path.name: path.read_bytes() for path in (stick / ROOM).glob("*.xpsafe")}
    typed(chain, FIRST, "80")

    def fails(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fails)
        with pytest.raises(EnvironmentTrouble) as trouble:
            copied(site, chain.visit, stick)
    assert trouble.value.code in {"XP-3007", "XP-3008", "XP-3009"}
    assert {path.name: path.read_bytes() for path in (stick / ROOM).glob("*.xpsafe")} == before
    assert copied(site, chain.visit, stick).at > made.at
    assert chain.site(SECOND).packages.import_file(made.path).kind == "xpsafe"
    assert desk_of(chain, FIRST, chain.site(SECOND)).answers["3.1"]["concurrent_trainees"] == "80"


def test_a_stick_pulled_out_between_the_two_renames_still_has_a_whole_copy(
    chain: Chain, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(chain, FIRST, "8")
    site = chain.site(FIRST)
    made = copied(site, chain.visit, stick)
    first = made.path.read_bytes()
    typed(chain, FIRST, "80")
    real = Path.replace

    def pulled(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(errno.ENODEV, "pulled out")
        return real(self, target)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", pulled)
        with pytest.raises(EnvironmentTrouble):
            copied(site, chain.visit, stick)
    older = next(path for path in (stick / ROOM).glob("*.xpsafe"))
    assert older.read_bytes() == first
    assert chain.site(SECOND).packages.import_file(older).kind == "xpsafe"
    assert copied(site, chain.visit, stick).path.is_file()


def test_a_place_that_is_gone_is_never_made(chain: Chain, stick: Path) -> None:
    typed(chain, FIRST, "8")
    site = chain.site(FIRST)
    place, signer = site.safes.places.choose(stick), site.safes.signer()
    shutil.rmtree(stick)
    assert signer is not None
    assert not site.safes.places.there(place)
    with pytest.raises(EnvironmentTrouble) as trouble:
        site.safes.write(chain.visit, signer, place)
    assert trouble.value.code == "XP-4607"
    assert not stick.exists()


def test_the_place_is_chosen_once_and_never_inside_the_data(chain: Chain, stick: Path) -> None:
    places = chain.site(FIRST).safes.places
    assert places.chosen() is None
    for folder, code in ((stick / "nowhere", "XP-4605"), (chain.folder / FIRST, "XP-4606")):
        with pytest.raises(Refusal) as refused:
            places.choose(folder)
        assert told(refused) == {code}
    places.choose(stick)
    kept = chain.reopen(FIRST).safes.places
    chosen = kept.chosen()
    assert chosen is not None
    assert chosen.folder == stick.resolve()
    kept.leave()
    assert kept.chosen() is None
    kept.decline("KINGSTON")
    assert (kept.declined("KINGSTON"), kept.declined("SANDISK")) == (True, False)


# The leader's laptop.


def moved_in(chain: Chain, site: Workspace, key: str) -> None:
    with chain.site(key).store.look() as view:
        row = dict(view.first(tables.people, id=chain.ids[key]) or {})
    with site.store.write() as unit:
        unit.put(tables.people, **{**row, "credential": None})
    site.trusts.confirm((chain.out / TRUST).read_bytes())
    site.packages.import_file(chain.out / TASK)


@pytest.mark.parametrize("stage", ["collected", "settled", "frozen", "signed"])
def test_the_leaders_work_goes_on_elsewhere(
    chain_at: Callable[..., Chain], stick: Path, tmp_path: Path, stage: str
) -> None:
    chain = chain_at(stage)
    made = copied(chain.lead, chain.visit, stick)
    site = open_workspace(tmp_path / "spare", chain.clock)
    try:
        moved_in(chain, site, LEADER)
        site.people.switch(chain.ids[LEADER], None)
        assert "专家组记录已收下" in site.packages.import_file(made.path).message
        here, there = site.panels.open(chain.visit), chain.desk()
        assert here.ledger.records() == there.ledger.records()
        assert replace(here.state, scheme=there.scheme) == there.state
        assert site.verdicts.status(chain.visit) == chain.lead.verdicts.status(chain.visit)
        assert site.visits.get(chain.visit).stage == chain.lead.visits.get(chain.visit).stage
        assert check_chain(here.ledger.records()) == ()
        if stage == "signed":
            path = site.packages.export_sync(chain.visit, tmp_path).files[0]
            told = chain.new_office("second.db").bureau.take(path, chain.trust, chain.identities)
            assert told.fate == "taken", told.message
    finally:
        site.close()


PAGE = b"\xff\xd8\xff\xe0 a photo of the signed page"


def test_a_page_that_was_signed_with_a_pen_goes_along(
    chain_at: Callable[..., Chain], stick: Path, tmp_path: Path
) -> None:
    """The leader's laptop dies after the round: another one has the photo too, and exports."""
    chain = chain_at("frozen")
    lead = chain.lead
    lead.verdicts.issue(chain.visit)
    (tmp_path / "签名页.jpg").write_bytes(PAGE)
    page = lead.evidence.prepare(tmp_path / "签名页.jpg", chain.visit)
    for key in EXPERTS:
        lead.pens.note(chain.visit, chain.ids[key], page, "没有带电脑")
    lead.verdicts.sign(chain.visit, chain.ids[LEADER], None, None)
    made = copied(lead, chain.visit, stick)
    site = open_workspace(tmp_path / "spare", chain.clock)
    try:
        moved_in(chain, site, LEADER)
        site.people.switch(chain.ids[LEADER], None)
        site.packages.import_file(made.path)
        assert site.verdicts.status(chain.visit) == lead.verdicts.status(chain.visit)
        assert site.visits.get(chain.visit).stage == "signed"
        assert site.evidence.read(page.sha256) == PAGE
        path = site.packages.export_sync(chain.visit, tmp_path).files[0]
        told = chain.new_office("second.db").bureau.take(path, chain.trust, chain.identities)
        assert told.fate == "taken", told.message
    finally:
        site.close()


def test_the_panels_ledger_is_taken_from_who_leads_alone(chain_at: Callable[..., Chain], stick: Path) -> None:
    chain = chain_at("collected")
    site = chain.site(SECOND)
    site.panels.open(chain.visit).set_problems(("示例问题",))
    made = copied(site, chain.visit, stick)
    before = chain.desk().ledger.records()
    chain.lead.packages.import_file(made.path)
    assert chain.desk().ledger.records() == before
    with read_package(made.path, chain.trust, chain.identities) as package:
        assert {ledger.person for ledger in read_safe(package).ledgers} == {chain.ids[SECOND]}


def test_a_stick_whose_folder_stays_behind_is_gone_all_the_same(
    chain: Chain, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of a stick that was pulled out may lie on our own disk: a copy there would save nothing."""
    typed(chain, FIRST, "8")
    site = chain.site(FIRST)
    chosen, signer = site.safes.places.choose(stick), site.safes.signer()
    assert signer is not None
    assert not chosen.apart, "the test's folder lies beside the data"
    place = replace(chosen, apart=True)
    assert not site.safes.places.there(place)
    with pytest.raises(EnvironmentTrouble) as trouble:
        site.safes.write(chain.visit, signer, place)
    assert trouble.value.code == "XP-4607"
    assert list(stick.iterdir()) == []

    answers = iter([True, False])
    monkeypatch.setattr(type(site.safes.places), "there", lambda *_: next(answers))
    with pytest.raises(EnvironmentTrouble) as trouble:
        site.safes.write(chain.visit, signer, place)
    assert trouble.value.code == "XP-4607"
