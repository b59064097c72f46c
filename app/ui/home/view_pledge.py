"""The statement on recusal and discipline, asked once a visit and person before the desk opens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.home.presenter import HomePresenter
from app.ui.home.tiles import Tile
from app.ui.shell.view_troubles import Troubles
from app.ui.widgets import Caption, Dialog, Label, Sign, SignMark, row


class PledgeDialog(Dialog):
    """Three sentences and one click, which is recorded with the time."""

    def __init__(self, parent: QWidget | None, tile: Tile) -> None:
        super().__init__(
            parent,
            say("回避与纪律承诺"),
            act=say("我确认以上承诺"),
            away=say("暂不{act}", act=tile.words.act),
        )
        self.body.addWidget(Label(tile.title, "muted", wrap=True))
        for sentence in tile.words.pledge:
            self.body.addLayout(_line(say(sentence)))
        note = say("确认的时间记入本场考核的记录，每人每场只需一次。")
        self.body.addSpacing(theme.SPACE_4)
        self.body.addWidget(Caption(note))
        self.act.setDefault(True)


def _line(sentence: str) -> QHBoxLayout:
    mark = SignMark(Sign.DONE)
    made = row(mark, Label(sentence, wrap=True), gap=theme.SPACE_12)
    made.setStretch(1, 1)
    made.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    return made


def may_score(parent: QWidget, presenter: HomePresenter, troubles: Troubles, visit_id: str) -> bool:
    """Whether the person at the keyboard has confirmed, asked now where not; what is confirmed is stored."""
    tile = troubles.attempt(lambda: presenter.card(visit_id))
    if tile is None or tile.confirmed:
        return tile is not None
    if not pledged(parent, tile):
        return False
    return troubles.handle(lambda: presenter.confirm_recusal(visit_id))


def pledged(parent: QWidget | None, tile: Tile) -> bool:
    """Whether the person confirms."""
    dialog = PledgeDialog(parent, tile)
    try:
        return bool(dialog.exec())
    finally:
        dialog.deleteLater()
