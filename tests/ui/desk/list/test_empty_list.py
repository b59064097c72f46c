"""What the list says where it has nothing to show."""

from __future__ import annotations

import pytest

from app.ui.desk.list.state import Shown
from tests.ui.desk.sitting import Sitting


@pytest.mark.parametrize(
    ("shown", "sought", "said"),
    [
        (Shown.ALL, "zzzz", "没有找到“zzzz”。可输入编号、名称或拼音首字母。"),
        (Shown.LOST, "zzzz", "在“失分”中没有找到“zzzz”，可改选“全部”再找。"),
        (Shown.LOST, "", "没有“失分”的考核项。"),
        (Shown.FLAG, "", "没有标记的考核项。按 Ctrl+B 标记本项，以便回头再看。"),
    ],
)
def test_an_empty_list_says_why_and_what_to_do(desk: Sitting, shown: Shown, sought: str, said: str) -> None:
    desk.view.wants.filtered.emit(shown)
    desk.view.wants.sought.emit(sought)
    assert desk.view.list.nothing.isVisible()
    assert desk.view.list.nothing.text() == said


def test_a_list_with_something_says_nothing(desk: Sitting) -> None:
    desk.view.wants.filtered.emit(Shown.FLAG)
    assert desk.view.list.nothing.isVisible()
    desk.view.wants.filtered.emit(Shown.ALL)
    assert not desk.view.list.nothing.isVisible()
