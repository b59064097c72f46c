"""The licence texts of everything inside a package, in one folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.packaging.archives import files_of
from tools.packaging.workshop import NotMadeError

COMMON = Path("/usr/share/common-licenses")
COPYLEFT = ("LGPL-3", "GPL-3", "GPL-2")
"""Of Qt, PySide6, psycopg and the libraries for pictures, whose wheels do not bring them whole."""
_NAMES = ("licen", "copying", "notice", "copyright", "authors")


def gather(site: Path, goal: Path) -> None:
    """The texts that the distributions bring, by their names, and the common ones. Raises NotMadeError."""
    goal.mkdir(parents=True, exist_ok=True)
    for info in sorted(site.glob("*.dist-info")):
        own = info.name.removesuffix(".dist-info").replace("-", " ")
        texts = [path for path in files_of(info) if any(part in path.name.lower() for part in _NAMES)]
        for text in texts:
            shutil.copyfile(text, goal / f"{own} {'-'.join(text.relative_to(info).parts)}")
        if not texts:
            shutil.copyfile(info / "METADATA", goal / f"{own} METADATA.txt")
    for name in COPYLEFT:
        if not (COMMON / name).is_file():
            raise NotMadeError(f"needs {COMMON / name}, which every Debian has (package base-files)")
        shutil.copyfile(COMMON / name, goal / f"{name}.txt")
