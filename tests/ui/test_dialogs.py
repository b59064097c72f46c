"""Every dialog, opened where it is opened: the keyboard goes in, round, out by Escape, and back.

A dialog of the program without a row here fails ``test_every_dialog_has_its_row``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QMessageBox,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import app.ui
from app.models import tables
from app.services.packages.revisions import Revision, Revisions
from app.signing import vault
from app.signing.authority import Authority
from app.ui.attendance.view import AwayDialog, HeirDialog, PeopleDialog, SeatDialog
from app.ui.conclusion import presenter as conclusion
from app.ui.conclusion.view_branch import BranchDialog
from app.ui.conclusion.view_clock import ClockDialog, FreezeDialog
from app.ui.conclusion.view_gap import GapDialog
from app.ui.conclusion.view_talk import TalkDialog
from app.ui.desk.facts.view import FactsDialog
from app.ui.desk.files.view_camera import CameraDialog
from app.ui.desk.lock.view_dialogs import CheckDialog, LockDialog
from app.ui.desk.papers.view_supplements import SupplementsDialog
from app.ui.desk.seat.view_pages import TypedLockDialog
from app.ui.desk.view_keys import DeskKeysDialog
from app.ui.history.view import HistoryDialog
from app.ui.history.view_rivals import RivalsDialog
from app.ui.home.view_pledge import PledgeDialog
from app.ui.home.view_revision import RevisionDialog
from app.ui.locking.view_code import CodeDialog
from app.ui.people.view_dialogs import ChangePinDialog, IdentityDialog, TrustDialog
from app.ui.reading.view import ReadingDialog
from app.ui.reading.view_paper import PaperReadingDialog
from app.ui.safes.view_dialogs import KeysDialog as CopyKeysDialog
from app.ui.safes.view_dialogs import PlaceDialog
from app.ui.safes.view_replacement import RecoveryCodeDialog, SettleDialog
from app.ui.seating.view_paper import PaperDialog
from app.ui.seating.view_switch import SwitchDialog
from app.ui.shell.presenter import Route
from app.ui.shell.view_attempt import AttemptDialog, PinAttemptDialog
from app.ui.shell.view_dialogs import AskDialog, KeysDialog, PinDialog
from app.ui.shell.view_guide import GuideDialog
from app.ui.shell.view_reason import ReasonDialog
from app.ui.signing.view_pen import PenDialog
from app.ui.signing.view_sign import SignDialog
from app.ui.trying.view_choice import ChoiceDialog
from app.ui.viewer.view import Viewer
from app.ui.widgets import Dialog, ReturningDialog
from app.ui.widgets.tab_order import stops_of
from tests.services.safe.test_safes import with_pin
from tests.ui.conftest import NOW, Stand, Strays
from tests.ui.desk.files.test_camera import multimedia
from tests.ui.rivals import parted_panel, second_sheet
from tests.ui.safes.test_replacement import Lost
from tests.ui.seating.paper import leave_only_paper
from tests.ui.test_spoken import spoken, wrong_in

__all__ = ["multimedia"]

Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FRAMES = {Dialog, ReturningDialog, PeopleDialog, AttemptDialog, PinAttemptDialog}


@dataclass
class Visit:
    """A person at the window, who only presses keys and buttons."""

    stand: Stand
    bot: QtBot
    folder: Path
    patch: pytest.MonkeyPatch
    origin: QWidget | None = None
    lost: Any = None

    @property
    def screen(self) -> Any:
        return self.stand.screen

    @property
    def desk(self) -> Any:
        return self.screen.desk

    def go(self, screen: str, who: str = "") -> None:
        if who:
            self.stand.seat(who)
        self.stand.go(screen)
        self.stand.settle(self.bot)
        self.there()

    def there(self) -> QWidget:
        """The window active, the focus in its screen."""
        self.stand.window.activateWindow()
        self.bot.waitUntil(lambda: self.stand.window.isActiveWindow() and focused() is not None)
        return in_focus()

    def press(self, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self.bot.keyClick(self.there(), key, modifier)

    def push(self, button: Any) -> None:
        """As the keyboard does: go there, then Space."""
        self.bot.waitUntil(button.isVisible)
        button.setFocus()
        self.origin = button
        self.bot.keyClick(button, Key.Key_Space)

    def menu(self, button: Any, words: str) -> None:
        """Choose from a button's menu."""
        next(each for each in button.menu().actions() if words in each.text()).trigger()

    def card(self) -> Any:
        return next(each for each in self.screen.cards if each.tile.visit_id == self.stand.visit)

    def entries(self) -> int:
        """How much has been recorded in all ledgers."""
        with self.stand.workspace.store.look() as view:
            return view.count(tables.entries) + view.count(tables.people)


