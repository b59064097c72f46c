"""The starting script: what it prepares, when it leaves the environment alone, and what it says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the sh script; Windows has run.cmd")

PIP_CALL = "-m pip --isolated install"
INTERPRETER = f"""#!/bin/sh
echo "$*" >> "${{0%/*}}/calls"
case "$*" in
  *"-m pip --version"* | *"-m pip config list"*) exit 0 ;;
  *"-m pip --isolated install"*) exit "${{INSTALLER_SAYS:-0}}" ;;
  *" window"*) exit "${{WINDOW_SAYS:-0}}" ;;
esac
exec "{sys.executable}" "$@"
"""
ECHO_PROGRAM = """import os, sys
print("|".join(sys.argv[1:]), os.getcwd(), os.environ.get("QT_QPA_PLATFORM", "-"), sep="\\n")
"""


@dataclass(frozen=True)
class Place:
    """A copy of the starting scripts around a program that only says how it was called."""

    home: Path

    @property
    def calls(self) -> list[str]:
        """What the environment's interpreter was asked to do."""
        record = self.home / ".venv" / "bin" / "calls"
        return record.read_text(encoding="utf-8").splitlines() if record.exists() else []

    def installs(self) -> int:
        """How often packages were installed."""
        return sum(PIP_CALL in call for call in self.calls)

    def start(
        self, *arguments: str, cwd: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Start ``run`` as a user would; no display unless one is named."""
        plain = {"PATH": os.environ["PATH"], "XIANPING_PYTHON": sys.executable, **environment}
        return subprocess.run(
            [str(self.home / "run"), *arguments],
            cwd=cwd or self.home, env=plain, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, project: Path) -> Place:
    home = tmp_path / "现评 程序"
    shutil.copytree(project / "tools", home / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(project / "run", home / "run")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (home / lock).write_text("# nothing\n", encoding="utf-8")
    (home / "main.py").write_text(ECHO_PROGRAM, encoding="utf-8")
    interpreter = home / ".venv" / "bin" / "python"
    interpreter.parent.mkdir(parents=True)
    interpreter.write_text(INTERPRETER, encoding="utf-8")
    interpreter.chmod(0o755)
    return Place(home)


def test_the_first_start_prepares_and_the_second_leaves_everything_alone(place: Place) -> None:
    first = place.start("score", "-")
    second = place.start("score", "-")

    assert (first.returncode, second.returncode) == (0, 0)
    assert "正在准备运行环境" in first.stderr
    assert second.stderr == ""
    assert place.installs() == 1
    assert len(place.calls) == 6, "the second start calls the interpreter once, for the program itself"


def test_standard_output_belongs_to_the_program(place: Place) -> None:
    assert place.start("score", "a b.json").stdout.splitlines()[0] == "score|a b.json"


def test_a_changed_lock_is_installed_again(place: Place) -> None:
    place.start("score")
    (place.home / "requirements.lock").write_text("# something\n", encoding="utf-8")

    place.start("score")
    place.start("score")

    assert place.installs() == 2


def test_a_set_up_that_failed_is_not_taken_for_done(place: Place) -> None:
    failed = place.start("score", INSTALLER_SAYS="1")
    mended = place.start("score")

    assert failed.returncode == 3
    assert failed.stdout == ""
    assert "再运行一次" in failed.stderr
    assert mended.returncode == 0
    assert place.installs() == 2


def test_an_interpreter_that_is_gone_is_made_again(place: Place) -> None:
    place.start("score")
    (place.home / ".venv" / "bin" / "python").unlink()
    stamp = place.home / ".venv" / "ready-run.lock"

    again = place.start("score", PIP_NO_INDEX="1")

    assert "正在准备运行环境" in again.stderr
    assert stamp.exists() == (again.returncode == 0)


def test_two_starts_at_once_prepare_once(place: Place) -> None:
    environment = {"PATH": os.environ["PATH"], "XIANPING_PYTHON": sys.executable}
    command = [str(place.home / "run"), "score"]
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(2)]
    for process in both:
        process.communicate(timeout=600)

    assert [process.returncode for process in both] == [0, 0]
    assert place.installs() == 1


def test_a_missing_python_is_named_without_any_other_program(place: Place, tmp_path: Path) -> None:
    (place.home / ".venv" / "bin" / "python").unlink()

    done = place.start("score", PATH=str(tmp_path / "empty"), XIANPING_PYTHON="")

    assert done.returncode == 3
    assert "没有找到 Python 3.11" in done.stderr
    said = [line.strip() for line in done.stderr.splitlines()]
    first = said.index("sudo apt-get update")
    assert said[first + 1].endswith("python3 python3-venv")


def test_an_older_python_is_passed_over(place: Place, tmp_path: Path) -> None:
    (place.home / ".venv" / "bin" / "python").unlink()
    old = tmp_path / "old" / "python3"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)

    done = place.start("score", PATH=str(old.parent), XIANPING_PYTHON=str(old))

    assert done.returncode == 3
    assert "没有找到 Python 3.11" in done.stderr


def test_files_are_relative_to_the_callers_folder(place: Place, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    assert place.start("score", cwd=elsewhere).stdout.splitlines()[1] == str(elsewhere)


def test_a_link_to_the_script_finds_the_program(place: Place, tmp_path: Path) -> None:
    direct, far = place.home / "again", tmp_path / "far"
    direct.symlink_to("run")
    far.symlink_to(direct)

    done = subprocess.run(
        [str(far), "score"],
        env={"PATH": os.environ["PATH"], "XIANPING_PYTHON": sys.executable},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stdout.splitlines()[0] == "score"


def test_verbs_need_no_window_system(place: Place) -> None:
    done = place.start("score", WINDOW_SAYS="3")

    assert done.returncode == 0
    assert done.stdout.splitlines()[2] == "offscreen"
    assert place.start("score", DISPLAY=":7").stdout.splitlines()[2] == "-"


def test_without_a_display_the_demonstration_is_done(place: Place) -> None:
    if sys.platform != "linux":
        pytest.skip("other systems always have a display")
    done = place.start()
    called = done.stdout.splitlines()[0].split("|")

    assert "没有图形界面" in done.stderr
    assert called[:2] == ["demo", "--out"]
    assert Path(called[2]).parent == place.home / "out"
    assert called[2] in done.stderr


def test_a_file_without_a_display_is_refused(place: Place) -> None:
    if sys.platform != "linux":
        pytest.skip("other systems always have a display")
    done = place.start("任务.xptask")

    assert done.returncode == 3
    assert "没有图形界面" in done.stderr


def test_with_a_display_the_window_opens_and_its_libraries_are_looked_at_once(place: Place) -> None:
    place.start("任务.xptask", DISPLAY=":7")
    (place.home / ".venv" / "ready-window").touch()  # what the real check leaves behind

    opened = place.start("--data", "某处", "任务.xptask", DISPLAY=":7")

    assert opened.stdout.splitlines()[0] == "--data|某处|任务.xptask"
    assert sum(call.endswith(" window") for call in place.calls) == 1


def test_missing_window_libraries_stop_the_window(place: Place) -> None:
    done = place.start(DISPLAY=":7", WINDOW_SAYS="3")

    assert done.returncode == 3
    assert done.stdout == ""


def test_a_window_library_that_has_gone_is_told_and_looked_at_again(tmp_path: Path, project: Path) -> None:
    shutil.copy2(project / "main.py", tmp_path / "main.py")
    stamp = tmp_path / ".venv" / "ready-window"
    stamp.parent.mkdir()
    stamp.touch()
    (tmp_path / "PySide6.py").write_text('raise ImportError("libEGL.so.1: cannot open")\n', encoding="utf-8")

    done = subprocess.run(
        [sys.executable, str(tmp_path / "main.py")], capture_output=True, text=True, check=False
    )

    assert done.returncode == 3
    assert "libEGL.so.1" in done.stderr
    assert not stamp.exists()


@pytest.fixture
def bare_window(tmp_path: Path, project: Path) -> Path:
    """The real program with a window that only says that it opened."""
    shutil.copy2(project / "main.py", tmp_path / "main.py")
    (tmp_path / "app" / "ui").mkdir(parents=True)
    shutil.copy2(project / "app" / "__init__.py", tmp_path / "app")
    shutil.copytree(project / "app" / "common", tmp_path / "app" / "common")
    (tmp_path / "app" / "ui" / "application.py").write_text(
        "def run_window(*_):\n    print('opened')\n    return 0\n", encoding="utf-8"
    )
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "QtWidgets.py").touch()
    return tmp_path / "main.py"


@pytest.mark.parametrize(
    ("home", "given", "words"),
    [
        ("{0}/nowhere", (), ("主目录（HOME）{0}/nowhere 不存在", "--data")),
        ("", (), ("主目录（HOME）", "不存在", "--data")),
        ("{0}/file", (), ("主目录（HOME）{0}/file 不存在", "--data")),
        ("{0}", ("--data", "{0}/file/data"), ("{0}/file/data", "--data")),
        ("{0}", ("--data", "{0}/file"), ("{0}/file", "--data")),
    ],
    ids=["missing", "empty", "file", "under a file", "a file"],
)
def test_a_home_that_is_none_is_told_as_that(
    bare_window: Path, tmp_path: Path, home: str, given: tuple[str, ...], words: tuple[str, ...]
) -> None:
    (tmp_path / "file").touch()
    done = _windowed(bare_window, home.format(tmp_path), *(each.format(tmp_path) for each in given))

    assert (done.returncode, done.stdout) == (3, "")
    assert all(word.format(tmp_path) in done.stderr for word in words)
    assert done.stderr.strip().endswith("（XP-9004）")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "nowhere").exists()


def test_a_home_that_may_not_be_written_is_told_as_that(bare_window: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    if os.access(closed, os.W_OK):
        pytest.skip("root may write everywhere")
    for given in ((), ("--data", str(closed)), ("--data", str(closed / "data"))):
        done = _windowed(bare_window, str(closed), *given)
        assert done.returncode == 3
        assert str(closed) in done.stderr
        assert "--data" in done.stderr


def test_another_place_than_home_is_enough(bare_window: Path, tmp_path: Path) -> None:
    done = _windowed(bare_window, str(tmp_path / "nowhere"), "--data", str(tmp_path / "data"))

    assert (done.returncode, done.stdout, done.stderr) == (0, "opened\n", "")


def _windowed(program: Path, home: str, *given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(program), *given],
        env={"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8"},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip


def test_a_demonstration_beside_another_users_program_lies_elsewhere(place: Place, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("other systems always have a display")
    place.start("score")
    (place.home / "out").write_text("no folder", encoding="utf-8")  # as good as one that may not be written
    here = tmp_path / "here"
    here.mkdir()

    called = place.start(cwd=here).stdout.splitlines()[0].split("|")

    assert Path(called[2]).parent == here


def test_a_shell_made_for_other_programs_does_no_harm(place: Place, tmp_path: Path) -> None:
    """As Conda, ROS and developers leave it: modules and libraries of theirs before everybody's."""
    for module in ("json", "subprocess", "pathlib", "ctypes", "sitecustomize", "usercustomize", "app"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit(77)\n", encoding="utf-8")
    (tmp_path / "libc.so.6").write_bytes(b"no library")
    foreign = {
        "PYTHONPATH": str(tmp_path),
        "PYTHONHOME": str(tmp_path),
        "PYTHONSTARTUP": str(tmp_path / "json.py"),
        "PYTHONOPTIMIZE": "2",
        "PYTHONWARNINGS": "error",
        "QT_PLUGIN_PATH": str(tmp_path),
        "QT_QPA_PLATFORM_PLUGIN_PATH": str(tmp_path),
    }
    done = place.start("score", "x.json", cwd=tmp_path, **foreign)
    assert done.returncode == 0, done.stderr
    assert place.installs() == 1
    assert done.stdout.splitlines()[0] == "score|x.json"


def test_the_program_itself_looks_for_modules_beside_itself_alone(project: Path, tmp_path: Path) -> None:
    for module in ("app", "click", "json"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit(77)\n", encoding="utf-8")
    command = [sys.executable, "-I", str(project / "main.py"), "--version"]
    plain = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        command, cwd=tmp_path, env=plain, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
