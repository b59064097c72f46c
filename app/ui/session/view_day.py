"""Puts the day of a visit on the stage."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.day.presenter import DayPresenter
from app.ui.day.view import DayScreen
from app.ui.shell.view_screen import Stage


def day_screen(stage: Stage, visit_id: str, place: QWidget) -> DayScreen:
    """The screen, and what it wants that others do. Raises Refusal."""
    return DayScreen(DayPresenter(stage.workspace, visit_id), stage, visit_id, place)
