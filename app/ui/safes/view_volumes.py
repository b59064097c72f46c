"""The removable volumes that are plugged in, as Qt and the system tell of them."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from app.common.files import is_left_over
from app.ui.safes.presenter import Volume

ROOTS = ("/media/", "/run/media/", "/Volumes/")
REMOVABLE = 2  # DRIVE_REMOVABLE of Windows


def volumes() -> tuple[Volume, ...]:
    """Those that can be written. May wait for a slow device: not for the window's thread."""
    mounted = QStorageInfo.mountedVolumes()
    return tuple(
        Volume(volume.displayName() or volume.rootPath(), Path(volume.rootPath()))
        for volume in mounted
        if is_removable(volume.rootPath()) and volume.isReady() and not volume.isReadOnly()
        if not is_left_over(Path(volume.rootPath()))
    )


def is_removable(root: str) -> bool:
    """Whether a volume with this root is a stick or card, by the habits of each system."""
    if sys.platform == "win32":
        return bool(ctypes.windll.kernel32.GetDriveTypeW(root.replace("/", "\\")) == REMOVABLE)
    return root.startswith(ROOTS)
