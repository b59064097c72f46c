"""现评 Xianping: with a verb the command line does it, without one the window opens, with the files given."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.office import Office
    from app.services.shelf import VisitShelf
    from app.services.workspace import Workspace


def main(arguments: list[str]) -> int:
    """Run the program; the exit code. ``--data DIR`` may stand before everything else."""
    data, rest = _data_folder(arguments)
    if rest and not all(_is_package(name) for name in rest):
        from app.cli.context import Outside
        from app.cli.main import run

        return run(rest, Outside(data, _open_workspace, _open_office, _scratch_shelf))
    if (lacking := _lacking_library()) is not None:
        sys.stderr.write(f"窗口缺少系统组件：{lacking}。请再运行一次 ./run，会检查并说明如何安装。\n")
        return 3
    from app.ui.application import run_window

    return run_window(_open_workspace, data, tuple(Path(name) for name in rest))


def _lacking_library() -> str | None:
    """What Qt cannot load here, if anything; then the next start looks at the system again."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        (Path(__file__).resolve().parent / ".venv" / "ready-window").unlink(missing_ok=True)
        return str(error)
    return None


def _data_folder(arguments: list[str]) -> tuple[Path | None, list[str]]:
    match arguments:
        case ["--data", folder, *rest] if folder:
            return Path(folder), rest
        case [first, *rest] if first.startswith("--data=") and len(first) > len("--data="):
            return Path(first.removeprefix("--data=")), rest
    return None, arguments


def _is_package(name: str) -> bool:
    """Whether an argument is a file of ours, ``.xptask`` say, as a double click gives it."""
    return Path(name).suffix.startswith(".xp") and not name.startswith("-")


def _open_workspace(data: Path | None) -> Workspace:
    from app.bootstrap import open_workspace

    return open_workspace(data)


def _open_office(url: str) -> Office:
    from app.bootstrap import open_office

    return open_office(url)


def _scratch_shelf() -> VisitShelf:
    from app.bootstrap import scratch_shelf

    return scratch_shelf()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
