"""Conditions and thresholds of a scheme file, checked against the findings and profile fields they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.scoring.model.conditions import Above, Below, Condition, Every, Is, Not, ProfileIs, Some, Threshold
from app.scoring.model.findings import MEASURES
from app.scoring.model.points import Exact, as_points, read_number
from app.scoring.model.specs import FindingSpec, ProfileField
from app.scoring.source.nodes import Node

MAX_DEPTH = 4
MAX_PARTS = 8
ALWAYS = {"": True}
"""A condition that a settled reading has made hold; no file can say it, since keys are never empty."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a condition or a rule may speak of: the findings declared so far, and the profile's fields."""

    specs: Mapping[str, FindingSpec]
    profile: Mapping[str, ProfileField]

    def finding(self, node: Node, key: str, kinds: tuple[str, ...]) -> FindingSpec | None:
        """The finding named under a key, if it is declared and of one of the kinds."""
        name = node.text(key)
        spec = self.specs.get(name)
        if spec is None:
            if name:
                node.fault(key, f"没有先行声明的查验项 {name}")
            return None
        if spec.kind not in kinds:
            node.fault(key, f"查验项 {name} 的类型是 {spec.kind}，这里需要 {'、'.join(kinds)}")
            return None
        return spec


def read_condition(node: Node, known: Known, depth: int = 0) -> Condition | None:
    """The condition in a mapping, or None with the faults recorded."""
    if node.data == ALWAYS:
        return Every(())
    condition = _combined(node, known, depth) if depth < MAX_DEPTH else None
    if depth >= MAX_DEPTH:
        node.fault("", "条件嵌套过深")
    elif condition is None:
        condition = _profile_is(node, known) if node.has("profile") else _about_finding(node, known)
    node.close()
    return condition


def read_limit(node: Node, known: Known, spec: FindingSpec) -> Condition | None:
    """What limits a provision: its own condition under ``when``, joined to that of its finding."""
    own = read_condition(node.node("when"), known) if node.has("when") else None
    if own is None or spec.when is None:
        return own or spec.when
    return Every((spec.when, own))


def _combined(node: Node, known: Known, depth: int) -> Condition | None:
    for key, kind in (("all", Every), ("any", Some)):
        if node.has(key):
            parts = list(node.nodes(key))
            if not 1 <= len(parts) <= MAX_PARTS:
                node.fault(key, f"应有 1 至 {MAX_PARTS} 个条件")
            read = (read_condition(part, known, depth + 1) for part in parts[:MAX_PARTS])
            return kind(tuple(part for part in read if part is not None))
    if node.has("not"):
        part = read_condition(node.node("not"), known, depth + 1)
        return None if part is None else Not(part)
    return None


def _profile_is(node: Node, known: Known) -> Condition | None:
    name = node.text("profile")
    values = _values(node)
    field = known.profile.get(name)
    if field is None:
        node.fault("profile", f"没有名为 {name} 的单位信息")
        return None
    allowed = {option.value for option in field.options}
    said = (str(value).lower() if isinstance(value, bool) else value for value in values)
    texts = tuple(value for value in said if isinstance(value, str) and value in allowed)
    if len(texts) != len(values):
        node.fault("is", f"应为以下之一：{'、'.join(sorted(allowed))}")
    return ProfileIs(name, texts)


def _about_finding(node: Node, known: Known) -> Condition | None:
    if node.has("is"):
        return _is(node, known)
    if node.has("above"):
        spec = known.finding(node, "finding", ("points",))
        number = node.number("above")
        points = as_points(number) if number else None
        return None if spec is None or points is None else Above(spec.name, points)
    if node.has("below_finding"):
        spec = known.finding(node, "finding", MEASURES)
        other = known.finding(node, "below_finding", MEASURES)
        return None if spec is None or other is None else Below(spec.name, None, other.name)
    if node.has("below"):
        spec = known.finding(node, "finding", MEASURES)
        limit = read_threshold(node, "below", known)
        return None if spec is None or limit is None else Below(spec.name, limit)
    node.fault("", "不是有效的条件，应为 is、below、below_finding、above、profile、all、any、not 之一")
    return None


def _values(node: Node) -> tuple[object, ...]:
    raw = node.raw("is")
    return tuple(raw) if type(raw) is list else (raw,)


def _is(node: Node, known: Known) -> Condition | None:
    spec = known.finding(node, "finding", ("flag", "level"))
    values = _values(node)
    if spec is None:
        return None
    if spec.kind == "flag":
        allowed: tuple[bool | str, ...] = tuple(value for value in values if isinstance(value, bool))
    else:
        options = {option.value for option in spec.options}
        allowed = tuple(value for value in values if isinstance(value, str) and value in options)
    if len(allowed) != len(values) or not allowed:
        node.fault("is", f"不是 {spec.name} 的取值")
        return None
    return Is(spec.name, allowed)


def read_threshold(node: Node, key: str, known: Known) -> Threshold | None:
    """A number, or one for each choice of a profile field: ``{by: unit_type, enterprise: 100, ...}``."""
    raw = node.raw(key)
    if type(raw) is not dict:
        number = read_number(raw)
        if number is None or number[0] == 0:
            node.fault(key, "应为大于 0 的整数或加引号的小数" if node.has(key) else "缺少")
            return None
        return Threshold("", {"": number})
    return _by_profile(node.node(key), known)


def _by_profile(inner: Node, known: Known) -> Threshold | None:
    field = known.profile.get(inner.text("by"))
    if field is None:
        inner.fault("by", "没有这个名称的单位信息")
        return None
    if field.optional:
        inner.fault("by", f"单位信息 {field.name} 可以不填，不能据以定标准")
    values: dict[str, Exact] = {}
    for option in field.options:
        number = inner.number(option.value)
        if number is None or number[0] == 0:
            inner.fault(option.value, "应为大于 0 的数")
        else:
            values[option.value] = number
    inner.close()
    return Threshold(field.name, values) if len(values) == len(field.options) else None
