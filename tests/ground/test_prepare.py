"""The real installation, from a package made here, and the words for missing system components."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools import origins, prepare, proof, system

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


@pytest.mark.slow
def test_the_installers_own_variables_do_no_harm(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("PIP_DRY_RUN", "PIP_USER", "PIP_IGNORE_INSTALLED", "PIP_REQUIRE_VIRTUALENV"):
        monkeypatch.setenv(name, "1")
    for name in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_CONFIG_FILE", "PIP_CONSTRAINT", "PIP_PYTHON"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    monkeypatch.setenv("PIP_NO_BINARY", ":all:")
    prepare.prepare(home, "run")
    subprocess.run([str(prepare.venv_python(home)), "-I", "-c", "import marker_for_tests"], check=True)


@pytest.mark.slow
def test_what_cannot_be_imported_is_not_called_ready(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installer that says that all is well, and has put nothing in its place."""
    real = prepare.call

    def pretend(command: list[str], *, quiet: bool = False) -> int:
        return 0 if "install" in command else real(command, quiet=quiet)

    monkeypatch.setattr(prepare, "call", pretend)
    with pytest.raises(prepare.NotReadyError, match="重新安装"):
        prepare.prepare(home, "run")
    assert not prepare.is_ready(home, "run")
    monkeypatch.setattr(prepare, "call", real)
    prepare.prepare(home, "run")
    assert prepare.is_ready(home, "run")


def test_a_module_that_raises_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_one.py").write_text("raise OSError('no such library')\n", encoding="utf-8")
    info = tmp_path / "broken_one-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: broken-one\nVersion: 1.0\n", encoding="utf-8"
    )
    (info / "RECORD").write_text("broken_one.py,,\n", encoding="utf-8")
    lock = tmp_path / "a.lock"
    lock.write_text(
        "broken-one==1.0 \\\nbroken-one==2.0\nnone-such==3\nelsewhere==3 ; sys_platform == 'win32'\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    said = list(proof.faults(lock))
    assert said == [
        "broken-one 1.0: broken_one: OSError: no such library",
        "broken-one 2.0: 1.0 is there",
        "broken-one 2.0: broken_one: OSError: no such library",
        "none-such 3: absent",
    ]


def test_only_places_are_taken_from_the_settings() -> None:
    listed = "\n".join(
        [
            ":env:.index-url='https://strong.example/simple'",
            ":env:.target='/elsewhere'",
            "global.index-url='https://weak.example/simple'",
            "global.extra-index-url='file:///a file:///b'",
            "global.dry-run='true'",
            "install.no-index='false'",
            "install.no-binary=':all:'",
            ":env:.default-timeout='180'",
            "nonsense",
        ]
    )
    assert list(origins.options(listed)) == [
        "--index-url=https://strong.example/simple",
        "--extra-index-url=file:///a",
        "--extra-index-url=file:///b",
        "--timeout=180",
    ]
    assert list(origins.options(":env:.no-index='1'")) == ["--no-index"]


def test_elsewhere_the_exact_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)

    with pytest.raises(prepare.NotReadyError) as refused:
        prepare.install_packages(["libegl1", "xvfb"], "运行测试")

    said = [line.strip() for line in str(refused.value).splitlines()]
    first = said.index("sudo apt-get update")
    assert said[first + 1] == "sudo apt-get install -y --no-install-recommends libegl1 xvfb"


def test_as_root_the_packages_are_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)

    def note(command: list[str], *, quiet: bool = False) -> int:
        called.append(command)
        return 0

    monkeypatch.setattr(prepare, "call", note)

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


@pytest.mark.skipif(os.name == "nt", reason="Debian packages")
@pytest.mark.parametrize("purpose", ["tests", "window"])
def test_a_missing_component_is_a_sentence_when_called_by_path(
    project: Path, tmp_path: Path, purpose: str
) -> None:
    """As the starting scripts call it, where apt is not to be had and Qt lacks a library."""
    (tmp_path / "PySide6.py").write_text('raise ImportError("libEGL.so.1: cannot open")\n', encoding="utf-8")
    home = tmp_path / "home"
    shutil.copytree(project / "tools", home / "tools", ignore=shutil.ignore_patterns("__pycache__"))

    done = subprocess.run(
        [sys.executable, str(home / "tools" / "prepare.py"), purpose],
        env={"PATH": str(tmp_path), "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (3, "")
    assert "缺少系统组件" in done.stderr
    assert "sudo apt-get update" in done.stderr
    assert "libgssapi-krb5-2" in done.stderr
    assert "Traceback" not in done.stderr


def test_components_that_do_not_suffice_are_told_for_the_tests_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system, "missing_library", lambda: "libnew.so.1")
    monkeypatch.setattr(system, "install_packages", lambda packages, purpose: None)

    with pytest.raises(prepare.NotReadyError, match=r"libnew\.so\.1"):
        system.see_to(Path(), "tests")


def test_a_stamp_that_may_not_be_left_stops_no_window(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(system, "missing_library", lambda: None)

    system.see_to(tmp_path / "no folder of ours", "window")


def test_what_another_user_installed_is_used_and_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without write access: ready is ready; what is not says whose turn it is."""
    lock = tmp_path / prepare.LOCKS["run"]
    lock.write_text("", encoding="utf-8")
    python = prepare.venv_python(tmp_path)
    python.parent.mkdir(parents=True)
    python.touch()
    stamp = prepare.stamp_of(tmp_path, "run")
    stamp.write_text("", encoding="utf-8")
    (tmp_path / ".venv.lock").touch()
    real_open = Path.open

    def forbidden(path: Path, mode: str = "r", *given: Any, **named: Any) -> Any:
        if set(mode) & set("wax+"):
            raise PermissionError(13, "Permission denied", str(path))
        return real_open(path, mode, *given, **named)

    monkeypatch.setattr(Path, "open", forbidden)
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.R_OK and Path(path).exists())
    prepare.prepare(tmp_path, "run")
    stamp.unlink()
    with pytest.raises(prepare.NotReadyError, match="不能写入"):
        prepare.prepare(tmp_path, "run")
    (tmp_path / ".venv.lock").unlink()
    with pytest.raises(prepare.NotReadyError, match="不能写入"):
        prepare.prepare(tmp_path, "run")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_what_is_installed_can_be_read_by_every_user(home: Path) -> None:
    shutil.copytree(Path(prepare.__file__).parent, home / "tools")
    command = f'umask 077; exec "{sys.executable}" "{home / "tools" / "prepare.py"}" run'
    subprocess.run(["sh", "-c", command], check=True, capture_output=True, timeout=600)

    made = [path for path in (home / ".venv").rglob("*") if not path.is_symlink()]
    assert made
    assert all(path.stat().st_mode & (0o055 if path.is_dir() else 0o044) for path in made)
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in made)
