"""What is still open, a line each, and a click away from where it is settled."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.services.store.matter import Matter
from app.ui.theme import Tone
from app.ui.widgets import Label, LinkButton, Sign, SignMark, row

TOP = Qt.AlignmentFlag.AlignTop


class MatterLine(QWidget):
    """One matter: what blocks is marked, what may stand is muted; the link turns to it."""

    wanted = Signal(Matter)

    def __init__(self, matter: Matter) -> None:
        super().__init__()
        mark = SignMark(Sign.ATTENTION if matter.blocks else Sign.OPEN)
        mark.show_sign(*((Sign.ATTENTION, Tone.ATTENTION) if matter.blocks else (Sign.OPEN, Tone.PLAIN)))
        words = Label(matter.told, "body" if matter.blocks else "muted", wrap=True)
        layout = row(mark, words)
        layout.setStretch(1, 1)
        layout.setAlignment(mark, TOP)
        self.link = LinkButton(say("去看"))
        self.link.setAccessibleName(say("去看：{told}", told=matter.told))
        self.link.clicked.connect(lambda: self.wanted.emit(matter))
        if matter.room:
            layout.addWidget(self.link, 0, TOP)
        self.setLayout(layout)
