"""Zip slip, bombs, doubles, crowds, overlaps: refused at once and with little memory."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile

import pytest

from app.common.errors import Refusal
from app.exchange.container import MANIFEST, SIGNATURE
from app.exchange.package import read_package
from tests.exchange.samples import clear
from tests.hostile.forging import container, part
from tests.signing.bureau import world
from tests.spans import RUNAWAY

HEAD = [part(MANIFEST, b"{}"), part(SIGNATURE, b"s" * 64)]


CLIMBING = ["../evil", "/etc/passwd", "a/../../evil", "c:/evil", "\\\\host\\evil", "evidence\\evil", ".."]
ODD = ["./a", "a//b", "nul", "a\x00.txt", "a\n", "evil ", "a" * 200, "SHEET.JSON"]


def code_of(data: bytes) -> str:
    """The code of the refusal, which must come soon and within 64 MiB."""
    tracemalloc.start()
    began = time.monotonic()
    with pytest.raises(Refusal) as caught:
        read_package(data, world().trust)
    took, peak = time.monotonic() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < RUNAWAY
    assert peak < 64 * 1024 * 1024
    return caught.value.faults[0].code


@pytest.mark.parametrize("name", CLIMBING + ODD)
def test_no_name_climbs_out(name: str) -> None:
    assert code_of(container([*HEAD, part(name, b"evil")])) in {"XP-3004", "XP-3003"}


def test_names_come_once_and_in_order() -> None:
    for names in (["a", "a"], ["b", "a"], [MANIFEST], ["a", SIGNATURE], ["a/b", "a"]):
        assert code_of(container(HEAD + [part(name, b"x") for name in names])) == "XP-3004"
    assert code_of(container(HEAD[::-1])) == "XP-3002"
    assert code_of(container([part("a", b"x"), *HEAD])) == "XP-3002"


def test_a_bomb_does_not_go_off() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, b"{}")
        archive.writestr(SIGNATURE, b"s" * 64)
        with archive.open("bomb", "w") as member:
            for _ in range(50):
                member.write(bytes(1024 * 1024))
    assert code_of(target.getvalue()) == "XP-3003"


def test_a_crowd_of_members_is_refused_by_its_number() -> None:
    crowd = [part(f"m{number:06d}", b"") for number in range(60_000)]
    assert code_of(container(HEAD + crowd)) == "XP-3005"


def test_a_hundred_thousand_members_need_zip64_which_is_not_ours() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(f"m{number}"), b"")
    assert code_of(target.getvalue()) == "XP-3005"


def test_lying_sizes_and_places_are_refused() -> None:
    data = clear("xpsheet")
    end = len(data) - 22
    size, offset = struct.unpack_from("<2I", data, end + 12)
    for changes in (
        {end + 8: struct.pack("<2H", 65535, 65535)},
        {end + 12: struct.pack("<I", 0)},
        {end + 12: struct.pack("<I", 0xFFFFFFFF)},
        {end + 16: struct.pack("<I", 0)},
        {end + 20: struct.pack("<H", 5)},
        {offset + 20: struct.pack("<2I", 0xFFFFFFF0, 0xFFFFFFF0)},
        {offset + 28: struct.pack("<H", 0xFFFF)},
        {offset + 42: struct.pack("<I", size)},
    ):
        lying = bytearray(data)
        for place, new in changes.items():
            lying[place : place + len(new)] = new
        assert code_of(bytes(lying)) in {"XP-3001", "XP-3003", "XP-3004", "XP-3005"}


def test_members_that_overlap_are_refused() -> None:
    """The better zip bomb: many directory entries over one piece of data."""
    one = container([*HEAD, part("a", b"x" * 1000)])
    end = len(one) - 22
    _, offset = struct.unpack_from("<2I", one, end + 12)
    entry = one[end - 47 : end]
    many = b"".join(entry[:-1] + letter.encode() for letter in "bcdefgh")
    directory = one[offset:end] + many
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 10, 10, len(directory), offset, 0)
    assert code_of(one[:offset] + directory + tail) == "XP-3003"


def test_a_link_is_no_member() -> None:
    data = bytearray(container([*HEAD, part("a", b"/etc/passwd")]))
    entry = len(data) - 22 - 47
    data[entry + 38 : entry + 42] = struct.pack("<I", 0xA1FF << 16)
    data[entry + 5] = 3  # made on Unix
    assert code_of(bytes(data)) == "XP-3003"
