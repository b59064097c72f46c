"""The dialogs before locking: what is to be looked at, and locking itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.desk.lock.state import CheckPoint
from app.ui.desk.result.state import ResultState
from app.ui.widgets import (
    Dialog,
    Label,
    LinkButton,
    Scrolled,
    Sign,
    SignMark,
    row,
)

MOST_LINES = 6  # that are seen without scrolling


class CheckDialog(Dialog):
    """Everything to look at; a line leads there."""

    def __init__(
        self, parent: QWidget, checks: tuple[CheckPoint, ...], lead: Callable[[CheckPoint], None]
    ) -> None:
        super().__init__(parent, say("核对"), away=say("关闭"))
        self.act.hide()
        self.lines = check_lines(checks, self._leading(lead))
        self.body.addWidget(listed(self.lines))

    def _leading(self, lead: Callable[[CheckPoint], None]) -> Callable[[CheckPoint], None]:
        def go(point: CheckPoint) -> None:
            self.accept()
            lead(point)

        return go


class LockDialog(Dialog):
    """What locking means, and what is left; accepts when the person locks all the same."""

    def __init__(self, parent: QWidget, result: ResultState, lead: Callable[[CheckPoint], None]) -> None:
        owed = tuple(point for point in result.checks if point.owed)
        super().__init__(
            parent,
            say("锁定{sheet}", sheet=result.names.sheet),
            say("仍要锁定") if owed else say("锁定"),
            say("回去补全") if owed else "",
        )
        self._lead = lead
        self.lines = check_lines(result.checks, self._go)
        words = say(
            "锁定后，本{sheet}不能再改动，确须更正的，定稿前写明原因可以重新打开。"
            "各位专家都锁定之前，谁也看不到别人的评判。",
            sheet=result.names.sheet,
        )
        self.body.addWidget(Label(words, wrap=True))
        self.body.addWidget(Label(result.summary, "strong"))
        if owed:
            left = say("{words}，共 {count} 处：", words=result.left, count=len(owed)) if result.left else ""
            self.body.addWidget(Label(left or say("还有 {count} 处没有完成：", count=len(owed)), wrap=True))
        elif result.checks:
            self.body.addWidget(Label(say("下列各处看上去不一致，请确认：")))
        if result.checks:
            self.body.addWidget(listed(self.lines))
        self.away.setFocus()  # what cannot be taken back takes a deliberate step

    def _go(self, point: CheckPoint) -> None:
        self.reject()
        self._lead(point)


def check_lines(checks: tuple[CheckPoint, ...], lead: Callable[[CheckPoint], None]) -> list[LinkButton]:
    """A link for each point, its sign beside it, in ``listed``."""
    lines = []
    for point in checks:
        link = LinkButton(point.id)
        link.setProperty("words", point.message)
        link.setProperty("owed", point.owed)
        link.setAccessibleName(f"{point.id} {point.message}")
        link.clicked.connect(lambda _=False, at=point: lead(at))
        lines.append(link)
    return lines


def listed(lines: list[LinkButton]) -> QWidget:
    """The links one below the other, scrolling where there are many."""
    scroll = Scrolled(gap=0, margin=0)
    for link in lines:
        link.setFixedWidth(theme.POINTS_WIDTH)
        mark = SignMark(Sign.ATTENTION if link.property("owed") else Sign.INFO)
        line = row(mark, link, Label(str(link.property("words")), wrap=True), gap=theme.SPACE_8)
        line.setStretch(2, 1)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignVCenter)
        scroll.body.addLayout(line)
    scroll.body.addStretch(1)
    high = min(max(len(lines), 1), MOST_LINES) * (theme.CONTROL + theme.SPACE_4)
    scroll.setMinimumHeight(min(high, scroll.body.sizeHint().height()))  # a few short ones leave no gap
    return scroll
