"""Panels drawn at random, so that anyone can draw them again: first the list, then the luck.

The digest of the list is published before the seed exists; the seed is a later public event. Who sits where
follows from both alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.common.canon import digest, sha256
from app.common.errors import Fault, Refusal
from app.scoring.batch.declared import read_ids, read_objects
from app.scoring.batch.listed import read_flag, read_text, read_texts, read_whole
from app.scoring.model import codes
from app.scoring.model.settings import not_an_object, unknown_keys
from app.scoring.visit.visit import refusal

KEYS = ("seed", "reserve", "max_load", "no_repeat", "experts", "panels", "refused")
EXPERT_KEYS = ("id", "employer", "fields", "last_year", "declared")
PANEL_KEYS = ("id", "date", "units", "size", "fields")
REFUSED_KEYS = ("panel", "expert")
LATER = ("seed", "refused")
"""What the published digest does not cover, since it comes later."""
MOST_SEATS, MOST_LOAD, USUAL_RESERVE = 15, 1000, 2
MOST_TICKETS = 2_000_000  # experts times panels: what a machine draws while one waits
DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert on the list. declared: units that the expert or the unit has named as a tie."""

    id: str
    employer: str
    fields: frozenset[str]
    last_year: frozenset[str]
    declared: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A panel that is to be drawn. date: empty never clashes; fields: how many with each field, by name."""

    id: str
    date: str
    units: frozenset[str]
    size: int
    fields: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Lot:
    """All that a draw follows from. refused: panel and expert, in the order in which it was said."""

    digest: str
    seed: str
    reserve: int
    max_load: int
    no_repeat: bool
    experts: tuple[Candidate, ...]
    panels: tuple[Wanted, ...]
    refused: tuple[tuple[str, str], ...]


class Unfilled(Exception):
    """A place that nobody can take. field: empty where any expert would do; open: how many could be asked."""

    def __init__(self, panel: str, field: str, wanted: int, open_: int) -> None:
        super().__init__(panel, field, wanted, open_)
        self.panel, self.field, self.wanted, self.open = panel, field, wanted, open_


@dataclass(slots=True)
class Draw:
    """The panels while they are drawn. Everything kept by panel or expert is kept by their ids."""

    lot: Lot
    members: dict[str, list[Candidate]] = field(default_factory=dict)
    _gone: dict[str, set[str]] = field(default_factory=dict)
    _orders: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    _load: Counter[str] = field(default_factory=Counter)
    _days: Counter[tuple[str, str]] = field(default_factory=Counter)

    def fill(self, panel: Wanted) -> None:
        """Wanted fields first, then whoever comes next. Raises Unfilled."""
        chosen = self.members[panel.id] = []
        for name, wanted in panel.fields:
            while _having(chosen, name) < wanted:
                self._seat(panel, len(chosen), self._next(panel, {name}, name, wanted))
        while len(chosen) < panel.size:
            self._seat(panel, len(chosen), self._next(panel, set(), "", panel.size))

    def replace(self, panel: Wanted, expert: str) -> None:
        """The place of who refuses goes to the next. Raises Unfilled; KeyError for one who has none."""
        chosen = self.members[panel.id]
        place = next((number for number, each in enumerate(chosen) if each.id == expert), None)
        if place is None:
            raise KeyError(expert)
        self._leave(panel, place)
        short = [(name, wanted) for name, wanted in panel.fields if _having(chosen, name) < wanted]
        name, wanted = short[0] if short else ("", panel.size)
        self._seat(panel, place, self._next(panel, {each for each, _ in short}, name, wanted))

    def reserve(self, panel: Wanted) -> list[Candidate]:
        """Who stands by, in the order of the call; may come short."""
        chosen = {each.id for each in self.members[panel.id]}
        return [each for each in self._open(panel) if each.id not in chosen][: self.lot.reserve]

    def _seat(self, panel: Wanted, place: int, expert: Candidate) -> None:
        self.members[panel.id].insert(place, expert)
        self._load[expert.id] += 1
        self._days[panel.date, expert.id] += 1

    def _leave(self, panel: Wanted, place: int) -> None:
        expert = self.members[panel.id].pop(place)
        self._load[expert.id] -= 1
        self._days[panel.date, expert.id] -= 1
        self._gone.setdefault(panel.id, set()).add(expert.id)

    def _next(self, panel: Wanted, fields: set[str], name: str, wanted: int) -> Candidate:
        chosen = {each.id for each in self.members[panel.id]}
        for each in self._open(panel):
            if each.id not in chosen and fields <= each.fields:
                return each
        able = sum(not name or name in each.fields for each in self._open(panel))
        raise Unfilled(panel.id, name, wanted, able)

    def _open(self, panel: Wanted) -> Iterator[Candidate]:
        """Who may sit on the panel at this moment and has not refused it, in the panel's order.

        Those who sit on it are open: what counts is where else they sit.
        """
        here = {each.id for each in self.members[panel.id]}
        gone = self._gone.get(panel.id, set())
        for each in self._order(panel):
            seated = each.id in here
            elsewhere = self._load[each.id] - seated
            clashes = panel.date and self._days[panel.date, each.id] > seated
            if each.id not in gone and elsewhere < self.lot.max_load and not clashes:
                yield each

    def _order(self, panel: Wanted) -> tuple[Candidate, ...]:
        """Who has no tie to the panel's units, in the order of luck."""
        order = self._orders.get(panel.id)
        if order is None:
            free = (each for each in self.lot.experts if self._is_free(each, panel))
            order = self._orders[panel.id] = tuple(sorted(free, key=lambda each: self._ticket(panel, each)))
        return order

    def _is_free(self, expert: Candidate, panel: Wanted) -> bool:
        tied = expert.declared | (expert.last_year if self.lot.no_repeat else frozenset())
        return expert.employer not in panel.units and not tied & panel.units

    def _ticket(self, panel: Wanted, expert: Candidate) -> str:
        return sha256(f"{self.lot.seed}\n{self.lot.digest}\n{panel.id}\n{expert.id}".encode())


