"""改为手签: the dialog that asks for the signed page and the reason, and what the screen does with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.services.panel.pen_round import SAME_PAGE
from app.services.store.rounds import SigningState
from app.ui import theme
from app.ui.shell.notice import good
from app.ui.shell.view_dialogs import asked
from app.ui.shell.view_operation import Outcome, Work
from app.ui.shell.view_screen import Stage
from app.ui.signing.presenter import SigningPresenter, SlotLine
from app.ui.widgets import Button, Dialog, Elided, Flow, Label, NoteField, column, row
from app.ui.widgets.file_dialogs import ask_open
from app.ui.widgets.offers import offered

KINDS = "*.jpg *.jpeg *.png *.pdf *.tif *.tiff *.heic *.webp *.bmp"


class PenDialog(Dialog):
    """Print, sign on paper, attach the page, say why. ``save`` writes the document for printing."""

    def __init__(
        self, parent: QWidget | None, slot: SlotLine, reasons: tuple[str, ...], save: Callable[[], object]
    ) -> None:
        super().__init__(parent, say("改为手签：{name}", name=slot.name), act=say("登记手签"))
        self.page: Path | None = None
        told = say(
            "打印结论文件，请{name}在签署处用笔签名并写日期，再把签名页的照片或扫描件附在这里。"
            "手签与电子签名同等有效，照片随成果包交主管部门核对。组长签署之前可以撤销。",
            name=slot.name,
        )
        self.print = Button(say("另存 PDF 供打印…"))
        self.add = Button(say("附签名页…"), hint=say("照片或扫描件"))
        self.name = Elided(say("还没有附签名页"))
        self.reason = NoteField(say("改为手签的原因"), placeholder=say("为什么不能电子签署，记入考核记录"))
        self.offers = offered(reasons, self.reason, self._check)
        self.print.clicked.connect(save)
        self.add.clicked.connect(self._choose)
        self.reason.written.connect(lambda _: self._check())
        self.body.addWidget(Label(told, wrap=True))
        self.body.addLayout(row(self.print, self.add, None, gap=theme.SPACE_8))
        self.body.addWidget(self.name)
        self.body.addLayout(
            column(
                Label(say("原因"), "strong"),
                Flow(*self.offers),
                self.reason,
                gap=theme.SPACE_8,
            )
        )
        self._check()

    def showEvent(self, event: QShowEvent) -> None:
        """Ready for the page: most have printed it already."""
        super().showEvent(event)
        self.add.setFocus()

    def take(self, page: Path) -> None:
        """Take a file as the signed page; it is read once it is noted."""
        self.page = page
        self.name.setText(say("签名页：{name}", name=page.name))
        self._check()
        self.reason.setFocus()

    def _choose(self) -> None:
        kinds = say("照片和扫描件 ({kinds})", kinds=KINDS)
        chosen = ask_open(self, say("附签名页"), kinds)
        if chosen:
            self.take(Path(chosen))

    def _check(self) -> None:
        self.act.setEnabled(self.page is not None and bool(self.reason.toPlainText().strip()))


class SigningRound(Protocol):
    """What a pen asks of the screen that it is used on."""

    presenter: SigningPresenter

    @property
    def stage(self) -> Stage:
        """Troubles and operations of the window."""

    def once_issued(self, told: str, then: Callable[[], None]) -> None:
        """Go on with the issued document."""

    def run(self, title: str, work: Work[Outcome], then: Callable[[Outcome], None]) -> None:
        """Do something in the background."""

    def save_as(self) -> None:
        """Write the document for printing."""

    def refresh(self) -> None:
        """Draw the pane anew."""

    def ready_for_next(self) -> None:
        """The focus on what comes next."""


class PenDeeds:
    """What a signing screen does when a pen is wanted, or taken back. over: what its dialogs stand over."""

    def __init__(self, screen: SigningRound, over: QWidget) -> None:
        self._screen, self._over = screen, over

    def want(self, person_id: str) -> None:
        """Issue the document first if need be: what is signed on paper must stand still."""
        told = say("手签之前须先出具文件。出具后，程序记录和单位表态不能再改；要改须先撤回定稿。")
        self._screen.once_issued(told, partial(self._ask, person_id))

    def take_back(self, person_id: str) -> None:
        """Ask, and take a pen signature back."""
        screen, slot = self._screen, self._slot(person_id)
        told = say("撤销后，{name}须重新手签，或在本人电脑上电子签署。撤销记入考核记录。", name=slot.name)
        title = say("撤销{name}的手签？", name=slot.name)
        if asked(self._over, title, told, say("撤销手签"), destroys=True):
            screen.stage.troubles.handle(lambda: screen.presenter.pen.take_back(person_id))
            screen.refresh()
            screen.ready_for_next()

    def _ask(self, person_id: str) -> None:
        screen, slot = self._screen, self._slot(person_id)
        dialog = PenDialog(self._over, slot, screen.presenter.pen.reasons(), screen.save_as)
        try:
            if screen.stage.troubles.attempt(dialog.exec) and dialog.page is not None:
                self.look(slot, dialog.page, dialog.reason.toPlainText())
        finally:
            dialog.deleteLater()

    def look(self, slot: SlotLine, page: Path, reason: str) -> None:
        """See first, in the background, whether it is the page of a text that is void."""
        work = self._screen.presenter.pen.looking(page)
        self._screen.run(say("核对签名页"), work, partial(self._looked, slot, page, reason))

    def _looked(self, slot: SlotLine, page: Path, reason: str, repeats: bool) -> None:  # noqa: FBT001
        QTimer.singleShot(0, partial(self._note_unless, slot, page, reason, repeats))

    def _note_unless(self, slot: SlotLine, page: Path, reason: str, repeats: bool) -> None:  # noqa: FBT001
        title = say("与撤回定稿前的照片相同")
        if not repeats or asked(self._over, title, say(SAME_PAGE), say("核对无误，登记"), destroys=True):
            self.note(slot, page, reason)

    def note(self, slot: SlotLine, page: Path, reason: str) -> None:
        """Keep the page and note the pen, in the background."""
        work = self._screen.presenter.pen.noting(slot.person_id, page, reason)
        self._screen.run(say("登记手签"), work, partial(self._noted, slot))

    def _noted(self, slot: SlotLine, _status: SigningState) -> None:
        self._screen.stage.troubles.tell(good(say("已登记{name}的手签。", name=slot.name)))

    def _slot(self, person_id: str) -> SlotLine:
        slots = self._screen.presenter.state.slots
        return next(slot for slot in slots if slot.person_id == person_id)
