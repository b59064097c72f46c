"""One open data folder and everything that can be done in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import Clock
from app.models.folder_lock import FolderLock
from app.services.evidence import EvidenceFiles
from app.services.people import People
from app.services.sheets import Sheets
from app.services.shelf import VisitShelf
from app.services.unit_of_work import Store
from app.services.visits import Visits

if TYPE_CHECKING:
    from app.services.panels import Panels
    from app.services.schemes import SchemeLibrary


@dataclass
class Workspace:
    """The services of one data folder, made by ``app.bootstrap``; the rare ones come when asked for."""

    folder: Path
    clock: Clock
    store: Store
    lock: FolderLock
    people: People
    shelf: VisitShelf
    evidence: EvidenceFiles
    sheets: Sheets
    visits: Visits

    @cached_property
    def schemes(self) -> SchemeLibrary:
        """The schemes that ship with the program."""
        from app.services.schemes import SchemeLibrary

        return SchemeLibrary()

    @cached_property
    def panels(self) -> Panels:
        """The leader's work."""
        from app.services.panels import Panels

        return Panels(self.store, self.clock, self.visits, self.schemes)

    def close(self) -> None:
        """Give the database and the folder back."""
        self.store.close()
        self.lock.release()
