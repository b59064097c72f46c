"""What the dialogs on people offer, and the deeds behind them. No Qt; what a service refuses is raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.common.clock import BEIJING
from app.common.words import say
from app.scoring.model.kinds import WORDS, KindWords
from app.services.panel.attendance import TYPED, moment_typed
from app.services.panel.seats import AWAY, Claim

if TYPE_CHECKING:
    from app.services.workspace import Workspace

HERE = "here"
AWAY_REASONS = ("突发疾病", "与被考核单位有应当回避的关系", "临时公务，先行离开")
SEAT_REASONS = ("组长突发疾病", "组长忘记 PIN", "组长的电脑损坏、密钥遗失", "组长须回避")
PEN_REASONS = ("电脑或 U 盘损坏，电子签名无法往返", "多数专家没有带密钥", "单位要求当场签字、盖章")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the panel. state: ``here`` or an absence; here: whether the person's keys are here.

    former: has led before somebody came to lead in this place, and can have the seat back. judges: is of the
    panel of experts, and so may lead and vote.
    """

    person_id: str
    name: str
    role: str
    state: str
    here: bool
    leads: bool
    former: bool
    judges: bool = True


@dataclass(frozen=True, slots=True)
class AttendanceState:
    """members: in the panel's order; deputy: of the task, may be None; now: the time as it is typed.

    me: who is to lead where a member's own device asks, empty for none.
    """

    members: tuple[Member, ...]
    deputy: str | None
    now: str
    me: str

    @property
    def leader(self) -> Member | None:
        """Who leads now."""
        return next((each for each in self.members if each.leads), None)

    @property
    def heirs(self) -> tuple[Member, ...]:
        """Who can come to lead: of this device's people, the deputy first; the former leader anywhere."""
        can = [
            each
            for each in self.members
            if each.judges and (each.here or each.former) and not each.leads and each.state == HERE
        ]
        return tuple(sorted(can, key=lambda each: (each.person_id != self.me, each.person_id != self.deputy)))


class AttendancePresenter:
    """One visit's people."""

    def __init__(self, workspace: Workspace, visit_id: str) -> None:
        self._workspace, self._visit_id = workspace, visit_id

    @property
    def state(self) -> AttendanceState:
        """As the panel's ledger on this device tells it."""
        desk = self._workspace.panels.open(self._visit_id)
        visit, here = desk.visit, {person.id for person in self._workspace.people.list()}
        standings, leader = desk.facts.sitting.standings, visit.leader
        members = tuple(
            Member(
                person_id=each.id,
                name=visit.name_of(each.id),
                role=say(visit.role_word(each)),
                state=standings[each.id].state if each.id in standings else HERE,
                here=each.id in here,
                leads=leader is not None and leader.id == each.id,
                former=each.id == visit.former,
                judges=each in visit.judges,
            )
            for each in visit.panel
        )
        now = self._workspace.clock.now().astimezone(BEIJING).strftime(TYPED)
        current = self._workspace.people.current
        return AttendanceState(members, desk.terms.deputy, now, current.id if current else "")

    @property
    def states(self) -> tuple[tuple[str, str], ...]:
        """What can be noted of somebody."""
        return ((HERE, say("在场")), *((state, say(word)) for state, word in AWAY.items()))

    def note(self, person_id: str, state: str, since: str, reason: str) -> None:
        """Note an absence, or take one back. since: as it is typed, Beijing time. Raises Refusal."""
        attendance = self._workspace.attendance
        if state == HERE:
            attendance.put_back(self._visit_id, person_id, reason)
            return
        absence = next(each for each in AWAY if each == state)
        attendance.note(self._visit_id, person_id, absence, moment_typed(since), reason)

    def take_seat(self, person_id: str, votes: Mapping[str, str], leader_state: str, reason: str) -> None:
        """Note who leads from now on, and before that where the leader is. Raises Refusal."""
        state, attendance = self.state, self._workspace.attendance
        leader = state.leader
        if leader is not None and leader_state != leader.state:
            self.note(leader.person_id, leader_state, state.now, reason)
        if any(each.former and each.person_id == person_id for each in state.members):
            attendance.give_back(self._visit_id, reason)
            return
        by: Claim = "deputy" if person_id == state.deputy else "vote"
        attendance.take_seat(self._visit_id, person_id, by, votes, reason)

    def turn_to_pen(self, reason: str) -> None:
        """Close the visit with pen and seal. Raises Refusal."""
        self._workspace.attendance.turn_to_pen(self._visit_id, reason)

    @property
    def words(self) -> KindWords:
        """The words of the scheme's kind."""
        return WORDS[self._workspace.visits.scheme(self._visit_id).kind]

    def reasons(self, those: tuple[str, ...]) -> tuple[str, ...]:
        """Reasons that are often the case."""
        return tuple(say(each) for each in those)
