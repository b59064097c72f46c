"""The viewer's bars: the file's name above, its tools and what is told of it below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.theme import Tone
from app.ui.viewer.files import FileFacts, FileState
from app.ui.widgets import (
    Button,
    Caption,
    Chip,
    Elided,
    Hairline,
    IconButton,
    Label,
    Sign,
    Surface,
    column,
    row,
)


class Head(Surface):
    """Name, which of how many, and whether it holds personal data."""

    def __init__(self) -> None:
        self.name, self.place = Elided(role="title"), Caption()
        self.chip = Chip(say("个人信息"), Tone.ATTENTION, Sign.PERSON)
        self.away = IconButton(Sign.CLOSE, say("关闭（Esc）"))
        line = row(self.name, self.chip, self.place, self.away, gap=theme.SPACE_12)
        line.setContentsMargins(theme.SPACE_16, theme.SPACE_8, theme.SPACE_8, theme.SPACE_8)
        line.setStretch(0, 1)
        super().__init__("topbar", line)

    def show_file(self, file: FileState, place: int, whole: int) -> None:
        """Show which file it is."""
        self.name.show_text(file.name)
        self.chip.setVisible(file.personal)
        self.place.show_text(say("第 {place} 个，共 {whole} 个", place=place + 1, whole=whole))


class Tools(Surface):
    """Everything that can be done, each with its key."""

    def __init__(self) -> None:
        self.before = IconButton(Sign.BACK, say("上一个（← 或 Alt+←）"))
        self.after = IconButton(Sign.NEXT, say("下一个（→ 或 Alt+→）"))
        self.smaller = IconButton(Sign.MINUS, say("缩小（−）"))
        self.zoom = Label(role="muted")
        self.larger = IconButton(Sign.PLUS, say("放大（+）"))
        self.fit = IconButton(Sign.FIT, say("适合窗口（0）"))
        self.whole = Button("1:1", "quiet", hint=say("原大（1）"))
        self.left = IconButton(Sign.TURN_LEFT, say("向左转（Shift+R）"))
        self.right = IconButton(Sign.TURN_RIGHT, say("向右转（R）"))
        self.page_before = Button(say("上一页"), "quiet", hint=say("上一页（PgUp）"))
        self.page = Label(role="muted")
        self.page_after = Button(say("下一页"), "quiet", hint=say("下一页（PgDn）"))
        self.personal = Button("", "quiet", hint=say("含身份证号、名册、联系方式等的，请标上（P）"))
        self.lend = Button(say("用其他程序打开"), hint=say("用其他程序打开（O）；临时副本在退出时删除"))
        self.save = Button(say("存一份到…"), hint=say("存一份到别处（S）；存出的是未加密的副本"))
        self.zoom.setFixedWidth(theme.POINTS_WIDTH)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._large = (self.smaller, self.zoom, self.larger, self.fit, self.whole)
        self._turns = (self.left, self.right)
        self._paged = (self.page_before, self.page, self.page_after)
        way, deeds = (self.before, self.after), (self.personal, self.lend, self.save)
        line = row(
            *way,
            *self._large,
            *self._turns,
            *self._paged,
            None,
            *deeds,
            gap=theme.SPACE_4,
        )
        line.setContentsMargins(theme.SPACE_8, theme.SPACE_4, theme.SPACE_16, theme.SPACE_4)
        super().__init__("footbar", line)

    def show_file(self, file: FileState, place: int, whole: int, *, writable: bool) -> None:
        """Offer what goes with this file."""
        self.before.setEnabled(place > 0)
        self.after.setEnabled(place + 1 < whole)
        self.personal.show_text(say("取消个人信息标记") if file.personal else say("标为个人信息"))
        self.personal.setVisible(writable)
        self.lend.setVisible(file.lendable)
        self.show_tools(large=False, turns=False)

    def show_tools(self, *, large: bool, turns: bool) -> None:
        """Offer what goes with what is shown. large: it can be zoomed; turns: it can be turned."""
        for tools, on in ((self._large, large), (self._turns, turns)):
            for tool in tools:
                tool.setVisible(on)
        self.show_pages(0, 0)

    def show_pages(self, page: int, pages: int) -> None:
        """Show which page it is; nothing where there are none."""
        self.page.show_text(say("第 {page} / {pages} 页", page=page + 1, pages=pages))
        self.page_before.setEnabled(page > 0)
        self.page_after.setEnabled(page + 1 < pages)
        for part in self._paged:
            part.setVisible(pages > 0)

    def show_zoom(self, percent: int) -> None:
        """Show how large the picture is."""
        self.zoom.show_text(f"{percent}%")


class Unshown(QWidget):
    """In place of a file that is not shown: its name and size, why, and the way to have it out again."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.told = Label(role="title", wrap=True), Caption()
        self.words = Label(role="muted", wrap=True)
        self.save = Button(say("存一份到…"), hint=say("存一份到别处（S）"))
        for each in (self.name, self.told, self.words):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        below = row(None, self.save, None)
        self.setLayout(
            column(
                None, self.name, self.told, self.words, below, None, gap=theme.SPACE_12, margin=theme.SPACE_32
            )
        )

    def show_words(self, file: FileState, words: str, *, saved: bool = True) -> None:
        """Show why. saved: whether there is something that can be saved."""
        self.name.show_text(file.name)
        self.told.show_text(say("{kind}　{size}", kind=file.kind, size=file.size))
        self.words.show_text(words)
        self.save.setVisible(saved)


class Foot(Surface):
    """Kind, size, when and by whom it was attached, and the digest by which it is known everywhere."""

    def __init__(self) -> None:
        self.told, self.digest = Caption(), Caption()
        self.digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = row(self.told, Hairline(upright=True), self.digest, None, gap=theme.SPACE_12)
        line.setContentsMargins(theme.SPACE_16, theme.SPACE_8, theme.SPACE_16, theme.SPACE_8)
        super().__init__("footbar", line)

    def show_facts(self, facts: FileFacts) -> None:
        """Show what is told of a file."""
        self.told.show_text("　".join(part for part in (facts.kind, facts.size, facts.attached) if part))
        self.digest.show_text(f"SHA-256　{facts.sha256}")

    def show_trouble(self, words: str) -> None:
        """Say why nothing is told."""
        self.told.show_text(words)
        self.digest.show_text("")
