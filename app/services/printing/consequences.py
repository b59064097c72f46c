"""What follows a verdict, consequences and duties: the sentences that bind in this case, with dates."""

from __future__ import annotations

from app.reports.document import Consequence, Duty
from app.scoring import PanelResult, Scheme
from app.scoring.model.duties import consequences_of, duties_of
from app.services.printing.batch_terms import BatchTerms, due_words
from app.services.store.site import Visit


def consequences_for(
    scheme: Scheme, visit: Visit, result: PanelResult, terms: BatchTerms
) -> tuple[Consequence, ...]:
    """What follows this outcome for this unit, the grounds that were established minded."""
    return tuple(
        Consequence(
            f"{each.text}（期限：{due_words(each.due, terms, visit.date_to)}）" if each.due else each.text,
            each.cite,
        )
        for each in consequences_of(scheme.consequences, result.case(visit.profile, visit.round))
    )


def concluding_words(scheme: Scheme, visit: Visit, result: PanelResult) -> str:
    """Sentences that belong to the conclusion itself in this case, such as that it is the second failure."""
    found = consequences_of(scheme.consequences, result.case(visit.profile))
    return "".join(f"{each.concludes.rstrip('。')}。" for each in found if each.concludes)


def duties_for(scheme: Scheme, visit: Visit, result: PanelResult, terms: BatchTerms) -> tuple[Duty, ...]:
    """The duties that lie ahead after this outcome.

    One that a consequence tells already, with the same term under the same clause, is not told again.
    """
    case = result.case(visit.profile, visit.round)
    told = {(each.due, each.cite) for each in consequences_of(scheme.consequences, case)}
    return tuple(
        Duty(
            each.who,
            each.paper,
            due_words(each.due, terms, visit.date_to),
            each.consequence,
            each.binding == "principle",
            each.cite,
        )
        for each in duties_of(scheme.obligations, case)
        if (each.due, each.cite) not in told
    )
