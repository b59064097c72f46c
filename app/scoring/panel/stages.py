"""How far a panel is with a criterion, in the stages of ``visit.progress``."""

from __future__ import annotations

from app.scoring.panel.panel import PanelCriterion
from app.scoring.visit.progress import Stage


def panel_stage(row: PanelCriterion) -> Stage:
    """How far the panel is with a criterion; half where some experts are done with it and others not."""
    match row.state:
        case "unanswered":
            return "half" if row.results else "untouched"
        case "disputed":
            return "disputed"
        case "unasked":
            return "unasked"
    return "complete"
