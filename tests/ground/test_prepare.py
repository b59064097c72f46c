"""The real installation, from a package made here, and the words for missing system components."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import prepare, system

WHEEL = "marker_for_tests-1.0-py3-none-any.whl"
METADATA = "Metadata-Version: 2.1\nName: marker-for-tests\nVersion: 1.0\n"
WHEEL_NOTE = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def _a_wheel(folder: Path) -> str:
    """Write a package with one module into the folder; its SHA-256."""
    info = "marker_for_tests-1.0.dist-info"
    folder.mkdir()
    with zipfile.ZipFile(folder / WHEEL, "w") as archive:
        archive.writestr("marker_for_tests.py", "")
        archive.writestr(f"{info}/METADATA", METADATA)
        archive.writestr(f"{info}/WHEEL", WHEEL_NOTE)
        archive.writestr(f"{info}/RECORD", "")
    return hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    digest = _a_wheel(tmp_path / "wheels")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    for lock in prepare.LOCKS.values():
        _write_lock(tmp_path / lock, digest)
    return tmp_path


def _write_lock(path: Path, digest: str) -> None:
    path.write_text(f"marker-for-tests==1.0 \\\n    --hash=sha256:{digest}\n", encoding="utf-8")


@pytest.mark.slow
def test_packages_come_with_the_right_hash_or_not_at_all(home: Path) -> None:
    prepare.prepare(home, "dev")
    assert prepare.is_ready(home, "dev")
    assert prepare.is_ready(home, "run"), "the developer's lock holds the program's"
    subprocess.run([str(prepare.venv_python(home)), "-c", "import marker_for_tests"], check=True)

    _write_lock(home / prepare.LOCKS["run"], "0" * 64)
    (home / ".venv" / "lib").rename(home / ".venv" / "broken")  # a half-made environment, too
    with pytest.raises(prepare.NotReadyError, match="再运行一次"):
        prepare.prepare(home, "run")
    assert not prepare.is_ready(home, "run")


def test_elsewhere_the_exact_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)

    with pytest.raises(prepare.NotReadyError) as refused:
        prepare.install_packages(["libegl1", "xvfb"], "运行测试")

    assert "sudo apt-get install -y --no-install-recommends libegl1 xvfb" in str(refused.value)


def test_as_root_the_packages_are_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(prepare, "call", lambda command, quiet=False: called.append(command) or 0)

    prepare.install_packages(["libegl1"], "打开窗口")

    assert called[-1] == ["apt-get", "install", "-y", "--no-install-recommends", "libegl1"]


def test_a_library_that_qt_lacks_leads_to_the_packages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[list[str]] = []
    lacking = iter(["libEGL.so.1: cannot open shared object file", None])
    monkeypatch.setattr(system, "missing_library", lambda: next(lacking))
    monkeypatch.setattr(system, "install_packages", lambda packages, purpose: asked.append(packages))
    (tmp_path / ".venv").mkdir()

    system.see_to(tmp_path, "window")

    assert asked == [list(system.WINDOW_PACKAGES)]
    assert (tmp_path / ".venv" / "ready-window").exists()


def test_a_library_still_lacking_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(system, "missing_library", lambda: "libxcb-cursor.so.0")
    monkeypatch.setattr(system, "install_packages", lambda packages, purpose: None)
    (tmp_path / ".venv").mkdir()

    with pytest.raises(prepare.NotReadyError, match=r"libxcb-cursor\.so\.0"):
        system.see_to(tmp_path, "window")
    assert not (tmp_path / ".venv" / "ready-window").exists()


def test_nothing_is_lacking_where_these_tests_run() -> None:
    assert system.missing_library() is None
