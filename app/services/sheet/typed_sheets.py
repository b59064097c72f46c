"""Typing a colleague's paper sheet in: for whom it may be done, by whom, and since when by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.common.clock import Clock
from app.common.errors import Refusal
from app.common.roles import ROLES, TYPING
from app.common.typed import entered_by
from app.models import tables
from app.models.entries import EntryRow
from app.scoring.model.kinds import WORDS, KindWords
from app.services.identity.people import People
from app.services.sheet.carry_over import came_without_keys, carry_over
from app.services.sheet.projection import projected
from app.services.sheet.rivals import locked_in
from app.services.sheet.sheets import Sheets
from app.services.store.ledger import find_stream
from app.services.store.shelf import VisitShelf
from app.services.store.site import PanelMember, Visit
from app.services.store.unit_of_work import Store, View

MAX_WHY = 200
LEFT = "这份{sheet}是随副本带来的，录入人的密钥不在本机。请在“代录纸质{sheet}”里选择此人，由您接续。"


@dataclass(frozen=True, slots=True)
class PaperSeat:
    """A scoring expert as somebody who would type the expert's paper in sees it.

    here: has an identity on this device too. begun, locked: the sheet. mine: the person at the keyboard
    has typed all of it so far. confirmed: recusal and discipline.
    why_not: in a sentence, why it cannot be typed in now; empty where it can. left: came with a copy whose
    writer's keys are not here, so that the person at the keyboard may carry it over and go on; over: begun
    here by somebody else, which may be gone on with likewise where a reason is given.
    """

    person_id: str
    name: str
    unit: str
    here: bool
    begun: bool
    mine: bool
    locked: bool
    confirmed: bool
    why_not: str
    left: bool = False
    over: bool = False


class TypedSheets:
    """Who may type in for whom. A sheet that is typed in is one colleague's work from end to end.

    That colleague signs it for the expert, and nobody can sign for what another wrote.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        shelf: VisitShelf,
        people: People,
        sheets: Sheets,
        leads: Callable[[str, str], bool],
    ) -> None:
        """leads: whether somebody (by id) leads the panel of a visit."""
        self._store, self._clock = store, clock
        self._shelf, self._people, self._sheets, self._leads = shelf, people, sheets, leads

    def seats(self, visit_id: str) -> tuple[PaperSeat, ...]:
        """Every scoring expert but the person at the keyboard. Raises Refusal for a stranger."""
        visit = self._shelf.get(visit_id)
        typist = self._typist(visit)
        here, words = {person.id for person in self._people.list()}, self._words(visit_id)
        with self._store.look() as view:
            leads, blind = self._leads(visit_id, typist), _still_scores(view, visit, typist, words)
            return tuple(
                _seat(view, visit, member, Typist(typist, leads, blind), here, words)
                for member in visit.panel
                if member.scores and member.id != typist
            )

    def finished(self, visit_id: str) -> tuple[PaperSeat, ...]:
        """The locked sheets that the person at the keyboard has typed in: theirs to hand over."""
        try:
            return tuple(seat for seat in self.seats(visit_id) if seat.locked and seat.mine)
        except Refusal:
            return ()

    def may(self, visit_id: str, person_id: str) -> bool:
        """Whether the person at the keyboard may type this expert's paper in now."""
        try:
            return any(seat.person_id == person_id and not seat.why_not for seat in self.seats(visit_id))
        except Refusal:
            return False

    def check(self, visit_id: str, person_id: str) -> str:
        """The typist's id. Raises Refusal saying why it may not be typed in, or looked at once locked."""
        seats = {seat.person_id: seat for seat in self.seats(visit_id)}
        if person_id not in seats:
            raise Refusal.because(
                f"此人不是本场{self._words(visit_id).act}的专家，没有可以代录的{self._words(visit_id).sheet}。",
                code="XP-6331",
            )
        seat = seats[person_id]
        if seat.why_not and not (seat.locked and seat.mine):
            raise Refusal.because(seat.why_not, code="XP-6332")
        return self._typist(self._shelf.get(visit_id))

    def begin(self, visit_id: str, person_id: str, *, pledged: bool) -> None:
        """Begin, or go on. pledged: the expert has signed the statement on recusal on paper.

        Raises Refusal where it may not be typed in, or nobody has confirmed recusal yet.
        """
        typist = self.check(visit_id, person_id)
        seat = next(each for each in self.seats(visit_id) if each.person_id == person_id)
        if seat.why_not:
            raise Refusal.because(seat.why_not, code="XP-6332")
        if seat.confirmed:
            return
        if not pledged:
            raise Refusal.because("请先确认专家已在纸上签署回避与纪律承诺。", where="pledged", code="XP-6333")
        self._sheets.confirm_recusal(visit_id, person_id, entered_by=typist)

    def go_on(self, visit_id: str, person_id: str, reason: str = "") -> None:
        """Carry over what came with a copy without keys; done once, doing it again changes nothing.

        reason: why the person at the keyboard goes on with what somebody else has begun here: another who
        types has left, or its expert has forgotten the PIN, where it is for whoever leads. Raises Refusal
        where there is nothing to go on with, or no reason is given.
        """
        visit, here = self._shelf.get(visit_id), {person.id for person in self._people.list()}
        typist, member = self._typist(visit), visit.member(person_id)
        if member is None or not member.scores or person_id == typist:
            raise Refusal.because(
                f"此人不是本场{self._words(visit_id).act}的专家，没有可以代录的{self._words(visit_id).sheet}。",
                code="XP-6331",
            )
        with self._store.write() as unit:
            words, why = self._words(visit_id), " ".join(reason.split())
            blind, leads = _still_scores(unit, visit, typist, words), self._leads(visit_id, typist)
            seat = _seat(unit, visit, member, Typist(typist, leads, blind), here, words)
            if seat.left or (seat.over and 0 < len(why) <= MAX_WHY):
                carry_over(unit, self._clock, visit, person_id, typist, why if seat.over else "")
            elif seat.over:
                told = f"请写明由您接续的原因（不超过 {MAX_WHY} 字），例如：本人忘记 PIN、录入人离场。"
                raise Refusal.because(told, where="reason", code="XP-6353")
            elif not (seat.begun and seat.mine):
                told = f"本机没有这位专家随副本带来的{words.sheet}，不必接续，直接代录即可。"
                reason = seat.why_not or told
                raise Refusal.because(reason, code="XP-6340")

    def _words(self, visit_id: str) -> KindWords:
        return WORDS[self._shelf.scheme_for(self._shelf.get(visit_id)).kind]

    def _typist(self, visit: Visit) -> str:
        current = self._people.current
        if current is None or visit.member(current.id) is None:
            raise Refusal.because(
                f"只有本场专家组的成员可以代录纸质{self._words(visit.id).sheet}。请先切换到专家组成员的身份。",
                code="XP-6334",
            )
        member = visit.member(current.id)
        if member is not None and member.role not in TYPING:
            word, sheet = ROLES[member.role].word, self._words(visit.id).sheet
            told = f"{word}只看程序，不代录{sheet}。请由组长、专家或联络员代录。"
            raise Refusal.because(told, code="XP-6334")
        return current.id


