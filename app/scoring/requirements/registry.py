"""The vocabulary of conditions: each word of a scheme file with its kind."""

from __future__ import annotations

from collections.abc import Mapping

from app.scoring.model.requirements import Requirement
from app.scoring.requirements.bound import Bound
from app.scoring.requirements.one_of import OneOf
from app.scoring.requirements.rank import Rank
from app.scoring.requirements.ratio import Ratio
from app.scoring.requirements.reader import Place, Readable
from app.scoring.requirements.referred import Referred
from app.scoring.requirements.whole import Whole
from app.scoring.source.conditions import Known
from app.scoring.source.nodes import Node

KINDS: Mapping[str, type[Readable]] = {
    "is": OneOf,
    "at_least": Bound,
    "at_most": Bound,
    "ratio_at_least": Ratio,
    "ratio_at_most": Ratio,
    "complete": Whole,
    "level_at_least": Rank,
    "referred": Referred,
}


def read_requirement(node: Node, known: Known) -> Requirement | None:
    """One condition, or None with the faults recorded."""
    kind = node.raw("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        node.keys()
        node.fault("kind", f"应为以下之一：{'、'.join(KINDS)}")
        return None
    rule = KINDS[kind].read(Place(node, known, kind))
    node.close()
    return rule