def _having(chosen: Sequence[Candidate], name: str) -> int:
    return sum(name in each.fields for each in chosen)


def draw(raw: object) -> dict[str, Any]:
    """The contract's result, ``{"unfilled": ...}``, or ``{"errors": [...]}``. Never raises for JSON."""
    try:
        return _drawn(read_lot(raw))
    except Refusal as refused:
        return refusal(refused.faults)
    except Unfilled as short:
        place = {"panel": short.panel, "field": short.field or None, "wanted": short.wanted}
        return {"unfilled": place | {"open": short.open}}


def list_digest(raw: object) -> dict[str, Any]:
    """``{"digest": ...}`` of a list to be published before its seed exists, or ``{"errors": ...}``."""
    try:
        return {"digest": read_lot(raw, seeded=False).digest}
    except Refusal as refused:
        return refusal(refused.faults)


def _drawn(lot: Lot) -> dict[str, Any]:
    drawing, panels = Draw(lot), {each.id: each for each in lot.panels}
    for panel in lot.panels:
        drawing.fill(panel)
    for number, (panel_id, expert) in enumerate(lot.refused):
        try:
            drawing.replace(panels[panel_id], expert)
        except KeyError:
            message = f"{expert} 此时不在 {panel_id} 组，没有名额可以谢绝。"
            raise Refusal([Fault(f"refused.{number}", message, codes.WRONG_ELEMENT)]) from None
    told = [
        {
            "id": panel.id,
            "members": [each.id for each in drawing.members[panel.id]],
            "reserve": [each.id for each in drawing.reserve(panel)],
        }
        for panel in lot.panels
    ]
    return {"digest": lot.digest, "panels": told}


