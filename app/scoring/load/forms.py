"""Every form of a part of a scheme, read when the file is loaded: its choices settled in the data.

Anything inside a criterion, a consequence or an obligation may be ``{by: <reading>, <choice>: ..., ...}``; a
condition may be ``{reading: <reading>, is: <choice>}``; a whole part may be ``under: {<reading>: <choice>}``.
Each combination of choices that a part speaks of is settled in the data and read once, so that no choice can
turn out faulty on site, and judging knows nothing of readings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any, TypeVar

from app.common.errors import Fault
from app.scoring.model.forms import Forms, Settled
from app.scoring.model.scheme import OpenReading
from app.scoring.requirements.registry import KINDS as REQUIREMENTS
from app.scoring.rules.registry import KINDS as RULES
from app.scoring.source.conditions import ALWAYS
from app.scoring.source.nodes import Node

T = TypeVar("T")
Readings = Mapping[str, OpenReading]
MOST_FORMS = 64
CONDITIONS = ("when", "required_when", "waived_when", "asked_when")
SPEAKING = frozenset(key for words in (RULES, REQUIREMENTS) for kind in words.values() for key in kind.keys)
"""Keys of a rule that name a finding; a rule goes with its findings."""


def read_forms(node: Node, readings: Readings, read: Callable[[Node], T]) -> Forms[T]:
    """Every form of a part, each fault named once, however many forms have it."""
    found: list[Fault] = []
    names = tuple(sorted(set(_spoken_of(node.data, readings))))
    _check(node.data, node.where, readings, found)
    choices = [[option.value for option in readings[name].choices] for name in names]
    combined = list(product(*choices))
    if len(combined) > MOST_FORMS:
        node.fault("", f"一项里涉及的待定事项过多，各种选择合起来超过 {MOST_FORMS} 种")
        combined = [tuple(readings[name].default for name in names)]
    each: dict[tuple[str, ...], T | None] = {}
    for values in combined:
        data = settle(node.data, dict(zip(names, values, strict=True)))
        each[values] = None if data is None else read(Node(data, node.where, found))
    node.take(found)
    return Forms(names, each)


def _spoken_of(data: object, readings: Readings) -> Iterator[str]:
    """Names of the readings with choices that some part of the data depends on."""
    if isinstance(data, list):
        for each in data:
            yield from _spoken_of(each, readings)
    if not isinstance(data, dict):
        return
    for key in ("by", "reading"):
        name = data.get(key)
        if isinstance(name, str) and name in readings and readings[name].choices:
            yield name
    under = data.get("under")
    if isinstance(under, dict):
        yield from (name for name in under if name in readings and readings[name].choices)
    for each in data.values():
        yield from _spoken_of(each, readings)


def settle(data: Any, settled: Settled) -> Any:
    """The data with its choices made; None where it is not there under them."""
    if isinstance(data, list):
        kept = (settle(each, settled) for each in data)
        return [each for each, was in zip(kept, data, strict=True) if each is not None or was is None]
    if not isinstance(data, dict):
        return data
    by = data.get("by")
    if isinstance(by, str) and by in settled:
        return settle(data.get(settled[by]), settled)
    if not _is_there(data.get("under"), settled):
        return None
    made = _with_conditions({key: value for key, value in data.items() if key != "under"}, settled)
    if made is None:
        return None
    whole = {key: value if key in CONDITIONS else settle(value, settled) for key, value in made.items()}
    return _without_gone(data, {key: value for key, value in whole.items() if value is not None})


def _is_there(under: object, settled: Settled) -> bool:
    if not isinstance(under, dict):
        return True
    return all(settled.get(name) in _listed(wanted) for name, wanted in under.items() if name in settled)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _with_conditions(data: dict[str, Any], settled: Settled) -> dict[str, Any] | None:
    """A mapping whose conditions are settled; None where its own can never hold."""
    made = dict(data)
    for key in CONDITIONS:
        if not isinstance(data.get(key), dict):
            continue
        told = _condition(data[key], settled)
        if told is False and key == "when":
            return None
        if told is False or (told is True and key == "when"):
            del made[key]
        else:
            made[key] = ALWAYS if told is True else told
    return made


def _condition(data: Any, settled: Settled) -> Any:
    """A condition with the readings in it settled: True, False, or what is left of it."""
    if not isinstance(data, dict):
        return data
    by, name = data.get("by"), data.get("reading")
    if isinstance(by, str) and by in settled:
        return _condition(data.get(settled[by]), settled)
    if isinstance(name, str) and name in settled:
        return settled[name] in _listed(data.get("is"))
    if isinstance(data.get("not"), dict):
        inner = _condition(data["not"], settled)
        return not inner if isinstance(inner, bool) else {**data, "not": inner}
    for key, deciding in (("all", False), ("any", True)):
        if isinstance(data.get(key), list):
            return _joined(data, key, [_condition(each, settled) for each in data[key]], deciding=deciding)
    return settle(data, settled)


def _joined(data: dict[str, Any], key: str, parts: list[Any], *, deciding: bool) -> Any:
    if any(part is deciding for part in parts):
        return deciding
    left = [part for part in parts if not isinstance(part, bool)]
    if len(left) == len(parts):
        return {**data, key: left}
    return not deciding if not left else left[0] if len(left) == 1 else {**data, key: left}


def _without_gone(was: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """A criterion without what goes with findings that are gone: those ``with`` them, rules of them."""
    findings, rules = data.get("findings"), data.get("rules")
    if not isinstance(findings, dict) or not isinstance(was.get("findings"), dict):
        return data
    gone = {name for name in was["findings"] if name not in findings}
    for name, spec in findings.items():
        if isinstance(spec, dict) and spec.get("with") in gone:
            gone.add(name)
    if not gone:
        return data
    kept = {name: spec for name, spec in findings.items() if name not in gone}
    left = [rule for rule in rules if not _about(rule, gone)] if isinstance(rules, list) else rules
    return {**data, "findings": kept, "rules": left}


def _about(rule: object, gone: set[str]) -> bool:
    if not isinstance(rule, dict):
        return False
    names = (rule.get(key) for key in SPEAKING)
    return any(isinstance(name, str) and name in gone for name in names) or _asks(rule.get("when"), gone)


def _asks(condition: object, gone: set[str]) -> bool:
    """Whether a condition looks at a finding that is gone."""
    if isinstance(condition, list):
        return any(_asks(each, gone) for each in condition)
    if not isinstance(condition, dict):
        return False
    named = (condition.get(key) for key in ("finding", "below_finding"))
    told = any(isinstance(name, str) and name in gone for name in named)
    return told or any(_asks(condition.get(key), gone) for key in ("all", "any", "not"))


def _check(data: object, where: str, readings: Readings, faults: list[Fault]) -> None:
    """Name selections, conditions and limits that do not fit their reading's choices."""
    if isinstance(data, list):
        for number, each in enumerate(data):
            _check(each, f"{where}.{number}", readings, faults)
    if not isinstance(data, dict):
        return
    node = Node(data, where, faults) if all(type(key) is str for key in data) else None
    if node is None:
        return
    name = data.get("by")
    if isinstance(name, str) and name in readings:
        _check_choices(node, "by", readings[name], [key for key in data if key != "by"], whole=True)
    if "reading" in data:
        _check_named(node, "reading", data["reading"], _listed(data.get("is")), readings)
    if isinstance(data.get("under"), dict):
        for each, wanted in data["under"].items():
            _check_named(node, "under", each, _listed(wanted), readings)
    for key, each in data.items():
        _check(each, f"{where}.{key}", readings, faults)


def _check_named(node: Node, key: str, name: object, values: list[object], readings: Readings) -> None:
    reading = readings.get(name) if isinstance(name, str) else None
    if reading is None:
        node.fault(key, f"没有编号为 {name} 的待定事项")
        return
    _check_choices(node, key, reading, values, whole=False)


def _check_choices(node: Node, key: str, reading: OpenReading, values: list[Any], *, whole: bool) -> None:
    known = [option.value for option in reading.choices]
    if not known:
        node.fault(key, f"待定事项 {reading.id} 没有可选的理解，不能据以区分")
    elif wrong := [value for value in values if value not in known]:
        node.fault(key, f"待定事项 {reading.id} 没有“{wrong[0]}”这一选择，应为：{'、'.join(known)}")
    elif whole and (missing := [value for value in known if value not in values]):
        node.fault(key, f"没有写明待定事项 {reading.id} 选“{missing[0]}”时的内容")
