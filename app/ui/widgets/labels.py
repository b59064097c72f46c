"""Labels of the type scale, and numbers that flash once when they change."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui import theme
from app.ui.theme import Tone
from app.ui.widgets.line_ends import joined


class Label(QLabel):
    """Plain text in one role of the type scale: body, caption, muted, title, heading, criterion, strong."""

    def __init__(self, text: str = "", role: str = "body", *, wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Lay it out so that no line ends inside a short word or a number; ``text`` stays as it was given."""
        before, self._text = getattr(self, "_text", ""), text
        laid = joined(text) if self.wordWrap() else text
        if self.accessibleName() in ("", before):  # nobody listens to joiners
            self.setAccessibleName(text if laid != text else "")
        super().setText(laid)

    def text(self) -> str:
        """As it was given."""
        return self._text

    def show_text(self, text: str) -> bool:
        """Change the text in place; whether it differed."""
        if text == self.text():
            return False
        self.setText(text)
        return True

    def show_tone(self, tone: Tone | None) -> None:
        """Colour the text by a tone; None is plain ink."""
        set_property(self, "tone", tone.value if tone else "")


class Heading(Label):
    """A screen's heading."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, "heading")


class Title(Label):
    """A card's or a dialog's title; wraps."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, "title", wrap=True)


class Caption(Label):
    """Small secondary text."""

    def __init__(self, text: str = "", *, wrap: bool = False) -> None:
        super().__init__(text, "caption", wrap=wrap)


class Elided(Label):
    """One line that shortens with … when it lacks room; the whole text is its tooltip then."""

    def __init__(self, text: str = "", role: str = "body") -> None:
        super().__init__(text, role)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters is enough."""
        return QSize(theme.SPACE_32, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, shortened to the room there is."""
        del event
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


CLOSING, OPENING = "，。；：、）》”’！？%", "（《“‘"
"""What no line begins with, and what none ends with."""


def lines_of(metrics: QFontMetrics, text: str, width: int) -> tuple[str, ...]:
    """A text in two lines at most, the second shortened with … where that is not enough."""
    if metrics.horizontalAdvance(text) <= width:
        return (text,)
    cut = max((at for at in range(1, len(text)) if metrics.horizontalAdvance(text[:at]) <= width), default=1)
    while cut > 1 and (text[cut] in CLOSING or text[cut - 1] in OPENING):
        cut -= 1
    return text[:cut], metrics.elidedText(text[cut:], Qt.TextElideMode.ElideRight, width)


class TwoLined(Elided):
    """A name in one line, or in two where it needs them; only what is longer still ends with …."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the name needs at this width."""
        super().resizeEvent(event)
        self._fit()

    def setText(self, text: str) -> None:
        """Take the height that the new name needs."""
        super().setText(text)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines there are."""
        del event
        shown = lines_of(self.fontMetrics(), self.text(), self.width())
        self.setToolTip(self.text() if "".join(shown) != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), "\n".join(shown))

    def _fit(self) -> None:
        lines = len(lines_of(self.fontMetrics(), self.text(), self.width()))
        self.setMinimumHeight(lines * self.fontMetrics().lineSpacing())


class Figure(Label):
    """A number in a role (points, total, body …) that flashes its background once when it changes."""

    def __init__(self, text: str = "", role: str = "points") -> None:
        super().__init__(text, role)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(theme.FLASH_MS)
        self._rest.timeout.connect(self._settle)
        self._quiet = True

    def show_number(self, text: str, *, quietly: bool = False) -> None:
        """Show a number; flashes if it differs from the one before, unless told to do so quietly."""
        changed = self.show_text(text)
        if changed and not quietly and theme.motion():
            self._quiet = False
            self.update()
            self._rest.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Light the background behind the number while it flashes."""
        if not self._quiet:
            lit = QPainter(self)
            lit.setRenderHint(QPainter.RenderHint.Antialiasing)
            lit.setPen(Qt.PenStyle.NoPen)
            lit.setBrush(QColor(theme.colours().flash))
            lit.drawRoundedRect(self.rect(), theme.SPACE_4, theme.SPACE_4)
            lit.end()
        super().paintEvent(event)

    def _settle(self) -> None:
        self._quiet = True
        self.update()


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a style property and let the style sheet see it; nothing happens where it is set already."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
