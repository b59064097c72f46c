"""Files in and out of a device: once, from the right people, whole, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.common.canon import sha256
from app.common.errors import EnvironmentTrouble, Refusal
from app.exchange.manifest import ManifestDraft
from app.exchange.package import build_package, read_package
from app.models import tables
from app.services.store.rounds import Imported
from app.services.workspace import Workspace
from app.signing.authority import Authority
from tests.chain import EXPERTS, PHOTO, TASK, TRUST, Chain
from tests.services.holdings import files_of


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def rows(site: Workspace) -> dict[str, int]:
    names = ("tasks", "visits", "streams", "entries", "received", "evidence", "exports")
    with site.store.look() as view:
        return {name: view.count(getattr(tables, name)) for name in names}


@pytest.fixture
def fresh(chain_at: Callable[..., Chain], tmp_path: Path) -> Any:
    """A device that nobody has used yet, beside a chain."""
    chain = chain_at("locked")
    site = open_workspace(tmp_path / "fresh", chain.clock)
    yield chain, site
    site.close()


def moved_in(chain: Chain, site: Workspace, key: str) -> None:
    """A person of the panel sits at this device, with the own keys."""
    with chain.site(key).store.look() as view:
        row = dict(view.first(tables.people, id=chain.ids[key]) or {})
    with site.store.write() as unit:
        unit.put(tables.people, **{**row, "credential": None})


def test_a_task_is_taken_once(fresh: tuple[Chain, Workspace]) -> None:
    chain, site = fresh
    moved_in(chain, site, EXPERTS[0])
    site.trusts.confirm((chain.out / TRUST).read_bytes())
    first = site.packages.import_file(chain.out / TASK)
    before = rows(site)
    again = site.packages.import_file(chain.out / TASK)

    assert (first.already_here, again.already_here) == (False, True)
    assert first.visit_id == again.visit_id == chain.visit
    assert rows(site) == before
    assert before["visits"] == len(chain.visits) == 2
    assert site.people.person(chain.ids[EXPERTS[0]]).enrolled


def test_a_task_without_the_bureaus_trust_is_not_opened(fresh: tuple[Chain, Workspace]) -> None:
    chain, site = fresh
    moved_in(chain, site, EXPERTS[0])
    with pytest.raises(Refusal) as refused:
        site.packages.import_file(chain.out / TASK)
    assert told(refused) == {"XP-4401"}

    site.trusts.confirm(Authority.create("他局（示例）", chain.clock.now()).trust().data)
    with pytest.raises(Refusal) as refused:
        site.packages.import_file(chain.out / TASK)
    assert told(refused) == {"XP-3202"}

    site.trusts.confirm((chain.out / TRUST).read_bytes())
    assert site.packages.import_file(chain.out / TASK).kind == "xptask"


def test_a_task_for_other_people_is_not_taken(fresh: tuple[Chain, Workspace]) -> None:
    chain, site = fresh
    site.trusts.confirm((chain.out / TRUST).read_bytes())
    site.people.create("路人（示例）", "示例单位", None)
    with pytest.raises(Refusal) as refused:
        site.packages.import_file(chain.out / TASK)
    assert told(refused) == {"XP-3101"}

    moved_in(chain, site, EXPERTS[0])
    with site.store.write() as unit:  # the keys open it, but this is nobody of the panel
        unit.change(tables.people, {"id": chain.ids[EXPERTS[0]]}, id="somebody-else")
    with pytest.raises(Refusal) as refused:
        site.packages.import_file(chain.out / TASK)
    assert told(refused) == {"XP-4404"}
    assert rows(site)["visits"] == 0


def test_killed_while_a_task_is_taken_nothing_is_in(
    fresh: tuple[Chain, Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    chain, site = fresh
    moved_in(chain, site, EXPERTS[0])
    site.trusts.confirm((chain.out / TRUST).read_bytes())
    real, seen = type(site.shelf).add_in, []

    def dies(self: Any, unit: Any, visit: Any) -> None:
        seen.append(visit.id)
        if len(seen) == 2:
            raise KeyboardInterrupt
        real(self, unit, visit)

    monkeypatch.setattr(type(site.shelf), "add_in", dies)
    with pytest.raises(KeyboardInterrupt):
        site.packages.import_file(chain.out / TASK)
    assert not any(rows(site).values())
    monkeypatch.undo()
    site.packages.import_file(chain.out / TASK)
    assert rows(site)["visits"] == 2


def test_a_device_that_died_before_it_knew_its_people_learns_it_again(fresh: tuple[Chain, Workspace]) -> None:
    chain, site = fresh
    moved_in(chain, site, EXPERTS[0])
    site.trusts.confirm((chain.out / TRUST).read_bytes())
    site.packages.import_file(chain.out / TASK)
    with site.store.write() as unit:
        unit.change(tables.people, {"id": chain.ids[EXPERTS[0]]}, credential=None)

    assert site.packages.import_file(chain.out / TASK).already_here
    assert site.people.person(chain.ids[EXPERTS[0]]).enrolled


def test_a_sheet_is_taken_once_however_often_it_is_exported(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    first = chain.lead.packages.import_file(chain.sheet(EXPERTS[0]))
    chain.wait(60)
    expert = chain.site(EXPERTS[0])
    again = expert.packages.export_sheet(chain.visit, chain.ids[EXPERTS[0]], chain.out / "again.xpsheet")
    before = rows(chain.lead)

    assert not first.already_here
    for path in (chain.sheet(EXPERTS[0]), again.files[0]):
        assert chain.lead.packages.import_file(path).already_here
    assert rows(chain.lead) == before
    assert again.files[0].read_bytes() != chain.sheet(EXPERTS[0]).read_bytes()


def test_two_different_sheets_of_one_person_are_never_mixed(chain_at: Callable[..., Chain]) -> None:
    """The expert's folder was restored from before the lock, and locked again with other findings."""
    chain = chain_at("locked")
    expert = chain.ids[EXPERTS[2]]
    shutil.copytree(chain.folder / EXPERTS[2], chain.folder / "restored")
    restored = open_workspace(chain.folder / "restored", chain.clock)
    with restored.store.write() as unit:
        unit.remove(tables.places, {})
        _begin_again(unit, chain.visit, expert)
    chain._sites["restored"] = restored
    desk = restored.sheets.open(chain.visit, expert)
    desk.confirm_recusal()
    for criterion, answer in chain.sample.findings_of(EXPERTS[2]).items():
        for name, value in answer.items():
            desk.record(criterion, name, "300" if name == "senior_trainees" else value)
    desk.lock()
    other = restored.packages.export_sheet(chain.visit, expert, chain.out / "other.xpsheet").files[0]

    chain.lead.packages.import_file(chain.sheet(EXPERTS[2]))
    first = chain.desk().collected.infos
    taken = chain.lead.packages.import_file(other)
    assert taken.attention
    assert "与先前的内容不同" in taken.message
    by = {info.person_id: info for info in chain.desk().collected.infos}
    assert {info.person_id: info.digest for info in first} == {one: by[one].digest for one in by}
    assert by[expert].rivals == 1
    assert chain.lead.packages.import_file(other).already_here


