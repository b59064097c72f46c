"""Colleagues' facts in words, beside what stands in one's own sheet. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.common.words import say
from app.scoring import FindingSpec
from app.scoring.model.measured import facts_of
from app.scoring.model.words import statement
from app.services.printing.finding_words import shown_value
from app.services.sheet.contests import Contest
from app.services.sheet.facts import Counted
from app.ui.desk.facts.groups import FactGroups, Group
from app.ui.desk.facts.state import CountSign, CountState

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk


def count_states(sheet: SheetDesk, standing: FactGroups) -> tuple[CountState, ...]:
    """What the card says of colleagues' facts at a criterion; those who agree share a line."""
    held = standing.held
    lines = [_line(sheet, each, held, mine=standing.mine) for each in standing.groups]
    told = {counted.person_id for each in standing.groups for counted in each.counts}
    gone = (each for person, each in held.items() if person not in told)
    return (*lines, *(_left_over(sheet, each) for each in gone))


def _line(sheet: SheetDesk, group: Group, held: Mapping[str | None, Contest], *, mine: bool) -> CountState:
    first, counts = group.first, group.counts
    against = next((held[each.person_id] for each in counts if each.person_id in held), None)
    names = group.differs if mine else ()
    sign = _sign(group, against, mine=mine)
    words = _same(counts) if sign == "same" else counted_words(sheet, counts, adopted=sign == "adopted")
    return CountState(
        first.person_id if against is None else against.person_id or "",
        apart(sheet, first, names) if names else words,
        sign,
        may_adopt=not sheet.locked and mine and not group.same,
        may_contest=not sheet.locked and sign in {"counted", "differs"},
        contest=against.paper_id if against else "",
        why=against.why if against else "",
        writable=not sheet.locked,
    )


def _sign(group: Group, against: Contest | None, *, mine: bool) -> CountSign:
    if against is not None:
        return "contested"
    if not mine:
        return "counted"
    if group.differs:
        return "differs"
    if group.adopted:
        return "adopted"
    return "same" if group.same else "counted"


def _left_over(sheet: SheetDesk, against: Contest) -> CountState:
    """A contest whose fact is not told any more: it can be taken back still."""
    words = say("您对{name}核定的事实有异议；对方现已没有核定。", name=against.name)
    person = against.person_id or ""
    return CountState(
        person, words, "contested", contest=against.paper_id, why=against.why, writable=not sheet.locked
    )


def _names(counts: Sequence[Counted]) -> str:
    return say("、").join(each.name for each in counts)


def counted_words(sheet: SheetDesk, counts: Sequence[Counted], *, adopted: bool = False) -> str:
    """Who counted what."""
    criterion = sheet.scheme.criterion(counts[0].criterion)
    facts = say("；").join(
        _told(spec, counts[0].values[spec.name])
        for spec in facts_of(criterion)
        if spec.name in counts[0].values
    )
    words = say("已采信{names}：{facts}") if adopted else say("{names}已核：{facts}")
    return words.format(names=_names(counts), facts=facts)


def _told(spec: FindingSpec, value: object) -> str:
    """A fact in words; a flag's statement may be a whole sentence by itself."""
    if spec.kind == "flag" and isinstance(value, bool):
        return statement(spec, value)
    return f"{spec.label} {shown_value(spec, value)}"


def _same(counts: Sequence[Counted]) -> str:
    return say("与{names}所核一致", names=_names(counts))


def apart(sheet: SheetDesk, counted: Counted, names: tuple[str, ...]) -> str:
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
