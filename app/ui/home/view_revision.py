"""Shows what an amended task changes, before it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.common.clock import moment_of
from app.common.words import say
from app.ui import theme
from app.ui.widgets import Dialog, Label, Scrolled

if TYPE_CHECKING:
    from app.services.packages.revisions import Revision

MOST_HEIGHT = 8 * theme.ROW_TWO


class RevisionDialog(Dialog):
    """Accepts where the amended task is to hold; one that cannot be taken yet says why and what to do."""

    def __init__(self, parent: QWidget | None, revision: Revision) -> None:
        act, away = say("改用修订的任务"), say("暂不改用")
        super().__init__(parent, say("主管部门修订了任务"), act=act, away=away)
        at = moment_of(revision.issued_at).astimezone()
        when = say("{month} 月 {day} 日 {time}", month=at.month, day=at.day, time=f"{at:%H:%M}")
        told = say(
            "修订的任务由主管部门于 {when} 签发，是本机已有的同一批考核。改用后已录入的内容都保留，"
            "按修订后的安排计算；改动记入专家组的记录。",
            when=when,
        )
        self.body.addWidget(Label(told, wrap=True))
        lines = [Label(say("· {line}", line=line), wrap=True) for line in revision.lines]
        parts = lines or [Label(say("没有变化。"), "muted")]
        self.list = Scrolled(*parts, None, gap=theme.SPACE_4, margin=0)
        self.list.setMinimumHeight(min(MOST_HEIGHT, (len(lines) + 1) * theme.ROW))
        self.body.addWidget(self.list)
        self.blocked = Label(revision.blocked, wrap=True)
        self.blocked.setVisible(bool(revision.blocked))
        self.body.addWidget(self.blocked)
        self.act.setEnabled(not revision.blocked)
        self.away.setDefault(True)
