"""What a bureau takes in, what it recognises, what it refuses, and that nothing is ever half in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.common.errors import EnvironmentTrouble
from app.exchange.package import read_package
from app.models import tables
from app.scoring import format_points
from app.services.bureau.intake import files_in
from app.services.bureau.office import Office
from app.services.store import traffic
from app.services.workspace import Workspace
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.forger import counts, sync_path, take


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("exported")


@pytest.fixture
def office(chain: Chain) -> Office:
    return chain.new_office("second.db")


def test_a_visit_is_taken_whole(chain: Chain, office: Office) -> None:
    told = take(chain, office, sync_path(chain))
    (status,) = office.bureau.status()

    assert (told.fate, told.codes) == ("taken", ())
    assert "88" in told.message
    assert (status.total, status.verdict, status.rectification, status.grade) == (
        "88",
        "pass",
        "advised",
        None,
    )
    assert status.signed_by == tuple(person.name for person in chain.sample.people)
    assert status.short_code == chain.desk().state.short_code
    assert counts(office)["streams"] == len(EXPERTS) + 1


def test_the_same_file_changes_nothing(chain: Chain, office: Office) -> None:
    take(chain, office, sync_path(chain))
    before = counts(office)

    assert take(chain, office, sync_path(chain)).fate == "already here"
    assert counts(office) == before


def test_an_export_again_is_recognised_as_the_same(chain: Chain, office: Office) -> None:
    take(chain, office, sync_path(chain))
    again = chain.export("again")
    with read_package(again, chain.trust, chain.identities) as package:
        first = read_package(sync_path(chain), chain.trust, chain.identities)
        assert (package.manifest.sequence, package.manifest.previous) == (2, first.digest)
    before = office.bureau.status()

    assert take(chain, office, again).fate == "already here"
    assert take(chain, office, again).fate == "already here"
    assert office.bureau.status() == before
    assert counts(office)["verdicts"] == 1


def test_a_later_package_of_the_same_chain_replaces(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("renewed")
    office = chain.new_office("second.db")
    take(chain, office, sync_path(chain))
    (before,) = office.bureau.status()

    assert take(chain, office, chain.out / "later" / "visit.xpsync").fate == "taken"
    (after,) = office.bureau.status()
    assert (before.total, after.total) == ("88", format_points(chain.desk().result.total))
    assert after.total != "88"
    assert take(chain, office, sync_path(chain)).fate == "already here"
    assert office.bureau.status() == (after,)


def test_the_older_of_two_changes_nothing_where_the_newer_is_in(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("renewed")
    office = chain.new_office("second.db")
    take(chain, office, chain.out / "later" / "visit.xpsync")
    before = counts(office)

    told = take(chain, office, sync_path(chain))
    assert told.fate == "already here"
    assert "更新" in told.message
    assert counts(office)["verdicts"] == before["verdicts"]
    assert counts(office)["entries"] == before["entries"]


def test_two_leaders_of_one_visit_are_a_conflict(chain_at: Callable[..., Chain]) -> None:
    """The leader's folder was restored from a backup and both went on: nobody decides but a person."""
    chain = chain_at("exported", form="pen")
    office = chain.new_office("second.db")
    shutil.copytree(chain.folder / LEADER, chain.folder / "restored")
    take(chain, office, sync_path(chain))
    restored = open_workspace(chain.folder / "restored", chain.clock)
    _settled_otherwise(chain, restored)
    forked = restored.packages.export_sync(chain.visit, chain.out, "另一份", knowingly=True).files[0]
    restored.close()
    chain.renew()
    take(chain, office, chain.export("later"))
    before = office.bureau.status()

    told = take(chain, office, forked)
    assert (told.fate, told.codes) == ("conflict", ("XP-4801",))
    chain.wait(60)
    again = take(chain, office, forked)
    assert (again.fate, again.arrival) == ("conflict", told.arrival)
    assert office.bureau.status() == before
    with office.store.look() as view:
        (aside,) = view.find(tables.received, state="set_aside")
    assert bytes(aside["data"]) == forked.read_bytes()
    assert "另存待查" in aside["reason"]


def _settled_otherwise(chain: Chain, site: Workspace) -> None:
    site.verdicts.thaw(chain.visit, "另一台电脑上继续（示例）")
    site.panels.open(chain.visit).set_problems(["另写的问题（示例）"])
    site.verdicts.freeze(chain.visit)


def test_killed_in_the_middle_nothing_is_in(
    chain: Chain, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts(office)

    def die(*_: object) -> None:
        raise EnvironmentTrouble("磁盘空间已满，无法保存。", code="XP-3301")

    monkeypatch.setattr(type(office.bureau), "_store_verdict", die)
    with pytest.raises(EnvironmentTrouble):
        take(chain, office, sync_path(chain))
    assert counts(office) == before
    monkeypatch.undo()
    assert take(chain, office, sync_path(chain)).fate == "taken"


def test_a_file_that_changes_while_it_is_read_is_refused(
    chain: Chain, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sync_path(chain)
    monkeypatch.setattr(traffic, "open_ordinary", lambda given: BytesIO(given.read_bytes() + b"more"))

    assert take(chain, office, path).codes == ("XP-4515",)
    assert counts(office)["received"] == 0


def test_a_file_that_cannot_be_read_gets_its_line(
    chain: Chain, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def broken(self: Path, *given: Any, **more: Any) -> Any:
        if self == sync_path(chain):
            raise OSError(5, "Input/output error", str(self))
        return real(self, *given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", broken)
        told = take(chain, office, sync_path(chain))
    assert (told.fate, told.codes) == ("refused", ("XP-3009",))
    assert take(chain, office, chain.out / "gone.xpsync").fate == "refused"


def test_a_folder_is_searched_with_what_lies_in_it(chain: Chain, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "dir.xpsync").mkdir()
    for name in ("b.xpsync", "deep/er/A.XPSYNC", "._b.xpsync", "note.txt", ".c.xpsync.part"):
        (folder / name).write_bytes(b"")
    (folder / "loop").symlink_to(folder)

    found, _ = files_in([folder, folder / "b.xpsync", tmp_path / "named.xptask"])
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "stick/b.xpsync",
        "stick/deep/er/A.XPSYNC",
        "stick/dir.xpsync",
        "named.xptask",
    ]


def test_status_is_told_as_plain_json(chain: Chain, office: Office) -> None:
    from dataclasses import asdict

    take(chain, office, sync_path(chain))
    (row,) = [asdict(each) for each in office.bureau.status()]

    assert json.loads(json.dumps(row, ensure_ascii=False)).keys() == {
        "visit", "batch", "project", "unit", "scheme", "scheme_version", "total", "verdict", "grade",
        "round", "rectification", "short_code", "signed_by", "pen_by", "received_at", "verdict_words",
        "figure", "exact",
    }  # fmt: skip
