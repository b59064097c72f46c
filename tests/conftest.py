"""What every test stands on: a data folder of its own, and the same random examples every time."""

from __future__ import annotations

import sqlite3
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from pytestqt.qtbot import QtBot

hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")

PATIENCE_MS = 60_000  # a PIN alone takes seconds where every core is busy; whoever waits longer hangs
for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitExposed, QtBot.waitActive):
    assert _wait.__kwdefaults__ is not None
    _wait.__kwdefaults__["timeout"] = PATIENCE_MS


HERE = Path(__file__).resolve().parent
QUICK = ("scoring", "common", "speech", "ground")  # pure, or reading the project's own files
LONG = {  # of these rooms: hundreds of drawn examples, a child process each, an environment made
    "scoring/test_properties.py",
    "scoring/judge/test_mends.py",
    "common/test_private.py",
    "ground/test_prepare.py",
    "ground/test_start.py",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--quick``: under a minute, for between two changes; what is left out is not even imported."""
    parser.addoption("--quick", action="store_true", help="only what answers in under a minute")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass by what is not of the quick set, where that is asked for."""
    if not config.getoption("--quick") or collection_path == HERE or HERE not in collection_path.parents:
        return None
    place = collection_path.relative_to(HERE)
    return True if place.parts[0] not in QUICK or place.as_posix() in LONG else None


class ClosedConnection(sqlite3.Connection):
    """A connection that complains where nobody closed it, as those of Python 3.13 do by themselves."""

    def __del__(self) -> None:
        try:
            self.total_changes  # noqa: B018  refused once it is closed
        except sqlite3.ProgrammingError:
            return
        warnings.warn(f"unclosed database in {self!r}", ResourceWarning, source=self, stacklevel=1)


if sys.version_info < (3, 13):
    _connect = sqlite3.connect

    def _connected(*given: Any, **named: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = _connect(*given, **{"factory": ClosedConnection} | named)
        return made

    for _module in (sqlite3, sqlite3.dbapi2):  # the latter is what SQLAlchemy calls
        setattr(_module, "connect", _connected)  # noqa: B010  typed as the one function it was


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the data of whoever runs it."""
    own = tmp_path_factory.getbasetemp() / "user-data"
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(own / name))


@pytest.fixture(scope="session")
def project() -> Path:
    """The checkout's folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture
def chain_at(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Gives copies of the sample chain at a stage, as ``tests.chain.chains`` says."""
    from tests.chain import chains

    with chains(tmp_path) as at:
        yield at


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """A test that watches the window is run again where it was blocked: only what repeats fails."""
    if not hasattr(getattr(item, "module", None), "watchdog") and "watchdog" not in _fixtures(item):
        return None
    from tests.watchdog import RUNS

    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for _ in range(RUNS):
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        if not any(_only_blocked(report) for report in reports):
            break
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def _only_blocked(report: pytest.TestReport) -> bool:
    return report.failed and "tests.watchdog.Blocked: the window was blocked" in report.longreprtext
