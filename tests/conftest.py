"""What every test stands on: a data folder of its own, and the same random examples every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")


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
