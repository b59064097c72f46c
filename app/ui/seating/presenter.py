"""Who can take the keyboard, and whose paper can be typed in. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import Refusal
from app.common.roles import LEADING, ROLES
from app.common.words import say
from app.scoring.model.kinds import WORDS, KindWords

if TYPE_CHECKING:
    from app.services.sheet.typed_sheets import PaperSeat
    from app.services.store.site import Visit
    from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody to choose. told: beside the name; why_not: why not now, empty where it can be chosen.

    left: came with a copy without keys, to be carried over first.
    """

    id: str
    name: str
    told: str
    has_pin: bool = False
    current: bool = False
    why_not: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class PaperState:
    """Whose paper can be typed in. pledged: who has confirmed recusal and discipline already.

    warning: what the person at the keyboard is to know before; empty for nothing. unit: whose visit it is;
    words: those of its kind of scheme.
    """

    unit: str
    choices: tuple[Choice, ...]
    pledged: frozenset[str]
    warning: str
    words: KindWords

    @property
    def open(self) -> tuple[Choice, ...]:
        """Those that can be chosen."""
        return tuple(each for each in self.choices if not each.why_not)


class SeatingPresenter:
    """Makes the states of the two dialogs."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def people(self, visit_id: str) -> tuple[Choice, ...]:
        """Everybody on this device, the panel of the visit first; visit_id empty for none."""
        visit = self._workspace.visits.get(visit_id) if visit_id else None
        current = self._workspace.people.current
        me = current.id if current else ""
        found = [
            Choice(
                person.id, person.name, self._told(person.id, visit), person.has_pin, current=person.id == me
            )
            for person in self._workspace.people.list()
        ]
        return tuple(sorted(found, key=lambda each: visit is not None and visit.member(each.id) is None))

    def papers(self, visit_id: str) -> PaperState:
        """Whose paper can be typed in. Raises Refusal for who is not of the panel."""
        seats = self._workspace.typed.seats(visit_id)
        visit = self._workspace.visits.get(visit_id)
        return PaperState(
            unit=str(visit.project.get("unit", "")),
            choices=tuple(_choice(seat) for seat in seats),
            pledged=frozenset(seat.person_id for seat in seats if seat.confirmed),
            warning=self._warning(visit),
            words=self.words(visit_id),
        )

    def begin(self, visit_id: str, person_id: str, *, pledged: bool) -> None:
        """Begin to type a paper in, or go on. Raises Refusal."""
        if any(seat.left for seat in self._workspace.typed.seats(visit_id) if seat.person_id == person_id):
            self._workspace.typed.go_on(visit_id, person_id)
        self._workspace.typed.begin(visit_id, person_id, pledged=pledged)

    def to_hand_over(self, visit_id: str) -> tuple[tuple[str, str], ...]:
        """Id and name of each expert whose typed-in sheet is to go to a leader who is not on this device."""
        leader = self._workspace.panels.standing(visit_id).leader
        here = {person.id for person in self._workspace.people.list()}
        if leader is None or leader.id in here:
            return ()
        return tuple((seat.person_id, seat.name) for seat in self._workspace.typed.finished(visit_id))

    def export(self, visit_id: str, person_id: str, path: Path) -> None:
        """Write a typed-in sheet for the leader. Raises Refusal, EnvironmentTrouble."""
        self._workspace.packages.export_sheet(visit_id, person_id, path)

    def words(self, visit_id: str) -> KindWords:
        """The words of the visit's kind of scheme."""
        return WORDS[self._workspace.visits.scheme(visit_id).kind]

    def scores(self, visit_id: str) -> bool:
        """Whether the person at the keyboard has a sheet in the visit."""
        current = self._workspace.people.current
        member = self._workspace.visits.get(visit_id).member(current.id) if current else None
        return member is not None and member.scores

    def _told(self, person_id: str, visit: Visit | None) -> str:
        if visit is None:
            return self._workspace.people.person(person_id).unit
        member = visit.member(person_id)
        if member is None:
            return say("不在本场专家组")
        if not member.scores:
            act = self.words(visit.id).act
            return say("组长，不{act}", act=act) if member.role in LEADING else say("不{act}", act=act)
        return say(ROLES[member.role].word)

    def _warning(self, visit: Visit) -> str:
        """Who still scores should not read another's judgements first."""
        current = self._workspace.people.current
        member = visit.member(current.id) if current else None
        if current is None or member is None or not member.scores:
            return ""
        try:
            desk = self._workspace.sheets.glance(visit, current.id)
        except Refusal:
            return ""
        if desk is not None and desk.locked:
            return ""
        words = self.words(visit.id)
        return say(
            "您本人的{sheet}还没有锁定。代录会看到对方的{given}，请先锁定本人的{sheet}，或请组长代录。",
            sheet=words.sheet,
            given=words.given,
        )


def _choice(seat: PaperSeat) -> Choice:
    if seat.left:
        return Choice(seat.person_id, seat.name, say("随副本带来，可由您接续"), left=True)
    parts = [say("录入中") if seat.begun and not seat.locked else ""]
    parts.append(say("本机也有其身份") if seat.here else say("本机没有其身份"))
    told = say("，").join(part for part in parts if part)
    return Choice(seat.person_id, seat.name, told, why_not=seat.why_not)
