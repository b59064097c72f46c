"""现评 Xianping: with a verb the command line does it, without one the window opens, with the files given."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from app.services.bureau.office import Office
    from app.services.store.shelf import VisitShelf
    from app.services.workspace import Workspace
    from app.signing.slots import Use
    from app.signing.trust import Trust

HOME = Path(__file__).resolve().parent
if str(HOME) not in sys.path:  # an isolated interpreter looks nowhere by itself
    sys.path.insert(0, str(HOME))


def main(arguments: list[str]) -> int:
    """Run the program; the exit code. ``--data DIR`` may stand before everything else."""
    if arguments == ["--decoding-child"]:  # a frozen program starts itself to decode strangers' files
        from app.decoding.child import main as decode

        return decode()
    data, rest = _data_folder(arguments)
    if rest and not all(_is_package(name) for name in rest):
        from app.cli.context import Outside
        from app.cli.main import run

        _close_to_others()
        return run(rest, Outside(data, _open_workspace, _open_office, _scratch_shelf, _confirmed))
    if complaint := _lacking_library() or _lacking_folder(data):
        sys.stderr.write(f"{complaint}\n")
        return 3
    from app.ui.application import run_window

    return run_window(_open_workspace, data, tuple(Path(name) for name in rest))


def _lacking_library() -> str:
    """What Qt cannot load here and what to do; empty where all is well. The next start looks again."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        remedy = "请再运行一次 ./run，会检查并说明如何安装"
        try:
            (HOME / ".venv" / "ready-window").unlink(missing_ok=True)
        except OSError:  # another user's installation: the check can be called all the same
            remedy = f"请执行 {sys.executable} {HOME / 'tools' / 'prepare.py'} window，会检查并说明如何安装"
        return f"窗口缺少系统组件：{error}。{remedy}。"
    return ""


def _lacking_folder(data: Path | None) -> str:
    """Why there is no folder for the data, told before a window opens that could keep nothing."""
    from app.common.errors import EnvironmentTrouble
    from app.common.paths import make_data_folder

    _close_to_others()
    try:
        make_data_folder(data)
    except EnvironmentTrouble as trouble:
        return f"{trouble}（{trouble.code}）"
    return ""


def _close_to_others() -> None:
    from app.common.private import close_to_others

    close_to_others()


def _data_folder(arguments: list[str]) -> tuple[Path | None, list[str]]:
    match arguments:
        case ["--data", folder, *rest] if folder:
            return Path(folder), rest
        case [first, *rest] if first.startswith("--data=") and len(first) > len("--data="):
            return Path(first.removeprefix("--data=")), rest
    return None, arguments


def _is_package(name: str) -> bool:
    """Whether an argument is a file of ours, as a double click gives it: so called, or so by its content."""
    if name.startswith("-") or not {".", "/", "\\"} & set(name):
        return False
    from app.exchange.recognition import is_ours

    return is_ours(Path(name))


def _open_workspace(data: Path | None) -> Workspace:
    from app.bootstrap import open_workspace

    return open_workspace(data)


def _open_office(url: str, *, ask: Callable[[], str] | None = None, use: Use = "pin") -> Office:
    from app.bootstrap import open_office

    return open_office(url, ask=ask, use=use)


def _scratch_shelf() -> AbstractContextManager[VisitShelf]:
    from app.bootstrap import scratch_shelf

    return scratch_shelf()


def _confirmed(data: Path | None, ask: Callable[[], str]) -> tuple[Trust, ...]:
    from app.bootstrap import confirmed_trusts

    return confirmed_trusts(data, ask)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
