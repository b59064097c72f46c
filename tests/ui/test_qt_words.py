"""What Qt says by itself is Chinese, and its file dialogs begin where people keep files."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.ui.widgets import file_dialogs
from app.ui.widgets.qt_words import speak_chinese

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def chinese(dressed: QApplication) -> Iterator[QApplication]:
    """As the program starts; afterwards as before."""
    locale, words = QLocale(), speak_chinese(dressed)
    dressed.installTranslator(words)
    yield dressed
    dressed.removeTranslator(words)
    words.deleteLater()
    QLocale.setDefault(locale)


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_the_menu_of_a_field_is_chinese(chinese: QApplication, qtbot: QtBot, kind: type) -> None:
    field = kind()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    words = [action.text().split("\t")[0] for action in menu.actions() if not action.isSeparator()]
    assert len(words) >= 6
    assert [each for each in words if not HAN.search(each)] == []
    menu.deleteLater()


@pytest.mark.parametrize("mode", [QFileDialog.FileMode.ExistingFiles, QFileDialog.FileMode.Directory])
def test_a_file_dialog_is_chinese(chinese: QApplication, qtbot: QtBot, mode: QFileDialog.FileMode) -> None:
    dialog = QFileDialog(None, "选择照片或文件")
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.show()
    shown: list[QLabel | QAbstractButton] = [
        *dialog.findChildren(QLabel),
        *dialog.findChildren(QAbstractButton),
    ]
    words = [each.text() for each in shown if each.isVisible() and each.text().strip()]
    assert len(words) >= 4
    assert [each for each in words if not HAN.search(each)] == []


def test_dates_and_numbers_are_chinese(chinese: QApplication) -> None:
    assert QLocale().language() is QLocale.Language.Chinese


def test_file_dialogs_begin_in_the_documents_and_then_where_one_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun: list[str] = []
    stick = tmp_path / "U盘"
    stick.mkdir()

    def answer(_parent: object, _title: str, start: str, *_: str) -> tuple[str, str]:
        begun.append(start)
        return str(stick / "表.xpsheet"), ""

    monkeypatch.setattr(file_dialogs, "PLACE", file_dialogs.LastFolder())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    assert file_dialogs.ask_save(None, "导出", "专家甲评分表.xpsheet") == str(stick / "表.xpsheet")
    file_dialogs.ask_open(None, "打开")
    file_dialogs.ask_save(None, "导出", "专家乙评分表.xpsheet")
    documents = file_dialogs.documents()
    assert documents.is_dir()
    assert begun == [
        str(documents / "专家甲评分表.xpsheet"),
        str(stick),
        str(stick / "专家乙评分表.xpsheet"),
    ]


def test_no_dialog_is_opened_by_another_door(project: Path) -> None:
    found = [
        path.relative_to(project).as_posix()
        for path in project.glob("app/ui/**/*.py")
        if re.search(r"QFileDialog\.get|QFileDialog\(", path.read_text(encoding="utf-8"))
    ]
    assert found == ["app/ui/widgets/file_dialogs.py"]


def test_the_program_installs_them_at_its_start(project: Path) -> None:
    code = (
        "from app.ui.application import make_application\n"
        "app = make_application(['x'])\n"
        "print(app.translate('QFileDialog', '&Look in:'), app.translate('QLineEdit', '&Paste'))\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, timeout=60, check=False
    )
    assert said.stdout.strip() == "位置(&L)： 粘贴(&P)", said.stderr
