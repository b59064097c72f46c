"""A first draft of problems and suggestions, composed from the points that were lost.

A problem states each fact once and then what the experts said of it; how the points were reckoned is in the
score sheet and not repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.scoring import Criterion, CriterionResult, PanelCriterion, PanelResult, Scheme
from app.scoring.results import Fact
from app.scoring.telling import fact_words
from app.services.showing import shown_value
from app.services.site import Answers

# Clauses of a line that tell of points, not of what is wrong.
RECKONING = re.compile(r"(酌情|从总分中)?(扣|得|加|减) ?\d|每|不足|不扣分|不得分|本项")
BARE_SHARE = "比例"
SAID = "说明："


@dataclass
class _Told:
    """What is told of one criterion: facts in their order, each with the experts' reasons."""

    facts: dict[str, list[str]] = field(default_factory=dict)

    def add(self, fact: str, reason: str) -> None:
        """One expert's fact and reason; what was said before is not said again."""
        reasons = self.facts.setdefault(fact, [])
        if reason and reason not in reasons:
            reasons.append(reason)

    def sentences(self) -> str:
        """Everything as one text without its last full stop."""
        return "。".join(
            f"{fact}。专家意见：{'；'.join(reasons)}" if reasons else fact
            for fact, reasons in self.facts.items()
        )


def draft_opinions(
    scheme: Scheme, result: PanelResult, findings: Mapping[str, Answers]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Problems and suggestions, one each for every criterion below its maximum, in annex order.

    findings: by expert; those of the rulings under the empty name.
    """
    lost = [
        (scheme.criterion(row.id), row)
        for row in result.criteria
        if row.score is not None and (row.score < scheme.criterion(row.id).max or _fails(row))
    ]
    if scheme.conditional:
        problems = tuple(_unmet(scheme, criterion, row) for criterion, row in lost)
    else:
        problems = tuple(_problem(criterion, row, findings) for criterion, row in lost)
    if scheme.kind == "grounds":
        return problems, ()
    lost = [pair for pair in lost if not (pair[1].vetoed and not pair[0].max)]
    return problems, tuple(_suggestion(criterion) for criterion, _ in lost)


def _problem(criterion: Criterion, row: PanelCriterion, findings: Mapping[str, Answers]) -> str:
    told = _Told()
    for person, result in _lost(row):
        given = findings.get(person, {}).get(criterion.id, {})
        for why in (*(line.why for line in result.lines), result.total_why):
            fact, reason = _parted(why, tuple(_reasons(criterion, given)))
            if fact:
                told.add(_named(fact, criterion, given), reason)
    return _headed(criterion, told.sentences() or "未得满分")


def _headed(criterion: Criterion, words: str) -> str:
    """What is told under the criterion's name, which is not said twice, and with its clause."""
    head = f"{criterion.item}："
    return f"{head}{words.removeprefix(head)}（{criterion.cite}）。"


def _unmet(scheme: Scheme, criterion: Criterion, row: PanelCriterion) -> str:
    """A condition that is not met: what was found, what is required, and what the experts said of it."""
    told = dict.fromkeys(
        _lacking(scheme, fact) for _, result in _lost(row) for fact in result.facts if not fact.met
    )
    said = dict.fromkeys(
        line.why.removeprefix(SAID).rstrip("。")
        for _, result in _lost(row)
        for line in result.lines
        if line.why.startswith(SAID)
    )
    words = f"{'；'.join(told)}。专家意见：{'；'.join(said)}" if said else "；".join(told)
    return _headed(criterion, words)


def _lacking(scheme: Scheme, fact: Fact) -> str:
    if scheme.kind == "grounds":
        return fact_words(scheme, fact)
    return f"{fact.fact}：{fact.actual}，要求{fact.required}"


def _fails(row: PanelCriterion | CriterionResult) -> bool:
    """Whether it costs more than its own points: the total, a condition, the verdict itself."""
    return bool(row.total_deduction or row.vetoed) or row.met is False


def _lost(row: PanelCriterion) -> Iterator[tuple[str, CriterionResult]]:
    for person, result in row.results.items():
        if result.score != result.max or _fails(result):
            yield person, result


def _parted(why: str, reasons: tuple[str, ...]) -> tuple[str, str]:
    """A line's sentence as fact and reason; the fact is empty where the line tells of points alone."""
    reason = next((each for each in reasons if why.endswith(f"：{each}")), "")
    clauses = why.removesuffix(f"：{reason}").split("，")
    kept = next((place for place, clause in enumerate(clauses) if RECKONING.match(clause)), len(clauses))
    return "，".join(clauses[:kept]).rstrip("。；"), reason.rstrip("。；，")


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


def _suggestion(criterion: Criterion) -> str:
    papers = "、".join(item.label for item in criterion.evidence)
    proof = f"，整改后提交{papers}" if papers else ""
    return f"{criterion.item}：对照“{criterion.wanted.rstrip('。')}”的要求整改{proof}。"
