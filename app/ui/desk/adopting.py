"""Facts that colleagues counted: shown beside one's own, adopted, contested, handed on. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import XianpingError
from app.common.words import say
from app.scoring.measured import facts_of
from app.scoring.scheme import FindingSpec
from app.services.contests import Contest, contest, contests_in
from app.services.facts import Colleagues, Counted, adopt, adopted, differing, own_facts, wanting
from app.services.showing import shown_value
from app.ui.desk.adopting_state import CountSign, CountState, Handed, OfferLine, OfferState
from app.ui.desk.recording import Recording
from app.ui.desk.state import CheckPoint, DeskState

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk
    from app.services.workspace import Workspace

AT_ONCE = 1_000
"""So many entries are read in some 15 ms."""

Points = Mapping[str, tuple[CheckPoint, ...]]


class Adopting(Recording):
    """The part of ``DeskPresenter`` that deals with colleagues' facts: they are looked for when it opens.

    behind: there is so much to read that it would hold the desk up; then nothing is told of colleagues
    before ``look_around`` was called in the background and its answer given to ``show_colleagues``.
    """

    def __init__(self, workspace: Workspace, sheet: SheetDesk) -> None:
        super().__init__(workspace, sheet)
        self.behind = workspace.facts.unread(sheet.visit, sheet.person.id) > AT_ONCE
        self._colleagues = Colleagues() if self.behind else self.look_around()

    def look_around(self) -> Colleagues:
        """Read what colleagues have counted; safe in any thread. Raises XianpingError."""
        return self._workspace.facts.colleagues(self._sheet.visit, self._sheet.person.id)

    def show_colleagues(self, found: Colleagues) -> DeskState:
        """Take in what ``look_around`` found."""
        self.behind, self._colleagues = False, found
        return self._next()

    def adopt(self, person: str = "") -> DeskState:
        """Write a colleague's facts into the current criterion; without a name, those shown first."""
        able = [line.person for line in self.state.card.counts if line.may_adopt]
        chosen = person or (able[0] if able else "")
        for counted in self._colleagues.of(self._current):
            if counted.person_id == chosen:
                self._take_over(counted)
        return self._next()

    def adopt_waiting(self) -> DeskState:
        """Write all facts that are not filled in yet; what differs is left as it is."""
        for counted in waiting(self._sheet, self._colleagues):
            if not self._take_over(counted):
                break
        return self._next()

    def contest(self, person: str = "") -> DeskState:
        """Begin to contest a colleague's facts at the current criterion."""
        able = [line.person for line in self.state.card.counts if line.may_contest]
        chosen = person or (able[0] if able else "")
        if chosen:
            self._tried(lambda: contest(self._sheet, self._current, chosen))
        return self._next()

    def export_facts(self, path: Path) -> Handed:
        """Write one's own facts for the panel."""
        sheet = self._sheet
        try:
            self._workspace.packages.export_facts(sheet.visit.id, sheet.person.id, path)
        except XianpingError as trouble:
            return Handed(str(trouble), refused=True)
        return Handed(say("已导出并核验：{name}。请交给同组专家。", name=path.name))

    @property
    def facts_name(self) -> str:
        """What a file with one's own facts is called, without its suffix."""
        return say("{name}已核事实", name=self._sheet.person.name)

    def _take_over(self, counted: Counted) -> bool:
        done = self._tried(lambda: adopt(self._sheet, counted))
        self._drafts.settle(counted.criterion)
        return done


def count_states(sheet: SheetDesk, colleagues: Colleagues, cid: str) -> tuple[CountState, ...]:
    """What the card says of colleagues' facts at a criterion; those who agree share a line."""
    held = {each.person_id: each for each in _contests(sheet, cid)}
    groups: dict[tuple[tuple[str, object], ...], list[Counted]] = {}
    for counted in colleagues.of(cid):
        groups.setdefault(tuple(counted.exact.items()), []).append(counted)
    lines = [_line(sheet, counts, held) for counts in groups.values()]
    told = {counted.person_id for counts in groups.values() for counted in counts}
    gone = (each for person, each in held.items() if person not in told)
    return (*lines, *(_left_over(sheet, each) for each in gone))


def waiting(sheet: SheetDesk, colleagues: Colleagues) -> tuple[Counted, ...]:
    """The facts that can be adopted without changing anything that stands in the sheet."""
    if sheet.locked:
        return ()
    told = (colleagues.of(cid) for cid in sheet.mine)
    return tuple(counts[0] for counts in told if counts and _agree(counts) and wanting(sheet, counts[0]))


def _agree(counts: tuple[Counted, ...]) -> bool:
    """Whether colleagues say nothing that differs from who leads: else a person has to choose."""
    first = counts[0].exact
    return all(first.get(name, value) == value for each in counts for name, value in each.exact.items())


def offer_state(sheet: SheetDesk, colleagues: Colleagues) -> OfferState:
    """All that can be adopted at once."""
    alone = not any(each.scores and each.id != sheet.person.id for each in sheet.visit.panel)
    found = waiting(sheet, colleagues)
    return OfferState(tuple(OfferLine(each.criterion, _counted(sheet, [each])) for each in found), alone)


