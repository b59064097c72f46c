"""The receipt on the leader's screen: the count falls, the tile tells the time, a refusal tells why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.services.bureau.arrivals import Intake
from app.services.bureau.receipts import receipt_of, write_receipt
from app.ui.application import Room
from app.ui.home.presenter import TAKEN
from app.ui.shell.notice import Notice
from app.ui.shell.presenter import Route
from tests.chain import LEADER, Chain
from tests.services.forger import sync_path, take


@dataclass
class Leader:
    """The leader's window over an exported visit, and the bureau's database."""

    chain: Chain
    room: Room
    notices: list[Notice] = field(default_factory=list)

    @property
    def header(self) -> Any:
        return self.room.window.header

    def line(self, bot: QtBot) -> Any:
        """The exported visit on the first screen, card or line, once it is drawn."""

        def found() -> list[Any]:
            screen: Any = self.room.window.screen_shown
            return [one for one in (*screen.cards, *screen.rows) if one.tile.visit_id == self.chain.visit]

        bot.waitUntil(lambda: bool(found()), timeout=20_000)
        return found()[0]

    def receipt(self, intake: Intake) -> Path:
        path = self.chain.out / "回执.xpack"
        write_receipt(path, self.chain.authority, receipt_of([intake], self.chain.clock))
        return path


@pytest.fixture
def leader(
    chain_at: Callable[..., Chain], dressed: QApplication, qtbot: QtBot
) -> Iterator[Callable[[str], Leader]]:
    opened: list[Room] = []

    def at(stage: str) -> Leader:
        chain = chain_at(stage)
        chain.lead.people.switch(chain.ids[LEADER], None)
        chain.close()
        room = Room(dressed, chain.folder / LEADER, chain.clock)
        opened.append(room)
        here = Leader(chain, room)
        room.troubles.noticed.connect(here.notices.append)
        room.window.resize(1366, 768)
        with qtbot.waitActive(room.window):
            room.window.show()
            room.window.activateWindow()
        room.open(lambda data: open_workspace(data, chain.clock), ())
        room.window.go(Route("home"))
        return here

    yield at
    for room in opened:
        room.close()
        room.window.close()
        room.window.deleteLater()


def drop(here: Leader, path: Path, bot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where, left, none = QPointF(50, 50), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    here.room.window.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, left, none))
    bot.waitUntil(lambda: not here.room.operations.busy, timeout=20_000)


def test_the_count_falls_and_the_tile_tells_the_bureaus_time(
    leader: Callable[[str], Leader], qtbot: QtBot
) -> None:
    here = leader("exported")
    assert (here.header.undelivered.isVisible(), here.header.undelivered.text) == (True, "未送达 1")
    assert here.line(qtbot).tile.state == "已导出，待送达"

    here.chain.wait(600)
    drop(here, here.receipt(take(here.chain, here.chain.office, sync_path(here.chain))), qtbot)

    assert here.header.undelivered.isHidden()
    assert here.line(qtbot).tile.state == "已送达 2026 年 5 月 12 日 09:10"
    assert (here.line(qtbot).tile.delivered, here.line(qtbot).tile.answer) == (True, "")
    assert here.notices[-1].tone == "good"


def test_the_document_says_what_the_bureau_said(leader: Callable[[str], Leader], qtbot: QtBot) -> None:
    here = leader("exported")
    here.room.window.go(Route("signing", here.chain.visit))
    screen: Any = here.room.window.screen_shown
    assert "收到回执文件后" in screen.round.guidance.text()

    drop(here, here.receipt(take(here.chain, here.chain.office, sync_path(here.chain))), qtbot)
    screen = here.room.window.screen_shown
    assert "主管部门收到的时间是 2026 年 5 月 12 日 09:00" in screen.round.guidance.text()


def test_a_conflict_asks_for_a_talk(leader: Callable[[str], Leader], qtbot: QtBot) -> None:
    here = leader("exported")
    came = take(here.chain, here.chain.office, sync_path(here.chain))
    drop(here, here.receipt(replace(came, fate="conflict")), qtbot)

    assert here.header.undelivered.isVisible()
    assert here.line(qtbot).tile.state == "未送达：主管部门另存待查"
    assert "以哪一份为准" in here.line(qtbot).tile.answer


def test_a_refusal_keeps_the_count_and_tells_why_and_what_to_do(
    leader: Callable[[str], Leader], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = leader("exported")
    why = "结论文件没有由专家组全体签署，未予采用"
    path = here.receipt(Intake(sync_path(here.chain), "refused", f"{why}。", ("XP-4514",)))
    asked: list[str] = []

    def choose(*given: Any) -> tuple[list[str], str]:
        asked.append(given[3])
        return [str(path)], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    qtbot.keyClick(here.room.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(here.notices) and not here.room.operations.busy, timeout=20_000)

    assert ["*.xpack" in kinds for kinds in asked] == [".xpack" in TAKEN] == [True]
    assert here.header.undelivered.isVisible()
    assert (here.notices[-1].tone, why in here.notices[-1].title) == ("attention", True)
    card = here.line(qtbot)
    assert card.tile.group == "open"
    assert why in card.tile.answer
    assert "重新导出" in card.tile.answer
    assert card.action.text() == "再次导出"
