"""No line of a label ends inside a short word, a number or a quoted word; what it says is unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QAccessible, QTextLayout
from PySide6.QtWidgets import QApplication

from app.ui.widgets import Label
from app.ui.widgets.line_ends import JOINER, joined

WHOLE = ("“较好”", "“一般”", "“不好”", "“限期整改”", "不合格", "不符合", "82.5", "3000")
BETWEEN = ("按批次评定，", "总分", "须", "；目标", "的", " 分", " 人次，", "90%")


def bare(text: str) -> str:
    return text.replace(JOINER, "")


def lines(text: str, width: int) -> list[str]:
    """As Qt lays a text out in a width of pixels."""
    layout = QTextLayout(text, QApplication.font())
    layout.beginLayout()
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        found.append(bare(text[line.textStart() : line.textStart() + line.textLength()]))
    layout.endLayout()
    return found


@pytest.mark.usefixtures("dressed")
@given(
    words=st.lists(st.sampled_from([*WHOLE, *BETWEEN]), min_size=1, max_size=12),
    width=st.integers(110, 400),
)
def test_what_is_one_stays_on_one_line(words: list[str], width: int) -> None:
    text = "".join(words)
    laid = lines(joined(text), width)
    assert "".join(laid) == text
    for word in WHOLE:
        assert sum(line.count(word) for line in laid) == text.count(word), (word, laid)


@given(text=st.text(alphabet="甲一般“”‘’（）12 .%分人次个月\n第条，。—a", max_size=40))
def test_nothing_is_lost_or_moved(text: str) -> None:
    assert bare(joined(text)) == text


@pytest.mark.usefixtures("dressed")
def test_a_label_says_what_it_was_given() -> None:
    text = "结论：“一般”，82 分"
    label = Label(text, wrap=True)
    assert label.text() == text
    assert not label.show_text(text)
    told = QAccessible.queryAccessibleInterface(label)
    assert told.text(QAccessible.Text.Name) == text
    label.setText("没有")
    assert told.text(QAccessible.Text.Name) == "没有"
    label.setAccessibleName("另有名称")
    label.setText(text)
    assert told.text(QAccessible.Text.Name) == "另有名称"
    assert Label("“一般”").text() == "“一般”"
