"""Numbers at the desk by keys and mouse: steps, shares from counts, parts beside wholes, the slider."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.scoring.rules.step_short import StepShort
from app.ui.criterion.view_editors import PointsEditor
from app.ui.criterion.view_numbers import NumberEditor
from app.ui.desk import DeskPresenter, DeskView
from tests.ui.desk.sitting import CTRL, SHIFT, Sitting


def number(desk: Sitting, name: str) -> NumberEditor:
    editor = desk.view.card.form.lines[name].editor
    assert isinstance(editor, NumberEditor)
    return editor


def test_a_count_steps_by_one_and_by_the_step_of_its_rule(desk: Sitting) -> None:
    desk.view.wants.opened.emit("13.2")
    desk.type("100")
    rule = desk.sheet.scheme.criterion("13.2").rules[0]
    assert isinstance(rule, StepShort)
    step = rule.step.at(desk.sheet.tally.profile)
    assert step is not None
    desk.press(Qt.Key.Key_Up)
    assert desk.sheet.answers["13.2"]["senior_trainees"] == "101"
    desk.press(Qt.Key.Key_PageUp)
    assert desk.sheet.answers["13.2"]["senior_trainees"] == str(101 + step[0])
    desk.press(Qt.Key.Key_Down, SHIFT)
    desk.press(Qt.Key.Key_PageDown)
    desk.press(Qt.Key.Key_PageDown)
    desk.press(Qt.Key.Key_PageDown)
    assert desk.sheet.answers["13.2"]["senior_trainees"] == "0"
    assert desk.card.id == "13.2"


def test_a_step_keeps_the_decimals_and_reads_what_stands_there(desk: Sitting) -> None:
    desk.view.wants.opened.emit("4.2")
    desk.type("1,234.5")
    desk.press(Qt.Key.Key_Up)
    assert desk.sheet.answers["4.2"]["equipment_value"] == "1235.5"
    assert number(desk, "equipment_value").number.text == "1235.5"
    assert number(desk, "equipment_value").beside.text() == "1,235.5 万元"


def test_the_wheel_changes_no_number(desk: Sitting) -> None:
    desk.view.wants.opened.emit("4.2")
    desk.type("50")
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 120), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(desk.focus, wheel)
    assert desk.sheet.answers["4.2"]["equipment_value"] == "50"


def test_a_share_typed_as_counts_is_kept_with_its_counts(desk: Sitting) -> None:
    desk.view.wants.opened.emit("14.1")
    desk.type("43/50")
    assert desk.sheet.answers["14.1"]["employer_satisfaction"] == "86"
    boxes = number(desk, "employer_satisfaction").counts
    assert boxes is not None
    assert (boxes.part.text(), boxes.whole.text()) == ("43", "50")
    (paper,) = desk.sheet.papers["14.1"]
    assert (paper.kind, paper.text("fit"), paper.text("drawn")) == ("tally", "43", "50")
    desk.view.wants.opened.emit("1.1")
    desk.view.wants.opened.emit("14.1")  # as after a restart: nothing is typed any more
    assert number(desk, "employer_satisfaction").number.text == "86"
    boxes = number(desk, "employer_satisfaction").counts
    assert boxes is not None
    assert (boxes.part.text(), boxes.whole.text()) == ("43", "50")


def test_one_undo_takes_back_a_share_and_its_counts_also_after_a_restart(desk: Sitting) -> None:
    desk.view.wants.opened.emit("14.1")
    desk.type("43/50")
    told = {"employer_satisfaction": "86"}
    for _ in range(2):
        desk.press(Qt.Key.Key_Z, CTRL)
        assert "14.1" not in desk.sheet.answers
        assert "14.1" not in desk.sheet.papers
        desk.press(Qt.Key.Key_Y, CTRL)
        assert desk.sheet.answers["14.1"] == told
        (paper,) = desk.sheet.papers["14.1"]
        assert (paper.text("fit"), paper.text("drawn")) == ("43", "50")
    again = desk.sheet  # read from the ledger, as after a restart
    assert again.undo() == "14.1"
    assert "14.1" not in again.answers
    assert "14.1" not in again.papers
    assert again.redo() == "14.1"
    assert again.answers["14.1"] == told
    assert len(again.papers["14.1"]) == 1


def test_a_note_before_the_counts_is_undone_by_itself(desk: Sitting) -> None:
    desk.view.wants.opened.emit("14.1")
    desk.view.wants.noted.emit("先看了合同")
    desk.view.wants.paper_begun.emit("tally")  # one's own tally is another deed than the share's
    desk.view.card.form.focus_field("employer_satisfaction")
    desk.type("43/50")
    assert len(list(desk.sheet.papers["14.1"])) == 2
    desk.press(Qt.Key.Key_Z, CTRL)
    assert len(desk.sheet.papers["14.1"]) == 1
    assert "14.1" not in desk.sheet.answers
    assert desk.sheet.notes["14.1"] == "先看了合同"
    desk.press(Qt.Key.Key_Z, CTRL)
    assert "14.1" not in desk.sheet.papers
    desk.press(Qt.Key.Key_Z, CTRL)
    assert "14.1" not in desk.sheet.notes


def test_the_two_boxes_tell_the_share_and_a_wrong_pair_does_not_count(desk: Sitting) -> None:
    desk.view.wants.opened.emit("14.1")
    editor = number(desk, "employer_satisfaction")
    assert editor.counts is not None
    desk.press(Qt.Key.Key_Tab)
    assert editor.counts.part.hasFocus()
    desk.type("51")
    assert desk.card.score == ""
    assert editor.number.fault.text() == "请把“受访的用人单位”填完整。"
    desk.press(Qt.Key.Key_Tab)
    desk.type("5")
    assert editor.number.fault.text() == "“满意的用人单位”多于“受访的用人单位”，请核对这两个数。"
    assert any("“满意的用人单位”多于“受访的用人单位”" in each.message for each in desk.state.result.checks)
    desk.type("0")
    assert desk.card.score == ""
    desk.view.card.form.focus_field("employer_satisfaction")
    desk.press(Qt.Key.Key_Tab)
    desk.press(Qt.Key.Key_A, CTRL)
    desk.type("４３")
    assert desk.sheet.answers["14.1"]["employer_satisfaction"] == "86"
    assert editor.number.fault.isHidden()
    assert editor.number.text == "86"
    assert editor.counts.part.text() == "４３"  # as typed
    desk.press(Qt.Key.Key_Tab, SHIFT)
    desk.press(Qt.Key.Key_A, CTRL)
    desk.type("90")
    assert desk.sheet.answers["14.1"]["employer_satisfaction"] == "90"
    assert editor.counts.part.text() == ""  # counts that give another share are not shown beside it


def test_a_part_stands_beside_its_whole_with_its_percentage(desk: Sitting) -> None:
    desk.view.wants.opened.emit("8.2")
    QApplication.processEvents()
    lines = desk.view.card.form.lines
    assert lines["teachers"].isAncestorOf(lines["qualified_teachers"])
    assert desk.field == "teachers"
    desk.type("34")
    desk.press(Qt.Key.Key_Return)
    assert desk.field == "qualified_teachers"
    desk.type("11")
    assert number(desk, "qualified_teachers").beside.text() == "32.3%"
    top = [line.editor.mapTo(desk.view, QPoint(0, 0)).y() for line in lines.values()]
    assert top[0] == top[1]
    desk.type("0")  # 110 of 34
    assert number(desk, "qualified_teachers").beside.text() == ""
    assert number(desk, "qualified_teachers").number.fault.isVisible()
    assert desk.card.score == ""


def points(desk: Sitting) -> PointsEditor:
    editor = desk.view.card.form.lines["deduction"].editor
    assert isinstance(editor, PointsEditor)
    return editor


def test_the_slider_follows_the_field_and_the_field_the_slider(desk: Sitting) -> None:
    desk.view.wants.opened.emit("3.1")
    desk.type("50")
    slider = points(desk).slider
    assert slider.at == -1
    desk.qtbot.wait(1)
    end = QPoint(slider.width() - 2, slider.height() // 2)
    desk.qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=end)
    assert desk.sheet.answers["3.1"]["deduction"] == "5"
    desk.qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(2, slider.height() // 2))
    assert desk.sheet.answers["3.1"]["deduction"] == "1"
    assert points(desk).points.edit.text() == "1"
    desk.view.card.form.focus_field("deduction")
    desk.press(Qt.Key.Key_Up)
    assert (desk.sheet.answers["3.1"]["deduction"], slider.at) == ("1.5", 1)
    desk.press(Qt.Key.Key_PageUp)
    assert (desk.sheet.answers["3.1"]["deduction"], slider.at) == ("2.5", 3)
    desk.press(Qt.Key.Key_A, CTRL)
    desk.type("2.3")
    assert slider.at == -1
    assert points(desk).points.fault.isVisible()


def test_a_locked_sheets_slider_does_not_move(desk: Sitting) -> None:
    desk.view.wants.opened.emit("3.1")
    desk.type("50")
    desk.view.wants.typed.emit("deduction", "2")
    desk.sheet.lock(knowingly=True)
    visit = desk.visit
    fresh = DeskView(DeskPresenter(visit.workspace, visit.visit, visit.person))
    desk.qtbot.addWidget(fresh)
    fresh.show()
    fresh.wants.opened.emit("3.1")
    editor = fresh.card.form.lines["deduction"].editor
    assert isinstance(editor, PointsEditor)
    heard: list[int] = []
    editor.slider.moved.connect(heard.append)
    desk.qtbot.mouseClick(editor.slider, Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    assert heard == []
