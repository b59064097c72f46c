"""The desk under every kind of scheme: its fields, its live working, its words for the outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.services.printing.sheet_report import score_sheet
from app.services.sample.content import load_sample
from app.services.sample.samples import record_findings
from app.services.store.schemes import SchemeLibrary
from app.services.store.site import NewVisit, PanelMember
from app.ui.criterion.view_editors import ChoiceEditor
from app.ui.desk import DeskPresenter, DeskView
from app.ui.desk.list.state import Shown
from tests.filling import filled, policy_of, profiles_of
from tests.ui.desk.sitting import Sitting
from tests.ui.desk.visits import BATCH, VISIT, Prepared

LIBRARY = SchemeLibrary()
Seat = Callable[..., Sitting]
PERSON = "expert-1"


@pytest.fixture
def seat(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Seat]:
    """Sits down at a desk under any scheme."""
    workspace = open_workspace(tmp_path / "data")

    def down(scheme_id: str, findings: Mapping[str, Mapping[str, object]], **profile: str) -> Sitting:
        scheme = LIBRARY[scheme_id]
        workspace.visits.add(
            NewVisit(
                id=VISIT,
                batch_id=BATCH,
                task_sha256=None,
                scheme=LIBRARY.source(scheme_id),
                policy=policy_of(scheme),
                profile=profile or profiles_of(scheme)[0],
                project={"unit": "示例职业技术学院", "name": "示例建设项目"},
                panel=(PanelMember(PERSON, "专家甲（示例）", "示例单位", "leader", scores=True),),
                date_from="2025-05-12",
                date_to="2025-05-12",
                sample=True,
            )
        )
        record_findings(workspace.sheets.open(VISIT, PERSON), findings)
        view = DeskView(DeskPresenter(workspace, VISIT, PERSON))
        qtbot.addWidget(view)
        view.resize(1366, 768)
        view.show()
        view.activateWindow()
        qtbot.waitUntil(lambda: view.isActiveWindow() and view.focusWidget() is not None)
        return Sitting(view, qtbot, Prepared(workspace, VISIT, PERSON, load_sample()))

    yield down
    workspace.close()


def test_a_condition_is_told_fact_by_fact_while_it_is_filled_in(seat: Seat) -> None:
    desk = seat("pingdingshan-studio-application", {}, heritage_inheritor="true")
    assert (desk.state.result.counted, desk.state.result.total) == ("已核", "0 / 6")
    assert desk.state.result.possible == ""
    desk.go("3.2")
    for flag in ("1", "1"):
        desk.type(flag)
        desk.press(Qt.Key.Key_Return)
    desk.type("40")
    facts = [(each.fact, each.actual, each.told) for each in desk.card.facts]
    assert facts[2] == ("固定场所面积", "40 平方米", "不符合")
    assert (desk.card.score, desk.card.max, desk.card.working) == ("不符合", "", "不符合")
    assert desk.state.result.verdict == "不符合条件"
    assert [each.id for each in desk.state.result.worst] == ["3.2"]
    assert sum(line.isVisible() for line in desk.view.card.working.facts) == 3
    desk.press(Qt.Key.Key_Backspace)
    desk.press(Qt.Key.Key_Backspace)
    desk.type("60")
    assert (desk.card.score, desk.state.result.verdict) == ("符合", "尚不能定")


def test_the_card_and_the_result_say_what_passes(seat: Seat) -> None:
    desk = seat("hubei-effect", {}, level="national")
    told = "运行情况评估得分 75 分及以上为合格，74 分及以下为不合格"
    assert (desk.card.id, desk.view.card.head.passes.text()) == ("17.1", told)
    assert desk.view.result.passes.text().startswith(told)
    desk.go("19.1")
    assert desk.view.card.head.passes.isHidden()


def test_what_reaches_the_line_of_a_good_one_is_not_told_as_lost(seat: Seat) -> None:
    awards = {"19.1": ("46", "年培训 3200 人次（示例）"), "19.2": ("20", "企业满意率偏低（示例）")}
    findings = {cid: {"award": award, "reason": why} for cid, (award, why) in awards.items()}
    desk = seat("hubei-effect", {"17.1": {"operation": "95"}, **findings}, level="national")
    rows = {row.id: row for section in desk.state.list.sections for row in section.rows}
    assert (rows["19.1"].sign, rows["19.2"].sign) == ("done", "lost")
    assert rows["19.1"].spoken.endswith("已评，46 分")
    assert rows["19.2"].spoken.endswith("有不足，20 分")
    assert [each.id for each in desk.state.result.worst] == ["19.2"]
    desk.view.wants.filtered.emit(Shown.LOST)
    assert [row.id for section in desk.state.list.sections for row in section.rows] == ["19.2"]


def test_an_exception_is_offered_where_there_are_points(seat: Seat) -> None:
    desk = seat("hubei-studio-acceptance", {}, level="provincial")
    desk.go("9.6")
    assert desk.card.fields[-1].name == "exception"


def test_a_share_of_money_is_asked_for_in_its_own_words(seat: Seat) -> None:
    desk = seat("hubei-studio-acceptance", {}, level="provincial")
    desk.go("9.1")
    (share,) = [each for each in desk.card.fields if each.kind == "share"]
    assert share.counted == ("用于技能人才培养的经费", "职工教育经费总额")


def test_a_waived_condition_needs_no_answer_and_says_so(seat: Seat) -> None:
    desk = seat("pingdingshan-studio-application", {}, heritage_inheritor="true")
    rows = {row.id: row for section in desk.state.list.sections for row in section.rows}
    assert (rows["3.5"].score, rows["3.5"].sign) == ("免核", "done")
    assert (rows["3.4"].score, rows["3.4"].sign) == ("", "open")
    assert "3.5" not in [each.id for each in desk.state.result.open]
    assert [each.points for each in desk.state.list.sections] == ["已核 0 / 5", "已核 0 / 1"]


def test_the_filters_speak_of_conditions(seat: Seat) -> None:
    scheme = LIBRARY["pingdingshan-studio-application"]
    findings = filled(scheme, {"heritage_inheritor": "false"})
    desk = seat(scheme.id, findings | {"3.4": {"formally_employed": False}}, heritage_inheritor="false")
    assert desk.state.list.names == ("全部", "未核", "不符合", "标记", "核对")
    desk.view.wants.filtered.emit(Shown.LOST)
    assert [row.id for section in desk.state.list.sections for row in section.rows] == ["3.4"]


def test_an_exception_in_principle_is_granted_with_a_reason(seat: Seat) -> None:
    desk = seat("pingdingshan-studio-application", {}, heritage_inheritor="true")
    desk.go("3.3")
    for figures in ("20", "10"):
        desk.type(figures)
        desk.press(Qt.Key.Key_Return)
    assert (desk.card.score, desk.state.result.verdict) == ("不符合", "不符合条件")
    assert desk.field == "exception"
    desk.type("山区县，经市局同意（示例）")
    assert (desk.card.score, desk.state.result.verdict) == ("提请例外", "尚不能定")
    assert any("例外理由：山区县" in line.why for line in desk.card.lines)


def test_a_ground_is_there_or_not(seat: Seat) -> None:
    desk = seat("hubei-cancellation", {}, level="national", project="studio")
    desk.go("21.1")
    assert [label for _, label in desk.card.fields[0].options] == ["有此情形", "没有"]
    desk.type("1")
    assert (desk.card.score, desk.card.provisional) == ("有此情形", True)
    assert desk.state.result.verdict == "取消项目称号"
    desk.type("2")
    assert (desk.card.score, desk.state.result.verdict) == ("没有", "尚不能定")


def test_a_veto_overrides_whatever_was_scored(seat: Seat) -> None:
    scheme = LIBRARY["hubei-base-midterm"]
    desk = seat(scheme.id, filled(scheme, {"level": "national"}), level="national")
    assert (desk.state.result.total, desk.state.result.verdict) == ("100", "合格")
    assert "暂定" in desk.state.result.why
    desk.go("21.1")
    desk.type("1")
    assert (desk.card.score, desk.card.max) == ("一票否决", "")
    assert (desk.state.result.total, desk.state.result.verdict) == ("100", "已锁定不合格")
    assert desk.state.result.worst[0].points == "一票否决"


def test_a_level_moves_the_thresholds(seat: Seat) -> None:
    scheme = LIBRARY["hubei-base-midterm"]
    findings = filled(scheme, {"level": "national"}) | {
        "8.2": {"annual_trainees": "2000"} if "annual_trainees" in names(scheme.id, "8.2") else {}
    }
    desk = seat(scheme.id, findings, level="provincial")
    desk.go("8.2")
    assert desk.card.score == desk.card.max


def names(scheme: str, criterion: str) -> set[str]:
    return {spec.name for spec in LIBRARY[scheme].criterion(criterion).findings}


def test_performance_earns_points_in_proportion(seat: Seat) -> None:
    desk = seat("hubei-performance", {}, project="base", level="national")
    desk.go("14.1")
    desk.type("200")
    desk.press(Qt.Key.Key_Return)
    desk.type("150")
    assert (desk.card.score, desk.card.max) == ("7.5", "10")
    assert desk.state.result.mark_text == ""
    assert "暂定" in desk.state.result.why


def test_an_effect_has_a_gate_and_a_grade(seat: Seat) -> None:
    scheme = LIBRARY["hubei-effect"]
    desk = seat(scheme.id, filled(scheme, {"level": "national"}), level="national")
    assert (desk.state.result.verdict, desk.state.result.total) == ("拟评为“好”，待批次评定", "100")
    desk.go("17.1")
    assert (desk.card.score, desk.card.max) == ("合格", "")
    for text, word, verdict in (("74.5", "待裁定", "待裁定"), ("74", "不合格", "不好")):
        desk.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        desk.type(text)
        assert (desk.card.score, desk.state.result.verdict) == (word, verdict)


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_every_scheme_opens_and_shows_each_of_its_criteria(seat: Seat, scheme_id: str) -> None:
    scheme = LIBRARY[scheme_id]
    desk = seat(scheme_id, filled(scheme, profiles_of(scheme)[0]))
    assert desk.state.result.open == ()
    for criterion in scheme.criteria:
        desk.view.wants.opened.emit(criterion.id)
        assert desk.card.id == criterion.id
        assert desk.card.score or desk.sheet.tally.criteria[criterion.id].state == "unasked"


@pytest.mark.parametrize(
    ("scheme", "cid", "label", "answers"),
    [
        ("shaoxing-base-enterprise", "2.2", "违规违纪", ["未发生", "发生过"]),
        ("pingdingshan-studio-acceptance", "7.1", "申报内容、资金和设备用途", ["没有自行调整", "有自行调整"]),
        ("national-studio", "1.6", "重复申报", ["没有以相同单位取得过", "以相同单位取得过"]),
        ("hubei-base-acceptance", "4.1", "分工", ["分工明确", "分工不明确"]),
        ("hubei-base-acceptance", "21.1", "被依法追究刑事责任", ["是", "否"]),
        ("tianjin-base-acceptance", "1.1", "设有专门组织机构", ["是", "否"]),
        ("tianjin-studio-acceptance", "4.1", "建立学员花名册", ["是", "否"]),
    ],
)
def test_yes_and_no_stand_only_where_the_label_is_what_they_answer(
    seat: Seat, scheme: str, cid: str, label: str, answers: list[str]
) -> None:
    desk = seat(scheme, {})
    desk.go(cid)
    (field,) = (each for each in desk.card.fields if each.label == label)
    assert [words for _, words in field.options] == answers
    on_paper = score_sheet(desk.sheet, blank=True)
    boxes = [
        [choice.label for choice in each.choices]
        for section in on_paper.sections
        for criterion in section.criteria
        for each in criterion.fields
        if criterion.id == cid and each.label == label
    ]
    assert boxes == [answers]


def test_a_long_answer_goes_on_to_more_lines_where_the_room_is_small(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("national-studio", {})
    desk.go("1.5")
    editor = desk.view.card.form.lines["merit"].editor
    assert isinstance(editor, ChoiceEditor)
    tall = editor.segments.height()
    desk.view.resize(911, 512)
    qtbot.waitUntil(lambda: editor.segments.height() > tall)
    assert editor.segments.width() <= editor.width()
    assert all(not each.horizontalScrollBar().maximum() for each in desk.view.card.findChildren(QScrollArea))
