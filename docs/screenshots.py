"""Takes the guide's pictures from the real program with its sample visit.

    python docs/screenshots.py [--only CHAPTER] [--out FOLDER]

Writes docs/images/NAME.png (1366×768, or a part of the window), of the main screens also NAME-dark.png,
NAME-wide.png (1920×1080) and NAME-contrast.png. No display is needed. The chapters are in docs/shots.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Asia/Shanghai"
if hasattr(time, "tzset"):
    time.tzset()
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from shots import beside, desk, opening, panel, paper
from shots.camera import Camera

from app.ui.application import make_application

IMAGES = Path(__file__).parent / "images"
CHAPTERS = {
    chapter.__name__: chapter
    for chapter in (
        opening.start,
        opening.home,
        *desk.CHAPTERS,
        *beside.CHAPTERS,
        *paper.CHAPTERS,
        *panel.CHAPTERS,
    )
}


def main() -> None:
    """Take every picture and drop those of before, or take one chapter's."""
    parser = argparse.ArgumentParser(description="Take the guide's pictures.")
    parser.add_argument("--only", choices=tuple(CHAPTERS), help="one chapter")
    parser.add_argument("--out", type=Path, default=IMAGES, help="where the pictures go")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    app = make_application(["screenshots"])
    folder = Path(tempfile.gettempdir()) / "xianping-pictures"  # always the same: it is seen in pictures
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        camera = Camera(app, folder, asked.out)
        for name, chapter in CHAPTERS.items():
            if asked.only in (None, name):
                begun = time.monotonic()
                chapter(camera)
                print(f"{name}: {time.monotonic() - begun:.1f} s")  # noqa: T201
        camera.leave()
        if asked.only is None and asked.out == IMAGES:
            drop_old(camera.taken)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def drop_old(taken: Iterable[str]) -> None:
    """Take away pictures that are made no more."""
    kept = set(taken)
    for path in IMAGES.glob("*.png"):
        if path.stem not in kept:
            path.unlink()


if __name__ == "__main__":
    main()
