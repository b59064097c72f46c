"""The left pane: the sheets and a way to collect them, the matrix, and the other pages."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.common.words import say
from app.scoring.model.kinds import KindWords
from app.ui import theme
from app.ui.conclusion.state import ConclusionState, Page, SheetLine
from app.ui.conclusion.view_matrix import MatrixPane
from app.ui.theme import Tone
from app.ui.widgets import (
    Button,
    Caption,
    Chip,
    Elided,
    LinkButton,
    QuietButton,
    SectionRule,
    Segmented,
    Sign,
    Surface,
    column,
    holder,
    row,
)

LEFT_WIDTH = theme.LIST_WIDTH + theme.SPACE_32 * 4
PAGES: tuple[tuple[Page, str], ...] = (
    ("criterion", "{content}"),
    ("opinions", "{opinions}"),
    ("protocol", "程序记录"),
    ("statement", "单位表态"),
)
CHIPS = {
    "missing": (Tone.PLAIN, Sign.OPEN),
    "open": (Tone.ATTENTION, Sign.PROVISIONAL),
    "locked": (Tone.DONE, Sign.LOCK),
    "received": (Tone.DONE, Sign.DONE),
}


class LeftPane(Surface):
    """Renders the parts of the state that lead somewhere."""

    collect_wanted = Signal()
    away_wanted = Signal()
    seat_wanted = Signal()
    page_wanted = Signal(str)
    look_wanted = Signal(str)
    parted_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, words: KindWords) -> None:
        super().__init__("side")
        self.collect = Button(
            say("收取{sheet}…", sheet=words.sheet), hint=say("导入专家交来的 .xpsheet 文件（Ctrl+O）")
        )
        self.collect.clicked.connect(self.collect_wanted)
        hint = say("另一台电脑上的专家组记录与本机的各有新内容：逐项选取，合并成一份")
        self.parted = Button(say("专家组记录有两份…"), hint=hint)
        self.parted.clicked.connect(self.parted_wanted)
        self.parted.hide()
        self.away = QuietButton(say("人员变动…"), hint=say("登记缺席、退出、回避（Ctrl+Shift+A）"))
        self.seat = QuietButton(say("换组长…"), hint=say("由副组长或表决推举的专家代行（Ctrl+Shift+L）"))
        self.away.clicked.connect(self.away_wanted)
        self.seat.clicked.connect(self.seat_wanted)
        hint = say("不等收齐，先看已到的；须写明原因，记入考核记录（Ctrl+Shift+O）")
        self.opening, self.open = Caption(wrap=True), QuietButton(say("先打开已到的…"), hint=hint)
        self.open.clicked.connect(self.open_wanted)
        self.happened = Caption(wrap=True)
        self._sheets = column(gap=theme.SPACE_4)
        self.sheets_title = SectionRule(say(words.sheet), self.collect)
        self.matrix = MatrixPane()
        named = say("{content}与各专家{given}", content=words.content, given=words.given)
        self.matrix.list.setAccessibleName(named)
        told = {"content": words.content, "opinions": words.opinions[0]}
        titles = [(page, say(title, **told)) for page, title in PAGES]
        self.pages = Segmented(titles, say("页面"), small=True, may_clear=False)
        self.pages.setToolTip(say("Ctrl+1 至 Ctrl+4"))
        self.pages.chosen.connect(self.page_wanted)
        self._shown: tuple[SheetLine, ...] | None = None
        self.looks: dict[str, LinkButton] = {}
        self._lay_out()

    def show_state(self, state: ConclusionState) -> None:
        """Draw the state."""
        self._show_sheets(state.sheets)
        self.opening.show_text(state.opening)
        self.opening.setVisible(bool(state.opening))
        self.open.setVisible(state.may_open)
        self.happened.show_text("\n".join(state.happened))
        self.happened.setVisible(bool(state.happened))
        self.matrix.head.show_names(state.experts, state.words)
        self.matrix.list.show_groups(state.groups, state.current if state.page == "criterion" else "")
        self.pages.show_value(state.page)
        self.collect.setEnabled(state.writable or bool(state.result.unsigned))
        self.parted.setVisible(state.parted)

    def _lay_out(self) -> None:
        people = row(self.away, self.seat, self.open, None, gap=theme.SPACE_8)
        sheets = self.sheets_title, self._sheets, self.opening
        top = column(self.parted, *sheets, self.happened, people, gap=theme.SPACE_8)
        top.setContentsMargins(theme.SPACE_16, theme.SPACE_12, theme.SPACE_16, theme.SPACE_4)
        pages = row(self.pages, None)
        pages.setContentsMargins(theme.SPACE_16, theme.SPACE_12, theme.SPACE_16, theme.SPACE_4)
        layout = column(pages, top, self.matrix, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _show_sheets(self, sheets: tuple[SheetLine, ...]) -> None:
        if sheets == self._shown:
            return
        self._shown = sheets
        while (item := self._sheets.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.looks = {}
        for sheet in sheets:
            self._sheets.addWidget(self._sheet(sheet))

    def _sheet(self, sheet: SheetLine) -> QWidget:
        code = Caption(sheet.code)
        code.setToolTip(say("锁定后的校验码，可与专家电脑上的核对"))
        looks = (Tone.ATTENTION, Sign.ATTENTION) if sheet.rivals else CHIPS[sheet.presence]
        line = row(Elided(sheet.name), code, Chip(sheet.told, *looks), gap=theme.SPACE_8)
        line.setStretch(0, 1)
        if sheet.look:
            line.addWidget(self._look(sheet))
        return _lined(line, sheet)

    def _look(self, sheet: SheetLine) -> LinkButton:
        """Leads to all that lies here of an expert."""
        hint = say("{name}：并排查看、选定、搁置或由您接续", name=sheet.name)
        link = LinkButton(sheet.look, hint=hint)
        link.setAccessibleName(say("{name}，{look}", name=sheet.name, look=sheet.look))
        link.clicked.connect(lambda: self.look_wanted.emit(sheet.person_id))
        self.looks[sheet.person_id] = link
        return link


def _lined(line: QHBoxLayout, sheet: SheetLine) -> QWidget:
    return holder(column(line, Caption(sheet.typed, wrap=True), gap=0) if sheet.typed else line)
