"""The conditions of an eligibility or a grounds scheme: each kind with the findings it may speak of."""

from __future__ import annotations

from collections.abc import Callable

from app.scoring.model.conditions import Condition, Every
from app.scoring.model.requirements import Bound, OneOf, Rank, Ratio, Referred, Requirement, Whole
from app.scoring.model.scheme import FindingSpec
from app.scoring.source.conditions import MEASURES, Known, read_condition, read_threshold
from app.scoring.source.nodes import Node


def read_requirement(node: Node, known: Known) -> Requirement | None:
    """One condition, or None with the faults recorded."""
    kind = node.raw("kind")
    if not isinstance(kind, str) or kind not in _READERS:
        node.keys()
        node.fault("kind", f"应为以下之一：{'、'.join(_READERS)}")
        return None
    rule = _READERS[kind](node, known)
    node.close()
    return rule


def _needed(node: Node, known: Known, kinds: tuple[str, ...], key: str = "finding") -> FindingSpec | None:
    spec = known.finding(node, key, kinds)
    if spec is not None and spec.optional and spec.required_when is None:
        node.fault(key, f"查验项 {spec.name} 可以不填，不能据以判断")
    return spec


def _when(node: Node, known: Known, spec: FindingSpec) -> Condition | None:
    own = read_condition(node.node("when"), known) if node.has("when") else None
    if own is None or spec.when is None:
        return own or spec.when
    return Every((spec.when, own))


def _one_of(node: Node, known: Known) -> Requirement | None:
    spec = _needed(node, known, ("flag", "level"))
    raw = node.raw("is")
    values = tuple(raw) if type(raw) is list else (raw,)
    if spec is None:
        return None
    allowed = (True, False) if spec.kind == "flag" else tuple(option.value for option in spec.options)
    if not all(
        any(value is one or (type(value) is str and value == one) for one in allowed) for value in values
    ):
        node.fault("is", f"不是 {spec.name} 的取值")
        return None
    return OneOf(spec.name, values, _when(node, known, spec))


def _bound(node: Node, known: Known, *, most: bool) -> Requirement | None:
    spec, wanted = _needed(node, known, MEASURES), read_threshold(node, "wanted", known)
    if spec is None or wanted is None:
        return None
    return Bound(spec.name, wanted, most, _when(node, known, spec))


def _ratio(node: Node, known: Known, *, most: bool) -> Requirement | None:
    spec, whole = _needed(node, known, MEASURES), _needed(node, known, MEASURES, "whole")
    wanted, label = read_threshold(node, "wanted", known), node.text("label")
    percent, unit = node.flag("percent"), node.text("unit", "")
    if spec is None or whole is None or wanted is None:
        return None
    if not (whole.low and whole.low[0]):
        node.fault("whole", f"{whole.name} 的 low 应大于 0")
    return Ratio(spec.name, whole.name, wanted, most, label, unit, percent, _when(node, known, spec))


def _whole(node: Node, known: Known) -> Requirement | None:
    spec = _needed(node, known, ("set",))
    return None if spec is None else Whole(spec.name, _when(node, known, spec))


def _rank(node: Node, known: Known) -> Requirement | None:
    spec = _needed(node, known, ("level",))
    by, wanted = _wanted_rank(node, known)
    if spec is None or wanted is None:
        return None
    order = {option.value for option in spec.options}
    if not order.issuperset(wanted.values()):
        node.fault("wanted", f"不是 {spec.name} 的取值")
        return None
    return Rank(spec.name, by, wanted, _when(node, known, spec))


def _referred(node: Node, known: Known) -> Requirement | None:
    when = read_condition(node.node("when"), known)
    return None if when is None else Referred(node.text("label"), when)


def _wanted_rank(node: Node, known: Known) -> tuple[str, dict[str, str] | None]:
    if type(node.raw("wanted")) is not dict:
        return "", {"": node.text("wanted")}
    inner = node.node("wanted")
    field = known.profile.get(inner.text("by"))
    if field is None:
        inner.fault("by", "没有这个名称的单位信息")
        return "", None
    wanted = {option.value: inner.text(option.value) for option in field.options}
    inner.close()
    return field.name, wanted


_READERS: dict[str, Callable[[Node, Known], Requirement | None]] = {
    "is": _one_of,
    "at_least": lambda node, known: _bound(node, known, most=False),
    "at_most": lambda node, known: _bound(node, known, most=True),
    "ratio_at_least": lambda node, known: _ratio(node, known, most=False),
    "ratio_at_most": lambda node, known: _ratio(node, known, most=True),
    "complete": _whole,
    "level_at_least": _rank,
    "referred": _referred,
}
