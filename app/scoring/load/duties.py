"""Obligations, due rules and consequences of a scheme file."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from app.common.days import iso_day, month_day
from app.scoring.model.duties import (
    ALWAYS,
    EVENTS,
    PARTS_OF_MONTH,
    ROUNDS,
    UNDETERMINED,
    Consequence,
    Due,
    DueKind,
    Found,
    Obligation,
    Scope,
)
from app.scoring.model.events import ELAPSED, RECORDED, TOGETHER
from app.scoring.model.specs import FindingSpec, ProfileField
from app.scoring.source.conditions import Known, read_condition
from app.scoring.source.nodes import Node

ERAS = ("1", "2")
"""What a year begins with."""
KEYS: dict[DueKind, str] = {
    "notice": "day", "until": "until", "yearly": "yearly", "monthly": "month",
    "within": "within_after", "at": "at",
    "after": "after", "before": "before", "promptly": "promptly_after", "during": "during",
    "this_year": "year_of", "next_year": "year_after", "unset": "unset",
}  # fmt: skip
DATED: tuple[DueKind, ...] = ("notice", "until", "yearly", "monthly", "unset")
"""Kinds that name no event."""
DOING = (*RECORDED, ELAPSED)
"""What can do a duty."""
LENGTHS = ("years", "months", "days")
MOST_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Domain:
    """What the scope of a sentence may speak of: the outcomes of the kind, the profile, the criteria.

    criteria: number to its findings by name.
    """

    outcomes: tuple[str, ...]
    profile: Mapping[str, ProfileField]
    criteria: Mapping[str, Mapping[str, FindingSpec]]


def read_obligation(node: Node, domain: Domain) -> Obligation:
    """One row of the table of duties, faults recorded."""
    obligation = Obligation(
        node.text("id"),
        node.text("who"),
        node.text("paper"),
        read_due(node.node("due")),
        node.text("consequence", ""),
        node.choice("binding", ["hard", "principle"], "hard"),
        node.text("cite"),
        node.choice("stage", ["before", "visit", "after", "occasion"], "after"),
        _scopes(node, domain),
        _done(node),
        _since(node),
        node.flag("lasting"),
        node.flag("ends"),
    )
    node.close()
    return obligation


def _done(node: Node) -> tuple[str, ...]:
    """The events that do a duty, single or joined."""
    named = node.texts("done")
    if unknown := [part for each in named for part in each.split(TOGETHER) if part not in DOING]:
        node.fault("done", f"没有名为 {'、'.join(unknown)} 的事件")
        return ()
    return named


def _since(node: Node) -> tuple[str, ...]:
    """The events from any of which a duty binds."""
    return _named(node, "since", RECORDED, "没有名为 {} 的事件")


def read_due(node: Node) -> Due:
    """A rule over dates, faults recorded."""
    kinds = [kind for kind, key in KEYS.items() if node.has(key)]
    if len(kinds) != 1:
        node.keys()
        node.fault("", f"期限应恰有以下之一：{'、'.join(KEYS.values())}")
        return Due("unset")
    kind = kinds[0]
    due = _dated(node, kind) if kind in DATED else _after(node, kind)
    node.close()
    return due


def _dated(node: Node, kind: DueKind) -> Due:
    if kind == "unset":
        if not node.flag("unset"):
            node.fault("unset", "应为 true")
        return Due(kind)
    if kind == "monthly":
        month = _whole(node, "month")
        if not 1 <= month <= 12:
            node.fault("month", "应为 1 至 12")
        return Due(kind, month=month, part=node.choice("part", tuple(PARTS_OF_MONTH), ""))
    if kind == "notice":
        return Due(kind, name=node.text("day"), date=read_day(node, "proposed"))
    if kind == "until":
        return Due(kind, date=read_day(node, "until", "2025-12-31"))
    return Due(kind, date=read_day(node, "yearly", "04-30", month_day))


def read_day(node: Node, key: str, sample: str = "2025-03-18", read: Callable[[str], str] = iso_day) -> str:
    """A day in the one form that is kept; empty where the key is missing, ``sample`` where it is no day."""
    value = node.raw(key)
    if hasattr(value, "isoformat"):  # YAML makes a date of an ISO day without quotes
        value = str(value)
    if not node.has(key):
        return ""
    try:
        day = read(value) if type(value) is str else ""
    except ValueError:
        day = ""
    if not day or (read is iso_day and not day.startswith(ERAS)):
        node.fault(key, f'应为日期，例如 "{sample}"')
        return sample
    return day


def _after(node: Node, kind: DueKind) -> Due:
    event = node.choice(KEYS[kind], tuple(EVENTS))
    years, months, days = (_whole(node, key) for key in LENGTHS) if kind in ("within", "at") else (0, 0, 0)
    if kind == "within" and not years + months + days:
        node.fault("", f"应写明长度：{'、'.join(LENGTHS)} 之一")
    every = _whole(node, "every") if kind == "at" else 0
    bureau = node.flag("set_by_bureau") if kind == "within" else False
    return Due(kind, event=event, years=years, months=months, days=days, set_by_bureau=bureau, every=every)


def _whole(node: Node, key: str) -> int:
    value = node.raw(key)
    if not node.has(key):
        return 0
    if type(value) is int and 0 < value <= MOST_LENGTH:
        return value
    node.fault(key, "应为大于 0 的整数")
    return 0


def read_consequence(node: Node, domain: Domain) -> Consequence:
    """One consequence, faults recorded."""
    consequence = Consequence(
        node.text("id"),
        node.text("title"),
        node.text("text", ""),
        node.text("cite"),
        _scopes(node, domain),
        read_due(node.node("due")) if node.has("due") else None,
        node.text("concludes", ""),
    )
    node.close()
    return consequence


def _scopes(node: Node, domain: Domain) -> tuple[Scope, ...]:
    """When the sentence binds, in any of several cases; under every decided outcome where it does not say."""
    if not node.has("scope"):
        return ALWAYS
    if type(node.raw("scope")) is list:
        if not node.raw("scope"):
            node.fault("scope", "应为不空的列表")
        return tuple(_scope(each, domain) for each in node.nodes("scope"))
    return (_scope(node.node("scope"), domain),)


def _scope(said: Node, domain: Domain) -> Scope:
    scope = Scope(
        _named(said, "outcome", (*domain.outcomes, UNDETERMINED), "没有名为 {} 的结论"),
        _limits(said.node("profile"), domain.profile) if said.has("profile") else {},
        _named(said, "failed", domain.criteria, "没有编号为 {} 的考核项"),
        _named(said, "unless", domain.criteria, "没有编号为 {} 的考核项"),
        tuple(each for part in said.nodes("findings") if (each := _found(part, domain)))
        if said.has("findings")
        else (),
        said.choice("round", ROUNDS) if said.has("round") else None,
    )
    said.close()
    return scope


def _named(node: Node, key: str, known: Container[str], fault: str) -> tuple[str, ...]:
    names = node.texts(key)
    if unknown := [each for each in names if each not in known]:
        node.fault(key, fault.format("、".join(unknown)))
    return names


def _found(node: Node, domain: Domain) -> Found | None:
    """A condition on the findings of the criterion that it names."""
    number = node.text("criterion")
    specs = domain.criteria.get(number)
    if specs is None:
        node.keys()
        node.fault("criterion", f"没有编号为 {number} 的考核项")
        return None
    condition = read_condition(node, Known(specs, domain.profile))
    return None if condition is None else Found(number, condition)


def _limits(node: Node, profile: Mapping[str, ProfileField]) -> dict[str, tuple[str, ...]]:
    limits = {}
    for name in node.keys():  # noqa: SIM118  not a dict
        raw = node.raw(name)
        values = tuple(raw) if type(raw) is list else (raw,)
        texts = tuple(str(value).lower() if isinstance(value, bool) else str(value) for value in values)
        known = {option.value for option in profile[name].options} if name in profile else set()
        if not known.issuperset(texts):
            node.fault(name, "没有这个名称或取值的单位信息")
        limits[name] = texts
    return limits
