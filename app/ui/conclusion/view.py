"""The leader's screen. Renders a ``ConclusionState`` and hands every intent to the presenter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.common.words import say
from app.services.store.matter import Matter
from app.ui import theme
from app.ui.attendance.view import AwayDialog, SeatDialog, ran
from app.ui.conclusion.keys import conclusion_keys
from app.ui.conclusion.presenter import ConclusionPresenter
from app.ui.conclusion.state import ConclusionState, Page
from app.ui.conclusion.view_branch import BranchDialog
from app.ui.conclusion.view_clock import clock_fault, freezing_agreed
from app.ui.conclusion.view_criterion import CriterionView
from app.ui.conclusion.view_deeds import LeaderDeeds
from app.ui.conclusion.view_left import LEFT_WIDTH, LeftPane
from app.ui.conclusion.view_opinions import OpinionsPage
from app.ui.conclusion.view_protocol import ProtocolPage, StatementPage
from app.ui.conclusion.view_result import ResultPane
from app.ui.conclusion.view_strips import ConclusionStrip, PagesStrip
from app.ui.criterion.view_intents import FieldIntents
from app.ui.panes.view import Panes
from app.ui.panes.widths import Measures, Wish
from app.ui.shell.arrivals import Taken, take_all
from app.ui.shell.notice import Notice, good
from app.ui.shell.presenter import KeyGroup, Route
from app.ui.shell.view_dialogs import asked
from app.ui.shell.view_reason import reason_for
from app.ui.shell.view_screen import Screen, Stage
from app.ui.shell.view_word import pin_given, word_given
from app.ui.widgets import Surface, column, row
from app.ui.widgets.file_dialogs import ask_open_many

LEAST = Measures(
    theme.LIST_WIDTH + theme.SPACE_32,  # the names of the pages
    theme.RULING_WIDTH,
    theme.RESULT_WIDTH,
    theme.STRIP_WIDTH,
    theme.RESULT_STRIP,
    2 * theme.HANDLE_WIDTH,
)


class UsualWidths:
    """How wide the panes are until the screen is left: the list has room for the experts' columns."""

    def wish(self) -> Wish:
        """The usual."""
        return Wish(list_width=LEFT_WIDTH)

    def keep(self, wish: Wish) -> None:
        """Nothing is kept: the list has another width on each device's desk."""


