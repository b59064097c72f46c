"""Make the program's own environment ready, with the standard library only: nothing is installed yet.

``prepare.py run`` and ``prepare.py dev`` install the locked packages into ``.venv`` beside the program
and leave a copy of the lock there as the sign that all is done: the starting scripts compare the two
files and, where they are equal, call nothing here. ``prepare.py window`` and ``prepare.py tests``, called
with the environment's own Python, see to the system's libraries. Exit code 0: ready; 3: not, with the
reason and the remedy on standard error.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if __name__ == "__main__":
    # Called by its path this file is no part of the package: what system.py raises would be another class.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.origins import own_places, without_settings

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

HOME = Path(__file__).resolve().parents[1]
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
COVERS = {"run": ("run",), "dev": ("dev", "run")}  # the developer's lock holds the program's lock whole
NOT_READY = 3
STANDARD_ERROR = 2  # the descriptor: what installers say is talk, never a result


READABLE = 0o022  # the umask: what one user installs, another uses


class NotReadyError(Exception):
    """The environment cannot be made ready; ``str()`` says in Chinese what happened and what to do."""


def say(text: str) -> None:
    """One line of talk; standard output belongs to results."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def venv_python(home: Path) -> Path:
    """The environment's interpreter, which may not exist yet."""
    return home / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp_of(home: Path, kind: str) -> Path:
    """The copy of the lock that says this kind of environment is ready."""
    return home / ".venv" / f"ready-{kind}.lock"


def is_ready(home: Path, kind: str) -> bool:
    """Whether the environment was made from exactly the lock that lies here now."""
    stamp = stamp_of(home, kind)
    whole = venv_python(home).exists() and stamp.exists()
    return whole and stamp.read_bytes() == (home / LOCKS[kind]).read_bytes()


def prepare(home: Path, kind: str) -> None:
    """Make ``.venv`` and install the lock of this kind. Raises NotReadyError. Safe against a second start."""
    with alone(home / ".venv.lock"):
        if is_ready(home, kind):
            return
        _demand_writable(home)
        say("正在准备运行环境（只在第一次启动或依赖变更后进行，需要网络，约一两分钟）……")
        for covered in COVERS[kind]:
            stamp_of(home, covered).unlink(missing_ok=True)
        if not _works(home):
            _make_venv(home)
        _install(home, LOCKS[kind])
        for covered in COVERS[kind]:
            _write_whole(stamp_of(home, covered), (home / LOCKS[covered]).read_bytes())
        say("运行环境已就绪，以后启动不再需要网络。")


def _demand_writable(home: Path) -> None:
    """Raise NotReadyError where this user may not install here: the folder is somebody else's."""
    for folder in (home, home / ".venv"):
        if folder.exists() and not os.access(folder, os.W_OK):
            raise _not_writable(folder)


