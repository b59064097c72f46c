"""A first draft of problems and suggestions, composed from the points that were lost.

An area each: what was found, a sentence a fact with its clause, and what is to be done about it. How the
points were reckoned is in the score sheet and not repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from app.common.errors import Refusal
from app.scoring import Criterion, PanelCriterion, PanelResult, Scheme
from app.scoring.batch.esteem import due_share, wanting
from app.scoring.judge.rubric import Rubric, rubric_of
from app.scoring.model.changes import Change
from app.scoring.model.scheme import SchemeKind
from app.scoring.model.settings import read_policy, read_profile
from app.services.printing.observations import by_area, fails, noticed, observed
from app.services.printing.remedies import remedies_of
from app.services.printing.result_words import rating_of
from app.services.store.site import Answers

NOTHING_FOUND: Mapping[SchemeKind, str] = {
    "scored": "未发现需要整改的问题。",
    "eligibility": "未发现不符合条件的情形。",
    "grounds": "未查实所列的情形。",
    "performance": "各项绩效指标均已完成，未发现需要整改的问题。",
    "effect": "未发现需要整改的问题。",
}
"""That nothing was found is an answer too, and is written down as one."""


def draft_opinions(
    scheme: Scheme,
    result: PanelResult,
    findings: Mapping[str, Answers],
    profile: Mapping[str, object],
    policy: Mapping[str, object],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Problems and suggestions, one each for every area where something was lost, in annex order.

    Where the points are not the document's own, a condition that is not met is told whatever it cost.
    Where nothing at all was found amiss, that is the one problem told.

    findings: by expert; those of the rulings under the empty name. profile: what the unit is; policy: how
    the batch settled the readings.
    """
    due = due_share(scheme, policy)
    lost = [(scheme.criterion(row.id), row) for row in result.criteria if _amiss(scheme, row, due)]
    if not lost and result.open:
        return (), ()
    found = [
        (criterion, f"{observed(scheme, criterion, row, findings, due)}（{criterion.cite}）")
        for criterion, row in lost
    ]
    problems = by_area(scheme, found) or (NOTHING_FOUND[scheme.kind],)
    if rating_of(scheme) == "grounds":
        return problems, ()
    asked = _rubric(scheme, profile, policy)
    wanted = [
        (criterion, remedy)
        for criterion, row in lost
        if not (row.vetoed and not criterion.max) and _loses(criterion, row)
        for remedy in remedies_of(
            scheme,
            criterion,
            [each for _, each in noticed(row, due)],
            profile,
            _changes(asked, row, findings, due),
        )
    ]
    refused = f"不能补正的，{scheme.terms.refusal}"
    owed = [criterion for criterion, row in lost if _loses(criterion, row)]
    last = [(criterion, refused) for criterion in owed] if scheme.terms.refusal else []
    return problems, by_area(scheme, [*wanted, *last])


def _amiss(scheme: Scheme, row: PanelCriterion, due: Fraction) -> bool:
    """Whether there is something to tell of a criterion: not of one that somebody else is to decide.

    due: from which share of its points on there is not.
    """
    if row.score is None or row.vetoed == "refer":
        return False
    short = wanting(row.score, scheme.criterion(row.id).max, row.total_deduction, due)
    return short or fails(row) or bool(row.unmet) or _excepted(row)


def _excepted(row: PanelCriterion) -> bool:
    """Whether an exception was made of it."""
    return any(each.excepted for each in row.results.values())


def _loses(criterion: Criterion, row: PanelCriterion) -> bool:
    """Whether there is something to do about it: not where only an exception was made."""
    return fails(row) or bool(row.unmet) or (row.score or 0) < criterion.max


def _rubric(scheme: Scheme, profile: Mapping[str, object], policy: Mapping[str, object]) -> Rubric:
    known, faults = read_profile(scheme, dict(profile), lenient=True)
    settled, more = read_policy(scheme, dict(policy))
    if known is None or settled is None:
        raise Refusal([*faults, *more])
    return rubric_of(scheme, known, settled)


def _changes(
    rubric: Rubric, row: PanelCriterion, findings: Mapping[str, Answers], due: Fraction
) -> list[Change]:
    """What would have lost nothing, by the findings of everybody who found something lost."""
    compiled = rubric.by_id[row.id]
    given = (findings.get(person, {}).get(row.id, {}) for person, _ in noticed(row, due))
    return [change for raw in given if raw for ladder in compiled.ladders(raw) for change in ladder[-1]]
