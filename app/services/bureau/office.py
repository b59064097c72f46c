"""A bureau's database and everything that can be done in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.common.clock import Clock
from app.models import tables
from app.services.bureau.archive import Archive
from app.services.bureau.intake import Bureau
from app.services.bureau.issues import Issuing
from app.services.bureau.office_lock import OfficeLock
from app.services.identity.trusts import Trusts
from app.services.store.shelf import VisitShelf
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.signing.trust import Trust


@dataclass(frozen=True, slots=True)
class Office:
    """The services of one bureau database, made by ``app.bootstrap``."""

    store: Store
    clock: Clock
    trusts: Trusts
    issuing: Issuing
    bureau: Bureau
    archive: Archive
    lock: OfficeLock

    @classmethod
    def of(cls, store: Store, clock: Clock, lock: OfficeLock) -> Office:
        """The services over an open database."""
        trusts = Trusts(store, clock)
        shelf = VisitShelf(store, clock)
        issuing, bureau = Issuing(store, clock, trusts), Bureau(store, clock, shelf, trusts)
        return cls(store, clock, trusts, issuing, bureau, Archive(store), lock)

    def own_trust(self) -> Trust | None:
        """The trust of the bureau whose keys are here, or the first one known; None where there is none."""
        with self.store.look() as view:
            own = view.first(tables.authorities, columns=("fingerprint",))
        if own is not None:
            return self.trusts.get(own["fingerprint"])
        known = self.trusts.all()
        return known[0] if known else None

    def has_keys(self) -> bool:
        """Whether the bureau's own keys are in this database."""
        with self.store.look() as view:
            return view.count(tables.authorities) > 0

    def close(self) -> None:
        """Let the database go."""
        self.store.close()
        self.lock.close()
