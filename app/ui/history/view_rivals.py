"""The sheets of one expert side by side: what each says, where they differ, and what is done with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui import theme
from app.ui.history.rivals import DeedState, Place, RivalsPresenter, RivalsState, RivalState
from app.ui.history.view_lines import BrowsedList
from app.ui.history.view_moment import Content, DifferDelegate, DifferModel, MomentResult
from app.ui.widgets import (
    Button,
    Caption,
    CheckRow,
    Chooser,
    Elided,
    FaultLine,
    Hairline,
    Heading,
    IconButton,
    Label,
    LinkButton,
    NoteField,
    ReturningDialog,
    SectionRule,
    Sign,
    Surface,
    column,
    holder,
    row,
)


class PickedList(BrowsedList):
    """A list in which Space says of the row that it is taken from the other side, or no longer."""

    picked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space picks; the other keys are the list's."""
        if event.key() == Qt.Key.Key_Space:
            self.picked.emit()
        else:
            super().keyPressEvent(event)


class RivalSide(QWidget):
    """One of the two: which it is, what it comes to, who wrote it and when."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.choice = Chooser((), name)
        self.result = MomentResult()
        self.told = [Caption(wrap=True) for _ in range(3)]
        self.setLayout(column(row(self.choice, None), self.result, *self.told, gap=theme.SPACE_4))

    def show_rival(self, state: RivalState, choices: tuple[tuple[str, str], ...]) -> None:
        """Show it in place."""
        self.choice.show_choices(choices)
        self.choice.show_value(state.stream)
        self.choice.setEnabled(len(choices) > 2)
        self.result.show_side(state.result)
        for caption, words in zip(self.told, state.told, strict=False):
            caption.show_text(words)


class RivalsDialog(ReturningDialog):
    """Accepts once something was settled; ``told`` is what to say of it, ``done`` which deed it was."""

    def __init__(self, parent: QWidget | None, presenter: RivalsPresenter) -> None:
        super().__init__(parent)
        self.presenter, self.told, self.deed = presenter, "", ""
        self.setWindowTitle(presenter.state.heading)
        self.heading, self.under = Heading(), Elided(role="caption")
        self.left, self.right = RivalSide(say("左边")), RivalSide(say("右边"))
        self.same, self.settled = Label(role="muted", wrap=True), Label(wrap=True)
        self.model = DifferModel()
        self.differ = PickedList(say("两份不同的各项"), self.model, DifferDelegate())
        self.differing = SectionRule("")
        self.content = Content()
        self.content.copy.hide()
        self.pick = CheckRow(say("这一项取右边的（空格）"))
        self.every = LinkButton(say("全部取右边的"))
        self.reason = NoteField(say("理由"), placeholder=say("写明理由，记入考核记录"), lines=2)
        self.fault = FaultLine()
        self.deeds: dict[str, Button] = {}
        self._foot = row(None)
        self.setLayout(column(self._bar(), self._body(), gap=0))
        self._listen()
        self.show_state(presenter.state)
        (self.differ if presenter.state.differing else self.reason).setFocus()

    def cover(self, window: QWidget) -> None:
        """As large as a window, and over it."""
        self.resize(window.size() - QSize(theme.SPACE_16, theme.SPACE_32))
        self.move(window.frameGeometry().center() - self.rect().center())

    def show_state(self, state: RivalsState) -> None:
        """Render a state."""
        self.heading.show_text(state.heading)
        self.under.show_text(state.under)
        self.left.show_rival(state.left, state.choices)
        self.right.show_rival(state.right, state.choices)
        self.right.setVisible(len(state.choices) > 1)
        self.between.setVisible(len(state.choices) > 1)
        for label, words in ((self.same, state.same), (self.settled, state.settled)):
            label.show_text(words)
            label.setVisible(bool(words))
        count = len(state.differing)
        self.differing.caption.show_text(say("不同的有 {count} 项", count=count) if count else say("差别"))
        self.differing.setVisible(len(state.choices) > 1)
        self.model.show_items(state.differing)
        self.differ.setVisible(bool(count))
        shown = state.content.id if state.content else ""
        places = [place for place, each in enumerate(state.differing) if each.id == shown]
        self.differ.show_place(places[0] if places else -1)
        self.content.show_content(state.content)
        for part in (self.pick, self.every):
            part.setVisible(state.joins and bool(count))
        self.pick.setChecked(shown in state.picked)
        self._show_deeds(state.deeds)

    def _bar(self) -> QWidget:
        back = IconButton(Sign.BACK, say("返回（Esc）"))
        back.clicked.connect(self.reject)
        bar = row(back, column(self.heading, self.under, gap=0), margin=theme.SPACE_8)
        bar.setStretch(1, 1)
        return Surface("topbar", bar)

    def _body(self) -> QWidget:
        self.between = Hairline(upright=True)
        sides = row(self.left, self.between, self.right, gap=theme.SPACE_24)
        for place in (0, 2):
            sides.setStretch(place, 1)
        reasons = column(Caption(say("理由")), self.reason, self.fault, self._foot, gap=theme.SPACE_4)
        parts = (sides, self.settled, Hairline(), self._middle(), Hairline(), reasons)
        layout = column(*parts, gap=theme.SPACE_12, margin=theme.SPACE_16)
        layout.setStretch(3, 1)
        return Surface("sheet", layout)

    def _middle(self) -> QHBoxLayout:
        listed: QVBoxLayout = column(self.differing, self.same, self.differ, row(self.every, None), None)
        listed.setStretch(2, theme.DIFFER_WIDTH)
        left = holder(listed)
        left.setFixedWidth(theme.DIFFER_WIDTH)
        right = column(self.content, self.pick)
        right.setStretch(0, 1)
        middle = row(left, right, gap=theme.SPACE_24)
        middle.setStretch(1, 1)
        return middle

    def _listen(self) -> None:
        does, show = self.presenter, self.show_state
        sides: tuple[tuple[Place, RivalSide], ...] = (("left", self.left), ("right", self.right))
        for place, side in sides:
            side.choice.chosen.connect(lambda stream, at=place: show(does.look(at, stream)))
        self.differ.went.connect(lambda place: show(does.show(self.model.items[place].id)))
        self.pick.clicked.connect(lambda _: self._pick())
        self.every.clicked.connect(lambda: show(does.pick_all()))
        self.differ.picked.connect(self._pick)
        self.reason.written.connect(lambda _: self._enable())

    def _pick(self) -> None:
        content = self.presenter.state.content
        if content is not None and self.presenter.state.joins:
            self.show_state(self.presenter.pick(content.id))

    def _show_deeds(self, deeds: tuple[DeedState, ...]) -> None:
        if list(self.deeds) != [each.kind for each in deeds]:
            for old in self.deeds.values():
                old.hide()
                old.deleteLater()
            self.deeds = {each.kind: Button(each.words, hint=each.hint) for each in deeds}
            for each in deeds:
                self.deeds[each.kind].clicked.connect(partial(self._do, each))
                self._foot.addWidget(self.deeds[each.kind])
        for each in deeds:
            self.deeds[each.kind].setText(each.words)
        self.reason.setVisible(any(each.reasoned for each in deeds))
        self._enable()

    def _enable(self) -> None:
        given = bool(self.reason.toPlainText().strip())
        for each in self.presenter.state.deeds:
            self.deeds[each.kind].setEnabled(given or not each.reasoned)

    def _do(self, deed: DeedState) -> None:
        try:
            self.told = self.presenter.do(deed.kind, self.reason.toPlainText())
        except Refusal as refusal:
            self.fault.show_fault(str(refusal))
            self.reason.setFocus()
            return
        self.deed = deed.kind
        self.accept()
