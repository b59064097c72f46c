from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.common.errors import EnvironmentTrouble
from app.ui import theme
from app.ui.criterion.view_cases import CasesEditor
from app.ui.criterion.view_editors import ChoiceEditor, PointsEditor, ReasonEditor, SetEditor
from app.ui.criterion.view_numbers import NumberEditor
from app.ui.desk import DeskPresenter, DeskView
from app.ui.desk.lock.view_dialogs import CheckDialog, LockDialog
from app.ui.desk.seat.state import SeatState
from app.ui.desk.view_keys import DeskKeysDialog
from app.ui.theme import Tone
from tests.ui.desk.sitting import ALT, CTRL, SHIFT, Sitting
from tests.ui.widgets.flashes import is_lit

FULL = EnvironmentTrouble("磁盘已满。", safe="此前的都在。", advice="请清理磁盘。", code="XP-1")


def refusing(*_: object) -> None:
    raise FULL


def test_the_focus_is_in_the_first_field_from_the_start(desk: Sitting) -> None:
    desk.qtbot.waitUntil(lambda: desk.field == "dedicated_body")


def test_every_kind_of_field_has_its_editor(desk: Sitting) -> None:
    kinds: dict[str, tuple[str, type[QWidget]]] = {
        "1.1": ("dedicated_body", ChoiceEditor),
        "2.1": ("sound_regimes", SetEditor),
        "2.2": ("archive", ChoiceEditor),
        "4.2": ("equipment_value", NumberEditor),
        "5.1": ("unmet_specialties", CasesEditor),
        "8.1": ("part_time_share", NumberEditor),
    }
    for cid, (name, kind) in kinds.items():
        desk.go(cid)
        assert type(desk.view.card.form.lines[name].editor) is kind
        assert desk.field == name
    desk.type("50")
    assert type(desk.view.card.form.lines["deduction"].editor) is PointsEditor
    assert type(desk.view.card.form.lines["reason"].editor) is ReasonEditor


def test_a_flag_by_digit_moves_the_total_on_screen(desk: Sitting) -> None:
    desk.qtbot.waitUntil(lambda: desk.field == "dedicated_body")
    desk.type("2")
    assert desk.sheet.answers["1.1"].get("dedicated_body") is False
    desk.type("1")
    assert desk.sheet.answers["1.1"].get("dedicated_body") is True
    assert desk.view.result.total.text() == "2"
    assert is_lit(desk.view.result.total)
    assert desk.view.card.head.points.text() == "2"
    assert desk.view.card.working.sum.text() == "2 分，没有失分"


def test_enter_goes_through_the_fields_and_on_to_the_next_criterion(desk: Sitting) -> None:
    desk.go("1.2")
    desk.type("1")
    desk.press(Qt.Key.Key_Return)
    assert desk.field == "responsibility_assigned"
    desk.type("2")
    desk.press(Qt.Key.Key_Return)
    assert (desk.card.id, desk.field) == ("2.1", "sound_regimes")


def test_a_number_typed_is_stored_key_by_key_and_the_card_stays(desk: Sitting) -> None:
    desk.go("8.2")
    first = desk.view.card.form.lines["teachers"]
    desk.type("34")
    assert desk.sheet.answers["8.2"]["teachers"] == "34"
    desk.press(Qt.Key.Key_Return)
    desk.type("11")
    assert desk.view.card.form.lines["teachers"] is first
    assert desk.view.card.working.sum.text() == "5 − 1 = 4"
    (reason, *_) = desk.view.card.working.reasons
    assert reason.isVisible()
    lost = next(label for label in reason.findChildren(QLabel) if label.text() == "−1")
    assert lost.property("tone") == Tone.LOST.value


def test_typing_over_what_stands_there(desk: Sitting) -> None:
    desk.go("7.1")
    desk.type("5")
    desk.press(Qt.Key.Key_Down, ALT)
    desk.press(Qt.Key.Key_Up, ALT)
    desk.type("2")
    assert desk.sheet.answers["7.1"]["partner_agreements"] == "2"


