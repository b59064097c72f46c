"""Tells whoever types, at once, of a character that no font of the program can print."""

from __future__ import annotations

from PySide6.QtWidgets import QToolTip, QWidget

from app.common.glyphs import hint
from app.common.words import say
from app.ui.widgets.labels import set_property


class InkNote:
    """Goes with one field: marks it, says in words what cannot be printed, by tooltip and to a screen reader.

    A field that is marked for another reason stays marked.
    """

    def __init__(self, field: QWidget) -> None:
        self._field = field
        self._said = ""
        self._usual = ("", "")
        self._faulty = False

    def look_at(self, text: str) -> None:
        """Look at what stands in the field now."""
        said = say(hint("".join(dict.fromkeys(text))))
        if said == self._said:
            return
        if not self._said:
            self._usual = self._field.toolTip(), self._field.accessibleDescription()
        self._said = said
        tip, description = (said, said) if said else self._usual
        self._field.setToolTip(tip)
        self._field.setAccessibleDescription(description)
        self._mark()
        if not said:
            QToolTip.hideText()
        elif self._field.hasFocus():
            QToolTip.showText(self._field.mapToGlobal(self._field.rect().bottomLeft()), said, self._field)

    def show_fault(self, *, on: bool) -> None:
        """Whether something else is wrong with the field."""
        self._faulty = on
        self._mark()

    def _mark(self) -> None:
        set_property(self._field, "fault", "true" if self._faulty or self._said else "false")
