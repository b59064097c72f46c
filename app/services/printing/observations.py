"""What was found at one criterion, in words: a fact once, who saw it, and what they said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from app.scoring import Criterion, CriterionResult, PanelCriterion, Scheme, format_points
from app.scoring.batch.esteem import WHOLE, wanting
from app.scoring.model.points import Score
from app.scoring.model.results import Fact
from app.scoring.model.specs import EXCEPTED
from app.scoring.rules.proportional import Proportional
from app.services.printing.finding_words import shown_value
from app.services.store.site import Answers

# Clauses of a line that tell of points, not of what is wrong.
RECKONING = re.compile(
    r"(酌情|从总分中)?(扣|得|加|减) ?\d|每|不足|不扣分|不得分|本项|(酌情)?不得分|一票否决|不论(其他)?得分"
)
COUNTED = re.compile(r"(?<=缺少)(?P<what>.+) \d+ 项$")
BARE_SHARE = "比例"
SAID, PLEA = "说明：", "例外理由："
LACKS = "缺少"


@dataclass(slots=True)
class _Seen:
    """Who saw a fact, and what they said of it; both in the panel's order."""

    people: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def add(self, person: str, *reasons: str) -> None:
        if person not in self.people:
            self.people.append(person)
        self.reasons.extend(each for each in reasons if each and each not in self.reasons)


Told = dict[str, _Seen]
"""Facts of a criterion in their order."""


def observed(
    scheme: Scheme,
    criterion: Criterion,
    row: PanelCriterion,
    findings: Mapping[str, Answers],
    due: Fraction = WHOLE,
) -> str:
    """What was found at one criterion, without its end. due: as for ``noticed``."""
    told: Told = {}
    for person, result in noticed(row, due):
        if scheme.conditional:
            _tell_condition(told, person, result)
        else:
            _tell_points(criterion, told, person, result, findings)
    words = "；".join(_said(criterion, row, fact, seen) for fact, seen in told.items())
    closed = row.vetoed == "close" and criterion.words is not None
    return f"{criterion.words.unmet}，{words}" if closed and criterion.words else words


def noticed(row: PanelCriterion, due: Fraction = WHOLE) -> Iterator[tuple[str, CriterionResult]]:
    """Who found something wrong, an exception that was granted included.

    due: from which share of its points on nothing is wrong.
    """
    for person, result in row.results.items():
        short = result.score is None or wanting(result.score, result.max, result.total_deduction, due)
        if result.excepted or short or fails(result) or result.unmet:
            yield person, result


def fails(row: PanelCriterion | CriterionResult) -> bool:
    """Whether it costs more than its own points: the total, a condition, the verdict itself."""
    return bool(row.total_deduction or row.vetoed) or row.met is False


def _tell_condition(told: Told, person: str, result: CriterionResult) -> None:
    """A condition that is not met: what was found, what is required, and what the expert said of it."""
    facts = "，".join(_not_met(fact) for fact in result.facts if not fact.met)
    said = [line.why.removeprefix(SAID) for line in result.lines if line.why.startswith(SAID)]
    if result.excepted:
        said.append(f"{EXCEPTED}：{result.excepted}")
    told.setdefault(facts, _Seen()).add(person, *(each.rstrip("。") for each in said))


def _tell_points(
    criterion: Criterion,
    told: Told,
    person: str,
    result: CriterionResult,
    findings: Mapping[str, Answers],
) -> None:
    """What cost points; what the document demands and was not found, where the points are not its own.

    No reason is left out: one that no line tells stands with the last fact.
    """
    given = findings.get(person, {}).get(criterion.id, {})
    reasons = tuple(reasons_given(criterion, given))
    facts = _of_lines(criterion, result, given, reasons)
    if result.unmet:
        granted = [(fact, reason) for fact, reason in facts if fact.endswith(EXCEPTED)]
        facts = [(named_fact(criterion, _lacking(fact)), "") for fact in result.unmet] + granted
    facts = facts or [(_reached(criterion, result), "")]
    for fact, reason in facts:
        told.setdefault(fact, _Seen()).add(person, reason)
    linked = {reason for _, reason in facts}
    told[facts[-1][0]].add(person, *(each for each in map(ended, reasons) if each not in linked))


