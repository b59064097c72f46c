"""Folders that are dropped on the window: what is ours in them is taken, the rest is told."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.ui.shell.arrivals import is_trust, take_all
from app.ui.shell.operation import Progress

SEALED = b"age-encryption.org/v1\n-> X25519 abc\n"


class Quiet(Progress):
    def __init__(self) -> None:
        """Nobody looks at how far it is."""

    def report(self, step: object) -> None:
        """Nobody looks."""


def workspace(taken: list[str]) -> Any:
    def take(path: Path, visit_id: str) -> object:
        assert visit_id == ""
        taken.append(path.name)
        return SimpleNamespace(message=f"收下 {path.name}", attention=False, revision="")

    return SimpleNamespace(packages=SimpleNamespace(import_file=take))


def test_a_folder_is_taken_by_content_and_what_was_passed_over_is_told(tmp_path: Path) -> None:
    for name in ("一组.XPTASK", "二组.zip", "三组.xptask(1)"):
        (tmp_path / name).write_bytes(SEALED)
    (tmp_path / "$RECYCLE.BIN").mkdir()
    (tmp_path / "$RECYCLE.BIN" / "旧.xptask").write_bytes(SEALED)
    (tmp_path / "._一组.xptask").write_bytes(b"shadow")
    (tmp_path / "通知.docx").write_bytes(b"PK\x03\x04")
    names: list[str] = []
    taken = take_all(workspace(names), [tmp_path], Quiet())
    assert sorted(names) == ["一组.XPTASK", "三组.xptask(1)", "二组.zip"]
    assert taken.over == ("通知.docx",)
    assert "文件夹中另有 1 个文件没有读取：通知.docx。" in taken.notice.details


def test_a_trust_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "信任.txt").write_bytes(b'{"format":1,"type":"xianping-trust"}')
    (tmp_path / "一组.xptrust(1)").write_bytes(b"damaged")
    (tmp_path / "一组.xptask").write_bytes(SEALED)
    assert [is_trust(each) for each in sorted(tmp_path.iterdir())] == [False, True, True]
