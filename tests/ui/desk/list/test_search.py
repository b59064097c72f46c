"""Finding criteria by words, figures and first letters."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from app.services.sample.content import load_sample
from app.services.store.schemes import SchemeLibrary
from app.ui.desk import DeskPresenter
from app.ui.desk.list import view as view_list
from app.ui.desk.list.search import fits
from tests.ui.desk.sitting import Sitting

SCHEME = SchemeLibrary()[load_sample().scheme]


def found(sought: str) -> list[str]:
    return [each.id for each in SCHEME.criteria if fits(each, sought)]


def item(cid: str) -> str:
    return SCHEME.criterion(cid).item


def test_first_letters_find_what_the_words_find() -> None:
    assert found("师资") == found("师资 ") != []
    assert set(found("师资")) <= set(found("sz"))
    assert set(found("兼职教师")) <= set(found("jzjs"))
    assert found("兼职教师") != []


@pytest.mark.parametrize("sought", ["jzjs", "JZJS", "ｊｚｊｓ", "ＪＺＪＳ", " jzjs　"])
def test_capitals_and_full_width_letters_are_the_same(sought: str) -> None:
    assert found(sought) == found("jzjs") != []


def test_full_width_figures_find_a_number() -> None:
    assert "8.2" in found("８．２")


@pytest.mark.parametrize("letter", ["l", "s"])
def test_a_character_read_in_two_ways_is_found_by_either(letter: str) -> None:
    rated = [each.id for each in SCHEME.criteria if "率" in each.wanted + each.item]
    assert rated
    assert set(rated) <= set(found(letter))


def test_letters_run_over_marks_but_not_over_gaps() -> None:
    assert found("zzzzzzzz") == []
    first = SCHEME.criteria[0]
    assert fits(first, first.item)
    assert not fits(first, first.item + "无此字")


def test_letters_and_characters_may_be_mixed() -> None:
    assert found("jz教师") == found("兼职js") == found("兼职教师") != []


def test_every_word_must_be_there() -> None:
    assert found("jzjs 8.") == [cid for cid in found("jzjs") if "8." in cid]
    assert found("jzjs 无此字") == []


def test_figures_alone_are_no_first_letters() -> None:
    assert found("99999") == []


@given(st.text(max_size=20))
def test_any_input_is_an_answer(sought: str) -> None:
    assert set(found(sought)) <= {each.id for each in SCHEME.criteria}


def test_the_search_of_the_list_takes_first_letters(presenter: DeskPresenter) -> None:
    shown = presenter.seek("jzjs").list.sections
    assert [row.id for section in shown for row in section.rows] == found("jzjs")


def test_pinyin_is_not_loaded_before_letters_are_sought(tmp_path: Path) -> None:
    told = (
        "import sys\n"
        "from pathlib import Path\n"
        "from app.ui.desk.presenter import DeskPresenter\n"
        "from tests.ui.desk.visits import prepared\n"
        "made = prepared(Path(sys.argv[1]))\n"
        "presenter = DeskPresenter(made.workspace, made.visit, made.person)\n"
        "presenter.seek('师资 8.1')\n"
        "before = 'pypinyin' in sys.modules\n"
        "presenter.seek('sz')\n"
        "print(before, 'pypinyin' in sys.modules, 'pypinyin.phrases_dict' in sys.modules)\n"
        "made.workspace.close()\n"
    )
    command = [sys.executable, "-c", told, str(tmp_path / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False"]


def test_a_search_that_is_faster_than_the_loading_waits_for_it() -> None:
    told = (
        "import sys, threading\n"
        "from app.ui.desk.list.search import fits, make_ready\n"
        "from app.services.sample.content import load_sample\n"
        "from app.services.store.schemes import SchemeLibrary\n"
        "scheme = SchemeLibrary()[load_sample().scheme]\n"
        "make_ready(); make_ready()\n"
        "at_work = [each for each in threading.enumerate() if each.name == 'xianping-pinyin']\n"
        "found = [each.id for each in scheme.criteria if fits(each, 'jzjs')]\n"
        "[each.join() for each in at_work]\n"
        "print(len(at_work) <= 1, 'pypinyin' in sys.modules, *found)\n"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", *found("jzjs")]


def test_whoever_comes_to_the_search_has_it_made_ready(
    desk: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(view_list, "make_ready", lambda: asked.append(True))
    desk.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert desk.view.list.search.hasFocus()
    assert asked == [True]
