"""Whether a panel's ledger may say what it says of absences and of who leads: asked by every receiver."""

from __future__ import annotations

from collections.abc import Sequence

from app.common.errors import Refusal
from app.common.ledger import EntryRecord
from app.services.panel.panel_ledger import PanelFacts, applied, fold, settled
from app.services.panel.seats import seat_fault
from app.services.store.site import Visit

CODE = "XP-4551"


def must_sit(visit: Visit, deputy: str | None, entries: Sequence[EntryRecord]) -> None:
    """Raises Refusal unless everybody away is of the panel, and whoever led in the leader's place might.

    visit: as the task has it; each step is held against what the ledger said before it.
    """
    for place, entry in enumerate(entries):
        if entry.kind == "status" and visit.member(entry.field or "") is None:
            raise _odd("缺席、退出或回避的人不在专家组名单里")
        if entry.kind == "seat" and entry.after is not None:
            before = fold(entries[:place])
            seat = applied(before, entry).sitting.seat
            if seat and (fault := seat_fault(settled(visit, before), deputy, seat)):
                raise _odd(fault)
    _must_have_counted(visit, fold(entries))


def _must_have_counted(visit: Visit, facts: PanelFacts) -> None:
    """A text that stands was frozen over the very sheets that count now."""
    if facts.frozen_digest is None:
        return
    scored = {each.id for each in visit.panel if each.scores and facts.froze.scores(each.id)}
    if scored != {each.id for each in visit.panel if each.scores and facts.sitting.scores(each.id)}:
        raise _odd("定稿之后又改了哪些专家的评定计入")


def _odd(message: str) -> Refusal:
    return Refusal.because(f"专家组记录里的人员变动不合规定：{message}，未予采用。", code=CODE)
