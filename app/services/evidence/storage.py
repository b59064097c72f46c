"""One content on its way to the disk: hashed on one core while another encrypts and writes it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING

from app.common.errors import Refusal
from app.common.files import CHUNK, Readable

if TYPE_CHECKING:
    from app.signing.chunked import Sealer

MAX_FILE_BYTES = 512 * 1024 * 1024
Check = Callable[[int], None]  # gets the bytes done so far; whatever it raises stops the copy


def unwatched(_done: int) -> None:
    """Nobody wants to know how far it is, or to stop it."""


def copied(source: Readable, copy: Path, sealer: Sealer | None, check: Check) -> tuple[str, int]:
    """Copy a stream durably, encrypted where there is a sealer; returns SHA-256 of the plain bytes and size.

    Raises Refusal for what is empty or too large, OSError, and what ``check`` raises.
    """
    with copy.open("xb", buffering=0) as target, ThreadPoolExecutor(1) as beside:
        if sealer is not None:
            target.write(sealer.header)
        digest, size = _poured(source, target, sealer, beside, check)
        os.fsync(target.fileno())
    if size == 0:
        raise Refusal.because("文件是空的，没有附上。请检查原文件。", code="XP-6102")
    return digest, size


def _poured(
    source: Readable, target: IO[bytes], sealer: Sealer | None, beside: ThreadPoolExecutor, check: Check
) -> tuple[str, int]:
    from app.signing.chunked import with_last

    running, size = hashlib.sha256(), 0
    hashed: Future[None] | None = None
    for chunk, last in with_last(source, CHUNK):
        size += len(chunk)
        _must_fit(size)
        check(size)
        if hashed is not None:
            hashed.result()  # in order, and never more than one chunk waits
        hashed = None if size <= CHUNK and last else beside.submit(running.update, chunk)
        if hashed is None:
            running.update(chunk)  # one chunk: no thread is worth it
        _write(target, chunk if sealer is None else sealer.seal(chunk, last=last))
    if hashed is not None:
        hashed.result()
    return running.hexdigest(), size


def _write(target: IO[bytes], data: bytes) -> None:
    """All of it: an unbuffered file may take less than it is given."""
    done = target.write(data)
    while done < len(data):
        done += target.write(data[done:])


def _must_fit(size: int) -> None:
    if size > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // (1024 * 1024)
        raise Refusal.because(f"文件超过 {limit} MiB，没有附上。请压缩或截取后再附。", code="XP-6102")
