"""The verb spoken, as it is called."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def call(data: str) -> tuple[int, list[object]]:
    command = [sys.executable, str(ROOT / "main.py"), "spoken", "-"]
    done = subprocess.run(command, input=data.encode(), capture_output=True, check=False, cwd=ROOT)
    return done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_line_a_text() -> None:
    assert call('"还差2人"\n"10:05"\n""\n') == (0, ["还差两人", "十点零五分", ""])


def test_one_line_that_is_no_text_and_nothing_is_spoken() -> None:
    code, (told,) = call('"2人"\n{"a": 1}\n\n"x')
    assert isinstance(told, dict)
    assert (code, [each["where"] for each in told["errors"]]) == (2, ["2", "3", "4"])
