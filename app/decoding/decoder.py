"""The program's side of decoding: asks a child that is kept warm, watches the clock, replaces the dead."""

from __future__ import annotations

import subprocess
import sys
import weakref
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Timer
from typing import IO, cast

from app.decoding.frames import BrokenFrameError, Head, read_frame, write_frame

PATIENCE_S = 20.0
VERB = "--decoding-child"
_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from app.decoding.child import main; main()"
_NO_WINDOW = 0x08000000  # Windows would open a console for it


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of four bytes a pixel, blue first. dots: an inch of a page, 0 for what is no page."""

    width: int
    height: int
    alpha: bool
    pixels: bytes
    dots: float = 0.0


class NotShownError(Exception):
    """why: a file is ``broken``, too ``large``, ``locked``, or has ``felled`` the child."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


FELLED = "felled"


class Decoder:
    """One child, started when it is first needed. Safe in any thread; one thing is decoded at a time."""

    def __init__(self, patience: float = PATIENCE_S) -> None:
        self._patience = patience
        self._turn = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._alive: list[subprocess.Popen[bytes]] = []
        weakref.finalize(self, _end_all, self._alive)  # whoever drops it unclosed leaves no child behind
        self._closed = Event()
        self._held: bytes | None = None  # the document that the child has open

    def picture(self, data: bytes) -> Picture:
        """A whole picture. Raises NotShownError."""
        with self._turn:
            return _picture(*self._ask({"deed": "picture"}, data))

    def thumbnail(self, data: bytes, side: int) -> Picture:
        """The middle of a picture as a square of at most ``side`` pixels. Raises NotShownError."""
        with self._turn:
            return _picture(*self._ask({"deed": "thumbnail", "side": side}, data))

    def pages(self, document: bytes) -> int:
        """How many pages a PDF has, at least one. Raises NotShownError."""
        with self._turn:
            return self._open(document)

    def page(self, document: bytes, number: int, dots: int) -> Picture:
        """A page, from 0, at so many dots an inch. Raises NotShownError."""
        with self._turn:
            if self._held is not document or self._child is None or self._child.poll() is not None:
                self._open(document)
            return _picture(*self._ask({"deed": "page", "number": number, "dots": dots}))

    def close(self) -> None:
        """End the child, whatever it is at, and start no other."""
        self._closed.set()
        child = self._child
        if child is not None:
            child.kill()
        with self._turn:
            self._bury()

    def _open(self, document: bytes) -> int:
        self._held = None
        head, _ = self._ask({"deed": "document"}, document)
        self._held = document
        return int(head["count"])

    def _ask(self, head: Head, body: bytes = b"") -> tuple[Head, bytes]:
        child = self._warm()
        clock = Timer(self._patience, child.kill)
        clock.daemon = True
        clock.start()
        try:
            write_frame(cast("IO[bytes]", child.stdin), head, body)
            answer, told = read_frame(cast("IO[bytes]", child.stdout))
        except (OSError, ValueError, BrokenFrameError):
            self._bury()
            raise NotShownError(FELLED) from None
        finally:
            clock.cancel()
        if "why" in answer:
            raise NotShownError(str(answer["why"]))
        return answer, told

    def _warm(self) -> subprocess.Popen[bytes]:
        if self._closed.is_set():
            raise NotShownError("closed")
        if self._child is not None and self._child.poll() is not None:
            self._bury()
        if self._child is None:
            self._child = _born()
            self._alive.append(self._child)
        if self._closed.is_set():  # meanwhile: whoever closes has not seen this child
            self._bury()
            raise NotShownError("closed")
        return self._child

    def _bury(self) -> None:
        child, self._child, self._held = self._child, None, None
        if child is not None:
            _end(child)
            self._alive.remove(child)


def _end_all(children: list[subprocess.Popen[bytes]]) -> None:
    while children:
        _end(children.pop())


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            _shut(pipe)
    child.wait()


def _shut(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:  # what was still on its way to the dead
        return


def _born() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  our own command line
        command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
    )


def command() -> list[str]:
    """How the child is started: in a frozen program by its own verb, else by this very interpreter.

    ``-I``: nothing of the surroundings (variables, the folder that one stands in) chooses what it imports.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, VERB]
    return [sys.executable, "-I", "-c", _START, str(_ROOT)]


def _picture(head: Head, pixels: bytes) -> Picture:
    """An answer as a picture: of the size that it says, whatever the child has become."""
    shown = Picture(
        int(head["width"]), int(head["height"]), bool(head["alpha"]), pixels, float(head.get("dots", 0))
    )
    if shown.width < 1 or shown.height < 1 or len(pixels) != shown.width * shown.height * 4:
        raise NotShownError("broken")
    return shown