def _begin_again(unit: Any, visit: str, person: str) -> None:
    unit.change(tables.streams, {"visit_id": visit, "person_id": person, "origin": ""}, origin="0" * 64)


def test_a_sheet_goes_to_its_own_visit(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    told_of = chain.lead.packages.import_file(chain.sheet(EXPERTS[0], chain.visits[1]))

    assert told_of.visit_id == chain.visits[1]
    states = {visit: [info.state for info in chain.desk(visit).state.sheets] for visit in chain.visits}
    assert states[chain.visits[0]].count("received") == 0
    assert states[chain.visits[1]].count("received") == 1


def test_sheets_are_for_the_leader(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    with pytest.raises(Refusal) as refused:
        chain.site(EXPERTS[1]).packages.import_file(chain.sheet(EXPERTS[0]))
    assert told(refused) == {"XP-3101"}
    with pytest.raises(Refusal) as refused:
        chain.site(EXPERTS[0]).packages.import_file(chain.sheet(EXPERTS[0]))
    assert told(refused) == {"XP-4508"}


def _rewritten(chain: Chain, key: str, sender: str = "", **changes: Any) -> Path:
    """An expert's sheet with other words in its manifest or its content, signed by ``sender``."""
    from app.common.canon import canonical
    from app.exchange.sheet import SheetContents, read_sheet

    sender = sender or key
    with read_package(chain.sheet(key), chain.trust, chain.identities) as package:
        content = read_sheet(package).plain() | changes
        members = {name: package.members[name] for name in package.members}
    draft = ManifestDraft(
        kind="xpsheet",
        batch=chain.task.batch.id,
        visit=content["visit"],
        sender=chain.ids[sender],
        created_at="2026-05-12T01:00:02.000000Z",
    )
    members[SheetContents.MEMBER] = canonical(content)
    site = chain.site(sender)
    seat = site.tasks.seat(chain.visit, chain.ids[sender])
    people = site._sheet_files._recipients(chain.visit, chain.ids[sender])
    path = chain.out / "rewritten.xpsheet"
    path.write_bytes(build_package(draft, members, chain.keys(sender), seat.credential, people))
    return path


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"total": "100"}, "XP-4504"),
        ({"findings_digest": "0" * 64}, "XP-4504"),
        ({"state": "complete"}, "XP-4504"),
        ({"visit": "elsewhere"}, "XP-6305"),
    ],
)
def test_a_sheets_claims_are_replayed(
    chain_at: Callable[..., Chain], changes: dict[str, str], code: str
) -> None:
    chain = chain_at("locked")
    path = _rewritten(chain, EXPERTS[0], **changes)
    if not code:
        assert isinstance(chain.lead.packages.import_file(path), Imported)
        return
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.import_file(path)
    assert told(refused) == {code}
    assert rows(chain.lead)["streams"] == 0


