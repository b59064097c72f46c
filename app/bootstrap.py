"""The one place where objects are wired together."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import Clock, SystemClock
from app.common.paths import data_folder
from app.common.private import close_folder

if TYPE_CHECKING:
    from app.models.database import Address
    from app.models.folder_lock import FolderLock
    from app.services.bureau.office import Office
    from app.services.bureau.office_lock import OfficeDoor
    from app.services.store.shelf import VisitShelf
    from app.services.store.unit_of_work import Store
    from app.services.workspace import Workspace
    from app.signing.slots import Opened, Use
    from app.signing.trust import Trust

DATABASE = "xianping.db"
EVIDENCE = "evidence"


def open_workspace(data: Path | None, clock: Clock | None = None) -> Workspace:
    """Open a data folder, making it if it is new.

    Raises ``gate.Locked`` where somebody in it has a PIN, EnvironmentTrouble, Refusal for a newer one.
    """
    from app.models.key_file import KeyFile
    from app.services.gate import Gate, Locked

    clock = clock or SystemClock()
    folder = data_folder(data).absolute()
    opener = partial(_opened, folder, clock)
    if KeyFile(folder).exists():
        _take_back_lent(folder)
        raise Locked(Gate(folder, clock, opener))
    workspace = opener(None)
    if workspace.people.asks():
        bare = bool(workspace.people.without_pin())
        workspace.close()
        raise Locked(Gate(folder, clock, opener, bare=bare))
    return workspace


def _take_back_lent(folder: Path) -> None:
    """What a killed program had lent to others lies there in clear: it goes before anybody gives a PIN."""
    from app.common.errors import EnvironmentTrouble
    from app.models.folder_lock import FolderLock
    from app.services.evidence.evidence import LENT

    with suppress(EnvironmentTrouble):  # a program that is running knows what it has lent
        lock = FolderLock(folder)
        shutil.rmtree(folder / EVIDENCE / LENT, ignore_errors=True)
        lock.release()


def _opened(folder: Path, clock: Clock, key: bytes | None) -> Workspace:
    """The folder with its data key, which is None while nobody's PIN has locked it."""
    from app.models.database import sqlite_url
    from app.models.folder_lock import FolderLock

    lock = FolderLock(folder)
    try:
        close_folder(folder)
        _go_on_sealing(folder / DATABASE, key)
        store = open_store(sqlite_url(folder / DATABASE), clock, key)
        return _wired(folder, clock, store, lock)
    except BaseException:  # whatever happens, the folder must not stay locked
        lock.release()
        raise


def _go_on_sealing(path: Path, key: bytes | None) -> None:
    """Finish what was interrupted while the database was encrypted, or take it back."""
    from app.models.backup import encrypt_backups
    from app.models.encryption import drop_unfinished, is_plain, put_sealed

    if key is None:
        drop_unfinished(path)
        return
    put_sealed(path)
    if is_plain(path):  # an older copy was put in its place
        from app.models.ciphers import seal_file

        seal_file(path, key)
    encrypt_backups(path, key)


def open_store(url: Address, clock: Clock, key: bytes | None = None) -> Store:
    """A database by its SQLAlchemy URL, brought to this program's version. Raises as ``open_workspace``.

    key: of an encrypted SQLite file.
    """
    from app.models.database import open_database
    from app.models.schema import prepare
    from app.services.store.unit_of_work import Store

    database = open_database(url, key)
    try:
        prepare(database, clock)
    except BaseException:
        database.close()
        raise
    return Store(database)


def open_office(
    url: str, clock: Clock | None = None, *, ask: Callable[[], str] | None = None, use: Use = "pin"
) -> Office:
    """Open a bureau's database by its SQLAlchemy URL. Raises as ``open_workspace``.

    ask: gives what opens a locked one, which is asked for nothing else; use: whether that is a PIN or a
    recovery code. Raises Refusal for a locked one without it.
    """
    from app.models.database import file_of
    from app.services.bureau.office import Office
    from app.services.bureau.office_lock import OfficeDoor, OfficeLock

    clock, path = clock or SystemClock(), file_of(url)
    door = OfficeDoor(path, clock) if path is not None else None
    try:
        came = _opened_door(door, ask, use) if door is not None and door.locked else None
        store = open_store(url, clock, came.key if came else None)
    except BaseException:  # whatever happens, nobody else may be kept out
        if door is not None:
            door.close()
        raise
    return Office.of(store, clock, OfficeLock(store, door, came))


def _opened_door(door: OfficeDoor, ask: Callable[[], str] | None, use: Use) -> Opened:
    from app.models.backup import lies_open

    came = door.opened(ask, use)
    if lies_open(door.path):
        with door.share.alone():
            _go_on_sealing(door.path, came.key)
    return came


@contextmanager
def scratch_shelf() -> Iterator[VisitShelf]:
    """A shelf that only reads schemes: over a database in memory that is gone at the end."""
    from app.services.store.shelf import VisitShelf

    clock = SystemClock()
    store = open_store("sqlite:///:memory:", clock)
    try:
        yield VisitShelf(store, clock)
    finally:
        store.close()


def confirmed_trusts(data: Path | None, ask: Callable[[], str] | None = None) -> tuple[Trust, ...]:
    """The bureaus confirmed in a data folder; nothing is made there, nor a running program disturbed.

    ask: gives a PIN where the folder is locked. Raises ``gate.Locked`` without it, Refusal for a wrong one.
    """
    from app.common.errors import EnvironmentTrouble
    from app.models.database import open_database, sqlite_url
    from app.models.encryption import is_plain
    from app.models.key_file import KeyFile
    from app.services.gate import Gate, Locked
    from app.services.identity.trusts import Trusts
    from app.services.store.unit_of_work import Store

    clock, folder = SystemClock(), data_folder(data).absolute()
    path, key = folder / DATABASE, None
    if not path.is_file():
        return ()
    if KeyFile(folder).exists():
        gate = Gate(folder, clock, partial(_opened, folder, clock))
        if ask is None:
            raise Locked(gate)
        key = gate.key(ask())
    store = Store(open_database(sqlite_url(path), None if is_plain(path) else key))
    try:
        return Trusts(store, clock).all()
    except EnvironmentTrouble:  # no database of ours, or of a form without trusts
        return ()
    finally:
        store.close()


def _wired(folder: Path, clock: Clock, store: Store, lock: FolderLock) -> Workspace:
    from app.services.evidence.evidence import EvidenceFiles
    from app.services.evidence.keys import Keyring
    from app.services.identity.device_lock import DeviceLock
    from app.services.identity.people import People
    from app.services.identity.recovery import Recovery
    from app.services.identity.trusts import Trusts
    from app.services.packages.task_check import TaskCheck
    from app.services.sheet.sheets import Sheets
    from app.services.sheet.visits import Visits
    from app.services.store.shelf import VisitShelf
    from app.services.workspace import Workspace

    people = People(store, clock, DeviceLock(folder, store, clock))
    shelf = VisitShelf(store, clock, TaskCheck(store, Trusts(store, clock)).must_fit)
    recovery = Recovery(store, clock, shelf)
    keyring = Keyring(people.identities, recovery.of)
    evidence = EvidenceFiles(folder / EVIDENCE, store, clock, keyring)
    evidence.sweep()
    people.when_changed = evidence.keys.complete
    sheets = Sheets(store, clock, shelf, evidence)
    visits = Visits(shelf, sheets, people)
    return Workspace(folder, clock, store, lock, people, shelf, evidence, sheets, visits)
