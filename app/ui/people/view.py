"""Identities of this device and the bureaus it trusts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.people.presenter import PeoplePresenter, PeopleState, PersonCard, TrustLine
from app.ui.people.view_dialogs import ChangePinDialog, IdentityDialog, TrustDialog
from app.ui.shell.notice import Notice, good
from app.ui.shell.presenter import KeyGroup, KeyHelp
from app.ui.shell.view_dialogs import PinDialog
from app.ui.shell.view_screen import Screen, Stage
from app.ui.theme import Tone
from app.ui.widgets import (
    Button,
    Caption,
    Card,
    Chip,
    Elided,
    Heading,
    Label,
    PrimaryButton,
    QuietButton,
    Scrolled,
    Sign,
    column,
    holder,
    row,
)
from app.ui.widgets.file_dialogs import ask_open, ask_save

if TYPE_CHECKING:
    from app.services.store.site import Person

PAGE_WIDTH = theme.LIST_WIDTH * 4


class PeopleScreen(Screen):
    """Renders a ``PeopleState``."""

    switch_wanted = Signal(str)  # person
    code_made = Signal(str)  # person for whom a recovery code waits to be shown

    def __init__(self, presenter: PeoplePresenter, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter, self._stage = presenter, stage
        self.create_button = PrimaryButton(say("建立身份…"), hint=say("Ctrl+N"))
        self.trust_button = Button(say("载入信任文件…"))
        self.create_button.clicked.connect(self.make_identity)
        self.trust_button.clicked.connect(self.choose_trust)
        self.enrol_buttons: dict[str, Button] = {}
        self.pin_buttons: dict[str, Button] = {}
        self._scrolled = Scrolled(gap=0, margin=theme.SPACE_24)
        self._page = QWidget()
        self.setLayout(column(self._scrolled, gap=0))
        QShortcut(QKeySequence("Ctrl+N"), self, self.make_identity)
        self._make_page()

    def caption(self) -> str:
        """Where one is."""
        return say("身份与信任")

    def key_groups(self) -> tuple[KeyGroup, ...]:
        """The shortcuts of this screen."""
        return (KeyGroup(say("身份与信任"), (KeyHelp("Ctrl+N", say("建立身份")),)),)

    def arrive(self) -> None:
        """Show everything as it is now."""
        self.show_state(self.presenter.state)
        self.create_button.setFocus()

    def show_state(self, state: PeopleState) -> None:
        """Draw the lists anew."""
        _empty(self._people)
        _empty(self._trusts)
        self.enrol_buttons, self.pin_buttons = {}, {}
        for person in state.people:
            self._people.addWidget(self._person(person))
        for trust in state.trusts:
            self._trusts.addWidget(_trust(trust))
        _empty(self._erased)
        for sentence in state.erased:
            self._erased.addWidget(Label(sentence, "muted", wrap=True))
        self._erased_title.setVisible(bool(state.erased))
        self._nobody.setVisible(not state.people)
        self._no_trust.setVisible(not state.trusts)

    def make_identity(self) -> None:
        """Ask for name, unit and PIN, and make an identity."""
        made: list[Person] = []
        dialog = IdentityDialog(self, lambda *given: made.append(self.presenter.create(*given)))
        if self._shown(dialog.exec):
            self._stage.troubles.tell(good(say("已建立身份。下一步：导出登记申请，交主管部门登记。")))
            self._after()
            self._warn()
            self.code_made.emit(made[0].id)
        dialog.deleteLater()

    def change_pin(self, person: PersonCard) -> None:
        """Ask for a person's first or next PIN."""
        change = partial(self.presenter.change_pin, person.id)
        dialog = ChangePinDialog(self, person.name, change, has_pin=person.has_pin)
        if self._shown(dialog.exec):
            told = say("已更改 PIN。") if person.has_pin else say("已设 PIN，本机数据已加密。")
            self._stage.troubles.tell(good(told))
            self._after()
            self._warn()
            self.code_made.emit(person.id)
        dialog.deleteLater()

    def _warn(self) -> None:
        """Who has just been locked out is told while somebody can still help."""
        if told := self.presenter.left_out():
            self._stage.troubles.tell(Notice("attention", told))

    def renew_code(self, person: PersonCard) -> None:
        """Make a person's recovery code anew, after the PIN."""
        dialog = PinDialog(self, person.name, partial(self.presenter.new_code, person.id))
        if self._shown(dialog.exec):
            self.code_made.emit(person.id)
        dialog.deleteLater()

    def choose_trust(self) -> None:
        """Let the person pick a trust file."""
        chosen = ask_open(self, say("载入信任文件"), say("信任文件 (*.xptrust);;所有文件 (*)"))
        if chosen:
            self.take_trust(Path(chosen))

    def take_trust(self, path: Path) -> None:
        """Show a trust file's fingerprint and take it in once it was compared."""
        found = self._stage.troubles.attempt(lambda: self.presenter.look_at(path))
        if found is None:
            return
        data, info = found
        if info.known:
            self._stage.troubles.tell(good(say("{bureau}的信任文件此前已载入。", bureau=info.bureau)))
            return
        dialog = TrustDialog(self, info)
        if dialog.exec() and self._stage.troubles.handle(lambda: self.presenter.trust(data)):
            self._stage.troubles.tell(good(say("已信任{bureau}。", bureau=info.bureau)))
            self._after()
        dialog.deleteLater()

    def enrol(self, person_id: str) -> None:
        """Write a person's enrolment request to a file."""
        name = self.presenter.enrolment_name(person_id)
        chosen = ask_save(self, say("导出登记申请"), name, say("登记申请 (*.xpenrol)"))
        if chosen and self._stage.troubles.handle(lambda: self.presenter.enrol(person_id, Path(chosen))):
            told = say("已导出登记申请。请交主管部门，并当面报出指纹供其核对。")
            self._stage.troubles.tell(good(told))
            self._after()

    def _shown(self, execute: Callable[[], int]) -> bool:
        return bool(self._stage.troubles.attempt(execute))

    def _after(self) -> None:
        self.changed.emit()
        self.show_state(self.presenter.state)

    def _make_page(self) -> None:
        self._people, self._trusts = column(gap=theme.SPACE_12), column(gap=theme.SPACE_12)
        self._erased_title, self._erased = Heading(say("已从本机清除的考核")), column(gap=theme.SPACE_8)
        self._nobody = Label(say("还没有身份。建立之后才能填写和签署。"), "muted", wrap=True)
        told = say("还没有信任的主管部门。载入信任文件并核对指纹之后，才能导入其任务。")
        self._no_trust = Label(told, "muted", wrap=True)
        page = column(
            row(Heading(say("这台电脑上的身份")), None, self.create_button),
            self._nobody,
            self._people,
            theme.SPACE_24,
            row(Heading(say("信任的主管部门")), None, self.trust_button),
            self._no_trust,
            self._trusts,
            theme.SPACE_24,
            self._erased_title,
            self._erased,
            None,
            gap=theme.SPACE_12,
        )
        inner = holder(page)
        inner.setMaximumWidth(PAGE_WIDTH)
        self._scrolled.body.addWidget(holder(row(inner)))
        self._scrolled.body.addStretch(1)

    def _person(self, person: PersonCard) -> Card:
        head = row(Label(person.name, "title"), theme.SPACE_4, *_chips(person), None, gap=theme.SPACE_8)
        words = column(
            head, Elided(person.unit, "muted"), _fingerprint(person.fingerprint), gap=theme.SPACE_4
        )
        line = row(words, gap=theme.SPACE_16)
        line.setStretch(0, 1)
        if not person.sample:
            line.addWidget(self._pins(person))
            enrol = QuietButton(say("导出登记申请…"))
            enrol.clicked.connect(lambda: self.enrol(person.id))
            self.enrol_buttons[person.id] = enrol
            line.addWidget(enrol)
        if not person.current:
            switch = Button(say("切换到此人"))
            switch.clicked.connect(lambda: self.switch_wanted.emit(person.id))
            line.addWidget(switch)
        return Card(line)

    def _pins(self, person: PersonCard) -> QuietButton:
        """What can be done about a person's PIN: one button, or a menu behind it."""
        button = self.pin_buttons[person.id] = QuietButton("PIN…" if person.has_pin else say("设 PIN…"))
        if not person.has_pin:
            button.clicked.connect(lambda: self.change_pin(person))
            return button
        menu = QMenu(button)
        for words, does in (
            (say("更改 PIN…"), self.change_pin),
            (say("重发恢复码…"), self.renew_code),
        ):
            menu.addAction(words).triggered.connect(lambda _=False, does=does: does(person))
        button.setMenu(menu)
        return button


def _chips(person: PersonCard) -> list[Chip]:
    made = []
    if person.current:
        made.append(Chip(say("当前"), Tone.ACCENT))
    if person.sample:
        made.append(Chip(say("示例")))
    elif person.enrolled:
        made.append(Chip(say("已登记"), Tone.DONE, Sign.DONE))
    else:
        made.append(Chip(say("未登记"), Tone.ATTENTION, Sign.OPEN))
    if person.has_pin:
        made.append(Chip(say("有 PIN"), Tone.PLAIN, Sign.LOCK))
    return made


def _fingerprint(fingerprint: str) -> Caption:
    made = Caption(say("指纹 {code}", code=fingerprint), wrap=True)
    made.setToolTip(say("登记时由主管部门核对，证明密钥确是本人的。"))
    return made


def _trust(trust: TrustLine) -> Card:
    head = row(Label(trust.bureau, "title"), theme.SPACE_4, Chip(say("已核对"), Tone.DONE, Sign.DONE), None)
    return Card(head, _fingerprint(trust.fingerprint), gap=theme.SPACE_4)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
