"""Facts are counted once: what others of the panel have counted, for an expert to adopt or to contest.

Only facts that stand whole and valid in the other's sheet (or facts file) are told, never a judgement,
points, notes, marks or reasons. What was adopted is told of the one who counted it alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.common.errors import XianpingError
from app.models import tables
from app.scoring import Scheme, Tally
from app.scoring.model.measured import FactReader, compile_facts
from app.services.sheet.names import adopted_from, adopting_words
from app.services.sheet.origins import Origins
from app.services.sheet.projection import projected
from app.services.store.ledger import find_stream, read_ledger
from app.services.store.shelf import VisitShelf
from app.services.store.unit_of_work import Store, View

if TYPE_CHECKING:
    from app.services.sheet.desk import SheetDesk
    from app.services.store.site import Answers, PanelMember, Visit

KIND, STATED = "xpfacts", "facts"


@dataclass(frozen=True, slots=True)
class Counted:
    """What one person counted for one criterion.

    values: as they were typed; exact: read, to be compared; at: UTC stamps, all by field. at is never empty.
    read: what read them, to read others in the same way.
    """

    person_id: str
    name: str
    criterion: str
    values: Mapping[str, object]
    exact: Mapping[str, Any]
    at: Mapping[str, str]
    read: FactReader = field(compare=False, repr=False)

    @property
    def since(self) -> str:
        """When the first of it was counted."""
        return min(self.at.values())


@dataclass(frozen=True, slots=True)
class Colleagues:
    """What the others have counted, by criterion: who counted first comes first.

    Where a criterion is assigned, only those to whom it is assigned can count.
    """

    by_criterion: Mapping[str, tuple[Counted, ...]] = field(default_factory=dict)

    def of(self, criterion: str) -> tuple[Counted, ...]:
        """The counts of a criterion."""
        return self.by_criterion.get(criterion, ())


class FactFinder:
    """Looks for facts in the sheets of this data folder and in the facts files that came in."""

    def __init__(self, store: Store, shelf: VisitShelf) -> None:
        self._store, self._shelf = store, shelf
        self._read: dict[str, tuple[tuple[int, str], tuple[Counted, ...]]] = {}

    def unread(self, visit: Visit, person_id: str) -> int:
        """How many ledger entries of others must still be read before it can be told what they counted."""
        ends = []
        with self._store.look() as view:
            for member in _others(visit, person_id):
                stream = _stream(view, visit.id, member.id)
                end = view.head(stream) if stream else (0, "")
                if stream and self._read.get(stream, (None,))[0] != end:
                    ends.append(end[0])
        return sum(ends)

    def colleagues(self, visit: Visit, person_id: str) -> Colleagues:
        """What others of the panel have counted. A sheet that cannot be read tells nothing. In any thread."""
        found: dict[str, list[Counted]] = {}
        for member in _others(visit, person_id):
            for counted in self.of(visit, member):
                found.setdefault(counted.criterion, []).append(counted)
        first = {each: sorted(counts, key=lambda one: one.since) for each, counts in found.items()}
        return Colleagues({each: tuple(counts) for each, counts in first.items()})

    def of(self, visit: Visit, member: PanelMember) -> tuple[Counted, ...]:
        """What a member has counted: by the sheet here or by the facts file, whichever was counted last."""
        try:
            with self._store.look() as view:
                sources = self._by_sheet(view, visit, member), self._by_file(view, visit, member)
        except XianpingError:  # named where that sheet itself is opened; it must not stop another's work
            return ()
        return max(
            sources, key=lambda counts: max((at for each in counts for at in each.at.values()), default="")
        )

    def by_sheet(self, visit: Visit, member: PanelMember) -> tuple[Counted, ...]:
        """What a member has counted by the sheet here. Raises Refusal where that was changed."""
        with self._store.look() as view:
            return self._by_sheet(view, visit, member)

    def _by_sheet(self, view: View, visit: Visit, member: PanelMember) -> tuple[Counted, ...]:
        stream = _stream(view, visit.id, member.id)
        if stream is None:
            return ()
        end = view.head(stream)
        held = self._read.get(stream)
        if held is None or held[0] != end:
            state = projected(read_ledger(view, stream))
            scheme = self._shelf.scheme_for(visit)
            held = end, counts_of(visit, scheme, member, state.findings(), state.origins)
            self._read[stream] = held
        return held[1]

    def _by_file(self, view: View, visit: Visit, member: PanelMember) -> tuple[Counted, ...]:
        row = stated(view, visit.id, member.id)
        if row is None:
            return ()
        from app.exchange.facts import Facts

        facts = Facts.model_validate_json(bytes(row["data"]))
        scheme = self._shelf.scheme_for(visit)
        facts.check(scheme)
        times = {(count.criterion, count.field): count.at for count in facts.counts}
        return tuple(_counts(visit, scheme, member, facts.answers(), times))


def counts_of(
    visit: Visit, scheme: Scheme, member: PanelMember, answers: Answers, origins: Origins
) -> tuple[Counted, ...]:
    """What a member counted by the own sheet. What was adopted from others is left out."""
    times = {}
    for criterion, answer in answers.items():
        for name in answer:
            origin = origins.of(criterion, name)
            if origin is not None and adopted_from(visit.panel, origin.why) is None:
                times[criterion, name] = origin.at
    return tuple(_counts(visit, scheme, member, answers, times))


def own_facts(sheet: SheetDesk, counted: Counted) -> Mapping[str, Any]:
    """The facts that stand in a sheet beside somebody's count, read exactly, whoever counted them."""
    return counted.read(sheet.tally.effective(counted.criterion))


