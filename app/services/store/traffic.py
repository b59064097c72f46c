"""What came in and what went out, remembered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.common.canon import sha256
from app.common.clock import Clock, stamp
from app.common.errors import Refusal
from app.common.files import open_ordinary
from app.common.ids import new_id
from app.models import tables
from app.services.store.unit_of_work import Unit

if TYPE_CHECKING:
    from app.exchange.package import Package


# SQLite holds at most a milliard bytes in one place, PostgreSQL a gibibyte.
MAX_KEPT = 900 * 1024**2


def proven_bytes(path: Path, package: Package) -> bytes:
    """The file as it was proven. Raises Refusal where it has been changed since, EnvironmentTrouble."""
    from app.exchange.trouble import reading

    with reading():
        if path.stat().st_size > MAX_KEPT:
            raise Refusal.because(
                f"文件超过 {MAX_KEPT // 1024**2} MiB，数据库存不下，未予采用。请压缩其中的影像后重新导出。",
                code="XP-4518",
            )
        with open_ordinary(path) as stream:
            data = stream.read(MAX_KEPT + 1)
    if sha256(data) != package.sha256:
        raise Refusal.because(
            "文件在读取的过程中发生了变化，未予采用；本机数据没有变化。请确认没有别的程序在写它，再试一次。",
            code="XP-4515",
        )
    return data


def note_received(unit: Unit, clock: Clock, package: Package, data: bytes, whose: str = "") -> None:
    """Remember a package that was taken in, with its bytes as they came.

    whose: whose sheet it is, where somebody else typed it in and sent it.
    """
    manifest = package.manifest
    unit.put(
        tables.received,
        sha256=package.sha256,
        kind=manifest.kind,
        batch_id=manifest.batch or "",
        visit_id=manifest.visit,
        sender=whose or manifest.sender,
        sequence=manifest.sequence,
        state="taken",
        data=data,
        received_at=stamp(clock.now()),
    )


def note_export(unit: Unit, clock: Clock, visit_id: str, kind: str, sha256: str, path: Path) -> None:
    """Remember that a file went out; nobody has acknowledged it yet."""
    unit.add(
        tables.exports,
        id=new_id(),
        visit_id=visit_id,
        kind=kind,
        sha256=sha256,
        path=str(path),
        exported_at=stamp(clock.now()),
    )
