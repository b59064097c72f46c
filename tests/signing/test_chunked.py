from __future__ import annotations

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.files import CHUNK
from app.signing import chunked
from app.signing.chunked import (
    HEADER,
    TAG,
    BrokenContentError,
    ContentKey,
    Sealer,
    key_id_of,
    unsealed,
    with_last,
)

SMALL = 64
BLOCK = SMALL + TAG
KEY = ContentKey.generate()


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunked, "CHUNK", SMALL)


def sealed(data: bytes, key: ContentKey = KEY) -> bytes:
    sealer = Sealer(key)
    chunks = with_last(io.BytesIO(data), SMALL)
    return sealer.header + b"".join(sealer.seal(chunk, last=last) for chunk, last in chunks)


def opened(data: bytes, key: ContentKey = KEY) -> bytes:
    return b"".join(unsealed(io.BytesIO(data), key))


class Dribble(io.BytesIO):
    """Gives a few bytes at a time, as a pipe does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(7, size or 7))


@given(st.integers(0, 5 * SMALL + 1))
def test_every_size_comes_back(size: int) -> None:
    data = os.urandom(size)
    file = sealed(data)
    assert opened(file) == data
    assert len(file) == HEADER + size + TAG * max(1, -(-size // SMALL))
    assert b"".join(unsealed(Dribble(file), KEY)) == data


@given(st.integers(1, 4 * SMALL), st.data())
def test_every_changed_byte_is_refused(size: int, data: st.DataObject) -> None:
    file = bytearray(sealed(bytes(size)))
    place = data.draw(st.integers(0, len(file) - 1))
    file[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BrokenContentError):
        opened(bytes(file))


@given(st.integers(0, 4 * SMALL), st.data())
def test_every_cut_is_refused_even_between_chunks(size: int, data: st.DataObject) -> None:
    file = sealed(os.urandom(size))
    end = data.draw(st.integers(0, len(file) - 1) | st.sampled_from(range(HEADER, len(file), BLOCK)))
    with pytest.raises(BrokenContentError):
        opened(file[:end])


@given(st.integers(2, 6), st.data())
def test_chunks_swapped_dropped_repeated_or_added_are_refused(count: int, data: st.DataObject) -> None:
    file = sealed(os.urandom(count * SMALL))
    blocks = [file[at : at + BLOCK] for at in range(HEADER, len(file), BLOCK)]
    wrong = data.draw(st.lists(st.sampled_from(range(count)), max_size=count + 2))
    if wrong != list(range(count)):
        with pytest.raises(BrokenContentError):
            opened(file[:HEADER] + b"".join(blocks[each] for each in wrong))


def test_a_chunk_of_another_file_under_the_same_key_is_refused() -> None:
    one, other = sealed(bytes(3 * SMALL)), sealed(bytes(3 * SMALL))
    with pytest.raises(BrokenContentError):
        opened(one[: HEADER + BLOCK] + other[HEADER + BLOCK : HEADER + 2 * BLOCK] + one[HEADER + 2 * BLOCK :])


def test_another_key_opens_nothing() -> None:
    file = sealed(b"roster")
    with pytest.raises(BrokenContentError):
        opened(file, ContentKey.generate())
    with pytest.raises(BrokenContentError):
        opened(file, ContentKey(KEY.id, os.urandom(32)))


def test_nothing_of_the_content_is_in_the_file_and_no_two_files_are_alike() -> None:
    data = b"Zhang San 110101199001010011 " * 20
    assert b"Zhang" not in sealed(data)
    assert sealed(data) != sealed(data)
    assert "secret" not in repr(KEY)


@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_a_plain_file_or_are_refused(data: bytes) -> None:
    assert key_id_of(data) is None
    with pytest.raises(BrokenContentError):
        opened(data)


def test_the_chunk_on_disk_is_a_mebibyte() -> None:
    assert CHUNK == 1024 * 1024
