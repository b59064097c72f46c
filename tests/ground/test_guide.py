"""The guide explains every error code that the program can show, and no other."""

from __future__ import annotations

import re
from pathlib import Path

CODE = re.compile(r"XP-\d{4}")
EVERYWHERE = {
    "XP-1001": "a file that was named can be missing in any room",
    "XP-3202": "services asks whether signing refused a stranger's trust",
    "XP-9000": "each of the two handlers says it",
    "XP-9002": "reading a file can fail in any room",
}


def _codes_of_the_program(project: Path) -> set[str]:
    files = [*(project / "app").rglob("*.py"), *(project / "resources" / "schemes").rglob("*.yaml")]
    return {code for path in files for code in CODE.findall(path.read_text(encoding="utf-8"))}


def _codes_of_the_guide(project: Path) -> list[str]:
    text = (project / "docs" / "guide.md").read_text(encoding="utf-8")
    return re.findall(r"^\| (XP-\d{4}) \|", text, re.MULTILINE)


def test_every_code_is_explained_once(project: Path) -> None:
    explained = _codes_of_the_guide(project)

    assert sorted(explained) == sorted(set(explained))
    assert _codes_of_the_program(project) - set(explained) == set()


def test_the_guide_explains_no_code_that_is_gone(project: Path) -> None:
    assert set(_codes_of_the_guide(project)) - _codes_of_the_program(project) == set()


def test_a_code_belongs_to_one_room(project: Path) -> None:
    rooms: dict[str, set[str]] = {}
    for path in (project / "app").rglob("*.py"):
        room = path.relative_to(project / "app").parts[0]
        for code in CODE.findall(path.read_text(encoding="utf-8")):
            rooms.setdefault(code, set()).add(room)

    shared = {
        code: homes for code, homes in rooms.items() if len(homes - {"common"}) > 1 and code not in EVERYWHERE
    }
    assert shared == {}
