"""The house's habits that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

MOST_FILE_LINES, MOST_FUNCTION_LINES = 400, 50
ROOT = Path(__file__).resolve().parents[2]
BINARY = {".pyc", ".ttf", ".png", ".pdf", ".xlsx", ".db", ".ico", ".icns", ".jpg"}
# Hostile and odd files, kept byte for byte.
SPECIMENS = tuple(
    ROOT / "tests" / each
    for each in ("hostile/files", "vectors/files", "vectors/bureau.xptrust", "fuzz/corpus")
)
ORIGINS = {"tools/origins.py", "tests/ground/test_prepare.py"}  # where a user's own settings are passed on
HANDLERS = {
    "app/cli/main.py",
    "app/ui/shell/view_troubles.py",
}  # one for the command line, one for the window
VAGUE = {"utils", "util", "helpers", "helper", "manager", "misc"}
QT_MODULES = re.compile(
    r"app/decoding/pages\.py$|app/ui/(widgets/|theme/|application\.py$|(.*/)?view\w*\.py$)"
)
SQL_MODULES = re.compile(r"app/(models/|services/store/unit_of_work\.py$)")


def _files() -> Iterator[Path]:
    """The project's texts: what git keeps, or would keep if it were added now; without git, all there is."""
    for path in sorted(_listed_by_git() or _found_in_the_rooms()):
        if path.is_file() and path.suffix not in BINARY and not any(map(path.is_relative_to, SPECIMENS)):
            yield path


def _listed_by_git() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    return [ROOT / name for name in listed.decode("utf-8").split("\0") if name]


def _found_in_the_rooms() -> list[Path]:
    rooms = ("app", "tools", "tests", "docs", "resources", "benchmarks")
    found = [path for room in rooms for path in (ROOT / room).rglob("*") if "__pycache__" not in path.parts]
    return [*found, *ROOT.glob("*")]


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


TEXTS = list(_files())
PROGRAM = [
    path for path in TEXTS if path.suffix == ".py" and _place(path).startswith(("app/", "tools/", "main.py"))
]
TREES = {_place(path): ast.parse(path.read_text(encoding="utf-8")) for path in PROGRAM}


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def test_files_and_functions_stay_short() -> None:
    long_files = [_place(path) for path in PROGRAM if len(path.read_bytes().splitlines()) > MOST_FILE_LINES]
    functions = (
        (place, node)
        for place, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long_functions = [
        f"{place}:{node.lineno} {node.name}"
        for place, node in functions
        if (node.end_lineno or node.lineno) - node.lineno + 1 > MOST_FUNCTION_LINES
    ]
    assert (long_files, long_functions) == ([], [])


def test_every_room_says_what_it_is_for() -> None:
    folders = {path.parent for path in PROGRAM if path.name != "main.py" and "migrations" not in path.parts}
    silent = [
        _place(folder)
        for folder in sorted(folders)
        if not (folder / "__init__.py").exists()
        or not ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_only_the_two_handlers_catch_everything() -> None:
    broad = [
        f"{place}:{node.lineno}"
        for place, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and place not in HANDLERS
        if _is_broad(node.type) and not _passes_on(node)
    ]
    assert broad == []


def _is_broad(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        name is None or (isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"})
        for name in names
    )


def _passes_on(handler: ast.ExceptHandler) -> bool:
    """Whether all it does is tidy up: its last word is a bare ``raise``."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


@pytest.mark.parametrize(("package", "allowed"), [("PySide6", QT_MODULES), ("sqlalchemy", SQL_MODULES)])
def test_qt_and_sql_stay_in_their_modules(package: str, allowed: re.Pattern[str]) -> None:
    strays = [
        place
        for place, tree in TREES.items()
        if place.startswith("app/") and not allowed.match(place)
        if any(name.split(".")[0] == package for name in _imports(tree))
    ]
    assert strays == []


def test_what_runs_before_the_installation_needs_nothing_installed() -> None:
    """All of the tools but those that make packages, which nothing that runs before may call."""
    early = [place for place in TREES if re.match(r"tools/(?!packaging/)", place)]
    names = {name for place in early for name in _imports(TREES[place])}
    assert not {name for name in names if name.startswith("tools.packaging")}
    assert {name.split(".")[0] for name in names} - {"tools"} <= set(sys.stdlib_module_names)


def test_modules_have_names_that_say_something() -> None:
    assert [place for place in TREES if Path(place).stem in VAGUE] == []


def test_texts_are_clean() -> None:
    faults = [f"{_place(path)}: {fault}" for path in TEXTS for fault in _unclean(path)]
    assert faults == []


def _unclean(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield "not UTF-8"
        return
    if data and not text.endswith("\n"):
        yield "no newline at the end"
    if text.startswith("\ufeff"):
        yield "byte order mark"
    if "\r" in text and path.suffix != ".cmd":
        yield "carriage return"
    if path.suffix in {".py", ".toml"} and re.search(r"[ \t]+$|\t", text, re.MULTILINE):
        yield "tab or trailing blank"


def test_no_text_knows_a_machine_or_a_registry() -> None:
    words = ["pypi" + ".org", "python" + "hosted", "/wo" + "rk/", "/ro" + "ot/", "TO" + "DO:", "FIX" + "ME"]
    options = ["--index" + "-url", "find" + "-links"]
    everywhere, elsewhere = (re.compile("|".join(map(re.escape, each))) for each in (words, words + options))
    found = [
        f"{_place(path)}: {hit.group()}"
        for path in TEXTS
        for known in [everywhere if _place(path) in ORIGINS else elsewhere]
        if (hit := known.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []
