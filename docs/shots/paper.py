"""Sheets that exist on paper: typed in, printed, signed with a pen; and pages of PDFs as pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtPdf import QPdfDocument

from app.services.sample.content import load_sample
from app.services.sample.samples import record_findings
from app.ui.seating.presenter import SeatingPresenter
from app.ui.seating.prints import print_sheet
from app.ui.seating.view_paper import PaperDialog
from app.ui.shell.operation import Brake, WorkStep
from shots import contents
from shots.camera import Camera
from tests.ui.seating.paper import leave_only_paper


class Quiet(Brake):
    """Progress that nobody watches."""

    def report(self, step: WorkStep) -> None:
        """Say nothing."""


PAGE = QSize(827, 1169)  # A4 at 100 dots an inch


def take_page(camera: Camera, name: str, path: Path, page: int = 0) -> None:
    """A page of a PDF as a picture."""
    document = QPdfDocument()
    document.load(str(path))
    drawn = document.render(page, PAGE)
    shown = QPixmap(PAGE)
    shown.fill("white")
    painter = QPainter(shown)
    painter.drawImage(0, 0, drawn)
    painter.end()
    document.close()
    camera.keep(shown, name)


def typing_in(camera: Camera) -> None:
    """A colleague without a computer: chosen, typed in, printed, locked with the signed page."""
    camera.enter()
    for key in ("expert-2", "expert-3"):
        leave_only_paper(camera.work, camera.visit, camera.people[key])
    camera.seat("leader")  # who still scores types nothing in
    presenter = SeatingPresenter(camera.work)
    expert = camera.people["expert-2"]
    dialog = PaperDialog(camera.window, presenter.papers(camera.visit), lambda _person, _pledged: None)
    camera.take_dialog("typed-choice", dialog)
    presenter.begin(camera.visit, expert, pledged=True)
    _fill(camera, "expert-2")
    shown = camera.go("desk", behalf=expert).desk
    shown.wants.opened.emit("13.1")
    camera.take("typed-desk")
    shown.wants.locking.emit()
    camera.take_dialog("typed-lock")
    page = contents.signed_page(camera.folder / "专家乙签名页.jpg")
    shown.wants.locking.emit()
    does = shown.presenter
    shown.show_state(does.do(does.seat.attach_page, does.files.prepare(page, lambda _done: None)))
    camera.take_dialog("typed-lock-pages")
    _prints(camera, shown)


def _fill(camera: Camera, key: str) -> None:
    sheet = camera.work.sheets.open(camera.visit, camera.people[key], entered_by=camera.people["expert-1"])
    record_findings(sheet, load_sample().findings_of(key))


def _prints(camera: Camera, shown: Any) -> None:
    for blank, name in ((True, "print-blank"), (False, "print-filled")):
        path = camera.folder / f"{name}.pdf"
        printed = print_sheet(shown.presenter.seat.to_print(blank=blank), path, Quiet())
        take_page(camera, name, path)
        take_page(camera, f"{name}-last", path, printed.pages - 1)


CHAPTERS: tuple[Callable[[Camera], None], ...] = (typing_in,)
