"""The dialogs: who is absent, has left or is recused; who leads from now on; to whom a sheet is sealed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.common.errors import Refusal
from app.common.words import say
from app.ui import theme
from app.ui.attendance.presenter import (
    AWAY_REASONS,
    HERE,
    SEAT_REASONS,
    AttendancePresenter,
    Member,
)
from app.ui.widgets import (
    Caption,
    CheckRow,
    Chooser,
    Dialog,
    FaultLine,
    Flow,
    Label,
    NoteField,
    Segmented,
    TextField,
    column,
    holder,
)
from app.ui.widgets.offers import offered


class PeopleDialog(Dialog):
    """A person, a reason, and the service's own word where it refuses; it closes once all is done."""

    def __init__(
        self, parent: QWidget | None, title: str, act: str, reasons: Sequence[str], empty: str
    ) -> None:
        super().__init__(parent, title, act=act)
        self.person = Chooser((), say("专家"), empty=empty)
        self.reason = NoteField(say("原因"), placeholder=say("写明原因，记入考核记录"), lines=2)
        self.offers = offered(reasons, self.reason, self.check)
        self.fault = FaultLine()
        self.reason.written.connect(lambda _: self.check())
        self.person.chosen.connect(self.choose)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the person."""
        super().showEvent(event)
        self.person.setFocus()

    def accept(self) -> None:
        """Do it; a refusal is shown here, with what settles it, and the dialog stays."""
        try:
            self.do()
        except Refusal as refusal:
            self.fault.show_fault(str(refusal))
            self.reason.setFocus()
            return
        super().accept()

    def do(self) -> None:
        """What the dialog is for. Raises Refusal."""
        raise NotImplementedError

    def choose(self, person_id: str) -> None:
        """Somebody is chosen."""
        self.person.show_value(person_id)
        self.check()

    def check(self) -> None:
        """Whether all that is wanted is there."""
        self.fault.show_fault("")
        self.act.setEnabled(bool(self.person.value and self.reason.toPlainText().strip()))

    def lay_reason(self) -> None:
        """The reason and what often is one, then the fault."""
        self.body.addLayout(
            column(Label(say("原因"), "strong"), Flow(*self.offers), self.reason, gap=theme.SPACE_8)
        )
        self.body.addWidget(self.fault)
        self.check()


class AwayDialog(PeopleDialog):
    """缺席、退出、回避: who, which, since when, why."""

    def __init__(self, parent: QWidget | None, presenter: AttendancePresenter) -> None:
        reasons = presenter.reasons(AWAY_REASONS)
        super().__init__(parent, say("登记人员变动"), say("登记"), reasons, say("选择专家"))
        self._presenter, state = presenter, presenter.state
        self._members = {each.person_id: each for each in state.members}
        self.person.show_choices([(each.person_id, _named(each)) for each in state.members])
        self.state = Segmented(presenter.states, say("情况"), may_clear=False)
        self.since = TextField(say("开始的时间"))
        self.since.show_value(state.now)
        self.state.chosen.connect(self._turn)
        told = say(
            "登记以后，不再等其{sheet}和签名，结论里写明情况和原因。退出前已经锁定的{sheet}照常计入，"
            "回避的一律不计入；只由其负责的条目由组长裁定。",
            sheet=presenter.words.sheet,
        )
        self.body.addWidget(Label(told, "muted", wrap=True))
        self.body.addWidget(self.person)
        self.body.addWidget(self.state)
        self.body.addLayout(column(Caption(self.since.accessibleName()), self.since, gap=theme.SPACE_4))
        self.lay_reason()

    def choose(self, person_id: str) -> None:
        """Show how it stands with somebody."""
        self.state.show_value(self._members[person_id].state)
        super().choose(person_id)

    def check(self) -> None:
        """Nothing is to be noted while it stands as it stood."""
        super().check()
        member = self._members.get(self.person.value)
        if member is None or self.state.value == member.state:
            self.act.setEnabled(False)

    def do(self) -> None:
        """Note it. Raises Refusal."""
        reason = self.reason.toPlainText()
        self._presenter.note(self.person.value, self.state.value or HERE, self.since.text(), reason)

    def _turn(self, state: str) -> None:
        self.state.show_value(state)
        self.check()


class SeatDialog(PeopleDialog):
    """代行组长: who, who of those present agrees, where the leader is, why."""

    def __init__(self, parent: QWidget | None, presenter: AttendancePresenter) -> None:
        reasons = presenter.reasons(SEAT_REASONS)
        super().__init__(parent, say("换组长"), say("登记"), reasons, say("选择代行组长的人"))
        self._presenter, self._state = presenter, presenter.state
        heirs = self._state.heirs
        self.person.show_choices([(each.person_id, _named(each)) for each in heirs])
        leader = self._state.leader
        self.leader = Segmented(presenter.states, say("原组长"), may_clear=False)
        self.leader.show_value(leader.state if leader else HERE)
        self.leader.chosen.connect(self._turn)
        self.told = Label("", "muted", wrap=True)
        self.votes = {each.person_id: CheckRow(say("{name}同意", name=each.name)) for each in self._voters()}
        self._voting = holder(column(*self.votes.values(), gap=0))
        self._lay(leader.name if leader else "")
        self.choose(heirs[0].person_id if heirs else "")

    def choose(self, person_id: str) -> None:
        """The deputy takes the seat as the task says; anybody else is voted for."""
        free = self._needs_no_vote(person_id)
        told = say("任务文件指定的组长或副组长，由其主持，不用表决。")
        if not self._state.heirs:
            told = say(
                "这台电脑上没有可以代行组长的人。请在代行的人自己的电脑上登记："
                "先打开组长电脑的随身副本或收取各人的表，再从主页选“代行组长…”。"
            )
        elif not free:
            told = say("由在场专家当场表决，须有超过半数同意；逐人勾选，随记录报主管部门核对。")
        self.told.setText(told)
        self._voting.setVisible(bool(person_id) and not free)
        super().choose(person_id)

    def _needs_no_vote(self, person_id: str) -> bool:
        former = any(each.former and each.person_id == person_id for each in self._state.members)
        return former or person_id == self._state.deputy

    def do(self) -> None:
        """Note it. Raises Refusal."""
        heir, gone = self.person.value, self._gone()
        cast = {
            person: heir if box.isChecked() else "" for person, box in self.votes.items() if person != gone
        }
        self._presenter.take_seat(heir, cast, self.leader.value or HERE, self.reason.toPlainText())

    def _voters(self) -> list[Member]:
        return [each for each in self._state.members if each.judges and each.state == HERE]

    def _gone(self) -> str:
        """The leader, where the leader is noted as away at the same time, and so does not vote."""
        leader = self._state.leader
        return leader.person_id if leader and self.leader.value != HERE else ""

    def _turn(self, state: str) -> None:
        self.leader.show_value(state)
        leader = self._state.leader
        if leader is not None and leader.person_id in self.votes:
            self.votes[leader.person_id].setEnabled(state == HERE)
        self.check()

    def _lay(self, leader: str) -> None:
        told = say(
            "此后由代行的人汇总、裁定、定稿、最后签署并报送；结论里写明原因，主管部门收件时会看到。"
            "专家已经写出的{sheet}，须在各自主页用“写出给新组长…”重新写出一次。",
            sheet=self._presenter.words.sheet,
        )
        self.body.addWidget(Label(told, "muted", wrap=True))
        self.body.addWidget(self.person)
        self.body.addWidget(self.told)
        self.body.addWidget(self._voting)
        self.body.addLayout(
            column(Caption(say("{name}（原组长）现在", name=leader)), self.leader, gap=theme.SPACE_4)
        )
        self.lay_reason()


class HeirDialog(Dialog):
    """To whom a locked sheet is sealed beside the leader: who leads in the leader's place."""

    def __init__(self, parent: QWidget | None, members: Sequence[tuple[str, str]], sheet: str) -> None:
        super().__init__(parent, say("写出给新组长"), act=say("选择位置…"))
        self.person = Chooser(members, say("新组长"), empty=say("选择代行组长的人"))
        told = say(
            "{sheet}写出时已加密，只有任务里的组长、副组长和主管部门能打开。组长由别人代行的，"
            "在这里选出这个人，再写出一次；内容不变。请先确认这是专家组的决定。",
            sheet=sheet,
        )
        self.body.addWidget(Label(told, wrap=True))
        self.body.addWidget(self.person)
        self.person.chosen.connect(self._choose)
        self.act.setEnabled(False)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the person."""
        super().showEvent(event)
        self.person.setFocus()

    def _choose(self, person_id: str) -> None:
        self.person.show_value(person_id)
        self.act.setEnabled(bool(person_id))


def ran(dialog: Dialog) -> bool:
    """Open a dialog over the window, and say whether it was done."""
    try:
        return bool(dialog.exec())
    finally:
        dialog.deleteLater()


def heir_for(parent: QWidget | None, members: Sequence[tuple[str, str]], sheet: str) -> str:
    """Who was chosen; sheet: what is written, in words; empty where the person turned back."""
    dialog = HeirDialog(parent, members, sheet)
    try:
        return dialog.person.value if dialog.exec() else ""
    finally:
        dialog.deleteLater()


def _named(member: Member) -> str:
    return say("{name}（{role}）", name=member.name, role=member.role)
