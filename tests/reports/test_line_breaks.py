from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.faces import SANS, SERIF, face
from app.reports.line_breaks import Ink, Run, SetLine, natural_width, set_lines
from app.reports.line_ends import CLOSING, OPENING
from app.reports.plain import plain
from tests.reports.lifelike import full_report

INK = Ink(SERIF, 11, "#000000")
PROSE = st.text(st.sampled_from("评分表专家组记，。；：、）》（《“”12.5% abc—…−"), min_size=1, max_size=160)


def lines_of(text: str, width: float, *, indent: float = 0.0) -> tuple[SetLine, ...]:
    return set_lines([Run(text, INK)], width, indent=indent)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", [60.0, 91.5, 137.0, 220.0, 453.5])
def test_no_line_of_a_real_report_begins_or_ends_wrongly(width: float) -> None:
    report = full_report()
    said = [line.why for row in report.criteria for line in row.lines]
    said += [*report.problems, *report.suggestions, *(each.title for each in report.basis)]
    for text in said:
        lines = [line.text for line in lines_of(text, width)]
        assert not [line for line in lines[1:] if line[0] in CLOSING], lines
        assert not [line for line in lines[:-1] if line[-1] in OPENING], lines


@given(PROSE, st.floats(min_value=60, max_value=460))
def test_no_line_leaves_its_measure_and_nothing_is_lost(text: str, width: float) -> None:
    lines = lines_of(text, width)
    assert squeezed("".join(line.text for line in lines)) == squeezed(plain(text))
    assert all(line.width <= width + 0.01 for line in lines)
    assert all(piece.x >= -INK.size for line in lines for piece in line.pieces)


def test_full_lines_reach_the_edge_and_the_last_stays_short() -> None:
    *full, last = lines_of("专家组逐项评议认为该项目建设目标明确措施得力成效明显" * 4, 200)
    assert {round(line.width, 3) for line in full} == {200}
    assert last.width < 200


def test_words_and_numbers_stay_whole() -> None:
    lines = [line.text for line in lines_of("校验码为XIANPING编号TJ-2023-017的项目得87.5分", 85)]
    assert any("XIANPING" in line for line in lines)
    assert any("TJ-2023-017" in line for line in lines)
    assert any("87.5分" in line for line in lines)


def test_a_word_longer_than_the_line_is_cut_rather_than_lost() -> None:
    lines = lines_of("a1" * 60, 100)
    assert len(lines) > 5
    assert all(line.width <= 100.01 for line in lines)


def test_neighbouring_marks_share_their_blank() -> None:
    def width(text: str) -> float:
        return natural_width([Run(text, INK)])

    assert width("评》，") == pytest.approx(width("评") + width("》") + width("，") - 5.5)
    assert width("（《评") == pytest.approx(width("（") + width("《") + width("评") - 5.5)
    assert width("》（评") == pytest.approx(width("》") + width("（") + width("评") - 5.5)


def test_no_single_character_stands_alone_on_the_last_line() -> None:
    for count in range(20, 60):
        text = "评" * count + "。"
        lines = lines_of(text, 200)
        assert len(lines) == 1 or len(lines[-1].text) >= 3, [line.text for line in lines]


def test_line_breaks_begin_paragraphs_with_their_indent() -> None:
    lines = lines_of("第一段\n第二段", 200, indent=22)
    assert [line.pieces[0].x for line in lines] == [22, 22]


def test_a_character_of_the_other_family_is_set_in_that() -> None:
    # Noto Sans SC and Noto Serif SC differ by a few characters; find one to show the fallback.
    only_serif = min(set(face(SERIF).widths) - set(face(SANS).widths))
    line = set_lines([Run(chr(only_serif), Ink(SANS, 9, "#000000"))], 100)[0]
    assert line.pieces[0].ink.face == SERIF
