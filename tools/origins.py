"""Where the installer may look for packages: what this machine's and this user's settings say of it.

Every file is held against the hash in the lock, so a place can do no harm but lack a file. Everything else
that settings may say (where to install, what to build, to do nothing at all) is not listened to.
"""

from __future__ import annotations

import ast
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

PLACES = (
    "index-url",
    "extra-index-url",
    "find-links",
    "no-index",
    "proxy",
    "cert",
    "client-cert",
    "trusted-host",
    "timeout",
)
SECTIONS = ("global", "install", ":env:")  # what comes later is stronger
SEVERAL = frozenset({"extra-index-url", "find-links", "trusted-host"})


def own_places(pip: list[str]) -> list[str]:
    """The installer's options for the places that the settings name; none where it cannot say."""
    try:
        done = subprocess.run(
            [*pip, "config", "list"], capture_output=True, check=False, timeout=60, env=_naming_places()
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [] if done.returncode else list(options(done.stdout.decode("utf-8", "replace")))


def without_settings() -> dict[str, str]:
    """The environment without a word to the installer: it heeds some of them however isolated it is."""
    return {name: value for name, value in os.environ.items() if not name.upper().startswith("PIP_")}


def _naming_places() -> dict[str, str]:
    told = {f"PIP_{name.replace('-', '_').upper()}" for name in (*PLACES, "default-timeout")}
    file = os.environ.get("PIP_CONFIG_FILE", "")
    if file == os.devnull or Path(file).is_file():
        told.add("PIP_CONFIG_FILE")
    kept = {name: value for name, value in os.environ.items() if name.upper() in told}
    return without_settings() | kept


def options(listed: str) -> Iterator[str]:
    """The options for what ``pip config list`` prints, such as ``global.index-url='…'``."""
    found: dict[str, str] = {}
    lines = [line.partition("=") for line in listed.splitlines()]
    for section in SECTIONS:
        for key, _, value in lines:
            named, _, name = key.rpartition(".")
            name = name.removeprefix("default-")
            if named == section and name in PLACES:
                found[name] = _plain(value)
    for name, value in found.items():
        yield from _options_of(name, value)


def _plain(value: str) -> str:
    try:
        return str(ast.literal_eval(value))
    except (SyntaxError, ValueError):
        return value.strip()


def _options_of(name: str, value: str) -> Iterator[str]:
    if name == "no-index":
        if value.strip().lower() in {"1", "true", "yes", "on", "y", "t"}:
            yield "--no-index"
        return
    for each in value.split() if name in SEVERAL else [value]:
        yield f"--{name}={each}"
