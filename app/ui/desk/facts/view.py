"""The desk's answers about counted facts, and the dialog that adopts all at once and hands one's own on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.services.sheet.facts import Colleagues
from app.ui import theme
from app.ui.desk.facts.state import Handed, OfferLine, OfferState
from app.ui.desk.facts.view_lines import CountLines
from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.state import DeskState
from app.ui.desk.view_intents import Intents
from app.ui.shell.view_bench import Bench
from app.ui.theme import Tone
from app.ui.widgets import (
    Button,
    Caption,
    Dialog,
    Hairline,
    Label,
    LinkButton,
    QuietButton,
    Scrolled,
    row,
)
from app.ui.widgets.file_dialogs import ask_save

SUFFIX = ".xpfacts"
MOST_ROWS = 6


class FactsDialog(Dialog):
    """What can be adopted at once, and the export. A number leads to its criterion."""

    def __init__(self, parent: QWidget, offer: OfferState, lead: Callable[[str], None]) -> None:
        super().__init__(parent, say("已核事实"), away=say("关闭"))
        count = len(offer.waiting)
        self._lead = lead
        self.export = Button(say("导出已核事实…"))
        self.told = Label(wrap=True)
        self.told.hide()
        self.links: list[LinkButton] = []
        self.act.show_text(say("采信全部未填的事实（{count} 项）", count=count))
        self.act.setVisible(bool(count))
        self._offer(offer)
        self.body.addWidget(Hairline())
        words = say("把您核定的事实交给同组专家：文件里只有事实，不含任何评判。")
        self.body.addWidget(Label(words, wrap=True))
        self.body.addLayout(row(self.export, None))
        self.body.addWidget(self.told)
        self.body.addWidget(
            Caption(say("收到同组专家的 .xpfacts 文件时，拖入窗口或按 Ctrl+O 导入。"), wrap=True)
        )
        (self.act if count else self.export).setFocus()

    def show_handed(self, handed: Handed) -> None:
        """Say what became of the export."""
        self.told.show_text(handed.words)
        self.told.show_tone(Tone.ATTENTION if handed.refused else Tone.DONE)
        self.told.show()

    def _offer(self, offer: OfferState) -> None:
        if not offer.waiting:
            self.body.addWidget(Label(say("同组专家已核的事实，您都已填写；没有可以采信的。"), wrap=True))
            return
        self.body.addWidget(
            Label(say("下列事实同组专家已核、您还没有填写。采信后可以撤销，也可以再改。"), wrap=True)
        )
        self.body.addWidget(self._listed(offer.waiting))

    def _listed(self, lines: tuple[OfferLine, ...]) -> QWidget:
        scroll = Scrolled(gap=theme.SPACE_8, margin=0)
        for each in lines:
            link = LinkButton(each.id)
            link.setFixedWidth(theme.POINTS_WIDTH)
            link.setAccessibleName(f"{each.id} {each.words}")
            link.clicked.connect(lambda _=False, cid=each.id: self._go(cid))
            self.links.append(link)
            line = row(link, Label(each.words, wrap=True), gap=theme.SPACE_8)
            line.setStretch(1, 1)
            scroll.body.addLayout(line)
        scroll.body.addStretch(1)
        high = min(len(lines), MOST_ROWS) * (theme.CONTROL + theme.SPACE_8)
        scroll.setMinimumHeight(high)
        scroll.setMaximumHeight(high)
        return scroll

    def _go(self, cid: str) -> None:
        self.reject()
        self._lead(cid)


class FactsAnswers(QObject):
    """Answers what a person wants with colleagues' facts, beside the desk's own answers."""

    def __init__(
        self,
        presenter: DeskPresenter,
        wants: Intents,
        lines: CountLines,
        show: Callable[[DeskState], None],
        lead: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._presenter, self._lines, self._show, self._lead = presenter, lines, show, lead
        self.button = QuietButton(say("已核事实"), hint=say("同组专家核定的事实：采信、导出（Ctrl+Shift+A）"))
        self.button.clicked.connect(self.open)
        wants.contested.connect(self._contest)
        self.setParent(self.button)  # gone with the desk, so that a late answer finds nobody
        self._bench = Bench(self)
        self._bench.ended.connect(self._take)
        if presenter.facts.behind:
            self._bench.run(None, lambda _check: presenter.facts.look_around())

    def show_offer(self, offer: OfferState) -> None:
        """Say on the button how much waits."""
        count = len(offer.waiting)
        self.button.show_text(say("已核事实 {count}", count=count) if count else say("已核事实"))
        self.button.setVisible(not offer.alone)

    def open(self) -> None:
        """Open the dialog."""
        offer = self._presenter.state.offer
        if offer.alone:
            return
        dialog = FactsDialog(self.button.window(), offer, self._lead)
        dialog.accepted.connect(lambda: self._do(self._presenter.facts.adopt_waiting))
        dialog.export.clicked.connect(lambda: self._export(dialog))
        dialog.open()

    def _do(self, deed: Callable[..., bool | None], *given: object) -> None:
        self._show(self._presenter.do(deed, *given))

    def _take(self, _ticket: object, found: object) -> None:
        """What cannot be read now is read when the desk is opened next."""
        if isinstance(found, Colleagues):
            self._show(self._presenter.show_colleagues(found))

    def _contest(self, person: str) -> None:
        self._do(self._presenter.facts.contest, person)
        self._lines.focus_contest(person)

    def _export(self, dialog: FactsDialog) -> None:
        name = self._presenter.facts.file_name + SUFFIX
        title, kinds = say("导出已核事实，交给同组专家"), say("已核事实 (*.xpfacts)")
        chosen = ask_save(dialog, title, name, kinds)
        if chosen:
            path = Path(chosen)
            path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
            dialog.show_handed(self._presenter.facts.export(path))
