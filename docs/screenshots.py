"""Takes the guide's pictures from the real program with its sample visit.

    python docs/screenshots.py [--only NAME]

Writes docs/images/NAME.png (1366×768), of the main screens also NAME-dark.png and NAME-wide.png (1920×1080).
No display is needed.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.services.sample_content import load_sample
from app.services.samples import record_findings
from app.ui import theme
from app.ui.application import Room, make_application
from app.ui.home.view_pledge import PledgeDialog
from app.ui.people.presenter import PeoplePresenter
from app.ui.people.view_dialogs import IdentityDialog, TrustDialog
from app.ui.shell.presenter import Route, ScreenName, everywhere
from app.ui.shell.view_dialogs import KeysDialog
from app.ui.signing.strokes import Dot
from app.ui.signing.view_sign import SignDialog

IMAGES = Path(__file__).parent / "images"
MOMENT = datetime(2025, 5, 12, 1, 30, tzinfo=UTC)
NARROW, WIDE = QSize(1366, 768), QSize(1920, 1080)
WAYS = (("", NARROW, theme.Mode.LIGHT), ("-dark", NARROW, theme.Mode.DARK), ("-wide", WIDE, theme.Mode.LIGHT))
REFUSED = "这不是现评的数据包"


class Camera:
    """Shows the real window at every stage of the sample's day, and keeps what it sees."""

    def __init__(self, app: QApplication, folder: Path, only: str) -> None:
        self.app, self.only, self.folder = app, only, folder
        self.clock = FixedClock(MOMENT)
        self.room = Room(app, folder / "data", self.clock)
        self.room.settings.change(toured=True)  # its line is shown where a picture is about it
        self.window = self.room.window
        self.window.resize(NARROW)
        self.window.show()
        self.room.open(lambda data: open_workspace(data, self.clock), ())
        if self.room.session is None:
            raise SystemExit("the data folder does not open")
        self.work = self.room.session.stage.workspace
        self.visit, self.people = "", {}

    def settle(self, least: float = 0.4) -> None:
        """Let the background end and everything be drawn."""
        until = time.monotonic() + least
        while self.room.operations.busy or time.monotonic() < until:
            self.app.processEvents()
            time.sleep(0.005)

    def go(self, screen: ScreenName) -> Any:
        """Go to a screen of the sample visit."""
        self.window.go(Route(screen, self.visit))
        return self.window.screen_shown

    def take(self, name: str, *, everyway: bool = False) -> None:
        """The window as most people see it, or also dark and large."""
        if self.only and self.only not in name:
            return
        for suffix, size, mode in WAYS if everyway else WAYS[:1]:
            theme.dress(self.app, mode)
            self.window.resize(size)
            self._rest()
            self.settle()
            keep(self.window, name + suffix)
        theme.dress(self.app, theme.Mode.LIGHT)
        self.window.resize(NARROW)

    def take_dialog(self, name: str, dialog: QWidget) -> None:
        """A dialog alone."""
        dialog.show()
        self.settle(0.2)
        if not self.only or self.only in name:
            keep(dialog, name)
        dialog.close()
        dialog.deleteLater()

    def _rest(self) -> None:
        """A word that leaves by itself would hide half of what is to be seen."""
        if self.window.toast is not None:
            self.window.toast.hide()


def keep(widget: QWidget, name: str) -> None:
    """Write a widget as a PNG, packed as tight as it goes."""
    from PIL import Image

    path = IMAGES / f"{name}.png"
    widget.grab().save(str(path))
    with Image.open(path) as picture:
        plain = picture.convert("RGB")
    plain.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)


