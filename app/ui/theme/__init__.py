"""How everything looks: colours, sizes, type, palette and the one style sheet, generated from tokens.

No colour and no size is written anywhere else. Imports PySide6 and ``app.common`` only.

    from app.ui import theme
    theme.dress(app, theme.Mode.LIGHT)     # once at the start, again whenever the mode changes
    theme.colours().lost                   # "#B02A1F", read at paint time, so that a change of mode shows
    theme.SPACE_16, theme.ROW, theme.LIST_WIDTH
"""

from app.ui.theme.dressing import colours, dress, mode, motion, set_motion, set_touch, touch
from app.ui.theme.fonts import load_fonts, sans, serif
from app.ui.theme.tokens import (
    ATTACHMENT,
    BODY,
    CAPTION,
    CARD_WIDTH,
    CONTROL,
    CRITERION,
    DIALOG_WIDTH,
    FLASH_MS,
    HEADING,
    LIST_WIDTH,
    MINIMUM_WINDOW,
    NUMBER_WIDTH,
    POINTS,
    RADIUS,
    RESULT_WIDTH,
    ROW,
    SIGN,
    SPACE_4,
    SPACE_8,
    SPACE_12,
    SPACE_16,
    SPACE_24,
    SPACE_32,
    TOAST_MS,
    TOTAL,
    Colours,
    Mode,
    Tone,
)

__all__ = [
    "ATTACHMENT",
    "BODY",
    "CAPTION",
    "CARD_WIDTH",
    "CONTROL",
    "CRITERION",
    "DIALOG_WIDTH",
    "FLASH_MS",
    "HEADING",
    "LIST_WIDTH",
    "MINIMUM_WINDOW",
    "NUMBER_WIDTH",
    "POINTS",
    "RADIUS",
    "RESULT_WIDTH",
    "ROW",
    "SIGN",
    "SPACE_4",
    "SPACE_8",
    "SPACE_12",
    "SPACE_16",
    "SPACE_24",
    "SPACE_32",
    "TOAST_MS",
    "TOTAL",
    "Colours",
    "Mode",
    "Tone",
    "colours",
    "dress",
    "load_fonts",
    "mode",
    "motion",
    "sans",
    "serif",
    "set_motion",
    "set_touch",
    "touch",
]
