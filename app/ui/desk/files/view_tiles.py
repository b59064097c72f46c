"""One attached file as a tile, and the tiles side by side: one of them has the keyboard, arrows move it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QWidget

from app.common.words import say
from app.services.store.site import LONGEST_CAPTION
from app.ui import theme
from app.ui.desk.view_intents import Intents
from app.ui.theme import Tone
from app.ui.viewer.files import FileState, ending_of
from app.ui.widgets import Caption, Chip, Flow, IconButton, Sign, TextField, column, paint_sign, row
from app.ui.widgets.labels import TwoLined

SPARE = 24
_FORMS = {"picture": Sign.PICTURE}
_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Thumbnail(QWidget):
    """A picture cut to a square, or a drawn sheet for other files, with the ending of its name below."""

    def __init__(self) -> None:
        super().__init__()
        self._sign, self._picture, self._shown = Sign.FILE, QPixmap(), 0
        self._ending = ""
        self.setFixedSize(theme.ATTACHMENT, theme.ATTACHMENT)

    def show_sign(self, sign: Sign, ending: str = "") -> None:
        """Show another file's sign and ending, until its picture is made."""
        self._sign, self._picture, self._shown = sign, QPixmap(), 0
        self._ending = ending
        self.update()

    def show_picture(self, image: QImage) -> None:
        """Show what was made of the picture."""
        if image.cacheKey() != self._shown:
            self._shown = image.cacheKey()
            self._picture = QPixmap.fromImage(image)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture or the sign on its ground."""
        del event
        worn, painter = theme.colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(worn.hover))
        if self._picture.isNull():
            self._paint_sign(painter, worn.muted)
        else:
            painter.drawPixmap(self.rect(), self._picture)

    def _paint_sign(self, painter: QPainter, ink: str) -> None:
        side = float(theme.SPACE_24)
        painter.setFont(theme.sans(theme.CAPTION))
        words = painter.fontMetrics().height() if self._ending else 0
        top = (self.height() - side - words) / 2
        paint_sign(painter, self._sign, QRectF((self.width() - side) / 2, top, side, side), ink)
        painter.setPen(QColor(ink))
        below = QRectF(0, top + side, self.width(), words)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._ending)


class FileTile(QFrame):
    """Thumbnail, name, kind and size; a cross to take it off, a mark for personal data."""

    def __init__(self, state: FileState, wants: Intents, grid: Tiles) -> None:
        super().__init__()
        self._wants, self._grid, self.state = wants, grid, state
        self._writable = True
        self.thumbnail = Thumbnail()
        self._name, self._told = TwoLined(), Caption()
        self.chip = Chip(say("个人信息"), Tone.ATTENTION, Sign.PERSON)
        self.remove = IconButton(Sign.CLOSE, "")
        self.remove.clicked.connect(lambda: wants.detached.emit(self.state.sha256))
        self.mark = IconButton(Sign.PERSON, "")
        self.mark.clicked.connect(self._toggle)
        self.caption = TextField(say("说明"), placeholder=say("说明（C）"), sheet_undo=True)
        self.caption.setMaxLength(LONGEST_CAPTION)
        self.caption.textEdited.connect(lambda text: wants.captioned.emit(self.state.sha256, text))
        self._said = Caption(wrap=True)
        words = column(None, self._name, self._told, self.chip, None, gap=theme.SPACE_4)
        buttons = column(self.remove, self.mark, None, gap=0)
        line = row(self.thumbnail, words, buttons, gap=theme.SPACE_8)
        line.setStretch(1, 1)
        self.setLayout(column(line, self.caption, self._said, gap=theme.SPACE_4, margin=theme.SPACE_4))
        self.setProperty("role", "tile")
        self.setFixedWidth(theme.LIST_WIDTH)
        self.setAccessibleDescription(say("回车查看，C 写说明，Delete 取下，P 标记个人信息，方向键换一个"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.take(state)

    def take(self, state: FileState) -> None:
        """Stand for another file from now on."""
        self.state = state
        self.caption.take(say("{name} 的说明", name=state.name))
        self.thumbnail.show_sign(_FORMS.get(state.form, Sign.FILE), ending_of(state.name))
        self.remove.show_sign(Sign.CLOSE, say("取下 {name}（Delete）", name=state.name))

    def show_state(self, state: FileState, *, writable: bool) -> None:
        """Show the file in place."""
        self.state, self._writable = state, writable
        self._name.show_text(state.name)
        self._told.show_text(say("{kind}　{size}", kind=state.kind, size=state.size))
        self.caption.show_value(state.caption)
        self.caption.setVisible(writable)
        self._said.show_text(state.caption)
        self._said.setVisible(not writable and bool(state.caption))
        self.chip.setVisible(state.personal)
        words = say("取消“个人信息”标记（P）") if state.personal else say("标为“个人信息”（P）")
        self.mark.setToolTip(words)
        self.mark.setAccessibleName(f"{words} {state.name}")
        self.remove.setVisible(writable)
        self.mark.setVisible(writable)
        told = (state.name, state.caption, state.kind, state.size, say("个人信息") if state.personal else "")
        self.setAccessibleName(" ".join(part for part in told if part))

    def be_current(self, *, on: bool) -> None:
        """Whether Tab leads here, and then to the buttons; of all tiles it leads to one."""
        stop = Qt.FocusPolicy.TabFocus if on else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
        for button in (self.remove, self.mark):
            button.setFocusPolicy(stop)
        self.caption.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The tile that was reached is the one that Tab leads to."""
        super().focusInEvent(event)
        self._grid.make_current(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, take off, mark, or go to a neighbour."""
        key = event.key()
        if self.caption.hasFocus():  # which leaves to its tile what is no writing
            self._leave_caption(event)
        elif event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier):
            event.ignore()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._wants.viewed.emit(self.state.sha256)
        elif key == Qt.Key.Key_Delete and self._writable:
            self._wants.detached.emit(self.state.sha256)
        elif key == Qt.Key.Key_P and self._writable:
            self._toggle()
        elif key == Qt.Key.Key_C and self._writable:
            self.caption.setFocus()
            self.caption.selectAll()
        elif key in _STEPS:
            self._grid.go(self, *_STEPS[key])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._grid.focus_on(0 if key == Qt.Key.Key_Home else -1)
        else:
            event.ignore()

    def _leave_caption(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.setFocus()
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._wants.viewed.emit(self.state.sha256)

    def _toggle(self) -> None:
        self._wants.personal_marked.emit(self.state.sha256, not self.state.personal)


class Tiles(Flow):
    """Tiles in a breaking line. Those that stay keep their widget, so a change costs only what changed."""

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self._wants = wants
        self.start = QWidget()  # where the tiles begin for the Tab key; never seen
        self.start.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.start.hide()
        self._tiles: dict[str, FileTile] = {}
        self._spare: list[FileTile] = []  # of the criterion before: the next one wants tiles, too

    @property
    def tiles(self) -> tuple[FileTile, ...]:
        """The tiles in their order."""
        return tuple(self._tiles.values())

    def show_tiles(self, states: tuple[FileState, ...], *, writable: bool, otherwise: QWidget) -> None:
        """Show these files. otherwise: what takes the keyboard where the last tile that had it goes."""
        before, held = self.tiles, self._focused()
        self._tiles = {
            state.sha256: self._tiles.get(state.sha256) or self._new_tile(state) for state in states
        }
        for state in states:
            self._tiles[state.sha256].show_state(state, writable=writable)
        if held is not None and held not in self.tiles:
            after = self.tiles[min(before.index(held), len(self.tiles) - 1)] if self.tiles else otherwise
            after.setFocus()
        self.show_things(*self.tiles)
        current = next((each for each in self.tiles if each.hasFocus()), None)
        if self.tiles:
            self.make_current(current or self.tiles[0])

    def let_go(self, thing: QWidget) -> None:
        """Keep a few tiles for the files to come."""
        if isinstance(thing, FileTile) and len(self._spare) < SPARE:
            self._spare.append(thing)
        else:
            super().let_go(thing)

    def _new_tile(self, state: FileState) -> FileTile:
        if not self._spare:
            return FileTile(state, self._wants, self)
        tile = self._spare.pop()
        tile.take(state)
        return tile

    def show_picture(self, sha256: str, image: QImage) -> None:
        """Show a thumbnail where its file is."""
        if sha256 in self._tiles:
            self._tiles[sha256].thumbnail.show_picture(image)

    def make_current(self, tile: FileTile) -> None:
        """Let Tab lead to this tile."""
        for each in self.tiles:
            each.be_current(on=each is tile)
        for before, after in pairwise(self.stops()):
            QWidget.setTabOrder(before, after)

    def stops(self) -> list[QWidget]:
        """Where Tab may stop: from where the tiles begin, the one that has its turn, and its buttons."""
        turn = [each for each in self.tiles if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        return [self.start, *(stop for each in turn for stop in (each, each.remove, each.mark, each.caption))]

    def focus_on(self, place: int) -> None:
        """Give the keyboard to the tile at a place."""
        if self.tiles and place < len(self.tiles):
            self.tiles[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, tile: FileTile, across: int, down: int) -> None:
        """From a tile to its neighbour; at the ends nothing moves."""
        place = self.tiles.index(tile)
        if across and 0 <= place + across < len(self.tiles):
            self.focus_on(place + across)
        if down:
            column_of = [each for each in self.tiles if each.x() == tile.x()]
            beyond = [each for each in column_of if (each.y() - tile.y()) * down > 0]
            if beyond:
                min(beyond, key=lambda each: abs(each.y() - tile.y())).setFocus()

    def _focused(self) -> FileTile | None:
        """The tile that has the keyboard, itself or in one of its buttons."""
        now = self.window().focusWidget()
        return (
            next((each for each in self.tiles if now is each or each.isAncestorOf(now)), None)
            if now
            else None
        )
