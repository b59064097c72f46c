"""What can be printed, known before anything is printed."""

from __future__ import annotations

import pytest

from app.common.glyphs import covers, hint, name, name_faults, printable, unprintable
from app.reports.faces import RARE, SANS, SERIF, face


def test_the_table_is_what_the_fonts_draw() -> None:
    drawn = {code for each in (SERIF, SANS, RARE) for code in face(each).widths}
    listed = {code for code in range(0x110000) if covers(chr(code))}
    assert listed == drawn


def test_common_marks_are_printed_in_a_form_of_the_fonts() -> None:
    assert printable("☑一 ✔二 \uf0b7三 •四 ﬁ ⺠⽹") == "√一 √二 ·三 ·四 fi 民网"
    assert unprintable("☑✔√\uf0b7•①⑳㉑㊿\u00a0Ａ－—–〓−") == ()


@pytest.mark.parametrize(
    ("char", "told"), [("😀", "“😀”（U+1F600）"), ("\uf000", "U+F000"), ("\ud800", "U+D800")]
)
def test_what_cannot_be_printed_is_named(char: str, told: str) -> None:
    assert told in hint(f"教师{char}证书")
    assert "\ud800" not in hint(char)
    assert hint("教师证书𠮷") == ""


def test_rare_hanzi_of_names_print() -> None:
    # Hanzi of the general table beyond the basic plane, and of Extensions B to F.
    assert name_faults("name", "姓名", "𠮷𠅤𬂩𫖯𬀪𫓹𬬻𡐓𬤊𫘜𬮿𨱏⿰木某") == ()


def test_a_name_is_never_put_right_silently_but_for_its_dot() -> None:
    assert name("买买提・阿卜杜•热西提  ") == "买买提·阿卜杜·热西提"
    (fault,) = name_faults("name", "姓名", "⺠生")
    assert fault.code == "XP-5103"
    assert "“民”" in fault.message
    (rare,) = name_faults("name", "姓名", "张\U00031350")
    assert rare.code == "XP-5101"
    assert "U+31350" in rare.message
