"""What ``./test --quick`` runs and leaves out is there: a room or a module that moved would be forgotten."""

from __future__ import annotations

import pytest

from tests.conftest import HERE, LONG, QUICK, pytest_ignore_collect


def test_the_rooms_and_modules_of_the_quick_set_exist() -> None:
    assert [room for room in QUICK if not list((HERE / room).rglob("test_*.py"))] == []
    assert [place for place in LONG if not (HERE / place).is_file()] == []


@pytest.mark.parametrize(
    ("place", "passed_by"),
    [
        ("scoring", False),
        ("scoring/judge/test_sentences.py", False),
        ("scoring/test_properties.py", True),
        ("ui", True),
        ("e2e/test_kill.py", True),
    ],
)
def test_the_quick_set_is_chosen_by_path(
    monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config, place: str, passed_by: bool
) -> None:
    monkeypatch.setattr(pytestconfig.option, "quick", True)
    assert bool(pytest_ignore_collect(HERE / place, pytestconfig)) is passed_by
    monkeypatch.setattr(pytestconfig.option, "quick", False)
    assert not pytest_ignore_collect(HERE / place, pytestconfig), "without being asked nothing is left out"
