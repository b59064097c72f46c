"""Files of evidence: kept under their digest, each content once, encrypted, verified whenever it is read.

``prepare``, ``read``, ``lend`` and ``protect`` may run beside the window. A content is encrypted as soon as
the device knows anybody who could read it; what an earlier version has kept plain stays readable until then.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING

from app.common.clock import Clock, stamp
from app.common.errors import EnvironmentTrouble, Refusal
from app.common.files import Readable
from app.common.ids import new_id
from app.models import tables
from app.models.disk import sync_folder
from app.models.trouble import told
from app.services.evidence.content import StoredContent, first_bytes
from app.services.evidence.copies import save_plain, write_plain
from app.services.evidence.file_kinds import HEAD_BYTES, kind_by_content
from app.services.evidence.keys import EvidenceKeys, Keyring
from app.services.evidence.storage import Check, copied, unwatched
from app.services.store.file_names import lent_name, plain_name
from app.services.store.site import Prepared
from app.services.store.unit_of_work import Store, Unit

if TYPE_CHECKING:
    from app.signing.chunked import ContentKey

INCOMING = ".incoming"
LENT = ".opened"


class EvidenceFiles:
    """The evidence folder of one data folder, and the rows that say what is in it and who can read it."""

    def __init__(self, folder: Path, store: Store, clock: Clock, keyring: Keyring) -> None:
        self.folder = folder
        self._store = store
        self._clock = clock
        self._settling, self._closed = Lock(), False
        self.keys = EvidenceKeys(store, keyring)

    # In.

    def prepare(self, source: Path, visit_id: str = "", check: Check = unwatched) -> Prepared:
        """Take a file into the folder, durably; nothing is entered. Raises Refusal or EnvironmentTrouble.

        visit_id: whose bureau shall be able to read it, too. check: told the bytes done, may stop the copy.
        """
        if source.is_dir():
            raise Refusal.because("这是一个文件夹，没有附上。请打开它，选里面的文件。", code="XP-6105")
        if not source.is_file():
            raise Refusal.because("找不到这个文件，或它不是普通文件，没有附上。", code="XP-6101")
        try:
            stream = source.open("rb")
        except OSError:
            raise _unreadable() from None
        with stream:
            return self._taken(_Source(stream), plain_name(source.name), (visit_id,), check)

    def take_bytes(self, data: Readable, name: str, visit_id: str = "", check: Check = unwatched) -> Prepared:
        """Like ``prepare`` for an open stream: a pasted picture, a member of a package."""
        return self._taken(data, plain_name(name), (visit_id,), check)

    def enter(self, unit: Unit, visit_id: str, file: Prepared, *, personal: bool) -> None:
        """Note in the unit that the visit has this file; personal stays once it was said."""
        held = unit.first(tables.evidence, sha256=file.sha256, visit_id=visit_id)
        if held is None:
            unit.add(
                tables.evidence,
                sha256=file.sha256,
                visit_id=visit_id,
                size=file.size,
                name=file.name,
                media_type=file.media_type,
                personal=personal,
                added_at=stamp(self._clock.now()),
            )
        elif personal and not held["personal"]:
            self.set_personal(unit, visit_id, file.sha256, on=True)

    def set_personal(self, unit: Unit, visit_id: str, sha256: str, *, on: bool) -> None:
        """Note in the unit whether a visit's file holds personal data."""
        unit.change(tables.evidence, {"sha256": sha256, "visit_id": visit_id}, personal=on)

    # Out.

    def path(self, sha256: str) -> Path:
        """Where a content is kept; what lies there is for ``source`` to read."""
        return self.folder / sha256[:2] / sha256

    def source(self, sha256: str, more: Sequence[str] = ()) -> StoredContent:
        """A content to read. more: secret age keys beside those that are open.

        Raises EnvironmentTrouble where it is lost, Refusal while nobody who can read it has opened the keys.
        """
        from app.signing.chunked import HEADER, key_id_of

        self._must_be_open()
        path = self.path(sha256)
        if self.keys.destroyed(sha256):
            raise _destroyed()

        def find(key_id: str) -> ContentKey | None:
            return self.keys.open(sha256, key_id, more)

        key_id = key_id_of(first_bytes(path, HEADER))
        return StoredContent(sha256, path, find(key_id) if key_id else None, find)

    def read(self, sha256: str) -> bytes:
        """A content, verified, in memory. Raises as ``source``."""
        return b"".join(self.source(sha256).pieces())

    def lend(self, sha256: str, name: str, check: Check = unwatched) -> Path:
        """A plain copy for another program, in a folder that only this user can enter.

        It is removed when the program ends, or at its next start. Raises as ``source``; Refusal for a kind of
        file that could run by itself.
        """
        content = self.source(sha256)
        lent = lent_name(name, kind_by_content(content.head(HEAD_BYTES), name))
        if not lent:
            raise Refusal.because(
                "这类文件不能从这里打开，以免运行其中的程序。材料完好，仍在本项之下。", code="XP-6107"
            )
        with told():
            folder = self.folder / LENT / new_id()
            folder.mkdir(mode=0o700, parents=True)
            folder.parent.chmod(0o700)
        copy = folder / lent
        try:
            write_plain(content, copy, check)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return copy

    def save(self, sha256: str, path: Path, check: Check = unwatched) -> None:
        """A plain copy where a person wants it, whole and proven, or nothing. Raises as ``source``."""
        save_plain(self.source(sha256), path, check)

    # Care.

    def plain(self) -> dict[str, tuple[str, ...]]:
        """Contents that were kept while nobody was known here, not encrypted yet, with their visits."""
        with self._store.look() as view:
            rows = view.find(tables.evidence, columns=("sha256", "visit_id"))
        kept, found = self.keys.kept(), dict[str, tuple[str, ...]]()
        for row in rows:
            if row["sha256"] not in kept:
                found[row["sha256"]] = (*found.get(row["sha256"], ()), row["visit_id"])
        return found

    def protect(self, check: Check = unwatched) -> int:
        """Encrypt what an earlier version has kept plain; returns how many. Killed, all stays readable.

        What is damaged stays as it lies: it may be healed by attaching it again.
        """
        done = 0
        for sha256, visits in sorted(self.plain().items()):
            done += self._protected(sha256, visits, check)
        return done

    def destroy(self, sha256: str) -> None:
        """Make a content unreadable for good: its keys are destroyed, then what they opened is removed."""
        with self._settling, told():
            self.keys.destroy(sha256)
            self.path(sha256).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Drop copies that a killed program left unfinished or lent. Only at the start: none is under way."""
        with told():
            for left in (self.folder / INCOMING).glob("*"):
                left.unlink(missing_ok=True)
        shutil.rmtree(self.folder / LENT, ignore_errors=True)

    def close(self) -> None:
        """Let nothing more in or out, beside the window either, and take back what was lent.

        A copy that another program still holds open goes at the next start.
        """
        with self._settling:
            self._closed = True
        shutil.rmtree(self.folder / LENT, ignore_errors=True)

    def _must_be_open(self) -> None:
        if self._closed:
            raise EnvironmentTrouble(
                "程序正在关闭，这份附件没有存入。",
                safe="原文件没有改动，此前已附上的都在。",
                advice="请重新打开程序后再附一次。",
                code="XP-6111",
            )

    def _protected(self, sha256: str, visits: Sequence[str], check: Check) -> bool:
        try:
            with told(), self.path(sha256).open("rb") as stream:
                taken = self._taken(stream, sha256, visits, check, only=sha256)
        except EnvironmentTrouble:
            return False
        return taken.sha256 == sha256 and sha256 in self.keys.kept()

    def _taken(
        self, stream: Readable, name: str, visits: Sequence[str], check: Check, only: str = ""
    ) -> Prepared:
        """only: the digest without which nothing is kept."""
        from app.signing.chunked import ContentKey, Sealer

        def watched(done: int) -> None:
            self._must_be_open()
            check(done)

        watched(0)
        readers = self.keys.readers(visits)
        key = ContentKey.generate() if readers else None
        headed = _Headed(stream)
        with told():
            incoming = self.folder / INCOMING
            incoming.mkdir(parents=True, exist_ok=True)
            copy = incoming / new_id()
            try:
                digest, size = copied(headed, copy, Sealer(key) if key else None, watched)
                if only in ("", digest):
                    self._settle(copy, digest, key, readers)
            finally:
                with suppress(FileNotFoundError):
                    copy.unlink()
        return Prepared(digest, name, size, kind_by_content(headed.head, name), self.path(digest))

    def _settle(self, copy: Path, digest: str, key: ContentKey | None, readers: Sequence[str]) -> None:
        """Move a finished copy to its place unless the content is there already.

        First the new key beside the old, then the file, then the old key goes: at every moment the file that
        lies there has its key.
        """
        path = self.path(digest)
        with self._settling:
            self._must_be_open()
            if self._is_whole(digest, encrypted=key is not None):
                return
            path.parent.mkdir(exist_ok=True)
            if key is not None:
                self.keys.note(digest, key, readers)
            copy.replace(path)
            sync_folder(path.parent)
            sync_folder(path.parent.parent)
            if key is not None:
                self.keys.keep_only(digest, key.id)

    def _is_whole(self, digest: str, *, encrypted: bool) -> bool:
        """Whether a content lies here as it should; one that nobody can read now is written anew."""
        if not self.path(digest).is_file():
            return False
        try:
            content = self.source(digest)
            for _ in content.pieces():
                pass
        except (EnvironmentTrouble, Refusal):
            return False
        return content.key is not None or not encrypted


class _Headed:
    """A stream whose beginning is remembered: it says what kind of file it is."""

    def __init__(self, stream: Readable) -> None:
        self._stream, self.head = stream, b""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes."""
        piece = self._stream.read(size)
        if len(self.head) < HEAD_BYTES:
            self.head = (self.head + piece)[:HEAD_BYTES]
        return piece


class _Source:
    """The file that is being attached: what goes wrong with it is no fault of our own disk."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """At most so many bytes. Raises Refusal."""
        try:
            return self._stream.read(size)
        except OSError:
            raise _unreadable() from None


def _unreadable() -> Refusal:
    return Refusal.because(
        "原文件读不出来，没有附上。请确认它没有被别的程序占用、U 盘没有拔出，再附一次。", code="XP-6106"
    )


def _destroyed() -> Refusal:
    return Refusal.because(
        "这份材料含个人信息，保存期满后已按规定销毁，不能再打开。填写的记录不受影响。", code="XP-6108"
    )