class ConclusionScreen(Screen):
    """Disputes, opinions, protocol and statement of one visit, and its freezing.

    ``look_wanted``: at all that lies here of an expert.
    """

    look_wanted = Signal(str)

    def __init__(
        self, presenter: ConclusionPresenter, stage: Stage, visit_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.presenter, self._stage, self._visit_id = presenter, stage, visit_id
        self.wants = FieldIntents(self)
        self.left, self.result = LeftPane(presenter.state.words), ResultPane()
        self.pages = PagesStrip(presenter.state.words)
        self.strip = ConclusionStrip()
        self.criterion = CriterionView(self.wants)
        self.opinions, self.protocol, self.statement = OpinionsPage(), ProtocolPage(), StatementPage()
        self._stack = QStackedWidget()
        self._pages: dict[Page, QWidget] = {
            "criterion": self.criterion,
            "opinions": self.opinions,
            "protocol": self.protocol,
            "statement": self.statement,
        }
        self._widths = UsualWidths()
        self.settling = LeaderDeeds(self, presenter, stage, self.do)
        self._lay_out()
        self._listen()
        self._add_keys()
        self.show_state(presenter.state)

    def caption(self) -> str:
        """The unit and the scheme."""
        return say("{heading} · 结论", heading=self.presenter.heading)

    def key_groups(self) -> tuple[KeyGroup, ...]:
        """The shortcuts of this screen."""
        return (conclusion_keys(self.presenter.state.words),)

    def arrive(self) -> None:
        """Start in the list of what must be settled."""
        self.left.matrix.list.setFocus()

    def leave(self) -> None:
        """Hand over what is still in a field."""
        for page in (self.opinions, self.protocol, self.statement):
            page.flush()

    def show_state(self, state: ConclusionState) -> None:
        """Draw the whole screen."""
        self.left.show_state(state)
        self.result.show_state(state.result)
        self.strip.show_result(state.result)
        self.pages.show_page(state.page)
        self._stack.setCurrentWidget(self._pages[state.page])
        if state.criterion is not None:
            self.criterion.show_page(state.criterion, writable=state.writable)
        self.opinions.show_words(state.words, state.titles)
        texts = state.problems, state.suggestions, state.strengths
        self.opinions.show_state(texts, state.typed_opinions, writable=state.writable)
        self.opinions.show_drifts(state.drifted)
        if state.page == "protocol" or self.protocol.rows:  # many fields, made when they are to be seen
            self.protocol.show_state(state.protocol, state.elsewhere)
            self.protocol.show_papers(state.materials, writable=state.writable)
        self.statement.show_state(state.statement)

    def _lay_out(self) -> None:
        middle = Surface("sheet", row(self._stack))
        panes = self.left, middle, self.result
        self.panes = Panes(self, panes, (self.pages, self.strip), self._widths, self._rescue, LEAST)
        self.setLayout(column(self.panes, gap=0))
        for page in self._pages.values():  # last: what stands in its place already is dressed once
            self._stack.addWidget(page)

    def _rescue(self) -> None:
        self._stack.setFocus()

    def _listen(self) -> None:
        left, result, ruling, do = self.left, self.result, self.criterion.ruling, self.do
        one = self.presenter
        left.matrix.list.turned_to.connect(lambda cid: do(lambda: one.show_criterion(cid)))
        left.matrix.list.folded.connect(lambda key: do(lambda: one.fold(key)))
        left.page_wanted.connect(self.turn_to)
        left.collect_wanted.connect(self.collect)
        left.look_wanted.connect(self.look_wanted)
        left.parted_wanted.connect(self.join)
        left.open_wanted.connect(self.settling.open_sheets)
        left.away_wanted.connect(lambda: self.change_people(AwayDialog))
        left.seat_wanted.connect(lambda: self.change_people(SeatDialog))
        self.criterion.sides.adopted.connect(lambda person: do(lambda: one.adopt(person)))
        self.criterion.talk.wanted.connect(self.settling.talk_over)
        ruling.reasoned.connect(lambda text: do(lambda: one.give_reason(text)))
        ruling.ruled.connect(self.rule)
        ruling.unruled.connect(self.settling.unrule)
        self.opinions.written.connect(lambda *texts: do(lambda: one.set_opinions(*texts)))
        self.opinions.draft_wanted.connect(self.draft)
        self.protocol.noted.connect(
            lambda step, people, notes: do(lambda: one.note_step(step, people, notes))
        )
        self.protocol.handed.connect(
            lambda paper, handed, note: do(lambda: one.note_material(paper, handed, note))
        )
        self.protocol.reopened.connect(lambda step: do(lambda: one.reopen_step(step)))
        self.statement.written.connect(lambda text, yes, by: do(lambda: one.set_statement(text, yes, by)))
        result.freeze_wanted.connect(self.freeze)
        result.thaw_wanted.connect(self.thaw)
        result.gap_wanted.connect(self.settling.rule_gap)
        result.signature_wanted.connect(self.sign_sheet)
        result.collect_wanted.connect(self.collect)
        result.preview_wanted.connect(self.preview)
        result.sign_wanted.connect(self.preview)
        result.matter_wanted.connect(self.turn_to_matter)
        self._listen_to_strips()
        self._listen_to_fields()
        self._listen_to_typing()

    def _listen_to_typing(self) -> None:
        """Every key is kept; nothing on the screen follows from half a word."""
        keep, one = self._stage.troubles.handle, self.presenter
        self.opinions.typing.connect(lambda *texts: keep(lambda: one.type_opinions(*texts)))
        self.protocol.typing.connect(
            lambda step, people, notes: keep(lambda: one.type_step(step, people, notes))
        )
        self.protocol.paper_typing.connect(lambda paper, note: keep(lambda: one.type_material(paper, note)))
        self.statement.typing.connect(lambda text, yes, by: keep(lambda: one.type_statement(text, yes, by)))

    def _listen_to_strips(self) -> None:
        strip = self.strip
        self.pages.page_wanted.connect(self.turn_to)
        strip.wanting.clicked.connect(lambda: self.panes.unfold("result"))
        strip.freeze.clicked.connect(self.freeze)
        for button in (strip.preview, strip.sign):
            button.clicked.connect(self.preview)

    def _listen_to_fields(self) -> None:
        wants, do, one = self.wants, self.do, self.presenter
        wants.typed.connect(lambda name, typed: do(lambda: one.write(name, typed)))
        wants.stepped.connect(lambda name, steps: do(lambda: one.step(name, steps)))
        wants.toggled.connect(lambda name, element: do(lambda: one.toggle(name, element)))
        wants.offered.connect(lambda name, reason: do(lambda: one.offer(name, reason)))
        wants.case_typed.connect(
            lambda name, at, part, text: do(lambda: one.write_case(name, at, part, text))
        )
        wants.case_stepped.connect(lambda name, at, steps: do(lambda: one.step_case(name, at, steps)))
        wants.case_added.connect(lambda name: do(lambda: one.add_case(name)))
        wants.case_removed.connect(lambda name, at: do(lambda: one.remove_case(name, at)))

    def _add_keys(self) -> None:
        pages: tuple[Page, ...] = ("criterion", "opinions", "protocol", "statement")
        for number, page in enumerate(pages, 1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda one=page: self.turn_to(one))
        QShortcut(QKeySequence("Alt+Up"), self, lambda: self._go_by(-1))
        QShortcut(QKeySequence("Alt+Down"), self, lambda: self._go_by(1))
        QShortcut(QKeySequence("Ctrl+D"), self, self.draft)
        QShortcut(QKeySequence("Ctrl+P"), self, self.preview)
        QShortcut(QKeySequence("Ctrl+Shift+J"), self, self.settling.talk_over)
        QShortcut(QKeySequence("Ctrl+Shift+O"), self, self.settling.open_sheets)
        QShortcut(QKeySequence("Ctrl+Shift+A"), self, self.left.away.click)
        QShortcut(QKeySequence("Ctrl+Shift+L"), self, self.left.seat.click)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._confirm)

    # What a person wants.

    def turn_to(self, page: Page) -> None:
        """Show another page and put the focus where work begins there."""
        self.leave()
        self.do(lambda: self.presenter.show_page(page))
        starts: dict[Page, QWidget] = {
            "criterion": self.left.matrix.list,
            "opinions": self.opinions.first,
            "statement": self.statement.by,
        }
        rows = list(self.protocol.rows.values())
        first = next((each for each in rows if each.step.open), next(iter(rows), None))
        target = first.people if page == "protocol" and first else starts.get(page)
        if target is not None:
            target.setFocus()

    def turn_to_matter(self, matter: Matter) -> None:
        """Go where something is settled that is still open."""
        if matter.room == "criterion":
            self.turn_to("criterion")
            self.do(lambda: self.presenter.show_criterion(matter.criterion))
        elif matter.room == "opinions":
            self.turn_to("opinions")
        elif matter.room == "protocol":
            self.turn_to("protocol")
        elif matter.room == "gap":
            self.settling.rule_gap()
        elif matter.room == "seat":
            self.change_people(SeatDialog)
        elif matter.room == "sheets":
            self.panes.unfold("list")
            self.left.collect.setFocus()

    def collect(self) -> None:
        """Let the leader pick the experts' files."""
        sheet = self.presenter.state.words.sheet
        title = say("收取{sheet}", sheet=sheet)
        kinds = say("专家{sheet} (*.xpsheet)", sheet=sheet)
        chosen = ask_open_many(self, title, kinds)
        if chosen:
            paths = [Path(name) for name in chosen]
            work = partial(take_all, self._stage.workspace, paths, visit_id=self._visit_id)
            operation = self._stage.operations.run(title, work, self._collected)
            operation.ended.connect(self._settle)

    def sign_sheet(self, person_id: str) -> None:
        """Let whoever wrote a locked sheet sign it here."""
        unsigned = self.presenter.unsigned(person_id)
        sign = partial(self.presenter.sign_sheet, person_id)
        if pin_given(self, self._stage, unsigned.signer, sign):
            self._stage.troubles.tell(good(say("{name}已签名。", name=unsigned.signer)))
            self._settle(None)

    def _collected(self, taken: Taken) -> None:
        self._stage.troubles.tell(taken.notice)
        self.waiting.emit(taken.waiting)

    def change_people(self, kind: type[AwayDialog | SeatDialog]) -> None:
        """Note who is away, or who leads from now on; everything that follows is shown at once."""
        self.leave()
        if ran(kind(self, self.presenter.people)) and self.do(self.presenter.reload):
            self._stage.troubles.tell(good(say("已登记，并写进考核记录。")))
            self.changed.emit()

    def join(self) -> None:
        """Show what another ledger of the panel says otherwise, and take what is wanted of it."""
        parted = self.presenter.parted
        for branch in self._stage.troubles.attempt(lambda: parted.branches) or ():
            dialog = BranchDialog(self, branch, parted.name_of, partial(parted.join, branch))
            joined = bool(dialog.exec())
            dialog.deleteLater()
            if joined:
                self.settled(say("已合并两份专家组记录。"))

    def rule(self) -> None:
        """Record the ruling and say so."""
        if self.do(self.presenter.rule):
            self.left.matrix.list.setFocus()

    def draft(self) -> None:
        """Compose strengths, problems and suggestions; what is written is not lost without asking."""
        if not self.presenter.state.writable:
            return
        self.opinions.flush()
        if early := self.presenter.nothing_to_draft:
            self._stage.troubles.tell(Notice("attention", early))
            return
        sentence = say("草稿将替换本页已写的内容。")
        title = say("用草稿替换？")
        if self.opinions.empty or asked(self, title, sentence, say("替换"), destroys=True):
            self.do(self.presenter.draft_opinions)
            self.turn_to("opinions")

    def freeze(self) -> None:
        """Ask once, then fix the text."""
        self.leave()
        sentence = say(
            "定稿后结论文本固定，生成校验码，用于宣读和签署。之后如要修改，须撤回定稿并重新宣读改动部分。"
        )
        doubts = self.presenter.doubts
        matters = self.presenter.state.result.standing
        act = say("时间无误，定稿") if doubts else say("确认并定稿") if matters else say("定稿")
        clock = self.presenter.clock
        if clock:
            told = say("已登记本机时钟{clock}，印出的时间照此更正。", clock=clock)
            sentence = f"{told}\n{sentence}"
        told, doubtful = f"{doubts}\n{sentence}".strip(), bool(doubts or clock)
        answer = freezing_agreed(self, told, act, doubtful=doubtful, matters=matters)
        if isinstance(answer, Matter):
            self.turn_to_matter(answer)
        elif answer == "correct":
            self.correct_clock()
        elif answer == "freeze" and word_given(self, self._stage, self._visit_id):
            self.setEnabled(False)
            operation = self._stage.operations.run(say("定稿"), self.presenter.freeze, self._frozen)
            operation.ended.connect(self._settle)

    def correct_clock(self) -> None:
        """Ask how wrong this computer's clock is, note it, and go on with the freezing."""
        given = clock_fault(self)
        if given is not None and self.do(lambda: self.presenter.correct_clock(*given)):
            self.freeze()

    def _frozen(self, code: str) -> None:
        self._stage.troubles.tell(good(say("已定稿，校验码 {code}。", code=code)))

    def settled(self, told: str) -> None:
        """Something was settled elsewhere: show it as it stands now, and say so."""
        self._settle(None)
        self._stage.troubles.tell(good(told))

    @Slot(object)
    def _settle(self, _operation: object) -> None:
        self.setEnabled(True)
        self.presenter.reload()
        self._refresh()
        self.left.matrix.list.setFocus()

    def thaw(self) -> None:
        """Ask why, say what it voids, then take the freezing back."""
        signed = self.presenter.signed
        voids = say("已有 {count} 人签署，签名将全部作废。", count=signed) if signed else ""
        sentence = say("撤回后可以修改；改动部分须重新宣读，所有人重新签署。") + voids
        reason = reason_for(self, say("撤回定稿"), sentence, say("撤回定稿"))
        if reason and self.do(lambda: self.presenter.thaw(reason)):
            self.changed.emit()

    def preview(self) -> None:
        """Go to the document and the signing round."""
        self.wanted.emit(Route("signing", self._visit_id))

    def _confirm(self) -> None:
        ruling = self.criterion.ruling
        if self.presenter.state.page == "criterion" and ruling.isVisible() and ruling.rule.isEnabled():
            self.rule()
        elif any(each.isVisible() and each.isEnabled() for each in (self.result.freeze, self.strip.freeze)):
            self.freeze()

    def _go_by(self, step: int) -> None:
        self.do(lambda: self.presenter.show_criterion(self.presenter.neighbour(step)))

    def do(self, action: Callable[[], object]) -> bool:
        """Carry out an action under the one handler, and show what became of it; whether it went through."""
        done = self._stage.troubles.handle(action)
        self._refresh()
        return done

    def _refresh(self) -> None:
        self.show_state(self.presenter.state)
