"""Where a verb's input comes from and its results go."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO, cast

from app.cli.output import send_nowhere
from app.common.canon import MAX_INPUT_BYTES, unmarked, write_json
from app.common.errors import EnvironmentTrouble, Fault, Refusal, foremost, system_words
from app.common.files import open_ordinary

STANDARD_INPUT = "-"


def read_input(name: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``; one byte over the limit is enough to refuse it.

    Raises Refusal where there is no such file, EnvironmentTrouble where it cannot be read.
    """
    with _opened(name) as stream:
        return stream.read(MAX_INPUT_BYTES + 1)


def read_lines(name: str) -> Iterator[bytes]:
    """The lines of a file or of standard input that hold anything, each cut one byte over the limit."""
    return (line for line in read_whole_lines(name) if unmarked(line.strip()))


def read_whole_lines(name: str) -> Iterator[bytes]:
    """Every line of a file or of standard input, the empty ones too, each cut one byte over the limit."""
    with _opened(name) as stream:
        while line := stream.readline(MAX_INPUT_BYTES + 1):
            _skip_rest(stream, line)
            yield line


def write_result(value: object) -> None:
    """One JSON value on one line of standard output."""
    sys.stdout.write(f"{write_json(value).decode()}\n")


def write_faults(faults: tuple[Fault, ...]) -> None:
    """The contract's form of a refusal, on standard output."""
    write_result({"errors": [fault.as_json() for fault in foremost(faults)]})


def tell_path(path: Path) -> None:
    """Where a file was written: a result, but for a device or a pipe, which may be standard output itself."""
    from app.exchange.placement import is_stream

    if is_stream(path):
        talk(f"已写到 {path}。")
    else:
        sys.stdout.write(f"{path}\n")


def talk(text: str) -> None:
    """One line for the person at the keyboard, on standard error; where that is gone, nobody reads it.

    The results so far are handed over first: a line about them has no sense where they are lost. Raises
    OutputLost.
    """
    if sys.stdout is not None:  # None where the caller closed it, and so with standard error
        sys.stdout.flush()
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except OSError:
        send_nowhere(cast("TextIOWrapper", sys.stderr))


def _opened(name: str) -> IO[bytes]:
    if name == STANDARD_INPUT:
        return sys.stdin.buffer
    try:
        return open_ordinary(Path(name))
    except FileNotFoundError:
        raise Refusal.because(f"找不到文件 {name}，请检查路径。", code="XP-1001") from None
    except IsADirectoryError:
        raise Refusal.because(f"{name} 是文件夹，请指定其中的文件。", code="XP-1002") from None
    except OSError as error:
        raise EnvironmentTrouble(
            f"不能读取 {name}：{system_words(OSError(error.errno, error.strerror))}。",
            advice="请检查权限后重试。",
            code="XP-9002",
        ) from error


def _skip_rest(stream: IO[bytes], line: bytes) -> None:
    """Pass over what is left of a line that is too long, without keeping it."""
    while len(line) > MAX_INPUT_BYTES and not line.endswith(b"\n"):
        line = stream.readline(MAX_INPUT_BYTES + 1)
        if not line:
            return
