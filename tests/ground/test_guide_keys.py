"""The guide's tables of keys say what the program's own say, word for word and in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from app.ui.conclusion.keys import conclusion_keys
from app.ui.desk.keys import KEYS
from app.ui.shell.presenter import KeyGroup, everywhere
from app.ui.signing.view import SigningScreen

ROW = re.compile(r"^\| (.+?) \| (.+?) \|$", re.MULTILINE)
ANYBODY: Any = None  # whose keys they are makes no difference


def _in_table(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (" ".join(part if part == "…" else f"`{part}`" for part in keys.split()), does)
        for keys, does in pairs
    ]


def _of(groups: tuple[KeyGroup, ...]) -> list[tuple[str, str]]:
    return _in_table((line.keys, line.does) for group in groups for line in group.keys)


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ("评分台（按 `F1` 显示同一张表）：", _in_table(KEYS)),
        ("各页通用：", _of((everywhere(),))),
        ("结论页：", _of((conclusion_keys(),))),
        ("签署与导出页：", _of(SigningScreen.key_groups(ANYBODY))),
    ],
)
def test_the_guide_has_the_keys_that_the_program_shows(
    project: Path, before: str, shown: list[tuple[str, str]]
) -> None:
    guide = (project / "docs" / "guide.md").read_text(encoding="utf-8")
    table = guide.split(f"\n{before}\n\n| 键 | 作用 |\n|---|---|\n")[1].split("\n\n")[0]
    assert ROW.findall(table) == shown


def test_the_readme_names_keys_that_are_there(project: Path) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")
    table = readme.split("| 键 | 作用 |\n|---|---|\n")[1].split("\n\n")[0]
    everybody = tuple((line.keys, line.does) for line in everywhere().keys)
    known = {part for keys, _ in KEYS + everybody for part in keys.split()}
    named = {key for keys, _ in ROW.findall(table) for key in re.findall(r"`(.+?)`", keys)}
    assert named
    assert named <= known


def test_every_picture_of_the_guide_is_one_that_is_taken(project: Path) -> None:
    """Names, not files: pictures are taken anew whenever the window changes."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in (project / "docs" / "shots").glob("*.py"))
    pages = [project / "docs" / "guide.md", project / "README.md"]
    shown = {
        name for page in pages for name in re.findall(r"images/([a-z0-9-]+)\.png", page.read_text("utf-8"))
    }
    assert shown
    assert {name for name in shown if f'"{name}"' not in source} == set()
