"""What the window and the tests need of the operating system, found out by trying it."""

from __future__ import annotations

import ctypes
import importlib
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from tools.prepare import NotReadyError, install_packages

WINDOW_PACKAGES = (
    *("libgl1", "libegl1", "libglib2.0-0", "libfontconfig1", "libxkbcommon0", "libdbus-1-3"),
    *("libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
    *("libgssapi-krb5-2",),  # Qt's network part, which its pages of PDF are linked with
)
TEST_PACKAGES = ("xvfb", "xauth", "xdotool", "poppler-utils", "libnss3-tools")
TEST_COMMANDS = ("Xvfb", "xauth", "xdotool", "pdftotext", "pdffonts", "pdfsig", "certutil")
QT_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtPdf", "QtPdfWidgets")


def see_to(home: Path, purpose: str) -> None:
    """Make sure of what the window or the tests need. Raises NotReadyError with the remedy."""
    if purpose == "window":
        _see_to_window()
        with suppress(OSError):  # the installation of another user: then it is looked at again next time
            (home / ".venv" / "ready-window").touch()
    elif purpose == "tests":
        _see_to_tests()
    else:
        raise NotReadyError("用法：prepare.py run | dev | window | tests")


def _see_to_window() -> None:
    if missing_library() is not None:
        _install(WINDOW_PACKAGES, "打开窗口")


def _see_to_tests() -> None:
    if sys.platform != "linux":
        return
    absent = [command for command in TEST_COMMANDS if shutil.which(command) is None]
    if absent or missing_library() is not None:
        _install((*WINDOW_PACKAGES, *TEST_PACKAGES), "运行测试")


def _install(packages: tuple[str, ...], purpose: str) -> None:
    """Install and look again, for the lists above may lack what a later Qt wants. Raises NotReadyError."""
    install_packages(list(packages), purpose)
    if (missing := missing_library()) is not None:
        raise NotReadyError(f"{purpose}所需的系统组件已安装，仍缺少：{missing}")


def missing_library() -> str | None:
    """The loader's words about the first library that Qt lacks here, or None where all is there."""
    try:
        for module in QT_MODULES:
            importlib.import_module(f"PySide6.{module}")
        for plugin in _platform_plugins():
            ctypes.CDLL(str(plugin))
    except (ImportError, OSError) as error:
        return str(error)
    return None


def _platform_plugins() -> list[Path]:
    """The plugins that can be called for on Linux: X11 and none at all; elsewhere Qt brings its own."""
    if sys.platform != "linux":
        return []
    package = importlib.import_module("PySide6")
    folder = Path(os.fspath(package.__path__[0])) / "Qt" / "plugins" / "platforms"
    return [folder / "libqoffscreen.so", folder / "libqxcb.so"]
