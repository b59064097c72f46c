"""Which of several sheets of one expert counts: chosen by whoever leads, with a reason, until it is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.common.errors import Fault, Refusal
from app.common.words import say
from app.scoring.model.kinds import WORDS
from app.services.panel.panel_ledger import MAX_REASON, Choice, one_line
from app.services.panel.panels import PanelDesk, Panels
from app.services.sheet.rivals import ASIDE, Rival, keep_apart, rivals_of
from app.services.store.ledger import NewEntry
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.scoring import Scheme
    from app.services.store.site import Visit
    from app.services.store.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Contest:
    """The sheets of one expert side by side. counted: stream of the one that counts now, empty for none.

    choice: how it was settled last, None where it was not. open: whether it can be settled now.
    """

    visit: Visit
    scheme: Scheme
    person_id: str
    rivals: tuple[Rival, ...]
    counted: str
    choice: Choice | None
    open: bool


class Rivals:
    """Shows and settles sheets that contradict one another, on the device of whoever leads."""

    def __init__(self, store: Store, panels: Panels) -> None:
        self._store, self._panels = store, panels

    def contest(self, visit_id: str, person_id: str) -> Contest:
        """The sheets of an expert as they are here. Raises Refusal where a ledger was changed."""
        desk = self._panels.open(visit_id)
        with self._store.look() as view:
            rivals = rivals_of(view, visit_id, person_id)
        counted = next((each.stream_id for each in desk.collected.found if each.person_id == person_id), "")
        return Contest(
            desk.visit,
            desk.scheme,
            person_id,
            rivals,
            counted,
            desk.facts.chosen.get(person_id),
            desk.facts.frozen_digest is None,
        )

    def choose(self, visit_id: str, person_id: str, stream_id: str, reason: str) -> None:
        """Let one locked sheet count and set the others aside. Raises Refusal without a reason, once frozen.

        stream_id: empty to set every locked one aside, as where it was typed into the wrong expert: then the
        expert's place is free for another.
        """
        desk, why = self._panels.open(visit_id), one_line(reason)
        contest = self.contest(visit_id, person_id)
        locked = [each for each in contest.rivals if each.digest]
        chosen = next((each for each in locked if each.stream_id == stream_id), None)
        faults = list(_faults(why))
        if not locked or (stream_id and chosen is None):
            word = WORDS[desk.scheme.kind].sheet
            faults.append(
                Fault("sheet", say("只有已锁定的{word}可以选定或搁置。", word=word), "XP-4212")
            )
        if faults:
            raise Refusal(faults)
        self._settle(desk, contest, chosen, why)

    def _settle(self, desk: PanelDesk, contest: Contest, chosen: Rival | None, why: str) -> None:
        """One entry; a sheet that was written here and does not count leaves its place to another."""
        kept = chosen.digest if chosen else None
        left = [each for each in contest.rivals if each.digest and each.digest != kept]
        after = {
            "sha256": chosen.origin if chosen else "",
            ASIDE: sorted({each.digest for each in left if each.digest}),
        }

        def also(unit: Unit, _head: str) -> None:
            for each in left:
                keep_apart(unit, each)

        desk.amend(NewEntry("sheet", desk.author, field=contest.person_id, after=after, why=why), also)


def _faults(reason: str) -> tuple[Fault, ...]:
    if 0 < len(reason) <= MAX_REASON:
        return ()
    told = say("请写明选定的理由（不超过 {most} 字）。", most=MAX_REASON)
    return (Fault("reason", told, "XP-4211"),)
