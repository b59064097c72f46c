"""How a criterion stands: what it is called, what it lost, and in points or words what it came to. No Qt."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from app.scoring import Criterion, CriterionResult, Scheme
from app.scoring.batch.esteem import wanting
from app.scoring.model.points import Score, as_points, read_number
from app.scoring.visit.figures import standing_words

if TYPE_CHECKING:
    from app.services.sheet.open_sheet import OpenSheet


def short(result: CriterionResult, share: Fraction) -> bool:
    """Whether a criterion is short of the share that is asked of it."""
    return wanting(result.score, result.max, result.total_deduction, share)


def lost_points(result: CriterionResult) -> Score:
    """Points lost at a criterion, with what it takes off the total; 0 while it has no score."""
    return 0 if result.score is None else result.max - result.score + result.total_deduction


def told(scheme: Scheme, result: CriterionResult) -> str:
    """How a criterion stands, in points or in words; empty while it does not."""
    criterion = scheme.criterion(result.id)
    return standing_words(scheme, criterion, result, pleading=True)


def title_of(criterion: Criterion) -> str:
    """The short name of a criterion, as it stands beside its number."""
    return criterion.item


def titles(scheme: Scheme) -> dict[str, str]:
    """What each criterion is called in the list: its item, or where several rows share one, what it wants."""
    shared = Counter(each.item for each in scheme.criteria)
    return {each.id: each.item if shared[each.item] == 1 else each.wanted for each in scheme.criteria}


def own_points(sheet: OpenSheet, cid: str) -> int | None:
    """The unit's own score in hundredths; None where it gave none."""
    number = read_number(sheet.self_assessment.get(cid))
    return as_points(number) if number else None
