"""A first draft of what was done well: what was awarded above a stated level, what reached its target.

Only of kinds whose papers tell it (``KindWords.strengths``); elsewhere full points are what is owed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.scoring import Criterion, CriterionResult, PanelCriterion, PanelResult, Scheme
from app.scoring.batch.esteem import good_share, wanting
from app.scoring.model.kinds import WORDS
from app.services.printing.observations import awarded, by_area, ended, fails, named_fact, reasons_given
from app.services.store.site import Answers

EARNED = re.compile(r"得 \d+(\.\d+)? 分（满分 \d+(\.\d+)? 分）$")


def draft_strengths(
    scheme: Scheme, result: PanelResult, findings: Mapping[str, Answers], policy: Mapping[str, object]
) -> tuple[str, ...]:
    """One text each for every area where something was done well, in annex order.

    findings: by expert; those of the rulings under the empty name. policy: how the batch settled
    the readings.
    """
    if not WORDS[scheme.kind].strengths:
        return ()
    told = [
        (criterion, f"{'；'.join(facts)}（{criterion.cite}）")
        for row in result.criteria
        for criterion in [scheme.criterion(row.id)]
        if (facts := tuple(_praised(scheme, criterion, row, findings, policy)))
    ]
    return by_area(scheme, told)


def _praised(
    scheme: Scheme,
    criterion: Criterion,
    row: PanelCriterion,
    findings: Mapping[str, Answers],
    policy: Mapping[str, object],
) -> Iterator[str]:
    """What of one criterion was done well; nothing of one that nobody scored or that has no points."""
    if not row.score or fails(row):
        return
    if scheme.kind == "performance":
        yield from dict.fromkeys(each for one in row.results.values() for each in _reached(criterion, one))
        return
    good = good_share(scheme, policy)
    if wanting(row.score, criterion.max, row.total_deduction, good):
        return
    reasons = (
        ended(reason)
        for person, one in row.results.items()
        if not wanting(one.score, criterion.max, one.total_deduction, good)
        for reason in reasons_given(criterion, findings.get(person, {}).get(row.id, {}))
    )
    yield "，".join(dict.fromkeys((awarded(criterion, row.score), *(each for each in reasons if each))))


def _reached(criterion: Criterion, result: CriterionResult) -> Iterator[str]:
    """Every figure that is not below its target, with both."""
    missed = tuple(f"{fact.fact} {fact.actual}，" for fact in result.unmet)
    for line in result.lines:
        if not line.why.startswith(missed):
            yield named_fact(criterion, EARNED.sub("", line.why))
