"""Two ledgers of one panel that parted ways on two laptops: joined decision by decision, by whoever leads.

The one here goes on and is never rewritten: what is taken is decided anew by an entry that says where it
comes from, and a last entry names the other ledger and what was taken of it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from app.common.errors import Fault, Refusal
from app.common.lines import MAX_REASON, one_line
from app.common.words import say
from app.models import tables
from app.models.entries import EntryRow
from app.scoring.model.kinds import WORDS
from app.services.panel.day_drafts import line_plain, step_noted
from app.services.panel.panel_ledger import PanelFacts, fold
from app.services.panel.panels import PanelDesk, Panels
from app.services.panel.seats import AWAY, seat_words, standing_words
from app.services.printing.clock_words import clock_time
from app.services.printing.finding_words import shown_findings
from app.services.sheet.rivals import common, kept_apart, only_noted
from app.services.store.ledger import NewEntry, as_record, find_stream
from app.services.store.site import Visit
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.scoring import Scheme

NONE = "没有记录"
STATUS, FORM, SEAT = "status", "form", "seat"
PEOPLE = (STATUS, FORM)


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that a panel's ledger has decided.

    name: what it is; told: in words; value: as an entry has it; why: the reason that was given with it.
    """

    name: str
    told: str
    value: Any
    why: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A decision that two ledgers have differently. key: kind and place; mine, theirs: in words.

    apart: it is not taken by joining but noted anew, in a sentence how; empty for what can be taken.
    """

    key: str
    name: str
    mine: str
    theirs: str
    apart: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """Another ledger of the panel. begun, ended: stamps of what it has beyond the common; authors: ids."""

    head: str
    begun: str
    ended: str
    authors: tuple[str, ...]
    differences: tuple[Difference, ...]


class PanelBranches:
    """Shows and settles the panel's ledgers that came from another laptop and parted ways here."""

    def __init__(self, store: Store, panels: Panels) -> None:
        self._store, self._panels = store, panels

    def any(self, visit_id: str) -> bool:
        """Whether there is one that is not settled."""
        with self._store.look() as view:
            where = {"visit_id": visit_id, "kind": "panel"}
            if view.count(tables.streams, **where) < 2:
                return False
            mine = find_stream(view, visit_id, "panel")
            rows = view.entries(mine) if mine else []
        return bool(self._left(visit_id, rows))

    def waiting(self, visit_id: str) -> tuple[Branch, ...]:
        """Those that are not settled. Raises Refusal where a ledger was changed."""
        desk = self._panels.open(visit_id)
        mine = desk.ledger.rows()
        return tuple(_branch(desk, mine, rows) for rows in self._left(visit_id, mine))

    def join(self, visit_id: str, head: str, taken: Collection[str], reason: str) -> None:
        """Settle one: some decisions are taken from it. Raises Refusal without a reason, or once frozen.

        head: digest of its last entry; taken: keys of the differences.
        """
        desk, why = self._panels.open(visit_id), one_line(reason)
        rows = next(
            (each for each in self._left(visit_id, desk.ledger.rows()) if each[-1].digest == head), None
        )
        if not 0 < len(why) <= MAX_REASON:
            told = say("请写明理由（不超过 {most} 字），记入考核记录。", most=MAX_REASON)
            raise Refusal([Fault("reason", told, "XP-4231")])
        if rows is None:
            return
        desk.hands.must_record(desk.visit, "join")
        here, there = (_decisions(desk, facts) for facts in (desk.facts, _facts(rows)))
        wanted = [
            _draft(desk.author, key, here.get(key), there.get(key), why)
            for key in _differing(here, there)
            if key in taken and key != SEAT
        ]
        after = {"head": head, "taken": sorted(taken)}
        joined = NewEntry("join", desk.author, after=after, why=why)
        if desk.facts.frozen_digest is not None:
            raise Refusal.because("结论已经定稿。要合并另一份记录，请先撤回定稿。", code="XP-4203")
        desk.ledger.extend([*wanted, joined])

    def _left(self, visit_id: str, mine: Sequence[EntryRow]) -> list[list[EntryRow]]:
        settled = {str(json.loads(row.after)["head"]) for row in mine if row.kind == "join"}
        with self._store.look() as view:
            kept = kept_apart(view, visit_id, "panel", None)
        return [
            rows
            for rows in kept
            if rows[-1].digest not in settled and not only_noted(rows[common(mine, rows) :])
        ]


def _facts(rows: Sequence[EntryRow]) -> PanelFacts:
    return fold(as_record(row) for row in rows)


def _branch(desk: PanelDesk, mine: Sequence[EntryRow], rows: Sequence[EntryRow]) -> Branch:
    here, there = _decisions(desk, desk.facts), _decisions(desk, _facts(rows))
    fresh = [row for row in rows if row not in set(mine)] or list(rows[-1:])
    differences = tuple(
        Difference(
            key,
            (here.get(key) or there[key]).name,
            _told(here.get(key)),
            _told(there.get(key)),
            say("不随合并采用。要由此人代行的，合并后用“换组长…”重新登记。") if key == SEAT else "",
        )
        for key in _differing(here, there)
    )
    authors = tuple(dict.fromkeys(row.author for row in fresh))
    return Branch(rows[-1].digest, fresh[0].at, rows[-1].at, authors, differences)


