"""Changed files from good ones: bits, blocks, lengths, numbers, words of the format. The same for a seed."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

WORDS = (
    b"", b"\x00", b"\xff" * 8, b"-1", b"0", b"NaN", b"1e999999", b"9" * 400, b"null", b"true", b"[]", b"{}",
    b"[" * 600, b'{"a":' * 200, b"&a *a", b"<<: *x", b"!!python/object:os.system", b"\xef\xbb\xbf",
    b"\xed\xa0\x80", "\u202e".encode(), b"../../x", b"C:\\x", b"=1+1", b"<!DOCTYPE x [<!ENTITY a 'a'>]>",
    b"&a;",
    b"endobj", b"/Length 99999999", b"/Kids [1 0 R]", b"startxref", b"%%EOF", b"PK\x05\x06", b"PK\x01\x02",
    b"\x7f\xff\xff\xff", b"\x00\x00\x00\x00", b"IDAT", b"\xff\xd9",
)  # fmt: skip
Change = Callable[[random.Random, bytearray, Sequence[bytes]], None]


def _flip(lucky: random.Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    for _ in range(lucky.choice((1, 1, 2, 8, 40))):
        data[lucky.randrange(len(data))] ^= 1 << lucky.randrange(8)


def _word(lucky: random.Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    at, word = lucky.randrange(len(data)), lucky.choice(WORDS)
    data[at : at + lucky.choice((0, len(word)))] = word


def _cut(lucky: random.Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    at = lucky.randrange(len(data))
    del data[at : at + lucky.choice((1, 4, 64, len(data)))]


def _repeat(lucky: random.Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    at = lucky.randrange(len(data))
    data[at:at] = bytes(data[at : at + lucky.choice((4, 64, 1024))]) * lucky.choice((1, 3, 200))


def _splice(lucky: random.Random, data: bytearray, seeds: Sequence[bytes]) -> None:
    other = lucky.choice(seeds)
    at, start = lucky.randrange(len(data)), lucky.randrange(len(other))
    data[at:] = other[start:]


def _number(lucky: random.Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    """A run of digits becomes another number: lengths, places, points."""
    places = [at for at, each in enumerate(data) if 48 <= each <= 57]
    if places:
        at = end = lucky.choice(places)
        while end < len(data) and 48 <= data[end] <= 57:
            end += 1
        data[at:end] = lucky.choice((b"0", b"1", b"-1", b"99999999999", b"2147483648", b"1.0000001", b"5."))


CHANGES: tuple[Change, ...] = (_flip, _word, _cut, _repeat, _splice, _number)
MOST_BYTES = 4 * 1024 * 1024


def mutated(lucky: random.Random, seeds: Sequence[bytes]) -> bytes:
    """One changed file. Of an archive, as often as not, what lies inside is changed."""
    seed = lucky.choice(seeds)
    if seed.startswith(b"PK") and lucky.random() < 0.6:
        return _within_archive(lucky, seed)
    return _changed(lucky, seed, seeds)


def _changed(lucky: random.Random, seed: bytes, seeds: Sequence[bytes]) -> bytes:
    data = bytearray(seed)
    for _ in range(lucky.choice((1, 1, 1, 2, 4))):
        if not data:
            break
        lucky.choice(CHANGES)(lucky, data, seeds)
    return bytes(data[:MOST_BYTES])


def _within_archive(lucky: random.Random, seed: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(seed)) as archive:
        parts = {each.filename: archive.read(each) for each in archive.infolist()}
    name = lucky.choice(sorted(parts))
    parts[name] = _changed(lucky, parts[name], list(parts.values()))
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in parts.items():
            archive.writestr(each, data)
    return held.getvalue()
