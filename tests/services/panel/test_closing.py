"""Whatever goes wrong while a data folder is closed, it can be opened again at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.common.errors import EnvironmentTrouble


@pytest.mark.parametrize("part", ["evidence", "store"])
def test_a_folder_that_did_not_close_in_peace_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    workspace = open_workspace(tmp_path / "data")

    def fails() -> None:
        raise EnvironmentTrouble("读写数据时出错。")

    with monkeypatch.context() as patch:
        patch.setattr(getattr(workspace, part), "close", fails)
        with pytest.raises(EnvironmentTrouble):
            workspace.close()
    again = open_workspace(tmp_path / "data")
    again.close()
    workspace.store.close()
