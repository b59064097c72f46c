"""A first draft of problems and suggestions, composed from the points that were lost.

An area each: what was found, a sentence a fact with its clause, and what is to be done about it. How the
points were reckoned is in the score sheet and not repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from app.scoring import Criterion, CriterionResult, PanelCriterion, PanelResult, Scheme
from app.scoring.results import Fact
from app.services.rating import rating_of
from app.services.remedies import remedies_of
from app.services.showing import shown_value
from app.services.site import Answers

# Clauses of a line that tell of points, not of what is wrong.
RECKONING = re.compile(
    r"(酌情|从总分中)?(扣|得|加|减) ?\d|每|不足|不扣分|不得分|本项|(酌情)?不得分|一票否决|不论得分"
)
COUNTED = re.compile(r"(?<=缺少)(?P<what>.+) \d+ 项$")
BARE_SHARE = "比例"
SAID = "说明："

Told = dict[str, list[str]]
"""Facts of a criterion in their order, each with the experts' reasons."""


def draft_opinions(
    scheme: Scheme, result: PanelResult, findings: Mapping[str, Answers], profile: Mapping[str, object]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Problems and suggestions, one each for every area where something was lost, in annex order.

    Where the points are not the document's own, a condition that is not met is told whatever it cost.

    findings: by expert; those of the rulings under the empty name. profile: what the unit is.
    """
    lost = [
        (scheme.criterion(row.id), row)
        for row in result.criteria
        if row.score is not None and (row.score < scheme.criterion(row.id).max or _fails(row) or row.unmet)
    ]
    found = [(criterion, _found(scheme, criterion, row, findings)) for criterion, row in lost]
    problems = _by_area(scheme, ((each, f"{words}（{each.cite}）") for each, words in found))
    if rating_of(scheme) == "grounds":
        return problems, ()
    wanted = [
        (criterion, remedy)
        for criterion, row in lost
        if not (row.vetoed and not criterion.max)
        for remedy in remedies_of(scheme, criterion, [each for _, each in _lost(row)], profile)
    ]
    refused = f"不能补正的，{scheme.terms.refusal}"
    last = [(criterion, refused) for criterion, _ in lost] if scheme.terms.refusal else []
    return problems, _by_area(scheme, [*wanted, *last])


def _by_area(scheme: Scheme, told: Iterable[tuple[Criterion, str]]) -> tuple[str, ...]:
    """One text an area: what is told of its criteria, nothing twice."""
    areas: dict[str, dict[str, None]] = {}
    for criterion, words in told:
        areas.setdefault(criterion.section, {})[words.rstrip("。；")] = None
    return tuple(
        f"{scheme.section(area).title}：{'；'.join(sentences)}。" for area, sentences in areas.items()
    )


def _found(scheme: Scheme, criterion: Criterion, row: PanelCriterion, findings: Mapping[str, Answers]) -> str:
    """What was found at one criterion, without its end."""
    if scheme.conditional:
        return _unmet(row)
    told: Told = {_lacking(fact): [] for fact in row.unmet}
    for person, result in _lost(row):
        given = findings.get(person, {}).get(criterion.id, {})
        for why in (*(line.why for line in result.lines), result.total_why):
            if row.unmet and told:
                _beside(told, _reasons(criterion, given))
                break
            fact, reason = _parted(why, tuple(_reasons(criterion, given)))
            if fact and fact not in {spec.label for spec in criterion.findings if spec.kind == "points"}:
                reasons = told.setdefault(_named(fact, criterion, given), [])
                if reason and reason not in reasons:
                    reasons.append(reason)
    return "；".join(_said(criterion, fact, reasons) for fact, reasons in told.items()) or (
        f"{criterion.item}没有得满分"
    )


def _beside(told: Told, reasons: Iterable[str]) -> None:
    """What the experts said, with the last of the conditions that are not met."""
    held = list(told.values())[-1]
    held.extend(each.rstrip("。；，") for each in reasons if each.rstrip("。；，") not in held)


def _said(criterion: Criterion, fact: str, reasons: list[str]) -> str:
    """A fact with what the experts said of it; a mere level says nothing beside a reason."""
    if not reasons:
        return fact
    judged = any(
        fact == f"{spec.label}：{option.label}" for spec in criterion.findings for option in spec.options
    )
    return "；".join(reasons) if judged else f"{fact}，{'；'.join(reasons)}"


def _unmet(row: PanelCriterion) -> str:
    """A condition that is not met: what was found, what is required, and what the experts said of it."""
    told = dict.fromkeys(_not_met(fact) for _, result in _lost(row) for fact in result.facts if not fact.met)
    said = dict.fromkeys(
        line.why.removeprefix(SAID).rstrip("。")
        for _, result in _lost(row)
        for line in result.lines
        if line.why.startswith(SAID)
    )
    return "，".join([*told, *said])


def _not_met(fact: Fact) -> str:
    """A fact of a condition: what was found, and what is required where that does not say it by itself."""
    if fact.ground:
        return fact.actual
    if fact.plain or fact.actual.startswith("缺少"):
        return fact.said
    asked = "要求" if fact.required.startswith("不") else "要求为"
    return f"{fact.said}（{asked}{fact.required}）"


def _lacking(fact: Fact) -> str:
    if fact.actual.startswith("缺少"):
        return f"{fact.fact}{fact.actual}"
    asked = "要求" if fact.required.startswith("不") else "要求为"
    return f"{fact.fact}：{fact.actual}（{asked}{fact.required}）"


def _fails(row: PanelCriterion | CriterionResult) -> bool:
    """Whether it costs more than its own points: the total, a condition, the verdict itself."""
    return bool(row.total_deduction or row.vetoed) or row.met is False


def _lost(row: PanelCriterion) -> Iterator[tuple[str, CriterionResult]]:
    for person, result in row.results.items():
        if result.score != result.max or _fails(result) or result.unmet:
            yield person, result


def _parted(why: str, reasons: tuple[str, ...]) -> tuple[str, str]:
    """A line's sentence as fact and reason; the fact is empty where the line tells of points alone."""
    reason = next((each for each in reasons if why.endswith(f"：{each}")), "")
    clauses = why.removesuffix(f"：{reason}").split("，")
    kept = next((place for place, clause in enumerate(clauses) if RECKONING.match(clause)), len(clauses))
    fact = COUNTED.sub(r"\g<what>", "，".join(clauses[:kept]).rstrip("。；")).removeprefix("健全的")
    return fact, reason.rstrip("。；，")


def _reasons(criterion: Criterion, given: Mapping[str, object]) -> Iterator[str]:
    for spec in criterion.findings:
        value = given.get(spec.name)
        if spec.kind == "reason" and isinstance(value, str):
            yield value.strip()
        elif spec.kind == "rows" and isinstance(value, list):
            yield from (
                str(row["reason"]).strip() for row in value if isinstance(row, dict) and "reason" in row
            )


def _named(fact: str, criterion: Criterion, given: Mapping[str, object]) -> str:
    """A share says of what it is one."""
    if not fact.startswith(BARE_SHARE):
        return fact
    figures = [
        f"{spec.label} {shown_value(spec, given[spec.name])}"
        for spec in criterion.findings
        if spec.kind == "count" and spec.name in given
    ]
    return "，".join([*figures, fact])
