"""A dialog's frame: title, body, and buttons with the one that does it on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.labels import Title
from app.ui.widgets.surfaces import column, row


class Dialog(QDialog):
    """Put things into ``body``; ``act`` accepts, ``away`` rejects, both in ``foot``. Escape rejects."""

    def __init__(self, parent: QWidget | None, title: str, act: str = "", away: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(theme.DIALOG_WIDTH)
        self.title = Title(title)
        self.body = column(gap=theme.SPACE_12)
        self.act = PrimaryButton(act or say("确定"))
        self.away = Button(away or say("取消"))
        self.act.clicked.connect(self.accept)
        self.away.clicked.connect(self.reject)
        self.foot = row(None, self.away, self.act)
        parts = (self.title, self.body, theme.SPACE_8, self.foot)
        self.setLayout(column(*parts, gap=theme.SPACE_12, margin=theme.SPACE_24))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its wrapped texts need: Qt makes a dialog narrower on a small screen, but no higher."""
        super().showEvent(event)
        self._grow()

    def event(self, event: QEvent) -> bool:
        """Grow with a fault that appears, for which Qt only squeezes the rest."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return done

    def _grow(self) -> None:
        needed = self.heightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)
