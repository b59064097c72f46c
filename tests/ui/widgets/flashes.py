"""What a number that has just changed looks like."""

from __future__ import annotations

from app.ui import theme
from app.ui.widgets import Figure


def is_lit(figure: Figure) -> bool:
    """Whether the ground behind the number, above its figures, has the colour of a change."""
    ground = figure.grab().toImage().pixelColor(figure.width() // 2, 1)
    return ground.name().upper() == theme.colours().flash
