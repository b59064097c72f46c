"""Standard output as the verbs write to it: all of it arrives, or it is said that it did not."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from app.common.errors import EnvironmentTrouble


class OutputLost(EnvironmentTrouble):
    """What a verb had to say went nowhere: the disk is full, the reader has gone, the output is closed."""

    def __init__(self) -> None:
        super().__init__(
            "结果没有全部写出：标准输出写不进去，请检查磁盘是否已满、接收的程序是否已退出，然后重新执行。",
            code="XP-9003",
        )


class Results(io.TextIOWrapper):
    """Standard output in UTF-8 with bare newlines; whatever keeps it from being written is ``OutputLost``.

    No ``OSError`` leaves it: click takes a closed pipe for a quiet end, and nobody else could tell it from
    the trouble of another file.
    """

    def write(self, text: str, /) -> int:
        """Take a text in. Raises OutputLost."""
        try:
            return super().write(text)
        except OSError as error:
            raise OutputLost from error

    def flush(self) -> None:
        """Hand over all that was taken in. Raises OutputLost."""
        try:
            super().flush()
        except OSError as error:
            raise OutputLost from error


@contextmanager
def results() -> Iterator[None]:
    """Standard output is a ``Results`` meanwhile, and empty at the end. Raises OutputLost."""
    plain = cast("io.TextIOWrapper | None", sys.stdout)
    if plain is None:  # closed by whoever called: then the next file that is opened would stand in its place
        raise OutputLost
    binary = _buffered(plain)
    watched = plain.line_buffering or plain.isatty()
    sys.stdout = Results(binary, encoding="utf-8", newline="\n", line_buffering=watched)
    try:
        yield
        sys.stdout.flush()
    except OutputLost:
        send_nowhere(binary)
        raise
    finally:
        _put_back(plain, binary)


def send_nowhere(stream: io.TextIOWrapper | BinaryIO) -> None:
    """Let what a stream still holds go nowhere: the interpreter's last flush would fail aloud."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _buffered(plain: io.TextIOWrapper) -> BinaryIO:
    """The bytes under a text stream. An unbuffered one would write a part and lose the rest."""
    binary = plain.buffer
    if isinstance(binary, io.RawIOBase):
        return cast("BinaryIO", io.BufferedWriter(binary))
    return cast("BinaryIO", binary)


def _put_back(plain: io.TextIOWrapper, binary: BinaryIO) -> None:
    """Standard output as it was; nothing under it is closed."""
    used, sys.stdout = sys.stdout, plain
    if isinstance(used, Results):
        used.detach()
    if isinstance(binary, io.BufferedWriter) and binary is not plain.buffer:
        binary.detach()
