"""The leader's side panes where they are folded: pages on the left, result and freezing on the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup

from app.common.words import say
from app.scoring.model.kinds import KindWords
from app.ui.conclusion.state import Page, ResultState
from app.ui.criterion.verdict import VerdictTone
from app.ui.panes.view_strips import ResultStrip, Strip
from app.ui.widgets import Button, PrimaryButton, Sign
from app.ui.widgets.chips import VERDICT_LOOKS

SHORT: tuple[tuple[Page, str, str], ...] = (
    ("criterion", "内容", "{content}（Ctrl+1）"),
    ("opinions", "{brief}", "{opinions}（Ctrl+2）"),
    ("protocol", "程序", "程序记录（Ctrl+3）"),
    ("statement", "表态", "单位表态（Ctrl+4）"),
)


class PagesStrip(Strip):
    """The folded list: the pages stay at hand."""

    page_wanted = Signal(str)

    def __init__(self, words: KindWords) -> None:
        """words: those of the kind of scheme."""
        content, (opinions, brief) = words.content, words.opinions
        self.pages: dict[Page, Button] = {}
        group = QButtonGroup()
        for page, short, whole in SHORT:
            told = say(whole, content=content, opinions=opinions)
            button = self.pages[page] = Button(say(short, brief=brief), "tab", hint=told)
            button.setAccessibleName(told)
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _=False, one=page: self.page_wanted.emit(one))
        super().__init__(say("展开{content}", content=content), Sign.NEXT, *self.pages.values())
        group.setParent(self)

    def show_page(self, page: Page) -> None:
        """Mark the page that is shown."""
        self.pages[page].setChecked(True)


class ConclusionStrip(ResultStrip):
    """The folded result. ``wanting`` opens the pane, where it stands what is still lacking."""

    def __init__(self) -> None:
        self.wanting = Button("", "small", hint=say("展开结果，看定稿前还缺什么"))
        self.preview = Button(say("预览"), "small", hint=say("预览结论文件（Ctrl+P）"))
        self.freeze = PrimaryButton(say("定稿"), hint=say("固定结论文本，生成校验码（Ctrl+Enter）"))
        self.sign = PrimaryButton(say("签署"), hint=say("去签署"))
        super().__init__(say("展开结果"), self.wanting, self.preview, self.freeze, self.sign)

    def show_result(self, state: ResultState) -> None:
        """Show the leader's figures and deeds in place."""
        tone: VerdictTone = "plain" if not state.settled else "done" if state.good else "attention"
        _, sign = VERDICT_LOOKS[tone]
        self.show_figures(state.counted, state.total, state.possible, state.verdict, sign)
        self.wanting.show_text(say("还缺 {many}", many=len(state.blocked)))
        self.wanting.setVisible(bool(state.blocked))
        self.freeze.setVisible(not state.frozen)
        self.freeze.setEnabled(not state.blocked)
        self.sign.setVisible(state.frozen)
