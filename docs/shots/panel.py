"""The leader's screens, page by page; the document, the signatures, the export."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.sample.content import load_sample
from app.services.sheet.contests import contest
from app.ui import theme
from app.ui.reading.presenter import ReadingPresenter
from app.ui.reading.view import ReadingDialog
from app.ui.shell.presenter import everywhere
from app.ui.shell.view_dialogs import KeysDialog
from app.ui.signing.view_sign import SignDialog
from shots import contents
from shots.camera import WAYS, Camera
from shots.desk import finish


def collected(camera: Camera) -> None:
    """The sample's afternoon: all sheets are locked, expert 1 contests a fact; the leader sits down."""
    camera.enter()
    finish(camera)
    key = load_sample().window.person
    sheet = camera.work.sheets.open(camera.visit, camera.people[key])
    paper = contest(sheet, "14.1", camera.people["expert-2"])
    sheet.write_paper("14.1", paper, "why", "抽查的问卷里有 3 份没有签名")
    tally = sheet.begin_paper("14.1", "tally", None)
    for column, text in (("what", "用人单位满意度问卷"), ("drawn", "30"), ("fit", "27")):
        sheet.write_paper("14.1", tally, column, text)
    sheet.lock(knowingly=True)
    keys = camera.work.people.keys(camera.people[key])
    camera.work.packages.keep_sheet(camera.visit, camera.people[key], keys)
    camera.seat("leader")


def panel(camera: Camera) -> None:
    """From the sheets to the signed and exported verdict."""
    collected(camera)
    _concluding(camera)
    _signing(camera)


def _concluding(camera: Camera) -> None:
    sample = load_sample()
    screen = camera.go("conclusion")
    camera.take("conclusion", WAYS)
    camera.take_dialog("keys", KeysDialog(camera.window, (*screen.key_groups(), everywhere())))
    screen.do(lambda: screen.presenter.show_criterion("14.1"))
    camera.take("contested")
    screen.do(lambda: screen.presenter.show_criterion("13.2"))
    screen.criterion.sides.adopted.emit(camera.people["expert-1"])
    for criterion, ruling in sample.rulings.items():
        screen.presenter.show_criterion(criterion)
        screen.do(lambda reason=ruling.reason: screen.presenter.give_reason(reason))
    camera.take("ruling")
    screen.rule()
    screen.draft()
    camera.take("opinions")
    for step, told in sample.protocol.items():
        screen.do(lambda one=step, told=told: screen.presenter.note_step(one, told.people, told.notes))
    screen.turn_to("protocol")
    camera.take("protocol")
    said = sample.statement
    screen.do(lambda: screen.presenter.set_statement(said.text, "yes" if said.agrees else "no", said.by))
    screen.turn_to("statement")
    camera.take("statement")
    camera.work.verdicts.freeze(camera.visit)
    screen.do(screen.presenter.reload)
    screen.turn_to("criterion")
    camera.take("frozen")


def _signing(camera: Camera) -> None:
    screen = camera.go("signing")
    camera.settle(0.5)
    camera.take("signing", WAYS)
    _reading(camera)
    state = screen.presenter.state
    dialog = SignDialog(screen, state.slots[0], state.short_code, lambda _pin: None)
    contents.scribble(dialog)
    stroke = dialog.stroke
    camera.take_dialog("sign", dialog)
    for slot in state.slots:
        screen.set_signature(slot, None, stroke)
        camera.settle()
    out = camera.folder / "U盘"
    out.mkdir()
    screen.export_to(out)
    camera.settle(0.6)
    camera.take("exported", WAYS)
    camera.go("home")
    camera.take("home-exported")


def _reading(camera: Camera) -> None:
    """The audience's page in every look, and what the leader sees beside it."""
    presenter = ReadingPresenter(camera.work, camera.visit)
    dialog = ReadingDialog(camera.window, presenter, lambda: None)
    dialog.begin()
    dialog.showNormal()
    presenter.go_to(8)
    for suffix, size, mode in WAYS:
        camera.look(mode)
        dialog.resize(size)
        camera.settle(0.1)
        dialog.refresh()
        camera.settle(0.1)
        camera.keep(dialog.grab(), "reading" + suffix)
    camera.look(theme.Mode.LIGHT)
    dialog.resize(WAYS[0][1])
    QTest.keyClick(dialog, Qt.Key.Key_L)
    camera.settle(0.1)
    camera.keep(dialog.grab(), "reading-notes")
    dialog.close()
    camera.settle(0.1)


CHAPTERS: tuple[Callable[[Camera], None], ...] = (panel,)