def adopt(sheet: SheetDesk, counted: Counted) -> None:
    """Write what somebody counted into the sheet, as entries that say so. What is equal already stays.

    Raises Refusal or EnvironmentTrouble; what was stored before that stays and can be undone.
    """
    own = own_facts(sheet, counted)
    why = adopting_words(sheet.visit.panel, counted.person_id)
    for name, value in counted.values.items():
        if name not in own or own[name] != counted.exact[name]:
            sheet.record(counted.criterion, name, value, why=why)


def adopted(sheet: SheetDesk, counted: Counted) -> bool:
    """Whether the sheet holds these very facts, and at least one of them by adoption from that person."""
    own = own_facts(sheet, counted)
    if any(own.get(name) != value for name, value in counted.exact.items()):
        return False
    origins = [sheet.origins.of(counted.criterion, name) for name in counted.exact]
    panel = sheet.visit.panel
    return any(each and adopted_from(panel, each.why) == counted.person_id for each in origins)


def differing(sheet: SheetDesk, counted: Counted) -> tuple[str, ...]:
    """The facts on which the sheet and somebody's count differ, in the criterion's order."""
    own = own_facts(sheet, counted)
    return tuple(name for name, value in counted.exact.items() if name in own and own[name] != value)


def wanting(sheet: SheetDesk, counted: Counted) -> bool:
    """Whether something of it is not filled in the sheet at all, and nothing else differs from it."""
    given = sheet.tally.effective(counted.criterion)
    own = own_facts(sheet, counted)
    clash = any(name in given and own.get(name) != value for name, value in counted.exact.items())
    return not clash and any(name not in given for name in counted.exact)


def stated(view: View, visit_id: str, person_id: str) -> Mapping[str, Any] | None:
    """The content of the latest facts file of a person, as a row of ``received``."""
    return view.first(
        tables.received,
        order=("-sequence",),
        kind=KIND,
        visit_id=visit_id,
        sender=person_id,
        state=STATED,
    )


def _counts(
    visit: Visit, scheme: Scheme, member: PanelMember, answers: Answers, times: Mapping[tuple[str, str], str]
) -> Iterator[Counted]:
    """times: of the facts that this person counted; others are left out."""
    tally = Tally.start(scheme, visit.profile, visit.policy, answers)
    for criterion in scheme.criteria:
        if criterion.id not in answers or not visit.scored_by(criterion.id, member.id):
            continue
        effective = tally.effective(criterion.id)
        read = compile_facts(criterion)
        exact = {name: value for name, value in read(effective).items() if (criterion.id, name) in times}
        if exact:
            values = {name: effective[name] for name in exact}
            at = {name: times[criterion.id, name] for name in exact}
            yield Counted(member.id, visit.name_of(member.id), criterion.id, values, exact, at, read)


def _others(visit: Visit, person_id: str) -> list[PanelMember]:
    return [member for member in visit.panel if member.scores and member.id != person_id]


def _stream(view: View, visit_id: str, person_id: str) -> str | None:
    """The stream of a sheet that is written here, else of the latest that came in a file."""
    written = find_stream(view, visit_id, "sheet", person_id)
    if written is not None:
        return written
    row = view.first(
        tables.streams,
        columns=("id",),
        order=("-created_at",),
        visit_id=visit_id,
        kind="sheet",
        person_id=person_id,
    )
    return str(row["id"]) if row else None
