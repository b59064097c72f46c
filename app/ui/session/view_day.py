"""Puts the day of a visit on the stage, and writes its papers to files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.common.words import say
from app.services.panel.day_papers import DAY_PAPERS, DayPaper
from app.services.store.file_names import disk_name
from app.services.store.files import write_whole
from app.ui.day.presenter import DayPresenter
from app.ui.day.view import DayScreen
from app.ui.shell.notice import good
from app.ui.shell.operation import Progress
from app.ui.shell.view_screen import Stage
from app.ui.widgets.file_dialogs import ask_save

NAMES: dict[DayPaper, str] = {"minutes": "考核记录", "roll": "签到表", "pledges": "承诺书"}


def day_screen(stage: Stage, visit_id: str, place: QWidget) -> DayScreen:
    """The screen, and what it wants that others do. Raises Refusal."""
    screen = DayScreen(DayPresenter(stage.workspace, visit_id), stage, visit_id, place)
    screen.printed.connect(lambda paper: print_paper(screen, stage, visit_id, paper))
    return screen


def print_paper(screen: DayScreen, stage: Stage, visit_id: str, name: str) -> None:
    """Ask where to, draw it beside the window, and open it."""
    paper = next(each for each in DAY_PAPERS if each == name)
    word = say(NAMES[paper])
    unit = stage.workspace.visits.get(visit_id).project.get("unit", "")
    usual = disk_name(say("{unit}{paper}.pdf", unit=unit, paper=word))
    chosen = ask_save(screen, say("打印{paper}", paper=word), usual, say("PDF 文件 (*.pdf)"))
    if not chosen:
        return
    path = Path(chosen)

    def draw(_progress: Progress) -> Path:
        write_whole(path, stage.workspace.day_papers.draw(visit_id, paper))
        return path

    def drawn(written: Path) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(written)))
        advice = "" if opened else say("请用看 PDF 的程序打开并打印。")
        stage.troubles.tell(good(say("已存为 {path}。{advice}", path=written, advice=advice)))

    stage.operations.run(say("打印{paper}", paper=word), draw, drawn)
