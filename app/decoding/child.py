"""The child: reads what it is asked, decodes, answers; ends when its parent does. Whatever fells it, only it.

What is asked: ``picture``, ``thumbnail`` (side), ``document``, ``page`` (number, dots) of the document that
was sent last. What is answered: ``why`` for what cannot be shown, else sizes, and the samples as the body.
"""

from __future__ import annotations

import faulthandler
import os
import struct
import sys
import zlib
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

from app.decoding import bounds
from app.decoding.bounds import confine
from app.decoding.frames import BrokenFrameError, Head, read_frame, write_frame

if TYPE_CHECKING:
    from app.decoding.pages import Document
    from app.decoding.pictures import Samples

BROKEN, LARGE, LOCKED = "broken", "large", "locked"
Answer = tuple[Head, bytes]
# What the readers raise for bytes that are not what they say; anything else ends the child, and is told so.
_UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)


def main() -> int:
    """Answer until nobody asks any more; the exit code."""
    asked, told = _streams()
    confine()
    worker = _Worker()
    while True:
        try:
            head, body = read_frame(asked)
        except BrokenFrameError:
            return 0
        # A thread that needs no Python: what loops in C is ended, too, when nobody is left to do it.
        faulthandler.dump_traceback_later(bounds.DEADLINE_S, exit=True, file=2)
        answer = worker.answer(head, body)
        faulthandler.cancel_dump_traceback_later()
        write_frame(told, *answer)


def _streams() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the parent, for us alone: what a library prints goes nowhere."""
    asked, told = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return asked, told


class _Worker:
    def __init__(self) -> None:
        self._document: Document | None = None
        self._deeds: dict[str, Callable[[Head, bytes], Answer]] = {
            "picture": self._picture,
            "thumbnail": self._thumbnail,
            "document": self._open,
            "page": self._page,
        }

    def answer(self, head: Head, body: bytes) -> Answer:
        from app.decoding.pictures import TooLargeError

        try:
            return self._deeds[head["deed"]](head, body)
        except (MemoryError, TooLargeError):
            return {"why": LARGE}, b""
        except _UNREADABLE:
            return {"why": BROKEN}, b""

    def _picture(self, _head: Head, body: bytes) -> Answer:
        from app.decoding.pictures import picture

        return _told(picture(body))

    def _thumbnail(self, head: Head, body: bytes) -> Answer:
        from app.decoding.pictures import thumbnail

        return _told(thumbnail(body, int(head["side"])))

    def _open(self, _head: Head, body: bytes) -> Answer:
        from app.decoding.pages import BrokenError, Document, LockedError

        if self._document is not None:
            self._document.close()
            self._document = None
        try:
            self._document = Document(body)
        except LockedError:
            return {"why": LOCKED}, b""
        except BrokenError:
            return {"why": BROKEN}, b""
        return {"count": self._document.count}, b""

    def _page(self, head: Head, _body: bytes) -> Answer:
        from app.decoding.pages import BrokenError

        if self._document is None:
            return {"why": BROKEN}, b""
        try:
            shown, dots = self._document.page(int(head["number"]), int(head["dots"]))
        except BrokenError:
            return {"why": BROKEN}, b""
        return _told(shown, dots=dots)


def _told(shown: Samples, **more: float) -> Answer:
    return {"width": shown.width, "height": shown.height, "alpha": shown.alpha, **more}, shown.pixels


if __name__ == "__main__":
    sys.exit(main())
