from __future__ import annotations

from pathlib import Path

import pytest

from app.common.errors import EnvironmentTrouble
from app.ui.criterion.state import FieldState
from app.ui.desk import DeskPresenter
from app.ui.desk.list.state import Shown
from app.ui.desk.lock.state import CheckPoint
from tests.ui.desk.visits import Prepared, prepared

FULL = EnvironmentTrouble(
    "磁盘已满，刚才的输入没有写入。", safe="此前的都在。", advice="请清理磁盘。", code="XP-1"
)


def field(presenter: DeskPresenter, name: str) -> FieldState:
    return next(each for each in presenter.state.card.fields if each.name == name)


def filled(visit: Prepared) -> None:
    sheet = visit.workspace.sheets.open(visit.visit, visit.person)
    for cid, findings in visit.findings().items():
        for name, value in findings.items():
            sheet.record(cid, name, value)


def test_it_opens_at_the_first_open_criterion_of_mine(presenter: DeskPresenter) -> None:
    state = presenter.state
    assert state.card.id == "1.1"
    assert state.card.back == ""
    assert state.card.next == "1.2"
    assert state.card.own == "自评 2"
    assert state.heading == "示例职业技术学院"
    assert "专家甲（示例）" not in state.under  # the seat beside it says who sits here
    assert state.seat.keyboard == "专家甲（示例）"


def test_it_opens_where_the_person_stopped(visit: Prepared, presenter: DeskPresenter) -> None:
    presenter.go("8.2")
    presenter.rest_at("teachers")
    again = DeskPresenter(visit.workspace, visit.visit, visit.person)
    assert (again.state.card.id, again.state.field) == ("8.2", "teachers")


def test_a_number_moves_working_section_total_and_range(presenter: DeskPresenter) -> None:
    presenter.go("8.2")
    presenter.do(presenter.writing.record, "qualified_teachers", "11")
    assert presenter.state.card.score == ""
    assert "教师总数" in presenter.state.card.missing
    state = presenter.do(presenter.writing.record, "teachers", "34")
    assert state.card.working == "5 − 1 = 4"
    assert (state.card.score, state.card.max) == ("4", "5")
    assert state.card.lines[0].points == "−1"
    assert state.card.lines[0].lost
    assert "附件1" in state.card.lines[0].cite
    assert state.card.win_back
    assert state.result.total == "4"
    assert state.result.possible == "4 – 99"
    section = next(each for each in state.list.sections if each.id == "3")
    assert section.points == "4 / 22"
    assert [row.sign for row in section.rows if row.id == "8.2"] == ["lost"]
    assert field(presenter, "qualified_teachers").beside == "32.3%"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("１２", "12"),
        ("12.", "12"),
        ("12。5", "12.5"),
        (" 12 ", "12"),
        ("1,200", "1200"),
        ("1.2亿元", "12000"),
    ],
)
def test_what_an_input_method_gives_is_stored_plain_and_shown_as_typed(
    visit: Prepared, presenter: DeskPresenter, typed: str, stored: str
) -> None:
    presenter.go("4.2")
    presenter.do(presenter.writing.record, "equipment_value", typed)
    sheet = visit.workspace.sheets.open(visit.visit, visit.person)
    assert sheet.answers["4.2"]["equipment_value"] == stored
    assert field(presenter, "equipment_value").text == typed
    presenter.go("5.1")
    presenter.go("4.2")
    assert field(presenter, "equipment_value").text == stored


def test_a_wrong_number_is_kept_and_its_fault_said(presenter: DeskPresenter) -> None:
    presenter.go("14.1")
    presenter.do(presenter.writing.record, "employer_satisfaction", "120")
    shown = field(presenter, "employer_satisfaction")
    assert shown.text == "120"
    assert "100" in shown.fault
    assert presenter.state.card.score == ""
    assert not presenter.do(presenter.writing.record, "employer_satisfaction", "").card.fields[0].fault


