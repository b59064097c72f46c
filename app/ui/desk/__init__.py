"""The desk: one expert scores one visit. List on the left, the criterion in the middle, the result right.

``presenter`` joins the parts, each a room with an object that owns its state (no Qt), ``view`` renders what
they give and emits what a person wants; nothing else crosses. May import services, scoring, common and what
screens share for the former, theme and widgets for the latter; no other screen. The two names below are
loaded when they are asked for, so that the presenter works without Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.desk.presenter import DeskPresenter
    from app.ui.desk.view import DeskView

__all__ = ["DeskPresenter", "DeskView"]


def __getattr__(name: str) -> object:
    if name == "DeskPresenter":
        from app.ui.desk.presenter import DeskPresenter

        return DeskPresenter
    if name == "DeskView":
        from app.ui.desk.view import DeskView

        return DeskView
    raise AttributeError(name)