def start(camera: Camera) -> None:
    """An empty program, its identities, a refused file."""
    camera.take("start")
    bad = camera.folder / "通知.xptask"
    bad.write_bytes(REFUSED.encode())
    camera.window.files_given.emit((bad,))
    camera.settle()
    camera.take("refused")
    camera.room.troubles.cleared.emit()
    presenter = PeoplePresenter(camera.work)
    identity = IdentityDialog(camera.window, presenter.create)
    identity.name.setText("专家甲（示例）")
    identity.unit.setText("示例实训中心")
    camera.take_dialog("identity", identity)


def scoring(camera: Camera) -> None:
    """The expert's day."""
    camera.visit = camera.work.samples.open()
    names = {person.name: person.id for person in camera.work.people.list()}
    camera.people = {each.key: names[each.name] for each in load_sample().people}
    camera.room.session.refresh()
    home = camera.go("home")
    camera.take("home", everyway=True)
    camera.take_dialog("pledge", PledgeDialog(camera.window, home.cards[0].tile))
    camera.go("people")
    camera.take("people", everyway=True)
    (bureau,) = camera.work.trusts.list()
    camera.take_dialog("trust", TrustDialog(camera.window, bureau))
    camera.go("desk")
    camera.take("desk", everyway=True)
    _finish_scoring(camera)


def _finish_scoring(camera: Camera) -> None:
    sample, work = load_sample(), camera.work
    key = sample.window.person
    desk = work.sheets.open(camera.visit, camera.people[key])
    desk.confirm_recusal()
    findings = sample.findings_of(key)
    record_findings(desk, {cid: findings[cid] for cid in sample.window.left_open})
    desk.lock()
    work.packages.keep_sheet(camera.visit, camera.people[key], work.people.keys(camera.people[key]))
    camera.go("home")
    camera.take("home-locked")


def concluding(camera: Camera) -> None:
    """The leader's screen, page by page."""
    sample = load_sample()
    camera.work.people.switch(camera.people["leader"], None)
    camera.room.session.refresh()
    screen = camera.go("conclusion")
    camera.take("conclusion", everyway=True)
    keys = KeysDialog(camera.window, (*screen.key_groups(), everywhere()))
    camera.take_dialog("keys", keys)
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


def signing(camera: Camera) -> None:
    """The document, the signatures, the export."""
    screen = camera.go("signing")
    camera.take("signing", everyway=True)
    state = screen.presenter.state
    dialog = SignDialog(screen, state.slots[0], state.short_code, lambda _pin: None)
    _scribble(dialog)
    stroke = dialog.stroke
    camera.take_dialog("sign", dialog)
    for slot in state.slots:
        screen.set_signature(slot, None, stroke)
        camera.settle()
    out = camera.folder / "U盘"
    out.mkdir()
    screen.export_to(out)
    camera.settle()
    camera.take("exported", everyway=True)
    camera.go("home")
    camera.take("home-exported")


def _scribble(dialog: SignDialog) -> None:
    """Strokes that are plainly no real person's name."""
    for left in (70.0, 160.0, 250.0):
        dialog.pad.strokes.begin(Dot(left, 50))
        for step in range(40):
            wave = 26 * math.sin(step / 5)
            dialog.pad.strokes.extend(Dot(left + step * 1.6, 70 + wave, 0.3 + abs(wave) / 60))
    dialog.pad.changed.emit()


STORY: tuple[Callable[[Camera], None], ...] = (start, scoring, concluding, signing)


@contextmanager
def camera_of(only: str) -> Iterator[Camera]:
    """A camera over a data folder that is thrown away."""
    app = make_application(["screenshots"])
    with tempfile.TemporaryDirectory() as folder:
        camera = Camera(app, Path(folder), only)
        yield camera
        camera.room.close()


def main() -> None:
    """Take every picture, or those whose name contains a word."""
    parser = argparse.ArgumentParser(description="Take the guide's pictures.")
    parser.add_argument("--only", default="")
    only = parser.parse_args().only
    IMAGES.mkdir(exist_ok=True)
    with camera_of(only) as camera:
        for chapter in STORY:
            chapter(camera)


if __name__ == "__main__":
    main()
