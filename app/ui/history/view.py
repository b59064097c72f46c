"""The history over the desk: the lines on the left, the moment on the right. It changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSlider, QSplitter, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.history.presenter import HistoryPresenter
from app.ui.history.state import HistoryState
from app.ui.history.view_lines import LinesPane
from app.ui.history.view_moment import MomentPane
from app.ui.widgets import (
    Button,
    Caption,
    Elided,
    Heading,
    IconButton,
    ReturningDialog,
    Sign,
    Surface,
    column,
    row,
)

SEEK_MS = 150


class Travel(QWidget):
    """Back and forth through time: a button at either end, a slider between them."""

    def __init__(self) -> None:
        super().__init__()
        self.earlier = IconButton(Sign.BACK, say("更早一条（Alt+←）"))
        self.later = IconButton(Sign.NEXT, say("更晚一条（Alt+→）"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setProperty("role", "time")
        self.slider.setMinimumHeight(theme.CONTROL)
        self.count = Caption()
        layout = row(self.earlier, self.slider, self.later, self.count)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_step(self, state: HistoryState) -> None:
        """Show where in time this is, emitting nothing."""
        with QSignalBlocker(self.slider):
            self.slider.setRange(min(1, state.steps), state.steps)
            self.slider.setPageStep(max(1, state.steps // 20))
            self.slider.setValue(state.step)
        self.slider.setEnabled(state.steps > 1)
        self.slider.setAccessibleName(say("时间：{when}", when=state.moment.when))
        self.earlier.setEnabled(state.step > 1)
        self.later.setEnabled(state.step < state.steps)
        self.count.show_text(say("第 {step} / {steps} 条", step=state.step, steps=state.steps))


class HistoryDialog(ReturningDialog):
    """A sheet's history. Escape leads back. ``others_wanted``: other ledgers of the same sheet.

    others: whether there are any; refill: whether it can be filled again under an amended task.
    """

    others_wanted = Signal()
    refill_wanted = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        presenter: HistoryPresenter,
        *,
        others: bool = False,
        refill: bool = False,
    ) -> None:
        super().__init__(parent)
        told = say("已锁定的一份保留，内容全部转入新的一份，补填后重新锁定")
        self.refill = Button(say("按修订的任务重新填写…"), hint=told)
        self.refill.setVisible(refill)
        self.others = Button(say("比较另一份…"), hint=say("本机还有这份表的另一份记录：并排查看，逐项合并"))
        self.others.setVisible(others)
        self.presenter = presenter
        self.setWindowTitle(say("历史记录"))
        self.heading, self.under = Heading(), Elided(role="caption")
        self.travel = Travel()
        self.lines, self.moment = LinesPane(presenter.state), MomentPane(self.travel)
        self.setLayout(column(self._bar(), self._panes(), gap=0))
        self._seek = QTimer(self)
        self._seek.setSingleShot(True)
        self._seek.setInterval(SEEK_MS)
        self._seek.timeout.connect(self._find)
        self._words = QTimer(self)  # while nothing else is to be done
        self._words.timeout.connect(self._prepare)
        self._words.start()
        self._answer_all()
        self._set_keys()
        self.show_state(presenter.state)
        self.lines.list.setFocus()

    def show_state(self, state: HistoryState) -> None:
        """Render a state."""
        self.heading.show_text(state.heading)
        self.under.show_text(state.under)
        self.lines.show_history(state)
        self.travel.show_step(state)
        self.moment.show_moment(state.moment)

    def cover(self, window: QWidget) -> None:
        """As large as a window, and over it."""
        self.resize(window.size() - QSize(theme.SPACE_16, theme.SPACE_32))
        middle = window.frameGeometry().center() - self.rect().center()
        self.move(middle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears the search first."""
        if event.key() == Qt.Key.Key_Escape and self.lines.search.hasFocus() and self.lines.search.text():
            self._seek.stop()
            self.show_state(self.presenter.seek(""))
            self._back_to_lines()
            return
        super().keyPressEvent(event)

    def _bar(self) -> QWidget:
        back = IconButton(Sign.BACK, say("返回（Esc）"))
        back.clicked.connect(self.reject)
        keys = Caption(say("↑ ↓ 换一条　Alt+← → 更早、更晚　Ctrl+F 查找　Esc 返回"))
        self.others.clicked.connect(self._compare)
        names = column(self.heading, self.under, gap=0)
        self.refill.clicked.connect(self._fill_again)
        bar = row(back, names, self.refill, self.others, keys, margin=theme.SPACE_8)
        bar.setStretch(1, 1)
        return Surface("topbar", bar)

    def _compare(self) -> None:
        self.reject()
        self.others_wanted.emit()

    def _fill_again(self) -> None:
        self.reject()
        self.refill_wanted.emit()

    def _panes(self) -> QWidget:
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setHandleWidth(1)
        panes.setChildrenCollapsible(False)
        self.lines.setMinimumWidth(theme.LIST_WIDTH)
        for pane in (self.lines, self.moment):
            panes.addWidget(pane)
        panes.setStretchFactor(0, 2)
        panes.setStretchFactor(1, 3)
        panes.setSizes([theme.HISTORY_WIDTH, theme.READING_WIDTH])
        panes.setSizePolicy(panes.sizePolicy().horizontalPolicy(), panes.sizePolicy().Policy.Expanding)
        return panes

    def _answer_all(self) -> None:
        does, show = self.presenter, self.show_state
        self.lines.list.went.connect(lambda place: show(does.go(place)))
        self.lines.criterion.chosen.connect(lambda cid: show(does.filter_by(cid)))
        self.lines.person.chosen.connect(lambda person: show(does.by_person(person)))
        self.lines.single.clicked.connect(self._one_by_one)
        self.lines.search.textEdited.connect(lambda _: self._seek.start())
        self.lines.search.returnPressed.connect(self._back_to_lines)
        self.travel.slider.valueChanged.connect(lambda step: show(does.slide(step)))
        self.travel.earlier.clicked.connect(lambda: show(does.step(-1)))
        self.travel.later.clicked.connect(lambda: show(does.step(1)))
        self.moment.chosen.connect(lambda cid: show(does.choose(cid)))

    def _set_keys(self) -> None:
        pairs = (
            ("Ctrl+F", self._search),
            ("Alt+Left", lambda: self.show_state(self.presenter.step(-1))),
            ("Alt+Right", lambda: self.show_state(self.presenter.step(1))),
            ("Ctrl+Shift+C", self.moment.content.copy_then),
            ("Ctrl+H", self.reject),
        )
        for keys, deed in pairs:
            QShortcut(QKeySequence(keys), self).activated.connect(deed)

    def _one_by_one(self, on: bool) -> None:  # noqa: FBT001  as Qt's signal has it
        self.show_state(self.presenter.one_by_one(on=on))
        self._words.start()

    def _search(self) -> None:
        self.lines.search.setFocus()
        self.lines.search.selectAll()

    def _find(self) -> None:
        self.show_state(self.presenter.seek(self.lines.search.text()))

    def _back_to_lines(self) -> None:
        if self._seek.isActive():
            self._seek.stop()
            self._find()
        self.lines.list.setFocus()

    def _prepare(self) -> None:
        if not self.presenter.prepare():
            self._words.stop()
