"""Several sheets of one expert: which counts, joined or handed on, by the expert or by whoever leads.

Nothing is ever replaced: what does not count stays whole, is looked at beside the other, and can be chosen
again until the text is frozen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.common.clock import Clock
from app.common.errors import Fault, Refusal
from app.common.lines import MAX_REASON, one_line
from app.common.typed import entered_by
from app.common.words import say
from app.models import tables
from app.scoring.model.kinds import WORDS
from app.services.identity.people import People
from app.services.panel.panel_ledger import Choice
from app.services.panel.panels import PanelDesk, Panels
from app.services.sheet.carry_over import begin_from, going_on_words
from app.services.sheet.joins import branches, join, merged
from app.services.sheet.projection import projected
from app.services.sheet.rivals import ASIDE, Rival, keep_apart, locked_under, put_in_place, rivals_of
from app.services.sheet.sheets import Sheets
from app.services.store.ledger import NewEntry, find_stream
from app.services.store.shelf import VisitShelf
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.scoring import Scheme
    from app.services.store.site import Visit
    from app.services.store.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class RivalSheets:
    """The sheets of one expert side by side.

    counted: stream of the one that counts now, empty for none. unjoined: streams of those that parted ways
    and are not settled. choice: how it was settled last, None where it was not. leads: whether who sits here
    leads, and may choose; open: whether anything can be settled now.
    """

    visit: Visit
    scheme: Scheme
    person_id: str
    rivals: tuple[Rival, ...]
    counted: str
    unjoined: frozenset[str]
    choice: Choice | None
    leads: bool
    open: bool

    @property
    def here(self) -> Rival | None:
        """The sheet that is written on this device, None for none."""
        return next((each for each in self.rivals if not each.origin), None)

    def rival(self, stream_id: str) -> Rival | None:
        """One of them."""
        return next((each for each in self.rivals if each.stream_id == stream_id), None)


class Rivals:
    """Shows and settles the sheets of one expert that lie beside one another."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        shelf: VisitShelf,
        people: People,
        sheets: Sheets,
        panels: Panels,
    ) -> None:
        self._store, self._clock, self._shelf = store, clock, shelf
        self._people, self._sheets, self._panels = people, sheets, panels

    def many(self, visit_id: str, person_id: str) -> bool:
        """Whether more than one ledger of an expert's sheet is here."""
        with self._store.look() as view:
            where = {"visit_id": visit_id, "kind": "sheet", "person_id": person_id}
            return view.count(tables.streams, **where) > 1

    def contest(self, visit_id: str, person_id: str) -> RivalSheets:
        """The sheets of an expert as they are here. Raises Refusal where a ledger was changed."""
        visit = self._shelf.get(visit_id)
        leads = self._panels.leads(visit_id, self._me())
        with self._store.look() as view:
            rivals = rivals_of(view, visit_id, person_id)
            unjoined = frozenset(each.stream_id for each in branches(view, visit_id, person_id))
        desk = self._panels.open(visit_id) if leads else None
        found = desk.collected.found if desk else ()
        return RivalSheets(
            visit,
            self._shelf.scheme_for(visit),
            person_id,
            rivals,
            next((each.stream_id for each in found if each.person_id == person_id), ""),
            unjoined,
            desk.facts.chosen.get(person_id) if desk else None,
            leads,
            visit.stage == "scoring",
        )

    def choose(self, visit_id: str, person_id: str, stream_id: str, reason: str) -> None:
        """Let one locked sheet count and set the others aside. Raises Refusal without a reason, once frozen.

        stream_id: empty to set every locked one aside, as where it was typed into the wrong expert: then the
        expert's place is free for another.
        """
        contest, why = self.contest(visit_id, person_id), one_line(reason)
        locked = [each for each in contest.rivals if each.digest]
        chosen = next((each for each in locked if each.stream_id == stream_id), None)
        faults = _reason_faults(why)
        if not locked or (stream_id and chosen is None):
            word = WORDS[contest.scheme.kind].sheet
            faults.append(Fault("sheet", say("只有已锁定的{word}可以选定或搁置。", word=word), "XP-4232"))
        desk = self._led(contest, faults)
        kept = chosen.digest if chosen else None
        left = [each for each in locked if each.digest != kept]

        def also(unit: Unit, _head: str) -> None:
            for each in left:  # one that was written here leaves its place to another
                keep_apart(unit, each)

        desk.amend(_chosen(desk, person_id, chosen.origin if chosen else "", left, why), also)

    def hand_on(
        self,
        visit_id: str,
        person_id: str,
        stream_id: str,
        reason: str,
        *,
        other: str = "",
        taken: Collection[str] = (),
    ) -> None:
        """Go on with an absent expert's sheet, locked or not, as one that whoever leads types in and signs.

        All that it says is carried over, each entry saying from which ledger and why; of ``taken`` criteria
        what another ledger (``other``) says. Raises Refusal without a reason, once frozen, from who does not
        lead, and for the own sheet.
        """
        contest, why = self.contest(visit_id, person_id), one_line(reason)
        rival, rest, me = contest.rival(stream_id), contest.rival(other), self._me()
        faults = _reason_faults(why)
        if rival is None or person_id == me:
            word = WORDS[contest.scheme.kind].sheet
            faults.append(Fault("sheet", say("只能接续其他专家已有的{word}。", word=word), "XP-4233"))
        if not contest.leads:
            faults.append(_not_leading())
        if faults or rival is None:
            raise Refusal(faults)
        desk, state = self._panels.open(visit_id), projected(rival.rows)
        if rest is not None and taken:
            state = merged(state, projected(rest.rows), taken)
        locked = [each for each in contest.rivals if each.digest]

        def also(unit: Unit, _head: str) -> None:
            told = going_on_words(rival, why)
            begin_from(unit, self._clock, contest.visit, me, (rival, state), told)

        desk.amend(_chosen(desk, person_id, "", locked, why), also)

    def join(
        self, visit_id: str, person_id: str, stream_id: str, taken: Collection[str], reason: str
    ) -> None:
        """Settle a ledger that parted ways with the one written here: some criteria are taken from it.

        By who writes the sheet: its expert, or who types it in. Raises Refusal without a reason, or where the
        sheet is locked.
        """
        contest, why = self.contest(visit_id, person_id), one_line(reason)
        faults, other, me = _reason_faults(why), contest.rival(stream_id), self._me()
        here = contest.here
        if here is None or other is None or me != (here.typist or person_id):
            faults.append(Fault("sheet", say("请由填写这份表的人切换到本人后合并。"), "XP-6351"))
        if faults or other is None:
            raise Refusal(faults)
        desk = self._sheets.open(visit_id, person_id, entered_by=me)
        join(desk, other, taken, why, self._store)

    def adopt(self, visit_id: str, person_id: str, stream_id: str) -> None:
        """Let a ledger that came with a copy take the place of the one written here, which stays beside it.

        By the sheet's own expert: as where it was locked on the other laptop. Raises Refusal.
        """
        contest = self.contest(visit_id, person_id)
        other, here = contest.rival(stream_id), contest.here
        locked, mine = here is not None and bool(here.digest), person_id == self._me()
        if other is None or not other.kept or locked or not mine or not contest.open:
            raise Refusal.because(
                say("本机的这一份已经锁定，或者不是本人的，不能换成另一份；请由组长在结论页选定。"),
                code="XP-6352",
            )
        with self._store.write() as unit:
            if here is not None:
                keep_apart(unit, here)
            put_in_place(unit, other)

    def refillable(self, visit_id: str, person_id: str) -> bool:
        """Whether the sheet here was locked under a task that has been amended since, by who sits here."""
        visit = self._shelf.get(visit_id)
        with self._store.look() as view:
            stream = find_stream(view, visit_id, "sheet", person_id)
            rows = view.entries(stream) if stream else []
        under = locked_under(rows)
        mine = self._me() == (entered_by(person_id, rows) or person_id)
        return bool(under) and under != visit.task_sha256 and mine and visit.stage == "scoring"

    def refill(self, visit_id: str, person_id: str) -> None:
        """Open a sheet that was locked under the earlier task again, in a ledger of its own.

        The locked one stays beside it, and counts until whoever leads has chosen. Raises Refusal.
        """
        if not self.refillable(visit_id, person_id):
            told = say("只有按修订前的任务锁定的、本人填写的表，才能按修订后的任务重新填写。")
            raise Refusal.because(told, code="XP-6354")
        visit = self._shelf.get(visit_id)
        with self._store.write() as unit:
            here = next(each for each in rivals_of(unit, visit_id, person_id) if not each.origin)
            source, why = (here, projected(here.rows)), "任务有修订，据已锁定的一份重新填写"
            begin_from(unit, self._clock, visit, self._me(), source, why)

    def _me(self) -> str:
        return self._people.current.id if self._people.current else ""

    def _led(self, contest: RivalSheets, faults: list[Fault]) -> PanelDesk:
        """The panel's desk of who leads. Raises Refusal with every fault."""
        if not contest.leads:
            faults.append(_not_leading())
        if faults:
            raise Refusal(faults)
        return self._panels.open(contest.visit.id)


def _chosen(desk: PanelDesk, person_id: str, origin: str, left: Collection[Rival], why: str) -> NewEntry:
    aside = sorted({each.digest for each in left if each.digest})
    return NewEntry("sheet", desk.author, field=person_id, after={"sha256": origin, ASIDE: aside}, why=why)


def _not_leading() -> Fault:
    return Fault("", say("由组长（或副组长）选定；请切换到组长的身份。"), "XP-4234")


def _reason_faults(reason: str) -> list[Fault]:
    if 0 < len(reason) <= MAX_REASON:
        return []
    told = say("请写明理由（不超过 {most} 字），记入考核记录。", most=MAX_REASON)
    return [Fault("reason", told, "XP-4231")]
