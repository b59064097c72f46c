"""Going on with a sheet that came with a copy while its writer's keys did not: a colleague carries it over.

What the lost laptop wrote is signed for by nobody here, so it is never continued and never changed: the
stream is set aside whole, and a typed-in sheet begins whose entries all say by whom, for whom and from where.
Both happen in one transaction: an interruption leaves either the copy as it came or the whole new sheet.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from app.common.clock import BEIJING, Clock, moment_of
from app.models import tables
from app.models.entries import EntryRow
from app.services.sheet.joins import CARRIED, KINDS
from app.services.sheet.names import adopted_from
from app.services.sheet.projection import Projection, projected
from app.services.sheet.rivals import Rival, keep_apart, rivals_of
from app.services.store.ledger import NewEntry, add_stream, chained
from app.services.store.site import Visit
from app.services.store.unit_of_work import Unit, View


def came_without_keys(rows: Sequence[EntryRow], here: Collection[str]) -> bool:
    """Whether others than this device's people wrote a sheet, so that nobody here can go on with it as it is.

    here: ids of the people whose keys are on this device.
    """
    authors = {row.author for row in rows[1:]}
    return bool(authors) and authors.isdisjoint(here)


def carry_over(unit: Unit, clock: Clock, visit: Visit, person_id: str, typist: str, reason: str = "") -> None:
    """Set the sheet that is here aside and begin the typed-in one with all that it says.

    reason: why a colleague goes on with it, where its writer's keys are here.
    """
    here = next((each for each in rivals_of(unit, visit.id, person_id) if not each.origin), None)
    if here is not None:
        begin_from(unit, clock, visit, typist, (here, projected(here.rows)), _why(here.rows, reason))


def going_on_words(rival: Rival, reason: str) -> str:
    """What is told of a sheet that a colleague goes on with for a reason."""
    return _why(rival.rows, reason)


def begin_from(
    unit: Unit, clock: Clock, visit: Visit, author: str, source: tuple[Rival, Projection], why: str
) -> None:
    """Begin a sheet with a state, whatever is written here being set aside.

    author: its expert, or who types it in from now on. source: the ledger it comes from, and what of it, or
    of it and another, is carried over.
    """
    rival, state = source
    person_id = rival.person_id
    for each in rivals_of(unit, visit.id, person_id):
        keep_apart(unit, each)
    after = {"visit": visit.id, "person": person_id, "scheme": visit.scheme_digest}
    carried = list(_carried(state, visit, (person_id, author), why))
    whole = [each for each in carried if each.kind != "attach" or _is_here(unit, visit.id, each)]
    left = len(carried) - len(whole)
    wanting = f"；{left} 份材料不在本机，没有转入" if left else ""
    told = f"{why}，{CARRIED}{rival.head}{wanting}"
    drafts = [NewEntry("open", person_id, after=after, why=told), *whole]
    fresh = add_stream(unit, clock, visit.id, "sheet", person_id)
    unit.append(fresh, chained(drafts, clock))


def _is_here(view: View, visit_id: str, attached: NewEntry) -> bool:
    """Whether a file's content came too: a sheet that names one that is not here could not be handed in."""
    return view.count(tables.evidence, sha256=attached.field, visit_id=visit_id) > 0


def _carried(state: Projection, visit: Visit, who: tuple[str, str], why: str) -> Iterator[NewEntry]:
    """One entry for every value as it stands. What was adopted from a colleague keeps saying from whom."""
    person, author = who
    behalf = person if person != author else None
    if state.confirmed:
        yield NewEntry("recusal", author, behalf, after={"confirmed": True}, why=why)
    for aspect, criteria in state.values.items():
        for criterion, fields in criteria.items():
            for name, text in fields.items():
                origin = state.origins.of(criterion, name) if aspect == "finding" else None
                adopted = origin is not None and adopted_from(visit.panel, origin.why) is not None
                yield NewEntry(
                    KINDS[aspect],
                    author,
                    behalf,
                    criterion or None,
                    name or None,
                    after=json.loads(text),
                    why=origin.why if origin is not None and adopted else why,
                )


def _why(rows: Sequence[EntryRow], reason: str) -> str:
    at = moment_of(rows[-1].at).astimezone(BEIJING)
    moment = f"{at.year} 年 {at.month} 月 {at.day} 日 {at:%H:%M}"
    return f"由他人接续（{reason}），据记到 {moment} 的记录" if reason else f"据 {moment} 的副本接续"
