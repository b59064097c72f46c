"""The working papers of a criterion: a row each, and a button to add one of each kind."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.ui import theme
from app.ui.desk.papers.state import PapersState
from app.ui.desk.papers.view_row import NAMES, PaperRow
from app.ui.desk.view_intents import Intents
from app.ui.widgets import Button, Caption, SectionRule, column, holder, row

HINTS = {
    "tally": "抽查几份、合格几份；比例可用作认定",
    "place": "在第几册、第几页或什么地方见到",
    "talk": "与谁谈、说了什么",
    "supplement": "要单位补交什么、何时交；可打印清单",
    "statement": "单位对有争议的事实怎么说",
}
KEYS = {kind: f"Alt+{place}" for place, kind in enumerate(NAMES, 1)}


class PapersView(QWidget):
    """All rows in the order they were begun. ``passed``: Enter in the last field of the last row."""

    passed = Signal()

    def __init__(self, wants: Intents) -> None:
        super().__init__()
        self._wants = wants
        self._shown: tuple[object, ...] = ()
        self._writable = True
        self._stops: list[QWidget] = []
        self.rows: dict[str, PaperRow] = {}
        self.adds = {kind: self._add_button(kind) for kind in NAMES}
        self._buttons = holder(row(Caption(say("添加")), *self.adds.values(), gap=0))
        self._lines = column(gap=theme.SPACE_8)
        self._held = holder(self._lines)
        self._held.hide()
        rule = SectionRule(say("工作记录"), self._buttons)
        self.setLayout(column(rule, self._held, gap=theme.SPACE_8))

    def show_papers(self, state: PapersState, *, writable: bool) -> None:
        """Show the rows in place: those that stay are the same widgets."""
        shown = (state.rows, state.dues, writable)
        if shown == self._shown:
            return
        self._shown, self._writable = shown, writable
        wanted = {each.id for each in state.rows}
        for paper_id in [each for each in self.rows if each not in wanted]:
            self._drop(paper_id)
        for place, each in enumerate(state.rows):
            if each.id not in self.rows:
                self._insert(place, PaperRow(each, self._wants))
            self.rows[each.id].show_paper(each, state, writable=writable)
        self.rows = {each.id: self.rows[each.id] for each in state.rows}
        self._held.setVisible(bool(state.rows))
        self._buttons.setVisible(writable)
        self.setVisible(writable or bool(state.rows))
        self._chain()

    def begin(self, kind: str) -> None:
        """Add a row of a kind and go into its first field."""
        if not self._writable:
            return
        before = set(self.rows)
        self._wants.paper_begun.emit(kind)
        for added in [each for each in self.rows if each not in before]:
            self.rows[added].go_in()

    def focus_paper(self, paper_id: str) -> None:
        """Go into the first field of a row, where it is there."""
        if paper_id in self.rows:
            self.rows[paper_id].go_in()

    def place_of(self, widget: QWidget | None) -> str:
        """A place to return to, where a widget is a field of a row; no other field can be called so."""
        for paper_id, line in self.rows.items():
            for name, cell in line.cells.items():
                if cell is widget:
                    return f"#{paper_id}.{name}"
        return ""

    def focus_place(self, place: str) -> bool:
        """Go back to such a place; whether it is still there."""
        paper_id, _, name = place.removeprefix("#").partition(".")
        line = self.rows.get(paper_id) if place.startswith("#") else None
        if line is None or name not in line.cells:
            return False
        line.cells[name].setFocus()
        return True

    def stops(self) -> list[QWidget]:
        """Where Tab may stop: the buttons, then the rows in their order."""
        return [*self.adds.values(), *(stop for line in self.rows.values() for stop in line.stops())]

    def _add_button(self, kind: str) -> Button:
        hint = say("{what}（{keys}）", what=say(HINTS[kind]), keys=KEYS[kind])
        button = Button(say(NAMES[kind]), "link", hint=hint)
        button.setAccessibleName(say("工作记录：添加{kind}", kind=say(NAMES[kind])))
        button.clicked.connect(lambda: self.begin(kind))
        return button

    def _insert(self, place: int, line: PaperRow) -> None:
        self.rows[line.paper_id] = line
        line.passed.connect(lambda: self._pass_on(line.paper_id))
        self._lines.insertWidget(place, line)
        line.show()  # now, for the focus that may follow

    def _drop(self, paper_id: str) -> None:
        ids = list(self.rows)
        line, at = self.rows.pop(paper_id), ids.index(paper_id)
        if line.isAncestorOf(self.window().focusWidget() or self):
            near = ids[at + 1 : at + 2] or ids[max(at - 1, 0) : at]
            goal: QWidget = self.rows[near[0]].first if near else self.adds[line.kind]
            goal.setFocus()
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _pass_on(self, paper_id: str) -> None:
        ids = list(self.rows)
        after = ids[ids.index(paper_id) + 1 :]
        if after:
            self.rows[after[0]].go_in()
        else:
            self.passed.emit()

    def _chain(self) -> None:
        """Tab goes through the rows after the buttons, whenever a row was added."""
        rows = [stop for line in self.rows.values() for stop in line.stops()]
        stops = [list(self.adds.values())[-1], *rows]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)
