"""One form of zip, which any zip program reads and only we may have written."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.exchange.container import (
    MANIFEST,
    SIGNATURE,
    Limits,
    Part,
    is_safe_name,
    measure,
    read_container,
    read_member,
    write_container,
)


def parts(**more: bytes) -> list[Part]:
    head = [measure(MANIFEST, b"{}"), measure(SIGNATURE, b"s" * 64)]
    return head + [measure(name, more[name]) for name in sorted(more)]


def written(listed: list[Part]) -> bytes:
    target = io.BytesIO()
    write_container(target, listed)
    return target.getvalue()


def code_of(data: bytes, limits: Limits = Limits()) -> str:  # noqa: B008
    with pytest.raises(Refusal) as caught:
        read_container(io.BytesIO(data), limits)
    return caught.value.faults[0].code


def test_any_zip_program_reads_it() -> None:
    data = written(parts(b=b"two", a=b"one"))
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [MANIFEST, SIGNATURE, "a", "b"]
        assert opened.read("a") == b"one"
        assert {info.compress_type for info in opened.infolist()} == {zipfile.ZIP_STORED}
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_reads_back_with_digests() -> None:
    stream = io.BytesIO(written(parts(a=b"one", empty=b"")))
    entries = read_container(stream)
    assert [(each.name, each.size) for each in entries[2:]] == [("a", 3), ("empty", 0)]
    assert read_member(stream, entries[2]) == b"one"
    assert entries[2].sha256 == measure("a", b"one").sha256


def test_what_zip_programs_write_is_not_the_one_form() -> None:
    for kind in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", kind) as opened:
            for name in (MANIFEST, SIGNATURE, "a"):
                opened.writestr(name, b"x" * 100)
        assert code_of(target.getvalue()) == "XP-3003"


def test_limits_hold() -> None:
    data = written(parts(a=b"x" * 1000, b=b"y"))
    assert code_of(data, Limits(total=500)) == "XP-3001"
    assert code_of(data, Limits(member=999)) == "XP-3001"
    assert code_of(data, Limits(manifest=1)) == "XP-3001"
    assert code_of(data, Limits(members=3)) == "XP-3005"


@pytest.mark.parametrize("name", ["a", "sheets/expert-a.xpsheet", "evidence/" + "0" * 64, "a.b/c_d"])
def test_plain_names_are_safe(name: str) -> None:
    assert is_safe_name(name)


CLIMBING = ["", "/a", "a/", "a//b", "..", "../a", "a/../b", ".a", "a/.b", "a\\b", "c:a", "~a", "-a"]
SPELLING = ["A", "a b", "a\x00", "甲", "a.", "a./b", "a" * 161, "a\n"]
DEVICES = ["con", "a/nul.txt", "com1", "lpt9.x"]


@pytest.mark.parametrize("name", CLIMBING + SPELLING + DEVICES)
def test_odd_names_are_not(name: str) -> None:
    assert not is_safe_name(name)
    with pytest.raises(ValueError, match="no name"):
        measure(name, b"")


def test_a_file_that_changes_while_it_is_packed_is_noticed(tmp_path: Path) -> None:
    photo = tmp_path / "photo"
    photo.write_bytes(b"before")
    listed = [*parts(), measure("photo", photo)]
    photo.write_bytes(b"after!")
    with pytest.raises(Refusal) as caught:
        written(listed)
    assert caught.value.faults[0].code == "XP-3010"
