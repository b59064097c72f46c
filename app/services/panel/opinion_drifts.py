"""Whether the opinions still tell what the result says: figures in them are tied to it."""

from __future__ import annotations

from collections.abc import Mapping

from app.scoring import PanelResult, Scheme
from app.services.panel.panel_ledger import PanelFacts
from app.services.panel.tied_figures import drifts, told_figures
from app.services.printing.opinions import draft_opinions
from app.services.store.site import Answers, Visit


def drifted_words(
    scheme: Scheme, visit: Visit, facts: PanelFacts, result: PanelResult, findings: Mapping[str, Answers]
) -> tuple[str, ...]:
    """What they tell otherwise, in sentences without their end; nothing once frozen.

    findings: by expert; those of the rulings under the empty name.
    """
    texts = (*facts.problems, *facts.suggestions)
    if facts.frozen_digest is not None or not told_figures(texts):
        return ()
    draft = draft_opinions(scheme, result, findings, visit.profile, visit.policy)
    return tuple(each.words for each in drifts(texts, (*draft[0], *draft[1]), result))
