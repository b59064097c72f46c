"""Puts the look on the application, and tells widgets that paint themselves what it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QInputDevice, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.theme.fonts import sans
from app.ui.theme.sheet import style_sheet
from app.ui.theme.tokens import CONTRAST, DARK, LIGHT, Colours, Mode

_SETS = {Mode.LIGHT: LIGHT, Mode.DARK: DARK, Mode.CONTRAST: CONTRAST}


@dataclass(slots=True)
class _Dress:
    """What is worn now: one process has one look."""

    mode: Mode = Mode.LIGHT
    motion: bool = True
    touch: bool = False


_worn = _Dress()


def dress(app: QApplication, mode: Mode = Mode.SYSTEM) -> None:
    """Fusion, the palette, the type and the style sheet of a mode; may be called again at any time."""
    _worn.mode = _resolved(app, mode)
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setFont(sans())
    app.setPalette(palette(colours()))
    app.setStyleSheet(style_sheet(colours(), touch=_worn.touch))


def colours() -> Colours:
    """The colours worn now. Ask when painting, never keep them."""
    return _SETS[_worn.mode]


def mode() -> Mode:
    """The mode worn now; never ``SYSTEM``."""
    return _worn.mode


def motion() -> bool:
    """Whether a changed number may flash."""
    return _worn.motion


def set_motion(*, on: bool) -> None:
    """Respect the user's wish for less motion."""
    _worn.motion = on


def touch() -> bool:
    """Whether rows and controls have the size that fingers need."""
    return _worn.touch


def set_touch(*, on: bool) -> None:
    """Choose finger-sized rows and controls; ``dress`` again afterwards."""
    _worn.touch = on


def palette(worn: Colours) -> QPalette:
    """Qt's palette of a set of colours, for what the style sheet does not reach."""
    made = QPalette()
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: worn.bg, roles.WindowText: worn.ink, roles.Base: worn.card, roles.Text: worn.ink,
        roles.AlternateBase: worn.hover, roles.PlaceholderText: worn.muted, roles.Button: worn.card,
        roles.ButtonText: worn.ink, roles.Highlight: worn.accent, roles.HighlightedText: worn.accent_ink,
        roles.ToolTipBase: worn.card, roles.ToolTipText: worn.ink, roles.Link: worn.accent,
        roles.Light: worn.card, roles.Mid: worn.line, roles.Dark: worn.edge,
    }  # fmt: skip
    for role, colour in pairs.items():
        made.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(worn.muted))
    return made


def _resolved(app: QApplication, wanted: Mode) -> Mode:
    if wanted is not Mode.SYSTEM:
        return wanted
    hints = app.styleHints()
    wishes = hints.accessibility()  # both are held: Qt's binding lets go of what hangs on a passing object
    if wishes.contrastPreference() == Qt.ContrastPreference.HighContrast:
        return Mode.CONTRAST
    return Mode.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Mode.LIGHT


def adapt() -> None:
    """Finger-sized controls where there is a touch screen, no motion where the system asks for none."""
    hints = QGuiApplication.styleHints()
    wishes = hints.accessibility()
    set_touch(on=any(each.type() == QInputDevice.DeviceType.TouchScreen for each in QInputDevice.devices()))
    set_motion(on=wishes.motionPreference() != Qt.MotionPreference.ReducedMotion)


class SystemLook(QObject):
    """Tells of every change of the system's look, for as long as it lives: never longer than its window."""

    changed = Signal()

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        hints = QGuiApplication.styleHints()
        wishes = hints.accessibility()
        self._held = hints, wishes  # let go, they would tell nothing any more
        hints.colorSchemeChanged.connect(self._tell)
        wishes.contrastPreferenceChanged.connect(self._tell)
        wishes.motionPreferenceChanged.connect(self._tell)

    def _tell(self) -> None:
        self.changed.emit()