def read_lot(raw: object, *, seeded: bool = True) -> Lot:
    """The list, strictly. seeded: whether the seed must be there. Raises Refusal with every fault."""
    if type(raw) is not dict:
        raise Refusal([not_an_object("")])
    faults = unknown_keys(raw, KEYS)
    seed = read_text(raw, "seed", "", faults, None if seeded else "")
    reserve = read_whole(raw, "reserve", "", faults, high=MOST_SEATS, default=USUAL_RESERVE)
    max_load = read_whole(raw, "max_load", "", faults, low=1, default=MOST_LOAD)
    no_repeat = read_flag(raw, "no_repeat", faults, default=False)
    experts = _read_experts(raw, faults)
    panels = _read_panels(raw, faults)
    refused = _read_refused(raw, faults)
    if len(experts) * len(panels) > MOST_TICKETS:
        message = f"名单过大：专家数与组数之积不能超过 {MOST_TICKETS}，请分批抽取。"
        faults.append(Fault("panels", message, codes.WRONG_NUMBER))
    if faults or reserve is None or max_load is None:
        raise Refusal(faults)
    published = digest({key: value for key, value in raw.items() if key not in LATER})
    return Lot(published, seed, reserve, max_load, no_repeat, experts, panels, refused)


def _read_experts(raw: Mapping[str, Any], faults: list[Fault]) -> tuple[Candidate, ...]:
    named = read_objects(raw, "experts", faults)
    ids = read_ids("experts", named, faults)
    found = []
    for (where, each), expert_id in zip(named, ids, strict=True):
        prefix = f"{where}."
        faults.extend(unknown_keys(each, EXPERT_KEYS, prefix))
        employer = read_text(each, "employer", prefix, faults, "")
        lists = (frozenset(read_texts(each, key, prefix, faults)) for key in EXPERT_KEYS[2:])
        found.append(Candidate(expert_id, employer, *lists))
    return tuple(found)


def _read_panels(raw: Mapping[str, Any], faults: list[Fault]) -> tuple[Wanted, ...]:
    named = read_objects(raw, "panels", faults)
    ids = read_ids("panels", named, faults)
    found = []
    for (where, each), panel_id in zip(named, ids, strict=True):
        prefix = f"{where}."
        faults.extend(unknown_keys(each, PANEL_KEYS, prefix))
        size = read_whole(each, "size", prefix, faults, low=1, high=MOST_SEATS)
        units = frozenset(read_texts(each, "units", prefix, faults))
        date = _read_date(each, prefix, faults)
        fields = _read_fields(each, prefix, size, faults)
        found.append(Wanted(panel_id, date, units, size or 0, fields))
    return tuple(found)


def _read_date(raw: Mapping[str, Any], prefix: str, faults: list[Fault]) -> str:
    date = read_text(raw, "date", prefix, faults, "")
    if date and not DAY.fullmatch(date):
        faults.append(Fault(f"{prefix}date", "应为形如 2026-05-12 的日期。", codes.WRONG_ELEMENT))
    return date


def _read_fields(
    raw: Mapping[str, Any], prefix: str, size: int | None, faults: list[Fault]
) -> tuple[tuple[str, int], ...]:
    given = raw.get("fields", {})
    if type(given) is not dict:
        faults.append(not_an_object(f"{prefix}fields"))
        return ()
    read = {name: read_whole(given, name, f"{prefix}fields.", faults) for name in sorted(given)}
    fields = tuple((name, many) for name, many in read.items() if many is not None)
    together = sum(many for _, many in fields)
    if size is not None and together > size:
        message = f"各专业所需的人数合计 {together} 人，多于本组的 {size} 人。"
        faults.append(Fault(f"{prefix}fields", message, codes.WRONG_NUMBER))
    return fields


def _read_refused(raw: Mapping[str, Any], faults: list[Fault]) -> tuple[tuple[str, str], ...]:
    named = read_objects(raw, "refused", faults) if "refused" in raw else []
    found = []
    for where, each in named:
        faults.extend(unknown_keys(each, REFUSED_KEYS, f"{where}."))
        found.append(tuple(read_text(each, key, f"{where}.", faults) for key in REFUSED_KEYS))
    return tuple((panel, expert) for panel, expert in found)