def test_a_sheet_moved_to_another_visit_is_refused(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.import_file(_rewritten(chain, EXPERTS[0], visit=chain.visits[1]))

    assert told(refused) == {"XP-4505"}


def test_nobody_hands_in_a_sheet_for_somebody_else(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    path = _rewritten(chain, EXPERTS[0], sender=EXPERTS[1])
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.import_file(path)
    assert told(refused) == {"XP-3604"}

    own = _rewritten(chain, EXPERTS[0], sender=EXPERTS[1], person=chain.ids[EXPERTS[1]])
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.import_file(own)
    assert told(refused) == {"XP-4505"}


def test_evidence_travels_and_arrives_as_it_was(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("collected")
    (arrived,) = files_of(chain.lead, chain.visit)

    assert (arrived.sha256, arrived.size, arrived.name) == (sha256(PHOTO), len(PHOTO), "photo.png")
    assert chain.lead.evidence.read(arrived.sha256) == PHOTO


def test_missing_evidence_stops_the_export_clearly(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    expert = chain.site(EXPERTS[0])
    expert.evidence.path(sha256(PHOTO)).unlink()
    before = chain.sheet(EXPERTS[0]).read_bytes()
    with pytest.raises(EnvironmentTrouble) as trouble:
        expert.packages.export_sheet(chain.visit, chain.ids[EXPERTS[0]], chain.sheet(EXPERTS[0]))

    assert trouble.value.code == "XP-6103"
    assert chain.sheet(EXPERTS[0]).read_bytes() == before


def test_an_open_sheet_is_not_handed_in(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("tasked")
    expert = chain.site(EXPERTS[0])
    for codes in ({"XP-4507"}, {"XP-4502"}):
        with pytest.raises(Refusal) as refused:
            expert.packages.export_sheet(chain.visit, chain.ids[EXPERTS[0]], chain.out / "a.xpsheet")
        assert told(refused) == codes
        expert.sheets.open(chain.visit, chain.ids[EXPERTS[0]])
    assert not (chain.out / "a.xpsheet").exists()


@pytest.mark.parametrize(
    "name", ["bureau.xptrust", "leader.xpenrol", "sync/verdict.pdf", "sync/visit.xpsync"]
)
def test_other_files_are_refused_by_what_they_are(chain_at: Callable[..., Chain], name: str) -> None:
    chain = chain_at("exported")
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.import_file(chain.out / name)

    assert told(refused) <= {"XP-3002", "XP-3401", "XP-3101"}
    for nothing in (chain.out / "nowhere.xptask", chain.out):
        with pytest.raises(Refusal):
            chain.lead.packages.import_file(nothing)


def test_a_long_name_is_enrolled_whole(fresh: tuple[Chain, Workspace]) -> None:
    chain, site = fresh
    long = site.people.create("甲" * 80, "示例单位", None)
    path = chain.out / "long.xpenrol"
    site.packages.export_enrolment(long.id, path)

    assert ("甲" * 80).encode() in path.read_bytes()


def test_a_sheet_taken_is_kept_as_it_came(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("collected")
    for key in EXPERTS:
        kept = chain.lead._sheet_files.kept(chain.visit, chain.ids[key])
        assert kept == chain.sheet(key).read_bytes()
