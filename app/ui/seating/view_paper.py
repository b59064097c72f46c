"""Whose paper sheet is typed in: chosen by digit, the statement on recusal taken over from paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui import theme
from app.ui.seating.presenter import PaperState
from app.ui.seating.view_numbered import Numbered
from app.ui.theme import Tone
from app.ui.widgets import CheckRow, Dialog, FaultLine, Label, Sign, SignMark, TextField, row

LEFT_WORDS = (
    "随副本带来的{given}、备注、核验方式和附件将全部转入一份由您代录的{sheet}，记录里逐条写明据哪一份副本接续；"
    "原来的记录原样保留。此后由您录完并签名。原来的电脑若又能用，请不要再在上面填写。"
)
OVER_WORDS = (
    "已录入的{given}、备注、核验方式和附件将全部转入一份由您代录的{sheet}，由您录完并签名；原来的记录原样保留。"
    "请只在本人忘记 PIN、离场，或者原录入人不能继续时这样做。"
)
Begin = Callable[[str, bool, str], None]


class PaperDialog(Dialog):
    """Accepts once ``begin`` has taken the expert; ``chosen`` is who. done: what has just been locked."""

    def __init__(self, parent: QWidget | None, state: PaperState, begin: Begin, done: str = "") -> None:
        title = say("接着代录下一位") if done else say("代录纸质{sheet}", sheet=state.words.sheet)
        super().__init__(parent, title, act=say("开始代录"), away=say("完成") if done else "")
        self._state, self._begin = state, begin
        self.chosen = ""
        self.list = Numbered(say("{act}专家", act=state.words.act))
        self.list.show_choices(state.choices)
        self.list.picked.connect(self.pick)
        self.pledged = CheckRow(say("该专家已在纸上签署回避与纪律承诺"))
        self.left = CheckRow(say("原来的电脑已不能再用，由我接续录完"))
        words = {"sheet": state.words.sheet, "given": state.words.given}
        self.told = Label(say(LEFT_WORDS, **words), "muted", wrap=True)
        self.told_over = Label(say(OVER_WORDS, **words), "muted", wrap=True)
        self.reason = TextField(say("由我接续的原因"), placeholder=say("例如：本人忘记 PIN；录入人离场"))
        self.fault = FaultLine()
        self._lay(done)
        self.list.currentItemChanged.connect(lambda *_: self._choose())
        self.left.toggled.connect(lambda *_: self.fault.show_fault(""))
        self.reason.textChanged.connect(lambda *_: self.fault.show_fault(""))
        self._choose()
        self.act.setEnabled(bool(state.open))
        self.act.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Ready for a digit."""
        super().showEvent(event)
        self.list.setFocus()

    def pick(self, person_id: str) -> None:
        """Choose somebody: at once where recusal is confirmed, else ask for it first."""
        self.chosen = person_id
        self._show_pledge()
        if self._is_left() and not self.left.isChecked():
            self.left.setFocus()
        elif self._is_over() and not self.reason.text().strip():
            self.reason.setFocus()
        elif person_id in self._state.pledged or self.pledged.isChecked():
            self.accept()
        else:
            self.pledged.setFocus()

    def accept(self) -> None:
        """Begin; close only where that is done."""
        if self._is_left() and not self.left.isChecked():
            self.fault.show_fault(say("请先确认原来的电脑已不能再用。"))
            self.left.setFocus()
            return
        try:
            self._begin(self.chosen, self.pledged.isChecked(), self.reason.text())
        except Refusal as refusal:
            self.fault.show_fault(str(refusal))
            wanted = any(fault.where == "reason" for fault in refusal.faults)
            (self.reason if wanted else self.pledged).setFocus()
            return
        super().accept()

    def _choose(self) -> None:
        item = self.list.currentItem()
        at = self.list.row(item) if item is not None else -1
        choice = self._state.choices[at] if at >= 0 else None
        self.chosen = choice.id if choice is not None and not choice.why_not else ""
        self._show_pledge()

    def _is_left(self) -> bool:
        return any(each.left for each in self._state.choices if each.id == self.chosen)

    def _is_over(self) -> bool:
        return any(each.over for each in self._state.choices if each.id == self.chosen)

    def _show_pledge(self) -> None:
        left, over = self._is_left(), self._is_over()
        for part, shown in (
            (self.left, left),
            (self.told, left),
            (self.told_over, over),
            (self.reason, over),
        ):
            part.setVisible(shown)
        self.left.setChecked(False)
        self.act.setText(say("由我接续") if left or over else say("开始代录"))
        self.pledged.setVisible(bool(self.chosen) and self.chosen not in self._state.pledged)
        self.fault.show_fault("")
        self._grow()

    def _grow(self) -> None:
        """As high as the wrapped words need at this width: nothing may lie over the list."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            width = max(self.width(), layout.sizeHint().width())
            self.setMinimumHeight(max(layout.totalHeightForWidth(width), layout.sizeHint().height()))

    def _lay(self, done: str) -> None:
        if done:
            self.body.addWidget(Label(done, "strong", wrap=True))
        if self._state.open:
            words = say(
                "选择专家，把其纸质{sheet}录入本机。您是录入人，{given}仍是该专家的，两人都记入记录。",
                sheet=self._state.words.sheet,
                given=self._state.words.given,
            )
        else:
            words = say(
                "没有可以代录的{sheet}：各位专家的{sheet}都已锁定，或正由他人录入。",
                sheet=self._state.words.sheet,
            )
        self.body.addWidget(Label(words, "muted", wrap=True))
        if self._state.warning and self._state.open:
            mark = SignMark(Sign.ATTENTION, tone=Tone.ATTENTION)
            warning = row(mark, Label(self._state.warning, wrap=True), gap=theme.SPACE_8)
            warning.setStretch(1, 1)
            warning.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(warning)
        self.body.addWidget(self.list)
        self.body.addWidget(self.told)
        self.body.addWidget(self.told_over)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.left)
        self.body.addWidget(self.pledged)
        self.body.addWidget(self.fault)
        self.body.setSpacing(theme.SPACE_12)
