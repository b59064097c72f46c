"""Two ledgers of one sheet that parted ways: joined criterion by criterion, what is taken entered anew.

The one that goes on is never rewritten: what differs is entered as changes of its own, each saying where it
comes from, and a last entry names the other ledger and what was taken of it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import get_args

from app.common.clock import BEIJING, moment_of
from app.common.errors import Refusal
from app.models import tables
from app.models.entries import EntryRow
from app.services.sheet.desk import SheetDesk
from app.services.sheet.projection import ASPECTS, NOTHING, Projection, projected
from app.services.sheet.rivals import Rival, rivals_of
from app.services.sheet.slots import Aspect
from app.services.store.ledger import NewEntry
from app.services.store.unit_of_work import Store, View

KINDS: Mapping[Aspect, str] = {aspect: kind for kind, aspect in ASPECTS.items() if kind != "detach"}
CARRIED = "原记录末条校验值 "
"""In the first entry of a sheet that a colleague goes on with: which ledger it begins from."""


def branches(view: View, visit_id: str, person_id: str) -> tuple[Rival, ...]:
    """The open ledgers of a sheet that parted ways with the one written here and are not settled yet."""
    rivals = rivals_of(view, visit_id, person_id)
    settled = {head for each in rivals for head in _settled(each.rows)}
    return tuple(each for each in rivals if each.kept and each.digest is None and each.head not in settled)


def join(desk: SheetDesk, other: Rival, taken: Collection[str], why: str, store: Store) -> None:
    """Take some criteria from another ledger of a sheet, all or none. Raises Refusal, EnvironmentTrouble.

    why: in the person's words, added to what is told of where it comes from.
    """
    if desk.stream_id == other.stream_id or other.person_id != desk.person.id:
        raise Refusal.because("只能与同一位专家的另一份记录合并。", code="XP-6351")
    base, rest = projected(desk.rows()), projected(other.rows)
    with store.look() as view:
        lacking = _lacking(view, desk.visit.id, rest, taken)
    told = f"取自另一份记录（{_moment(other.rows)}）：{why}"
    drafts = [each for each in _changes(base, rest, taken) if each.field not in lacking]
    if rest.confirmed and not base.confirmed:
        drafts.insert(0, NewEntry("recusal", "", after={"confirmed": True}))
    wanting = f"；{len(lacking)} 份材料不在本机，没有取来" if lacking else ""
    after = {"head": other.head, "taken": [cid for cid in desk.scheme.by_id if cid in taken]}
    desk.take_over([*drafts, NewEntry("join", "", after=after)], f"{told}{wanting}")


def merged(base: Projection, other: Projection, taken: Collection[str]) -> Projection:
    """One state with the criteria that are taken as the other has them. It shares what it is made of."""
    state = Projection(confirmed=base.confirmed or other.confirmed, origins=base.origins)
    for aspect in get_args(Aspect):
        kept = {cid: held for cid, held in base.values[aspect].items() if cid not in taken}
        came = {cid: held for cid, held in other.values[aspect].items() if cid in taken}
        state.values[aspect] = kept | came
    return state


def _changes(base: Projection, other: Projection, taken: Collection[str]) -> Iterator[NewEntry]:
    for aspect in get_args(Aspect):
        for cid in taken:
            mine, theirs = base.values[aspect].get(cid, {}), other.values[aspect].get(cid, {})
            for name in dict.fromkeys([*mine, *theirs]):
                before, after = mine.get(name, NOTHING), theirs.get(name, NOTHING)
                if before != after:
                    kind = "detach" if aspect == "attachment" and after == NOTHING else KINDS[aspect]
                    values = json.loads(before), json.loads(after)
                    yield NewEntry(kind, "", None, cid or None, name or None, *values)


def _lacking(view: View, visit_id: str, state: Projection, taken: Collection[str]) -> frozenset[str]:
    """SHA-256 of the files that are wanted and did not come: a sheet that names one could not travel."""
    files = (sha for cid in taken for sha in state.values["attachment"].get(cid, {}))
    return frozenset(sha for sha in files if not view.count(tables.evidence, sha256=sha, visit_id=visit_id))


def _settled(rows: Sequence[EntryRow]) -> Iterator[str]:
    for row in rows:
        if row.kind == "join":
            yield str(json.loads(row.after)["head"])
    if CARRIED in (rows[0].why or ""):
        yield (rows[0].why or "").split(CARRIED, 1)[1][:64]


def _moment(rows: Sequence[EntryRow]) -> str:
    at = moment_of(rows[-1].at).astimezone(BEIJING)
    return f"记到 {at.year} 年 {at.month} 月 {at.day} 日 {at:%H:%M}"
