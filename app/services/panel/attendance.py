"""What is noted of people on the day: who is absent, has left or is recused, who leads for whom, pen for all.

Every step is an entry of the panel's ledger with a reason; what follows from it is settled in ``seats``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.common.clock import Clock, moment_of, moment_read, stamp
from app.common.errors import Refusal
from app.common.lines import MAX_REASON, one_line
from app.models import tables
from app.scoring.model.kinds import WORDS
from app.services.identity.people import People
from app.services.panel.day_doubts import SLACK
from app.services.panel.panels import PanelDesk, Panels
from app.services.panel.seats import AWAY, Absence, ActingLead, Claim, seat_fault
from app.services.printing.clock_words import clock_time
from app.services.store.ledger import NewEntry
from app.services.store.rounds import PanelState
from app.services.store.unit_of_work import Unit

TYPED = "%Y-%m-%d %H:%M"
"""How a moment is typed."""


def must_lead(desk: PanelDesk) -> None:
    """Raises Refusal where somebody else than the author leads: what comes of it, nobody would take."""
    if not desk.leads:
        leader = desk.visit.leader
        name = desk.visit.name_of(leader.id) if leader else ""
        raise Refusal.because(
            f"这次考核由{name}主持，这台电脑上的人不能代办。请在{name}的电脑上继续，"
            "或者先用“换组长…”登记由谁代行组长。",
            code="XP-4223",
        )


class Attendance:
    """Notes it on the device of whoever leads, or comes to lead."""

    def __init__(self, panels: Panels, people: People, clock: Clock) -> None:
        self._panels, self._people, self._clock = panels, people, clock

    def note(
        self,
        visit_id: str,
        person_id: str,
        state: Absence,
        since: datetime,
        reason: str,
        *,
        counts: bool | None = None,
    ) -> PanelState:
        """Note that somebody is absent, has left or is recused. Raises Refusal.

        since: when it began; counts: whether a sheet locked before leaving counts, None: if it is here.
        """
        desk, why = self._panels.open(visit_id), _reason(reason)
        self._must_be_mine(desk, person_id)
        if since > self._clock.now() + SLACK:
            raise Refusal.because("开始的时间晚于这台电脑现在的时间，请核对。", where="since", code="XP-4222")
        locked_at = _locked_at(desk, person_id)
        kept = state == "left" and (locked_at is not None if counts is None else counts)
        if desk.facts.frozen_digest is not None:
            kept = _kept_frozen(desk, person_id, state)
        elif kept and locked_at is not None and moment_of(locked_at) > since + SLACK:
            word = WORDS[desk.scheme.kind].sheet
            raise Refusal.because(
                f"{word}锁定的时间（{clock_time(locked_at)}）晚于退出的时间，请核对退出的时间。",
                where="since",
                code="XP-4222",
            )
        after = {"state": state, "since": stamp(since), "counts": kept}
        return desk.append(NewEntry("status", desk.author, field=person_id, after=after, why=why))

    def put_back(self, visit_id: str, person_id: str, reason: str) -> PanelState:
        """Take an absence back. Raises Refusal where the frozen text was written without the person."""
        desk, why = self._panels.open(visit_id), _reason(reason)
        self._must_be_mine(desk, person_id)
        if desk.facts.frozen_digest is not None and person_id in desk.facts.froze.standings:
            raise _frozen()
        return desk.append(NewEntry("status", desk.author, field=person_id, why=why))

    def take_seat(
        self, visit_id: str, person_id: str, by: Claim, votes: Mapping[str, str], reason: str
    ) -> PanelState:
        """Note who leads in the leader's place: the deputy, or whom the panel has voted for. Raises Refusal.

        votes: each voter to the person voted for, empty for none of them. Noted where that person goes on.
        """
        desk, why = self._panels.open(visit_id), _reason(reason)
        if person_id not in {person.id for person in self._people.list()}:
            name = desk.visit.name_of(person_id)
            raise Refusal.because(
                f"{name}的身份不在这台电脑上。请在{name}的电脑上登记：先打开组长电脑的随身副本或收取各人的表，"
                "再从主页选“代行组长…”。",
                code="XP-4224",
            )
        given = dict(votes) if by == "vote" else {}
        seat = ActingLead(person_id, by, given, why, desk.author, stamp(self._clock.now()))
        if fault := seat_fault(desk.visit, desk.terms.deputy, seat):
            raise Refusal.because(f"{fault}。", where="votes", code="XP-4225")
        after = {"person": person_id, "by": by, "votes": given}
        return desk.append(NewEntry("seat", desk.author, after=after, why=why))

    def give_back(self, visit_id: str, reason: str) -> PanelState:
        """The leader of the task leads again. Raises Refusal where somebody else leads here."""
        desk, why = self._panels.open(visit_id), _reason(reason)
        must_lead(desk)
        if desk.facts.sitting.seat is None:
            return desk.state
        return desk.append(NewEntry("seat", desk.author, why=why))

    def turn_to_pen(self, visit_id: str, reason: str) -> PanelState:
        """Close a digital visit with pen and seal; the digital signatures so far stay on record.

        A document that was issued is issued anew, with the same text, so that it says so. Raises Refusal.
        """
        desk, why = self._panels.open(visit_id), _reason(reason)
        must_lead(desk)
        if desk.visit.form == "pen":
            return desk.state
        facts = desk.facts

        def also(unit: Unit, _head: str) -> None:
            row = unit.first(tables.verdicts, visit_id=visit_id, version=facts.version)
            if facts.issued and row is not None:
                fresh = {"version": facts.version + 1, "pdf": None, "pdf_sha256": None, "state": "frozen"}
                unit.add(tables.verdicts, **{**row, **fresh})
            if facts.frozen_digest is not None:
                unit.change(tables.visits, {"id": visit_id}, stage="frozen")

        return desk.append(NewEntry("form", desk.author, after={"form": "pen"}, why=why), also=also)

    def _must_be_mine(self, desk: PanelDesk, person_id: str) -> None:
        """Whoever leads notes it of all; of the leader, who may be gone, everybody of the panel does."""
        if desk.visit.member(person_id) is None:
            raise Refusal.because("此人不在这次考核的专家组名单里。", code="XP-4403")
        leader = desk.visit.leader
        if leader is None or leader.id != person_id:
            must_lead(desk)


def moment_typed(text: str) -> datetime:
    """A moment as it is typed, such as ``2026-05-12 09:30``, in Beijing. Raises Refusal."""
    try:
        return moment_read(text)
    except ValueError:
        raise Refusal.because("时间请写成“2026-05-12 09:30”的样子。", where="since", code="XP-4222") from None


def _reason(reason: str) -> str:
    why = one_line(reason)
    if not 0 < len(why) <= MAX_REASON:
        raise Refusal.because(f"请写明原因（不超过 {MAX_REASON} 个字）。", where="reason", code="XP-4221")
    return why


def _locked_at(desk: PanelDesk, person_id: str) -> str | None:
    """When a sheet that is here was locked, None for none."""
    rows = next((each.rows for each in desk.collected.found if each.person_id == person_id), ())
    return rows[-1].at if rows else None


def _kept_frozen(desk: PanelDesk, person_id: str, state: Absence) -> bool:
    """Whether a sheet counts of who goes once the text is frozen: as it was frozen. Raises Refusal else."""
    member = desk.visit.member(person_id)
    if state != "left" or person_id in desk.facts.froze.standings:
        raise _frozen(AWAY[state])
    return member is not None and member.scores


def _frozen(word: str = "这一变动") -> Refusal:
    return Refusal.because(
        f"结论已经定稿，登记{word}会改变计入哪些人的评定。请先撤回定稿再登记；"
        "只是先走、不再签署的，登记“退出”。",
        code="XP-4226",
    )
