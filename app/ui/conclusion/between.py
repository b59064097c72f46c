"""A result between two marks: how the bureau may rule on it, and how it did. No Qt."""

from __future__ import annotations

from app.common.words import say
from app.services.store.rounds import PanelState

CHOICES = {"pass": "按合格", "fail": "按不合格", "open": "结论待定"}


def gap_choices(panel: PanelState) -> tuple[tuple[str, str], ...]:
    """The choices, value and words; empty where there is nothing for the leader to note."""
    if not panel.between or panel.frozen:
        return ()
    return tuple((value, say(words)) for value, words in CHOICES.items())


def ruled_words(panel: PanelState) -> str:
    """How it was ruled and by whom; empty where nobody did."""
    if panel.gap is None or not panel.between:
        return ""
    how = say(CHOICES[panel.gap.ruling])
    return say("已登记：{how}。{who}。", how=how, who=panel.gap.words)
