"""One criterion of a scheme file: its findings and its rules, each checked against the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import get_args

from app.scoring.model.conditions import Condition, findings_of
from app.scoring.model.findings import KINDS, MEASURES, kind_of
from app.scoring.model.points import Exact, Points, as_points
from app.scoring.model.rules import Cutting, Failing, Rule
from app.scoring.model.scheme import Criterion, EvidenceItem, Section
from app.scoring.model.specs import EXCEPTION, Direction, FindingSpec, Kind, Nature, Option, ProfileField
from app.scoring.model.terms import Words
from app.scoring.requirements.registry import read_requirement
from app.scoring.rules.registry import read_rule
from app.scoring.source.conditions import Known, read_condition
from app.scoring.source.nodes import Node

HUNDRED: Exact = (100, 1)
HALF: Points = 50
PART_AND_WHOLE = ("part", "whole")

EXCEPTION_SPEC = FindingSpec(
    EXCEPTION,
    "reason",
    "例外理由（提请例外时填写，由组长裁定）",
    "judged",
    optional=True,
)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a scheme's head settles for its criteria."""

    profile: Mapping[str, ProfileField]
    sections: Mapping[str, Section]
    conditional: bool = False
    grounds: bool = False


def read_criterion(node: Node, outline: Outline) -> Criterion:
    """One criterion, faults recorded."""
    return _condition_row(node, outline) if outline.conditional else _scored_row(node, outline)


def _condition_row(node: Node, outline: Outline) -> Criterion:
    principle, closes, words = node.flag("principle"), node.flag("closes"), _words(node)
    specs = _findings(node, outline)
    known = Known(specs, outline.profile)
    read = (read_requirement(each, known) for each in node.nodes("rules"))
    requirements = tuple(rule for rule in read if rule is not None)
    used = {name for rule in requirements for name in rule.looked_at}
    _check_spoken(node, specs, used | {name for name, spec in specs.items() if kind_of(spec).says})
    if not requirements:
        node.fault("rules", "至少要有一条规则")
    waived = _condition(node, "waived_when", Known({}, outline.profile))
    asked = _condition(node, "asked_when", Known({}, outline.profile))
    exception = (EXCEPTION_SPEC,) if principle else ()
    return replace(
        _row(node, outline), findings=(*specs.values(), *exception), requirements=requirements,
        waived_when=waived, principle=principle, asked_when=asked, closes=closes, words=words,
        ground=outline.grounds and not closes,
    )  # fmt: skip


def _words(node: Node) -> Words | None:
    """What the condition comes to in words of its own; all of them, or none."""
    if not node.has("words"):
        return None
    told = dict(node.labels("words"))
    names = [each.name for each in fields(Words)]
    if sorted(told) != sorted(names):
        node.fault("words", f"应恰有：{'、'.join(names)}")
        return None
    return Words(**told)


def _scored_row(node: Node, outline: Outline) -> Criterion:
    most, start = node.points("max", none=True), node.choice("start", ["full", "empty"])
    specs = _findings(node, outline)
    known = Known(specs, outline.profile)
    read = (read_rule(each, known, most=most, full=start == "full") for each in node.nodes("rules"))
    rules = tuple(rule for rule in read if rule is not None)
    _check_used(node, specs, rules)
    principled = node.texts("in_principle")
    if not set(principled) <= specs.keys():
        node.fault("in_principle", "只写本项的查验项")
    exception = (EXCEPTION_SPEC,) if principled else ()
    return replace(
        _row(node, outline), max=most, start=start, findings=(*specs.values(), *exception), rules=rules,
        in_principle=frozenset(principled),
        cuts_total=any(isinstance(rule, Cutting) for rule in rules),
        vetoes=any(isinstance(rule, Failing) for rule in rules),
    )  # fmt: skip


def _row(node: Node, outline: Outline) -> Criterion:
    """What every criterion has, whatever its kind."""
    criterion = Criterion(
        id=node.text("id"),
        section=node.choice("section", outline.sections or [""]),
        item=node.text("item"),
        wanted=node.text("wanted"),
        official=node.text("official", "") or None,
        max=0,
        start="full",
        findings=(),
        rules=(),
        evidence=tuple(EvidenceItem(name, label) for name, label in node.labels("evidence")),
        cite=node.text("cite"),
    )
    node.close()
    return criterion


def _findings(node: Node, outline: Outline) -> dict[str, FindingSpec]:
    inner = node.node("findings")
    specs: dict[str, FindingSpec] = {}
    for name in inner.keys():  # noqa: SIM118  not a dict
        specs[name] = _finding(inner.node(name), name, Known(specs, outline.profile))
    if not specs:
        node.fault("findings", "至少要有一个查验项")
    return specs


