"""What is told of a sheet that came, where it does not simply count."""

from __future__ import annotations

from app.services.packages.replay import ReplayedSheet
from app.services.panel.collected import FoundSheet
from app.services.store.site import Visit


def beside_words(replayed: ReplayedSheet, word: str, *, counts: bool) -> str:
    """Of a sheet that contradicts one which is here already. word: for a sheet; counts: its expert's does."""
    told = f"又收到{replayed.sheet.name}的一份{word}{replayed.typed}，与先前的内容不同。两份都已保存"
    if not counts:
        return f"{told}。"
    return f"{told}，仍以先前的为准；请在结论页的{word}一栏按“比较…”，选定以哪一份为准。"


def away_words(stands: Visit, sheet: FoundSheet, word: str) -> str:
    """That a sheet does not count whose expert is noted as away, and what would make it count; else empty.

    stands: the visit as the panel's ledger settles it.
    """
    member = stands.member(sheet.person_id)
    if member is None or member.scores:
        return ""
    return (
        f"{sheet.name}已登记{stands.away[member.id]}，这份{word}保存在本机，不计入结论；"
        "要计入的，请在“人员变动…”里选“在场”，或登记为锁定之后退出。"
    )


def later_words(whose: str, reason: str) -> str:
    """Of a sheet that takes the place of an earlier version, its expert having opened it again."""
    return (
        f"已收取{whose}：本人重新打开后再次锁定（{reason}），代替先前的一份，先前的保留备查。"
        "比较从头开始，先前的裁定和合议结论请再看一遍。"
    )
