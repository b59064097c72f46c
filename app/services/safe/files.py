"""What lies beside a copy because it is large and never changes: evidence and signed sheets, each once.

Each evidence content is sealed for the panel as a file of its own. None of it may hinder the ledgers: they
are written first, and they are taken in whatever is missing here.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, cast

from app.common.canon import digest, sha256
from app.common.errors import EnvironmentTrouble, XianpingError
from app.common.files import CHUNK, PieceStream, file_sha256, open_ordinary
from app.models import tables
from app.models.disk import sync_folder
from app.services.evidence.evidence import EvidenceFiles
from app.services.evidence.storage import MAX_FILE_BYTES
from app.services.safe.content import Content
from app.services.safe.places import FILES, TASK, TRUST, beside, code_name
from app.services.store.files import write_whole
from app.services.store.site import Prepared
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.signing.trust import Trust

SPARE = 64 * 1024 * 1024  # room that evidence leaves on a stick, so that the ledgers always fit


class CompanionFiles:
    """The files beside the copies of one visit. ages: age recipients to seal for."""

    def __init__(self, room: Path, visit_id: str, evidence: EvidenceFiles, ages: Sequence[str]) -> None:
        self._folder, self._visit, self._evidence, self._ages = room / FILES, visit_id, evidence, ages

    def bring(self, content: Content, store: Store, identity: str) -> int:
        """Write what is not there yet; returns how many files are wanting in the end."""
        wanting = sum(not self._brought(sha, size, identity) for sha, size in content.files.items())
        return wanting + sum(not self._paper(sha, kind, store) for sha, kind in content.papers)

    def equip(self, task: bytes, trust: Trust, person: str, coded: bytes | None) -> None:
        """What a laptop needs that has nothing of ours yet: the task, its trust, keys under the code.

        coded: the person's keys under the recovery code; None for who has none on this device. What lies
        there already under a code from another one stays: the paper with it still opens it.
        """
        self._keep(f"{sha256(task)}{TASK}", task)
        self._keep(f"{digest(trust.fingerprint)[:32]}{TRUST}", trust.data)
        if coded is not None:
            self._keep(code_name(self._visit, person), coded)

    def strip(self, person: str) -> None:
        """Take somebody's keys off the stick, who wants them to stay at home."""
        with suppress(OSError):  # a stick that just went away
            (self._folder / code_name(self._visit, person)).unlink(missing_ok=True)

    def _keep(self, name: str, data: bytes) -> None:
        path = self._folder / name
        try:
            if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
                return
            if shutil.disk_usage(self._folder).free < SPARE:
                return
            path.unlink(missing_ok=True)
            write_whole(path, data)
        except (XianpingError, OSError):
            return  # the ledgers are safe, and the next time comes

    def _brought(self, sha: str, size: int, identity: str) -> bool:
        path = self._folder / beside(self._visit, sha)
        try:
            if path.is_file() and not path.is_symlink():
                return True
            if shutil.disk_usage(self._folder).free < size + SPARE:
                return False
            self._seal(sha, path, identity)
        except (XianpingError, OSError):  # told as a number: the ledgers are safe, and the next time comes
            return False
        return True

    def _seal(self, sha: str, path: Path, identity: str) -> None:
        from app.signing.seals import seal_stream

        part = path.with_name(f".{path.name}.part")
        try:
            part.unlink(missing_ok=True)
            with part.open("xb") as target:  # anew: a link that lies there would lead elsewhere
                content = PieceStream(self._evidence.source(sha, (identity,)))
                seal_stream(cast("IO[bytes]", content), target, self._ages)
                target.flush()
                os.fsync(target.fileno())
            with opened(part, sha, [identity]):
                part.replace(path)
            sync_folder(self._folder)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _paper(self, sha: str, kind: str, store: Store) -> bool:
        path = self._folder / f"{sha}.{kind}"
        try:
            if path.is_file():
                return True
            with store.look() as view:
                row = view.first(tables.received, columns=("data",), sha256=sha)
            if row is None or row["data"] is None or shutil.disk_usage(self._folder).free < SPARE:
                return False
            path.unlink(missing_ok=True)  # no file of ours: a pipe there would be waited for
            write_whole(path, bytes(row["data"]))
        except (XianpingError, OSError):
            return False
        return True


def opened(path: Path, sha: str, identities: Sequence[str]) -> IO[bytes]:
    """A sealed content, open in a nameless file, its digest proven. Raises Refusal, OSError.

    Another digest raises EnvironmentTrouble: what is beside a copy is then as good as missing.
    """
    from app.signing.seals import unseal_stream

    clear = TemporaryFile()  # noqa: SIM115  the caller closes it
    try:
        with open_ordinary(path) as sealed:
            unseal_stream(sealed, cast("IO[bytes]", _Bounded(clear)), identities)
        _must_be(clear, sha)
    except BaseException:
        clear.close()
        raise
    return clear


class _Bounded:
    """Takes no more than a content may have: what lies on a stick may be made to fill the disk."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, MAX_FILE_BYTES

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()


def _must_be(clear: IO[bytes], sha: str) -> None:
    clear.seek(0)
    running = hashlib.sha256()
    while chunk := clear.read(CHUNK):
        running.update(chunk)
    if running.hexdigest() != sha:
        raise EnvironmentTrouble("副本旁的一份材料已损坏。", code="XP-4610")
    clear.seek(0)


def evidence_beside(
    path: Path, visit_id: str, sha: str, name: str, evidence: EvidenceFiles, identities: Sequence[str]
) -> Prepared | None:
    """A content from beside the copy at ``path``, copied in; None where it is missing or spoilt."""
    sealed = path.parent / FILES / beside(visit_id, sha)
    if not sealed.is_file():  # a pipe would never end
        return None
    try:
        with opened(sealed, sha, identities) as clear:
            return evidence.take_bytes(clear, name, visit_id)
    except (XianpingError, OSError):
        return None


def paper_beside(path: Path, sha: str, kind: str) -> Path | None:
    """A package beside the copy at ``path``; None where it is missing or no ordinary file."""
    file = path.parent / FILES / f"{sha}.{kind}"
    try:
        return file if file.is_file() and file_sha256(file) == sha else None
    except OSError:
        return None


def sheet_beside(path: Path, sha: str) -> bytes | None:
    """A signed sheet from beside the copy at ``path``; None where it is missing, another or too large."""
    file = path.parent / FILES / f"{sha}.xpsheet"
    try:
        fits = file.is_file() and file.stat().st_size <= MAX_FILE_BYTES
        return file.read_bytes() if fits and file_sha256(file) == sha else None
    except OSError:
        return None
