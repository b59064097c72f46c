"""How often a key is struck for a whole Tianjin visit: at our desk, and in a spreadsheet form.

python benchmarks/keystrokes.py

Both sides record the same findings, reasons, notes and exceptions in the same words. Ours is counted by
doing it: the real desk is driven by real key events until the sheet has no open point. The spreadsheet's
strokes are reckoned from ``SPREADSHEET`` below, always in its favour. On both sides a character is one
stroke whatever an input method needs for it, and a chord such as Ctrl+M is one stroke.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.scoring import Criterion, FindingSpec, Tally
from app.scoring.model.points import format_points
from app.services.history.entry_values import MARKS
from app.services.store.site import Mark
from app.services.workspace import Workspace
from app.ui import theme
from app.ui.desk import DeskPresenter, DeskView
from tests.whole_visit import VISIT, begun_visit, whole_findings

SPREADSHEET = """
The form: a row a criterion; the criterion, its points and the total's SUM stand there already. To fill in,
from left to right: what was counted, the score, the reason, the papers, a note.
 - Counted numbers are typed with a stroke between two; of a yes, a level or a list only what is wanting.
 - The score is the maximum, or a formula by hand such as =C7-1. What comes off was worked out elsewhere, in
   the head or on a calculator: not counted. Our desk works it out itself.
 - The reason where the scheme wants one in words; where our desk writes the sentence itself, none.
 - Papers: one tick (v) for all of a criterion's, however many there are, and each exception in its word.
 - Tab to the next column, also over an empty one; Enter leads to the first column of the next row.
 - Ctrl+S at the end. No mouse, no scrolling, nothing looked up, no mistake mended.
A second count has all ticks filled down at once in four strokes, before anything was seen.
"""
NOTES = {"3.1": "见第3册第12页", "8.2": "抽查20份，合格18份", "10.1": "谈话：财务负责人"}
EXCEPTIONS: dict[str, tuple[str, Mark]] = {"4.1": ("usage", "copy"), "8.2": ("", "partial")}
WORDS = dict(MARKS)
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
PLAIN = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True, slots=True)
class Visit:
    """What is to be recorded on both sides. exceptions: criterion to a paper's id and how it was seen."""

    findings: dict[str, dict[str, Any]]
    exceptions: dict[str, tuple[str, Mark]]
    tally: Tally

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.tally.scheme.criteria