def _not_writable(place: Path) -> NotReadyError:
    return NotReadyError(
        f"运行环境还没有准备好，而当前用户不能写入 {place}。\n"
        "请由能写入的用户在这里先执行一次 ./run（要运行测试的，执行一次 ./test），之后各用户都能使用；"
        "或把整个文件夹复制到自己的目录，在那里执行。"
    )


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the set-up lock: a second start waits here, and one that is killed leaves nothing locked.

    Who may not write it can still wait for whoever does. Raises NotReadyError where nobody has begun.
    """
    handle: IO[bytes]
    try:
        handle = path.open("a+b")
    except PermissionError:
        if not os.access(path, os.R_OK):
            raise _not_writable(path.parent) from None
        handle = path.open("rb")
    with handle:
        _hold(handle)
        yield


def _hold(handle: IO[bytes]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)


def _works(home: Path) -> bool:
    """Whether the interpreter there runs and has pip; a half-made or moved one does not."""
    python = venv_python(home)
    return python.exists() and call([*pip_of(home), "--version"], quiet=True) == 0


def _make_venv(home: Path) -> None:
    """A fresh environment, made with the real interpreter so that a changed link is noticed later."""
    base = sys.executable if os.name == "nt" else os.path.realpath(sys.executable)
    command = [base, "-I", "-m", "venv", "--clear", str(home / ".venv")]
    if call(command, quiet=True) == 0:
        return
    package = f"python3.{sys.version_info.minor}-venv"
    install_packages([package], "建立运行环境")
    if call(command) != 0:
        raise NotReadyError("不能建立运行环境，原因见上。请检查这个文件夹是否可写、磁盘是否已满。")


def _install(home: Path, lock: str) -> None:
    """Exactly what the lock names, every file checked against its hash, nothing built from source.

    First from where this machine's settings say; those may lead nowhere, so then from where all look.
    """
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    manners = ["--no-input", "--disable-pip-version-check", "--quiet", "--quiet"]
    command = [*pip_of(home), "--isolated", "install", *options, *manners, "-r", str(home / lock)]
    own = own_places(pip_of(home))
    if not ((own and call([*command, *own]) == 0) or call(command) == 0):
        raise NotReadyError("安装依赖没有完成，原因见上。请检查网络后再运行一次，会接着完成。")
    _prove(home, lock)


def _prove(home: Path, lock: str) -> None:
    """Raise NotReadyError where what was installed is not there; the next start begins from nothing."""
    proof = Path(__file__).resolve().with_name("proof.py")
    if call([str(venv_python(home)), "-I", str(proof), str(home / lock)]) == 0:
        return
    shutil.rmtree(home / ".venv", ignore_errors=True)
    raise NotReadyError(
        "依赖已经安装，但有的不能使用，原因见上。请检查磁盘是否已满、是否有安全软件拦截，再运行一次，会重新安装。"
    )


def pip_of(home: Path) -> list[str]:
    """The environment's installer, deaf to what the shell around it says of Python."""
    return [str(venv_python(home)), "-I", "-m", "pip"]


def _write_whole(path: Path, data: bytes) -> None:
    draft = path.with_suffix(".new")
    draft.write_bytes(data)
    draft.replace(path)


def call(command: list[str], *, quiet: bool = False) -> int:
    """Run a command with its output on standard error, or nowhere; its exit code, 127 if it is not there."""
    output = subprocess.DEVNULL if quiet else STANDARD_ERROR
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            env=without_settings(),
        )
    except OSError:
        return 127
    return done.returncode


def install_packages(packages: list[str], purpose: str) -> None:
    """Install Debian packages where we may; elsewhere raise NotReadyError naming the exact command."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    may = sys.platform == "linux" and os.geteuid() == 0
    if may and call(["apt-get", "--version"], quiet=True) == 0:
        say(f"{purpose}缺少系统组件，正在安装：{' '.join(packages)}")
        os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
        call(["apt-get", "update", "-qq"])
        if call(command) == 0:
            return
    raise NotReadyError(
        f"{purpose}缺少系统组件。请先安装，再运行一次：\n"
        "  Debian、Ubuntu、统信 UOS、银河麒麟：\n"
        "    sudo apt-get update\n"
        f"    sudo {' '.join(command)}\n"
        "  其他系统：用系统自带的软件管理器安装上面各项的同名或同类软件包。"
    )


def main(arguments: list[str]) -> int:
    """Do what the one argument names and say in Chinese what stood in the way, if anything did."""
    os.umask(READABLE)
    try:
        if arguments and arguments[0] in LOCKS:
            prepare(HOME, arguments[0])
        else:
            _see_to_system(arguments)
    except NotReadyError as reason:
        say(str(reason))
        return NOT_READY
    except OSError as error:
        say(f"不能准备运行环境：{_words(error)}（{error.filename or HOME}）。")
        return NOT_READY
    return 0


def _words(error: OSError) -> str:
    """What the system complains of, in Chinese where it is common."""
    known = {
        errno.ENOSPC: "磁盘空间已满",
        errno.EROFS: "磁盘是只读的",
        errno.EACCES: "当前用户没有权限",
        errno.EPERM: "当前用户没有权限",
        errno.ENOENT: "缺少文件，请重新取得完整的程序",
    }
    return known.get(error.errno or 0) or error.strerror or str(error)


def _see_to_system(arguments: list[str]) -> None:
    from tools import system

    system.see_to(HOME, arguments[0] if arguments else "")


if __name__ == "__main__":
    from tools.prepare import main as main_of_package

    sys.exit(main_of_package(sys.argv[1:]))
