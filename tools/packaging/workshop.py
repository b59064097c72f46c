"""Where packages are made: folders, the one moment in time that everything inside carries, and the tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path


class NotMadeError(Exception):
    """A package cannot be made here; ``str()`` says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """home: the program's source; work: what is fetched and put together; out: what is handed out.

    moment: seconds since 1970 that every file inside is dated, so that two builds are the same.
    """

    home: Path
    work: Path
    out: Path
    version: str
    moment: int

    @classmethod
    def at(cls, home: Path) -> Workshop:
        """The workshop of a checkout: ``build`` and ``dist`` in it, dated by its last commit."""
        project = tomllib.loads((home / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return cls(home, home / "build", home / "dist", str(project["version"]), _moment(home))

    def fresh(self, name: str) -> Path:
        """An empty folder to put something together in."""
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def environment(self) -> dict[str, str]:
        """For tools that date what they make."""
        return os.environ | {"SOURCE_DATE_EPOCH": str(self.moment), "TZ": "UTC", "LC_ALL": "C.UTF-8"}


def _moment(home: Path) -> int:
    told = os.environ.get("SOURCE_DATE_EPOCH") or said(["git", "-C", str(home), "log", "-1", "--format=%ct"])
    return int(told)


def said(command: list[str], *, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    """What a command prints. Raises NotMadeError with its last words where it fails."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()[-8:]
        raise NotMadeError(f"{command[0]} failed with {done.returncode}:\n  " + "\n  ".join(last))
    return done.stdout.decode("utf-8", "replace")


def tool(command: str, package: str) -> str:
    """The path of a tool. Raises NotMadeError naming the Debian package that brings it."""
    found = shutil.which(command)
    if found is None:
        raise NotMadeError(f"needs {command}: sudo apt-get install -y --no-install-recommends {package}")
    return found