def _finding(node: Node, name: str, known: Known) -> FindingSpec:
    kind: Kind = node.choice("kind", get_args(Kind))
    low, high = node.number("low"), node.number("high")
    step = node.points("step") if node.has("step") else HALF if KINDS[kind].ranged else None
    when = _when(node, known)
    spec = FindingSpec(
        name=name,
        kind=kind,
        label=node.text("label"),
        nature=node.choice("nature", get_args(Nature)),
        unit=node.text("unit", ""),
        low=low,
        high=HUNDRED if KINDS[kind].percent and high is None else high,
        step=step,
        options=tuple(Option(value, label) for value, label in node.labels("options")),
        part_of=_part_of(node, kind, known),
        within=_within(node, kind),
        common_reasons=node.texts("common_reasons"),
        counted=_counted(node, kind),
        direction=node.choice("direction", get_args(Direction), "none"),
        optional=node.flag("optional"),
        when=when,
        required_when=read_condition(node.node("required_when"), known)
        if node.has("required_when")
        else None,
    )
    _check_shape(node, spec)
    node.close()
    return spec


def _when(node: Node, known: Known) -> Condition | None:
    """The finding's condition: its own, or that of the finding it goes ``with``."""
    if node.has("with"):
        name = node.text("with")
        if name in known.specs:
            return known.specs[name].when
        node.fault("with", f"没有先行声明的查验项 {name}")
    return _condition(node, "when", known)


def _condition(node: Node, key: str, known: Known) -> Condition | None:
    return read_condition(node.node(key), known) if node.has(key) else None


def _counted(node: Node, kind: Kind) -> tuple[str, ...]:
    """What a share is told from: two names, of the part and of the whole."""
    names = node.texts("counted")
    if names and (not KINDS[kind].percent or len(names) != len(PART_AND_WHOLE)):
        node.fault("counted", "只用于比例，写分子、分母两个名称")
    return names


def _part_of(node: Node, kind: Kind, known: Known) -> str | None:
    if not node.has("part_of") or "." in node.text("part_of"):
        return None
    if not KINDS[kind].number:
        node.fault("part_of", "只用于数量")
    whole = known.finding(node, "part_of", MEASURES)
    return whole.name if whole else None


def _within(node: Node, kind: Kind) -> tuple[str, str] | None:
    """The whole under another criterion, written as its number, a point and the finding's name."""
    if not node.has("part_of") or "." not in node.text("part_of"):
        return None
    if not KINDS[kind].number:
        node.fault("part_of", "只用于数量")
    criterion, _, name = node.text("part_of").rpartition(".")
    return criterion, name


def _check_shape(node: Node, spec: FindingSpec) -> None:
    if kind_of(spec).options != bool(spec.options):
        node.fault("options", "是非、等级、多选要有 options，其他类型没有")
    if spec.kind == "flag" and {option.value for option in spec.options} != {"true", "false"}:
        node.fault("options", '是非应有 "true" 与 "false" 两句话')
    if kind_of(spec).ranged and (spec.low is None or spec.high is None):
        node.fault("", "分数要有 low 与 high")
    if spec.low and spec.high and spec.low[0] * spec.high[1] > spec.high[0] * spec.low[1]:
        node.fault("low", "大于 high")
    if kind_of(spec).ranged and spec.step:
        for key, bound in (("low", spec.low), ("high", spec.high)):
            points = as_points(bound) if bound else 0
            if points is None or points % spec.step:
                node.fault(key, "不是 step 的整数倍")
    if spec.common_reasons and not kind_of(spec).reasons:
        node.fault("common_reasons", "只用于理由")


def _check_used(node: Node, specs: Mapping[str, FindingSpec], rules: tuple[Rule, ...]) -> None:
    used = {name for rule in rules for name in rule.looked_at}
    if any(rule.explained for rule in rules):
        used.update(name for name, spec in specs.items() if kind_of(spec).says)
    _check_spoken(node, specs, used)
    if not rules:
        node.fault("rules", "至少要有一条规则")


def _check_spoken(node: Node, specs: Mapping[str, FindingSpec], used: set[str]) -> None:
    """Every finding must count for something: an answer that nothing looks at is a fault of the scheme."""
    used = set(used)
    for spec in specs.values():
        for condition in (spec.when, spec.required_when):
            used.update(findings_of(condition) if condition else ())
    for name in specs:
        if name not in used:
            node.fault(f"findings.{name}", "没有规则用到这个查验项")
