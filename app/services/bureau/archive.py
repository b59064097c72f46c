"""A bureau's way back to plain files: visits that it has taken in, packages, and copies of a lost laptop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.canon import digest
from app.common.errors import Refusal
from app.models import tables
from app.services.bureau.plain_contents import Opening, copy_folder, visit_folder
from app.services.bureau.plain_files import write_folder
from app.services.bureau.plain_names import names_of
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.exchange.package import Package

VISIT, COPY = "xpsync", "xpsafe"


@dataclass(frozen=True, slots=True)
class Saved:
    """files: what was written. wanting: names of files that a copy tells of and that do not lie beside it."""

    files: tuple[Path, ...]
    wanting: tuple[str, ...] = ()


class Archive:
    """The packages that a bureau's database keeps as they came."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def visits(self) -> tuple[str, ...]:
        """The ids of all visits that were taken in, in the order of their coming."""
        with self._store.look() as view:
            rows = view.find(tables.verdicts, columns=("visit_id",), order=("at", "visit_id"))
        return tuple(dict.fromkeys(row["visit_id"] for row in rows))

    def save_visit(self, visit_id: str, out: Path, opening: Opening) -> Saved:
        """What stands of a visit. Raises Refusal, EnvironmentTrouble; then nothing of it is written."""
        with self._standing(visit_id, opening) as package:
            return Saved(write_folder(out, visit_folder(package, opening)))

    def save_file(self, path: Path, out: Path, opening: Opening) -> Saved:
        """What a visit's package or a rolling copy holds; nothing is taken in. Raises as ``save_visit``."""
        with opening.package(path, VISIT, COPY) as package:
            if package.manifest.kind == VISIT:
                folder = visit_folder(package, opening)
            else:
                names = names_of(self._store, package.manifest.visit or "", path, opening.task)
                folder = copy_folder(path, package, opening, names)
            return Saved(write_folder(out, folder), folder.wanting)

    @contextmanager
    def _standing(self, visit_id: str, opening: Opening) -> Iterator[Package]:
        """The package whose panel's ledger is the one that the database goes by. Raises Refusal."""
        from app.exchange.sync import read_sync

        with self._store.look() as view:
            _, head = view.head(digest([visit_id, "panel"]))
            rows = view.find(
                tables.received,
                columns=("sha256",),
                order=("-received_at", "-sequence"),
                kind=VISIT,
                visit_id=visit_id,
                state="taken",
            )
        for row in rows:
            with opening.package(self._data(row["sha256"]), VISIT) as package:
                if read_sync(package).entries[-1].digest == head:
                    yield package
                    return
        raise Refusal.because(
            f"库里没有考核 {visit_id} 的成果包，没有存出。编号见 bureau status --json 的 visit。",
            code="XP-4802",
        )

    def _data(self, sha256: str) -> bytes:
        with self._store.look() as view:
            row = view.first(tables.received, columns=("data",), sha256=sha256)
        return bytes(row["data"]) if row and row["data"] else b""
