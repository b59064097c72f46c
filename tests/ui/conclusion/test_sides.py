from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.ui.conclusion.state import Comparison, CriterionPage, SideColumn
from app.ui.conclusion.view_sides import Sides
from app.ui.criterion.state import LineState
from app.ui.criterion.view_reason import Reason


def page(count: int) -> CriterionPage:
    sides = tuple(SideColumn(f"p{n}", f"专家{n}（示例）", "4.5", (), "") for n in range(count))
    fact = Comparison("高级工以上年培训", tuple(f"{500 + n} 人" for n in range(count)), differs=True)
    return CriterionPage("13.2", "13.2 规模效应", "", "", "", "5", "", sides, (fact,), None)


@pytest.mark.parametrize("count", [1, 3, 4, 5, 15])
def test_every_expert_has_a_place_and_can_be_adopted(dressed: QApplication, qtbot: QtBot, count: int) -> None:
    shown, adopted = Sides(), list[str]()
    qtbot.addWidget(shown)
    shown.adopted.connect(adopted.append)
    shown.show_page(page(count), may_adopt=True)
    shown.show()
    assert len(shown.buttons) == count
    shown.buttons[f"p{count - 1}"].click()
    assert adopted == [f"p{count - 1}"]
    assert shown.minimumSizeHint().width() <= 620, "fits the middle pane of a small screen"


@pytest.mark.parametrize("count", [3, 7])
def test_working_papers_stand_beside_the_note(dressed: QApplication, qtbot: QtBot, count: int) -> None:
    shown, plain = Sides(), page(count)
    qtbot.addWidget(shown)
    shown.show_page(plain, may_adopt=False)
    before = [label.text() for label in shown.findChildren(QLabel) if not label.isHidden()]
    assert "工作记录" not in before
    told = replace(plain.sides[1], note="补签", papers=("抽查聘书 20 份，合格 18 份（90%）", "见第 3 册"))
    shown.show_page(replace(plain, sides=(plain.sides[0], told, *plain.sides[2:])), may_adopt=False)
    shown.show()
    texts = [label.text() for label in shown.findChildren(QLabel) if label.isVisible()]
    assert [text for text in texts if text in {*told.papers, "备注：补签"}] == [*told.papers, "备注：补签"]
    assert shown.minimumSizeHint().width() <= 620


def test_a_frozen_page_offers_nothing(dressed: QApplication, qtbot: QtBot) -> None:
    shown = Sides()
    qtbot.addWidget(shown)
    shown.show_page(page(7), may_adopt=False)
    assert shown.buttons == {}


@pytest.mark.parametrize("points", ["−2", "+12.5", "−11.25", "+48.75"])
def test_points_of_a_reason_are_shown_whole(dressed: QApplication, qtbot: QtBot, points: str) -> None:
    line = LineState(points, "其中高技能人才 900 人次，目标 1000 人次", "办法 第十三条", lost=False)
    shown, reason, plain = Sides(), Reason(), page(2)
    for each in (shown, reason):
        qtbot.addWidget(each)
    told = replace(plain.sides[0], lines=(line,))
    shown.show_page(replace(plain, sides=(told, plain.sides[1])), may_adopt=False)
    reason.show_line(line)
    for each in (shown, reason):
        each.show()
        (label,) = [one for one in each.findChildren(QLabel) if one.text() == points]
        assert label.sizeHint().width() <= label.width()
