"""An empty program, identities, a refused file, home, people."""

from __future__ import annotations

from app.ui.home.view_pledge import PledgeDialog
from app.ui.people.presenter import PeoplePresenter
from app.ui.people.view_dialogs import IdentityDialog, TrustDialog
from app.ui.seating.presenter import SeatingPresenter
from app.ui.seating.view_switch import SwitchDialog
from app.ui.trying.presenter import TryingPresenter
from app.ui.trying.view_choice import ChoiceDialog
from shots.camera import WAYS, Camera

REFUSED = "这不是现评的数据包"
PIN = "271828"


def start(camera: Camera) -> None:
    """The first start."""
    camera.enter(sample=False)
    camera.take("start")
    bad = camera.folder / "通知.xptask"
    bad.write_bytes(REFUSED.encode())
    camera.window.files_given.emit((bad,))
    camera.settle()
    camera.take("refused")
    camera.session.stage.troubles.cleared.emit()
    identity = IdentityDialog(camera.window, PeoplePresenter(camera.work).create)
    identity.name.setText("专家甲（示例）")
    identity.unit.setText("示例实训中心")
    camera.take_dialog("identity", identity)


def home(camera: Camera) -> None:
    """Home with the sample, the people on the device, trying a scheme out."""
    camera.enter()
    shown = camera.go("home")
    camera.take("home", WAYS)
    camera.take_dialog("pledge", PledgeDialog(camera.window, shown.cards[0].tile))
    camera.go("people")
    camera.take("people", WAYS)
    (bureau,) = camera.work.trusts.list()
    camera.take_dialog("trust", TrustDialog(camera.window, bureau))
    someone = camera.work.people.create("专家戊（示例）", "示例高级技工学校", PIN, sample=True)
    choices = SeatingPresenter(camera.work).people(camera.visit)
    switch = SwitchDialog(camera.window, choices, lambda _person, _pin: None)
    switch.list.setCurrentRow(next(at for at, each in enumerate(choices) if each.id == someone.id))
    switch.pick(someone.id)
    camera.take_dialog("switch", switch)
    choice = TryingPresenter(camera.session._trials)  # noqa: SLF001  the session opens it by itself alone
    camera.take_dialog("trial-choice", ChoiceDialog(camera.window, choice))
    locked(camera)


def locked(camera: Camera) -> None:
    """The lock of a device on which somebody has a PIN, and the way for who has forgotten it."""
    guard = camera.guard
    guard.lock()
    camera.take("locked")
    guard.page.form.forgot.click()
    camera.take_part("lock-recovery", guard.page.recovery.parentWidget())
    guard.page.recovery.left.emit()
    guard.page.form.given.emit(PIN)
    camera.until(lambda: not guard.locked)