@dataclass(frozen=True, slots=True)
class Typist:
    """Who would type in. blind: why others' judgements may not be seen yet, empty where they may."""

    id: str
    leads: bool
    blind: str


def _stranger(words: KindWords) -> Refusal:
    return Refusal.because(f"此人不是本场{words.act}的专家，没有可以代录的{words.sheet}。", code="XP-6331")


def _seat(
    view: View,
    visit: Visit,
    member: PanelMember,
    typist: Typist,
    here: set[str],
    words: KindWords,
) -> PaperSeat:
    blind = typist.blind
    stream = find_stream(view, visit.id, "sheet", member.id)
    rows = view.entries(stream) if stream else []
    locked = bool(locked_in(view, visit.id, member.id))
    typable = visit.stage == "scoring" and not locked
    came = typable and came_without_keys(rows, here)
    left = came and not blind
    told = LEFT.format(sheet=words.sheet) if left else blind if came else ""
    reason = told or _why_not(visit, rows, (member.id, typist.id), words, locked=locked)
    own = any(row.author == member.id for row in rows[1:])
    over = bool(reason) and typable and not left and not blind and (typist.leads or not own)
    return PaperSeat(
        person_id=member.id,
        name=member.name,
        unit=member.unit,
        here=member.id in here,
        begun=len(rows) > 1,
        mine=entered_by(member.id, rows) == typist.id,
        locked=locked,
        confirmed=projected(rows).confirmed,
        why_not=reason or (blind if typable else ""),
        left=left,
        over=over,
    )


def _still_scores(view: View, visit: Visit, typist: str, words: KindWords) -> str:
    """Why whoever still scores types nothing in: the colleague's judgements would be read before the own."""
    member = visit.member(typist)
    if member is None or not member.scores:
        return ""
    sheets = view.find(tables.streams, visit_id=visit.id, kind="sheet", person_id=typist)
    if any(row["locked_digest"] for row in sheets):
        return ""
    return (
        f"您本人的{words.sheet}还没有锁定，代录会先看到对方的{words.given}。"
        f"请先锁定本人的{words.sheet}，或请不{words.act}的组长代录。"
    )


def _why_not(
    visit: Visit, rows: list[EntryRow], who: tuple[str, str], words: KindWords, *, locked: bool
) -> str:
    expert, typist = who
    if visit.stage != "scoring":
        return f"本场结论已经定稿，不能再录入{words.sheet}。"
    if locked:
        return f"{words.sheet}已锁定。"
    others = [row.author for row in rows[1:] if row.author != typist]
    if not others:
        return ""
    if expert in others:
        told = f"本人已在这台电脑上开始{words.act}，请切换到本人继续"
        return f"{told}；忘记 PIN 的，用恢复码重设，或由组长写明原因接续。"
    name = visit.name_of(others[0])
    return f"已由{name}录入了一部分，请由{name}继续；{name}不能继续的，可以写明原因由您接续，全部由您签名。"
