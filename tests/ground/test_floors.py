"""How much of a room its own tests reach: measured, and held to a floor that every room has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.floors import below, floors_of, main, measured, own_tests

SPLIT = ("app/services", "app/ui")  # whose folders are rooms of their own

DEEDS = """\
import sys


def here():
    return 1


def child():
    return 2


def never():
    return 3


if __name__ == "__main__":
    sys.exit(child())
"""
TEST = """\
import subprocess
import sys

from app.room import deeds


def test_both(tmp_path):
    assert deeds.here() == 1
    assert subprocess.run([sys.executable, deeds.__file__], cwd=tmp_path).returncode == 2
"""

UNMEASURED = {
    "app/cli",
    "app/reports",
    "app/services/authoring",
    "app/services/bureau",
    "app/services/evidence",
    "app/services/history",
    "app/services/identity",
    "app/services/packages",
    "app/services/panel",
    "app/services/printing",
    "app/services/safe",
    "app/services/sample",
    "app/services/sheet",
    "app/services/store",
    "app/ui/history",
    "app/ui/home",
    "app/ui/locking",
    "app/ui/people",
    "app/ui/reading",
    "app/ui/safes",
    "app/ui/seating",
    "app/ui/session",
    "app/ui/shell",
    "app/ui/signing",
    "app/ui/theme",
    "app/ui/trying",
    "app/ui/viewer",
    "app/ui/widgets",
}  # rooms without a floor yet: fewer with every measurement, never more


def rooms_of(project: Path) -> set[str]:
    within = [project / "app", *(project / each for each in SPLIT)]
    folders = (path for each in within for path in each.iterdir() if (path / "__init__.py").exists())
    return {path.relative_to(project).as_posix() for path in folders} - set(SPLIT)


def test_every_room_that_was_measured_has_a_floor_and_tests_of_its_own(project: Path) -> None:
    floors = floors_of(project)
    assert floors.keys() | UNMEASURED == rooms_of(project)
    assert floors.keys() & UNMEASURED == set()
    assert [room for room in floors if not list((project / own_tests(room)).rglob("test_*.py"))] == []
    assert [room for room, floor in floors.items() if not 0 < floor <= 100] == []


def test_a_room_is_below_its_floor_by_any_part_of_a_percent() -> None:
    assert below({"app/a": 90.99, "app/b": 91.0}, {"app/a": 91, "app/b": 91, "app/c": 50}) == ["app/a"]


@pytest.fixture
def little(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of one room, whose test reaches ten of eleven lines and branches, one in a child process."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # quick: nothing but what it asks for
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p xdist")
    for name in ("app/room", "tests/room"):
        (tmp_path / name).mkdir(parents=True)
    settings = (project / "pyproject.toml").read_text(encoding="utf-8")
    own = settings[settings.index("[tool.coverage.run]") : settings.index("[tool.floors]")]
    floors = '[tool.floors]\n"app/room" = 90\n[tool.pytest.ini_options]\npythonpath = ["."]\n'
    (tmp_path / "pyproject.toml").write_text(own + floors, encoding="utf-8")
    (tmp_path / "app" / "room" / "deeds.py").write_text(DEEDS, encoding="utf-8")
    (tmp_path / "tests" / "room" / "test_deeds.py").write_text(TEST, encoding="utf-8")
    return tmp_path


def test_what_child_processes_do_counts_and_what_nothing_does_not(
    little: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-n", "0"], little) == 0
    assert measured("app/room", little, "0") == pytest.approx(100 * 10 / 11)
    floor = little / "pyproject.toml"
    floor.write_text(floor.read_text(encoding="utf-8").replace("= 90", "= 91"), encoding="utf-8")
    assert main(["-n", "0"], little) == 1
    assert "低于下限：app/room" in capsys.readouterr().out


def test_a_test_that_fails_proves_nothing(little: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (little / "tests" / "room" / "test_deeds.py").write_text("def test_it():\n    assert False\n")
    assert main(["-n", "0"], little) == 1
    said = capsys.readouterr().out
    assert "测试未通过：app/room" in said
    assert "低于下限" not in said
