"""What was kept, and a few hundred changed files of every kind, the same each time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.__main__ import CORPUS, trouble
from tests.fuzz.mutation import mutated
from tests.fuzz.parsers import PARSERS

SLOW = {"scheme": 40, "scheme-book": 12, "self-book": 20, "pdf": 60, "pages": 40, "picture": 80}
KEPT = sorted(each for each in CORPUS.rglob("*") if each.is_file() and each.name != "README.md")


@pytest.mark.parametrize("name", PARSERS)
def test_what_is_good_is_read(name: str) -> None:
    for seed in PARSERS[name].seeds():
        if not (name.startswith("package-") and trouble(name, seed)):
            assert trouble(name, seed) == ""


@pytest.mark.parametrize("name", PARSERS)
def test_changed_files_are_read_or_refused_in_a_sentence(name: str) -> None:
    lucky, seeds = random.Random(name), PARSERS[name].seeds()
    for _ in range(SLOW.get(name, 150)):
        data = mutated(lucky, seeds)
        assert trouble(name, data) == "", data[:200]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_came_through_does_so_no_more(path: Path) -> None:
    assert trouble(path.parent.name, path.read_bytes()) == ""
