"""The viewer: one attached file large, what is told of it, and the way to its neighbours; by keys, too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from app.common.errors import EnvironmentTrouble, Refusal, XianpingError
from app.common.words import say
from app.services.evidence.lightbox import HEAVIEST, NOT_SHOWN
from app.services.store.file_names import disk_name
from app.ui.shell.view_bench import Bench, Check
from app.ui.viewer.files import FileState, unshown_reason
from app.ui.viewer.shelf import Shelf
from app.ui.viewer.view_bars import Foot, Head, Tools, Unshown
from app.ui.viewer.view_canvas import Canvas
from app.ui.viewer.view_contents import Pictured, contents, page
from app.ui.widgets import ReturningDialog, Toast, column
from app.ui.widgets.file_dialogs import ask_save

PATIENCE_MS = 300
PAN = 64
SHARE = 0.94  # of the window that the viewer takes
_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-PAN, 0),
    Qt.Key.Key_Right: (PAN, 0),
    Qt.Key.Key_Up: (0, -PAN),
    Qt.Key.Key_Down: (0, PAN),
}


@dataclass(frozen=True, slots=True)
class Saved:
    """A copy that was saved, and whether it holds personal data."""

    path: Path
    personal: bool


class Viewer(ReturningDialog):
    """Shows the files of a shelf, beginning with one. Everything is read and decoded beside the window.

    ``personal_marked``: a file's SHA-256, and whether it is to be marked as holding personal data.
    """

    personal_marked = Signal(str, bool)

    def __init__(self, parent: QWidget, shelf: Shelf, sha256: str) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._at, self._pictured, self._leafed = 0, Pictured(()), 0
        self.head, self.tools, self.foot = Head(), Tools(), Foot()
        self.canvas, self.text = Canvas(), QPlainTextEdit()
        self.unshown = Unshown()
        self.words = self.unshown.words
        self.stack = QStackedWidget()
        self._waiting = QTimer(self)
        self._bench, self._out = Bench(self), Bench(self)
        self._furnish()
        self._connect()
        self.toast = Toast(self)
        self._keys = self._key_table()
        self.resize(parent.size() * SHARE)
        self.show_file(next(i for i, each in enumerate(self.files) if each.sha256 == sha256))

    @property
    def files(self) -> tuple[FileState, ...]:
        """The files as they stand."""
        return self._shelf.files

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
        self.canvas.setAccessibleName(self.file.name)
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

    # How it is put together.

    def _furnish(self) -> None:
        self.setWindowTitle(say("查看附件"))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(say("文件内容"))
        for each in (self.canvas, self.text, self.unshown):
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
            (tools.save, self._save),
            (self.unshown.save, self._save),
            (self.head.away, self.reject),
        )
        for button, deed in pairs:
            button.clicked.connect(lambda _=False, deed=deed: deed())  # type: ignore[attr-defined]
        for keys, steps in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._go, steps))
        canvas.zoomed.connect(tools.show_zoom)
        self._waiting.timeout.connect(partial(self._say, say("正在打开…"), saved=False))
        self._bench.ended.connect(self._take)
        self._out.ended.connect(self._take)

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
            (key.Key_S, None): self._save,
        }

    # What is shown.

    def _tell_file(self) -> None:
        file = self.file
        self.head.show_file(file, self._at, len(self.files))
        self.tools.show_file(file, self._at, len(self.files), writable=self._shelf.writable)
        try:
            self.foot.show_facts(self._shelf.file_facts(file.sha256))
        except XianpingError as trouble:
            self.foot.show_trouble(str(trouble))

    def _begin(self) -> None:
        """Whatever its name says: what is shown is decided by the content."""
        file = self.file
        self._pictured, self._leafed = Pictured(()), 0
        if file.weight > HEAVIEST:
            self._say(say("文件太大，不在这里显示。"))
            return
        self._waiting.start()
        self._bench.run(file.sha256, lambda _: contents(self._shelf, file.sha256, file.name))

    def _take(self, ticket: object, outcome: object) -> None:
        """What came from the bench: something to show, a copy for another program, or a trouble."""
        del ticket
        self._waiting.stop()
        match outcome:
            case EnvironmentTrouble() as trouble:
                self._say(f"{trouble.message}{trouble.safe}{trouble.advice}")
            case XianpingError() as trouble:
                self._say(self._reason(trouble))
            case Saved() as saved:
                self._tell_saved(saved)
            case Path() as copy:
                self._hand_over(copy)
            case Pictured() as pictured:
                self._show_pictured(pictured)
            case str() as plain:
                self.text.setPlainText(plain)
                self._turn_to(self.text)

    def _reason(self, trouble: XianpingError) -> str:
        """Why a file is not shown; where its kind is why, the kind in a word and what can be done."""
        if not (isinstance(trouble, Refusal) and trouble.faults[0].code == NOT_SHOWN):
            return str(trouble)
        return unshown_reason(self.file)

    def _show_pictured(self, pictured: Pictured) -> None:
        before, self._pictured = self._pictured, pictured
        stay = pictured.document is not None and before.document is pictured.document
        self.canvas.show_levels(pictured.levels, pictured.dots, stay=stay)
        self._turn_to(self.canvas)
        document = pictured.document
        if document is not None:
            self.tools.show_pages(pictured.number, document.pages)

    def _say(self, words: str, *, saved: bool = True) -> None:
        self.unshown.show_words(self.file, words, saved=saved)
        self._turn_to(self.unshown)

    def _turn_to(self, part: QWidget) -> None:
        self.stack.setCurrentWidget(part)
        self.tools.show_tools(large=part is self.canvas, turns=part is self.canvas)
        if self.focusWidget() in (None, self.canvas, self.text, self):
            (self if part is self.unshown else part).setFocus()

    # What a person does.

    def _go(self, steps: int) -> None:
        if 0 <= self._at + steps < len(self.files):
            self.show_file(self._at + steps)

    def _zoom(self, steps: int) -> None:
        self.canvas.zoom(steps)

    def _fit(self) -> None:
        self.canvas.fit()

    def _whole(self) -> None:
        self.canvas.whole()

    def _turn(self, quarters: int) -> None:
        if self._pictured.levels:
            held = self._pictured
            self._bench.run(self.file.sha256, lambda _: held.turned(quarters))

    def _leaf(self, pages: int) -> None:
        document = self._pictured.document
        if document is None or self.stack.currentWidget() is not self.canvas:
            return
        number = min(max(self._leafed + pages, 0), document.pages - 1)
        if number != self._leafed:
            self._leafed = number
            self._bench.drop()
            self._bench.run(self.file.sha256, lambda _: page(self._shelf, document, number))

    def _mark(self) -> None:
        if self._shelf.writable:
            self.personal_marked.emit(self.file.sha256, not self.file.personal)
            self._tell_file()

    def _lend(self) -> None:
        file = self.file
        if file.lendable:

            def lend(check: Check) -> Path:
                return self._shelf.lend_file(file.sha256, file.name, check)

            self._bench.run(file.sha256, lend)

    def _save(self) -> None:
        file = self.file
        chosen = ask_save(self, say("把材料存一份到"), disk_name(file.name))
        if chosen:

            def save(check: Check) -> Saved:
                self._shelf.save_file(file.sha256, Path(chosen), check)
                return Saved(Path(chosen), file.personal)

            self._out.run(file.sha256, save)

    def _tell_saved(self, saved: Saved) -> None:
        words = say("已存到 {path}。", path=saved.path)
        care = say("其中有个人信息，副本没有加密，请妥善保管。") if saved.personal else ""
        self.toast.say_briefly(words + care)

    def _hand_over(self, copy: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self._say(say("这台电脑上没有能打开这类文件的程序。材料完好，仍在本项之下。"))
