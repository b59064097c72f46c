from __future__ import annotations

from contextlib import closing

import pytest

from app.common.errors import Refusal
from app.models.ciphers import connect
from app.services.identity.people import LONGEST_WAIT, wait_after
from app.signing import vault
from tests.services.conftest import Site


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The price of a guess is proved where it is set; here it would only cost minutes."""
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)


def test_people_stay_and_the_first_sits_down(site: Site) -> None:
    people = site.workspace.people
    assert (people.list(), people.current) == ((), None)
    first = people.create("  专家甲　（示例） ", "示例单位", None)
    site.wait(1)
    second = people.create("专家乙（示例）", "", "246810")
    assert first.name == "专家甲 （示例）"
    assert (first.has_pin, second.has_pin, first.enrolled) == (False, True, False)
    assert first.fingerprint != second.fingerprint
    assert people.current == first
    people = site.reopen("246810").people
    assert people.list() == (first, second)
    assert people.current == second, "who has unlocked the device sits at it"


def test_keys_open_with_the_pin_alone(site: Site) -> None:
    people = site.workspace.people
    person = people.create("专家甲（示例）", "", "246810")
    public = people.keys(person.id).public()
    second = people.create("专家乙（示例）", "", "135790")
    people = site.reopen("135790").people
    assert people.current == second, "a PIN is asked for again after a restart"
    with pytest.raises(Refusal, match="PIN"):
        people.keys(person.id)
    with pytest.raises(Refusal, match="PIN 不正确"):
        people.unlock(person.id, "000000")
    with pytest.raises(Refusal, match="PIN 不正确"):
        people.unlock(person.id, None)
    assert people.unlock(person.id, "246810").public() == public
    people.switch(person.id, "２４６８１０")
    assert people.keys(person.id).public() == public


def test_a_switch_closes_the_keys_of_who_sat_there(site: Site) -> None:
    people = site.workspace.people
    second = people.create("专家乙（示例）", "", None)
    first = people.create("专家甲（示例）", "", "246810")
    people.switch(first.id, "246810")
    people.switch(second.id, None)
    assert people.current == second
    with pytest.raises(Refusal):
        people.keys(first.id)
    with pytest.raises(Refusal):
        people.switch(first.id, "000000")
    assert people.current == second
    people.switch(first.id, "246810")
    people.keys(second.id)  # no PIN, nothing to ask for


def test_ten_wrong_pins_are_slow_but_never_lock_anybody_out(site: Site) -> None:
    people = site.workspace.people
    person = people.create("专家甲（示例）", "", "246810")
    answers = set()
    for tries in range(1, 11):
        with pytest.raises(Refusal) as refused:
            people.unlock(person.id, "000000")
        answers.add(str(refused.value))
        if wait_after(tries):
            site.wait(wait_after(tries) - 0.5)
            with pytest.raises(Refusal, match="请等 1 秒"):
                people.unlock(person.id, "246810")
            site.wait(0.5)
    assert len(answers) == 1, "no hint grows with the tries"
    people.unlock(person.id, "246810")
    with pytest.raises(Refusal, match="PIN 不正确"):
        people.unlock(person.id, "000000")
    people.unlock(person.id, "246810")


def test_the_wait_is_remembered_across_a_restart_but_not_by_a_clock_set_back(site: Site) -> None:
    people = site.workspace.people
    person = people.create("专家甲（示例）", "", "246810")
    for tries in range(1, 8):
        with pytest.raises(Refusal):
            people.unlock(person.id, "000000")
        site.wait(wait_after(tries) if tries < 7 else 0)
    other = people.create("专家乙（示例）", "", "135790")
    people = site.reopen("135790").people
    assert people.current == other
    with pytest.raises(Refusal, match="请等 16 秒"):
        people.unlock(person.id, "246810")
    site.wait(-86_400)
    people.unlock(person.id, "246810")


def test_waits_grow_to_a_minute() -> None:
    waits = [wait_after(tries) for tries in range(1, 200)]
    assert waits == sorted(waits)
    assert waits[:2] == [0, 0]
    assert waits[-1] == LONGEST_WAIT


@pytest.mark.parametrize(
    ("name", "unit", "pin", "where"),
    [
        ("", "", None, "name"),
        ("　 ", "", None, "name"),
        ("长" * 201, "", None, "name"),
        ("甲", "长" * 201, None, "unit"),
        ("甲", "", "12345", "pin"),
        ("甲", "", "", "pin"),
        ("甲", "", "1" * 33, "pin"),
    ],
)
def test_what_cannot_be_a_person_is_named(
    site: Site, name: str, unit: str, pin: str | None, where: str
) -> None:
    with pytest.raises(Refusal) as refused:
        site.workspace.people.create(name, unit, pin)
    assert [fault.where for fault in refused.value.faults] == [where]
    assert site.workspace.people.list() == ()


def test_a_credential_makes_somebody_enrolled(site: Site) -> None:
    people = site.workspace.people
    person = people.create("专家甲（示例）", "", None)
    people.keep_enrolment(person.id, b"request")
    assert not people.person(person.id).enrolled
    people.keep_credential(person.id, b"credential")
    assert people.person(person.id).enrolled
    assert people.current is not None
    assert people.current.enrolled


def test_neither_pin_nor_secret_is_in_the_folder(site: Site) -> None:
    people = site.workspace.people
    person = people.create("专家甲（示例）", "", "24681012")
    secret = people.keys(person.id).secret()
    site.reopen("24681012")
    with closing(connect(site.folder / "xianping.db", site.workspace.store.key)) as connection:
        dump = "\n".join(map(repr, connection.execute("SELECT * FROM people").fetchall())).encode()
    files = b"".join(path.read_bytes() for path in site.folder.rglob("*") if path.is_file())
    for word in ("24681012", *secret.values()):
        assert word.encode() not in dump + files


def test_a_stranger_is_refused(site: Site) -> None:
    with pytest.raises(Refusal, match="没有这个人"):
        site.workspace.people.unlock("nobody", None)
