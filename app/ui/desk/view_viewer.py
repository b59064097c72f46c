"""The viewer: one attached file large, what is told of it, and the way to its neighbours; by keys, too."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from app.common.errors import EnvironmentTrouble, Refusal, XianpingError
from app.common.words import say
from app.ui import theme
from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.state import FileState
from app.ui.desk.view_background import Bench, Check
from app.ui.desk.view_canvas import Canvas
from app.ui.desk.view_contents import HEAVIEST, Pictured, picture, text
from app.ui.desk.view_intents import Intents
from app.ui.desk.view_pages import Pages
from app.ui.desk.view_pictures import turned
from app.ui.desk.view_viewer_bars import Foot, Head, Tools
from app.ui.widgets import Label, ReturningDialog, column

PATIENCE_MS = 300
PAN = 64
SHARE = 0.94  # of the window that the viewer takes
_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-PAN, 0),
    Qt.Key.Key_Right: (PAN, 0),
    Qt.Key.Key_Up: (0, -PAN),
    Qt.Key.Key_Down: (0, PAN),
}


class Viewer(ReturningDialog):
    """Shows the files of the card, beginning with one. Everything is read and decoded beside the window."""

    def __init__(self, parent: QWidget, presenter: DeskPresenter, wants: Intents, sha256: str) -> None:
        super().__init__(parent)
        self._presenter, self._wants = presenter, wants
        self._at, self._pictured = 0, Pictured(())
        self.head, self.tools, self.foot = Head(), Tools(), Foot()
        self.canvas, self.pages, self.text = Canvas(), Pages(), QPlainTextEdit()
        self.words = Label(role="muted", wrap=True)
        self.stack = QStackedWidget()
        self._waiting = QTimer(self)
        self._bench = Bench(self)
        self._furnish()
        self._connect()
        self._keys = self._key_table()
        self.resize(parent.size() * SHARE)
        self.show_file(next(i for i, each in enumerate(self.files) if each.sha256 == sha256))

    @property
    def files(self) -> tuple[FileState, ...]:
        """The files of the card as they stand."""
        return self._presenter.state.card.files

    @property
    def file(self) -> FileState:
        """The file that is shown."""
        return self.files[self._at]

    def show_file(self, place: int) -> None:
        """Show the file at a place."""
        self._at = min(max(place, 0), len(self.files) - 1)
        self._pictured = Pictured(())
        self._tell_file()
        self.canvas.show_levels(())
        self.pages.clear()
        self.stack.setCurrentWidget(self.canvas)
        self.canvas.setFocus()
        self._bench.drop()
        self._waiting.stop()
        self._begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the viewer; what is none of them is the dialog's."""
        key = event.key()
        if key in _ARROWS and self.canvas.pan(*_ARROWS[key]):
            return
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._go(1 if key == Qt.Key.Key_Right else -1)
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        deed = self._keys.get((key, shifted)) or self._keys.get((key, None))
        if deed is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            deed()
        else:
            super().keyPressEvent(event)

    @property
    def _large(self) -> Canvas | Pages:
        """What can be zoomed now."""
        return self.pages if self.stack.currentWidget() is self.pages else self.canvas

    # How it is put together.

    def _furnish(self) -> None:
        self.setWindowTitle(say("查看附件"))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(say("文件内容"))
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setMargin(theme.SPACE_32)
        for each in (self.canvas, self.pages, self.text, self.words):
            self.stack.addWidget(each)
        layout = column(self.head, self.stack, self.tools, self.foot, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(PATIENCE_MS)

    def _connect(self) -> None:
        tools, canvas = self.tools, self.canvas
        pairs: tuple[tuple[QWidget, Callable[[], object]], ...] = (
            (tools.before, partial(self._go, -1)),
            (tools.after, partial(self._go, 1)),
            (tools.smaller, partial(self._zoom, -1)),
            (tools.larger, partial(self._zoom, 1)),
            (tools.fit, self._fit),
            (tools.whole, self._whole),
            (tools.left, partial(self._turn, -1)),
            (tools.right, partial(self._turn, 1)),
            (tools.page_before, partial(self._leaf, -1)),
            (tools.page_after, partial(self._leaf, 1)),
            (tools.personal, self._mark),
            (tools.lend, self._lend),
            (self.head.away, self.reject),
        )
        for button, deed in pairs:
            button.clicked.connect(lambda _=False, deed=deed: deed())  # type: ignore[attr-defined]
        for keys, steps in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._go, steps))
        canvas.zoomed.connect(tools.show_zoom)
        self.pages.zoomed.connect(tools.show_zoom)
        self.pages.turned.connect(tools.show_pages)
        self._waiting.timeout.connect(partial(self._say, say("正在打开…")))
        self._bench.ended.connect(self._take)

    def _key_table(self) -> dict[tuple[int, bool | None], Callable[[], object]]:
        key = Qt.Key
        return {
            (key.Key_Plus, None): partial(self._zoom, 1),
            (key.Key_Equal, None): partial(self._zoom, 1),
            (key.Key_Minus, None): partial(self._zoom, -1),
            (key.Key_0, None): self._fit,
            (key.Key_1, None): self._whole,
            (key.Key_R, False): partial(self._turn, 1),
            (key.Key_R, True): partial(self._turn, -1),
            (key.Key_PageDown, None): partial(self._leaf, 1),
            (key.Key_PageUp, None): partial(self._leaf, -1),
            (key.Key_P, None): self._mark,
            (key.Key_O, None): self._lend,
        }

    # What is shown.

    def _tell_file(self) -> None:
        file = self.file
        self.head.show_file(file, self._at, len(self.files))
        self.tools.show_file(file, self._at, len(self.files), writable=self._presenter.state.card.writable)
        try:
            self.foot.show_facts(self._presenter.file_facts(file.sha256))
        except XianpingError as trouble:
            self.foot.show_trouble(str(trouble))

    def _begin(self) -> None:
        file = self.file
        makers: dict[str, Callable[[bytes], object]] = {
            "picture": picture,
            "pdf": bytes,
            "text": text,
        }
        if file.form not in makers or file.weight > HEAVIEST:
            lend = say("可按“用其他程序打开”（O）。") if file.lendable else ""
            self._say(say("{kind}不在这里显示。{lend}", kind=file.kind, lend=lend))
            return
        self._waiting.start()
        make = makers[file.form]
        self._bench.run(file.sha256, lambda _: make(self._presenter.read_file(file.sha256)))

    def _take(self, ticket: object, outcome: object) -> None:
        """What came from the bench: something to show, a copy for another program, or a trouble."""
        del ticket
        self._waiting.stop()
        match outcome:
            case EnvironmentTrouble() as trouble:
                self._say(f"{trouble.message}{trouble.safe}{trouble.advice}")
            case XianpingError() as trouble:
                self._say(str(trouble))
            case Path() as copy:
                self._hand_over(copy)
            case Pictured() as pictured:
                self._show_pictured(pictured)
            case bytes() as data:
                self._show_pages(data)
            case str() as plain:
                self.text.setPlainText(plain)
                self._turn_to(self.text)

    def _show_pictured(self, pictured: Pictured) -> None:
        self._pictured = pictured
        self.canvas.show_levels(pictured.levels)
        self.canvas.setAccessibleName(self.file.name)
        self._turn_to(self.canvas)

    def _show_pages(self, data: bytes) -> None:
        self._turn_to(self.pages)
        try:
            self.pages.show_pdf(data)
        except Refusal as refusal:
            self._say(str(refusal))

    def _say(self, words: str) -> None:
        self.words.show_text(words)
        self._turn_to(self.words)

    def _turn_to(self, part: QWidget) -> None:
        self.stack.setCurrentWidget(part)
        self.tools.show_tools(large=part in (self.canvas, self.pages), turns=part is self.canvas)
        if self.focusWidget() in (None, self.canvas, self.pages.paper, self.text, self):
            (self if part is self.words else part).setFocus()

    # What a person does.

    def _go(self, steps: int) -> None:
        if 0 <= self._at + steps < len(self.files):
            self.show_file(self._at + steps)

    def _zoom(self, steps: int) -> None:
        self._large.zoom(steps)

    def _fit(self) -> None:
        self._large.fit()

    def _whole(self) -> None:
        self._large.whole()

    def _turn(self, quarters: int) -> None:
        if self._pictured.levels:
            held = self._pictured
            self._bench.run(
                self.file.sha256,
                lambda _: Pictured(turned(held.levels, quarters)),
            )

    def _leaf(self, pages: int) -> None:
        if self.stack.currentWidget() is self.pages:
            self.pages.leaf(pages)

    def _mark(self) -> None:
        if self._presenter.state.card.writable:
            self._wants.personal_marked.emit(self.file.sha256, not self.file.personal)
            self._tell_file()

    def _lend(self) -> None:
        file = self.file
        if file.lendable:

            def lend(check: Check) -> Path:
                return self._presenter.lend_file(file.sha256, file.name, check)

            self._bench.run(file.sha256, lend)

    def _hand_over(self, copy: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self._say(say("这台电脑上没有能打开这类文件的程序。材料完好，仍在本项之下。"))
