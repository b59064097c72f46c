"""Packages as people send them: written whole, taken in when proven, refused with the right word."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from app.common.canon import canonical, sha256
from app.common.clock import stamp
from app.common.errors import EnvironmentTrouble, Refusal
from app.exchange import package as writing
from app.exchange.kinds import KINDS
from app.exchange.manifest import Manifest
from app.exchange.package import Recipient, build_package, read_package, write_package
from app.exchange.proof import Expectation
from app.exchange.task import Task
from tests.exchange.samples import VISIT, clear, contents, draft, identities, package, task
from tests.signing.bureau import BATCH, NOW, foreign, world

CONFIDENTIAL = {"xptask", "xpfacts", "xpsheet", "xprecord", "xpsync", "xpsafe"}


def code_of(data: bytes, expect: Expectation = Expectation(), **changed: object) -> str:  # noqa: B008
    trust = changed.get("trust", world().trust)
    with pytest.raises(Refusal) as caught:
        read_package(data, trust, [], expect)  # type: ignore[arg-type]
    return caught.value.faults[0].code


def as_expert(kind: str = "xplock", **fields: object) -> bytes:
    """An open package from expert A."""
    member = world().expert
    return build_package(draft(kind, "expert-a", **fields), contents(kind)[1], member.keys, member.credential)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_travels(kind: str) -> None:
    data = package(kind)
    with read_package(data, world().trust, identities(kind)) as taken:
        assert taken.manifest.kind == kind
        assert taken.sealed == (kind in CONFIDENTIAL)
        assert taken.sha256 == sha256(data)
        assert (taken.sender is None) == (kind == "xpenrol")
        assert all(taken.members.sha256(name) == sha256(taken.members[name]) for name in taken.members)


@pytest.mark.parametrize("kind", sorted(CONFIDENTIAL))
def test_what_is_confidential_shows_nothing(kind: str) -> None:
    for word in (b"visit-1", b"manifest", "示例".encode(), b"expert-a"):
        assert word not in package(kind)
    assert code_of(package(kind)) == "XP-3101"


def test_the_sender_opens_the_own_package_without_being_named() -> None:
    taken = read_package(package("xpsheet"), world().trust, [world().expert.keys.identity])
    assert "expert-a" not in taken.manifest.recipients


def test_sealing_anew_changes_the_file_and_not_the_package() -> None:
    member = world().expert
    copies = [
        build_package(draft("xpsafe", "expert-a"), contents("xpsafe")[1], member.keys, member.credential)
        for _ in range(2)
    ]
    first, second = (read_package(data, world().trust, [member.keys.identity]) for data in copies)
    assert first.sha256 != second.sha256
    assert first.digest == second.digest


def test_who_signed_must_be_of_this_bureau() -> None:
    assert code_of(clear("xpsheet"), trust=foreign().trust) == "XP-3202"
    assert code_of(clear("xptask"), trust=foreign().trust) == "XP-3202"
    assert code_of(clear("xpsheet"), trust=None) == "XP-3206"


def test_the_credential_must_hold_when_written_and_when_taken() -> None:
    assert code_of(as_expert(created_at=stamp(NOW + timedelta(days=90)))) == "XP-3204"
    assert code_of(as_expert(created_at=stamp(NOW - timedelta(days=90)))) == "XP-3204"
    assert code_of(as_expert(), Expectation(at=NOW + timedelta(days=90))) == "XP-3204"
    read_package(as_expert(), world().trust, expect=Expectation(at=NOW + timedelta(days=50)))


def test_a_package_is_bound_to_its_purpose() -> None:
    data = clear("xpsheet")
    assert code_of(data, Expectation(kinds={"xptask"})) == "XP-3401"
    assert code_of(data, Expectation(batch="batch-2")) == "XP-3402"
    assert code_of(data, Expectation(visit="visit-2")) == "XP-3403"
    assert code_of(data, Expectation(senders={"expert-b"})) == "XP-3404"
    assert code_of(data, Expectation(recipient="expert-b")) == "XP-3405"
    exact = Expectation({"xpsheet"}, BATCH, VISIT, {"expert-a"}, "leader-d", NOW)
    taken = read_package(package("xpsheet"), world().trust, identities("xpsheet"), exact)
    assert taken.manifest.sender == "expert-a"


@pytest.mark.parametrize("kind", sorted(CONFIDENTIAL))
def test_what_is_confidential_is_not_taken_open(kind: str) -> None:
    assert code_of(clear(kind)) == "XP-3407"
    assert read_package(package(kind), world().trust, identities(kind)).sealed


def test_what_is_meant_for_somebody_is_not_taken_open(monkeypatch: pytest.MonkeyPatch) -> None:
    member, leader = world().expert, world().leader
    monkeypatch.setattr(writing, "_ages", lambda *_: [])
    to = Recipient("leader-d", leader.credential.keys.age)
    data = build_package(
        draft("xplock", "expert-a"), contents("xplock")[1], member.keys, member.credential, (to,)
    )
    assert code_of(data) == "XP-3407"


def test_nobody_sends_in_anothers_name_or_role() -> None:
    expert, leader = world().expert, world().leader
    members = contents("xplock")[1]
    assert code_of(as_expert(batch="batch-2")) == "XP-3402"
    for name in ("expert-b", "leader-d"):
        forged = build_package(draft("xplock", name), members, expert.keys, expert.credential)
        assert code_of(forged) == "XP-3201"
    borrowed = build_package(draft("xplock", "leader-d"), members, expert.keys, leader.credential)
    assert code_of(borrowed) == "XP-3201"
    bare = build_package(draft("xplock", "expert-a"), members, expert.keys, None)
    assert code_of(bare) == "XP-3201"
    for kind in ("xpack", "xptask"):
        grand = build_package(draft(kind, "expert-a"), {}, expert.keys, expert.credential)
        with pytest.raises(Refusal) as caught:
            read_package(grand, world().trust, [expert.keys.identity])
        assert caught.value.faults[0].code == "XP-3205"


def test_a_newer_format_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    member = world().expert

    def later(value: dict[str, object]) -> bytes:
        return canonical(value | {"format": 2, "novelty": True} if "members" in value else value)

    monkeypatch.setattr(writing, "canonical", later)
    monkeypatch.setattr(Manifest, "model_validate_json", lambda _: Manifest.model_construct())
    monkeypatch.setattr(writing, "_ages", lambda *_: [])
    data = build_package(draft("xplock", "expert-a"), {}, member.keys, member.credential)
    monkeypatch.undo()
    assert code_of(data) == "XP-3501"


def test_an_export_is_on_disk_whole_and_reads_back(tmp_path: Path) -> None:
    member = world().expert
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(os.urandom(3_000_000))
    digest = sha256(photo.read_bytes())
    members = {**contents("xpsheet")[1], f"evidence/{digest}": photo}
    target = tmp_path / "甲.xpsheet"
    target.write_bytes(b"an earlier export")
    to = [Recipient("leader-d", world().leader.credential.keys.age)]
    done = write_package(target, draft("xpsheet", "expert-a"), members, member.keys, member.credential, to)
    assert done.sha256 == sha256(target.read_bytes())
    assert done.size == target.stat().st_size
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photo.jpg", "甲.xpsheet"]
    with read_package(target, world().trust, [world().leader.keys.identity]) as taken:
        assert taken.digest == done.digest
        assert b"".join(taken.members.chunks(f"evidence/{digest}")) == photo.read_bytes()


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "XP-3007"), (errno.EROFS, "XP-3008"), (errno.EIO, "XP-3009")]
)
def test_a_failed_export_leaves_the_earlier_one(
    number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_handle: int) -> None:
        raise OSError(number, "simulated")

    target = tmp_path / "a.xplock"
    target.write_bytes(b"an earlier export")
    monkeypatch.setattr(os, "fsync", fails)
    member = world().expert
    with pytest.raises(EnvironmentTrouble) as caught:
        write_package(
            target, draft("xplock", "expert-a"), contents("xplock")[1], member.keys, member.credential
        )
    assert caught.value.code == code
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"an earlier export"]


def test_what_the_stick_garbles_is_not_called_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = world().expert

    data = bytearray(clear("xplock"))
    data[200] ^= 1
    members = contents("xplock")[1]
    monkeypatch.setattr(writing, "_pour", lambda _parts, target, _ages: target.write(data))
    with pytest.raises(Refusal):
        write_package(
            tmp_path / "a.xplock", draft("xplock", "expert-a"), members, member.keys, member.credential
        )
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_a_folder_and_a_pipe_do_not_hang(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentTrouble):
        read_package(tmp_path / "gone.xplock", world().trust)
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(Refusal) as caught:
            read_package(path, world().trust)
        assert caught.value.faults[0].code == "XP-3006"


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "2026-5-12", "2026/05/12"])
def test_a_task_names_days_that_there_are_in_one_form(day: str) -> None:
    plain = task(world()).plain()
    for place in ("date_from", "date_to"):
        odd = {**plain, "visits": [{**plain["visits"][0], place: day}]}
        with pytest.raises(Refusal) as caught:
            Task.stored(canonical(odd))
        assert caught.value.faults[0].where == f"visits.0.{place}"
