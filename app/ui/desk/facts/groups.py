"""A criterion's facts as colleagues counted them, those who agree together, held against one's own. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.sheet.contests import Contest, contests_in
from app.services.sheet.facts import Counted, adopted, differing, own_facts, wanting

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk

Groups = dict[tuple[tuple[str, object], ...], list[Counted]]


@dataclass(frozen=True, slots=True)
class Group:
    """Colleagues who agree, who counted first leading.

    differs: facts on which one's own sheet is at odds with them; same: it holds the very same;
    adopted: and has one of them from a colleague of the group; lacks: it wants some and denies none.
    """

    counts: tuple[Counted, ...]
    differs: tuple[str, ...]
    same: bool
    adopted: bool
    lacks: bool

    @property
    def first(self) -> Counted:
        """Who counted first."""
        return self.counts[0]


@dataclass(frozen=True, slots=True)
class FactGroups:
    """What is known of a criterion's facts.

    counts: who counted first comes first. mine: it is this expert's to score; contests: those that stand.
    """

    counts: tuple[Counted, ...]
    mine: bool
    groups: tuple[Group, ...]
    contests: tuple[Contest, ...]

    @property
    def held(self) -> Mapping[str | None, Contest]:
        """The contests by whose fact they are against."""
        return {each.person_id: each for each in self.contests}

    def differing(self) -> Iterator[tuple[Counted, tuple[str, ...]]]:
        """Who differs from one's own sheet, in the order of counting, and on which facts."""
        names = {counted.person_id: group.differs for group in self.groups for counted in group.counts}
        return ((each, names[each.person_id]) for each in self.counts if names[each.person_id])


def standing_of(sheet: SheetDesk, counts: tuple[Counted, ...], cid: str) -> FactGroups:
    """A criterion as it stands: everything that the desk says of facts follows from it."""
    grouped: Groups = {}
    for counted in counts:
        grouped.setdefault(tuple(counted.exact.items()), []).append(counted)
    return FactGroups(
        counts,
        sheet.visit.scored_by(cid, sheet.person.id),
        tuple(_group(sheet, tuple(each)) for each in grouped.values()),
        contests_in(sheet.visit.panel, sheet.papers.get(cid, ())),
    )


def _group(sheet: SheetDesk, counts: tuple[Counted, ...]) -> Group:
    """Each question is asked once: who differs is not the same, and who is the same lacks nothing."""
    first = counts[0]
    differs = differing(sheet, first)
    own = {} if differs else own_facts(sheet, first)
    same = not differs and all(own.get(name) == value for name, value in first.exact.items())
    return Group(
        counts,
        differs,
        same,
        same and any(adopted(sheet, each) for each in counts),
        not differs and not same and wanting(sheet, first),
    )
