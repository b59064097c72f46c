"""Nothing outside the records of kinds names a sheet, a desk or a deed by the words of scored schemes alone.

What is shown of a visit of conditions would then speak of scores that it has not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
WORDS = ("评分表", "评分台", "评分方案", "评分记录", "评分汇总", "评分专家", "打分", "考核项")
ALLOWED = {
    "services/authoring/self_assessment.py": "a form for points, refused where there are none",
    "services/sample/demo.py": "tells of the sample, which has points",
    "services/bureau/issues.py": "a table of points",
    "services/authoring/workbooks/": "what a scheme's own workbook is made of",
}
"""Where such a word is meant, and why."""
MODULES = sorted(path for room in ("ui", "services", "exchange") for path in (APP / room).rglob("*.py"))


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every text of a module that is no docstring, with its line."""
    docs = {
        id(node.value)
        for each in ast.walk(tree)
        if isinstance(each, ast.Module | ast.ClassDef | ast.FunctionDef)
        for node in each.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


@pytest.mark.parametrize("room", ["ui", "services", "exchange"])
def test_no_text_is_written_in_the_words_of_scored_schemes(room: str) -> None:
    found = [
        (str(path.relative_to(APP)), line, word)
        for path in MODULES
        if path.relative_to(APP).parts[0] == room
        and not str(path.relative_to(APP)).startswith(tuple(ALLOWED))
        for line, text in texts(ast.parse(path.read_text(encoding="utf-8")))
        for word in WORDS
        if word in text
    ]
    assert found == []