def focused() -> QWidget | None:
    return QApplication.focusWidget()


def in_focus() -> QWidget:
    """Where the next key goes; there is such a place."""
    focus = focused()
    assert focus is not None
    return focus


@dataclass(frozen=True)
class Row:
    """How a dialog is come by. start: where the focus is to be; destroys: Enter must not do it at once."""

    kind: type[QDialog]
    stage: str
    ready: Callable[[Visit], None]
    opens: Callable[[Visit], None]
    start: Callable[[Any], QWidget]
    destroys: bool = False
    name: str = field(default="")


def at_desk(visit: Visit) -> None:
    visit.go("desk", "expert-1")
    visit.bot.waitUntil(lambda: visit.desk.card.isAncestorOf(focused() or visit.desk))


def at(screen: str, who: str = "") -> Callable[[Visit], None]:
    return lambda visit: visit.go(screen, who)


def keys(key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> Callable[[Visit], None]:
    return lambda visit: visit.press(key, modifier)


def with_supplement(visit: Visit) -> None:
    at_desk(visit)
    visit.press(Key.Key_4, Qt.KeyboardModifier.AltModifier)
    visit.bot.waitUntil(lambda: len(visit.desk.card.papers.rows) == 1)


def with_files(visit: Visit) -> None:
    at_desk(visit)
    for name, colour in (("一.png", "red"), ("二.png", "blue")):
        image = QImage(60, 40, QImage.Format.Format_RGB32)
        image.fill(colour)
        image.save(str(visit.folder / name))
    visit.desk.wants.attached.emit([visit.folder / "一.png", visit.folder / "二.png"])
    visit.bot.waitUntil(lambda: len(visit.desk.card.files.tiles) == 2, timeout=10_000)
    visit.desk.card.files.tiles[0].setFocus()


def typing_in(visit: Visit) -> None:
    here = visit.stand
    expert, helper = here.people["expert-2"], here.people["expert-1"]
    leave_only_paper(here.workspace, here.visit, expert)
    here.workspace.visits.confirm_recusal(here.visit, helper)
    here.workspace.sheets.open(here.visit, helper).lock(knowingly=True)
    here.seat("expert-1")
    here.workspace.typed.begin(here.visit, expert, pledged=True)
    here.window.go(Route("desk", here.visit, behalf=expert))
    visit.bot.waitUntil(lambda: visit.desk.card.isAncestorOf(focused() or visit.desk))


def with_paper(visit: Visit) -> None:
    here = visit.stand
    for key in ("expert-2", "expert-3"):
        leave_only_paper(here.workspace, here.visit, here.people[key])
    visit.go("home", "leader")


def with_own_work(visit: Visit) -> None:
    """The first expert has begun on this laptop: whoever leads may go on with a reason."""
    visit.stand.workspace.visits.confirm_recusal(visit.stand.visit, visit.stand.people["expert-1"])
    visit.go("home", "leader")


def rivals(visit: Visit) -> None:
    here = visit.stand
    second_sheet(here.workspace, here.visit, here.people["expert-1"], here.people["leader"])
    visit.go("conclusion", "leader")


def amended(visit: Visit) -> None:
    """An amended task waits, which the sample never has: its bureau's keys are nowhere."""
    here = visit.stand
    told = Revision(
        "0" * 64,
        "2025-05-12T01:00:00.000000Z",
        (here.visit,),
        (("示例职业技术学院", ("1.1 项由全体评改为由专家甲评", "日期由 5 月 12 日改为 13 日")),),
        0,
        (),
        "",
    )
    visit.patch.setattr(Revisions, "any", lambda _: True)
    visit.patch.setattr(Revisions, "waiting", lambda _: (told,))
    visit.go("home")
    visit.bot.waitUntil(visit.screen.revision_button.isVisible)


def parted(visit: Visit) -> None:
    parted_panel(visit.stand.workspace, visit.stand.visit)
    visit.go("conclusion", "leader")


def look(visit: Visit) -> None:
    visit.push(visit.screen.left.looks[visit.stand.people["expert-1"]])


def with_a_pin(visit: Visit) -> None:
    visit.patch.setattr(vault, "MEMORY_KIB", 64)
    people = visit.stand.workspace.people
    with_pin(visit.stand.workspace, visit.stand.people["expert-2"])
    people.lock.take_code(visit.stand.people["expert-2"])
    visit.stand.seat("leader")
    visit.stand.room.session.refresh()  # type: ignore[union-attr]
    visit.go("home")


def with_copy(visit: Visit) -> None:
    """A copy is kept, and who sits at the desk has a PIN: the desk asks whether the keys may travel."""
    visit.patch.setattr(vault, "MEMORY_KIB", 64)
    with_pin(visit.stand.workspace, visit.stand.people["expert-1"])
    visit.stand.workspace.people.lock.take_code(visit.stand.people["expert-1"])
    keeping = visit.stand.room.session.keeping  # type: ignore[union-attr]
    stick = visit.folder / "KINGSTON"
    stick.mkdir()
    keeping.presenter.choose(stick)
    keeping.keeper.settle()
    visit.go("desk")
    keeping._show()


def with_somebody(visit: Visit) -> None:
    """A person who is none of the sample's."""
    visit.patch.setattr(vault, "MEMORY_KIB", 64)
    visit.stand.workspace.people.create("专家戊（示例）", "示例单位", None, person_id="someone")
    visit.go("people")


def change_pin(visit: Visit) -> None:
    visit.push(visit.screen.pin_buttons["someone"])


def show_code(visit: Visit) -> None:
    visit.stand.workspace.people.change_pin("someone", None, "271828")
    visit.stand.room.session.show_code("someone")  # type: ignore[union-attr]


def load_trust(visit: Visit) -> None:
    path = visit.folder / "bureau.xptrust"
    path.write_bytes(Authority.create("示例市人力资源和社会保障局", NOW).trust().data)
    visit.patch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    visit.push(visit.screen.trust_button)


def with_lost(visit: Visit) -> None:
    """A copy lies there whose people nobody here knows."""
    visit.patch.setattr(vault, "MEMORY_KIB", 64)
    visit.lost = Lost(visit.folder / "day")
    visit.go("home")


def drop_copy(visit: Visit) -> None:
    session = visit.stand.room.session
    assert session is not None
    session.take((visit.lost.copy,))


def settle_owner(visit: Visit) -> None:
    """Drop the copy and type the code; the dialog after that is the one that is wanted."""

    def type_code() -> None:
        dialog = modal()
        if not isinstance(dialog, RecoveryCodeDialog):
            QTimer.singleShot(10, type_code)
            return
        dialog.code.setText(visit.lost.code)
        dialog.act.click()

    QTimer.singleShot(10, type_code)
    drop_copy(visit)


def with_pens(visit: Visit) -> None:
    here = visit.stand
    here.workspace.verdicts.freeze(here.visit)
    here.workspace.verdicts.issue(here.visit, knowingly=True)
    with here.workspace.store.write() as unit:
        unit.remove(tables.people, {"id": here.people["expert-2"]})
    visit.go("signing")


def frozen(visit: Visit) -> None:
    visit.stand.workspace.verdicts.freeze(visit.stand.visit)
    visit.go("signing", "leader")


def with_clash(visit: Visit) -> None:
    """Full marks on papers that nobody marked."""
    at_desk(visit)
    visit.desk.wants.opened.emit("13.2")
    visit.desk.wants.typed.emit("senior_trainees", "600")


def with_camera(visit: Visit) -> None:
    at_desk(visit)
    assert visit.desk.card.files.photo.isVisible()


def opinions(visit: Visit) -> None:
    visit.go("conclusion")
    visit.press(Key.Key_2, CTRL)


def header(words: str) -> Callable[[Visit], None]:
    return lambda visit: visit.menu(visit.stand.window.header.settings, words)


def person(visit: Visit) -> None:
    visit.menu(visit.stand.window.header.person, "专家乙")


def type_in(visit: Visit) -> None:
    card = visit.card()
    visit.push(next(each for each in card.findChildren(QPushButton) if "代录" in each.text()))


def hand_on(visit: Visit) -> None:
    buttons = visit.card().findChildren(QPushButton)
    visit.push(next(each for each in buttons if "新组长" in each.text()))


def between(visit: Visit) -> None:
    """A result between two marks, which the sample is not."""
    choices = (("pass", "按合格"), ("fail", "按不合格"), ("open", "结论待定"))
    visit.patch.setattr(conclusion, "gap_choices", lambda _: choices)
    at("conclusion")(visit)


def with_some(visit: Visit) -> None:
    visit.go("conclusion", "leader")


def with_spread(visit: Visit) -> None:
    at("conclusion")(visit)
    visit.screen.do(lambda: visit.screen.presenter.show_criterion("15.2"))


ROWS = [
    Row(KeysDialog, "begun", at("home"), keys(Key.Key_F1), lambda d: d.away),
    Row(KeysDialog, "begun", at("people"), keys(Key.Key_F1), lambda d: d.away, name="people"),
    Row(KeysDialog, "ruled", at("conclusion"), keys(Key.Key_F1), lambda d: d.away, name="conclusion"),
    Row(PinDialog, "begun", with_a_pin, person, lambda d: d.pin),
    Row(FreezeDialog, "ruled", at("conclusion"), lambda v: v.push(v.screen.result.freeze), lambda d: d.act),
    Row(ClockDialog, "ruled", at("conclusion"), lambda v: v.screen.correct_clock(), lambda d: d.side),
    Row(AskDialog, "ruled", opinions, keys(Key.Key_D, CTRL), lambda d: d.away, destroys=True, name="draft"),
    Row(PlaceDialog, "begun", at("home"), header("副本位置"), lambda d: d.folder),
    Row(GuideDialog, "begun", at("home"), header("使用指南"), lambda d: d.search),
    Row(CopyKeysDialog, "begun", with_copy, lambda v: v.push(v.screen.question.act), lambda d: d.pin),
    Row(FactsDialog, "begun", at_desk, keys(Key.Key_A, CTRL | SHIFT), lambda d: d.act),
    Row(SupplementsDialog, "begun", with_supplement, keys(Key.Key_J, CTRL), lambda d: d.act),
    Row(SupplementsDialog, "begun", at_desk, keys(Key.Key_J, CTRL), lambda d: d.away, name="none"),
    Row(Viewer, "begun", with_files, keys(Key.Key_Return), lambda d: d.canvas),
    Row(CameraDialog, "begun", with_camera, lambda v: v.push(v.desk.card.files.photo), lambda d: d.act),
    Row(CheckDialog, "begun", with_clash, keys(Key.Key_K, CTRL), lambda d: d.lines[0]),
    Row(LockDialog, "begun", at_desk, keys(Key.Key_L, CTRL), lambda d: d.away, destroys=True),
    Row(TypedLockDialog, "begun", typing_in, keys(Key.Key_L, CTRL), lambda d: d.add, destroys=True),
    Row(DeskKeysDialog, "begun", at_desk, keys(Key.Key_F1), lambda d: d.away),
    Row(HistoryDialog, "begun", at_desk, keys(Key.Key_H, CTRL), lambda d: d.lines.list),
    Row(HistoryDialog, "begun", at_desk, lambda v: v.push(v.desk.findChild(QWidget, "past")),
        lambda d: d.lines.list, name="button"),
    Row(RivalsDialog, "collected", rivals, look, lambda d: d.differ, destroys=True),
    Row(BranchDialog, "collected", parted, lambda v: v.push(v.screen.left.parted),
        lambda d: next(iter(d.picks.values())), destroys=True),
    Row(RevisionDialog, "begun", amended, lambda v: v.push(v.screen.revision_button), lambda d: d.away,
        destroys=True),
    Row(PaperDialog, "begun", with_own_work, type_in, lambda d: d.list, name="over"),
    Row(PledgeDialog, "begun", at("home"), lambda v: v.push(v.card().action), lambda d: d.act),
    Row(SwitchDialog, "begun", at_desk, keys(Key.Key_P, CTRL | SHIFT), lambda d: d.list),
    Row(SwitchDialog, "begun", at("home"), keys(Key.Key_P, CTRL | SHIFT), lambda d: d.list, name="home"),
    Row(PaperDialog, "begun", with_paper, type_in, lambda d: d.list),
    Row(IdentityDialog, "begun", at("people"), keys(Key.Key_N, CTRL), lambda d: d.name),
    Row(ChangePinDialog, "begun", with_somebody, change_pin, lambda d: d.pin),
    Row(CodeDialog, "begun", with_somebody, show_code, lambda d: d.written),
    Row(TrustDialog, "begun", at("people"), load_trust, lambda d: d.compared),
    Row(RecoveryCodeDialog, "empty", with_lost, drop_copy, lambda d: d.code),
    Row(SettleDialog, "empty", with_lost, settle_owner, lambda d: d.compared),
    Row(ChoiceDialog, "begun", at("home"), header("试用方案"), lambda d: d.list),
    Row(PenDialog, "ruled", with_pens, lambda v: v.push(next(iter(v.screen.round.pens.values()))),
        lambda d: d.add),
    Row(SignDialog, "ruled", frozen, lambda v: v.push(next(iter(v.screen.round.slots.values()))),
        lambda d: d.pad, destroys=True),
    Row(ReadingDialog, "ruled", frozen, lambda v: v.push(v.screen.round.read), lambda d: d.page),
    Row(ReadingDialog, "ruled", frozen, keys(Key.Key_F5, SHIFT), lambda d: d.notes, name="rehearsal"),
    Row(PaperReadingDialog, "ruled", frozen, keys(Key.Key_F5, CTRL), lambda d: d.begun),
    Row(AwayDialog, "ruled", at("conclusion"), keys(Key.Key_A, CTRL | SHIFT), lambda d: d.person),
    Row(SeatDialog, "ruled", at("conclusion"), keys(Key.Key_L, CTRL | SHIFT), lambda d: d.person),
    Row(SeatDialog, "ruled", frozen, keys(Key.Key_L, CTRL | SHIFT), lambda d: d.person, name="signing"),
    Row(HeirDialog, "ruled", at("home", "expert-1"), hand_on, lambda d: d.person),
    Row(ReasonDialog, "ruled", frozen, keys(Key.Key_Z, CTRL | SHIFT), lambda d: d.reason, destroys=True,
        name="pen form"),
    Row(GapDialog, "ruled", between, lambda v: v.push(v.screen.result.gap), lambda d: d.choice),
    Row(ReasonDialog, "ruled", at("desk", "expert-1"), keys(Key.Key_L, CTRL | SHIFT), lambda d: d.reason,
        name="reopen"),
    Row(ReasonDialog, "begun", with_some, keys(Key.Key_O, CTRL | SHIFT), lambda d: d.reason, name="open"),
    Row(TalkDialog, "collected", with_spread, keys(Key.Key_J, CTRL | SHIFT), lambda d: d.sentence),
    Row(ReasonDialog, "signed", at("conclusion"), lambda v: v.push(v.screen.result.thaw),
        lambda d: d.reason, destroys=True),
]  # fmt: skip


def modal() -> Any:
    return QApplication.activeModalWidget()


def kinds(of: type[Any]) -> Iterator[type[Any]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_dialog_has_its_row() -> None:
    for each in pkgutil.walk_packages(app.ui.__path__, "app.ui."):
        importlib.import_module(each.name)
    ours = {kind for kind in kinds(QDialog) if kind.__module__.startswith("app.")} - FRAMES
    assert ours == {row.kind for row in ROWS}
    assert not [kind for kind in ours if not issubclass(kind, ReturningDialog)]
    sources = Path(app.ui.__file__).parent.rglob("*.py")
    assert not [path for path in sources if QMessageBox.__name__ in path.read_text(encoding="utf-8")]


@contextmanager
def looking(bot: QtBot, kind: type[QDialog], look: Callable[[Any], None]) -> Iterator[None]:
    """Do something in the dialog that comes, whether or not its opener waits for it; it never hangs."""
    done: list[BaseException | None] = []

    def arrive(left: int = 400) -> None:
        dialog = modal()
        if type(dialog) is not kind:
            if left:
                QTimer.singleShot(10, lambda: arrive(left - 1))
            else:
                done.append(AssertionError(f"{kind.__name__} did not come, but {dialog}"))
                if dialog is not None:
                    dialog.reject()
            return
        try:
            look(dialog)
        except BaseException as wrong:  # noqa: BLE001  told below, where the test can fail
            done.append(wrong)
        else:
            done.append(None)
        if modal() is dialog:
            dialog.reject()

    QTimer.singleShot(0, arrive)
    yield
    bot.waitUntil(lambda: bool(done), timeout=20_000)
    if done[0] is not None:
        raise done[0]


def entered(bot: QtBot, dialog: Any, start: Callable[[Any], QWidget]) -> None:
    """The focus is inside, where work begins."""
    bot.waitUntil(dialog.isActiveWindow)
    bot.waitUntil(lambda: focused() is not None)
    assert focused() is start(dialog), (focused(), start(dialog))
    assert dialog.windowTitle()
    assert wrong_in(dialog) == []


def goes_round(bot: QtBot, dialog: Any) -> None:
    """Tab comes to every control once and then back, Shift+Tab the other way."""
    wanted = set(stops_of(dialog))
    for key, modifier in ((Key.Key_Tab, Qt.KeyboardModifier.NoModifier), (Key.Key_Backtab, SHIFT)):
        seen: list[QWidget] = []
        while focused() not in seen:
            focus = focused()
            assert focus is not None
            assert dialog.isAncestorOf(focus), focus
            assert spoken(focus).strip(), focus
            seen.append(focus)
            bot.keyClick(focus, key, modifier)
            assert len(seen) <= len(wanted), "Tab never comes back"
        assert set(seen) == wanted, [spoken(each) for each in wanted ^ set(seen)]
        assert focused() is seen[0]


def goes_down(dialog: Any) -> None:
    """The buttons at the foot come last, as they stand."""
    if isinstance(dialog, Dialog):
        stops = dialog.stops()
        foot = [each for each in (dialog.away, dialog.act) if each in stops]
        assert stops[len(stops) - len(foot) :] == foot
        tops = [each.mapTo(dialog, each.rect().topLeft()).y() for each in stops[: -len(foot)]]
        assert tops == sorted(tops) or any(each.parentWidget() is not dialog for each in stops)


def plain_enter(dialog: Any, row: Row) -> None:
    """Enter does nothing that loses something or stands for good."""
    if not isinstance(dialog, Dialog):
        return
    defaults = [each for each in dialog.findChildren(QPushButton) if each.isDefault() or each.autoDefault()]
    if row.destroys:
        assert dialog.act not in [each for each in defaults if each.isEnabled()]
        assert focused() is not dialog.act
    assert len(defaults) <= 1


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind.__name__}-{row.name or row.stage}")
def test_a_dialog_takes_the_keyboard_and_gives_it_back(
    stand: Callable[[str], Stand],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    strays: Strays,
    row: Row,
) -> None:
    if row.kind is CameraDialog:
        request.getfixturevalue("multimedia")
    here = stand(row.stage)
    here.room.settings.change(toured=True)
    visit = Visit(here, qtbot, tmp_path, monkeypatch)
    row.ready(visit)
    written, route = visit.entries(), here.window.route
    strays.shown.clear()

    def look(dialog: Any) -> None:
        entered(qtbot, dialog, row.start)
        plain_enter(dialog, row)
        goes_round(qtbot, dialog)
        goes_down(dialog)
        qtbot.keyClick(in_focus(), Key.Key_Escape)
        assert not dialog.isVisible()

    came_from = focused()
    with looking(qtbot, row.kind, look):
        row.opens(visit)
    qtbot.waitUntil(lambda: modal() is None)
    qtbot.wait(20)  # what answers a dialog has had its turn
    now = focused()
    assert now is not None
    assert now.isVisible()
    assert now.window() is here.window
    assert now is (visit.origin or came_from), (spoken(now), visit.origin, came_from)
    assert (visit.entries(), here.window.route) == (written, route)
    assert strays.shown == []


def test_taking_a_signed_page_off_leaves_the_focus_in_the_dialog(
    stand: Callable[[str], Stand], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = Visit(stand("begun"), qtbot, tmp_path, monkeypatch)
    typing_in(visit)
    page = tmp_path / "手签页.png"
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(page))
    visit.press(Key.Key_L, CTRL)
    dialog = modal()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog._attach([page])
    qtbot.waitUntil(lambda: len(visit.desk.presenter.state.seat.pages) == 1, timeout=10_000)
    away = next(each for each in dialog.findChildren(QToolButton) if "取下" in each.accessibleName())
    qtbot.waitUntil(lambda: away in dialog.stops())
    assert dialog.stops().index(away) < dialog.stops().index(dialog.print), "as it stands"
    away.setFocus()
    qtbot.keyClick(away, Key.Key_Space)
    assert visit.desk.presenter.state.seat.pages == ()
    assert focused() is dialog.add
    qtbot.keyClick(in_focus(), Key.Key_Escape)
    assert not visit.desk.presenter.state.result.locked


def test_a_camera_that_fails_gives_the_focus_back_to_its_button(
    multimedia: Any,
    stand: Callable[[str], Stand],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visit = Visit(stand("begun"), qtbot, tmp_path, monkeypatch)
    with_camera(visit)
    monkeypatch.setattr(multimedia.QImageCapture, "works", False)
    visit.push(visit.desk.card.files.photo)
    dialog = modal()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(in_focus(), Key.Key_Return)
    assert dialog.words.isVisible()
    assert focused() is dialog.act
    qtbot.keyClick(in_focus(), Key.Key_Escape)


def test_the_tour_keeps_tab_to_itself_and_gives_the_field_back(
    stand: Callable[[str], Stand], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = Visit(stand("begun"), qtbot, tmp_path, monkeypatch)
    at_desk(visit)
    field = focused()
    visit.press(Key.Key_F1)
    dialog = modal()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.tour.setFocus()
    qtbot.keyClick(dialog.tour, Key.Key_Space)
    card = visit.screen.tour.card
    qtbot.waitUntil(lambda: focused() is card.next)
    assert [spoken(each) for each in (card.leave, card.next)] == ["结束导览", "下一步"]
    qtbot.keyClick(in_focus(), Key.Key_Tab)
    assert focused() is card.leave
    qtbot.keyClick(in_focus(), Key.Key_Backtab, SHIFT)
    assert focused() is card.next
    qtbot.keyClick(in_focus(), Key.Key_Escape)
    qtbot.waitUntil(lambda: focused() is field)
    assert here_is(visit, "desk")


def test_escape_at_the_desk_ends_the_search_first_and_then_the_desk(
    stand: Callable[[str], Stand], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = Visit(stand("begun"), qtbot, tmp_path, monkeypatch)
    at_desk(visit)
    visit.press(Key.Key_F, CTRL)
    qtbot.keyClicks(in_focus(), "zzz")
    assert not any(each.rows for each in visit.desk.presenter.state.list.sections)
    visit.press(Key.Key_Escape)
    assert any(each.rows for each in visit.desk.presenter.state.list.sections)
    assert visit.desk.card.isAncestorOf(focused())
    assert here_is(visit, "desk")
    visit.press(Key.Key_Escape)
    assert here_is(visit, "home")
    qtbot.waitUntil(lambda: visit.screen.isAncestorOf(focused() or visit.screen))
    visit.press(Key.Key_Escape)  # home is where back ends
    assert here_is(visit, "home")


def here_is(visit: Visit, screen: str) -> bool:
    return visit.stand.window.route.screen == screen
