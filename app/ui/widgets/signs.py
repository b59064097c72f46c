"""Signs drawn as paths, each with a shape of its own: no font has to know them, no colour to carry them."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPixmapCache
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme
from app.ui.theme import Tone

_GRID = 16.0
_STROKE = 1.7


class Sign(StrEnum):
    """Every sign the windows use."""

    DONE = "done"
    LOST = "lost"
    OPEN = "open"
    OTHER = "other"
    ATTENTION = "attention"
    PROVISIONAL = "provisional"
    LOCK = "lock"
    SEARCH = "search"
    UNDO = "undo"
    REDO = "redo"
    BACK = "back"
    NEXT = "next"
    DOWN = "down"
    CLOSE = "close"
    PLUS = "plus"
    MINUS = "minus"
    FILE = "file"
    PICTURE = "picture"
    FLAG = "flag"
    FLAGGED = "flagged"
    INFO = "info"
    KEYS = "keys"
    PEN = "pen"
    PERSON = "person"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    FIT = "fit"
    HISTORY = "history"


TONES = {
    Sign.DONE: Tone.DONE,
    Sign.LOST: Tone.LOST,
    Sign.OPEN: Tone.PLAIN,
    Sign.ATTENTION: Tone.ATTENTION,
    Sign.CLOSE: Tone.ATTENTION,
    Sign.PROVISIONAL: Tone.ATTENTION,
}


def paint_sign(painter: QPainter, sign: Sign, box: QRectF, colour: str) -> None:
    """Draw a sign into a square box, in a colour as ``#RRGGBB``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(box.width(), box.height())
    painter.translate(box.center() - QPointF(side / 2, side / 2))
    painter.scale(side / _GRID, side / _GRID)
    pen = QPen(QColor(colour), _STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(colour) if sign in _FILLED else Qt.BrushStyle.NoBrush)
    painter.drawPath(_SHAPES[sign]())
    painter.restore()


def sign_icon(sign: Sign, colour: str, side: int = theme.SIGN) -> QIcon:
    """A sign as an icon, sharp on dense screens; the same one is drawn once and kept by Qt."""
    known = f"sign {sign} {colour} {side}"
    picture = QPixmap()
    if not QPixmapCache.find(known, picture):
        picture = _drawn(sign, colour, side)
        QPixmapCache.insert(known, picture)
    return QIcon(picture)


def _drawn(sign: Sign, colour: str, side: int) -> QPixmap:
    picture = QPixmap(side * 2, side * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_sign(painter, sign, QRectF(0, 0, side, side), colour)
    painter.end()
    return picture


class SignMark(QWidget):
    """A sign standing alone; ``name`` is what a screen reader says for it."""

    def __init__(self, sign: Sign, name: str = "", tone: Tone | None = None, side: int = theme.SIGN) -> None:
        super().__init__()
        self._sign, self._tone, self._side = sign, tone, side
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sign(self, sign: Sign, tone: Tone | None = None) -> None:
        """Change the sign in place."""
        self._sign, self._tone = sign, tone
        self.update()

    def sizeHint(self) -> QSize:
        """The sign's own square."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign in the colour of its tone."""
        del event
        painter = QPainter(self)
        tone = self._tone or TONES.get(self._sign, Tone.PLAIN)
        paint_sign(painter, self._sign, QRectF(self.rect()), theme.colours().tone(tone))


def _lines(*strokes: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for first, *rest in strokes:
        path.moveTo(*first)
        for point in rest:
            path.lineTo(*point)
    return path


def _ring(radius: float = 4.6) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(8, 8), radius, radius)
    return path


def _attention() -> QPainterPath:
    path = _lines(((8, 3.4), (13.4, 12.6), (2.6, 12.6)))
    path.closeSubpath()
    return path


def _provisional() -> QPainterPath:
    path = _ring()
    path.addPath(_lines(((8, 5.6), (8, 8), (9.8, 9))))
    return path


def _lock() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(3.5, 7.2, 9, 6.3), 1.2, 1.2)
    path.moveTo(5.4, 7)
    path.lineTo(5.4, 5.2)
    path.arcTo(QRectF(5.4, 2.6, 5.2, 5.2), 180, -180)
    path.lineTo(10.6, 7)
    return path


def _search() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(7, 7), 4, 4)
    path.addPath(_lines(((10, 10), (13.4, 13.4))))
    return path


def _turn(*, left: bool) -> QPainterPath:
    path = _lines(((5.6, 3.2), (2.8, 6), (5.6, 8.8)), ((2.8, 6), (9.4, 6)))
    path.moveTo(9.4, 6)
    path.arcTo(QRectF(6.2, 6, 6.6, 6.6), 90, -180)
    path.lineTo(6, 12.6)
    return path if left else _mirrored(path)


def _mirrored(path: QPainterPath) -> QPainterPath:
    turned = QPainterPath()
    turned.addPath(path)
    for place in range(turned.elementCount()):
        element = turned.elementAt(place)
        turned.setElementPositionAt(place, _GRID - float(element.x), float(element.y))
    return turned


