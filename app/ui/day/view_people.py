"""Who is there: arrivals, statements on recusal, sheets that are in, what comes next, what can be printed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.day.state import DayView, PersonLine
from app.ui.widgets import (
    Button,
    Caption,
    Flow,
    Heading,
    Label,
    PrimaryButton,
    QuietButton,
    Scrolled,
    Sign,
    SignMark,
    TextField,
    column,
    row,
)


class PersonRow(QWidget):
    """One of the panel: when arrived, and the statement."""

    arrived = Signal(str)
    came = Signal(str, str)  # person, time as it is typed
    pledged = Signal(str)

    def __init__(self, person: PersonLine) -> None:
        super().__init__()
        self.person = person
        self.name = Label("", "strong")
        self.told = Caption(wrap=True)
        self.time = TextField(say("{name}：到场时间", name=person.name), placeholder=say("到场"))
        self.time.setFixedWidth(theme.TIME_COLUMN)
        self.now, self.pledge = QuietButton(say("到场")), QuietButton(say("已签承诺"))
        words = column(self.name, self.told, gap=0)
        layout = column(
            row(words, self.time, self.now, gap=theme.SPACE_8), row(self.pledge, None, gap=0), gap=0
        )
        layout.setContentsMargins(0, theme.SPACE_4, 0, theme.SPACE_4)
        self.setLayout(layout)
        self.now.clicked.connect(lambda: self.arrived.emit(self.person.id))
        self.pledge.clicked.connect(lambda: self.pledged.emit(self.person.id))
        self.time.editingFinished.connect(self.flush)

    def show_person(self, person: PersonLine, *, records: bool) -> None:
        """Draw it as it stands."""
        before, self.person = self.person, person
        self.name.show_text(say("{name}（{role}）", name=person.name, role=person.role))
        self.told.show_text(person.pledge)
        if self.time.text().strip() in (before.came, ""):
            self.time.show_value(person.came)
        self.time.setReadOnly(not records)
        self.time.setVisible(bool(person.came))
        self.now.setVisible(records and not person.came and not person.away)
        self.pledge.setVisible(person.may_pledge)

    def flush(self) -> None:
        """Hand over a time that was changed."""
        if self.time.isVisibleTo(self) and self.time.text().strip() != self.person.came:
            self.came.emit(self.person.id, self.time.text().strip())


class PeoplePane(Scrolled):
    """The right side of the day."""

    arrived = Signal(str)
    came = Signal(str, str)
    pledged = Signal(str)
    away_wanted = Signal()
    primary_wanted = Signal()
    deed_wanted = Signal(str)

    def __init__(self) -> None:
        self.next = Label("", wrap=True)
        self.primary = PrimaryButton("")
        self._sheets, self._people = column(gap=theme.SPACE_4), column(gap=0)
        self.sheets_title = Heading()
        self.happened = Label("", "muted", wrap=True)
        self.away = QuietButton(say("须回避、缺席…"), hint=say("登记缺席、退出、回避（Ctrl+Shift+A）"))
        self.deeds: dict[str, Button] = {
            "conclusion": Button(say("结论")),
            "type_in": Button(say("代录纸质表…")),
            "roll": Button(say("签到表…")),
            "pledges": Button(say("承诺书…")),
            "minutes": Button(say("考核记录…"), hint="Ctrl+P"),
        }
        papers = [self.deeds[each] for each in ("roll", "pledges", "minutes")]
        self.rows: dict[str, PersonRow] = {}
        self.marks: list[tuple[SignMark, Label]] = []
        super().__init__(
            Heading(say("接下来")),
            self.next,
            self.primary,
            self.deeds["conclusion"],
            self.sheets_title,
            self._sheets,
            self.deeds["type_in"],
            row(Heading(say("到场与承诺")), None, self.away),
            self._people,
            self.happened,
            Heading(say("打印")),
            Flow(*papers),
            None,
            gap=theme.SPACE_8,
            margin=theme.SPACE_16,
        )
        self.primary.clicked.connect(self.primary_wanted)
        self.away.clicked.connect(self.away_wanted)
        for deed, button in self.deeds.items():
            button.clicked.connect(lambda _=False, one=deed: self.deed_wanted.emit(one))

    def show_state(self, state: DayView) -> None:
        """Draw all of it; rows are made once."""
        self.next.show_text(state.next)
        self.primary.setText(state.label)
        self.primary.setVisible(bool(state.label))
        self.deeds["conclusion"].setVisible(state.leads and state.primary != "conclude")
        self.deeds["type_in"].setVisible(state.records and not state.frozen)
        self.sheets_title.show_text(state.sheet_word)
        self._show_sheets(state.sheets)
        for person in state.people:
            if person.id not in self.rows:
                self._add(person)
            self.rows[person.id].show_person(person, records=state.records)
        self.away.setVisible(state.leads)
        self.happened.show_text("\n".join(state.happened))
        self.happened.setVisible(bool(state.happened))

    def flush(self) -> None:
        """Hand over what is still in a field."""
        for each in self.rows.values():
            each.flush()

    def _show_sheets(self, sheets: tuple[tuple[str, bool], ...]) -> None:
        while len(self.marks) < len(sheets):
            made = SignMark(Sign.OPEN), Label()
            self.marks.append(made)
            self._sheets.addLayout(row(*made, None, gap=theme.SPACE_8))
        for (mark, label), (name, there) in zip(self.marks, sheets, strict=False):
            mark.show_sign(Sign.DONE if there else Sign.OPEN)
            label.show_text(say("{name}：已到", name=name) if there else say("{name}：未到", name=name))
        for mark, label in self.marks[len(sheets) :]:
            mark.hide()
            label.hide()

    def _add(self, person: PersonLine) -> None:
        made = PersonRow(person)
        made.arrived.connect(self.arrived)
        made.came.connect(self.came)
        made.pledged.connect(self.pledged)
        self.rows[person.id] = made
        self._people.addWidget(made)
