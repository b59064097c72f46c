"""An expert's own device: look at the copy that the leader sent, sign it, send it back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.services.store.files import write_whole
from app.ui import theme
from app.ui.shell.notice import good
from app.ui.shell.presenter import KeyGroup, KeyHelp
from app.ui.shell.view_screen import Screen, Stage
from app.ui.signing.copies import CopyPresenter
from app.ui.signing.view_document import DocumentView
from app.ui.signing.view_sign import SignDialog
from app.ui.theme import Tone
from app.ui.widgets import (
    Button,
    Chip,
    Hairline,
    Label,
    PrimaryButton,
    Sign,
    Surface,
    Title,
    column,
    row,
)
from app.ui.widgets.file_dialogs import ask_open, ask_save

KINDS = "PDF (*.pdf)"
TO_SIGN = "待签文件 (*.xprecord *.pdf);;所有文件 (*)"


class CopyScreen(Screen):
    """The document left, three steps right: open, sign, save."""

    def __init__(self, presenter: CopyPresenter, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter, self._stage = presenter, stage
        self.document = DocumentView()
        self.name, self.guidance = Title(), Label("", "muted", wrap=True)
        self.chip = Chip(say("已签署"), Tone.DONE, Sign.DONE)
        self.open_button = Button(say("打开待签文件…"), hint=say("Ctrl+L"))
        self.sign_button = PrimaryButton(say("签署"), hint=say("Ctrl+Enter"))
        self.save_button = PrimaryButton(say("另存已签文件…"), hint=say("Ctrl+S"))
        self._gone = False
        self._lay_out()
        self._listen()
        self.refresh()

    def caption(self) -> str:
        """The unit."""
        return say("{heading} · 签署文件", heading=self.presenter.state.heading)

    def key_groups(self) -> tuple[KeyGroup, ...]:
        """The shortcuts of this screen."""
        pairs = (
            ("Ctrl+L", say("打开待签文件")),
            ("Ctrl+Enter", say("签署")),
            ("Ctrl+S", say("另存已签文件")),
        )
        return (KeyGroup(say("签署文件"), tuple(KeyHelp(keys, does) for keys, does in pairs)),)

    def arrive(self) -> None:
        """Start with the file."""
        self.open_button.setFocus()

    def leave(self) -> None:
        """An outcome that comes later has nobody to show it to."""
        self._gone = True

    def refresh(self) -> None:
        """Draw the pane anew."""
        state = self.presenter.state
        self.name.setText(state.name or say("还没有打开文件"))
        self.guidance.setText(state.guidance)
        self.chip.setVisible(state.signed)
        self.sign_button.setVisible(not state.signed)
        self.sign_button.setEnabled(bool(state.name))
        self.save_button.setVisible(state.signed)

    def choose(self) -> None:
        """Let the person pick the file."""
        chosen = ask_open(self, say("打开待签的结论文件"), say(TO_SIGN))
        if chosen:
            self.open(Path(chosen))

    def open(self, path: Path) -> None:
        """Hold a copy against its record beside the window, then show it."""
        self.open_button.setEnabled(False)
        done = partial(self._opened, path)
        operation = self._stage.operations.run(say("打开待签文件"), self.presenter.opening(path), done)
        operation.ended.connect(lambda _: self._settle())

    def sign(self) -> None:
        """Ask for PIN and drawn name, then sign in the background."""
        slot = self.presenter.slot
        dialog = SignDialog(self, slot, "", self.presenter.unlock, self.presenter.doubts)
        try:
            if self._stage.troubles.attempt(dialog.exec):
                pin = dialog.pin.text() if slot.has_pin else None
                work = self.presenter.signing(pin, dialog.stroke)
                self.sign_button.setEnabled(False)
                operation = self._stage.operations.run(say("签署"), work, self._signed)
                operation.ended.connect(lambda _: self._settle())
        finally:
            dialog.deleteLater()

    def save(self) -> None:
        """Write the signed copy to a file."""
        name = ask_save(self, say("另存已签文件"), self.presenter.file_name(), KINDS)
        if name and self._stage.troubles.handle(lambda: write_whole(Path(name), self.presenter.pdf)):
            self._stage.troubles.tell(good(say("已另存，请发回组长。")))

    def _opened(self, path: Path, pdf: bytes) -> None:
        self.presenter.take_opened(path, pdf)
        if not self._gone:
            self.document.show_pdf(pdf)

    def _signed(self, pdf: bytes) -> None:
        self.presenter.take_signed(pdf)
        self._stage.troubles.tell(good(say("已签署。")))
        if not self._gone:
            self.document.show_pdf(pdf)

    def _settle(self) -> None:
        if not self._gone:
            self.open_button.setEnabled(True)
            self.refresh()

    def _lay_out(self) -> None:
        words = column(self.name, row(self.chip, None), self.guidance, None, gap=theme.SPACE_12)
        foot = column(self.open_button, self.sign_button, self.save_button, gap=theme.SPACE_8)
        pane = Surface("side", column(words, foot, gap=theme.SPACE_16, margin=theme.SPACE_16))
        pane.setFixedWidth(theme.RESULT_WIDTH + theme.SPACE_32 * 2)
        layout = row(self.document, Hairline(upright=True), pane, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _listen(self) -> None:
        for button, does, keys in (
            (self.open_button, self.choose, ("Ctrl+L",)),
            (self.sign_button, self.sign, ("Ctrl+Return", "Ctrl+Enter")),
            (self.save_button, self.save, ("Ctrl+S",)),
        ):
            button.clicked.connect(does)
            for one in keys:
                QShortcut(QKeySequence(one), self, button.click)