def test_a_wrong_number_stays_and_its_mend_is_said_while_typing(desk: Sitting) -> None:
    desk.go("14.2")
    desk.type("78.")
    editor = desk.view.card.form.lines["trainee_satisfaction"].editor
    assert isinstance(editor, NumberEditor)
    assert (editor.number.text, editor.number.fault.isVisible()) == ("78.", False)
    desk.type("5x")
    assert editor.number.text == "78.5x"
    assert editor.number.fault.isVisible()
    assert "数字" in editor.number.fault.text()
    desk.press(Qt.Key.Key_Backspace)
    assert not editor.number.fault.isVisible()


def test_full_width_figures_count_and_stay_as_typed(desk: Sitting) -> None:
    desk.go("7.1")
    desk.type("２")
    assert desk.sheet.answers["7.1"]["partner_agreements"] == "2"
    assert isinstance(desk.focus, QLineEdit)
    assert desk.focus.text() == "２"
    assert desk.view.card.head.points.text() == "4"


def test_levels_and_arrows_and_taking_back(desk: Sitting) -> None:
    desk.go("2.2")
    desk.press(Qt.Key.Key_Right)
    desk.press(Qt.Key.Key_Right)
    assert desk.sheet.answers["2.2"]["archive"] == "incomplete"
    desk.press(Qt.Key.Key_Delete)
    assert "2.2" not in desk.sheet.answers
    assert desk.view.card.head.points.text() == "—"


def test_a_set_by_digits_space_and_none(desk: Sitting) -> None:
    desk.go("2.1")
    desk.type("13")
    assert desk.sheet.answers["2.1"]["sound_regimes"] == ["training", "assets"]
    desk.press(Qt.Key.Key_Tab)
    desk.press(Qt.Key.Key_Space)
    assert desk.sheet.answers["2.1"]["sound_regimes"] == ["training", "finance", "assets"]
    desk.type("0")
    assert desk.sheet.answers["2.1"]["sound_regimes"] == []
    editor = desk.view.card.form.lines["sound_regimes"].editor
    assert isinstance(editor, SetEditor)
    desk.qtbot.mouseClick(editor.every, Qt.MouseButton.LeftButton)
    assert all(check.isChecked() for check in editor.checks)


def test_points_by_arrows_and_a_common_reason_by_click(desk: Sitting) -> None:
    desk.go("3.1")
    desk.type("186")
    desk.press(Qt.Key.Key_Return)
    assert desk.field == "deduction"
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_Up)
    assert desk.sheet.answers["3.1"]["deduction"] == "1.5"
    assert desk.view.card.working.chip.isVisible()
    desk.press(Qt.Key.Key_Return)
    assert desk.field == "reason"
    editor = desk.view.card.form.lines["reason"].editor
    assert isinstance(editor, ReasonEditor)
    assert "暂计" in editor.fault.text()
    offer = editor.offers.findChildren(QAbstractButton)[0]
    desk.qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert desk.sheet.answers["3.1"]["reason"] == offer.text()
    assert editor.words.toPlainText() == offer.text()
    assert not desk.view.card.working.chip.isVisible()
    assert desk.field == "reason"


def test_cases_by_keyboard_alone(desk: Sitting) -> None:
    desk.go("5.1")
    desk.press(Qt.Key.Key_Space)  # 没有，不扣分
    assert desk.sheet.answers["5.1"]["unmet_specialties"] == []
    assert desk.view.card.head.points.text() == "6"
    editor = desk.view.card.form.lines["unmet_specialties"].editor
    assert isinstance(editor, CasesEditor)
    editor.add.setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.type("工业机器人")
    desk.press(Qt.Key.Key_Return)
    desk.type("1.5")
    desk.press(Qt.Key.Key_Return)
    desk.type("师资不足")
    stored = {"name": "工业机器人", "deduction": "1.5", "reason": "师资不足"}
    assert desk.sheet.answers["5.1"]["unmet_specialties"] == [stored]
    assert desk.view.card.head.points.text() == "4.5"
    desk.qtbot.mouseClick(editor.rows[0].remove, Qt.MouseButton.LeftButton)
    assert desk.sheet.answers["5.1"]["unmet_specialties"] == []
    assert desk.field == "unmet_specialties"