def odd_facts(sheet: SheetDesk, colleagues: Colleagues) -> Points:
    """What does not go together with colleagues' facts, by criterion: nothing of it stops the locking."""
    criteria = [criterion.id for criterion in sheet.scheme.criteria]
    found = {cid: tuple(_odd(sheet, colleagues, cid)) for cid in criteria}
    return {cid: points for cid, points in found.items() if points}


def _odd(sheet: SheetDesk, colleagues: Colleagues, cid: str) -> Iterator[CheckPoint]:
    item = sheet.scheme.criterion(cid).item
    held, counts = _contests(sheet, cid), colleagues.of(cid)
    settled = not sheet.visit.scored_by(cid, sheet.person.id) or any(adopted(sheet, each) for each in counts)
    for counted in counts if not settled else ():
        names = differing(sheet, counted)
        if names and counted.person_id not in {each.person_id for each in held}:
            words = say("{what}。请核对后采信，或写明异议。", what=_apart(sheet, counted, names))
            yield CheckPoint(cid, names[0], f"{item}：{words}", owed=False)
    for each in held:
        if not each.why.strip():
            words = say("对{name}的异议还没有写理由。", name=each.name)
            yield CheckPoint(cid, "", f"{item}：{words}", owed=False)


def _contests(sheet: SheetDesk, cid: str) -> tuple[Contest, ...]:
    return contests_in(sheet.visit.panel, sheet.papers.get(cid, ()))


def _line(sheet: SheetDesk, counts: list[Counted], held: Mapping[str | None, Contest]) -> CountState:
    first = counts[0]
    mine = sheet.visit.scored_by(first.criterion, sheet.person.id)
    against = next((held[each.person_id] for each in counts if each.person_id in held), None)
    names = differing(sheet, first) if mine else ()
    sign = _sign(sheet, counts, against, differs=bool(names)) if mine else _others(against)
    open_still = not sheet.locked and sign in {"counted", "differs"}
    words = _same(counts) if sign == "same" else _counted(sheet, counts, adopted=sign == "adopted")
    return CountState(
        first.person_id if against is None else against.person_id or "",
        _apart(sheet, first, names) if names else words,
        sign,
        may_adopt=not sheet.locked and mine and sign in {"counted", "differs", "contested"},
        may_contest=open_still,
        contest=against.paper_id if against else "",
        why=against.why if against else "",
        writable=not sheet.locked,
    )


def _sign(sheet: SheetDesk, counts: list[Counted], against: Contest | None, *, differs: bool) -> CountSign:
    if against is not None:
        return "contested"
    if differs:
        return "differs"
    if any(adopted(sheet, each) for each in counts):
        return "adopted"
    own = own_facts(sheet, counts[0])
    return "same" if all(own.get(name) == value for name, value in counts[0].exact.items()) else "counted"


def _others(against: Contest | None) -> CountSign:
    return "counted" if against is None else "contested"


def _left_over(sheet: SheetDesk, against: Contest) -> CountState:
    """A contest whose fact is not told any more: it can be taken back still."""
    words = say("您对{name}核定的事实有异议；对方现已没有核定。", name=against.name)
    person = against.person_id or ""
    return CountState(
        person, words, "contested", contest=against.paper_id, why=against.why, writable=not sheet.locked
    )


def _names(counts: list[Counted]) -> str:
    return say("、").join(each.name for each in counts)


def _counted(sheet: SheetDesk, counts: list[Counted], *, adopted: bool = False) -> str:
    criterion = sheet.scheme.criterion(counts[0].criterion)
    facts = say("；").join(
        _told(spec, counts[0].values[spec.name])
        for spec in facts_of(criterion)
        if spec.name in counts[0].values
    )
    words = say("已采信{names}：{facts}") if adopted else say("{names}已核：{facts}")
    return words.format(names=_names(counts), facts=facts)


def _told(spec: FindingSpec, value: object) -> str:
    """A fact in words; a flag's statement is a whole sentence by itself."""
    shown = shown_value(spec, value)
    return shown if spec.kind == "flag" else f"{spec.label} {shown}"


def _same(counts: list[Counted]) -> str:
    return say("与{names}所核一致", names=_names(counts))


def _apart(sheet: SheetDesk, counted: Counted, names: tuple[str, ...]) -> str:
    """Both values of what differs; the field is named where the criterion has more than one fact."""
    criterion = sheet.scheme.criterion(counted.criterion)
    own = sheet.tally.effective(counted.criterion)
    several = len(facts_of(criterion)) > 1
    parts = []
    for name in names:
        spec = criterion.finding(name)
        mine, theirs = shown_value(spec, own[name]), shown_value(spec, counted.values[name])
        both = say("您记 {mine}，{name}记 {theirs}", mine=mine, name=counted.name, theirs=theirs)
        parts.append(f"{spec.label}：{both}" if several else both)
    return say("；").join(parts)
