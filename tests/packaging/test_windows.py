"""The package for Windows under wine: the same points, the same bytes of the papers."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.packaging import wine

ROOT = Path(__file__).resolve().parents[2]
PLACE = Path(os.environ.get("XP_PACKAGES") or "nowhere").absolute()
DRAWN_AGAIN = "按记录重新绘制，与所附的一致"

pytestmark = pytest.mark.skipif(
    not (PLACE.is_dir() and wine.WINE and wine.COMPILER), reason="needs XP_PACKAGES, wine64 and mingw"
)


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("视窗 目录")
    found = sorted(PLACE.glob("*-windows-x64-portable.zip"))
    if not found:
        pytest.skip("no zip for Windows was made")
    with zipfile.ZipFile(found[-1]) as packed:
        packed.extractall(place)
    wine.stand_ins(place / "现评" / "python")
    return place / "现评"


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wine") / "prefix"


@pytest.fixture(scope="module")
def demos(
    windows: Path, prefix: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, list[str]]]:
    """What each system made of the sample visit, and the points it told."""
    place = tmp_path_factory.mktemp("演示")
    there = wine.run(windows / "xianping.exe", prefix, "demo", "--out", wine.path(place / "wine"))
    here = subprocess.run([ROOT / "run", "demo", "--out", place / "linux"], capture_output=True, check=False)
    made = {}
    for name, done in (("wine", there), ("linux", here)):
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        points = re.findall(r"得 ([\d.]+) 分", done.stderr.decode("utf-8"))
        made[name] = (place / name, points)
    return made


def _verified(folder: Path) -> list[Path]:
    return [folder / each for each in ("visit.xpsync", "bureau.xptrust", "bureau.identity")]


def test_commands_speak_chinese(windows: Path, prefix: Path) -> None:
    done = wine.run(windows / "xianping.exe", prefix, "--help")
    assert done.returncode == 0
    assert "不带命令时打开窗口" in done.stdout.decode("utf-8")


def test_both_come_to_the_same_points(demos: dict[str, tuple[Path, list[str]]]) -> None:
    assert demos["wine"][1] == demos["linux"][1] == ["75", "74.5", "87.5"]


def test_each_draws_the_others_papers_byte_for_byte(
    windows: Path, prefix: Path, demos: dict[str, tuple[Path, list[str]]]
) -> None:
    """A package is held against its papers drawn again: what the other system drew must be the same bytes."""
    package, trust, identity = _verified(demos["linux"][0])
    given = [wine.path(package), "--trust", wine.path(trust), "--identity", wine.path(identity)]
    there = wine.run(windows / "xianping.exe", prefix, "verify", *given)
    assert there.returncode == 0, there.stderr.decode("utf-8", "replace")
    assert DRAWN_AGAIN in there.stdout.decode("utf-8")
    package, trust, identity = _verified(demos["wine"][0])
    command: list[str | Path] = [ROOT / "run", "verify", package, "--trust", trust, "--identity", identity]
    here = subprocess.run(command, capture_output=True, check=False)
    assert here.returncode == 0, here.stderr.decode("utf-8", "replace")
    assert DRAWN_AGAIN in here.stdout.decode("utf-8")


def test_an_incomplete_folder_is_told(windows: Path, prefix: Path, tmp_path: Path) -> None:
    alone = tmp_path / "xianping.exe"
    alone.write_bytes((windows / "xianping.exe").read_bytes())
    done = wine.run(alone, prefix, "--help")
    assert done.returncode == 3
    assert "程序的文件不全" in done.stderr.decode("utf-8")
