from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.common.errors import EnvironmentTrouble
from app.ui.shell.notice import Notice
from app.ui.shell.operation import Progress, WorkStep
from app.ui.shell.view_operation import Operations
from app.ui.shell.view_progress import ProgressStrip
from app.ui.shell.view_troubles import Troubles


@pytest.fixture
def troubles(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Troubles:
    from datetime import UTC, datetime

    from app.common.clock import FixedClock
    from app.ui.shell.journal import Journal

    moment = datetime(2025, 5, 12, tzinfo=UTC)
    return Troubles(Journal(tmp_path_factory.mktemp("log") / "journal.txt", FixedClock(moment)))


@pytest.fixture
def operations(troubles: Troubles) -> Iterator[Operations]:
    made = Operations(troubles.handle)
    yield made
    made.close()


def test_work_runs_elsewhere_and_its_outcome_arrives_here(operations: Operations, qtbot: QtBot) -> None:
    here, seen = threading.current_thread(), []

    def work(progress: Progress) -> threading.Thread:
        progress.report(WorkStep(1, 2, "一半"))
        return threading.current_thread()

    def then(worker: threading.Thread) -> None:
        seen.append((worker, threading.current_thread()))

    operations.run("试", work, then)
    qtbot.waitUntil(lambda: not operations.busy)
    ((worker, landed),) = seen
    assert worker is not here
    assert landed is here


def test_a_trouble_in_the_work_reaches_the_one_handler(
    operations: Operations, troubles: Troubles, qtbot: QtBot
) -> None:
    told: list[Notice] = []
    troubles.noticed.connect(told.append)

    def work(_: Progress) -> None:
        raise EnvironmentTrouble("U 盘已拔出。")

    operations.run("试", work, lambda _: pytest.fail("it has no outcome"))
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].title == "U 盘已拔出。"


def test_stopping_ends_quietly(operations: Operations, troubles: Troubles, qtbot: QtBot) -> None:
    started, told = threading.Event(), list[Notice]()
    troubles.noticed.connect(told.append)

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress.check()

    operation = operations.run("试", work, lambda _: pytest.fail("it was stopped"))
    started.wait(5)
    operation.cancel()
    qtbot.waitUntil(lambda: not operations.busy)
    assert told == []


def test_work_asked_for_meanwhile_waits_its_turn(operations: Operations, qtbot: QtBot) -> None:
    order: list[str] = []
    gate = threading.Event()
    operations.run("甲", lambda _: gate.wait(5), lambda _: order.append("甲"))
    operations.run("乙", lambda _: None, lambda _: order.append("乙"))
    assert operations.running is not None
    assert operations.running.title == "甲"
    gate.set()
    qtbot.waitUntil(lambda: not operations.busy)
    assert order == ["甲", "乙"]


def test_the_strip_shows_only_what_takes_long(operations: Operations, qtbot: QtBot) -> None:
    strip, gate = ProgressStrip(operations), threading.Event()
    qtbot.addWidget(strip)

    def work(progress: Progress) -> None:
        progress.report(WorkStep(3, 10, "核对附件"))
        gate.wait(5)

    operations.run("导入", work, lambda _: None)
    assert strip.isHidden()
    qtbot.waitUntil(strip.isVisible)
    assert (strip.title.text(), strip.step.text(), strip.count.text()) == ("导入", "核对附件", "3 / 10")
    strip.stop.click()
    assert strip.step.text() == "正在停止…"
    gate.set()
    qtbot.waitUntil(strip.isHidden)


def test_an_unexpected_fault_is_recorded_and_told_politely(troubles: Troubles) -> None:
    told: list[Notice] = []
    troubles.noticed.connect(told.append)
    troubles.caught(ZeroDivisionError, ZeroDivisionError("x"), None)
    assert "ZeroDivisionError" in troubles.journal.path.read_text(encoding="utf-8")
    assert told[0].code == "XP-9000"
    assert str(troubles.journal.path) in told[0].advice
