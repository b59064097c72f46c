"""The guide inside the program: whole, searched, its codes found by typing them, its links not dead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import __version__
from app.ui.shell.guide import ABOUT, read_guide
from app.ui.shell.notice import Notice
from app.ui.shell.view_dialogs import KeysDialog
from app.ui.shell.view_guide import GuideDialog
from tests.ui.conftest import Stand

Opener = Callable[[str], Stand]
Answering = Callable[[Callable[..., None]], None]
GUIDE = read_guide()


def test_every_line_of_the_guide_is_in_a_chapter(project: Path) -> None:
    text = (project / "docs" / "guide.md").read_text(encoding="utf-8")
    told = "\n".join(each.text for each in GUIDE.chapters)
    lines = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("![")]
    assert [line for line in lines if line not in told] == []
    assert "](images/" not in told


def test_every_code_of_the_guide_is_explained(project: Path) -> None:
    text = (project / "docs" / "guide.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (XP-\d{4}) \|", text, re.MULTILINE)
    assert len(rows) > 100
    assert set(GUIDE.codes) == set(rows)


def test_every_link_within_the_guide_leads_to_a_chapter(project: Path) -> None:
    text = (project / "docs" / "guide.md").read_text(encoding="utf-8")
    wanted = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert wanted
    assert wanted <= {each.anchor for each in GUIDE.chapters}


@pytest.mark.parametrize("typed", ["XP-2107", "xp-2107", "编号 XP-2107", " XP-2107 "])
def test_a_code_is_found_by_typing_it(typed: str) -> None:
    (chapter,) = GUIDE.found(typed)
    assert "部分大于总数" in chapter.text
    assert "核对两个数" in chapter.text
    assert "XP-2108" not in chapter.text


def test_codes_that_begin_so_are_shown_while_one_is_typed() -> None:
    (chapter,) = GUIDE.found("xp-210")
    assert "XP-2101" in chapter.text
    assert "XP-2107" in chapter.text
    assert "XP-1001" not in chapter.text


def test_an_unknown_code_is_looked_for_as_words() -> None:
    assert GUIDE.found("XP-0000") == ()


def test_about_tells_version_licence_and_what_is_inside() -> None:
    about = GUIDE.chapters[-1]
    assert about.title == ABOUT
    for words in (__version__, "Apache License", "PySide6", "SIL Open Font License", "SQLCipher"):
        assert words in about.text


@pytest.fixture
def reader(dressed: QApplication, qtbot: QtBot) -> Iterator[GuideDialog]:
    below = QWidget()
    qtbot.addWidget(below)
    below.resize(1366, 768)
    below.show()
    dialog = GuideDialog(below, GUIDE)
    dialog.show()
    qtbot.waitUntil(dialog.search.hasFocus)
    yield dialog
    dialog.close()
    below.close()


def test_the_reader_is_walked_by_the_keyboard(reader: GuideDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(reader.search, Qt.Key.Key_Down)
    assert "开始之前" in reader.page.toPlainText()
    qtbot.keyClicks(reader.search, "XP-2107")
    assert "部分大于总数" in reader.page.toPlainText()
    reader.search.clear()
    qtbot.keyClicks(reader.search, "zzzz")
    assert reader.none.isVisible()
    assert reader.none.text() == "没有找到“zzzz”。"
    reader.search.clear()
    assert reader.contents.count() == len(GUIDE.chapters)
    qtbot.keyClick(reader.search, Qt.Key.Key_Tab)
    assert reader.contents.hasFocus()
    qtbot.keyClick(reader.contents, Qt.Key.Key_Tab)
    assert reader.page.hasFocus()
    qtbot.keyClick(reader.page, Qt.Key.Key_Escape)
    assert not reader.isVisible()


def test_a_link_turns_to_its_chapter(reader: GuideDialog) -> None:
    reader.go("电脑丢了怎么办")
    assert reader.page.toPlainText().startswith("电脑丢了怎么办")


def test_f1_leads_to_the_guide_and_to_about(stand: Opener, qtbot: QtBot, answering: Answering) -> None:
    here, seen = stand("begun"), []
    here.go("home")

    def read(dialog: GuideDialog) -> None:
        seen.append(dialog.contents.currentItem().text())
        dialog.reject()

    def press(button: str) -> None:
        def push(dialog: KeysDialog) -> None:
            getattr(dialog, button).click()
            answering(read)

        before = len(seen)
        answering(push)
        qtbot.keyClick(here.window, Qt.Key.Key_F1)
        qtbot.waitUntil(lambda: len(seen) > before)

    press("guide")
    press("about")
    assert seen == ["现评使用指南", ABOUT]


def test_a_notices_code_leads_to_its_row(stand: Opener, qtbot: QtBot, answering: Answering) -> None:
    here, seen = stand("begun"), []
    here.window.show_notice(Notice("attention", "没有收取。", code="XP-3202"))
    code = here.window.banner.code
    assert code.text() == "编号 XP-3202"

    def read(dialog: GuideDialog) -> None:
        seen.append(dialog.page.toPlainText())
        dialog.reject()

    answering(read)
    code.setFocus()
    QTimer.singleShot(0, lambda: qtbot.keyClick(code, Qt.Key.Key_Return))
    qtbot.waitUntil(lambda: bool(seen))
    assert "不是本机所信任的单位签发的" in seen[0]
