"""What the fonts cannot print of the words that the leader has written, with its place."""

from __future__ import annotations

from app.common.errors import Fault
from app.common.glyphs import fault
from app.services.panel.panel_ledger import PanelFacts
from app.services.sheet.glyph_faults import all_words


def panel_faults(facts: PanelFacts) -> list[Fault]:
    """Of the leader's rulings, problems, suggestions, strengths, steps and the unit's statement."""
    written = {
        "problems": ("存在的主要问题", facts.problems),
        "suggestions": ("意见和建议", facts.suggestions),
        "strengths": ("主要成绩", facts.strengths),
        "statement": ("单位意见", facts.statement),
        "protocol": ("过程记录", facts.steps),
        "day": ("今日程序", facts.day),
        "rulings": ("裁定", facts.rulings),
        "clock": ("时间更正的原因", facts.clock),
        "settlements": ("合议结论", facts.settlements),
        "opened": ("提前打开的原因", facts.opened),
        "gap": ("主管部门的裁定", facts.gap),
        "happened": ("人员变动", facts.sitting),
    }
    return [
        each for where, (place, value) in written.items() for each in fault(where, place, all_words(value))
    ]
