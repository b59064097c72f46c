"""The program's own part of a package: what git keeps of it, without what only developers need."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.packaging.workshop import Workshop, said

ROOMS = ("app", "docs", "resources", "main.py", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE")
OF_LINUX = ("tools/__init__.py", "tools/prepare.py", "tools/origins.py", "tools/system.py")
"""What says which of the system's libraries a window lacks."""


def lay(workshop: Workshop, goal: Path, more: tuple[str, ...] = ()) -> None:
    """Copy the program into a folder."""
    listed = said(["git", "-C", str(workshop.home), "ls-files", "-z", "--", *ROOMS, *more])
    for name in filter(None, listed.split("\0")):
        place = goal / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(workshop.home / name, place)
