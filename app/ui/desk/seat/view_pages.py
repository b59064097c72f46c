"""Locking a sheet that was typed in: the page that its expert checked and signed belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.desk.lock.state import CheckPoint
from app.ui.desk.lock.view_dialogs import LockDialog
from app.ui.desk.result.state import ResultState
from app.ui.desk.seat.state import SeatState, SignedPage
from app.ui.widgets import (
    Button,
    Caption,
    Elided,
    IconButton,
    Label,
    Scrolled,
    SectionRule,
    Sign,
    column,
    row,
)
from app.ui.widgets.file_dialogs import ask_open_many

KINDS = "*.jpg *.jpeg *.jfif *.png *.pdf *.tif *.tiff *.heic *.webp *.bmp"


Deeds = tuple[Callable[[list[Path]], None], Callable[[str], None], Callable[[], None]]


class TypedLockDialog(LockDialog):
    """Says what is owed of the paper: print, check, sign, attach; without is possible and recorded."""

    def __init__(
        self,
        parent: QWidget,
        result: ResultState,
        lead: Callable[[CheckPoint], None],
        seat: SeatState,
        deeds: Deeds,
    ) -> None:
        """deeds: attach files, take a page off, print the sheet."""
        super().__init__(parent, result, lead)
        attach, self._detach, print_ = deeds
        self._attach, self._seat = attach, seat
        self._plain = self.act.text()
        self.pages: QVBoxLayout = column(gap=0)
        self.told = Label(wrap=True)
        self.add = Button(say("附手签页…"), hint=say("照片或扫描件，可多选"))
        self.print = Button(say("打印供专家核对…"))
        self.add.clicked.connect(self._choose)
        self.print.clicked.connect(print_)
        words = say(
            "这是代{expert}录入的{sheet}。请打印后由{expert}核对、签名，再把签名页的照片或扫描件附在这里。",
            expert=seat.expert,
            sheet=result.names.sheet,
        )
        for listed in self.findChildren(Scrolled):
            listed.setMaximumHeight(listed.minimumHeight())  # the pages below want their room
        self.body.addWidget(SectionRule(say("专家手签页")))
        self.body.addWidget(Label(words, wrap=True))
        self.body.addLayout(self.pages)
        self.body.addWidget(self.told)
        self.body.addLayout(row(self.print, self.add, None))
        self.show_pages(seat)
        if not seat.pages:
            self.add.setFocus()

    def show_pages(self, seat: SeatState) -> None:
        """The pages attached so far, and what locking means with them or without."""
        here = self.focusWidget()
        while (item := self.pages.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                if here is not None and old.isAncestorOf(here):
                    self.add.setFocus()  # a page that is taken off takes its button along
                old.hide()
                old.deleteLater()
        for page in seat.pages:
            self.pages.addWidget(self._line(page))
        told = say("已附 {count} 份。", count=len(seat.pages)) if seat.pages else _without()
        self.told.show_text(told)
        act = self._plain if seat.pages else say("不附手签页，仍要锁定")
        self.act.show_text(act)

    def _line(self, page: SignedPage) -> QWidget:
        away = IconButton(Sign.CLOSE, say("取下 {name}", name=page.name))
        away.clicked.connect(lambda: self._detach(page.sha256))
        line = row(Elided(page.name), Caption(page.told), away, gap=theme.SPACE_8)
        line.setStretch(0, 1)
        shown = QWidget()
        shown.setLayout(line)
        return shown

    def _choose(self) -> None:
        chosen = ask_open_many(self, say("附手签页"), say("照片和扫描件 ({kinds})", kinds=KINDS))
        if chosen:
            self._attach([Path(name) for name in chosen])


def _without() -> str:
    return say("还没有附。也可以不附就锁定，组长和主管部门会看到“未附专家手签页”，锁定后不能再补附。")
