"""Preview, signing round and export of one visit: the document left, what to do with it right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.services.panel.day_doubts import joined
from app.services.store.files import write_whole
from app.services.store.rounds import Exported, SigningState
from app.ui.attendance.view import AwayDialog, SeatDialog, ran
from app.ui.shell.notice import Notice, good
from app.ui.shell.presenter import KeyGroup, KeyHelp, Route
from app.ui.shell.view_dialogs import asked
from app.ui.shell.view_operation import Outcome, Work
from app.ui.shell.view_reason import reason_for
from app.ui.shell.view_screen import Screen, Stage
from app.ui.shell.view_word import word_given
from app.ui.signing.copies import read_pdf
from app.ui.signing.presenter import SigningPresenter, SlotLine
from app.ui.signing.view_document import DocumentView
from app.ui.signing.view_pen import PenDeeds
from app.ui.signing.view_round import RoundPane
from app.ui.signing.view_sign import SignDialog
from app.ui.widgets import Hairline, row
from app.ui.widgets.file_dialogs import ask_folder, ask_open_many, ask_save


class SigningScreen(Screen):
    """Everything slow runs in the background; its outcome comes back here."""

    reading_wanted = Signal(str)  # "read", "rehearse", "script" or "paper"

    def __init__(
        self, presenter: SigningPresenter, stage: Stage, visit_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.presenter, self._stage, self._visit_id = presenter, stage, visit_id
        self.pens = PenDeeds(self, self)
        self.document, self.round = DocumentView(), RoundPane(presenter.words, presenter.warning)
        self._pdf, self._summary = b"", False
        self._folder: Path | None = None
        self._gone = False
        layout = row(self.document, Hairline(upright=True), self.round, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._listen()
        self.refresh()

    @property
    def stage(self) -> Stage:
        """What the screen plays on."""
        return self._stage

    def caption(self) -> str:
        """The unit and the scheme."""
        return say("{heading} · 签署与导出", heading=self.presenter.heading)

    def back(self) -> Route:
        """Back to the conclusion, where one comes from."""
        return Route("conclusion", self._visit_id)

    def key_groups(self) -> tuple[KeyGroup, ...]:
        """The shortcuts of this screen."""
        pairs = (
            ("F5", say("宣读")),
            ("Shift+F5", say("试读，记下自己的语速")),
            ("Ctrl+Shift+F5", say("另存讲稿")),
            ("Ctrl+F5", say("登记按讲稿的宣读")),
            ("PageUp　PageDown", say("翻页")),
            ("Ctrl++　Ctrl+−　Ctrl+0", say("放大、缩小、适合宽度")),
            ("Ctrl+Enter", say("下一位签署")),
            ("Ctrl+S", say("另存 PDF")),
            ("Ctrl+Shift+S", say("发给专家签署")),
            ("Ctrl+E", say("导出")),
            ("Ctrl+Shift+A", say("登记先行退出的专家")),
            ("Ctrl+Shift+L", say("换组长")),
            ("Ctrl+Shift+Z", say("改为纸质签署")),
        )
        return (KeyGroup(say("签署与导出"), tuple(KeyHelp(keys, does) for keys, does in pairs)),)

    def arrive(self) -> None:
        """Draw the document in the background."""
        self.load_document()
        self.ready_for_next()

    def leave(self) -> None:
        """Outcomes that come later have nobody to show them to."""
        self._gone = True

    def refresh(self) -> None:
        """Draw the pane anew."""
        self.round.show_state(self.presenter.state)

    def load_document(self) -> None:
        """Fetch the document that is looked at, as it stands."""
        if self._summary:
            self._stage.operations.run(
                say(self.presenter.words.summary), self.presenter.summary, self._show_summary
            )
        else:
            self._stage.operations.run(say("结论文件"), self.presenter.document, self._show_document)

    def look_at(self, paper: str) -> None:
        """Turn to the verdict for the unit, or to the bureau's summary."""
        self._summary = paper == "summary"
        self._pdf = b""
        self.round.show_paper(paper)
        self.load_document()

    def sign(self, person_id: str) -> None:
        """Let one person sign."""
        question = self.presenter.question(person_id)
        slot, unlock = question.slot, partial(self.presenter.unlock, person_id)
        dialog = SignDialog(self, slot, question.code, unlock, question.doubts)
        try:
            if self._stage.troubles.attempt(dialog.exec) and self._word_given():
                self.set_signature(slot, dialog.pin.text() if slot.has_pin else None, dialog.stroke)
        finally:
            dialog.deleteLater()

    def save(self) -> None:
        """Write the PDF that is shown to a file, for printing."""
        if self._pdf:
            self.save_as()

    def send(self) -> None:
        """Write the document with its record, for experts who sign on their own devices."""
        told = say("还有专家要在自己的电脑上签署。出具文件后，程序记录和单位表态不能再改；要改须先撤回定稿。")
        self.once_issued(told, self.send_as)

    def send_as(self) -> None:
        """Ask for a name and write the record in the background."""
        usual, kinds = self.presenter.record_name(), say("待签文件 (*.xprecord)")
        name = ask_save(self, say("发给专家签署"), usual, kinds)
        if name:
            self.run(say("发给专家签署"), self.presenter.sending(Path(name)), self._sent)

    def _sent(self, exported: Exported) -> None:
        told = say("已写出并核验：{name}。请交给待签的专家，签好后收回签名。", name=exported.files[0].name)
        self._stage.troubles.tell(good(told))

    def once_issued(self, told: str, then: Callable[[], None]) -> None:
        """Go on with the issued document. Where there is none yet, ask and make it; told: what that means."""
        if self.presenter.state.issued:
            then()
        elif (
            asked(self, say("出具结论文件？"), f"{self.presenter.doubts}\n{told}".strip(), say("出具"))
            and self._word_given()
        ):
            self.run(say("出具"), self.presenter.issue, partial(self._issued, then))

    def run(self, title: str, work: Work[Outcome], then: Callable[[Outcome], None]) -> None:
        """Do something in the background, with nothing to be pressed meanwhile."""
        self.round.show_busy(on=True)
        operation = self._stage.operations.run(title, work, then)
        operation.ended.connect(lambda _: self._settle())

    def _issued(self, then: Callable[[], None], pdf: bytes) -> None:
        if not self._gone:
            self._summary = False
            self.round.show_paper("verdict")
            self._show_document(pdf)
            QTimer.singleShot(0, then)  # once the pane is drawn anew

    def change_people(self, kind: type[AwayDialog | SeatDialog]) -> None:
        """Note who has left, or who leads from now on."""
        if ran(kind(self, self.presenter.people)):
            self._changed(say("已登记，并写进考核记录。"))

    def turn_to_pen(self) -> None:
        """Ask why, then close the visit with pen and seal."""
        told = say(
            "此后打印结论文件，各人签字、单位盖章，不再电子签署。定稿的文本和校验码不变；"
            "已有的电子签名留在记录里，文件重新出具并写明改签的原因。改后不能再改回电子签署。"
        )
        title = say("改为纸质签署")
        reason = reason_for(self, title, told, title)
        if reason and self._stage.troubles.handle(lambda: self.presenter.people.turn_to_pen(reason)):
            self._changed(say("已改为纸质签署。请打印、签字、盖章后导出。"))

    def _changed(self, told: str) -> None:
        self.refresh()
        self.load_document()
        self.ready_for_next()
        self._stage.troubles.tell(good(told))
        self.changed.emit()

    def _word_given(self) -> bool:
        return word_given(self, self._stage, self._visit_id)

    def save_as(self) -> None:
        """Ask for a name and write the document that is shown."""
        name = ask_save(
            self, say("另存 PDF"), self.presenter.file_name(summary=self._summary), say("PDF 文件 (*.pdf)")
        )
        if name and self._stage.troubles.handle(lambda: write_whole(Path(name), self._pdf)):
            self._stage.troubles.tell(good(say("已另存。")))

    def take_back(self) -> None:
        """Let the leader pick the copies that experts have signed elsewhere, and take their signatures."""
        title = say("收回签好的文件")
        chosen = ask_open_many(self, title, say("PDF 文件 (*.pdf)"))
        copies = self._stage.troubles.attempt(lambda: [read_pdf(Path(each)) for each in chosen])
        if copies:
            self.round.show_busy(on=True)
            work = self.presenter.taking_back(copies)
            operation = self._stage.operations.run(title, work, self._taken_back)
            operation.ended.connect(lambda _: self._settle())

    def _taken_back(self, status: SigningState) -> None:
        signed = sum(slot.signed_at is not None or slot.pen is not None for slot in status.slots)
        told = say("签名已核验并收回，共 {signed} / {all} 人已签。", signed=signed, all=len(status.slots))
        doubts = joined(status.doubts)
        self._stage.troubles.tell(Notice("attention", told, (doubts,)) if doubts else good(told))
        if not self._gone:
            self.load_document()

    def export(self) -> None:
        """Ask for a folder, write and verify in the background."""
        early = self.presenter.early
        if early and not asked(self, say("导出？"), early, say("照此导出"), destroys=True):
            return
        chosen = ask_folder(self, say("导出到文件夹（U 盘或共享文件夹）"))
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, folder: Path) -> None:
        """Write and verify in the background."""
        self._folder = folder
        self.round.show_busy(on=True)
        operation = self._stage.operations.run(say("导出"), self.presenter.export(folder), self._exported)
        operation.ended.connect(lambda _: self._settle())

    def _listen(self) -> None:
        pane = self.round
        pane.sign_wanted.connect(self.sign)
        pane.pen_wanted.connect(self.pens.want)
        pane.unpen_wanted.connect(self.pens.take_back)
        pane.print_wanted.connect(self.save)
        pane.paper_wanted.connect(self.look_at)
        pane.away_wanted.connect(lambda: self.change_people(AwayDialog))
        pane.seat_wanted.connect(lambda: self.change_people(SeatDialog))
        pane.paper_form_wanted.connect(self.turn_to_pen)
        pane.reading_wanted.connect(self.reading_wanted)
        pane.send_wanted.connect(self.send)
        pane.back_wanted.connect(self.take_back)
        pane.export_wanted.connect(self.export)
        pane.folder_wanted.connect(self._open_folder)
        pane.conclusion_wanted.connect(lambda: self.wanted.emit(Route("conclusion", self._visit_id)))
        for keys, does in (
            ("F5", pane.read.click),
            ("Shift+F5", pane.rehearse.click),
            ("Ctrl+Shift+F5", pane.script.click),
            ("Ctrl+F5", pane.paper_read.click),
            ("Ctrl+S", self.save),
            ("Ctrl+Shift+S", pane.send.click),
            ("Ctrl+E", pane.export.click),
            ("Ctrl+Shift+A", pane.away.click),
            ("Ctrl+Shift+L", pane.seat.click),
            ("Ctrl+Shift+Z", pane.paper_form.click),
            ("Ctrl+Return", self._sign_next),
            ("Ctrl+Enter", self._sign_next),
        ):
            QShortcut(QKeySequence(keys), self, does)

    def _sign_next(self) -> None:
        first = next(iter(self.round.slots.values()), None)
        if first is not None:
            first.click()

    def set_signature(self, slot: SlotLine, pin: str | None, stroke: bytes | None) -> None:
        """Set one signature in the background."""
        self.round.show_busy(on=True)
        work = self.presenter.signing(slot.person_id, pin, stroke)
        title = say("{name}签署", name=slot.name)
        operation = self._stage.operations.run(title, work, lambda status: self._signed(slot, status))
        operation.ended.connect(lambda _: self._settle())

    def _signed(self, slot: SlotLine, _status: SigningState) -> None:
        self._stage.troubles.tell(good(say("{name}已签署。", name=slot.name)))
        if not self._gone:
            self.load_document()

    def _exported(self, exported: Exported) -> None:
        self.presenter.note_export(exported)
        self._stage.troubles.tell(good(say("已导出 {count} 个文件，均已核验。", count=len(exported.files))))

    def _settle(self) -> None:
        if not self._gone:
            self.refresh()
            self.ready_for_next()

    def ready_for_next(self) -> None:
        """The focus on what comes next, so that Enter never hits something else."""
        self.round.next_deed().setFocus()

    def _show_document(self, pdf: bytes) -> None:
        self._show(pdf, summary=False)

    def _show_summary(self, pdf: bytes) -> None:
        self._show(pdf, summary=True)

    def _show(self, pdf: bytes, *, summary: bool) -> None:
        """Show what was drawn, unless the other paper is looked at by now: it must not be saved as this."""
        if not self._gone and summary is self._summary:
            self._pdf = pdf
            self.document.show_pdf(pdf)

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
