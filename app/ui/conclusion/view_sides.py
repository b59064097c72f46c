"""The experts side by side: each field a row, each expert a column, what differs marked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.common.words import say
from app.ui import theme
from app.ui.conclusion.state import Comparison, CriterionPage, SideColumn
from app.ui.criterion.state import LineState
from app.ui.theme import Tone
from app.ui.widgets import Caption, Hairline, Label, LinkButton, Sign, SignMark, column, holder, row

MOST_COLUMNS = 4
TOP = Qt.AlignmentFlag.AlignTop


class Sides(QWidget):
    """A table of what every expert found, with a button each that starts the ruling from it."""

    adopted = Signal(str)  # person

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, LinkButton] = {}
        self._shown: tuple[object, ...] = ()
        self._inner = QWidget()
        self._layout = column(self._inner, gap=0)
        self.setLayout(self._layout)

    def show_page(self, page: CriterionPage, *, may_adopt: bool) -> None:
        """Draw the sides anew where they differ from what is shown."""
        shown = (page.id, page.sides, page.comparisons, may_adopt)
        if shown == self._shown:
            return
        self._shown = shown
        self._layout.removeWidget(self._inner)
        self._inner.hide()
        self._inner.deleteLater()
        self._inner = self._table(page, may_adopt=may_adopt)
        self._layout.addWidget(self._inner)

    def _table(self, page: CriterionPage, *, may_adopt: bool) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE_16)
        grid.setVerticalSpacing(theme.SPACE_8)
        self.buttons = {}
        if len(page.sides) > MOST_COLUMNS:
            self._list(grid, page, may_adopt=may_adopt)
            return holder(grid)
        for place in range(1, len(page.sides) + 1):
            grid.setColumnStretch(place, 1)
        self._heads(grid, page.sides)
        for comparison in page.comparisons:
            self._compare(grid, comparison)
        self._line(grid, len(page.sides))
        self._explain(grid, page)
        self._adopters(grid, page.sides if may_adopt else ())
        return holder(grid)

    def _list(self, grid: QGridLayout, page: CriterionPage, *, may_adopt: bool) -> None:
        """A large panel: each expert a row, each field a column."""
        titles = (say("专家"), *(one.label for one in page.comparisons), page.result)
        for place, title in enumerate(titles):
            grid.addWidget(Caption(title, wrap=True), 0, place)
        for number, side in enumerate(page.sides):
            at = grid.rowCount()
            grid.addWidget(Label(side.name), at, 0, TOP)
            for place, one in enumerate(page.comparisons, 1):
                grid.addWidget(
                    Label(one.cells[number], "strong" if one.differs else "body", wrap=True), at, place, TOP
                )
            score = Label(side.score or "—", "strong")
            score.setToolTip("\n".join(f"{line.points} {line.why}" for line in side.lines))
            grid.addWidget(score, at, len(titles) - 1, TOP)
            if may_adopt:
                grid.addWidget(self._adopter(side), at, len(titles), TOP)
            if side.seen or side.papers or side.note:
                said = column(*_seen(side), *_beside(side), gap=theme.SPACE_4)
                grid.addWidget(holder(said), at + 1, 1, 1, len(titles))
        grid.setColumnStretch(1, 1)

    def _heads(self, grid: QGridLayout, sides: tuple[SideColumn, ...]) -> None:
        grid.addWidget(Caption(say("认定")), 0, 0)
        for place, side in enumerate(sides, 1):
            grid.addWidget(Caption(side.name, wrap=True), 0, place)
        self._line(grid, len(sides))

    def _line(self, grid: QGridLayout, count: int) -> None:
        grid.addWidget(Hairline(), grid.rowCount(), 0, 1, count + 1)

    def _compare(self, grid: QGridLayout, comparison: Comparison) -> None:
        at = grid.rowCount()
        label = Label(comparison.label, wrap=True)
        mark = SignMark(Sign.ATTENTION, say("不一致")) if comparison.differs else None
        head = row(label, *([mark] if mark else []), gap=theme.SPACE_4)
        head.setStretch(0, 1)
        grid.addWidget(_named(head), at, 0, TOP)
        for place, text in enumerate(comparison.cells, 1):
            cell = Label(text, "strong" if comparison.differs else "body", wrap=True)
            grid.addWidget(cell, at, place, TOP)

    def _explain(self, grid: QGridLayout, page: CriterionPage) -> None:
        at = grid.rowCount()
        grid.addWidget(Caption(page.result), at, 0, TOP)
        for place, side in enumerate(page.sides, 1):
            score = Label(side.score or "—", "title")
            told = [_explained(line) for line in side.lines]
            grid.addWidget(holder(column(score, *told, gap=theme.SPACE_4)), at, place, TOP)
        if any(side.seen for side in page.sides):
            grid.addWidget(Caption(say("材料核验")), at + 1, 0, TOP)
            for place, side in enumerate(page.sides, 1):
                grid.addWidget(holder(column(*_seen(side), gap=theme.SPACE_4)), at + 1, place, TOP)
        if not any(side.papers or side.note for side in page.sides):
            return
        at = grid.rowCount()
        grid.addWidget(Caption(say("工作记录")), at, 0, TOP)
        for place, side in enumerate(page.sides, 1):
            grid.addWidget(holder(column(*_beside(side), gap=theme.SPACE_4)), at, place, TOP)

    def _adopters(self, grid: QGridLayout, sides: tuple[SideColumn, ...]) -> None:
        at = grid.rowCount()
        for place, side in enumerate(sides, 1):
            grid.addWidget(self._adopter(side), at, place, Qt.AlignmentFlag.AlignLeft)

    def _adopter(self, side: SideColumn) -> LinkButton:
        button = LinkButton(say("采用此认定"), hint=say("把 {name} 的认定填入裁定", name=side.name))
        button.setAccessibleName(say("采用{name}的认定", name=side.name))
        button.clicked.connect(lambda _=False, one=side.person_id: self.adopted.emit(one))
        self.buttons[side.person_id] = button
        return button


def _beside(side: SideColumn) -> list[Caption]:
    """The working papers, each a sentence, and the note."""
    note = [say("备注：{note}", note=side.note)] if side.note else []
    return [Caption(words, wrap=True) for words in (*side.papers, *note)]


def _seen(side: SideColumn) -> list[Caption]:
    """How the expert saw the materials, a line for each way."""
    return [Caption(words, wrap=True) for words in side.seen]


def _named(head: QHBoxLayout) -> QWidget:
    made = holder(head)
    made.setFixedWidth(theme.LABEL_WIDTH)
    return made


def _explained(line: LineState) -> QHBoxLayout:
    """A point line in a narrow column: only the points are in vermilion; the clause is the tooltip."""
    points = Caption(line.points)
    if not line.points:
        points.hide()
    said = QFontMetrics(theme.sans(theme.CAPTION)).horizontalAdvance(line.points)
    points.setFixedWidth(max(theme.SPACE_32, said + 1))  # long ones push their own sentence alone
    points.show_tone(Tone.LOST if line.lost else None)
    why = Caption(line.why, wrap=True)
    why.setToolTip(line.cite)
    made = row(points, why, gap=theme.SPACE_4)
    made.setStretch(1, 1)
    made.setAlignment(points, TOP)
    return made
