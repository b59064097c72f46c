"""Freezing shows what is still open: what blocks, what may stand, each a click away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.conclusion.view_matters import MatterLine

Opener = Callable[[str], Any]


def lines(screen: Any) -> dict[str, MatterLine]:
    found = screen.result.findChildren(MatterLine)
    return {line.link.accessibleName(): line for line in found if not line.isHidden()}


def line_of(screen: Any, part: str) -> MatterLine:
    return next(line for name, line in lines(screen).items() if part in name)


def test_every_matter_leads_to_its_place(stand: Opener, qtbot: QtBot) -> None:
    screen = stand("collected").go("conclusion")
    line_of(screen, "还没有写").link.click()
    assert screen.presenter.state.page == "opinions"
    line_of(screen, "15.2 ").link.click()
    assert (screen.presenter.state.page, screen.presenter.state.current) == ("criterion", "15.2")
    link = line_of(screen, "步没有记录").link
    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Space)
    assert screen.presenter.state.page == "protocol"


def test_a_wanting_sheet_leads_to_collecting(stand: Opener) -> None:
    here = stand("begun")
    here.seat("leader")
    screen = here.go("conclusion")
    line_of(screen, "还没有收到").link.click()
    assert screen.left.collect.hasFocus()


def test_what_may_stand_is_seen_before_freezing(stand: Opener, answering: Callable[..., None]) -> None:
    here = stand("ruled")
    screen = here.go("conclusion")
    standing = screen.presenter.state.result.standing
    assert any("步没有记录" in each.told for each in standing)
    seen: list[Any] = []

    def look(dialog: Any) -> None:
        seen.append((dialog.act.text(), len(dialog.matters)))
        next(line for line in dialog.matters if "步没有记录" in line.link.accessibleName()).link.click()

    answering(look)
    screen.freeze()
    assert seen[0][1] == len(standing)
    assert "定稿" in seen[0][0]
    assert screen.presenter.state.page == "protocol"
    assert here.workspace.panels.open(here.visit).facts.frozen_digest is None


def test_nothing_is_listed_once_all_is_done(stand: Opener) -> None:
    here = stand("ruled")
    desk = here.workspace.panels.open(here.visit)
    for step in desk.state.protocol:
        desk.set_step(step.id, "专家组", "")
    for paper in desk.state.materials:
        desk.set_material(paper.id, handed=True, note="")
    screen = here.go("conclusion")
    left = [each.told for each in screen.presenter.state.result.standing]
    assert not any("没有记录：" in told or "提交材料" in told for told in left)
