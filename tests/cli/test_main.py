"""The one handler of the command line: how each trouble ends, and what is said where."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import click
import pytest

from app.cli import main as cli
from app.cli.context import Outside, SaidNo
from app.cli.streams import read_lines, write_result
from app.common.errors import EnvironmentTrouble, Fault, Refusal

FAULTS = (Fault("findings.3.1", "缺少一项。", "XP-2104"), Fault("", "文件为空。"))
Verb = Callable[[Callable[..., None]], None]


def _untouched(*_: object, **__: object) -> NoReturn:
    raise AssertionError("these verbs open no data")


OUTSIDE = Outside(None, _untouched, _untouched, _untouched, _untouched)


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch) -> Verb:
    """Make ``try`` a verb that does what it is given."""

    def become(action: Callable[..., None]) -> None:
        module = ModuleType("tried_verb")
        vars(module)["try"] = click.Command(
            "try", callback=action, params=[click.Option(["--size"], type=int)]
        )
        monkeypatch.setitem(sys.modules, "tried_verb", module)
        monkeypatch.setitem(cli.VERBS, "try", "tried_verb")

    return become


def _raising(trouble: BaseException) -> Callable[..., None]:
    def action(size: int | None = None) -> None:
        raise trouble

    return action


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (Refusal(FAULTS), 2),
        (SaidNo(FAULTS), 1),
        (EnvironmentTrouble("磁盘已满。", code="XP-3301"), 3),
        (OSError(28, "No space left on device"), 3),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (RuntimeError("a bug"), 3),
    ],
)
def test_every_trouble_has_its_exit_code(verb: Verb, trouble: BaseException, code: int) -> None:
    verb(_raising(trouble))

    assert cli.run(["try"], OUTSIDE) == code


def test_a_refusal_is_json_with_every_fault(verb: Verb, capsys: pytest.CaptureFixture[str]) -> None:
    verb(_raising(Refusal(FAULTS)))

    cli.run(["try"], OUTSIDE)

    said = capsys.readouterr()
    assert json.loads(said.out) == {
        "errors": [
            {"where": "findings.3.1", "message": "缺少一项。", "code": "XP-2104"},
            {"where": "", "message": "文件为空。"},
        ]
    }
    assert "缺少一项" in said.err


def test_other_troubles_leave_standard_output_alone(verb: Verb, capsys: pytest.CaptureFixture[str]) -> None:
    for trouble in (EnvironmentTrouble("磁盘已满。", advice="请清理。", code="XP-3301"), ValueError("a bug")):
        verb(_raising(trouble))
        cli.run(["try"], OUTSIDE)

    said = capsys.readouterr()
    assert said.out == ""
    assert "磁盘已满。请清理。（XP-3301）" in said.err
    assert "ValueError: a bug" in said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nosuch"], "没有命令 nosuch"),
        (["try", "--nosuch"], "没有选项 --nosuch"),
        (["try", "--size", "x"], "选项 --size不对"),
        (["try", "--size"], "选项 --size 的写法不对"),
        (["try", "more"], "多余的参数 more"),
    ],
)
def test_a_wrong_call_is_explained_in_chinese(
    verb: Verb, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    verb(_raising(AssertionError("never called")))

    assert cli.run(arguments, OUTSIDE) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    assert "XP-1003" in said.err


def test_every_verb_has_a_command_of_its_name() -> None:
    context = click.Context(cli.verbs)

    for name in cli.VERBS:
        command = cli.verbs.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.get_short_help_str(), f"{name} says nothing of itself"


def test_help_and_version_are_results(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"], OUTSIDE) == 0
    assert cli.run(["--version"], OUTSIDE) == 0

    said = capsys.readouterr()
    assert "退出码" in said.out
    assert "score" in said.out
    assert said.err == ""


def test_a_text_that_has_no_utf8_form_is_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    write_result({"name": "\ud800"})

    assert json.loads(capsys.readouterr().out) == {"name": "\ud800"}


def test_lines_are_cut_just_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.streams.MAX_INPUT_BYTES", 4)
    source = tmp_path / "lines"
    source.write_bytes(b"abcdefghijkl\n\n  \nxy\nzzzzzzzzzzz")

    assert list(read_lines(str(source))) == [b"abcde", b"xy\n", b"zzzzz"]