class Desk:
    """Our desk, and somebody who strikes its keys and counts."""

    def __init__(self, view: DeskView) -> None:
        self.view = view
        self.strokes: Counter[str] = Counter()

    def strike(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN, *, what: str = "moves") -> None:
        QTest.keyClick(self._focus(), key, modifier)
        QApplication.processEvents()
        self.strokes[what] += 1

    def type(self, text: str, *, what: str) -> None:
        for character in text:
            if character.isascii():
                char = cast("int", character)  # C's char; the stub calls it a number
                QTest.keyClick(self._focus(), char)
            else:
                event = QInputMethodEvent()
                event.setCommitString(character)
                QApplication.sendEvent(self._focus(), event)
            QApplication.processEvents()
            self.strokes[what] += 1

    @property
    def field(self) -> str:
        return self.view.card.form.field_of(self.view.focusWidget())

    def score(self, visit: Visit, criterion: Criterion) -> None:
        """One criterion, as the keys of the desk have it."""
        self._papers(visit, criterion)
        left = dict(visit.findings[criterion.id])
        while left:
            name = self.field
            self._answer(criterion.finding(name), left.pop(name))
            if left:
                self.strike(Qt.Key.Key_Return)
        note = NOTES.get(criterion.id, "")
        if note:
            self._reach(self.view.card.note.hasFocus, Qt.Key.Key_Tab)
            self.type(note, what="notes")
        if self.view.presenter.state.card.next:
            self.strike(Qt.Key.Key_Down, ALT)

    def _papers(self, visit: Visit, criterion: Criterion) -> None:
        self.strike(Qt.Key.Key_M, CTRL, what="papers")
        if criterion.id not in visit.exceptions:
            return
        paper, mark = visit.exceptions[criterion.id]
        (line,) = (each for each in self.view.card.evidence.lines if each.id == paper)
        first = self.field
        self._reach(lambda: line.isAncestorOf(self._focus()), Qt.Key.Key_Tab, SHIFT)
        self.type(str(list(WORDS).index(mark) + 1), what="papers")
        self._reach(lambda: self.field == first, Qt.Key.Key_Tab)

    def _answer(self, spec: FindingSpec, value: Any) -> None:
        values = [option.value for option in spec.options]
        match spec.kind:
            case "flag":
                self.type("1" if value else "2", what="findings")
            case "level":
                self.type(str(values.index(value) + 1), what="findings")
            case "set":
                self.type("".join(str(values.index(each) + 1) for each in value), what="findings")
            case "rows":
                self._rows(spec.name, value)
            case _:
                self.type(str(value), what="reasons" if spec.kind == "reason" else "findings")

    def _rows(self, name: str, rows: list[dict[str, str]]) -> None:
        editor: Any = self.view.card.form.lines[name].editor
        for row in rows:
            self._reach(editor.add.hasFocus, Qt.Key.Key_Tab)
            self.strike(Qt.Key.Key_Space, what="findings")
            for place, (column, text) in enumerate(row.items()):
                if place:
                    self.strike(Qt.Key.Key_Return)
                self.type(text, what="reasons" if column == "reason" else "findings")

    def _reach(self, there: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        for _ in range(60):
            if there():
                return
            self.strike(key, modifier)
        raise SystemExit("the keyboard does not get there")

    def _focus(self) -> Any:
        return self.view.focusWidget()


def wanted(workspace: Workspace) -> Visit:
    """The sample's findings over all criteria, with a few notes and exceptions."""
    found, visit = whole_findings(), workspace.visits.get(VISIT)
    scheme = workspace.visits.scheme(VISIT)
    exceptions = {
        cid: (paper or scheme.criterion(cid).evidence[0].id, mark)
        for cid, (paper, mark) in EXCEPTIONS.items()
    }
    return Visit(found, exceptions, Tally.start(scheme, visit.profile, visit.policy, found))


def ours(workspace: Workspace, visit: Visit) -> Counter[str]:
    """Fill the desk, see that all is there, and lock."""
    person = workspace.people.current
    if person is None:
        raise SystemExit("nobody sits at the desk")
    view = DeskView(DeskPresenter(workspace, VISIT, person.id))
    view.resize(1366, 768)
    view.show()
    view.activateWindow()
    QTest.qWait(50)
    desk = Desk(view)
    for criterion in visit.criteria:
        if view.presenter.state.card.id != criterion.id:
            raise SystemExit(f"{criterion.id} does not follow")
        desk.score(visit, criterion)
    sheet = workspace.sheets.open(VISIT, person.id)
    if sheet.open_questions() or sheet.tally.total != visit.tally.total or dict(sheet.notes) != NOTES:
        raise SystemExit("the sheet is not what was to be recorded")
    desk.strokes["lock, save"] += 3  # Ctrl+L, Tab, Enter
    view.close()
    return desk.strokes


def spreadsheet(visit: Visit, *, filled_down: bool) -> Counter[str]:
    """The strokes of the form, as ``SPREADSHEET`` says."""
    strokes: Counter[str] = Counter()
    for row, criterion in enumerate(visit.criteria, 2):
        answer, result = visit.findings[criterion.id], visit.tally.criteria[criterion.id]
        strokes["findings"] += sum(_counted(criterion, answer))
        lost = result.max - (result.score or 0)
        score = f"=C{row}-{format_points(lost)}" if lost else format_points(result.max)
        strokes["scores by hand"] += len(score)
        strokes["reasons"] += sum(_reasons(criterion, answer))
        exception = WORDS[visit.exceptions[criterion.id][1]] if criterion.id in visit.exceptions else ""
        strokes["papers"] += len(exception) + (0 if filled_down else 1)
        note = NOTES.get(criterion.id, "")
        strokes["notes"] += len(note)
        last = 4 if note else 3 if exception or not filled_down else 2 if lost else 1
        strokes["moves"] += last + 1
    strokes["papers"] += 4 if filled_down else 0
    strokes["lock, save"] += 1
    return strokes


def _counted(criterion: Criterion, answer: dict[str, Any]) -> Iterable[int]:
    """Characters of what was counted, a stroke between two; points are in the score already."""
    numbers = 0
    for name, value in answer.items():
        spec = criterion.finding(name)
        if spec.kind in ("count", "share", "amount"):
            yield len(str(value)) + (1 if numbers else 0)
            numbers += 1
        elif spec.kind == "level" and value != spec.options[0].value:
            yield len(next(each.label for each in spec.options if each.value == value))
        elif spec.kind == "set":
            wanting = [each.label for each in spec.options if each.value not in value]
            yield sum(map(len, wanting)) + (1 if wanting else 0)
        elif spec.kind == "rows":
            yield sum(len(row["name"]) + 1 for row in value)


def _reasons(criterion: Criterion, answer: dict[str, Any]) -> Iterable[int]:
    for name, value in answer.items():
        spec = criterion.finding(name)
        if spec.kind == "reason":
            yield len(value)
        elif spec.kind == "rows":
            yield sum(len(row["reason"]) for row in value)


def table(sides: dict[str, Counter[str]]) -> str:
    """What was struck for what, side by side."""
    kinds = list(dict.fromkeys(kind for strokes in sides.values() for kind in strokes))
    lines = ["| keystrokes | " + " | ".join(sides) + " |", "|---|" + "---:|" * len(sides)]
    lines += [
        f"| {kind} | " + " | ".join(str(strokes[kind]) for strokes in sides.values()) + " |" for kind in kinds
    ]
    lines.append("| **all** | " + " | ".join(f"**{strokes.total()}**" for strokes in sides.values()) + " |")
    lines.append("| mouse moves | " + " | ".join("0" for _ in sides) + " |")
    return "\n".join(lines)


def main() -> int:
    """Count and print; exit 1 where the spreadsheet needs fewer."""
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        theme.dress(app, theme.Mode.LIGHT)
    with tempfile.TemporaryDirectory() as folder:
        workspace = begun_visit(Path(folder) / "data")
        visit = wanted(workspace)
        sides = {
            "our desk": ours(workspace, visit),
            "spreadsheet": spreadsheet(visit, filled_down=False),
            "spreadsheet, ticks filled down": spreadsheet(visit, filled_down=True),
        }
        workspace.close()
    print(SPREADSHEET.strip() + "\n")
    print(table(sides))
    here, there, least = (strokes.total() for strokes in sides.values())
    print(
        f"\nour desk needs {here / there:.2f} of the spreadsheet's strokes ({here / least:.2f} of its fewest)"
    )
    return 0 if here < least else 1


if __name__ == "__main__":
    sys.exit(main())
