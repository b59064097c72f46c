"""Where the program's own files and the user's data are."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

_FROZEN_ROOT = getattr(sys, "_MEIPASS", None)


def resources() -> Path:
    """The folder of schemes, fonts and icons: beside ``app``, or inside a frozen bundle."""
    root = Path(_FROZEN_ROOT) if _FROZEN_ROOT else Path(__file__).resolve().parents[2]
    return root / "resources"


def data_folder(chosen: Path | None) -> Path:
    """The folder that holds the user's data: the one chosen, or the platform's usual place."""
    return chosen if chosen is not None else Path(platformdirs.user_data_dir("xianping", False))
