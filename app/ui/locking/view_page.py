"""The page of the lock: a field for the PIN; behind it, the way for who has forgotten theirs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.locking.presenter import LockPresenter, PinAnswer
from app.ui.shell.view_operation import Operation
from app.ui.widgets import (
    Button,
    Caption,
    Card,
    FaultLine,
    Heading,
    Label,
    PrimaryButton,
    QuietButton,
    Sign,
    SignMark,
    TextField,
    column,
    row,
    secret,
)


class PinForm(QWidget):
    """One field, and Enter."""

    given = Signal(str)
    forgotten = Signal()
    bare = Signal()

    def __init__(self, told: str, *, bare: bool = False) -> None:
        super().__init__()
        self.pin = secret(say("PIN"))
        self.fault = FaultLine()
        self.act = PrimaryButton(say("打开"))
        self.forgot = QuietButton(say("忘记 PIN…"))
        self.without = Button(say("没有 PIN，直接进入"))
        self.without.clicked.connect(self.bare)
        self.pin.returnPressed.connect(self._give)
        self.act.clicked.connect(self._give)
        self.forgot.clicked.connect(self.forgotten)
        self.pin.textEdited.connect(lambda: self.fault.show_fault(""))
        foot = row(self.forgot, None, self.without, self.act)
        self.setLayout(
            column(Label(told, "muted", wrap=True), self.pin, self.fault, foot, gap=theme.SPACE_12)
        )
        self.setFocusProxy(self.pin)
        (self.forgot if bare else self.without).hide()  # nothing is locked that a code could open

    def show_answer(self, answer: PinAnswer[Any]) -> None:
        """The PIN goes either way; what was refused is said."""
        self.pin.clear()
        self.fault.show_fault(answer.faults[0].message if answer.faults else "")
        self.pin.setFocus()

    def _give(self) -> None:
        if self.pin.text():
            self.given.emit(self.pin.text())


class RecoveryForm(QWidget):
    """The code that was written down, and a new PIN twice."""

    given = Signal(str, str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.code = TextField(say("恢复码"), placeholder=say("24 个字母和数字，大小写和横线不论"))
        self.pin = secret(say("新 PIN"), say("6 至 32 位"))
        self.again = secret(say("再输一次"))
        self.act = PrimaryButton(say("重设 PIN 并打开"))
        self.away = Button(say("返回"))
        self.faults = {key: FaultLine() for key in self._fields()}
        self.act.clicked.connect(self._give)
        self.away.clicked.connect(self.left)
        told = say("恢复码在您设 PIN 时显示过一次，由您抄下保存。重设之后，原来的 PIN 和恢复码都不再有效。")
        parts: list[QWidget] = []
        for key, field in self._fields().items():
            field.returnPressed.connect(self._next(field))
            parts += [Caption(field.accessibleName()), field, self.faults[key]]
        lost = say("恢复码也没有了：本机数据无法打开。本场考核可由同组成员凭随身副本接续，见使用说明。")
        foot = row(self.away, None, self.act)
        words = column(Label(told, "muted", wrap=True), *parts, Caption(lost, wrap=True), gap=theme.SPACE_8)
        words.addLayout(foot)
        self.setLayout(words)
        self.setFocusProxy(self.code)

    def show_answer(self, answer: PinAnswer[Any]) -> None:
        """What was refused is said beside its field."""
        for line in self.faults.values():
            line.show_fault("")
        fields = self._fields()
        for fault in answer.faults:
            self.faults.get(fault.where, self.faults["code"]).show_fault(fault.message)
        if answer.faults:
            fields.get(answer.faults[0].where, self.code).setFocus()
        else:
            for field in fields.values():
                field.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _fields(self) -> dict[str, TextField]:
        return {"code": self.code, "pin": self.pin, "again": self.again}

    def _next(self, field: TextField) -> Callable[[], None]:
        after = {self.code: self.pin.setFocus, self.pin: self.again.setFocus}
        return after.get(field, self._give)

    def _give(self) -> None:
        self.given.emit(self.code.text(), self.pin.text(), self.again.text())


class LockPage(QWidget):
    """Both forms, one at a time; ``opened`` carries what is behind the door. Nothing else is shown."""

    opened = Signal(object)

    def __init__(self, presenter: LockPresenter[Any]) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._presenter = presenter
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="xianping-lock")
        self._trying: Operation[PinAnswer[Any]] | None = None
        self.form, self.recovery = PinForm(presenter.told, bare=presenter.bare), RecoveryForm()
        self._shown: PinForm | RecoveryForm = self.form
        self.form.given.connect(lambda pin: self._try(partial(presenter.open, pin)))
        self.form.bare.connect(lambda: self._try(presenter.open_bare))
        self.recovery.given.connect(self._recover)
        self.form.forgotten.connect(lambda: self._show(self.recovery))
        self.recovery.left.connect(lambda: self._show(self.form))
        self._lay_out()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._keep_focus)

    @property
    def busy(self) -> bool:
        """Whether a PIN is being tried."""
        return self._trying is not None

    def showEvent(self, event: QShowEvent) -> None:
        """Ready to type."""
        super().showEvent(event)
        self._shown.setFocus()

    def _lay_out(self) -> None:
        title = row(
            SignMark(Sign.LOCK),
            Heading(say("您是哪一位？") if self._presenter.bare else say("现评已锁定")),
            None,
            gap=theme.SPACE_12,
        )
        card = Card(title, self.form, self.recovery, gap=theme.SPACE_16, margin=theme.SPACE_24)
        card.setFixedWidth(theme.CARD_WIDTH)
        middle: QVBoxLayout = column(None, row(None, card, None), None, margin=theme.SPACE_12)
        self.setLayout(middle)
        self._show(self.form)

    def _show(self, form: PinForm | RecoveryForm) -> None:
        """Only the form that is shown takes room."""
        self._shown = form
        for each in (self.form, self.recovery):
            each.setVisible(each is form)
        form.setFocus()

    def _keep_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """A screen that was still arriving beneath asks for the keyboard, too."""
        if self.isVisible() and not self.busy and (now is None or not self.isAncestorOf(now)):
            QTimer.singleShot(0, self, self._take_focus)

    def _take_focus(self) -> None:
        now = QApplication.focusWidget()
        if self.isVisible() and self.isActiveWindow() and (now is None or not self.isAncestorOf(now)):
            self._shown.setFocus()

    def _recover(self, code: str, pin: str, again: str) -> None:
        self._try(partial(self._presenter.recover, code, pin, again))

    def _try(self, attempt: Callable[[], PinAnswer[Any]]) -> None:
        if self._trying is not None:
            return
        self._shown.setEnabled(False)
        self._trying = Operation(say("打开"), self)
        self._trying.ended.connect(self._tried)
        self._trying.start(self._pool, lambda _progress: attempt())

    def _tried(self, operation: Operation[PinAnswer[Any]]) -> None:
        answer, self._trying = operation.outcome(), None
        operation.deleteLater()
        self._shown.setEnabled(True)
        self._shown.show_answer(answer)
        if answer.opened:
            self._pool.shutdown(wait=False)
            self.opened.emit(answer.within)
