"""The desk: one expert scores one visit. List on the left, the criterion in the middle, the result right.

``presenter`` makes frozen states out of the services (no Qt), ``view`` renders them and emits what a person
wants; nothing else crosses. May import services, scoring and common for the former, theme and widgets for
the latter. The two names below are loaded when they are asked for, so that the presenter works without Qt.
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
