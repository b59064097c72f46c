"""Reasons that are often given, each a button that writes itself into the field for the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.fields import NoteField


def offered(reasons: Sequence[str], field: NoteField, then: Callable[[], None]) -> tuple[QuietButton, ...]:
    """A button for each reason. then: called once one stands in the field."""

    def made(reason: str) -> QuietButton:
        def give() -> None:
            field.show_value(reason)
            then()

        button = QuietButton(reason)
        button.clicked.connect(give)
        return button

    return tuple(made(each) for each in reasons)
