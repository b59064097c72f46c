"""Two PDFs of our own writers, compared whole: streams by what they hold, everything else byte for byte.

Another version of a compressor packs the same content into other bytes, and with their number moves every
place in the file. So each part is brought into one form: streams unpacked, their lengths left out, and the
places in the tables too once they are found to be right. What our writers would not write has no form.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

MOST_UNPACKED = 256 * 1024 * 1024
_OBJECT = re.compile(rb"\n?(\d{1,7}) 0 obj\n")
_STREAM, _END_STREAM, _END = b"\nstream\n", b"endstream\nendobj\n", b"endobj\n"
_LENGTH = re.compile(rb"/Length (\d{1,9})(?!\d)")
_BLANK = re.compile(rb"\s+")
_PACKED = (b"/Filter /FlateDecode", b"/Filter [ /FlateDecode ]")
_BYTE_RANGE = re.compile(rb"/ByteRange \[0 \d{1,9} \d{1,9} \d{1,9}\] *\n")
_CONTENTS = re.compile(rb"/Contents <[0-9a-f]{8192}>")
_SECTION = re.compile(rb"(\d{1,7}) (\d{1,7})\n")
_ROW = re.compile(rb"(\d{10}) (\d{5}) ([nf]) \n")
_TRAILER = re.compile(rb"(trailer\n<<\n.*?\n>>\n)startxref\n(\d{1,10})\n%%EOF\n", re.DOTALL)
_PREVIOUS = re.compile(rb"/Prev (\d{1,10})(?!\d)")
_KIDS = re.compile(rb"/Kids \[((?: \d+ 0 R)+) \]")
_CONTENT_OF = re.compile(rb"/Contents (\d+) 0 R")


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a file in its one form: an object by its number, 0 for what is none."""

    number: int
    form: bytes


def same_form(received: bytes, ours: bytes, before: int) -> bool:
    """Whether two revisions that follow the same bytes say the same. before: how many bytes those are."""
    try:
        return list(_parts(received, before)) == list(_parts(ours, before))
    except (ValueError, zlib.error):
        return False


def difference(received: bytes, ours: bytes) -> int | None:
    """Where a document is not what we draw: the page, from 1; 0 where it is in no page; None for nowhere."""
    if received == ours:
        return None
    drawn = list(_parts(ours, 0))
    try:
        for theirs, own in zip_longest(_parts(received, 0), drawn):
            if theirs != own:
                number = own.number if own else theirs.number if theirs else 0
                return _pages(drawn).get(number, 0)
    except (ValueError, zlib.error):
        return 0
    return None


def _parts(data: bytes, before: int) -> Iterator[_Part]:
    """The parts in their order; data follows upon ``before`` bytes. Raises ValueError, zlib.error."""
    at, table, places = 0, -1, dict[int, int]()
    budget = MOST_UNPACKED
    if not before:
        at = _head_end(data)
        yield _Part(0, data[:at])
    while at < len(data):
        found = _OBJECT.match(data, at)
        if found is None:
            form, at, table = _tail(data, at, before, places, table)
            yield _Part(0, form)
            continue
        number = int(found[1])
        places[number] = before + found.end() - len(b"%d 0 obj\n" % number)
        form, at = _object(data, found.end(), budget)
        budget -= len(form)
        yield _Part(number, found[0] + form)


def _head_end(data: bytes) -> int:
    end = 0
    while data[end : end + 1] == b"%":
        end = data.index(b"\n", end) + 1
    return end


def _object(data: bytes, start: int, budget: int) -> tuple[bytes, int]:
    """An object's form from behind its number, and where it ends."""
    end, stream = data.index(_END, start), data.find(_STREAM, start)
    if not 0 <= stream < end:
        body = data[start : end + len(_END)]
        body = _CONTENTS.sub(b"/Contents <>", body, count=1)
        return _BYTE_RANGE.sub(b"/ByteRange []\n", body, count=1), end + len(_END)
    told = data[start:stream]
    length = _LENGTH.search(told)
    if length is None:
        raise ValueError("a stream without its length")
    first = stream + len(_STREAM)
    last = first + int(length[1])
    packed = data[first:last]
    closed = data[last:].startswith(b"\n") if packed else data.startswith(b"\n", last)
    if not data.startswith(_END_STREAM, last + closed):
        raise ValueError("a stream that does not end where it says")
    words = _BLANK.sub(b" ", _LENGTH.sub(b"/Length", told, count=1))
    if any(each in words for each in _PACKED):
        packed = _unpacked(packed, budget)
    form = words + b"\nstream %d %d\n" % (len(packed), closed) + packed
    return form, last + closed + len(_END_STREAM)


def _unpacked(packed: bytes, most: int) -> bytes:
    unpacking = zlib.decompressobj()
    plain = unpacking.decompress(packed, max(most, 1))
    if not unpacking.eof or unpacking.unused_data:
        raise ValueError("a stream that is not packed whole, or too much")
    return plain


def _tail(data: bytes, at: int, before: int, places: Mapping[int, int], table: int) -> tuple[bytes, int, int]:
    """Table and trailer of a revision in their form, where they end, and where the table is.

    table: that of the revision before, where that is part of the data; below 0 else.
    """
    start = at
    if not data.startswith(b"xref\n", at):
        raise ValueError("neither an object nor a table")
    at += len(b"xref\n")
    rows: list[bytes] = []
    while section := _SECTION.match(data, at):
        at = section.end()
        rows.append(section[0])
        for number in range(int(section[1]), int(section[1]) + int(section[2])):
            row = _ROW.match(data, at)
            if row is None or int(row[1]) != (places.get(number) if row[3] == b"n" else 0):
                raise ValueError("a place in the table that is not the object's")
            at = row.end()
            rows.append(row[2] + row[3])
    trailer = _TRAILER.match(data, at)
    if trailer is None or int(trailer[2]) != before + start:
        raise ValueError("no trailer, or of another table")
    told, previous = trailer[1], _PREVIOUS.search(trailer[1])
    if previous is not None and table >= 0:
        if int(previous[1]) != table:
            raise ValueError("a table that does not follow upon the last")
        told = _PREVIOUS.sub(b"/Prev", told, count=1)
    return b"".join(rows) + told, trailer.end(), before + start


def _pages(parts: list[_Part]) -> dict[int, int]:
    """The page, from 1, of each page's object and content."""
    objects = {part.number: part.form for part in parts}
    kids = next((found[1] for form in objects.values() if (found := _KIDS.search(form))), b"")
    pages: dict[int, int] = {}
    for page, number in enumerate((int(each) for each in re.findall(rb"(\d+) 0 R", kids)), start=1):
        pages[number] = page
        if content := _CONTENT_OF.search(objects.get(number, b"")):
            pages[int(content[1])] = page
    return pages
