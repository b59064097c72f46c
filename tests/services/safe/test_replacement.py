"""The only laptop of a panel dies: with the stick and a recovery code another one has everything again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.common.errors import Refusal
from app.services.safe.places import CODED, FILES, ROOM, TASK, TRUST
from app.services.store.rounds import Imported
from app.services.workspace import Workspace
from app.signing import vault
from tests.visit_day import LEADER, Cast, Day, begun_day

PIN = "918273"


@pytest.fixture(autouse=True)
def _cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = begun_day(Cast(2, 1), tmp_path / "day")
    yield made
    made.close()


@pytest.fixture
def spare(day: Day, tmp_path: Path) -> Iterator[Workspace]:
    site = open_workspace(tmp_path / "spare", day.laptop(LEADER).clock)
    yield site
    site.close()


def code_of(day: Day, key: str) -> str:
    """A fresh recovery code, as the person has written it down."""
    people = day.site(key).people
    people.new_code(day.ids[key], day.cast.pin_of(key))
    code = people.lock.take_code(day.ids[key])
    assert code is not None
    return code


def moved(site: Workspace, copy: Path, code: str) -> Imported:
    """As a person does it: the code, the fingerprint compared, a new PIN, and the files."""
    owner = site.replacements.owner(copy, code)
    site.replacements.settle(owner, PIN)
    site.packages.import_file(owner.task)
    return site.packages.import_file(copy)


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def test_everything_comes_back_where_nothing_of_ours_was(day: Day, spare: Workspace) -> None:
    first = day.cast.keys[0]
    code = code_of(day, first)
    day.score(first, 10)
    day.copy(first)
    copy, entered = day.copied[first]["path"], dict(day.sheet(first).answers)
    day.close()
    shutil.rmtree(day.laptop(LEADER).folder)

    with pytest.raises(Refusal):
        spare.packages.import_file(copy)
    assert spare.replacements.offered(copy)
    owner = spare.replacements.owner(copy, code.lower().replace("-", " "))
    assert (owner.name, owner.bureau.fingerprint, owner.bureau.known) == (
        "专家1（示例）",
        day.trust.fingerprint,
        False,
    )
    assert not spare.people.list(), "nothing is stored before a person has compared the fingerprint"
    taken = moved(spare, copy, code)

    assert (taken.kind, taken.visit_id) == ("xpsafe", day.visit)
    assert spare.people.current is not None
    assert spare.people.current.id == day.ids[first]
    assert spare.people.lock.locked, "the data are locked by the new PIN"
    assert spare.people.lock.take_code(day.ids[first]), "and a new code is there to be written down"
    desk = spare.sheets.open(day.visit, day.ids[first])
    assert dict(desk.answers) == entered
    desk.record("3.1", "concurrent_trainees", "80")


def test_a_colleague_of_the_same_laptop_then_goes_on_with_the_own_pin(day: Day, spare: Workspace) -> None:
    first, second = day.cast.keys
    code = code_of(day, first)
    for key in (first, second, LEADER):
        if key != LEADER:
            day.score(key, 5)
        day.copy(key)
    moved(spare, day.copied[first]["path"], code)
    for key in (second, LEADER):
        spare.packages.import_file(day.copied[key]["path"])
        spare.people.switch(day.ids[key], day.cast.pin_of(key))
    assert spare.sheets.open(day.visit, day.ids[second] if spare.people.current else "")


def test_the_newest_code_is_the_one_that_opens(day: Day, spare: Workspace) -> None:
    first = day.cast.keys[0]
    day.score(first, 1)
    before = code_of(day, first)
    day.copy(first)
    copy = day.copied[first]["path"]
    assert spare.replacements.owner(copy, before).name == "专家1（示例）"
    after = code_of(day, first)
    day.copy(first)
    assert spare.replacements.owner(copy, after).name == "专家1（示例）"
    with pytest.raises(Refusal) as refused:
        spare.replacements.owner(copy, before)
    assert told(refused) == {"XP-6212"}


def test_a_guest_elsewhere_keeps_the_code_that_lies_on_the_stick(tmp_path: Path, spare: Workspace) -> None:
    """At a colleague's laptop there is no code of the guest's own; the paper from home still opens."""
    day = begun_day(Cast(2, 2), tmp_path / "two")
    try:
        guest, host = day.cast.keys[1], day.cast.keys[0]
        code = code_of(day, guest)
        day.score(guest, 1)
        for key in day.laptop(guest).people:
            day.copy(key)
        day.die(guest, host)
        day.score(guest, 1)
        day.copy(guest)
        assert (
            spare.replacements.owner(day.copied[guest]["path"], code).credential.person.id == day.ids[guest]
        )
    finally:
        day.close()


def test_a_wrong_code_opens_nothing(day: Day, spare: Workspace) -> None:
    first = day.cast.keys[0]
    code_of(day, first)
    day.score(first, 1)
    day.copy(first)
    with pytest.raises(Refusal) as refused:
        spare.replacements.owner(day.copied[first]["path"], "0000-0000-0000-0000-0000-0000")
    assert told(refused) == {"XP-6212"}
    assert not spare.people.list()


def test_who_is_here_already_only_switches(day: Day) -> None:
    first = day.cast.keys[0]
    code = code_of(day, first)
    day.score(first, 1)
    day.copy(first)
    site, copy = day.site(first), day.copied[first]["path"]
    owner = site.replacements.owner(copy, code)
    with pytest.raises(Refusal) as refused:
        site.replacements.settle(owner, PIN)
    assert told(refused) == {"XP-6250"}


@pytest.mark.parametrize("name", ["副本.XPSAFE", "副本.xpsafe(1)", "副本.xpsafe.bak"])
def test_a_copy_is_offered_under_whatever_name_it_came(day: Day, spare: Workspace, name: str) -> None:
    first = day.cast.keys[0]
    code = code_of(day, first)
    day.score(first, 1)
    day.copy(first)
    copy = day.copied[first]["path"].rename(day.stick / ROOM / name)
    assert spare.replacements.offered(copy)
    assert moved(spare, copy, code).visit_id == day.visit


def test_keys_that_stay_at_home_leave_nothing_on_the_stick(day: Day) -> None:
    first = day.cast.keys[0]
    day.score(first, 1)
    day.copy(first)
    room = day.stick / ROOM / FILES
    assert {each.suffix for each in room.iterdir()} == {CODED, TASK, TRUST}
    day.site(first).safes.carrying.decline(day.ids[first])
    day.score(first, 1)
    day.copy(first)
    assert {each.suffix for each in room.iterdir()} == {TASK, TRUST}
    assert not day.site(first).replacements.offered(day.copied[first]["path"])


@pytest.mark.parametrize("harm", ["gone", "spoilt", "another"])
def test_without_the_right_task_beside_it_nothing_is_taken(
    day: Day, spare: Workspace, harm: str, chain_at: Callable[..., object]
) -> None:
    first = day.cast.keys[0]
    code = code_of(day, first)
    day.score(first, 1)
    day.copy(first)
    (task,) = (day.stick / ROOM / FILES).glob(f"*{TASK}")
    data = bytearray(task.read_bytes())
    if harm == "gone":
        task.unlink()
    elif harm == "spoilt":
        data[len(data) // 2] ^= 1
        task.write_bytes(data)
    else:
        other = chain_at("tasked")
        task.write_bytes((other.out / "panel.xptask").read_bytes())  # type: ignore[attr-defined]
    with pytest.raises(Refusal) as refused:
        spare.replacements.owner(day.copied[first]["path"], code)
    assert told(refused) == {"XP-4650"}
    assert not spare.people.list()