def _file() -> QPainterPath:
    sheet = _lines(((9.5, 2.5), (4, 2.5), (4, 13.5), (12, 13.5), (12, 5), (9.5, 2.5), (9.5, 5), (12, 5)))
    sheet.addPath(_lines(((6.2, 8), (9.8, 8)), ((6.2, 10.6), (9.8, 10.6))))
    return sheet


def _picture() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(2.5, 3.5, 11, 9), 1.2, 1.2)
    path.addEllipse(QPointF(5.8, 6.6), 0.9, 0.9)
    path.addPath(_lines(((3.2, 11.6), (7, 8.6), (9, 10.2), (11, 8), (13, 10.2))))
    return path


def _person() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(8, 5.4), 2.6, 2.6)
    path.moveTo(3, 13.4)
    path.arcTo(QRectF(3, 9.4, 10, 8), 180, -180)
    path.closeSubpath()
    return path


def _around() -> QPainterPath:
    """Three quarters of a ring to the right, with a head."""
    path = QPainterPath()
    path.arcMoveTo(QRectF(3.2, 3.8, 9.6, 9.6), 60)
    path.arcTo(QRectF(3.2, 3.8, 9.6, 9.6), 60, 290)
    path.addPath(_lines(((10.6, 1.6), (10.6, 4.6), (7.6, 4.6))))
    return path


def _info() -> QPainterPath:
    path = _ring(5.6)
    path.addPath(_lines(((8, 7.4), (8, 10.8)), ((8, 5.1), (8, 5.3))))
    return path


def _keys() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(1.8, 4.2, 12.4, 7.8), 1.2, 1.2)
    path.addPath(_lines(((4.4, 6.8), (4.5, 6.8)), ((8, 6.8), (8.1, 6.8)), ((11.5, 6.8), (11.6, 6.8))))
    path.addPath(_lines(((5.4, 9.6), (10.6, 9.6))))
    return path


def _history() -> QPainterPath:
    """A clock whose ring is an arrow that turns back."""
    path = QPainterPath()
    box = QRectF(2.6, 2.6, 10.8, 10.8)
    path.arcMoveTo(box, 165)
    path.arcTo(box, 165, -325)
    path.addPath(_lines(((2.2, 3.4), (2.8, 6.6), (6, 6))))
    path.addPath(_lines(((8, 5.2), (8, 8.2), (10.2, 9.4))))
    return path


def _gauge(strokes: tuple[tuple[tuple[float, float], ...], ...]) -> Callable[[], QPainterPath]:
    return lambda: _lines(*strokes)


def _flag() -> QPainterPath:
    return _lines(((4, 2.8), (12.4, 2.8), (10.2, 5.8), (12.4, 8.8), (4, 8.8), (4, 2.8)), ((4, 14), (4, 8.8)))


_FILLED = frozenset({Sign.ATTENTION, Sign.FLAGGED})
_SHAPES: dict[Sign, Callable[[], QPainterPath]] = {
    Sign.DONE: _gauge((((3, 8.6), (6.4, 12), (13, 4.4)),)),
    Sign.LOST: _gauge((((3.4, 8), (12.6, 8)),)),
    Sign.OPEN: _ring,
    Sign.OTHER: _gauge((((5, 8), (5.1, 8)), ((8, 8), (8.1, 8)), ((11, 8), (11.1, 8)))),
    Sign.ATTENTION: _attention,
    Sign.PROVISIONAL: _provisional,
    Sign.LOCK: _lock,
    Sign.SEARCH: _search,
    Sign.UNDO: lambda: _turn(left=True),
    Sign.REDO: lambda: _turn(left=False),
    Sign.BACK: _gauge((((9.8, 3.6), (5.4, 8), (9.8, 12.4)),)),
    Sign.NEXT: _gauge((((6.2, 3.6), (10.6, 8), (6.2, 12.4)),)),
    Sign.DOWN: _gauge((((3.6, 6.2), (8, 10.6), (12.4, 6.2)),)),
    Sign.CLOSE: _gauge((((4, 4), (12, 12)), ((12, 4), (4, 12)))),
    Sign.PLUS: _gauge((((8, 3.4), (8, 12.6)), ((3.4, 8), (12.6, 8)))),
    Sign.MINUS: _gauge((((3.4, 8), (12.6, 8)),)),
    Sign.FILE: _file,
    Sign.PICTURE: _picture,
    Sign.FLAG: _flag,
    Sign.FLAGGED: _flag,
    Sign.INFO: _info,
    Sign.KEYS: _keys,
    Sign.PERSON: _person,
    Sign.TURN_LEFT: lambda: _mirrored(_around()),
    Sign.TURN_RIGHT: _around,
    Sign.FIT: _gauge(
        (
            ((3, 6), (3, 3), (6, 3)),
            ((10, 3), (13, 3), (13, 6)),
            ((13, 10), (13, 13), (10, 13)),
            ((6, 13), (3, 13), (3, 10)),
        )
    ),
    Sign.PEN: _gauge((((3, 13), (3.6, 10.2), (11, 2.8), (13.2, 5), (5.8, 12.4), (3, 13)),)),
    Sign.HISTORY: _history,
}
