"""Every control of every screen and dialog says what it is, and no two of a group say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QDialog, QWidget

from app.ui.desk.lock.view_dialogs import CheckDialog, LockDialog
from app.ui.desk.view_keys import DeskKeysDialog
from app.ui.home.view_pledge import PledgeDialog
from app.ui.people.view_dialogs import IdentityDialog, TrustDialog
from app.ui.shell.presenter import Route, everywhere
from app.ui.shell.view_dialogs import AskDialog, KeysDialog, PinDialog
from app.ui.shell.view_reason import ReasonDialog
from app.ui.signing.view_sign import SignDialog
from tests.ui.conftest import Stand


def reached(root: QWidget) -> list[QWidget]:
    """What the keyboard can reach in a window or a dialog."""
    return [
        each
        for each in root.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and not each.objectName().startswith("qt_")
    ]


def spoken(widget: QWidget) -> str:
    name = widget.accessibleName()
    return name or (widget.text() if isinstance(widget, QAbstractButton) else "")


def wrong_in(root: QWidget) -> list[str]:
    """Controls without a name, and names that two controls beside each other share."""
    found = reached(root)
    assert found
    nameless = [f"{type(each).__name__} has no name" for each in found if not spoken(each).strip()]
    groups = Counter((id(each.parentWidget()), spoken(each)) for each in found)
    shared = ((name, count) for (_, name), count in groups.items() if count > 1)
    twice = [f"{name!r} is said {count} times in one group" for name, count in shared]
    return nameless + twice


SCREENS = [
    ("empty", "home"),
    ("begun", "home"),
    ("begun", "people"),
    ("begun", "desk"),
    ("begun", "copy"),
    ("collected", "conclusion"),
    ("ruled", "conclusion"),
    ("ruled", "signing"),
    ("signed", "signing"),
    ("signed", "home"),
]


@pytest.mark.parametrize(("stage", "screen"), SCREENS)
def test_every_control_of_a_screen_says_what_it_is(
    stand: Callable[[str], Stand], stage: str, screen: str
) -> None:
    here = stand(stage)
    if screen in {"desk", "copy"}:
        here.seat("expert-1")
    here.window.go(Route(screen, here.visit))  # type: ignore[arg-type]
    QApplication.processEvents()
    assert wrong_in(here.window) == []


def test_every_criterion_of_the_desk_says_what_it_is(stand: Callable[[str], Stand]) -> None:
    here = stand("begun")
    here.seat("expert-1")
    desk = here.go("desk").desk
    for criterion in desk.presenter.state.list.sections:
        for row in criterion.rows:
            desk.wants.opened.emit(row.id)
            QApplication.processEvents()
            assert wrong_in(here.window) == [], row.id
    for keys in ("list", "result"):
        desk.panes.toggle(keys)
    assert wrong_in(here.window) == []


DIALOGS: list[Callable[[Any], QDialog]] = [
    lambda desk: CheckDialog(desk, desk.presenter.state.result.checks, lambda _: None),
    lambda desk: LockDialog(desk, desk.presenter.state.result, lambda _: None),
    DeskKeysDialog,
]


@pytest.mark.parametrize("make", DIALOGS)
def test_the_desks_dialogs_say_what_they_are(
    stand: Callable[[str], Stand], make: Callable[[Any], QDialog]
) -> None:
    here = stand("begun")
    here.seat("expert-1")
    dialog = make(here.go("desk").desk)
    dialog.show()
    assert dialog.windowTitle()
    assert wrong_in(dialog) == []
    dialog.close()


OTHERS: list[Callable[[Stand], QDialog]] = [
    lambda here: PinDialog(here.window, "专家甲（示例）", lambda _: None),
    lambda here: PledgeDialog(here.window, here.go("home").cards[0].tile),
    lambda here: IdentityDialog(here.window, lambda *_: None),
    lambda here: TrustDialog(here.window, here.workspace.trusts.list()[0]),
    lambda here: SignDialog(here.window, here.go("signing").presenter.state.slots[0], "AB12", lambda _: None),
    lambda here: SignDialog(
        here.window, replace(here.go("signing").presenter.state.slots[0], has_pin=True), "", lambda _: None
    ),
    lambda here: KeysDialog(here.window, (everywhere(),)),
    lambda here: AskDialog(here.window, "定稿？", "定稿后结论文本固定。", "定稿"),
    lambda here: ReasonDialog(here.window, "撤回定稿", "撤回后可以修改。", "撤回定稿"),
]


@pytest.mark.parametrize("make", OTHERS)
def test_the_dialogs_of_persons_and_of_signing_say_what_they_are(
    stand: Callable[[str], Stand], make: Callable[[Stand], QDialog]
) -> None:
    dialog = make(stand("ruled"))
    dialog.show()
    assert dialog.windowTitle()
    assert wrong_in(dialog) == []
    focus = dialog.focusWidget()
    assert focus is not None
    assert spoken(focus)
    dialog.close()


def test_lists_say_every_line(stand: Callable[[str], Stand]) -> None:
    here = stand("begun")
    here.seat("expert-1")
    here.go("desk")
    for view in here.window.findChildren(QAbstractItemView):
        if view.isVisible():
            model = view.model()
            for place in range(model.rowCount()):
                said = model.data(model.index(place, 0), Qt.ItemDataRole.AccessibleTextRole)
                assert said, (view, place)
