"""A lost laptop tells nothing: what opens its data, and what does not."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import confirmed_trusts, open_workspace
from app.common.clock import FixedClock
from app.common.errors import Refusal
from app.models import tables
from app.models.backup import back_up
from app.models.encryption import is_plain
from app.services.gate import Locked
from app.services.identity.tries import wait_after
from app.services.workspace import Workspace
from app.signing import vault
from app.signing.slots import new_code, plain_code
from tests.services.conftest import EXPERTS, START, VISIT, Site

PIN, OTHER_PIN, THIRD_PIN = "246810", "135790", "864201"
NAME, OTHER = "钱多多（示例）", "孙行者（示例）"
DATABASE, KEYS = "xianping.db", "xianping.keys"
FIXTURES = Path(__file__).parents[2] / "models" / "databases"


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The price of a guess is proved where it is set; here it would only cost minutes."""
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


def locked(folder: Path, clock: FixedClock | None = None) -> Locked:
    """The refusal of a folder that nobody has unlocked."""
    with pytest.raises(Locked) as refused:
        open_workspace(folder, clock or FixedClock(START))
    return refused.value


def unlocked(site: Site, pin: str) -> Workspace:
    """The site's workspace opened anew by a PIN."""
    site.workspace.close()
    site.workspace = locked(site.folder, site.clock).gate.open(pin)
    return site.workspace


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def told(text: str) -> tuple[bytes, ...]:
    """A text in every form in which it could lie on a disk."""
    return tuple(text.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"))


def test_before_anybody_has_a_pin_there_is_nothing_to_unlock(site: Site) -> None:
    site.workspace.people.create(NAME, "", None)
    assert not site.workspace.people.lock.locked
    workspace = site.reopen()
    assert workspace.people.current is not None
    assert is_plain(site.folder / DATABASE)
    assert not (site.folder / KEYS).exists()


def test_the_first_pin_leaves_nothing_legible(site: Site) -> None:
    workspace = site.workspace
    workspace.people.create(OTHER, "示例大学", None, person_id=EXPERTS[0])
    desk = workspace.sheets.open(VISIT, EXPERTS[0])
    desk.note("1.1", "这条备注谁也不该看到")
    backup = back_up(site.folder / DATABASE, "0001", site.clock.now())
    assert is_plain(backup)
    person = workspace.people.create(NAME, "示例单位", PIN)
    workspace.people.switch(person.id, PIN)
    secrets = workspace.people.keys(person.id).secret()
    key = workspace.store.key
    assert key is not None
    code = workspace.people.lock.take_code(person.id)
    assert code is not None
    desk = workspace.sheets.open(VISIT, EXPERTS[0])
    desk.note("1.1", "后来又写的一条备注")
    assert (site.folder / "xianping.db-wal").stat().st_size > 0
    for moment in ("open", "closed"):
        if moment == "closed":
            workspace.close()
        lying = bytes_of(site.folder)
        words = [NAME, OTHER, "示例", "备注", "示例职业技术学院", "tianjin", "criterion", "SQLite format 3"]
        words += [PIN, code, plain_code(code), key.hex(), *secrets.values()]
        for word in words:
            assert not any(form in lying for form in told(word)), (moment, word)
        assert key not in lying
    assert not is_plain(backup)
    assert sorted(path.name for path in (site.folder / "backups").iterdir()) == [backup.name]
    assert sorted(path.name for path in site.folder.iterdir() if path.is_file()) == [
        DATABASE,
        KEYS,
        "xianping.lock",
    ]


def test_everything_is_there_again_once_the_pin_is(site: Site) -> None:
    site.workspace.people.create(OTHER, "", None, person_id=EXPERTS[0])
    site.workspace.sheets.open(VISIT, EXPERTS[0]).note("1.1", "写在加密之前")
    person = site.workspace.people.create(NAME, "", PIN)
    site.workspace.sheets.open(VISIT, EXPERTS[0]).note("1.2", "写在加密之后")
    workspace = unlocked(site, PIN)
    assert workspace.people.current == person
    workspace.people.keys(person.id)
    notes = [workspace.sheets.open(VISIT, EXPERTS[0]).notes[cid] for cid in ("1.1", "1.2")]
    assert notes == ["写在加密之前", "写在加密之后"]
    with pytest.raises(Exception, match="append-only"), workspace.store.write() as unit:
        unit.change(tables.entries, {}, why="x")


def test_a_wrong_pin_opens_nothing_and_the_folder_stays_free(site: Site) -> None:
    site.workspace.people.create(NAME, "", PIN)
    site.workspace.close()
    gate = locked(site.folder, site.clock).gate
    for wrong in ("000000", "", "24681", "2468100", NAME, "x" * 5000, "\ud800"):
        with pytest.raises(Refusal) as refused:
            gate.open(wrong)
        assert refused.value.faults[0].code == "XP-6211"
        site.wait(61)
    site.workspace = gate.open("２４６８１０")


def test_ten_wrong_pins_are_slow_but_never_lock_anybody_out(site: Site) -> None:
    site.workspace.people.create(NAME, "", PIN)
    site.workspace.close()
    answers = set()
    for tries in range(1, 11):
        gate = locked(site.folder, site.clock).gate  # as if the program was started anew each time
        with pytest.raises(Refusal) as refused:
            gate.open("000000")
        answers.add(str(refused.value))
        if wait_after(tries):
            site.wait(wait_after(tries) - 0.5)
            with pytest.raises(Refusal, match="请等 1 秒"):
                gate.open(PIN)
            with pytest.raises(Refusal, match="请等 1 秒"):
                gate.recover(new_code(), PIN)
            site.wait(0.5)
    assert len(answers) == 1, "no hint grows with the tries"
    with pytest.raises(Refusal):
        gate.open("000000")
    site.wait(-86_400)  # a clock that was set back locks nobody out
    site.workspace = gate.open(PIN)


def test_each_of_two_persons_opens_the_data_with_the_own_pin(site: Site) -> None:
    people = site.workspace.people
    first = people.create(NAME, "", PIN)
    second = people.create(OTHER, "", OTHER_PIN)
    with pytest.raises(Refusal, match="也须设 PIN"):
        people.create("没有 PIN（示例）", "", None)
    assert unlocked(site, OTHER_PIN).people.current == second
    assert unlocked(site, PIN).people.current == first
    site.workspace.people.switch(second.id, OTHER_PIN)
    site.workspace.people.keys(second.id)


def test_of_two_with_the_same_pin_who_was_here_last_is_let_in(site: Site) -> None:
    first = site.workspace.people.create(NAME, "", PIN)
    second = site.workspace.people.create(OTHER, "", PIN)
    for person in (second, first, second):
        site.workspace.people.switch(person.id, PIN)
        assert unlocked(site, PIN).people.current == person


def test_a_changed_pin_opens_and_the_old_one_does_not(site: Site) -> None:
    people = site.workspace.people
    person = people.create(NAME, "", PIN)
    public = people.keys(person.id).public()
    with pytest.raises(Refusal, match="PIN 不正确"):
        people.change_pin(person.id, "000000", OTHER_PIN)
    with pytest.raises(Refusal, match="6 至 32 位"):
        people.change_pin(person.id, PIN, "12345")
    people.change_pin(person.id, PIN, OTHER_PIN)
    site.workspace.close()
    gate = locked(site.folder, site.clock).gate
    with pytest.raises(Refusal, match="PIN 不正确"):
        gate.open(PIN)
    site.workspace = gate.open(OTHER_PIN)
    assert site.workspace.people.keys(person.id).public() == public


def test_who_had_no_pin_can_set_one(site: Site) -> None:
    person = site.workspace.people.create(NAME, "", None)
    site.workspace.people.change_pin(person.id, None, PIN)
    assert site.workspace.people.lock.take_code(person.id)
    current = unlocked(site, PIN).people.current
    assert current is not None
    assert (current.id, current.has_pin) == (person.id, True)


@pytest.mark.parametrize("step", ["admit", "keep", "settle"])
def test_a_change_that_is_interrupted_leaves_one_pin_that_opens(
    site: Site, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    people = site.workspace.people
    person = people.create(NAME, "", PIN)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(
            *{"admit": (people.lock, "admit"), "keep": (people, "_keep")}.get(step, (people.lock, "settle")),
            stop,
        )
        with pytest.raises(KeyboardInterrupt):
            people.change_pin(person.id, PIN, OTHER_PIN)
    holds, fails = (OTHER_PIN, PIN) if step == "settle" else (PIN, OTHER_PIN)
    site.workspace.close()
    gate = locked(site.folder, site.clock).gate
    with pytest.raises(Refusal, match="PIN 不正确"):
        gate.open(fails)
    for _ in range(3):  # what is tidied away must not be what holds
        gate.open(holds).close()
    site.workspace = gate.open(holds)
    site.workspace.people.unlock(person.id, holds)
    slots = json.loads((site.folder / KEYS).read_bytes())["slots"]
    assert sorted(slot["use"] for slot in slots) == ["code", "pin"], "what is left over is tidied away"


def test_a_recovery_code_leads_to_a_new_pin_and_the_same_keys(site: Site) -> None:
    people = site.workspace.people
    person = people.create(NAME, "", PIN)
    second = people.create(OTHER, "", OTHER_PIN)
    public = people.keys(person.id).public()
    code = people.lock.take_code(person.id)
    assert code is not None
    assert people.lock.take_code(person.id) is None, "it is shown once"
    site.workspace.close()
    gate = locked(site.folder, site.clock).gate
    with pytest.raises(Refusal, match="6 至 32 位"):
        gate.recover(code, "123")
    for wrong in ("", new_code(), code[:-1], PIN, code + "A"):
        with pytest.raises(Refusal, match="恢复码不正确"):
            gate.recover(wrong, THIRD_PIN)
        site.wait(61)
    with pytest.raises(Refusal, match="PIN 不正确"):
        gate.open(code)
    site.wait(61)
    sloppy = f" {code.lower().replace('-', '　').replace('1', 'l').replace('0', 'o')} "
    site.workspace = gate.recover(sloppy, THIRD_PIN)
    people = site.workspace.people
    assert people.current is not None
    assert people.current.id == person.id
    assert people.keys(person.id).public() == public
    fresh = people.lock.take_code(person.id)
    assert fresh not in {None, code}
    site.workspace.close()
    with pytest.raises(Refusal, match="PIN 不正确"):
        gate.open(PIN)
    with pytest.raises(Refusal, match="恢复码不正确"):
        gate.recover(code, PIN)
    site.workspace = gate.open(THIRD_PIN)
    assert site.workspace.people.current is not None
    assert site.workspace.people.current.id == person.id
    assert unlocked(site, OTHER_PIN).people.current == second


def test_a_fresh_code_replaces_the_one_that_was_lost(site: Site) -> None:
    people = site.workspace.people
    person = people.create(NAME, "", PIN)
    old = people.lock.take_code(person.id)
    with pytest.raises(Refusal, match="PIN 不正确"):
        people.new_code(person.id, "000000")
    people.new_code(person.id, PIN)
    new = people.lock.take_code(person.id)
    site.workspace.close()
    gate = locked(site.folder, site.clock).gate
    with pytest.raises(Refusal, match="恢复码不正确"):
        gate.recover(str(old), OTHER_PIN)
    site.workspace = gate.recover(str(new), OTHER_PIN)


def test_a_guest_with_a_pin_locks_nobody_out_of_a_device_that_asks_for_none(site: Site) -> None:
    people = site.workspace.people
    owner = people.create(OTHER, "", None)
    guest = people.create(NAME, "", None)
    with site.workspace.store.write() as unit:  # as the keys come with a copy
        unit.change(tables.people, {"id": guest.id}, keys=people.keys(guest.id).lock(PIN), has_pin=True)
    people.switch(guest.id, PIN)
    assert not people.lock.locked
    site.workspace.close()
    gate = locked(site.folder, site.clock).gate
    assert gate.bare
    gate.open(PIN).close()
    site.workspace = gate.open_bare()
    assert site.workspace.people.without_pin() == (OTHER,)
    site.workspace.people.change_pin(owner.id, None, OTHER_PIN)  # now it is for both to open
    site.workspace.people.switch(guest.id, PIN)
    site.workspace.close()
    gate = locked(site.folder, site.clock).gate
    assert not gate.bare
    with pytest.raises(Locked):
        gate.open_bare()
    gate.open(OTHER_PIN).close()
    site.workspace = gate.open(PIN)


def old_folder(folder: Path) -> str:
    """A folder as an older program left it: plain, though its person has a PIN. The person's id."""
    from app.signing.keys import PersonKeys

    folder.mkdir()
    shutil.copy(FIXTURES / "v0001.db", folder / DATABASE)
    keys = PersonKeys.generate()
    with closing(sqlite3.connect(folder / DATABASE)) as old, old:
        public = json.dumps(keys.public().model_dump(mode="json"))
        old.execute("UPDATE people SET has_pin=1, keys=?, public=?", (keys.lock(PIN), public))
        return str(old.execute("SELECT id FROM people").fetchone()[0])


def test_an_older_plain_database_asks_and_is_encrypted_with_its_backup(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    person = old_folder(folder)
    clock = FixedClock(START)
    gate = locked(folder, clock).gate
    with pytest.raises(Refusal, match="PIN 不正确"):
        gate.open("000000")
    with pytest.raises(Refusal):
        gate.recover(new_code(), OTHER_PIN)
    assert is_plain(folder / DATABASE)
    workspace = gate.open(PIN)
    assert workspace.people.current is not None
    assert workspace.people.current.id == person
    assert workspace.people.lock.take_code(person)
    assert workspace.shelf.all()
    workspace.close()
    (backup,) = (folder / "backups").iterdir()
    assert not is_plain(backup)
    assert "专家甲".encode() not in bytes_of(folder)
    again = locked(folder, clock).gate.open(PIN)
    again.close()


def test_a_plain_copy_put_in_its_place_is_asked_for_and_encrypted_again(site: Site) -> None:
    site.workspace.people.create(OTHER, "", None)
    site.workspace.close()
    plain = (site.folder / DATABASE).read_bytes()
    site.workspace = open_workspace(site.folder, site.clock)
    person = site.workspace.people.current
    assert person is not None
    site.workspace.people.change_pin(person.id, None, PIN)
    site.workspace.close()
    (site.folder / DATABASE).write_bytes(plain)
    site.workspace = locked(site.folder, site.clock).gate.open(PIN)
    assert not is_plain(site.folder / DATABASE)


def test_a_backup_of_an_encrypted_database_is_encrypted_and_opens(site: Site) -> None:
    site.workspace.people.create(NAME, "", PIN)
    copy = back_up(site.folder / DATABASE, "0001", site.clock.now(), site.workspace.store.key)
    site.workspace.close()
    assert not is_plain(copy)
    shutil.copy(copy, site.folder / DATABASE)
    site.workspace = locked(site.folder, site.clock).gate.open(PIN)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff" * 300, b'{"format":1}'])
def test_a_damaged_key_file_is_named_and_nothing_is_changed(site: Site, content: bytes) -> None:
    site.workspace.people.create(NAME, "", PIN)
    site.workspace.close()
    kept = (site.folder / KEYS).read_bytes()
    (site.folder / KEYS).write_bytes(content)
    before = (site.folder / DATABASE).read_bytes()
    with pytest.raises(Refusal, match=r"xianping\.keys 已损坏"):
        locked(site.folder, site.clock).gate.open(PIN)
    assert (site.folder / DATABASE).read_bytes() == before
    (site.folder / KEYS).write_bytes(kept)
    site.workspace = locked(site.folder, site.clock).gate.open(PIN)


def test_slots_cannot_be_passed_off_as_anothers(site: Site) -> None:
    people = site.workspace.people
    first, second = people.create(NAME, "", PIN), people.create(OTHER, "", OTHER_PIN)
    site.workspace.close()
    swapped = (site.folder / KEYS).read_text().replace(first.id, "x").replace(second.id, first.id)
    (site.folder / KEYS).write_text(swapped.replace('"x"', f'"{second.id}"'))
    with pytest.raises(Refusal, match="PIN 不正确"):
        locked(site.folder, site.clock).gate.open(PIN)


def test_the_bureaus_of_a_locked_folder_are_read_with_a_pin(site: Site) -> None:
    site.workspace.people.create(NAME, "", PIN)
    site.workspace.close()
    with pytest.raises(Locked):
        confirmed_trusts(site.folder)
    with pytest.raises(Refusal, match="PIN 不正确"):
        confirmed_trusts(site.folder, lambda: "000000")
    assert confirmed_trusts(site.folder, lambda: PIN) == ()


def test_what_a_killed_program_had_lent_goes_before_the_pin(site: Site) -> None:
    site.workspace.people.create(NAME, "", PIN)
    lent = site.folder / "evidence" / ".opened" / "x" / "名册.docx"
    lent.parent.mkdir(parents=True)
    lent.write_bytes(b"plain")
    locked(site.folder, site.clock)
    assert lent.exists(), "the program that lent it is running"
    site.workspace.close()
    lent.parent.mkdir(parents=True)
    lent.write_bytes(b"plain")
    locked(site.folder, site.clock)
    assert not lent.exists()
    site.workspace = locked(site.folder, site.clock).gate.open(PIN)


DYING = """
import os, signal, sys
from pathlib import Path
import app.models.disk as disk, app.models.encryption as sealing, app.models.ciphers as ciphers
import app.models.key_file as key_file
from app.signing import vault
vault.MEMORY_KIB = 64
left = int(sys.argv[2])
def dying(does):
    def step(*given, **named):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return does(*given, **named)
    return step
for name in ("replace", "unlink", "write_bytes"):
    setattr(Path, name, dying(getattr(Path, name)))
os.link, os.fsync = dying(os.link), dying(os.fsync)
for name in ("_export", "_verify"):
    setattr(ciphers, name, dying(getattr(ciphers, name)))
from app.bootstrap import open_workspace
from app.services.gate import Locked
try:
    workspace = open_workspace(Path(sys.argv[1]))
except Locked as locked:
    workspace = locked.gate.open("246810")
"""
FIRST = DYING + "workspace.people.create('钱多多（示例）', '', '246810')\nprint('done')"
CHANGE = DYING + "workspace.people.change_pin(workspace.people.current.id, '246810', '135790')\nprint('done')"


def died(code: str, folder: Path, step: int, project: Path) -> bool:
    """Whether the program was killed at that step; False where it came to its end before."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(step)],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    assert (done.returncode == 0) == ("done" in done.stdout), done.stderr
    return done.returncode != 0


@pytest.mark.slow
def test_killed_at_any_step_of_the_first_encryption_nothing_is_lost(
    site: Site, tmp_path: Path, project: Path
) -> None:
    site.workspace.people.create(OTHER, "", None, person_id=EXPERTS[0], sample=True)
    site.workspace.sheets.open(VISIT, EXPERTS[0]).note("1.1", "不能丢")
    back_up(site.folder / DATABASE, "0001", site.clock.now())
    site.workspace.close()
    step, forms = 0, set()
    while True:
        step += 1
        folder = tmp_path / f"at-{step}"
        shutil.copytree(site.folder, folder)
        killed = died(FIRST, folder, step, project)
        workspace, form = reopened(folder)
        forms.add(form)
        assert workspace.sheets.open(VISIT, EXPERTS[0]).notes["1.1"] == "不能丢"
        workspace.close()
        if form != "no person yet":
            lying = bytes_of(folder)
            assert "不能丢".encode() not in lying, (step, form)
            assert not [
                path.name for path in folder.rglob("*") if path.suffix in {".plain", ".sealed", ".sealing"}
            ]
        shutil.rmtree(folder)
        if not killed:
            break
    assert step > 8
    assert forms == {"no person yet", "locked"}


def reopened(folder: Path) -> tuple[Workspace, str]:
    """The folder after a crash, and how it was found."""
    try:
        return open_workspace(folder, FixedClock(START)), "no person yet"
    except Locked as refused:
        with pytest.raises(Refusal, match="PIN 不正确"):
            refused.gate.open("000000")
        return refused.gate.open(PIN), "locked"


@pytest.mark.slow
def test_killed_at_any_step_of_a_change_one_of_both_pins_opens(
    site: Site, tmp_path: Path, project: Path
) -> None:
    site.workspace.people.create(NAME, "", PIN)
    site.workspace.close()
    step, opened = 0, []
    while True:
        step += 1
        folder = tmp_path / f"at-{step}"
        shutil.copytree(site.folder, folder)
        killed = died(CHANGE, folder, step, project)
        gate = locked(folder).gate
        for pin in (PIN, OTHER_PIN):
            try:
                gate.open(pin).close()
            except Refusal:
                continue
            again = gate.open(pin)
            again.people.unlock(again.people.current.id, pin)  # type: ignore[union-attr]
            again.close()
            opened.append(pin)
            break
        shutil.rmtree(folder)
        if not killed:
            break
    assert len(opened) == step, "at each step one of both opened"
    assert opened == sorted(opened, reverse=True), "first the old one, then the new one"
    assert set(opened) == {PIN, OTHER_PIN}
