"""What the unit must still bring, all of it at once; and the printed list, made beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.common.errors import XianpingError
from app.common.words import say
from app.services.sheet.supplements import print_supplements
from app.services.store.file_names import disk_name
from app.ui import theme
from app.ui.desk.papers.state import SupplementLine, SupplementsState
from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.state import DeskState
from app.ui.shell.view_bench import Bench
from app.ui.theme import Tone
from app.ui.widgets import (
    Caption,
    Dialog,
    EmptyState,
    Label,
    LinkButton,
    Scrolled,
    Sign,
    SignMark,
    column,
    row,
)
from app.ui.widgets.file_dialogs import ask_save

_SIGNS = {
    "came": (Sign.DONE, Tone.DONE),
    "late": (Sign.ATTENTION, Tone.ATTENTION),
    "waiting": (Sign.OPEN, Tone.PLAIN),
}
_SPOKEN = {"came": "已交来", "late": "逾期未交", "waiting": "待交"}
_MOST_ROWS = 6
_LINE = theme.ROW + theme.SPACE_12


class SupplementsDialog(Dialog):
    """Every supplement with how it stands; a line leads there. Accepts when the list is to be printed."""

    def __init__(
        self, parent: QWidget, state: SupplementsState, lead: Callable[[SupplementLine], None]
    ) -> None:
        super().__init__(parent, say("补交材料"), say("打印补交清单…"), say("关闭"))
        self._lead = lead
        self.links = [self._link(line) for line in state.lines]
        self.act.setVisible(bool(state.lines))
        if not state.lines:
            self.body.addWidget(_nothing())
            self.away.setFocus()
            return
        self.body.addWidget(Label(_summary(state), "muted", wrap=True))
        self.body.addWidget(self._listed(state))
        self.act.setFocus()

    def _listed(self, state: SupplementsState) -> QWidget:
        scroll = Scrolled(gap=theme.SPACE_8, margin=0)
        for line, link in zip(state.lines, self.links, strict=True):
            scroll.body.addLayout(_line(line, link))
        scroll.body.addStretch(1)
        scroll.setMinimumHeight(min(len(state.lines), _MOST_ROWS) * _LINE)
        return scroll

    def _link(self, line: SupplementLine) -> LinkButton:
        link = LinkButton(line.criterion, hint=line.title)
        spoken = (line.criterion, line.what, say(_SPOKEN[line.standing]), line.told)
        link.setAccessibleName("，".join(spoken))
        link.clicked.connect(lambda: self._go(line))
        return link

    def _go(self, line: SupplementLine) -> None:
        self.reject()
        self._lead(line)


class Supplementing(QObject):
    """Shows the supplements, prints their list. lead: goes to a paper; tell: says where a file is."""

    def __init__(
        self,
        desk: QWidget,
        presenter: DeskPresenter,
        show: Callable[[DeskState], None],
        lead: Callable[[SupplementLine], None],
        tell: Callable[[str], None],
    ) -> None:
        super().__init__(desk)
        self._desk, self._presenter = desk, presenter
        self._show, self._lead, self._tell = show, lead, tell
        self._bench = Bench(self)
        self._bench.ended.connect(self._end)

    def ask(self) -> None:
        """Show them all."""
        dialog = SupplementsDialog(self._desk, self._presenter.state.supplements, self._lead)
        dialog.accepted.connect(self.print)
        dialog.open()

    def print(self) -> None:
        """Let the person choose where, and write the list there."""
        listed = self._presenter.papers.supplement_list()
        name = disk_name(say("{unit}补交材料清单.pdf", unit=listed.unit))
        chosen = ask_save(self._desk, say("打印补交清单"), name, say("PDF 文件 (*.pdf)"))
        if chosen:
            path = Path(chosen)
            whole = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
            self._bench.run(whole, lambda _check: print_supplements(listed, whole))

    def _end(self, path: object, outcome: object) -> None:
        if isinstance(outcome, XianpingError):
            self._show(self._presenter.fail(outcome))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        self._tell(say("补交清单已存到 {path}。请打印两份，双方签字后各执一份。", path=path))


def _line(line: SupplementLine, link: LinkButton) -> QHBoxLayout:
    sign, tone = _SIGNS[line.standing]
    mark, told = SignMark(sign, say(_SPOKEN[line.standing]), tone), Caption(line.told, wrap=True)
    told.show_tone(tone if line.standing == "late" else None)
    link.setFixedWidth(theme.POINTS_WIDTH)
    words = column(Label(line.what, wrap=True), told, gap=0)
    made = row(mark, link, words, gap=theme.SPACE_8)
    made.setStretch(2, 1)
    for each in (mark, link):
        made.setAlignment(each, Qt.AlignmentFlag.AlignVCenter)
    return made


def _nothing() -> EmptyState:
    return EmptyState(
        say("没有要补交的材料"),
        say(
            "核查时见不到或不齐全的材料，在该项的“工作记录”里点“补交”（Alt+4），写明补交什么、最迟哪天。"
            "各项的都汇总在这里，逾期的会标出，还可打印成清单交单位带走。"
        ),
    )


def _summary(state: SupplementsState) -> str:
    if not state.open:
        return say("共 {count} 项，都已交来。", count=len(state.lines))
    words = say("共 {count} 项，{open} 项尚未交来", count=len(state.lines), open=state.open)
    late = say("，其中 {late} 项已逾期", late=state.late) if state.late else ""
    return f"{words}{late}。"
