"""One open data folder and everything that can be done in it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import Clock
from app.models.folder_lock import FolderLock
from app.services.evidence.evidence import EvidenceFiles
from app.services.identity.people import People
from app.services.sheet.sheets import Sheets
from app.services.sheet.visits import Visits
from app.services.store.shelf import VisitShelf
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.exchange.kinds import Kind
    from app.services.evidence.lightbox import Lightbox
    from app.services.identity.tasks import Tasks
    from app.services.identity.trusts import Trusts
    from app.services.packages.erasure import Erasures
    from app.services.packages.facts_files import FactsFiles
    from app.services.packages.packages import Packages, Taker
    from app.services.packages.record_files import RecordFiles
    from app.services.packages.revisions import Revisions
    from app.services.packages.sheet_files import SheetFiles
    from app.services.packages.signed_sheets import SignedSheets
    from app.services.panel.attendance import Attendance
    from app.services.panel.branches import PanelBranches
    from app.services.panel.day_papers import DayPapers
    from app.services.panel.days import Days
    from app.services.panel.panels import Panels
    from app.services.panel.pen_round import PenSigning
    from app.services.panel.read_outs import ReadOuts
    from app.services.panel.rivals import Rivals
    from app.services.panel.verdicts import Verdicts
    from app.services.safe.replacement import Replacements
    from app.services.safe.safes import Safes
    from app.services.sheet.facts import FactFinder
    from app.services.sheet.typed_sheets import TypedSheets
    from app.services.store.deliveries import Deliveries
    from app.services.store.rounds import Imported
    from app.services.store.schemes import SchemeLibrary


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
        from app.services.store.schemes import SchemeLibrary

        return SchemeLibrary()

    @cached_property
    def trusts(self) -> Trusts:
        """The bureaus that this device trusts."""
        from app.services.identity.trusts import Trusts

        return Trusts(self.store, self.clock)

    @cached_property
    def tasks(self) -> Tasks:
        """The task files taken in."""
        from app.services.identity.tasks import Tasks

        return Tasks(self.store, self.shelf, self.trusts)

    @cached_property
    def typed(self) -> TypedSheets:
        """Typing colleagues' paper sheets in."""
        from app.services.sheet.typed_sheets import TypedSheets

        store, clock, leads = self.store, self.clock, self.panels.leads
        return TypedSheets(store, clock, self.shelf, self.people, self.sheets, leads)

    @cached_property
    def panels(self) -> Panels:
        """The leader's work."""
        from app.services.panel.panels import Panels

        return Panels(self.store, self.clock, self.visits, self.people, self.tasks)

    @cached_property
    def panel_branches(self) -> PanelBranches:
        """Ledgers of a panel that parted ways on two laptops."""
        from app.services.panel.branches import PanelBranches

        return PanelBranches(self.store, self.panels)

    @cached_property
    def rivals(self) -> Rivals:
        """Sheets of one expert that contradict one another."""
        from app.services.panel.rivals import Rivals

        store, clock, shelf, people = self.store, self.clock, self.shelf, self.people
        return Rivals(store, clock, shelf, people, self.sheets, self.panels)

    @cached_property
    def verdicts(self) -> Verdicts:
        """Freezing, issuing and signing."""
        from app.services.panel.signed_copies import SignedCopies
        from app.services.panel.verdict_ink import VerdictInk
        from app.services.panel.verdicts import Verdicts

        ink = VerdictInk(
            self.store, self.clock, self.tasks, self.records.must_hold, SignedCopies(self.evidence)
        )
        return Verdicts(self.store, self.clock, self.panels, self.people, self.tasks, ink, self.signed_sheets)

    @cached_property
    def read_outs(self) -> ReadOuts:
        """Reading the frozen text out."""
        from app.services.panel.read_outs import ReadOuts

        return ReadOuts(self.store, self.panels, self.verdicts, self.tasks)

    @cached_property
    def days(self) -> Days:
        """The day of a visit as a line."""
        from app.services.panel.days import Days

        return Days(self.panels, self.visits, self.people, self.clock)

    @cached_property
    def day_papers(self) -> DayPapers:
        """The minutes and the forms of the day."""
        from app.services.panel.day_papers import DayPapers

        return DayPapers(self.panels, self.verdicts, self.clock)

    @cached_property
    def signed_sheets(self) -> SignedSheets:
        """The signed files of the sheets that count."""
        from app.services.packages.signed_sheets import SignedSheets

        return SignedSheets(self.store, self.people, self._sheet_files)

    @cached_property
    def records(self) -> RecordFiles:
        """The document and its record, as it goes round."""
        from app.services.packages.record_files import RecordFiles

        return RecordFiles(self.store, self.clock, self.people, self.shelf, self.tasks, self.sheets)

    @cached_property
    def pens(self) -> PenSigning:
        """Pen signatures of a digital round."""
        from app.services.panel.pen_round import PenSigning

        return PenSigning(self.panels, self.people, self.evidence)

    @cached_property
    def attendance(self) -> Attendance:
        """Who is away, who leads for whom, pen instead of keys for a whole visit."""
        from app.services.panel.attendance import Attendance

        return Attendance(self.panels, self.people, self.clock)

    @cached_property
    def lightbox(self) -> Lightbox:
        """Attached files as they are looked at."""
        from app.services.evidence.lightbox import Lightbox

        return Lightbox(self.evidence.folder, self.evidence)

    @cached_property
    def facts(self) -> FactFinder:
        """What the experts of a panel have counted."""
        from app.services.sheet.facts import FactFinder

        return FactFinder(self.store, self.shelf)

    @cached_property
    def facts_files(self) -> FactsFiles:
        """Counted facts as files."""
        from app.services.packages.facts_files import FactsFiles

        return FactsFiles(self.store, self.clock, self.people, self.shelf, self.tasks, self.facts)

    @cached_property
    def takers(self) -> Mapping[Kind, Taker]:
        """What takes each kind of package in that comes to a site."""
        from app.services.packages.receipt_files import ReceiptFiles
        from app.services.packages.task_files import TaskFiles
        from app.services.safe.intake import SafeFiles

        store, clock, people = self.store, self.clock, self.people
        return {
            "xptask": TaskFiles(store, clock, people, self.shelf, self.tasks).take,
            "xpsheet": self._sheet_files.take,
            "xpfacts": self.facts_files.take,
            "xprecord": self.records.take,
            "xpack": ReceiptFiles(store, clock, self.shelf, self.tasks).take,
            "xpsafe": SafeFiles(
                store, clock, people, self.shelf, self.evidence, self.tasks, self._take_in
            ).take,
        }

    def _take_in(self, path: Path) -> Imported:
        return self.packages.import_file(path)

    @cached_property
    def revisions(self) -> Revisions:
        """Amended tasks of visits that are here."""
        from app.services.packages.revisions import Revisions

        return Revisions(self.store, self.clock, self.people, self.shelf, self.tasks)

    @cached_property
    def packages(self) -> Packages:
        """Files in and out."""
        from app.services.packages.packages import Packages
        from app.services.packages.visit_files import VisitFiles

        store, clock, people, signed = self.store, self.clock, self.people, self.signed_sheets
        visits = VisitFiles(store, clock, people, self.tasks, self.panels, self.verdicts, signed)
        return Packages(store, clock, people, self.trusts, self.takers, self._sheet_files, visits)

    @cached_property
    def deliveries(self) -> Deliveries:
        """What the bureau has answered."""
        from app.services.store.deliveries import Deliveries

        return Deliveries(self.store)

    @cached_property
    def erasures(self) -> Erasures:
        """Taking visits off this device."""
        from app.services.packages.erasure import Erasures

        return Erasures(self.store, self.clock, self.people, self.evidence)

    @cached_property
    def safes(self) -> Safes:
        """The rolling copy on a stick."""
        from app.services.safe.places import SafePlaces
        from app.services.safe.safes import Safes

        places = SafePlaces(self.store, self.folder)
        return Safes(self.store, self.clock, self.people, self.shelf, self.evidence, self.tasks, places)

    @cached_property
    def replacements(self) -> Replacements:
        """This laptop in place of one that is gone."""
        from app.services.safe.replacement import Replacements

        return Replacements(self.people, self.trusts)

    @cached_property
    def _sheet_files(self) -> SheetFiles:
        from app.services.packages.sheet_files import SheetFiles

        return SheetFiles(
            self.store, self.clock, self.people, self.shelf, self.evidence, self.tasks, self.panels
        )

    def close(self) -> None:
        """Give the database and the folder back, the folder even where the database does not close."""
        with ExitStack() as stack:
            stack.callback(self.lock.release)
            stack.callback(self.store.close)
            self.evidence.close()
            if "lightbox" in self.__dict__:
                self.lightbox.close()
