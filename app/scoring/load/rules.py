"""The rules of a criterion in a scheme file: each kind with the findings it may speak of."""

from __future__ import annotations

from collections.abc import Callable

from app.scoring.load.bands import check_bands, read_bands
from app.scoring.model.conditions import Condition, Every
from app.scoring.model.points import Points
from app.scoring.model.rules import (
    Bands,
    EachCounted,
    EachMissing,
    FromTotal,
    Gate,
    Held,
    Hurdle,
    Judged,
    Level,
    Proportional,
    Rows,
    Rule,
    StepShort,
    Veto,
)
from app.scoring.model.scheme import FindingSpec
from app.scoring.source.conditions import MEASURES, Known, read_condition, read_threshold
from app.scoring.source.nodes import Node

FULL_ONLY = ("each_missing", "step_short", "rows")
EMPTY_ONLY = ("each_counted", "proportional")
POINTLESS = ("veto", "hurdle")


def read_rule(node: Node, known: Known, *, most: Points, full: bool) -> Rule | None:
    """One rule, or None with the faults recorded. most: the criterion's maximum in hundredths."""
    if not isinstance(node.raw("kind"), str) or node.raw("kind") not in _READERS:
        node.keys()
        node.fault("kind", f"应为以下之一：{'、'.join(_READERS)}")
        return None
    kind = node.text("kind")
    if not most and kind not in POINTLESS:
        node.fault("kind", f"没有分值的考核项只能用 {'、'.join(POINTLESS)}")
    if kind in (EMPTY_ONLY if full else FULL_ONLY):
        node.fault("kind", f"{kind} 不能用于从{'满分' if full else '零分'}起算的考核项")
    rule = _READERS[kind](node, known, most, full)
    node.close()
    return rule


def _when(node: Node, known: Known, spec: FindingSpec) -> Condition | None:
    """The rule's own condition, joined to that of its finding."""
    own = read_condition(node.node("when"), known) if node.has("when") else None
    if own is None or spec.when is None:
        return own or spec.when
    return Every((spec.when, own))


def _needed(node: Node, known: Known, kinds: tuple[str, ...], key: str = "finding") -> FindingSpec | None:
    spec = known.finding(node, key, kinds)
    if spec is not None and spec.optional and spec.kind not in ("points", "reason"):
        node.fault(key, f"查验项 {spec.name} 可以不填，不能据以计分")
    return spec


def _held(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    spec, points = _needed(node, known, ("flag",)), node.points("points")
    return None if spec is None else Held(spec.name, points, _when(node, known, spec))


def _each_missing(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    spec, points = _needed(node, known, ("set", "count")), node.points("points")
    if spec is None:
        return None
    when = _when(node, known, spec)
    if spec.kind == "set":
        return EachMissing(spec.name, points, when=when)
    if node.has("of"):
        other = _needed(node, known, ("count",), "of")
        return None if other is None else EachMissing(spec.name, points, None, other.name, when)
    wanted = read_threshold(node, "wanted", known)
    if wanted and any(bottom != 1 for _, bottom in wanted.values.values()):
        node.fault("wanted", "应为整数")
    return None if wanted is None else EachMissing(spec.name, points, wanted, None, when)


def _step_short(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    spec = _needed(node, known, MEASURES)
    whole = _needed(node, known, MEASURES, "whole") if node.has("whole") else None
    wanted, step = read_threshold(node, "wanted", known), read_threshold(node, "step", known)
    points = node.points("points")
    if spec is None or wanted is None or step is None:
        return None
    if whole is not None and (spec.part_of != whole.name or not (whole.low and whole.low[0])):
        node.fault("whole", f"{spec.name} 应声明 part_of: {whole.name}，且 {whole.name} 的 low 应大于 0")
    label = node.text("label", spec.label)
    return StepShort(
        spec.name, whole.name if whole else None, label, wanted, step, points, _when(node, known, spec)
    )


def _each_counted(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    spec, points = _needed(node, known, ("count",)), node.points("points")
    return None if spec is None else EachCounted(spec.name, points, _when(node, known, spec))


def _level(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    spec = _needed(node, known, ("level",))
    inner = node.node("points")
    if spec is None:
        inner.keys()
        return None
    points = {}
    for option in spec.options:
        if inner.has(option.value):
            zero = inner.raw(option.value) == 0
            points[option.value] = 0 if zero else inner.points(option.value)
            if points[option.value] > most:
                inner.fault(option.value, "高于本项分值")
    inner.close()
    return Level(spec.name, points, _when(node, known, spec))


def _judged(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: FBT001
    award = node.has("award")
    spec = _needed(node, known, ("points",), "award" if award else "deduct")
    reason = _needed(node, known, ("reason",), "reason")
    if award is full:
        node.fault("", "从满分起算的考核项用 deduct，从零分起算的用 award")
    if spec is None or reason is None:
        return None
    if spec.high is None or spec.high[0] * 100 > most * spec.high[1]:
        node.fault("award" if award else "deduct", "应有不高于本项分值的上限 high")
    return Judged(spec.name, reason.name, award, _when(node, known, spec))


def _rows(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    spec = _needed(node, known, ("rows",))
    return None if spec is None else Rows(spec.name, _when(node, known, spec))


def _from_total(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    spec, reason = _needed(node, known, ("points",)), _needed(node, known, ("reason",), "reason")
    return None if spec is None or reason is None else FromTotal(spec.name, reason.name)


def _gate(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    when = read_condition(node.node("when"), known)
    return None if when is None else Gate(when)


def _proportional(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    spec = _needed(node, known, MEASURES)
    other = _needed(node, known, MEASURES, "of") if node.has("of") else None
    target = None if node.has("of") else read_threshold(node, "target", known)
    factor = known.finding(node, "factor", ("amount",)) if node.has("factor") else None
    points = node.points("points")
    for key, each in (("of", other), ("factor", factor)):
        if each is not None and not (each.low and each.low[0]):
            node.fault(key, f"{each.name} 的 low 应大于 0")
    if points > most:
        node.fault("points", "高于本项分值")
    if spec is None or (other is None and target is None):
        return None
    return Proportional(
        spec.name,
        points,
        target,
        other.name if other else None,
        factor.name if factor else None,
        _when(node, known, spec),
        node.flag("all_or_nothing"),
    )


def _bands(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    spec = _needed(node, known, MEASURES)
    bands = read_bands(node, most)
    if spec is None or not bands:
        return None
    check_bands(node, spec, bands)
    return Bands(spec.name, bands, _when(node, known, spec))


def _veto(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    when = read_condition(node.node("when"), known)
    return None if when is None else Veto(when)


def _hurdle(node: Node, known: Known, most: Points, full: bool) -> Rule | None:  # noqa: ARG001, FBT001
    spec = _needed(node, known, ("amount",))
    passing, failing = node.number("pass_mark"), node.number("fail_mark")
    if passing is None or failing is None or failing[0] * passing[1] >= passing[0] * failing[1]:
        node.fault("fail_mark", "应有 pass_mark 与 fail_mark，且前者较高")
        return None
    return None if spec is None else Hurdle(spec.name, passing, failing)


_READERS: dict[str, Callable[[Node, Known, Points, bool], Rule | None]] = {
    "held": _held,
    "each_missing": _each_missing,
    "step_short": _step_short,
    "each_counted": _each_counted,
    "level": _level,
    "judged": _judged,
    "rows": _rows,
    "from_total": _from_total,
    "gate": _gate,
    "proportional": _proportional,
    "bands": _bands,
    "veto": _veto,
    "hurdle": _hurdle,
}
