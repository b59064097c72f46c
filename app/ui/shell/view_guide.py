"""The guide as a window over the window: its chapters on the left, one of them on the right, a search."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTextBrowser, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.shell.guide import Chapter, Guide
from app.ui.widgets import Label, TextField, column, row
from app.ui.widgets.dialogs import Dialog

SHARE = 9, 10  # of the window below
INDENT = "　"


class GuideDialog(Dialog):
    """sought: what is looked for at once, such as an error code. From the search ↑ ↓ choose a chapter."""

    def __init__(self, parent: QWidget, guide: Guide, sought: str = "") -> None:
        super().__init__(parent, say("使用指南"), away=say("关闭"))
        self.act.hide()
        self._guide, self._shown = guide, guide.chapters
        self.search = TextField(say("查找"), placeholder=say("查找，或输入错误编号 XP-…"))
        self.contents = QListWidget()
        self.contents.setAccessibleName(say("目录"))
        self.contents.setFixedWidth(theme.LIST_WIDTH)
        self.page = QTextBrowser()
        self.page.setAccessibleName(say("正文"))
        self.page.setOpenLinks(False)
        ways = Qt.TextInteractionFlag
        self.page.setTextInteractionFlags(  # Tab goes on, not from link to link: the contents lead there
            ways.TextSelectableByMouse | ways.TextSelectableByKeyboard | ways.LinksAccessibleByMouse
        )
        self.page.anchorClicked.connect(self._follow)
        self.none = Label(role="muted", wrap=True)
        self.search.textChanged.connect(self.seek)
        self.contents.currentRowChanged.connect(self._turn)
        left = column(self.contents, self.none, gap=theme.SPACE_8)
        line = row(left, self.page, gap=theme.SPACE_16)
        line.setStretch(1, 1)
        self.body.addWidget(self.search)
        self.body.addLayout(line)
        self.body.setStretch(1, 1)
        room = parent.window().size() * SHARE[0] / SHARE[1]
        self.resize(min(room.width(), theme.READING_WIDTH + 2 * theme.LIST_WIDTH), room.height())
        self.seek("")
        self.search.setText(sought)
        self.search.setFocus()

    def seek(self, sought: str) -> None:
        """List the chapters that hold it, and show the first."""
        self._shown = self._guide.found(sought)
        self.contents.clear()
        for each in self._shown:
            item = QListWidgetItem(INDENT * (each.level - 1) + each.title)
            item.setToolTip(each.title)
            self.contents.addItem(item)
        self.none.show_text("" if self._shown else say("没有找到“{sought}”。", sought=sought.strip()))
        self.none.setVisible(not self._shown)
        self.contents.setCurrentRow(0 if self._shown else -1)
        if not self._shown:
            self.page.clear()

    def go(self, anchor: str) -> None:
        """Turn to a chapter by what a link calls it."""
        place = next((at for at, each in enumerate(self._guide.chapters) if each.anchor == anchor), None)
        if place is not None:
            self.search.clear()
            self.contents.setCurrentRow(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search the arrows turn the chapters, Page keys the page."""
        if self.search.hasFocus() and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            last = self.contents.count() - 1
            self.contents.setCurrentRow(max(0, min(self.contents.currentRow() + by, last)))
        elif self.search.hasFocus() and event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            bar = self.page.verticalScrollBar()
            step = bar.pageStep() if event.key() == Qt.Key.Key_PageDown else -bar.pageStep()
            bar.setValue(bar.value() + step)
        else:
            super().keyPressEvent(event)

    def _turn(self, place: int) -> None:
        if 0 <= place < len(self._shown):
            self._show(self._shown[place])

    def _show(self, chapter: Chapter) -> None:
        self.page.setMarkdown(chapter.text)
        sought = self.search.text().strip()
        if sought and not self._guide.explained(sought):
            self.page.find(sought)

    def _follow(self, link: QUrl) -> None:
        if link.hasFragment():
            self.go(QUrl.fromPercentEncoding(link.fragment().encode()))
