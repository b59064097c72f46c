"""The vocabulary of rules: each word of a scheme file with its kind."""

from __future__ import annotations

from collections.abc import Mapping

from app.scoring.model.points import Points
from app.scoring.model.rules import Rule
from app.scoring.rules.bands import Bands
from app.scoring.rules.each_counted import EachCounted
from app.scoring.rules.each_missing import EachMissing
from app.scoring.rules.from_total import FromTotal
from app.scoring.rules.gate import Gate
from app.scoring.rules.held import Held
from app.scoring.rules.hurdle import Hurdle
from app.scoring.rules.judged import Judged
from app.scoring.rules.level import Level
from app.scoring.rules.proportional import Proportional
from app.scoring.rules.reader import Place, Readable
from app.scoring.rules.rows import Rows
from app.scoring.rules.step_short import StepShort
from app.scoring.rules.veto import Veto
from app.scoring.source.conditions import Known
from app.scoring.source.nodes import Node

KINDS: Mapping[str, type[Readable]] = {
    "held": Held,
    "each_missing": EachMissing,
    "step_short": StepShort,
    "each_counted": EachCounted,
    "level": Level,
    "judged": Judged,
    "rows": Rows,
    "from_total": FromTotal,
    "gate": Gate,
    "proportional": Proportional,
    "bands": Bands,
    "veto": Veto,
    "hurdle": Hurdle,
}
POINTLESS = tuple(word for word, kind in KINDS.items() if kind.start == "pointless")


def read_rule(node: Node, known: Known, *, most: Points, full: bool) -> Rule | None:
    """One rule, or None with the faults recorded. most: the criterion's maximum in hundredths."""
    word = node.raw("kind")
    if not isinstance(word, str) or word not in KINDS:
        node.keys()
        node.fault("kind", f"应为以下之一：{'、'.join(KINDS)}")
        return None
    kind = KINDS[word]
    if not most and word not in POINTLESS:
        node.fault("kind", f"没有分值的考核项只能用 {'、'.join(POINTLESS)}")
    if kind.start == ("empty" if full else "full"):
        node.fault("kind", f"{word} 不能用于从{'满分' if full else '零分'}起算的考核项")
    rule = kind.read(Place(node, known, most, full))
    node.close()
    return rule
