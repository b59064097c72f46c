"""Attached files as they are looked at: decoded in children that may die, and never twice by themselves.

Which content is being decoded is written down before it begins. What is still written there at the next
start, and what has felled or outlasted a child, is not decoded again unless a person opens it. Safe in any
thread; one small and one large thing at a time, so that a tile never keeps the viewer waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from typing import TYPE_CHECKING, TypeVar

from app.common.errors import Refusal
from app.decoding.decoder import FELLED, Decoder, NotShownError, Picture
from app.models.trouble import told
from app.services.evidence.file_kinds import HEAD_BYTES, kind_by_content

if TYPE_CHECKING:
    from app.services.evidence.evidence import EvidenceFiles

OPENING, SHUNNED = ".opening", ".shunned"
NOT_SHOWN = "XP-6113"
"""The code of a kind of file that the program does not show."""
HEAVIEST = 200 * 1024 * 1024
"""Bytes of a file that is read to be looked at."""
HEAVIEST_SMALL = 96 * 1024 * 1024
"""The same for a picture on a tile."""
LONGEST_WAIT_S = 10.0
PAGE_DOTS = 300
"""Of an inch of paper: small print of a scan can be read enlarged."""
Decoded = TypeVar("Decoded")
_WHY = {
    "broken": ("打不开：文件可能不完整，或不是它自称的那一种", "XP-6109"),
    "locked": ("设有密码，不在这里显示", "XP-6109"),
    "large": ("太大，不在这里显示", "XP-6110"),
    FELLED: ("打开时超出了限定的时间或内存，已停止", "XP-6112"),
}
_WHAT = {"picture": "这张图片", "pdf": "这份 PDF "}


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF that is looked at: its bytes, and how many pages there are."""

    sha256: str
    data: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class Text:
    """The bytes of a text."""

    data: bytes


Opened = Picture | Document | Text


class Lightbox:
    """Shows what is kept in one data folder."""

    def __init__(self, folder: Path, evidence: EvidenceFiles) -> None:
        """folder: where the evidence lies. What was open when the program ended is shunned from now on."""
        self._evidence = evidence
        self._opening, self._shunned = folder / OPENING, folder / SHUNNED
        self._small, self._large = Decoder(), Decoder()
        self._idle, self._busy, self._closed = Condition(), 0, False
        for left in self._opening.glob("*"):
            self._shun(left.name)

    def thumbnail(self, sha256: str, side: int) -> Picture:
        """A picture as a square of at most ``side`` pixels. Raises Refusal, also for what is shunned."""
        if (self._shunned / sha256).exists():
            raise _refused("picture", FELLED)
        with self._at_work():
            data = self._evidence.read(sha256)
            return self._decoded(sha256, "picture", lambda: self._small.thumbnail(data, side))

    def open(self, sha256: str, name: str) -> Opened:
        """A file to be looked at large, by what its content is. Raises XianpingError."""
        with self._at_work():
            data = self._evidence.read(sha256)
            kind = kind_by_content(data[:HEAD_BYTES], name)
            if kind.startswith("image/"):
                return self._decoded(sha256, "picture", lambda: self._large.picture(data))
            if kind == "application/pdf":
                pages = self._decoded(sha256, "pdf", lambda: self._large.pages(data))
                return Document(sha256, data, pages)
        if kind.startswith("text/"):
            return Text(data)
        raise _not_shown()

    def page(self, document: Document, number: int) -> Picture:
        """A page, from 0. Raises Refusal."""
        with self._at_work():
            return self._decoded(
                document.sha256, "pdf", lambda: self._large.page(document.data, number, PAGE_DOTS)
            )

    def look(self, sha256: str, name: str) -> None:
        """Try whether a file that was just attached can be shown at all; a picture's tile says so itself.

        Raises as ``open``.
        """
        with self._at_work():
            kind = kind_by_content(self._evidence.source(sha256).head(HEAD_BYTES), name)
            if kind == "application/pdf":
                data = self._evidence.read(sha256)
                self._decoded(sha256, "pdf", lambda: self._small.pages(data))
                return
        if not kind.startswith(("image/", "text/")):
            raise _not_shown()

    def close(self) -> None:
        """End what decodes, and wait for what reads: the database is to close after it."""
        with self._idle:
            self._closed = True
        for decoder in (self._small, self._large):
            decoder.close()
        with self._idle:
            self._idle.wait_for(lambda: not self._busy, LONGEST_WAIT_S)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with self._idle:
            if self._closed:
                raise _refused("picture", "closed")
            self._busy += 1
        try:
            yield
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def _decoded(self, sha256: str, what: str, decode: Callable[[], Decoded]) -> Decoded:
        try:
            with self._noted(sha256):
                shown = decode()
        except NotShownError as trouble:
            raise _refused(what, trouble.why) from None
        (self._shunned / sha256).unlink(missing_ok=True)
        return shown

    @contextmanager
    def _noted(self, sha256: str) -> Iterator[None]:
        note = self._opening / sha256
        with told():
            self._opening.mkdir(parents=True, exist_ok=True)
            note.touch(mode=0o600)
        try:
            yield
        except NotShownError as trouble:
            if trouble.why == FELLED:
                self._shun(sha256)
            raise
        finally:
            note.unlink(missing_ok=True)

    def _shun(self, sha256: str) -> None:
        with told():
            self._shunned.mkdir(parents=True, exist_ok=True)
            (self._shunned / sha256).touch(mode=0o600)
        (self._opening / sha256).unlink(missing_ok=True)


def _not_shown() -> Refusal:
    return Refusal.because("这类文件不在这里显示。", code=NOT_SHOWN)


def _refused(what: str, why: str) -> Refusal:
    words, code = _WHY.get(why, _WHY["broken"])
    return Refusal.because(f"{_WHAT[what]}{words}。材料原样保存着，可存一份到别处查看。", code=code)
