"""The shell's own dialogs: the sheet of shortcuts, asking for a PIN, asking before a step back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.shell.presenter import KeyGroup
from app.ui.shell.view_attempt import PinAttemptDialog
from app.ui.widgets import Caption, Dialog, Label, QuietButton, Scrolled, row


class KeysDialog(Dialog):
    """All shortcuts that hold here, by groups: side by side where there is room, and scrolling."""

    def __init__(self, parent: QWidget | None, groups: Sequence[KeyGroup]) -> None:
        super().__init__(parent, say("快捷键"), away=say("关闭"))
        self.act.hide()
        self.guide, self.about = QuietButton(say("使用指南…")), QuietButton(say("关于现评…"))
        for place, button in enumerate((self.guide, self.about)):
            button.clicked.connect(self.accept)
            self.foot.insertWidget(place, button)
        self.list = Scrolled(margin=0)
        self.list.setAccessibleName(say("快捷键"))
        self._columns = row(*map(_column, _halves(tuple(groups))), gap=theme.SPACE_32)
        self.list.body.addLayout(self._columns)
        self.list.body.addStretch(1)
        self.body.addWidget(self.list)
        self._fit(parent.window().size() if parent is not None else None)
        self.away.setDefault(True)
        self.away.setFocus()

    def _fit(self, room: QSize | None) -> None:
        """Let the list be as large as its words, within the window over which it stands."""
        inner, bar = self.list.body, self.list.verticalScrollBar().sizeHint().width()
        around = 2 * theme.SPACE_24
        if room is not None and inner.sizeHint().width() + bar + around > room.width():
            self._columns.setDirection(QBoxLayout.Direction.TopToBottom)
        needed = inner.sizeHint()
        most = needed.height() if room is None else room.height() - theme.KEYS_FRAME
        scrolls = needed.height() > most
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus)
        wide = needed.width() + (bar if scrolls else 0)
        self.list.setMinimumWidth(wide)
        self.list.setFixedHeight(min(needed.height(), most))
        self.setMinimumWidth(max(wide + around, theme.DIALOG_WIDTH))  # Qt would make it narrower


def _halves(groups: tuple[KeyGroup, ...]) -> Iterator[tuple[KeyGroup, ...]]:
    """Two columns about as long as each other; a group is never torn."""
    lines = [len(group.keys) + 1 for group in groups]
    ways = range(1, len(groups) + 1)
    cut = min(ways, key=lambda at: max(sum(lines[:at]), sum(lines[at:])))
    yield from (part for part in (groups[:cut], groups[cut:]) if part)


def _column(groups: tuple[KeyGroup, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE_16)
    grid.setVerticalSpacing(theme.SPACE_8)
    for group in groups:
        _add(grid, group)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def _add(grid: QGridLayout, group: KeyGroup) -> None:
    place = grid.rowCount()
    grid.addWidget(Caption(group.title), place, 0, 1, 2)
    for number, line in enumerate(group.keys, place + 1):
        grid.addWidget(Label(line.keys, "strong"), number, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Label(line.does), number, 1)


class PinDialog(PinAttemptDialog):
    """Asks for one person's PIN and tries it; stays open with the refusal until it is right."""

    def __init__(
        self, parent: QWidget | None, name: str, attempt: Callable[[str], None], told: str = ""
    ) -> None:
        """told: what the PIN is for, where that does not go without saying."""
        super().__init__(parent, say("请 {name} 输入 PIN", name=name), act=say("确定"))
        self._attempt = attempt
        if told:
            self.body.addWidget(Label(told, wrap=True))
        self.body.addWidget(self.pin)
        self.body.addWidget(self.fault)
        self.act.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Ready to type."""
        super().showEvent(event)
        self.pin.setFocus()

    def accept(self) -> None:
        """Try the PIN; close only where it is right."""
        self.attempt(partial(self._attempt, self.pin.text()))


class AskDialog(Dialog):
    """A question before something that is not taken back lightly; where it ``destroys``, Enter means no."""

    def __init__(
        self, parent: QWidget | None, title: str, sentence: str, act: str, *, destroys: bool = False
    ) -> None:
        super().__init__(parent, title, act=act)
        self.body.addWidget(Label(sentence, wrap=True))
        (self.away if destroys else self.act).setDefault(True)


def asked(parent: QWidget | None, title: str, sentence: str, act: str, *, destroys: bool = False) -> bool:
    """Whether the person says yes. destroys: a yes loses something that somebody has made."""
    dialog = AskDialog(parent, title, sentence, act, destroys=destroys)
    try:
        return bool(dialog.exec())
    finally:
        dialog.deleteLater()
