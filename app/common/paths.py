"""Where the program's own files and the user's data are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

from app.common.errors import EnvironmentTrouble, system_words

BESIDE = "数据放在这里.txt"
"""Lies beside a portable copy whose data are to stay with it; Windows may hide a second ending."""
DATA = "数据"
_FROZEN_ROOT = getattr(sys, "_MEIPASS", None)


def program() -> Path:
    """The program's own folder, with its guide and licences: what holds ``app``, or a frozen bundle."""
    return Path(_FROZEN_ROOT) if _FROZEN_ROOT else Path(__file__).resolve().parents[2]


def resources() -> Path:
    """The folder of schemes, fonts and icons."""
    return program() / "resources"


def data_folder(chosen: Path | None) -> Path:
    """The folder that holds the user's data: the one chosen, the one beside the program where a file there
    says so, or the platform's usual place.
    """
    if chosen is not None:
        return chosen
    if (program() / BESIDE).is_file() or (program() / f"{BESIDE}.txt").is_file():
        return program() / DATA
    return Path(platformdirs.user_data_dir("xianping", False))


def make_data_folder(chosen: Path | None) -> Path:
    """The data folder, there and writable. Raises EnvironmentTrouble naming place and remedy."""
    folder = data_folder(chosen)
    if chosen is None and folder != program() / DATA:
        _demand_home(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _no_place(
            f"不能建立数据文件夹 {folder}：{system_words(OSError(error.errno, error.strerror))}。"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _no_place(f"数据文件夹 {folder} 不可写入。")
    return folder


def _demand_home(folder: Path) -> None:
    """Raise EnvironmentTrouble where the usual place hangs on a home that is not there or not ours."""
    home = Path(os.environ.get("HOME", "~")).expanduser()
    if os.name == "nt" or folder.exists() or os.environ.get("XDG_DATA_HOME"):
        return
    if not home.is_absolute() or not home.is_dir():
        raise _no_place(f"当前用户的主目录（HOME）{home} 不存在，数据没有地方存放。")
    if not os.access(home, os.W_OK | os.X_OK) and not (home / ".local").exists():
        raise _no_place(f"当前用户的主目录（HOME）{home} 不可写入，数据没有地方存放。")


def _no_place(what: str) -> EnvironmentTrouble:
    return EnvironmentTrouble(
        what, advice="请用 ./run --data 文件夹 另指一个可写入的文件夹。", code="XP-9004"
    )
