"""A panel that talks every wide spread over and agrees, so that the text can be frozen."""

from __future__ import annotations

from app.services.panel.panels import PanelDesk
from app.services.panel.settlements import unsettled_spreads


def talk_over(desk: PanelDesk) -> None:
    """Settle what spreads too far; everybody agrees."""
    for row in tuple(unsettled_spreads(desk.facts, desk.result)):
        desk.settle(row.id, "各自说明依据后，同意取平均（示例）", tuple(row.scores), {})