def test_one_key_marks_all_materials_and_digits_mark_singly(desk: Sitting) -> None:
    desk.go("3.1")
    desk.press(Qt.Key.Key_M, CTRL)
    assert set(desk.sheet.marks["3.1"].values()) == {"original"}
    line = desk.view.card.evidence.lines[1]
    line.marks.setFocus()
    desk.type("6")
    assert desk.sheet.marks["3.1"][line.id] == "missing"
    desk.press(Qt.Key.Key_Delete)
    assert line.id not in desk.sheet.marks["3.1"]


def test_undo_and_redo_by_keys_lead_to_the_step_and_keep_a_focus(desk: Sitting) -> None:
    desk.go("3.1")
    desk.type("186")
    desk.press(Qt.Key.Key_Return)
    desk.type("2")
    desk.go("7.1")
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.card.id == "3.1"
    assert "deduction" not in desk.sheet.answers["3.1"]
    desk.press(Qt.Key.Key_Z, CTRL)
    assert "3.1" not in desk.sheet.answers
    assert desk.focus
    desk.press(Qt.Key.Key_Y, CTRL)
    desk.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.sheet.answers["3.1"] == {"concurrent_trainees": "186", "deduction": "2"}
    assert desk.view.card.head.points.text() == "3"


def test_undoing_the_field_one_is_in_keeps_the_focus_on_the_card(desk: Sitting) -> None:
    desk.go("3.1")
    desk.type("1")
    desk.press(Qt.Key.Key_Return)
    assert desk.field == "deduction"
    desk.press(Qt.Key.Key_Z, CTRL)
    assert list(desk.view.card.form.lines) == ["concurrent_trainees"]
    assert desk.field == "concurrent_trainees"


def test_what_a_disk_does_not_take_is_said_and_marked(desk: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.go("13.2")
    with monkeypatch.context() as full:
        full.setattr(desk.sheet, "record", refusing)
        desk.type("540")
        banner = desk.view.banner
        assert banner.isVisible()
        assert (banner.message.text(), banner.more.text()) == ("磁盘已满。", "此前的都在。请清理磁盘。")
        editor = desk.view.card.form.lines["senior_trainees"].editor
        assert isinstance(editor, NumberEditor)
        assert editor.number.text == "540"
        assert "未保存" in editor.number.fault.text()
        assert desk.view.card.head.points.text() == "—"
        banner.dismiss()
        assert not banner.isVisible()
    desk.type("0")
    desk.press(Qt.Key.Key_Backspace)
    assert not desk.view.banner.isVisible()
    assert not editor.number.fault.isVisible()
    assert desk.sheet.answers["13.2"]["senior_trainees"] == "540"
    assert desk.view.card.head.points.text() == "4.5"


def test_the_note_is_stored_as_it_is_written(desk: Sitting) -> None:
    desk.view.card.note.setFocus()
    desk.type("第 3 册第 12 页")
    assert desk.sheet.notes["1.1"] == "第 3 册第 12 页"
    desk.go("1.2")
    assert desk.view.card.note.toPlainText() == ""
    desk.go("1.1")
    assert desk.view.card.note.toPlainText() == "第 3 册第 12 页"


def test_searching_and_coming_back(desk: Sitting) -> None:
    desk.press(Qt.Key.Key_F, CTRL)
    assert desk.view.list.search.hasFocus()
    desk.type("满意")
    assert desk.view.list.list.criteria.rowCount() == 3
    desk.press(Qt.Key.Key_Escape)
    assert desk.view.list.list.criteria.rowCount() == 28
    assert desk.field == "dedicated_body"


def test_escape_leaves_the_desk(desk: Sitting) -> None:
    with desk.qtbot.waitSignal(desk.view.escaped):
        desk.press(Qt.Key.Key_Escape)


def test_escape_closes_the_notice_before_it_leaves(desk: Sitting) -> None:
    desk.view.banner.show_message("没有附上这个文件。")
    with desk.qtbot.assertNotEmitted(desk.view.escaped):
        desk.press(Qt.Key.Key_Escape)
    assert not desk.view.banner.isVisible()
    assert desk.field, "the focus stays where one was writing"
    with desk.qtbot.waitSignal(desk.view.escaped):
        desk.press(Qt.Key.Key_Escape)


def test_locking_is_the_one_thing_to_do_only_once_the_sheet_is_whole(desk: Sitting) -> None:
    buttons = [each for each in desk.view.findChildren(QAbstractButton) if each.isVisible()]
    assert [each.text() for each in buttons if each.property("role") == "primary"] == []
    assert desk.view.result.deeds.lock.property("role") == "plain"
    for cid, findings in desk.visit.findings().items():
        for name, value in findings.items():
            desk.sheet.record(cid, name, value)
    whole = DeskView(DeskPresenter(desk.visit.workspace, desk.visit.visit, desk.visit.person))
    desk.qtbot.addWidget(whole)
    assert whole.presenter.state.result.whole
    assert whole.result.deeds.lock.property("role") == "primary"
    whole.presenter.go("1.1")
    whole.show_state(whole.presenter.do(whole.presenter.writing.record, "dedicated_body", ""))
    assert whole.result.deeds.lock.property("role") == "plain"


def test_arrows_browse_the_list_and_enter_goes_in(desk: Sitting) -> None:
    desk.view.list.list.setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    assert desk.card.id == "2.1"
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)  # over the head of the next section
    assert desk.card.id == "3.1"
    assert desk.view.list.list.hasFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.field == "concurrent_trainees"


