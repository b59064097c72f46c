"""How program and child speak: a head in JSON and a body of bytes, each with its length before it."""

from __future__ import annotations

import json
import struct
from typing import IO, Any

_LENGTHS = struct.Struct(">II")
MOST_HEAD = 4096
MOST_BODY = 256 * 1024 * 1024

Head = dict[str, Any]


class BrokenFrameError(Exception):
    """The other side has gone, or says what it should not."""


def write_frame(stream: IO[bytes], head: Head, body: bytes = b"") -> None:
    """Send one frame. Raises OSError where the other side has gone."""
    told = json.dumps(head).encode()
    stream.write(_LENGTHS.pack(len(told), len(body)) + told)
    stream.write(body)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[Head, bytes]:
    """Wait for one frame. Raises BrokenFrameError, OSError."""
    lengths = _LENGTHS.unpack(_whole(stream, _LENGTHS.size))
    if lengths[0] > MOST_HEAD or lengths[1] > MOST_BODY:
        raise BrokenFrameError
    head = json.loads(_whole(stream, lengths[0]))
    if not isinstance(head, dict):
        raise BrokenFrameError
    return head, _whole(stream, lengths[1])


def _whole(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise BrokenFrameError
    return data