def test_fields_come_and_go_with_the_answers(presenter: DeskPresenter) -> None:
    presenter.go("3.1")
    assert [each.name for each in presenter.state.card.fields] == ["concurrent_trainees"]
    presenter.do(presenter.writing.record, "concurrent_trainees", "186")
    names = [each.name for each in presenter.state.card.fields]
    assert names == ["concurrent_trainees", "deduction", "reason"]
    presenter.do(presenter.writing.record, "concurrent_trainees", "200")
    assert [each.name for each in presenter.state.card.fields] == ["concurrent_trainees"]


def test_points_without_a_reason_count_for_the_time_being(presenter: DeskPresenter) -> None:
    presenter.go("3.1")
    presenter.do(presenter.writing.record, "concurrent_trainees", "186")
    presenter.do(presenter.writing.step, "deduction", 1)
    assert field(presenter, "deduction").text == "1"
    state = presenter.do(presenter.writing.step, "deduction", 1)
    assert field(presenter, "deduction").text == "1.5"
    assert state.card.provisional
    assert state.result.total == "3.5"
    assert field(presenter, "reason").owed
    assert not field(presenter, "reason").fault
    state = presenter.do(presenter.writing.offer, "reason", field(presenter, "reason").offered[0])
    assert not state.card.provisional
    state = presenter.do(presenter.writing.offer, "reason", field(presenter, "reason").offered[1])
    assert field(presenter, "reason").text == "；".join(field(presenter, "reason").offered[:2])


def test_steps_stay_inside_the_range(presenter: DeskPresenter) -> None:
    presenter.go("3.1")
    presenter.do(presenter.writing.record, "concurrent_trainees", "1")
    presenter.do(presenter.writing.step, "deduction", -1)
    assert field(presenter, "deduction").text == "5"
    presenter.do(presenter.writing.step, "deduction", 3)
    assert field(presenter, "deduction").text == "5"
    presenter.do(presenter.writing.record, "deduction", "1")
    presenter.do(presenter.writing.step, "deduction", -1)
    assert field(presenter, "deduction").text == "1"
    assert "0.5" in field(presenter, "deduction").hint


def test_a_set_is_ticked_in_the_schemes_order_and_empty_is_an_answer(presenter: DeskPresenter) -> None:
    presenter.go("2.1")
    assert field(presenter, "sound_regimes").chosen is None
    presenter.do(presenter.writing.toggle, "sound_regimes", "risk")
    presenter.do(presenter.writing.toggle, "sound_regimes", "training")
    assert field(presenter, "sound_regimes").chosen == ("training", "risk")
    presenter.do(presenter.writing.toggle, "sound_regimes", "risk")
    state = presenter.do(presenter.writing.toggle, "sound_regimes", "training")
    assert field(presenter, "sound_regimes").chosen == ()
    assert state.card.score == "0"


def test_cases_are_added_filled_and_removed(presenter: DeskPresenter) -> None:
    presenter.go("5.1")
    name = "unmet_specialties"
    presenter.do(presenter.writing.add_case, name)
    (case,) = field(presenter, name).cases or ()
    assert (case.name_fault, case.deduction_fault, case.reason_fault) == ("", "", "")
    assert presenter.state.card.missing == "每一行填完整后计算。"
    presenter.do(presenter.writing.case, name, 0, "name", "工业机器人")
    presenter.do(presenter.writing.case, name, 0, "deduction", "2.")
    assert (field(presenter, name).cases or ())[0].deduction == "2."
    presenter.do(presenter.writing.case, name, 0, "deduction", "2.5")
    state = presenter.do(presenter.writing.case, name, 0, "reason", "师资不足")
    assert state.card.score == "3.5"
    presenter.do(presenter.writing.step_case, name, 0, -1)
    assert (field(presenter, name).cases or ())[0].deduction == "2"
    presenter.do(presenter.writing.case, name, 0, "deduction", "9")
    assert (field(presenter, name).cases or ())[0].deduction_fault
    state = presenter.do(presenter.writing.remove_case, name, 0)
    assert field(presenter, name).cases == ()
    assert state.card.score == "6"