def test_the_filter_narrows_the_list(desk: Sitting) -> None:
    desk.go("7.1")
    desk.type("2")
    desk.view.list.filter.setFocus()
    desk.type("3")
    assert desk.view.list.list.criteria.rowCount() == 2
    assert desk.view.list.list.criteria.place_of("7.1") == 1


def test_what_is_open_leads_there(desk: Sitting) -> None:
    links = desk.view.result.open.flow.findChildren(QAbstractButton)
    link = next(each for each in links if each.text() == "13.2")
    desk.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert (desk.card.id, desk.field) == ("13.2", "senior_trainees")


def test_where_most_was_lost_leads_there(desk: Sitting) -> None:
    desk.go("7.1")
    desk.type("0")
    (first, *_) = desk.view.result.worst.rows
    desk.go("1.1")
    desk.qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert desk.card.id == "7.1"


def test_the_check_list_leads_to_the_field(desk: Sitting) -> None:
    desk.go("8.2")
    desk.type("34")
    desk.view.card.form.focus_field("qualified_teachers")
    desk.type("35")
    desk.go("1.1")
    desk.press(Qt.Key.Key_K, CTRL)
    dialog = desk.dialog()
    assert isinstance(dialog, CheckDialog)
    line = next(each for each in dialog.lines if each.text() == "8.2")
    line.click()
    desk.view.activateWindow()
    assert desk.card.id == "8.2"
    desk.qtbot.waitUntil(lambda: desk.view.window().focusWidget() is not None)
    assert desk.view.card.form.field_of(desk.view.window().focusWidget()) == "qualified_teachers"


def test_locking_shows_what_is_left_and_may_be_left_alone(desk: Sitting) -> None:
    desk.press(Qt.Key.Key_L, CTRL)
    dialog = desk.dialog()
    assert isinstance(dialog, LockDialog)
    assert len(dialog.lines) == 20
    assert dialog.away.text() == "回去补全"
    dialog.reject()
    assert not desk.sheet.locked


def test_locking_knowingly_fixes_the_sheet(desk: Sitting) -> None:
    desk.go("1.1")
    desk.type("1")
    desk.press(Qt.Key.Key_L, CTRL)
    with desk.qtbot.waitSignal(desk.view.locked):
        desk.dialog().accept()
    desk.view.activateWindow()
    assert desk.sheet.locked
    assert desk.view.result.deeds.locked.isVisible()
    assert desk.view.result.deeds.code.text()
    assert not desk.view.result.deeds.lock.isVisible()
    editor = desk.view.card.form.lines["dedicated_body"].editor
    assert isinstance(editor, ChoiceEditor)
    assert not editor.segments.isEnabled()
    assert desk.view.card.note.isReadOnly()
    assert not desk.view.card.files.isVisible()


