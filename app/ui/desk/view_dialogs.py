"""The desk's dialogs: what is to be looked at, locking, and the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.desk.state import CheckPoint, ResultState
from app.ui.widgets import (
    Dialog,
    Label,
    LinkButton,
    QuietButton,
    Scrolled,
    Sign,
    SignMark,
    row,
)

KEYS = (
    ("Enter", "下一栏；在最后一栏则到下一项"),
    ("Tab　Shift+Tab", "下一栏、上一栏"),
    ("Alt+↓　Alt+↑", "下一项、上一项"),
    ("Ctrl+PgDn　Ctrl+PgUp", "下一项、上一项"),
    ("1 2 3 …", "选第几个选项，或勾第几个"),
    ("0", "在勾选上：均不具备"),
    ("↑　↓　PgUp　PgDn", "在数字栏：加减一，或加减一大步；在列表：换一项"),
    ("Delete", "取消所选"),
    ("Ctrl+M", "本项材料全部标为原件"),
    ("Alt+1 … Alt+5", "记抽查、出处、谈话、补交、单位说明"),
    ("Ctrl+B", "标记本项，以便回头再看；再按取消"),
    ("Ctrl+J", "要单位补交的材料，打印清单"),
    ("Ctrl+T", "采信同组专家已核的事实"),
    ("Ctrl+Shift+T", "对同组专家已核的事实提出异议"),
    ("Ctrl+Shift+A", "已核事实：一次采信全部未填的，或导出本人的"),
    ("Ctrl+Shift+V", "把剪贴板里的图片或文件附到本项"),
    ("Enter　P　Delete", "在附件上：查看、标记个人信息、取下；方向键换一个"),
    ("Ctrl+Z　Ctrl+Y", "撤销、重做，可一直退到开始"),
    ("Ctrl+F", "查找，可用拼音首字母；Esc 清除"),
    ("F6　Shift+F6", "到下一个、上一个分栏"),
    ("Ctrl+1　Ctrl+3", "收起或展开考核内容、结果；Ctrl+2 只看本项"),
    ("Ctrl+K", "核对"),
    ("Ctrl+L", "锁定评分表"),
    ("Ctrl+P", "打印评分表：空白的，或本人的"),
    ("Ctrl+Shift+P", "切换身份"),
    ("Ctrl+H", "历史记录"),
    ("Ctrl+Shift+H", "本项的历史记录"),
    ("F1　?", "本页"),
)


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
            say("锁定评分表"),
            say("仍要锁定") if owed else say("锁定"),
            say("回去补全") if owed else "",
        )
        self._lead = lead
        self.lines = check_lines(result.checks, self._go)
        words = say("锁定后，本评分表不能再改动。各位专家都锁定之前，谁也看不到别人的评判。")
        self.body.addWidget(Label(words, wrap=True))
        self.body.addWidget(Label(result.summary, "strong"))
        if owed:
            self.body.addWidget(Label(say("还有 {count} 处没有完成：", count=len(owed)), wrap=True))
        elif result.checks:
            self.body.addWidget(Label(say("下列各处看上去不一致，请确认：")))
        if result.checks:
            self.body.addWidget(listed(self.lines))
        (self.away if owed else self.act).setFocus()

    def _go(self, point: CheckPoint) -> None:
        self.reject()
        self._lead(point)


class KeysDialog(Dialog):
    """The keys of the desk."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, say("键盘"), away=say("关闭"))
        self.act.hide()
        self.tour = QuietButton(say("看一遍导览（约两分钟）"))
        self.tour.clicked.connect(self.accept)
        half = -(-len(KEYS) // 2)  # side by side: one below the other they would not fit a small screen
        columns = (_keys(part) for part in (KEYS[:half], KEYS[half:]))
        self.body.addLayout(row(*columns, gap=theme.SPACE_32))
        self.body.addLayout(row(self.tour, None))
        self.setMinimumWidth(self.sizeHint().width())  # Qt would make it narrower than its words


def _keys(pairs: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE_16)
    grid.setVerticalSpacing(theme.SPACE_12)
    for at, (keys, deed) in enumerate(pairs):
        grid.addWidget(Label(keys, "strong"), at, 0)
        grid.addWidget(Label(say(deed)), at, 1)
    grid.setRowStretch(len(pairs), 1)
    return grid


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
    rows = min(max(len(lines), 1), 6)
    scroll.setMinimumHeight(rows * (theme.CONTROL + theme.SPACE_4))
    return scroll
