"""What can be done with the sheet: undo, check list, supplements, locking; wide, or narrow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.scoring.model.kinds import KindWords
from app.ui import theme
from app.ui.desk.papers.state import NO_SUPPLEMENTS, SupplementsState
from app.ui.desk.result.state import ResultState
from app.ui.desk.view_intents import Intents
from app.ui.widgets import (
    Button,
    Caption,
    IconButton,
    Label,
    PrimaryButton,
    Sign,
    SignMark,
    column,
    row,
    sign_icon,
)


class Deeds(QWidget):
    """The buttons under a result. narrow: one below the other, in few words, undo left to its keys."""

    def __init__(self, wants: Intents, *, narrow: bool = False) -> None:
        super().__init__()
        self._supplements = NO_SUPPLEMENTS
        self._told, self._narrow = False, narrow
        self.undo = IconButton(Sign.UNDO, say("撤销（Ctrl+Z）"))
        self.redo = IconButton(Sign.REDO, say("重做（Ctrl+Y）"))
        look = "small" if narrow else "plain"
        self.check = Button(say("核对"), look, hint=say("列出前后矛盾之处，点一下就到（Ctrl+K）"))
        lock_hint = say("先列出还没有做完的；锁定后不能再改（Ctrl+L）")
        self.lock = Button(say("锁定"), hint=lock_hint)
        self.onward = PrimaryButton("", hint=say("锁定之后的下一步（Ctrl+L）"))
        self.onward.clicked.connect(wants.onward_wanted.emit)
        self.onward.hide()
        self._onward = ""
        self.again = Button(say("重新打开…"), look, hint=say("写明原因，改后重新锁定（Ctrl+Shift+L）"))
        self.again.clicked.connect(wants.reopening.emit)
        self.again.hide()
        self.locked, self._sheet = QWidget(), Label(say("已锁定"), "caption" if narrow else "")
        self.code = Label(role="caption" if narrow else "strong")
        self.supplements = Button(say("补交"), look, hint=say("要单位补交的材料（Ctrl+J）"))
        self.supplements.setIconSize(QSize(theme.SIGN, theme.SIGN))
        self.supplements.clicked.connect(wants.supplements_wanted.emit)
        self.undo.clicked.connect(wants.undone.emit)
        self.redo.clicked.connect(wants.redone.emit)
        self.check.clicked.connect(wants.checked.emit)
        self.lock.clicked.connect(wants.locking.emit)
        self.locked.hide()
        if narrow:
            self._lay_narrow()
        else:
            self._lay_wide()

    def show_result(self, state: ResultState) -> None:
        """Show what can be done now."""
        self._told = True
        self.undo.setEnabled(state.can_undo)
        self.redo.setEnabled(state.can_redo)
        count = len(state.clashes)
        self.check.show_text(say("核对 {count}", count=count) if count else say("核对"))
        self.check.setEnabled(bool(count))
        for deed in (self.check,) if self._narrow else (self.undo, self.redo, self.check):
            deed.setVisible(not state.locked)
        self.lock.setVisible(state.lockable and not state.locked)
        self.lock.show_role("primary" if state.whole else "plain")
        self.locked.setVisible(state.locked)
        self.again.setVisible(state.reopenable)
        self.onward.setVisible(state.locked and bool(self._onward))
        self.code.show_text(state.code)

    def show_onward(self, label: str) -> None:
        """Offer what comes after locking; empty where that is nobody's here."""
        self._onward = label
        self.onward.show_text(label)
        self.onward.setVisible(bool(label) and not self.locked.isHidden())

    def show_words(self, words: KindWords) -> None:
        """Call the sheet as the kind of scheme does."""
        if not self._narrow:
            self.lock.show_text(say("锁定{sheet}", sheet=words.sheet))
            self._sheet.show_text(say("{sheet}已锁定", sheet=words.sheet))

    def show_supplements(self, state: SupplementsState) -> None:
        """Show how many things the unit must still bring; a sign where one is overdue."""
        if state == self._supplements:
            return
        self._supplements = state
        self.supplements.show_text(say("补交 {count}", count=state.open) if state.open else say("补交"))
        late = say("，其中 {late} 项逾期", late=state.late) if state.late else ""
        self.supplements.setAccessibleName(say("补交材料，待交 {count} 项", count=state.open) + late)
        self._draw_late()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the sign anew when the colours change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._told:
            self._draw_late()

    def _draw_late(self) -> None:
        sign = sign_icon(Sign.ATTENTION, theme.colours().attention, theme.SIGN)
        self.supplements.setIcon(sign if self._supplements.late else QIcon())

    def _lay_wide(self) -> None:
        words = column(self._sheet, row(Caption(say("校验码")), self.code, None), gap=theme.SPACE_4)
        self.locked.setLayout(row(SignMark(Sign.LOCK, side=theme.HEADING), words, None, gap=theme.SPACE_12))
        buttons = row(self.undo, self.redo, None, self.supplements, self.check)
        self.setLayout(
            column(buttons, self.locked, self.onward, self.lock, self.again, margin=theme.SPACE_16)
        )

    def _lay_narrow(self) -> None:
        self.locked.setLayout(column(SignMark(Sign.LOCK), self._sheet, self.code, gap=theme.SPACE_4))
        deeds = (self.supplements, self.check, self.locked, self.onward, self.lock, self.again)
        self.setLayout(column(*deeds, gap=theme.SPACE_4))
