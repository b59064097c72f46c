"""Work beside the window: nothing that goes wrong in its thread is lost there."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.common.errors import EnvironmentTrouble, Refusal
from app.ui.shell.view_bench import Bench, Check


def test_a_fault_of_the_program_is_told_and_reaches_the_windows_handler(qtbot: QtBot) -> None:
    bench, ended = Bench(), []
    bench.ended.connect(lambda ticket, outcome: ended.append((ticket, outcome)))

    def broken(_check: Check) -> object:
        raise KeyError("size")

    with qtbot.captureExceptions() as caught:
        bench.run("first", broken)
        bench.run("second", lambda _check: 2)
        qtbot.waitUntil(lambda: len(ended) == 2)
    assert [kind for kind, *_ in caught] == [KeyError]
    assert [ticket for ticket, _ in ended] == ["first", "second"]
    assert isinstance(ended[0][1], Refusal)
    assert ended[1][1] == 2
    bench.close()


def test_trouble_raised_on_purpose_is_an_outcome(qtbot: QtBot) -> None:
    bench, ended = Bench(), []
    bench.ended.connect(lambda _ticket, outcome: ended.append(outcome))
    trouble = EnvironmentTrouble("磁盘空间已满。")

    def full(_check: Check) -> object:
        raise trouble

    bench.run(None, full)
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [trouble]
    bench.close()
