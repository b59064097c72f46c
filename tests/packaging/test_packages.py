"""The packages themselves, where they were made: ``XP_PACKAGES`` names the folder."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.packaging.pruning import UNUSED

ROOT = Path(__file__).resolve().parents[2]
PLACE = Path(os.environ.get("XP_PACKAGES") or "nowhere").absolute()
HANG_S = 900
LARGEST_WINDOWS = 130_000_000
WHOLE = """import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import app
for each in pkgutil.walk_packages(app.__path__, "app."):
    if not each.name.startswith("app.models.migrations"):
        importlib.import_module(each.name)
import psycopg, alembic.command, fontTools.subset, lxml.etree, pillow_heif, pypinyin, uharfbuzz
print("whole")
"""
OPENED = """import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import main
def look():
    shown = (each for each in QApplication.topLevelWidgets() if each.isVisible())
    window = next((each for each in shown if hasattr(each, "screen_shown")), None)
    if window is None or window.screen_shown is None:
        QTimer.singleShot(200, look)
        return
    window.grab().save(sys.argv[3])
    print(window.windowTitle(), window.windowIcon().isNull(), flush=True)
    window.close()
from app.ui import application
begun = application.Room.open
def opening(*arguments):
    begun(*arguments)
    QTimer.singleShot(500, look)
application.Room.open = opening
sys.exit(main.main(["--data", sys.argv[2]]))
"""

pytestmark = pytest.mark.skipif(not PLACE.is_dir(), reason="XP_PACKAGES names no folder of packages")


def _one(pattern: str) -> Path:
    found = sorted(PLACE.glob(pattern))
    if not found:
        pytest.skip(f"no {pattern} was made")
    return found[-1]


@pytest.fixture(scope="module")
def linux(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("便携 目录")
    with tarfile.open(_one("*-linux-x86_64-portable.tar.gz")) as packed:
        packed.extractall(place, filter="data")
    return place / "xianping"


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("windows")
    with zipfile.ZipFile(_one("*-windows-x64-portable.zip")) as packed:
        packed.extractall(place)  # noqa: S202  what we have just made
    return place / "现评"


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    bare = {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": "/nonexistent",
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.run(
        [str(each) for each in command],
        env=bare,
        capture_output=True,
        text=True,
        timeout=HANG_S,
        check=False,
    )


def _python(folder: Path) -> Path:
    return folder / "python" / "bin" / "python3.11"


def test_the_list_names_what_lies_there() -> None:
    text = _one("xianping-*-packages.txt").read_text(encoding="utf-8")
    packages = [path for path in PLACE.iterdir() if path.suffix in {".zip", ".gz", ".deb", ".exe"}]
    assert packages
    for path in packages:
        assert hashlib.sha256(path.read_bytes()).hexdigest() in text, path.name


def test_all_that_the_program_imports_is_there(linux: Path) -> None:
    done = _run(_python(linux), "-I", "-c", WHOLE, linux)
    assert done.stdout.strip() == "whole", done.stderr


@pytest.mark.parametrize("kind", ["linux", "windows"])
def test_nothing_is_there_that_is_never_imported(kind: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(kind)
    sites = [path.parent for path in folder.rglob("PySide6") if path.is_dir()]
    lying = {path.name for site in sites for path in site.iterdir()}
    assert "pyhanko" in lying
    assert not lying & {module for modules in UNUSED.values() for module in modules}
    assert not list(folder.rglob("*WebEngine*"))
    assert not list(folder.rglob("*Quick*"))


def test_licences_of_everything_lie_there(linux: Path, windows: Path) -> None:
    for folder in (linux, windows):
        texts = " ".join(path.name.lower() for path in (folder / "licences").iterdir())
        infos = [path.name for path in folder.rglob("*.dist-info")]
        assert infos
        assert all(info.removesuffix(".dist-info").replace("-", " ").lower() in texts for info in infos)
        assert "lgpl-3.txt" in texts


def test_windows_is_small_enough_and_whole() -> None:
    path = _one("*-windows-x64-portable.zip")
    assert path.stat().st_size < LARGEST_WINDOWS
    with zipfile.ZipFile(path) as packed:
        names = set(packed.namelist())
    assert {
        "现评/现评.exe",
        "现评/xianping.exe",
        "现评/main.py",
        "现评/python/pythonw.exe",
        "现评/先看这里.txt",
    } <= names


def _demo(run: Callable[..., subprocess.CompletedProcess[str]], goal: Path) -> tuple[object, object]:
    """What does not depend on keys, times and names: the points as the verdict's own text gives them."""
    done = run("demo", "--out", goal)
    assert done.returncode == 0, done.stderr
    scores = re.findall(r"得 ([\d.]+) 分", done.stderr)
    return scores, re.findall(r"结论：(.+)", done.stdout + done.stderr)


def test_the_demo_comes_to_the_same_points(linux: Path, tmp_path: Path) -> None:
    packed = _demo(lambda *each: _run(linux / "xianping", *each), tmp_path / "packed")
    here = _demo(lambda *each: _run(ROOT / "run", *each), tmp_path / "here")
    assert packed == here
    assert packed[0] == ["75", "74.5", "87.5"]


def test_the_window_opens(linux: Path, tmp_path: Path) -> None:
    shot = Path(os.environ.get("XP_PICTURES") or tmp_path) / "packed-window.png"
    done = _run(_python(linux), "-I", "-c", OPENED, linux, tmp_path / "data", shot)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("现评 False")
    assert shot.stat().st_size > 10_000


def test_a_portable_copy_keeps_its_data_beside_itself(linux: Path, tmp_path: Path) -> None:
    (linux / "数据放在这里.txt").touch()
    try:
        done = _run(
            _python(linux),
            "-I",
            "-c",
            OPENED.replace('["--data", sys.argv[2]]', "[]"),
            linux,
            "-",
            tmp_path / "x.png",
        )
        assert done.returncode == 0, done.stderr
        assert (linux / "数据" / "xianping.db").is_file()
    finally:
        (linux / "数据放在这里.txt").unlink()
        shutil.rmtree(linux / "数据", ignore_errors=True)


def test_the_debian_package_says_what_it_is(tmp_path: Path) -> None:
    path = _one("*_amd64.deb")
    told = _run("dpkg-deb", "--field", path, "Package", "Depends").stdout
    assert "xianping" in told
    assert "libgl1" in told
    listed = _run("dpkg-deb", "--contents", path).stdout
    for name in ("applications/xianping.desktop", "mime/packages/xianping.xml", "256x256/apps/xianping.png"):
        assert name in listed
    assert "./usr/bin/xianping -> ../lib/xianping/xianping" in listed
