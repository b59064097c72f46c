"""The one place where objects are wired together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import Clock, SystemClock
from app.common.paths import data_folder
from app.common.private import close_folder

if TYPE_CHECKING:
    from app.models.database import Address
    from app.models.folder_lock import FolderLock
    from app.services.office import Office
    from app.services.shelf import VisitShelf
    from app.services.unit_of_work import Store
    from app.services.workspace import Workspace
    from app.signing.trust import Trust

DATABASE = "xianping.db"
EVIDENCE = "evidence"


def open_workspace(data: Path | None, clock: Clock | None = None) -> Workspace:
    """Open a data folder, making it if it is new. Raises EnvironmentTrouble, or Refusal for a newer one."""
    from app.models.database import sqlite_url
    from app.models.folder_lock import FolderLock

    clock = clock or SystemClock()
    folder = data_folder(data).absolute()
    lock = FolderLock(folder)
    try:
        close_folder(folder)
        store = open_store(sqlite_url(folder / DATABASE), clock)
        return _wired(folder, clock, store, lock)
    except BaseException:  # whatever happens, the folder must not stay locked
        lock.release()
        raise


def open_store(url: Address, clock: Clock) -> Store:
    """A database by its SQLAlchemy URL, brought to this program's version. Raises as ``open_workspace``."""
    from app.models.database import open_database
    from app.models.schema import prepare
    from app.services.unit_of_work import Store

    database = open_database(url)
    try:
        prepare(database, clock)
    except BaseException:
        database.close()
        raise
    return Store(database)


def open_office(url: str, clock: Clock | None = None) -> Office:
    """Open a bureau's database by its SQLAlchemy URL. Raises as ``open_workspace``."""
    from app.services.office import Office

    clock = clock or SystemClock()
    return Office.of(open_store(url, clock), clock)


@contextmanager
def scratch_shelf() -> Iterator[VisitShelf]:
    """A shelf that only reads schemes: over a database in memory that is gone at the end."""
    from app.services.shelf import VisitShelf

    clock = SystemClock()
    store = open_store("sqlite:///:memory:", clock)
    try:
        yield VisitShelf(store, clock)
    finally:
        store.close()


def confirmed_trusts(data: Path | None) -> tuple[Trust, ...]:
    """The bureaus confirmed in a data folder; nothing is made there, nor a running program disturbed."""
    from app.common.errors import EnvironmentTrouble
    from app.models.database import open_database, sqlite_url
    from app.services.trusts import Trusts
    from app.services.unit_of_work import Store

    path = data_folder(data).absolute() / DATABASE
    if not path.is_file():
        return ()
    store = Store(open_database(sqlite_url(path)))
    try:
        return Trusts(store, SystemClock()).all()
    except EnvironmentTrouble:  # no database of ours, or of a form without trusts
        return ()
    finally:
        store.close()


def _wired(folder: Path, clock: Clock, store: Store, lock: FolderLock) -> Workspace:
    from app.services.evidence import EvidenceFiles
    from app.services.evidence_keys import Keyring
    from app.services.people import People
    from app.services.recovery import Recovery
    from app.services.sheets import Sheets
    from app.services.shelf import VisitShelf
    from app.services.task_binding import TaskBinding
    from app.services.trusts import Trusts
    from app.services.visits import Visits
    from app.services.workspace import Workspace

    people = People(store, clock)
    shelf = VisitShelf(store, clock, TaskBinding(store, Trusts(store, clock)).must_fit)
    recovery = Recovery(store, clock, shelf)
    keyring = Keyring(people.identities, recovery.of)
    evidence = EvidenceFiles(folder / EVIDENCE, store, clock, keyring)
    evidence.sweep()
    people.when_changed = evidence.keys.complete
    sheets = Sheets(store, clock, shelf, evidence)
    visits = Visits(shelf, sheets, people)
    return Workspace(folder, clock, store, lock, people, shelf, evidence, sheets, visits)
