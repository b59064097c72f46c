"""No changed, missing or added byte of any package is taken, whatever its kind, sealed or open."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.common.errors import Refusal
from app.exchange.kinds import KINDS
from app.exchange.package import read_package
from tests.exchange.samples import clear, identities, package
from tests.hostile.forging import READERS
from tests.seals import seal_ignored
from tests.signing.bureau import world
from tests.spans import RUNAWAY

__all__ = ["seal_ignored"]
pytestmark = pytest.mark.usefixtures("seal_ignored")


def refuse(data: bytes, kind: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_package(data, world().trust, identities(kind))
    assert all(fault.code.startswith("XP-3") and fault.message for fault in caught.value.faults)


@pytest.mark.parametrize("form", ["open", "as it travels"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_byte_counts(kind: str, form: str) -> None:
    data = clear(kind) if form == "open" else package(kind)
    taken = []
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 0x20 if place % 2 else 0x01
        try:
            read_package(bytes(changed), world().trust, identities(kind)).close()
        except Refusal:
            continue
        taken.append(place)
    assert taken == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_may_be_missing_or_added(kind: str) -> None:
    for data in (clear(kind), package(kind)):
        for cut in {0, 1, 4, 21, 22, 30, len(data) // 2, len(data) - 22, len(data) - 1}:
            refuse(data[:cut], kind)
            refuse(data[cut:] if cut else b"", kind)
        for more in (b"\x00", b"\n", data):
            refuse(data + more, kind)
            refuse(more + data, kind)
        half = len(data) // 2
        refuse(data[:half] + b"\x00" + data[half:], kind)


@given(st.binary(max_size=2000))
@settings(max_examples=300)
def test_garbage_is_refused(data: bytes) -> None:
    for head in (b"", b"PK\x03\x04", b"age-encryption.org/v1\n-> X25519 ", b"%PDF-"):
        refuse(head + data, "xpsheet")


@given(st.data())
@settings(max_examples=300)
def test_spliced_packages_are_refused(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(tuple(KINDS)))
    original = clear(kind)
    cut, to = sorted(data.draw(st.tuples(*[st.integers(0, len(original))] * 2)))
    spliced = original[:cut] + data.draw(st.binary(max_size=40)) + original[to:]
    if spliced != original:
        refuse(spliced, kind)


def test_random_bytes_of_a_large_package(tmp_path: Path) -> None:
    """A flipped bit anywhere in megabytes of evidence shows."""
    from app.common.canon import sha256
    from app.exchange.package import write_package
    from tests.exchange.samples import contents, draft

    photo = tmp_path / "photo"
    photo.write_bytes(os.urandom(4_000_000))
    members = {**contents("xpsheet")[1], "evidence/" + sha256(photo.read_bytes()): photo}
    place = world()
    target = tmp_path / "large.xpsheet"
    member = place.expert
    write_package(target, draft("xpsheet", "expert-a"), members, member.keys, member.credential)
    data = bytearray(target.read_bytes())
    for step in range(0, len(data), len(data) // 20):
        data[step] ^= 0x80
        with pytest.raises(Refusal):
            read_package(bytes(data), place.trust, [member.keys.identity])
        data[step] ^= 0x80
    read_package(bytes(data), place.trust, [member.keys.identity]).close()


def test_a_file_beyond_all_limits_is_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.xpsync"
    with huge.open("wb") as stream:
        stream.truncate(64 * 1024**3)  # sparse: costs no disk
    began = time.monotonic()
    with pytest.raises(Refusal) as caught:
        read_package(huge, world().trust)
    assert caught.value.faults[0].code == "XP-3001"
    assert time.monotonic() - began < RUNAWAY


def test_the_small_packages_are_good_to_begin_with() -> None:
    for kind in KINDS:
        for data in (clear(kind), package(kind)):
            with read_package(data, world().trust, identities(kind)) as taken:
                READERS[kind](taken)
