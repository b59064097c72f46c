"""The panel's ledger beside another one that came from another laptop: what differs, and what is taken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.common.clock import moment_of
from app.common.errors import Refusal
from app.common.words import say
from app.services.panel.branches import Branch, Difference
from app.ui import theme
from app.ui.widgets import (
    Caption,
    CheckRow,
    Dialog,
    FaultLine,
    Label,
    NoteField,
    Scrolled,
    column,
    holder,
    row,
)

Join = Callable[[tuple[str, ...], str], None]
MOST_HEIGHT = 9 * theme.ROW_TWO


class BranchDialog(Dialog):
    """Accepts once ``join`` has taken what is ticked; nothing ticked lets the ledger here stand as it is."""

    def __init__(
        self, parent: QWidget | None, branch: Branch, names: Callable[[str], str], join: Join
    ) -> None:
        super().__init__(parent, say("专家组记录有两份"), act=say("合并"))
        self._join = join
        self.setMinimumWidth(theme.READING_WIDTH)
        takeable = [each for each in branch.differences if not each.apart]
        self.picks = {each.key: CheckRow(say("取另一份的")) for each in takeable}
        who = say("、").join(names(each) for each in branch.authors)
        told = say(
            "另一台电脑上的专家组记录（{who}，{begun} 至 {ended}）与本机的各有新内容。逐项选取要采用的，"
            "其余以本机为准；另一份保留备查。",
            who=who,
            begun=_moment(branch.begun),
            ended=_moment(branch.ended),
        )
        self.body.addWidget(Label(told, wrap=True))
        lines = [self._line(each) for each in branch.differences]
        none = [Label(say("两份的决定完全一样，只是各有各的记录。"), "muted", wrap=True)]
        self.list = Scrolled(*(lines or none), None, gap=theme.SPACE_12, margin=0)
        self.list.setMinimumHeight(min(MOST_HEIGHT, max(1, len(lines)) * 2 * theme.ROW_TWO))
        self.reason = NoteField(say("理由"), placeholder=say("写明理由，记入考核记录"), lines=2)
        self.fault = FaultLine()
        for part in (self.list, self.reason, self.fault):
            self.body.addWidget(part)
        self.act.setEnabled(False)
        self.reason.written.connect(lambda text: self.act.setEnabled(bool(text.strip())))

    @property
    def taken(self) -> tuple[str, ...]:
        """Keys of what is ticked."""
        return tuple(key for key, pick in self.picks.items() if pick.isChecked())

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where there is something to choose."""
        super().showEvent(event)
        next(iter(self.picks.values()), self.reason).setFocus()

    def accept(self) -> None:
        """Join; close only where that is done."""
        try:
            self._join(self.taken, self.reason.toPlainText())
        except Refusal as refusal:
            self.fault.show_fault(str(refusal))
            return
        super().accept()

    def _line(self, each: Difference) -> QWidget:
        head = row(Label(each.name, "strong"), None)
        if each.apart:
            head.addWidget(Caption(each.apart))
        else:
            pick = self.picks[each.key]
            pick.setAccessibleName(say("{name}，取另一份的：{theirs}", name=each.name, theirs=each.theirs))
            head.addWidget(pick)
        sides = row(_side(say("本机"), each.mine), _side(say("另一份"), each.theirs), gap=theme.SPACE_16)
        for place in (0, 1):
            sides.setStretch(place, 1)
        return holder(column(head, sides, gap=theme.SPACE_4))


def _side(name: str, told: str) -> QWidget:
    return holder(column(Caption(name), Label(told, wrap=True), None, gap=0))


def _moment(text: str) -> str:
    at = moment_of(text).astimezone()
    return say("{month} 月 {day} 日 {time}", month=at.month, day=at.day, time=f"{at:%H:%M}")