def test_materials_are_marked_one_by_one_or_all_at_once(presenter: DeskPresenter) -> None:
    presenter.go("8.2")
    assert {each.mark for each in presenter.state.card.evidence} == {""}
    presenter.do(presenter.card.mark_all)
    assert {each.mark for each in presenter.state.card.evidence} == {"original"}
    first = presenter.state.card.evidence[0].id
    presenter.do(presenter.card.mark, first, "missing")
    assert presenter.state.card.evidence[0].mark == "missing"
    presenter.do(presenter.card.mark, first, "")
    assert presenter.state.card.evidence[0].mark == ""


def test_undo_goes_where_the_step_was(presenter: DeskPresenter) -> None:
    presenter.do(presenter.writing.record, "dedicated_body", "false")
    presenter.go("2.2")
    presenter.do(presenter.writing.record, "archive", "incomplete")
    presenter.go("9.1")
    assert presenter.undo().card.id == "2.2"
    assert field(presenter, "archive").text == ""
    assert presenter.undo().card.id == "1.1"
    assert field(presenter, "dedicated_body").text == ""
    state = presenter.redo()
    assert state.card.id == "1.1"
    assert state.result.can_redo
    assert field(presenter, "dedicated_body").text == "false"


def test_what_could_not_be_stored_stays_marked_and_is_stored_later(
    visit: Prepared, presenter: DeskPresenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = visit.workspace.sheets.open(visit.visit, visit.person)
    presenter.go("13.2")
    with monkeypatch.context() as full:
        full.setattr(sheet, "record", _refusing)
        full.setattr(sheet, "note", _refusing)
        state = presenter.do(presenter.writing.record, "senior_trainees", "540")
        assert state.trouble is FULL
        assert state.card.score == ""
        assert (state.card.fields[0].text, state.card.fields[0].unsaved) == ("540", True)
        state = presenter.do(presenter.writing.note, "第 3 册")
        assert state.card.note_unsaved
        presenter.go("14.1")
        assert presenter.go("13.2").card.fields[0].text == "540"  # nothing typed is lost on the way
        state = presenter.do(presenter.lock.lock)
        assert state.trouble is FULL
        assert not state.result.locked
    presenter.go("14.1")
    state = presenter.do(presenter.writing.record, "employer_satisfaction", "91")
    assert state.trouble is None
    state = presenter.go("13.2")
    assert (state.card.score, state.card.fields[0].unsaved, state.card.note_unsaved) == ("4.5", False, False)
    assert sheet.answers["13.2"]["senior_trainees"] == "540"
    assert sheet.notes["13.2"] == "第 3 册"


def _refusing(*_: object) -> None:
    raise FULL


def test_a_trouble_leaves_once_it_was_read(presenter: DeskPresenter) -> None:
    assert presenter.fail(FULL).trouble is FULL
    assert presenter.dismiss().trouble is None


def test_what_others_score_cannot_be_written_and_is_passed_over(presenter: DeskPresenter) -> None:
    presenter.go("9.1")
    assert presenter.go_by(1).card.id == "12.1"
    state = presenter.go("10.1")
    assert not state.card.writable
    assert "专家丙（示例）" in state.card.others
    rows = {row.id: row.sign for section in state.list.sections for row in section.rows}
    assert [cid for cid, sign in rows.items() if sign == "other"] == ["10.1", "11.1", "11.2"]
    assert "10.1" not in [pointer.id for pointer in state.result.open]
    assert "3" in state.result.others


def test_the_ends_of_the_annex_stop_the_way(presenter: DeskPresenter) -> None:
    assert presenter.go_by(-1).card.id == "1.1"
    presenter.go("15.2")
    assert presenter.go_by(1).card.id == "15.2"


def test_filter_and_search_narrow_the_list(visit: Prepared, presenter: DeskPresenter) -> None:
    presenter.do(presenter.writing.record, "dedicated_body", "false")
    presenter.go("1.2")
    presenter.do(presenter.writing.record, "duties_divided", "true")
    ids = [row.id for section in presenter.filter(Shown.LOST).list.sections for row in section.rows]
    assert ids == ["1.1"]
    ids = [row.id for section in presenter.filter(Shown.OPEN).list.sections for row in section.rows]
    assert len(ids) == 19
    assert "1.1" not in ids
    assert "1.2" in ids, "what is begun and not done is still to be done"
    ids = [row.id for section in presenter.filter(Shown.CHECK).list.sections for row in section.rows]
    assert ids == ["1.1"], "only what contradicts itself"
    presenter.filter(Shown.ALL)
    ids = [row.id for section in presenter.seek("满意").list.sections for row in section.rows]
    assert ids == ["14.1", "14.2"]
    ids = [row.id for section in presenter.seek("8.2").list.sections for row in section.rows]
    assert ids == ["8.2"]


def test_what_looks_odd_is_pointed_out_but_never_blocks(presenter: DeskPresenter) -> None:
    state = presenter.do(presenter.writing.record, "dedicated_body", "true")
    state = presenter.do(presenter.card.mark_all)
    assert not [each for each in state.result.checks if each.id == "1.1"]
    state = presenter.do(presenter.card.mark, state.card.evidence[0].id, "missing")
    (point,) = (each for each in state.result.checks if each.id == "1.1")
    assert not point.owed
    assert "缺" in point.message
    state = presenter.do(presenter.writing.record, "dedicated_body", "false")
    assert not [each for each in state.result.checks if each.id == "1.1"]
    state = presenter.do(presenter.card.mark, state.card.evidence[0].id, "")
    (point,) = (each for each in state.result.checks if each.id == "1.1")
    assert "失分过半" in point.message
    state = presenter.do(presenter.writing.note, "现场无此机构")
    assert not [each for each in state.result.checks if each.id == "1.1"]


def test_a_check_leads_to_its_field_with_what_is_left_out_named(presenter: DeskPresenter) -> None:
    presenter.go("8.2")
    presenter.do(presenter.writing.record, "teachers", "34")
    assert not field(presenter, "qualified_teachers").fault
    (point,) = (each for each in presenter.state.result.checks if each.id == "8.2")
    presenter.go("1.1")
    state = presenter.go_to_check(point)
    assert (state.card.id, state.field) == ("8.2", "qualified_teachers")
    assert field(presenter, "qualified_teachers").fault


def test_a_check_names_the_row(presenter: DeskPresenter) -> None:
    presenter.go("5.1")
    presenter.do(presenter.writing.add_case, "unmet_specialties")
    points = [each for each in presenter.state.result.checks if each.id == "5.1"]
    assert points
    assert all("第 1 行" in each.message and each.field == "unmet_specialties" for each in points)


def test_the_verdict_is_told_as_soon_as_it_is_decided(tmp_path: Path) -> None:
    ready = prepared(tmp_path / "data", assigned=False, policy={"pass_mark": "20"})
    presenter = DeskPresenter(ready.workspace, ready.visit, ready.person)
    assert presenter.state.result.verdict == "尚不能定"
    sheet = ready.workspace.sheets.open(ready.visit, ready.person)
    for cid in ("1.1", "1.2", "2.2", "4.1", "6.1", "7.1", "8.1", "14.1"):
        for name, value in ready.findings()[cid].items():
            sheet.record(cid, name, value)
    presenter.go("10.1")
    state = presenter.do(presenter.writing.record, "spending", "compliant")
    assert (state.result.verdict, state.result.verdict_tone) == ("已锁定合格", "done")
    ready.workspace.close()


def test_without_a_pass_mark_there_is_no_verdict(tmp_path: Path) -> None:
    ready = prepared(tmp_path / "data", policy={"partial_step": "completed"})
    result = DeskPresenter(ready.workspace, ready.visit, ready.person).state.result
    assert (result.verdict, result.mark, result.mark_text) == ("未定合格线", None, "未设合格线")
    ready.workspace.close()


def test_the_finished_sheet_reads_as_the_contract_counts_it(visit: Prepared) -> None:
    filled(visit)
    presenter = DeskPresenter(visit.workspace, visit.visit, visit.person)
    result = presenter.state.result
    assert result.open == ()
    lost = [float(each.points.replace("−", "")) for each in result.worst]
    assert lost == sorted(lost, reverse=True)
    assert not [each for each in result.checks if each.owed]
    state = presenter.do(presenter.lock.lock)
    assert state.result.locked
    assert state.result.code
    assert not state.card.writable
    refused = presenter.do(presenter.writing.record, "dedicated_body", "false")
    assert refused.trouble is not None
    assert refused.result.locked


def test_locking_with_points_open_is_possible_knowingly(presenter: DeskPresenter) -> None:
    presenter.do(presenter.writing.record, "dedicated_body", "true")
    assert any(each.owed for each in presenter.state.result.checks)
    assert presenter.do(presenter.lock.lock).result.locked


def test_files_are_attached_once_and_taken_off(presenter: DeskPresenter, tmp_path: Path) -> None:
    paper = tmp_path / "教师名册.pdf"
    paper.write_bytes(b"%PDF-1.4" * 300)
    state = presenter.do(presenter.files.attach, "8.2", presenter.files.prepare(paper, lambda _: None))
    assert state.card.files == ()  # it belongs to the criterion that it was given for
    (file,) = presenter.go("8.2").card.files
    assert (file.name, file.size, file.picture) == ("教师名册.pdf", "2 KB", False)
    presenter.files.save_file(file.sha256, paper.with_name("存出.pdf"), lambda _: None)
    assert paper.with_name("存出.pdf").read_bytes() == paper.read_bytes()
    assert presenter.do(presenter.files.detach, file.sha256).card.files == ()
    assert presenter.undo().card.files == (file,)


def test_a_stranger_point_leads_nowhere_wrong(presenter: DeskPresenter) -> None:
    state = presenter.go_to_check(CheckPoint("1.2", "", "看一看", owed=False))
    assert (state.card.id, state.field) == ("1.2", "")


def test_what_a_chosen_reading_asks_is_on_the_desk_and_counted(tmp_path: Path) -> None:
    policy = {"pass_mark": "60", "scarce_trades": "count_too", "item_and_total": "total_only"}
    ready = prepared(tmp_path / "data", assigned=False, policy=policy)
    presenter = DeskPresenter(ready.workspace, ready.visit, ready.person)
    presenter.go("4.1")
    presenter.do(presenter.writing.record, "equipment_matched", "true")
    presenter.do(presenter.writing.record, "trades", "5")
    presenter.do(presenter.writing.record, "deduction", "2")
    presenter.do(presenter.writing.record, "reason", "紧缺特色工种过多")
    sheet = ready.workspace.sheets.open(ready.visit, ready.person)
    assert sheet.tally.criteria["4.1"].score == 300
    presenter.go("10.1")
    presenter.do(presenter.writing.record, "spending", "irregular")
    names = [each.name for each in presenter.state.card.fields]
    assert "deduction" not in names
    assert "total_deduction" in names
    ready.workspace.close()


def test_half_a_criterion_is_not_done_and_says_so(visit: Prepared) -> None:
    """All are begun, one is half filled, one has what cannot stand: nobody is told that all are done."""
    filled(visit)
    sheet = visit.workspace.sheets.open(visit.visit, visit.person)
    sheet.record("8.2", "teachers", None)
    sheet.record("13.2", "senior_trainees", "许多")
    presenter = DeskPresenter(visit.workspace, visit.visit, visit.person)
    result = presenter.state.result
    assert [(each.id, each.points) for each in result.open] == [("8.2", "未填完"), ("13.2", "有误")]
    assert result.left == "1 项未填完，1 项有误"
    rows = {row.id: row for section in presenter.state.list.sections for row in section.rows}
    assert rows["8.2"].spoken.endswith("未填完")
    assert rows["13.2"].spoken.endswith("有误")
    left = [row.id for section in presenter.filter(Shown.OPEN).list.sections for row in section.rows]
    assert left == ["8.2", "13.2"]
