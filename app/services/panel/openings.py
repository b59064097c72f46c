"""Sheets count as in when they come, and are opened when all are in, or knowingly before with a reason."""

from __future__ import annotations

from collections.abc import Collection

from app.common.errors import Fault, Refusal
from app.common.lines import MAX_REASON, one_line
from app.services.panel.collected import Collected
from app.services.store.ledger import NewEntry
from app.services.store.openings import Opening

REASON, NOT_NOW = "XP-4254", "XP-4255"


def opening_entry(author: str, seated: str, collected: Collected, reason: str) -> NewEntry:
    """The entry that opens what is in. Raises Refusal without a reason, or where it is not to be opened.

    seated: who sits at the keyboard.
    """
    why = one_line(reason)
    if told := refusal_to_open({author, seated}, collected):
        raise Refusal.because(told, where="open", code=NOT_NOW)
    if not 0 < len(why) <= MAX_REASON:
        told = f"请写明为什么不等收齐就打开（不超过 {MAX_REASON} 字）。"
        raise Refusal([Fault("reason", told, REASON)])
    found = {each.person_id for each in collected.found}
    wanting = [each.person_id for each in collected.infos if each.person_id not in found]
    return NewEntry("open", author, after={"wanting": wanting}, why=why)


def opened_early(opening: Opening | None, collected: Collected) -> bool:
    """Whether an opening still holds: not where whoever was in then has opened the own sheet again."""
    again = {each.person_id for each in collected.infos if each.state == "open"}
    return opening is not None and again <= set(opening.wanting)


def refusal_to_open(people: Collection[str], collected: Collected) -> str:
    """Why what is in cannot be opened before the rest; empty where it can.

    people: who would see them. Whoever scores has to lock first: nobody sees others' judgements before the
    own one stands.
    """
    if collected.opened or collected.veiled:
        return "各专家的认定已经打开。"
    if not collected.found:
        return "还没有收到任何一位专家锁定的认定。"
    found = {each.person_id for each in collected.found}
    if set(people) & {each.person_id for each in collected.infos} - found:
        return "您自己的还没有锁定。锁定之后，才能打开其他专家的。"
    return ""
