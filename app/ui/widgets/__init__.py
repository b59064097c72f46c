"""Widgets that every screen is made of. They know no services: they show what they are given, and emit.

May import the theme and ``app.common``. Every ``show_...`` changes in place and emits nothing.
"""

from app.ui.widgets.banner import Banner, Toast
from app.ui.widgets.bars import ProgressBar, RangeBar
from app.ui.widgets.buttons import Button, Chooser, IconButton, LinkButton, PrimaryButton, QuietButton
from app.ui.widgets.checks import CheckRow
from app.ui.widgets.chips import Chip
from app.ui.widgets.dialogs import Dialog, ReturningDialog
from app.ui.widgets.fields import FaultLine, NoteField, NumberField, TextField, secret
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import Caption, Elided, Figure, Heading, Label, Title, set_property
from app.ui.widgets.points import PointsField
from app.ui.widgets.segmented import Segmented
from app.ui.widgets.signs import Sign, SignMark, paint_sign, sign_icon
from app.ui.widgets.slider import Slider
from app.ui.widgets.surfaces import (
    Card,
    EmptyState,
    Hairline,
    Scrolled,
    SectionRule,
    Surface,
    column,
    holder,
    row,
)

__all__ = [
    "Banner",
    "Button",
    "Caption",
    "Card",
    "CheckRow",
    "Chip",
    "Chooser",
    "Dialog",
    "Elided",
    "EmptyState",
    "FaultLine",
    "Figure",
    "Flow",
    "Hairline",
    "Heading",
    "IconButton",
    "Label",
    "LinkButton",
    "NoteField",
    "NumberField",
    "PointsField",
    "PrimaryButton",
    "ProgressBar",
    "QuietButton",
    "RangeBar",
    "ReturningDialog",
    "Scrolled",
    "SectionRule",
    "Segmented",
    "Sign",
    "SignMark",
    "Slider",
    "Surface",
    "TextField",
    "Title",
    "Toast",
    "column",
    "holder",
    "paint_sign",
    "row",
    "secret",
    "set_property",
    "sign_icon",
]
