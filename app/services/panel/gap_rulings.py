"""How the bureau ruled on a result between two marks, as whoever leads notes it."""

from __future__ import annotations

from dataclasses import asdict

from app.common.errors import Fault, Refusal
from app.common.lines import MAX_REASON, one_line
from app.scoring.model.readings import BUILT_IN, GAP
from app.services.panel.panel_ledger import PanelFacts
from app.services.store.ledger import NewEntry


def gap_entry(author: str, facts: PanelFacts, ruling: str, by: str, number: str) -> NewEntry:
    """The entry that notes it. Raises Refusal naming every fault.

    ruling: ``pass``, ``fail`` or ``open``; by: who ruled; number: of the paper it is written in.
    """
    after = {"ruling": ruling, "by": one_line(by), "number": one_line(number)}
    faults = [
        Fault(name, f"请写明{what}（不超过 {MAX_REASON} 字）。", "XP-4209")
        for name, what in (("by", "作出裁定的单位"), ("number", "裁定的文号或记录"))
        if not 0 < len(after[name]) <= MAX_REASON
    ]
    if ruling not in BUILT_IN[GAP].choices:
        faults.append(Fault("ruling", "请选择按合格、按不合格，或者结论待定。", "XP-4209"))
    if faults:
        raise Refusal(faults)
    before = asdict(facts.gap) if facts.gap else None
    return NewEntry("gap", author, before=before, after=after)
