"""Buttons: one primary a screen, quiet ones for the rest, icons drawn from signs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QToolButton

from app.ui import theme
from app.ui.widgets.signs import Sign, sign_icon


class Button(QPushButton):
    """An ordinary button; ``role`` is primary, quiet, link, reason or plain.

    Enter presses it as Space does, but for one that stands in a form, where Enter goes on (``in_form``).
    """

    def __init__(self, text: str, role: str = "plain", *, hint: str = "", in_form: bool = False) -> None:
        super().__init__(text)
        self._in_form = in_form
        self.setProperty("role", role)
        self.setToolTip(hint)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, too."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._in_form:
                event.ignore()
            else:
                self.click()
            return
        super().keyPressEvent(event)

    def show_text(self, text: str) -> None:
        """Change the words in place."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)

    def show_role(self, role: str) -> None:
        """Change the look in place: what becomes, or is no more, the one thing to do here."""
        if role != self.property("role"):
            self.setProperty("role", role)
            self.style().polish(self)


class PrimaryButton(Button):
    """The one thing to do here."""

    def __init__(self, text: str, *, hint: str = "") -> None:
        super().__init__(text, "primary", hint=hint)


class QuietButton(Button):
    """A lesser action: words in the accent, no box."""

    def __init__(self, text: str, *, hint: str = "") -> None:
        super().__init__(text, "quiet", hint=hint)


class LinkButton(Button):
    """Words that lead somewhere, in line with text."""

    def __init__(self, text: str, *, hint: str = "") -> None:
        super().__init__(text, "link", hint=hint)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class IconButton(QToolButton):
    """A sign to press; ``name`` is its tooltip and what a screen reader says."""

    def __init__(self, sign: Sign, name: str) -> None:
        super().__init__()
        self._sign = sign
        self._drawn: tuple[Sign, str] | None = None
        self._tone: theme.Tone | None = None
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setIconSize(QSize(theme.CRITERION, theme.CRITERION))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._draw()

    def show_sign(self, sign: Sign, name: str, tone: theme.Tone | None = None) -> None:
        """Change sign, name and colour in place."""
        if (sign, name) != (self._sign, self.accessibleName()):
            self._sign, self._tone = sign, tone
            self.setToolTip(name)
            self.setAccessibleName(name)
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the sign anew when the colours change."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.EnabledChange}:
            self._draw()

    def _draw(self) -> None:
        worn = theme.colours()
        ink = worn.tone(self._tone) if self._tone else worn.ink
        drawn = (self._sign, ink if self.isEnabled() else worn.edge)
        if drawn != self._drawn:  # Qt tells of a palette several times while a button is put in its place
            self._drawn = drawn
            self.setIcon(sign_icon(*drawn, theme.CRITERION))


class Chooser(QPushButton):
    """A button that opens a menu of (value, label) choices; emits ``chosen`` with the value."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str, *, empty: str = "") -> None:
        super().__init__(empty)
        self._choices, self._name, self._empty, self._value = tuple(choices), name, empty, ""
        self.setProperty("role", "chooser")
        self.setAutoDefault(False)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the words
        self.setIconSize(QSize(theme.CAPTION, theme.CAPTION))
        self.setMenu(self._menu())
        self.show_value("")

    @property
    def value(self) -> str:
        """The value chosen; empty where none is."""
        return self._value

    def show_value(self, value: str) -> None:
        """Show a choice without emitting anything."""
        self._value = value
        label = dict(self._choices).get(value, self._empty)
        self.setText(label)
        self.setAccessibleName(f"{self._name} {label}".strip())
        self.setIcon(sign_icon(Sign.DOWN, theme.colours().muted, theme.CAPTION))

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; the words on the button stay."""
        if tuple(choices) != self._choices:
            self._choices, before = tuple(choices), self.menu()
            self.setMenu(self._menu())
            before.deleteLater()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for value, label in self._choices:
            action = QAction(label, menu)
            action.setData(value)
            menu.addAction(action)
        menu.triggered.connect(self._take)
        return menu

    def _take(self, action: QAction) -> None:
        self.chosen.emit(str(action.data()))