def _differing(here: Mapping[str, Decision], there: Mapping[str, Decision]) -> list[str]:
    """Keys of what differs and can be taken: a pen that has closed the visit is never taken back."""
    keys = [key for key in dict.fromkeys([*here, *there]) if _value(here.get(key)) != _value(there.get(key))]
    return [key for key in keys if key != FORM or key in there]


def _value(decision: Decision | None) -> object:
    return decision.value if decision is not None else None


def _told(decision: Decision | None) -> str:
    return decision.told if decision is not None else say(NONE)


def _draft(author: str, key: str, mine: Decision | None, theirs: Decision | None, why: str) -> NewEntry:
    """What takes a decision from the other ledger; None takes it back, as it is not there."""
    kind, _, place = key.partition(".")
    values = mine.value if mine else None, theirs.value if theirs else None
    told = f"{theirs.why}（取自另一份记录：{why}）" if theirs and theirs.why else f"取自另一份记录：{why}"
    if kind == "settle" and theirs:  # the panel's own sentence; where it comes from says the last entry
        told = theirs.why
    if kind in PEOPLE:
        told = one_line(told[:MAX_REASON])  # theirs are read as one line
    criterion, field = (place, None) if kind in ("ruling", "settle") else (None, place or None)
    return NewEntry(kind, author, None, criterion, field, *values, why=told)


def _decisions(desk: PanelDesk, facts: PanelFacts) -> dict[str, Decision]:
    """Everything that can be taken, by kind and place."""
    scheme = desk.scheme
    told = [*_rulings(scheme, facts), *_opinions(scheme, facts), *_day(scheme, facts)]
    return dict([*told, *_people(desk.visit, facts)])


def _rulings(scheme: Scheme, facts: PanelFacts) -> Iterator[tuple[str, Decision]]:
    for cid, ruling in facts.rulings.items():
        criterion = scheme.by_id.get(cid)
        if criterion is None:
            continue
        shown = "；".join(f"{name} {value}" for name, value in shown_findings(criterion, ruling.findings))
        name = say("{id} 项的裁定", id=cid)
        yield (
            f"ruling.{cid}",
            Decision(name, f"{shown}（{ruling.reason}）", dict(ruling.findings), ruling.reason),
        )
    for cid, each in facts.settlements.items():
        name = say("{id} 项的合议结论", id=cid)
        yield f"settle.{cid}", Decision(name, each.sentence, each.plain, each.sentence)
    if facts.gap is not None:
        plain = asdict(facts.gap)
        plain.pop("at", None)
        yield "gap", Decision(say("两条分数线之间的裁定"), f"{facts.gap.by} {facts.gap.number}", plain)


def _opinions(scheme: Scheme, facts: PanelFacts) -> Iterator[tuple[str, Decision]]:
    words = WORDS[scheme.kind]
    named = {
        "problems": words.opinions[0],
        "suggestions": say("建议"),
        "strengths": words.strengths or say("成效"),
    }
    for kind, name in named.items():
        texts = getattr(facts, kind)
        if texts:
            yield kind, Decision(name, "\n".join(texts), list(texts))


def _day(scheme: Scheme, facts: PanelFacts) -> Iterator[tuple[str, Decision]]:
    titles = {step.id: step.title for step in scheme.procedure}
    for name, step in facts.steps.items():
        told = " ".join(part for part in (step.people, step.notes) if part) or say("已记录")
        value = step_noted(step, step.people, step.notes)
        yield f"step.{name}", Decision(titles.get(name, name), told, value)
    papers = {each.id: each.title for each in scheme.materials}
    for line in facts.day.lines.values():
        told = " ".join(part for part in (line.text, line.answer) if part)
        yield f"line.{line.id}", Decision(say("提问、说明"), told, line_plain(line))
    for person, at in facts.day.came.items():
        yield f"came.{person}", Decision(say("到场"), clock_time(at), {"at": at})
    for name, (handed, note) in facts.materials.items():
        told = " ".join(part for part in (say("已交") if handed else say("未交"), note) if part)
        yield f"material.{name}", Decision(papers.get(name, name), told, {"handed": handed, "note": note})


def _people(visit: Visit, facts: PanelFacts) -> Iterator[tuple[str, Decision]]:
    """Who has no part in the visit any more, who leads in the leader's place, and that a pen closes it."""
    for person, each in facts.sitting.standings.items():
        if visit.member(person) is None:
            continue
        name = f"{visit.name_of(person)}{AWAY[each.state]}"
        value = {"state": each.state, "since": each.since, "counts": each.counts}
        yield f"{STATUS}.{person}", Decision(name, standing_words(visit, each), value, each.reason)
    if facts.sitting.seat is not None:
        seat = facts.sitting.seat
        yield SEAT, Decision(say("代行组长"), seat_words(visit, seat), seat.person_id, seat.reason)
    if facts.sitting.pen is not None:
        reason = facts.sitting.pen.reason
        yield (
            FORM,
            Decision(say("签署方式"), f"{say('改为打印签字、盖章')}（{reason}）", {"form": "pen"}, reason),
        )
