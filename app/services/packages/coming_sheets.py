"""How a locked sheet that comes stands to what is here of its expert: new, a later version, or a rival."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.common.clock import Clock, stamp
from app.common.lines import MAX_REASON, one_line
from app.models import tables
from app.services.sheet.rivals import ASIDE, Rival, begins, keep_apart, rivals_of
from app.services.store.ledger import NewEntry

if TYPE_CHECKING:
    from app.services.packages.replay import ReplayedSheet
    from app.services.panel.panels import PanelDesk
    from app.services.store.site import Visit
    from app.services.store.unit_of_work import Unit, View


@dataclass(frozen=True, slots=True)
class Coming:
    """earlier: locked versions here that the one that comes goes on from, its expert having opened it again.

    outrun: the one that comes is itself an earlier version of what is here. contested: another locked sheet
    of this expert is here that it does not go on from.
    """

    replayed: ReplayedSheet
    earlier: tuple[Rival, ...]
    outrun: bool
    contested: bool

    @property
    def reason(self) -> str:
        """Why its expert opened it last; empty where nobody did."""
        opened = [row for row in self.replayed.sheet.rows if row.kind == "reopen"]
        return (opened[-1].why or "") if opened else ""

    def entry(self, desk: PanelDesk, package: str) -> NewEntry:
        """What the panel's ledger says of it. package: digest of the package that it comes in."""
        person, after = self.replayed.sheet.person_id, {"sha256": package}
        if self.contested:
            told = {**after, "digest": self.replayed.sheet.digest}
            return NewEntry("rival", desk.author, field=person, after=told)
        if not self.earlier:
            return NewEntry("sheet", desk.author, field=person, after=after)
        gone = {each.digest for each in self.earlier if each.digest}
        aside = sorted(gone | desk.facts.aside.get(person, frozenset()))
        why = one_line(f"本人重新打开后再次锁定：{self.reason}"[:MAX_REASON])
        return NewEntry("sheet", desk.author, field=person, after={**after, ASIDE: aside}, why=why)

    def store(self, unit: Unit, clock: Clock, visit: Visit, origin: str, stream: str) -> None:
        """Put its ledger beside the others; an earlier version that stood here leaves its place."""
        if not self.contested:
            for each in self.earlier:
                keep_apart(unit, each)
        sheet = self.replayed.sheet
        unit.add(
            tables.streams,
            id=stream,
            visit_id=visit.id,
            kind="sheet",
            person_id=sheet.person_id,
            origin=origin,
            locked_digest=sheet.digest,
            locked_at=sheet.rows[-1].at,
            created_at=stamp(clock.now()),
        )
        unit.append(stream, sheet.rows)


def coming(view: View, visit: Visit, replayed: ReplayedSheet) -> Coming:
    """How it stands to what is here and was not set aside. Raises Refusal where a ledger here was changed."""
    rows = replayed.sheet.rows
    here = rivals_of(view, visit.id, replayed.sheet.person_id)
    locked = [each for each in here if each.digest and not each.aside]
    earlier = tuple(each for each in locked if begins(rows, each.rows))
    outrun = any(begins(each.rows, rows) for each in here)
    return Coming(replayed, earlier, outrun, len(earlier) < len(locked))
