"""A visit's card on the first screen, and its one-line form further down."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.common.words import say
from app.ui import theme
from app.ui.home.tiles import Action, Tile
from app.ui.theme import Tone
from app.ui.widgets import (
    Button,
    Caption,
    Card,
    Chip,
    Elided,
    Label,
    PrimaryButton,
    ProgressBar,
    QuietButton,
    Sign,
    Surface,
    row,
)


class VisitCardView(Card):
    """Renders a ``Tile``; a press on a button leaves as its deed."""

    asked = Signal(str, str)  # visit, deed

    def __init__(self, tile: Tile, *, leading: bool) -> None:
        super().__init__(gap=theme.SPACE_8, margin=theme.SPACE_16)
        self.tile = tile
        self.setAccessibleName(say("{title}，{progress}", title=tile.title, progress=tile.progress))
        self.action = _main_button(tile.action, leading=leading)
        self.action.clicked.connect(lambda: self.asked.emit(tile.visit_id, tile.action.deed))
        self.body.addLayout(self._head())
        self.body.addLayout(self._facts())
        if tile.answer:
            self.body.addWidget(Label(tile.answer, wrap=True))
        self.body.addSpacing(theme.SPACE_4)
        self.body.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        made = row(Label(self.tile.title, "title", wrap=True), gap=theme.SPACE_12)
        made.setStretch(0, 1)
        for chip in _chips(self.tile):
            made.addWidget(chip)
        made.addWidget(Label(self.tile.progress))
        return made

    def _facts(self) -> QHBoxLayout:
        made = row(Elided(self.tile.facts, "muted"), gap=theme.SPACE_8)
        made.setStretch(0, 1)
        for name, figure in ((say("当前"), self.tile.current), (say("可能"), self.tile.possible)):
            if figure:
                made.addSpacing(theme.SPACE_16)
                made.addWidget(Label(name, "muted"))
                made.addWidget(Label(figure, "strong"))
        return made

    def _foot(self) -> QHBoxLayout:
        bar = ProgressBar()
        bar.show_progress(self.tile.done, self.tile.whole)
        made = row(bar, theme.SPACE_16, gap=theme.SPACE_4)
        made.setStretch(0, 1)
        for action in self.tile.more:
            button = _quiet(action)
            button.clicked.connect(
                lambda _=False, deed=action.deed: self.asked.emit(self.tile.visit_id, deed)
            )
            made.addWidget(button)
        made.addWidget(self.action)
        return made


class VisitRow(Surface):
    """A visit in one line: what it was, when, how it stands, and its action."""

    asked = Signal(str, str)  # visit, deed

    def __init__(self, tile: Tile) -> None:
        super().__init__("line")
        self.tile = tile
        self.action = Button(tile.action.label)
        self.action.clicked.connect(lambda: self.asked.emit(tile.visit_id, tile.action.deed))
        layout = row(Label(tile.title, wrap=True), Caption(tile.facts), *_chips(tile), gap=theme.SPACE_12)
        layout.setStretch(0, 1)
        for action in tile.more:
            button = _quiet(action)
            button.clicked.connect(lambda _=False, deed=action.deed: self.asked.emit(tile.visit_id, deed))
            layout.addWidget(button)
        layout.addWidget(self.action)
        layout.setContentsMargins(theme.SPACE_16, theme.SPACE_4, theme.SPACE_16, theme.SPACE_4)
        self.setLayout(layout)
        self.setMinimumHeight(theme.ROW)


def _main_button(action: Action, *, leading: bool) -> Button:
    made = PrimaryButton(action.label) if leading else Button(action.label)
    made.setMinimumWidth(theme.NUMBER_WIDTH)
    if leading:
        made.setDefault(True)
    return made


def _quiet(action: Action) -> QuietButton:
    return QuietButton(action.label)


def _chips(tile: Tile) -> list[Chip]:
    made = [Chip(say("示例"))] if tile.sample else []
    if tile.state:
        tone = Tone.ATTENTION if tile.settled and not tile.delivered else Tone.DONE
        made.append(Chip(tile.state, tone, Sign.DONE if tone is Tone.DONE else Sign.ATTENTION))
    return made
