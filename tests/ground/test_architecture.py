"""The page that newcomers read names what is there: every path, every name in code type."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
QUOTED = re.compile(r"`([^`\n]+)`")
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "app").rglob("*.py")))
PROSE = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)


def paths(text: str) -> set[str]:
    found = {each for each in QUOTED.findall(text) if re.fullmatch(r"[\w./<>*-]+", each) and ("/" in each)}
    return {each for each in found if "*" not in each and "<" not in each}


def lies_somewhere(path: str) -> bool:
    return (ROOT / path).exists() or (ROOT / "app" / path).exists()


def names(text: str) -> set[str]:
    return {each for each in QUOTED.findall(text) if re.fullmatch(r"[A-Z]\w*", each)}


@pytest.mark.parametrize("path", sorted(paths(PROSE) | paths(GLOSSARY)))
def test_a_path_that_is_named_is_there(path: str) -> None:
    assert lies_somewhere(path)


@pytest.mark.parametrize("name", sorted((names(PROSE) | names(GLOSSARY)) - {"NOTICE"}))
def test_a_name_that_is_named_is_defined(name: str) -> None:
    defined = rf"^\s*(?:class {name}\b|{name}\b[^=\n]*= |def {name}\b)"
    assert re.search(defined, CODE, re.MULTILINE)


def test_the_page_names_every_room() -> None:
    rooms = {path.name for path in (ROOT / "app").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert [room for room in sorted(rooms) if f"  {room}/" not in PAGE] == []


def test_it_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= 100


def test_modules_are_named_by_nouns() -> None:
    """Verbs in -ing are what is done, not what is there; a few English nouns end so, too."""
    nouns = {
        "reading",
        "view_reading",
        "each_missing",
    }  # what is read out; the word of the rule in scheme files
    modules = [path for path in (ROOT / "app").rglob("*ing.py") if path.stem not in nouns]
    assert [str(path.relative_to(ROOT)) for path in modules] == []
