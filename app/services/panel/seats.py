"""Who sits on a panel by now: absent, left, recused, who leads for whom, and whether a pen closes the visit.

What follows from it for a visit (who scores, who signs, who leads, in which form) is settled here alone; the
panel's ledger keeps it, and device, bureau and ``verify`` ask the same functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal, get_args

from app.common.roles import JUDGING, LEADING
from app.services.printing.clock_words import clock_time
from app.services.store.site import Visit

Absence = Literal["absent", "left", "recused"]
Claim = Literal["deputy", "vote"]
AWAY: Mapping[Absence, str] = {"absent": "缺席", "left": "退出", "recused": "回避"}
ABSENCES: tuple[Absence, ...] = get_args(Absence)
CLAIMS: tuple[Claim, ...] = get_args(Claim)
TRIM_FROM = 5
"""From how many sheets on a highest and a lowest one can be left out (scoring contract, panel)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Why somebody has no part in the visit any more. since, noted_at: UTC stamps; author: who noted it.

    counts: a sheet that was locked before still counts; only of who has left.
    """

    person_id: str
    state: Absence
    since: str
    counts: bool
    reason: str
    author: str
    noted_at: str


@dataclass(frozen=True, slots=True)
class ActingLead:
    """Who leads in the leader's place. votes: each voter to whom the vote went; empty for the deputy."""

    person_id: str
    by: Claim
    votes: Mapping[str, str]
    reason: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class PenForm:
    """That a digital visit is closed with pen and seal, and why."""

    reason: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a task says of leading and of how many are needed. batch: the batch's facts."""

    deputy: str | None = None
    batch: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sitting:
    """All of it at one moment of the panel's ledger."""

    standings: Mapping[str, Standing] = field(default_factory=lambda: MappingProxyType({}))
    seat: ActingLead | None = None
    pen: PenForm | None = None

    def of(self, visit: Visit) -> Visit:
        """The visit with what follows. visit: as the task has it.

        A criterion that was assigned to nobody who still scores is left to all, who have not judged it: so
        the leader has to rule on it.
        """
        scorers = {each.id for each in visit.panel if each.scores and self.scores(each.id)}
        acting, former = self._chair(visit)
        return replace(
            visit,
            panel=tuple(
                replace(
                    each,
                    scores=each.id in scorers,
                    role="leader" if each.id == acting else "expert" if each.id == former else each.role,
                )
                for each in visit.panel
            ),
            assignments=_left(visit.assignments, scorers) if self.standings else visit.assignments,
            form="pen" if self.pen else visit.form,
            away={person: AWAY[each.state] for person, each in self.standings.items()},
            acting=acting,
            former=former,
        )

    def scores(self, person_id: str) -> bool:
        """Whether a person's sheet is wanted."""
        standing = self.standings.get(person_id)
        return standing is None or standing.counts

    def told(self, visit: Visit) -> Iterator[str]:
        """Everything in sentences, as protocol and history tell it. visit: for its names."""
        for standing in self.standings.values():
            yield standing_words(visit, standing)
        if self.seat is not None:
            yield seat_words(visit, self.seat)
        if self.pen is not None:
            yield f"改为打印签字、盖章，不再电子签署。原因：{_ended(self.pen.reason)}"

    def since(self, before: Sitting, visit: Visit) -> tuple[str, ...]:
        """What is told of the time after another moment."""
        known = set(before.told(visit))
        return tuple(each for each in self.told(visit) if each not in known)

    def _chair(self, visit: Visit) -> tuple[str, str]:
        """Who leads in whose place, both empty where the leader of the task leads."""
        leader = visit.leader
        if self.seat is None or leader is None or leader.id == self.seat.person_id:
            return "", ""
        return self.seat.person_id, leader.id


def standing_words(visit: Visit, standing: Standing) -> str:
    """One absence in a sentence."""
    name, word = visit.name_of(standing.person_id), AWAY[standing.state]
    counts = "，此前锁定的评定计入" if standing.counts else ""
    return f"{name}{word}（自 {clock_time(standing.since)}{counts}）。原因：{_ended(standing.reason)}"


def seat_words(visit: Visit, seat: ActingLead) -> str:
    """Who leads for whom, in a sentence."""
    former = visit.name_of(visit.former or (visit.leader.id if visit.leader else ""))
    name = visit.name_of(seat.person_id)
    if seat.by == "deputy":
        how = "副组长接任"
    else:
        yes = [visit.name_of(voter) for voter, choice in seat.votes.items() if choice == seat.person_id]
        how = f"专家组表决推举：{'、'.join(yes)}同意，共 {len(yes)} 票，参加表决 {len(seat.votes)} 人"
    return f"{name}代行组长，接替{former}（{how}）。原因：{_ended(seat.reason)}"


def led_by(visit: Visit, deputy: str | None, person_id: str) -> bool:
    """Whether a person leads: the one place that says so. visit: as the panel's ledger settles it.

    Where somebody leads in the leader's place it is that one alone; else the leader, or the task's deputy.
    """
    if person_id in visit.away:
        return False
    return person_id == visit.acting if visit.acting else visit.led_by(person_id) or person_id == deputy


def quorum_of(visit: Visit, batch: Mapping[str, Any]) -> int:
    """How many sheets a conclusion needs: the batch's number, and what the way of joining needs."""
    least = TRIM_FROM if visit.policy.get("panel") == "trimmed_mean" else 1
    return max(int(batch.get("quorum") or 1), least)


def seat_fault(visit: Visit, deputy: str | None, seat: ActingLead) -> str:
    """Why somebody can't lead, in a sentence without its end; empty where the person can.

    visit: as it was settled before. Present is whoever is not away; more than half of them have to agree.
    """
    member = visit.member(seat.person_id)
    if member is None:
        return "代行组长的人不在专家组名单里"
    if member.role not in JUDGING:
        return f"{visit.name_of(member.id)}是{visit.role_word(member)}，不能代行组长"
    if member.id in visit.away:
        return f"{visit.name_of(member.id)}已登记{visit.away[member.id]}，不能代行组长"
    if member.role in LEADING:
        return f"{visit.name_of(member.id)}现在就是组长"
    if seat.by == "deputy":
        return (
            ""
            if member.id == deputy
            else f"{visit.name_of(member.id)}不是任务文件指定的副组长，须由专家组表决"
        )
    return _vote_fault(visit, seat)


def _vote_fault(visit: Visit, seat: ActingLead) -> str:
    present = [each.id for each in visit.judges if each.id not in visit.away]
    if not set(seat.votes) <= set(present) or not set(seat.votes.values()) <= {*present, ""}:
        return "表决的人不在专家组名单里，或已缺席、退出、回避"
    yes = sum(choice == seat.person_id for choice in seat.votes.values())
    if 2 * yes > len(present):
        return ""
    return (
        f"在场专家 {len(present)} 人，须有超过半数（至少 {len(present) // 2 + 1} 人）同意，现有 {yes} 人同意"
    )


def _left(assignments: Mapping[str, Sequence[str]], scorers: set[str]) -> dict[str, tuple[str, ...]]:
    kept = {each: tuple(one for one in people if one in scorers) for each, people in assignments.items()}
    return {criterion: people for criterion, people in kept.items() if people}


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"