def _reached(criterion: Criterion, result: CriterionResult) -> str:
    """Of what no line tells more: what was awarded, or that something is wanting."""
    if criterion.start == "full" or result.score is None:
        return f"{criterion.item}没有得满分"
    return awarded(criterion, result.score)


def awarded(criterion: Criterion, score: Score) -> str:
    """How many of its points a criterion was given."""
    return f"{criterion.item}得 {format_points(score)} 分（满分 {format_points(criterion.max)} 分）"


def _of_lines(
    criterion: Criterion, result: CriterionResult, given: Mapping[str, object], reasons: tuple[str, ...]
) -> list[tuple[str, str]]:
    """The facts of a result's lines, each with the reason that it ends in."""
    bare = {spec.label for spec in criterion.findings if spec.kind == "points"}
    parted = [_parted(why, reasons) for why in (*(line.why for line in result.lines), result.total_why)]
    return [(_named(fact, criterion, given), reason) for fact, reason in parted if fact and fact not in bare]


def _said(criterion: Criterion, row: PanelCriterion, fact: str, seen: _Seen) -> str:
    """A fact with what the experts said of it; a mere level says nothing beside a reason.

    What some of several experts saw is not told as what all did: an average is no level of its own.
    """
    judged = any(
        fact == f"{spec.label}：{option.label}" for spec in criterion.findings for option in spec.options
    )
    reasons = "；".join(seen.reasons)
    words = reasons if judged and reasons else "，".join(each for each in (fact, reasons) if each)
    if len(seen.people) == len(row.results):
        return words
    return f"{words}（{len(row.results)} 位专家中 {len(seen.people)} 位认定）"


def _not_met(fact: Fact) -> str:
    """A fact of a condition: what was found, and what is required where that does not say it by itself."""
    if fact.ground:
        return fact.actual
    if fact.plain or fact.actual.startswith(LACKS):
        return fact.said
    return fact.short


def named_fact(criterion: Criterion, fact: str) -> str:
    """A fact of an indicator whose target is a finding too is told with the indicator's name."""
    own = any(isinstance(rule, Proportional) and rule.of for rule in criterion.rules)
    return f"{criterion.item}：{fact}" if own else fact


def by_area(scheme: Scheme, told: Iterable[tuple[Criterion, str]]) -> tuple[str, ...]:
    """One text an area: what is told of its criteria, nothing twice.

    An area is not named where its one criterion bears its name and the sentence says it.
    """
    areas: dict[str, dict[str, bool]] = {}
    for criterion, words in told:
        title = scheme.section(criterion.section).title
        named = criterion.item == title and title in words
        areas.setdefault(criterion.section, {})[words.rstrip("。；")] = named
    return tuple(
        f"{'' if all(sentences.values()) else f'{scheme.section(area).title}：'}{'；'.join(sentences)}。"
        for area, sentences in areas.items()
    )


def _lacking(fact: Fact) -> str:
    if fact.actual.startswith(LACKS):
        return f"{fact.fact}{fact.actual}"
    return fact.short


def _parted(why: str, reasons: tuple[str, ...]) -> tuple[str, str]:
    """A line's sentence as fact and reason; the fact is empty where the line tells of points alone."""
    reason = next((each for each in reasons if why.endswith(f"：{each}")), "")
    clauses = why.removesuffix(f"：{reason}").split("，")
    kept = next((place for place, clause in enumerate(clauses) if RECKONING.match(clause)), len(clauses))
    fact = COUNTED.sub(r"\g<what>", "，".join(clauses[:kept]).rstrip("。；")).removeprefix("健全的")
    return fact, ended(reason)


def ended(reason: str) -> str:
    """A reason without the mark at its end."""
    return reason.rstrip("。；，")


def reasons_given(criterion: Criterion, given: Mapping[str, object]) -> Iterator[str]:
    """What was written beside one expert's findings, in the criterion's order."""
    for spec in criterion.findings:
        value = given.get(spec.name)
        if spec.kind in ("reason", "text") and isinstance(value, str):
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
