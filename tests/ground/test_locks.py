"""The locks: whole, hashed, free of addresses, and true to what the program imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from app import __version__

OWN = {"app", "main", "tools"}
INDIRECT = {
    "ruamel-yaml-clib": "ruamel.yaml's fast reader, which its own metadata leaves out",
    "psycopg": "SQLAlchemy's driver for a large bureau's PostgreSQL",
    "defusedxml": "openpyxl reads with it wherever it is installed",
}


def _pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return _plain(found.group())


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def settings() -> dict[str, dict[str, object]]:
    return tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_has_hashes_and_no_address(project: Path, name: str) -> None:
    text = (project / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]

    assert entries
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert " @ " not in text


def test_the_developers_lock_holds_the_programs_whole(project: Path) -> None:
    assert _pins(project / "requirements.lock").items() <= _pins(project / "requirements-dev.lock").items()


def test_what_is_declared_is_locked(project: Path, settings: dict[str, dict[str, Any]]) -> None:
    run, dev = (set(_pins(project / name)) for name in ("requirements.lock", "requirements-dev.lock"))
    extras = settings["project"]["optional-dependencies"]

    assert {_name(entry) for entry in settings["project"]["dependencies"]} - run == set()
    assert {_name(entry) for entry in extras["dev"]} - dev == set()


def test_what_is_imported_is_declared_and_the_other_way_round(
    project: Path, settings: dict[str, dict[str, Any]]
) -> None:
    declared = {_name(entry) for entry in settings["project"]["dependencies"]}
    homes = metadata.packages_distributions()
    imported = _imported_by_the_program(project)
    used = {root: {_plain(home) for home in homes.get(root.split(".")[0], [])} for root in imported}

    strangers = sorted(root for root, owners in used.items() if not owners & declared)
    idle = sorted(declared - set().union(*used.values()) - set(INDIRECT))
    assert (strangers, idle) == ([], [])


def _imported_by_the_program(project: Path) -> set[str]:
    roots: set[str] = set()
    for path in [project / "main.py", *(project / "app").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                roots |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                roots.add(node.module.split(".")[0])
    return roots - OWN - set(sys.stdlib_module_names)


def test_one_version_everywhere(settings: dict[str, dict[str, Any]], project: Path) -> None:
    assert settings["project"]["version"] == __version__
    assert f"[{__version__}]" in (project / "CHANGELOG.md").read_text(encoding="utf-8")
