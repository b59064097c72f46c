"""A zip with exactly one form: stored, fixed dates, attributes and order, nothing before, between or after.

Any zip program opens it, but only the bytes that ``write_container`` would write are taken in: the whole
layout follows from names, sizes and checksums, so the reader rebuilds every header and compares.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.common.errors import Refusal
from app.common.files import CHUNK, Pieces

MANIFEST, SIGNATURE = "manifest.json", "signature"
MAX_NAME = 160
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")
_RESERVED = re.compile(r"(^|/)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.[^/]*)?(/|$)")
_END = struct.Struct("<4s4H2IH")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_VERSION, _DATE_1980 = 20, 0x0021

Source = bytes | Path | Pieces  # where a member's content comes from; it is read twice


@dataclass(frozen=True, slots=True)
class Limits:
    """What a container may hold. total, member: bytes."""

    total: int = 2 * 1024**3
    members: int = 10_000
    member: int = 1024**3
    manifest: int = 4 * 1024**2


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Part:
    """A member measured before it is written. content: bytes, a file, or what is read in pieces."""

    name: str
    content: Source
    size: int
    crc: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ContainerEntry:
    """A member found in a container. offset: where its data begins in the stream."""

    name: str
    offset: int
    size: int
    crc: int
    sha256: str = ""


def is_safe_name(name: str) -> bool:
    """Whether a member name is plain: lower-case, relative, no dots that climb, no device of Windows."""
    dotted = any(part.endswith(".") for part in name.split("/"))
    return len(name) <= MAX_NAME and not dotted and bool(_NAME.fullmatch(name)) and not _RESERVED.search(name)


def measure(name: str, content: Source) -> Part:
    """Size, checksum and digest of a member. Raises OSError, ValueError for a bad name."""
    if not is_safe_name(name):
        raise ValueError(f"no name for a member: {name!r}")
    size, crc, running = 0, 0, hashlib.sha256()
    for chunk in _chunks_of(content):
        size, crc = size + len(chunk), zlib.crc32(chunk, crc)
        running.update(chunk)
    return Part(name, content, size, crc, running.hexdigest())


def write_container(target: IO[bytes], parts: Sequence[Part]) -> None:
    """Write the parts in the given order (manifest, signature, the rest sorted). Raises Refusal, OSError."""
    entries = tuple(_placed([(part.name, part.size, part.crc) for part in parts]))
    for part, entry in zip(parts, entries, strict=True):
        target.write(_local(entry))
        running = hashlib.sha256()
        for chunk in _chunks_of(part.content):
            running.update(chunk)
            target.write(chunk)
        if running.hexdigest() != part.sha256:
            raise Refusal.because(
                "附件在导出过程中被改动，文件未写出；请关闭正在编辑它的程序后重新导出。", code="XP-3010"
            )
    directory = b"".join(_central(entry) for entry in entries)
    last = entries[-1]
    target.write(directory + _end(len(entries), len(directory), last.offset + last.size))


def read_container(stream: IO[bytes], limits: Limits = LIMITS) -> tuple[ContainerEntry, ...]:
    """Check every byte of a container and return its members with digests. Raises Refusal, OSError."""
    total = stream.seek(0, io.SEEK_END)
    if total > limits.total:
        raise too_large()
    entries = _directory(stream, total, limits)
    return tuple(_checked(stream, entry) for entry in entries)


def read_member(stream: IO[bytes], entry: ContainerEntry) -> bytes:
    """A member's data as a whole."""
    return b"".join(member_chunks(stream, entry))


def member_chunks(stream: IO[bytes], entry: ContainerEntry) -> Iterator[bytes]:
    """A member's data in pieces of at most a mebibyte."""
    done = 0
    while done < entry.size:
        stream.seek(entry.offset + done)
        chunk = stream.read(min(CHUNK, entry.size - done))
        if not chunk:
            raise damaged()
        done += len(chunk)
        yield chunk


def _directory(stream: IO[bytes], total: int, limits: Limits) -> tuple[ContainerEntry, ...]:
    """The members that the central directory names, once the directory is as we would have written it."""
    count, size = _read_end(stream, total)
    if count > limits.members:
        raise Refusal.because(
            f"文件里的成员超过 {limits.members} 个，未予采用；请确认文件来自本程序。", code="XP-3005"
        )
    stream.seek(total - _END.size - size)
    directory = stream.read(size)
    entries = tuple(_placed(_listed(directory, count)))
    _check_names([entry.name for entry in entries])
    if any(entry.size > limits.member for entry in entries) or entries[0].size > limits.manifest:
        raise too_large()
    body = entries[-1].offset + entries[-1].size
    rebuilt = b"".join(_central(entry) for entry in entries) + _end(count, size, body)
    stream.seek(total - _END.size - size)
    if body + size + _END.size != total or stream.read() != rebuilt:
        raise damaged()
    return entries


def _read_end(stream: IO[bytes], total: int) -> tuple[int, int]:
    """Member count and directory size from the last record."""
    stream.seek(0)
    if total < _END.size or stream.read(4) != b"PK\x03\x04":
        raise Refusal.because("这不是本程序的文件，或文件不完整；请检查是否选错了文件。", code="XP-3002")
    stream.seek(total - _END.size)
    magic, _, _, here, count, size, _, _ = _END.unpack(stream.read(_END.size))
    if magic != b"PK\x05\x06" or here != count or count < 2 or size > total - _END.size:
        raise damaged()
    if size > count * (_CENTRAL.size + MAX_NAME):
        raise damaged()
    return count, size


def _listed(directory: bytes, count: int) -> Iterator[tuple[str, int, int]]:
    """Name, size and checksum of each record of a central directory."""
    place = 0
    for _ in range(count):
        if place + _CENTRAL.size > len(directory):
            raise damaged()
        fields = _CENTRAL.unpack_from(directory, place)
        crc, size, length = fields[7], fields[9], fields[10]
        name = directory[place + _CENTRAL.size : place + _CENTRAL.size + length]
        place += _CENTRAL.size + length
        yield name.decode("ascii", "replace"), size, crc
    if place != len(directory):
        raise damaged()


def _check_names(names: Sequence[str]) -> None:
    if tuple(names[:2]) != (MANIFEST, SIGNATURE):
        raise Refusal.because("这不是本程序的文件；请检查是否选错了文件。", code="XP-3002")
    rest = names[2:]
    unsafe = not all(is_safe_name(name) for name in rest)
    if unsafe or sorted(set(rest)) != list(rest) or {MANIFEST, SIGNATURE} & set(rest):
        raise Refusal.because(
            "文件里有不允许的成员名（越出文件夹、重复或次序不对），未予采用；本机数据没有变化。请勿再打开它，并告知发件人。",
            code="XP-3004",
        )


def _checked(stream: IO[bytes], entry: ContainerEntry) -> ContainerEntry:
    """The entry with its digest, once its header and its data are what the directory says."""
    header = _local(entry)
    stream.seek(entry.offset - len(header))
    if stream.read(len(header)) != header:
        raise damaged()
    crc, running = 0, hashlib.sha256()
    for chunk in member_chunks(stream, entry):
        crc = zlib.crc32(chunk, crc)
        running.update(chunk)
    if crc != entry.crc:
        raise damaged()
    return ContainerEntry(entry.name, entry.offset, entry.size, entry.crc, running.hexdigest())


def _placed(
    listed: Sequence[tuple[str, int, int]] | Iterator[tuple[str, int, int]],
) -> Iterator[ContainerEntry]:
    """Each member where it must lie: one after the other without gaps."""
    place = 0
    for name, size, crc in listed:
        place += _LOCAL.size + len(name)
        yield ContainerEntry(name, place, size, crc)
        place += size
        if place > 0xFFFFFFFE:
            raise too_large()


def _local(entry: ContainerEntry) -> bytes:
    name = entry.name.encode("ascii", "replace")
    sizes = (entry.crc, entry.size, entry.size, len(name), 0)
    return _LOCAL.pack(b"PK\x03\x04", _VERSION, 0, 0, 0, _DATE_1980, *sizes) + name


def _central(entry: ContainerEntry) -> bytes:
    name = entry.name.encode("ascii", "replace")
    sizes = (entry.crc, entry.size, entry.size, len(name), 0, 0)
    start = entry.offset - _LOCAL.size - len(name)
    head = (b"PK\x01\x02", _VERSION, _VERSION, 0, 0, 0, _DATE_1980)
    return _CENTRAL.pack(*head, *sizes, 0, 0, 0, start) + name


def _end(count: int, size: int, offset: int) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, size, offset, 0)


def _chunks_of(content: Source) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif isinstance(content, Path):
        with content.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    else:
        yield from content.pieces()


def damaged() -> Refusal:
    """The one answer to any byte that is not where it belongs."""
    return Refusal.because(
        "文件已损坏或被改动，未予采用；本机数据没有变化。请从原处重新拷贝一份，仍不行时请对方重新导出。",
        code="XP-3003",
    )


def too_large() -> Refusal:
    """The answer to a file beyond the limits."""
    return Refusal.because("文件超过允许的大小，未予采用；请确认文件来自本程序。", code="XP-3001")
