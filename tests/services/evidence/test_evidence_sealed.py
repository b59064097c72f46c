"""Evidence at rest: who can read it, what is on the disk, and what a killed or hostile hand can do to it."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.common.canon import sha256
from app.common.errors import EnvironmentTrouble, Refusal
from app.models import tables
from app.services.store.site import Person, Prepared
from app.services.workspace import Workspace
from app.signing.chunked import MAGIC, ContentKey, unsealed
from app.signing.seals import unseal
from tests.chain import EXPERTS as CHAINED
from tests.chain import PHOTO, Chain
from tests.services.conftest import EXPERTS, VISIT, Site
from tests.services.holdings import files_of
from tests.services.sheet.test_desk import desk_of

FIXTURES = Path(__file__).parents[2] / "models" / "databases"
ROSTER = b"Zhang San 110101199001010011\n" * 9000
PIN, OTHER_PIN = "246810", "135790"


def store(site: Site, data: bytes = ROSTER, name: str = "名册.csv") -> str:
    return site.workspace.evidence.take_bytes(io.BytesIO(data), name).sha256


def readers(workspace: Workspace, digest: str) -> set[str]:
    with workspace.store.look() as view:
        return {row["reader"] for row in view.find(tables.evidence_keys, sha256=digest)}


def age_of(workspace: Workspace, person_id: str) -> str:
    with workspace.store.look() as view:
        row = view.first(tables.people, id=person_id)
    assert row is not None
    return str(row["public"]["age"])


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_lies_on_the_disk_says_nothing_of_the_content(site: Site, person: Person) -> None:
    digest = store(site)
    path = site.workspace.evidence.path(digest)
    assert path.name == digest == sha256(ROSTER)
    assert path.read_bytes().startswith(MAGIC)
    assert b"Zhang" not in on_disk(site.folder)
    assert site.workspace.evidence.read(digest) == ROSTER


def test_storing_asks_for_no_pin_and_reading_for_ones_own(site: Site) -> None:
    people = site.workspace.people
    first = people.create("甲（示例）", "", PIN, person_id=EXPERTS[0])
    second = people.create("乙（示例）", "", OTHER_PIN, person_id=EXPERTS[1])
    workspace = site.reopen(PIN)
    digest = store(site)
    for each, pin in ((first, PIN), (second, OTHER_PIN)):
        workspace.people.switch(each.id, pin)
        assert workspace.evidence.read(digest) == ROSTER
    assert readers(workspace, digest) == {age_of(workspace, each.id) for each in (first, second)}


def test_who_comes_later_gets_keys_as_soon_as_somebody_can_give_them(site: Site) -> None:
    first = site.workspace.people.create("甲（示例）", "", PIN)
    digest = store(site)
    workspace = site.reopen(PIN)
    complete, workspace.people.when_changed = workspace.people.when_changed, lambda: None
    second = workspace.people.create("乙（示例）", "", OTHER_PIN)
    workspace.people.switch(second.id, OTHER_PIN)
    workspace.people.when_changed = complete
    with pytest.raises(Refusal) as refused:
        workspace.evidence.read(digest)
    assert refused.value.faults[0].code == "XP-6104"
    workspace.people.switch(first.id, PIN)
    workspace.people.switch(second.id, OTHER_PIN)
    assert workspace.evidence.read(digest) == ROSTER


def test_a_damaged_key_row_keeps_nobody_from_the_keyboard(site: Site, person: Person) -> None:
    digest = store(site)
    with site.workspace.store.write() as unit:
        unit.change(tables.evidence_keys, {"sha256": digest}, wrapped=b"age-encryption.org/v1\nrubbish")
    other = site.workspace.people.create("乙（示例）", "", None)
    site.workspace.people.switch(other.id, None)
    with pytest.raises(Refusal):
        site.workspace.evidence.read(digest)
    store(site)  # attaching it again heals it, for both
    assert site.workspace.evidence.read(digest) == ROSTER
    assert len(readers(site.workspace, digest)) == 2


def test_the_same_content_is_stored_once_under_one_key(site: Site, person: Person) -> None:
    digest = store(site)
    before = site.workspace.evidence.path(digest).read_bytes()
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: store(site), range(12))) == {digest}
    assert site.workspace.evidence.path(digest).read_bytes() == before
    with site.workspace.store.look() as view:
        assert view.count(tables.evidence_keys, sha256=digest) == 1


def test_many_contents_stored_at_once_all_come_back(site: Site, person: Person) -> None:
    contents = [os.urandom(1 + number * 70_000) for number in range(24)]
    with ThreadPoolExecutor(4) as pool:
        digests = list(pool.map(lambda data: store(site, data), contents * 2))
    assert [site.workspace.evidence.read(digest) for digest in digests] == contents * 2


def test_the_bureau_that_set_the_task_can_read_what_was_stored(chain_at: object) -> None:
    chain: Chain = chain_at("locked")  # type: ignore[operator]
    site, digest = chain.site(CHAINED[0]), sha256(PHOTO)
    trust = site.tasks.trust(chain.visit)
    assert readers(site, digest) == {age_of(site, chain.ids[CHAINED[0]]), trust.recipient}
    with site.store.look() as view:
        row = view.first(tables.evidence_keys, sha256=digest, reader=trust.recipient)
    assert row is not None
    key = unseal(bytes(row["wrapped"]), [chain.authority.issuing.identity])
    with site.evidence.path(digest).open("rb") as stream:
        assert b"".join(unsealed(stream, ContentKey(row["key_id"], key))) == PHOTO


def test_an_arriving_sheet_leaves_its_evidence_encrypted(chain_at: object) -> None:
    chain: Chain = chain_at("collected")  # type: ignore[operator]
    digest = sha256(PHOTO)
    assert chain.lead.evidence.path(digest).read_bytes().startswith(MAGIC)
    assert chain.lead.evidence.read(digest) == PHOTO


def test_what_an_earlier_version_kept_plain_is_read_and_then_encrypted(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(FIXTURES / "v0001.db", folder / "xianping.db")
    digest = sha256(ROSTER)
    plain = folder / "evidence" / digest[:2] / digest
    plain.parent.mkdir(parents=True)
    plain.write_bytes(ROSTER)
    with closing(sqlite3.connect(folder / "xianping.db")) as old:
        (visit,) = old.execute("SELECT id FROM visits").fetchone()
        row = (digest, visit, len(ROSTER), "名册.csv", "text/csv", 1, "2026-05-12T01:00:00.000000Z")
        old.execute("INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        old.commit()
    workspace = open_workspace(folder)
    assert workspace.evidence.read(digest) == ROSTER
    assert workspace.evidence.protect() == 1
    assert plain.read_bytes().startswith(MAGIC)
    assert workspace.evidence.read(digest) == ROSTER
    assert workspace.evidence.protect() == 0
    workspace.close()


def test_a_plain_file_that_is_attached_again_is_encrypted_then(site: Site) -> None:
    digest = store(site)
    assert site.workspace.evidence.path(digest).read_bytes() == ROSTER
    site.workspace.people.create("甲（示例）", "", None)
    store(site)
    assert site.workspace.evidence.path(digest).read_bytes().startswith(MAGIC)


@pytest.mark.parametrize("moment", ["note", "replace", "keep_only"])
def test_stopped_at_any_step_the_file_stays_readable(
    site: Site, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """A plain file that is being encrypted, and the power goes."""
    digest = store(site)
    with site.workspace.store.write() as unit:
        file = Prepared(digest, "名册.csv", len(ROSTER), "text/csv", Path())
        site.workspace.evidence.enter(unit, VISIT, file, personal=True)
    site.workspace.people.create("甲（示例）", "", None)

    class PowerCut(BaseException):
        pass

    def cut(*_: object, **__: object) -> None:
        raise PowerCut

    target = Path if moment == "replace" else type(site.workspace.evidence.keys)
    with monkeypatch.context() as broken:
        broken.setattr(target, moment, cut)
        with pytest.raises(PowerCut):
            site.workspace.evidence.protect()
    workspace = site.reopen()
    assert workspace.evidence.read(digest) == ROSTER
    workspace.evidence.take_bytes(io.BytesIO(ROSTER), "名册.csv")
    assert workspace.evidence.path(digest).read_bytes().startswith(MAGIC)
    assert workspace.evidence.read(digest) == ROSTER


def test_a_damaged_plain_file_is_not_sealed_as_it_is(site: Site, person: Person) -> None:
    digest = sha256(ROSTER)
    desk_of(site).attach_prepared("1.1", Prepared(digest, "名册.csv", 9, "text/csv", Path()))
    path = site.workspace.evidence.path(digest)
    path.parent.mkdir(parents=True)
    path.write_bytes(ROSTER + b"!")
    assert site.workspace.evidence.protect() == 0
    assert path.read_bytes() == ROSTER + b"!"
    path.unlink()
    assert site.workspace.evidence.protect() == 0


def test_destroyed_keys_make_a_content_unreadable_even_from_a_copy(site: Site, person: Person) -> None:
    digest, kept = store(site), store(site, b"photo", "a.jpg")
    path = site.workspace.evidence.path(digest)
    copy = path.read_bytes()
    site.workspace.evidence.destroy(digest)
    assert not path.exists()
    path.write_bytes(copy)
    with pytest.raises(Refusal) as refused:
        site.workspace.evidence.read(digest)
    assert refused.value.faults[0].code == "XP-6108"
    site.workspace.people.switch(person.id, None)  # nobody is given new keys to it
    with site.workspace.store.look() as view:
        (left,) = view.find(tables.evidence_keys, sha256=digest)
    assert (left["reader"], bytes(left["wrapped"])) == ("", b"")
    assert site.workspace.evidence.read(kept) == b"photo"
    store(site)  # who has the file still can attach it anew
    assert site.workspace.evidence.read(digest) == ROSTER


@pytest.mark.parametrize("change", ["flip", "cut", "swap", "plain", "other"])
def test_a_content_that_was_tampered_with_is_never_handed_out(
    site: Site, person: Person, change: str
) -> None:
    data, other = os.urandom(3 * 1024 * 1024 + 5), os.urandom(2 * 1024 * 1024)
    digest, second = store(site, data), store(site, other)
    path = site.workspace.evidence.path(digest)
    whole = path.read_bytes()
    changed = {
        "flip": whole[:-1] + bytes([whole[-1] ^ 1]),
        "cut": whole[: 42 + 2 * (1024 * 1024 + 16)],
        "swap": whole[:42] + whole[42 + 1024 * 1024 + 16 :] + whole[42 : 42 + 1024 * 1024 + 16],
        "plain": b"another photo",
        "other": site.workspace.evidence.path(second).read_bytes(),
    }[change]
    path.write_bytes(changed)
    with pytest.raises(EnvironmentTrouble) as trouble:
        site.workspace.evidence.read(digest)
    assert trouble.value.code == "XP-6103"


def test_a_forged_content_under_a_forged_key_is_refused(site: Site, person: Person) -> None:
    """Whoever writes to the disk can wrap a key for anybody: the digest is what counts."""
    digest, forged = store(site), store(site, b"forged", "a.txt")
    with site.workspace.store.write() as unit:
        unit.remove(tables.evidence_keys, {"sha256": digest})
        unit.change(tables.evidence_keys, {"sha256": forged}, sha256=digest)
    shutil.copy(site.workspace.evidence.path(forged), site.workspace.evidence.path(digest))
    with pytest.raises(EnvironmentTrouble) as trouble:
        site.workspace.evidence.read(digest)
    assert trouble.value.code == "XP-6103"


def test_a_copy_for_another_program_is_private_and_goes_at_the_end(site: Site, person: Person) -> None:
    digest = store(site)
    copy = site.workspace.evidence.lend(digest, "../../名册<1>.csv")
    assert copy.read_bytes() == ROSTER
    assert (copy.name, site.folder in copy.parents) == ("名册_1_.csv", True)
    if os.name == "posix":
        modes = [path.stat().st_mode & 0o777 for path in (copy.parent.parent, copy.parent, copy)]
        assert modes == [0o700, 0o700, 0o600]
    left = site.workspace.evidence.lend(digest, "名册.csv")
    site.reopen()
    assert not copy.exists()
    left.parent.mkdir(parents=True)
    left.write_bytes(ROSTER)  # as a killed program leaves it
    site.reopen()
    assert not left.exists()
    assert b"Zhang" not in on_disk(site.folder)


@pytest.mark.parametrize(
    "name", ["a.exe", "a.bat", "a.desktop", "a.pdf.lnk", "a.docm", "a", "a.PDF\u202e.js"]
)
def test_what_could_run_is_not_handed_to_the_system(site: Site, person: Person, name: str) -> None:
    digest = store(site)
    with pytest.raises(Refusal) as refused:
        site.workspace.evidence.lend(digest, name)
    assert refused.value.faults[0].code == "XP-6107"


def test_a_copy_of_a_damaged_content_is_not_left_behind(site: Site, person: Person) -> None:
    digest = store(site)
    path = site.workspace.evidence.path(digest)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(EnvironmentTrouble):
        site.workspace.evidence.lend(digest, "名册.csv")
    assert list((site.folder / "evidence" / ".opened").glob("*")) == []


def test_a_source_that_cannot_be_read_to_its_end_is_told_and_leaves_nothing(
    site: Site, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PulledOut(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    (tmp_path / "a.jpg").write_bytes(b"photo")
    real = Path.open

    def opened(path: Path, *mode: object, **more: object) -> object:
        return PulledOut() if path.name == "a.jpg" else real(path, *mode, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(Refusal) as refused:
        site.workspace.evidence.prepare(tmp_path / "a.jpg")
    assert refused.value.faults[0].code == "XP-6106"
    assert [path for path in (site.folder / "evidence").rglob("*") if path.is_file()] == []


def test_a_copy_can_be_stopped_and_a_closing_program_takes_nothing_more(site: Site, person: Person) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        site.workspace.evidence.take_bytes(io.BytesIO(ROSTER), "名册.csv", check=stop)
    assert [path for path in (site.folder / "evidence").rglob("*") if path.is_file()] == []
    site.workspace.evidence.close()
    with pytest.raises(EnvironmentTrouble) as trouble:
        store(site)
    assert trouble.value.code == "XP-6111"


def test_personal_is_said_unsaid_undone_and_redone(site: Site, person: Person, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"roster")
    desk = desk_of(site)
    desk.attach("1.1", tmp_path / "a.jpg")
    digest = sha256(b"roster")

    def said() -> tuple[bool, bool]:
        (file,) = desk.attachments["1.1"]
        (row,) = files_of(site.workspace, VISIT)
        return file.personal, row.personal

    desk.set_personal("1.1", digest, on=True)
    assert said() == (True, True)
    length = len(desk.records())
    desk.set_personal("1.1", digest, on=True)
    assert len(desk.records()) == length
    desk.undo()
    assert said() == (False, False)
    desk.redo()
    assert said() == (True, True)
    desk.set_personal("1.1", digest, on=False)
    assert said() == (False, False)
    assert [(entry.kind, entry.criterion) for entry in desk.records()[-4:]] == [
        ("attach", "1.1"),
        ("undo", "1.1"),
        ("redo", "1.1"),
        ("attach", "1.1"),
    ]
    site.reopen()
    assert desk_of(site).attachments["1.1"][0].personal is False
    with pytest.raises(Refusal):
        desk_of(site).set_personal("2.1", digest, on=True)


def test_personal_stays_while_any_sheet_or_criterion_says_so(
    site: Site, person: Person, tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"roster")
    desk, other = desk_of(site), site.workspace.sheets.open(VISIT, EXPERTS[1])
    digest = sha256(b"roster")
    for each in (desk, other):
        each.attach("1.1", tmp_path / "a.jpg", personal=True)
    desk.attach("2.1", tmp_path / "a.jpg", personal=True)

    def row() -> bool:
        return files_of(site.workspace, VISIT)[0].personal

    desk.set_personal("1.1", digest, on=False)
    assert row()
    desk.set_personal("2.1", digest, on=False)
    assert row()
    other.set_personal("1.1", digest, on=False)
    assert not row()


def test_an_entry_that_only_looks_like_a_file_says_nothing_of_it(
    site: Site, person: Person, tmp_path: Path
) -> None:
    """A colleague's finding may stand in a field that is called like the file."""
    (tmp_path / "a.jpg").write_bytes(b"roster")
    desk, other = desk_of(site), site.workspace.sheets.open(VISIT, EXPERTS[1])
    digest = sha256(b"roster")
    desk.attach("1.1", tmp_path / "a.jpg", personal=True)
    other._commit(other._draft("finding", "1.1", digest, None, "personal"))
    desk.set_personal("1.1", digest, on=False)
    assert files_of(site.workspace, VISIT)[0].personal is False


def test_what_is_encrypted_while_somebody_is_about_to_read_it_is_read(site: Site) -> None:
    """Thumbnails read beside the encryption of what an earlier version has kept plain."""
    evidence = site.workspace.evidence
    (site.folder / "a.csv").write_bytes(ROSTER)
    desk_of(site).attach("1.1", site.folder / "a.csv")
    digest = sha256(ROSTER)
    waiting = evidence.source(digest)
    site.workspace.people.create("甲（示例）", "", None, person_id=EXPERTS[0])
    site.workspace.people.switch(EXPERTS[0], None)
    assert evidence.protect() == 1
    assert b"".join(waiting.pieces()) == ROSTER