def test_the_sheet_of_keys(desk: Sitting) -> None:
    desk.press(Qt.Key.Key_F1)
    dialog = desk.dialog()
    assert isinstance(dialog, DeskKeysDialog)
    shown = {label.text() for label in dialog.findChildren(QLabel)}
    assert "Ctrl+M" in shown
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_photos_and_files_are_dropped_on_the_card(desk: Sitting, tmp_path: Path) -> None:
    photo, paper = tmp_path / "现场.png", tmp_path / "名册.pdf"
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.colours().done))
    picture.save(str(photo))
    paper.write_bytes(b"%PDF-1.4")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (photo, paper)])
    drop(desk.view.card.files, data)
    desk.qtbot.waitUntil(lambda: len(desk.sheet.attachments.get("1.1", ())) == 2)
    tiles = desk.view.card.files.tiles
    assert {tile.accessibleName().split(" ")[0] for tile in tiles} == {"现场.png", "名册.pdf"}
    shown = next(tile for tile in desk.view.card.files.tiles if "现场" in tile.accessibleName())
    middle = QPoint(theme.ATTACHMENT // 2, theme.ATTACHMENT // 2)
    desk.qtbot.waitUntil(
        lambda: shown.thumbnail.grab().toImage().pixelColor(middle).name() == theme.colours().done.lower(),
        timeout=60_000,  # the child that decodes may have to be started, and the machine be busy
    )
    assert desk.view.isActiveWindow()


def drop(widget: QWidget, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(4, 4),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    widget.dropEvent(event)


def test_a_picture_is_pasted(desk: Sitting) -> None:
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.colours().accent))
    QGuiApplication.clipboard().setImage(picture)
    desk.press(Qt.Key.Key_V, CTRL | SHIFT)
    desk.qtbot.waitUntil(lambda: "1.1" in desk.sheet.attachments)
    (file,) = desk.sheet.attachments["1.1"]
    assert file.media_type == "image/png"


def test_a_file_that_cannot_be_read_is_refused_in_words(desk: Sitting, tmp_path: Path) -> None:
    desk.view.wants.attached.emit([tmp_path / "没有.pdf"])
    desk.qtbot.waitUntil(desk.view.banner.isVisible)
    assert "找不到" in desk.view.banner.message.text()


def test_an_attached_file_is_taken_off(desk: Sitting, tmp_path: Path) -> None:
    paper = tmp_path / "名册.pdf"
    paper.write_bytes(b"%PDF-1.4")
    desk.view.wants.attached.emit([paper])
    desk.qtbot.waitUntil(lambda: bool(desk.view.card.files.tiles))
    (tile,) = desk.view.card.files.tiles
    cross = next(each for each in tile.findChildren(QAbstractButton))
    assert "名册.pdf" in cross.accessibleName()
    desk.qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert "1.1" not in desk.sheet.attachments


def test_the_place_is_remembered(desk: Sitting) -> None:
    desk.go("8.2")
    desk.press(Qt.Key.Key_Return)

    def remembered() -> bool:
        place = desk.visit.workspace.sheets.place(desk.visit.visit, desk.visit.person)
        return place is not None and (place.criterion, place.field) == ("8.2", "qualified_teachers")

    desk.qtbot.waitUntil(remembered)


def test_what_others_score_is_shown_but_closed(desk: Sitting) -> None:
    desk.view.wants.opened.emit("10.1")
    assert desk.view.card.others.isVisible()
    assert desk.view.list.list.hasFocus()
    assert not desk.view.card.mark_all.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (1180, 640), (1920, 1080), (910, 480)])
def test_nothing_is_cut_off_and_nothing_scrolls_sideways(desk: Sitting, size: tuple[int, int]) -> None:
    fill(desk)
    desk.view.resize(*size)
    for criterion in desk.sheet.scheme.criteria:
        desk.view.wants.opened.emit(criterion.id)
        labels = [each for each in desk.view.card.findChildren(QLabel) if each.isVisible()]
        desk.qtbot.waitUntil(partial(all_fit, labels))  # a busy machine lays out later
        assert desk.view.size().toTuple() == size
        for area in desk.view.findChildren(QAbstractScrollArea):
            if area.isVisible() and not isinstance(area, QPlainTextEdit):
                assert area.horizontalScrollBar().maximum() == 0, (criterion.id, area)
        for label in desk.view.card.findChildren(QLabel):
            if label.isVisible():
                assert fits(label), (criterion.id, label.text(), label.size(), label.sizeHint())


def all_fit(labels: list[QLabel]) -> bool:
    return all(map(fits, labels))


def fits(label: QLabel) -> bool:
    if label.wordWrap():
        return label.height() + 1 >= label.heightForWidth(label.width())
    return label.width() >= label.sizeHint().width()


def fill(desk: Sitting) -> None:
    for cid, findings in desk.visit.findings().items():
        for name, value in findings.items():
            desk.sheet.record(cid, name, value)


def test_every_control_has_a_name_to_be_read_aloud(desk: Sitting) -> None:
    fill(desk)
    for cid in ("1.1", "2.1", "3.1", "5.1", "8.2"):
        desk.view.wants.opened.emit(cid)
        for widget in desk.view.findChildren(QWidget):
            reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
            if reached and widget.isVisible():
                text = widget.text() if isinstance(widget, QAbstractButton) else ""
                assert widget.accessibleName() or text, (cid, widget)


def test_tab_goes_round_and_never_gets_lost(desk: Sitting) -> None:
    fill(desk)
    desk.view.wants.opened.emit("3.1")
    desk.qtbot.wait(1)
    seen: list[QWidget] = []
    while desk.focus not in seen:
        seen.append(desk.focus)
        assert seen[-1].isVisible()
        desk.press(Qt.Key.Key_Tab)
        assert len(seen) < 80
    fields = [desk.view.card.form.field_of(each) for each in seen]
    order = [name for name in dict.fromkeys(fields) if name]
    assert order == ["concurrent_trainees", "deduction", "reason"]


def test_the_bar_holds_long_names_in_the_smallest_window(desk: Sitting) -> None:
    long = "阿布都热合曼·买买提艾力·欧阳（省级专家库）"
    desk.view.heading.show_text("某某省某某市第一高级职业技术学院")
    desk.view.seat.show_state(SeatState(keyboard=long, expert=long))
    desk.view.resize(910, 512)
    desk.qtbot.waitUntil(lambda: desk.view.size().toTuple() == (910, 512))
    buttons = [each for each in desk.view.bar.findChildren(QAbstractButton) if each.isVisible()]
    desk.qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in buttons))
    assert desk.view.bar.minimumSizeHint().width() <= 910
    assert [each.text() for each in buttons if not each.toolTip()] == []
    assert long in desk.view.seat.person.toolTip()
    assert long in desk.view.seat.person.accessibleName()
    assert desk.view.heading.width() > theme.ATTACHMENT


def test_every_tip_says_more_than_its_keys_and_its_button(desk: Sitting) -> None:
    tips = [
        (each.text(), each.toolTip())
        for each in desk.view.findChildren(QAbstractButton)
        if each.isVisible() and each.toolTip()
    ]
    bare = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)*\S{0,3}")
    assert tips
    assert not [(text, tip) for text, tip in tips if bare.fullmatch(tip) or (text and tip == text)]
    said = [button.toolTip().partition("（")[0] for button in desk.view.card.papers.adds.values()]
    assert len(set(said)) == len(said)


def test_the_rule_stands_on_the_card_before_anything_is_typed(desk: Sitting) -> None:
    desk.go("13.2")
    told = desk.view.card.head.ways
    assert told.isVisible()
    assert "每少 60 人扣 0.5 分" in told.text()
    assert "600 人 → 5，540 人 → 4.5" in told.text().replace("\N{NO-BREAK SPACE}", " ")
    before = told.text()
    desk.type("541")
    assert told.text() == before, "what stands above a field moved it while it was typed in"
    assert desk.card.score == "5"
