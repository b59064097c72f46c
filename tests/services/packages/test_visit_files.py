"""What goes out to the stick: everything together, read back, and never in the place of something better."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.common.canon import sha256
from app.common.errors import EnvironmentTrouble, Refusal
from app.models import tables
from app.services.workspace import Workspace
from tests.chain import Chain


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def rows(site: Workspace) -> dict[str, int]:
    names = ("tasks", "visits", "streams", "entries", "received", "evidence", "exports")
    with site.store.look() as view:
        return {name: view.count(getattr(tables, name)) for name in names}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


FAILURES: list[tuple[str, int]] = [
    ("write", errno.ENOSPC),
    ("fsync", errno.EIO),
    ("replace", errno.EROFS),
    ("replace", errno.EIO),
    ("mkdir", errno.EACCES),
]


@pytest.mark.parametrize(("call", "number"), FAILURES)
def test_a_stick_that_fails_leaves_the_earlier_export_whole(
    chain_at: Callable[..., Chain], monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    chain = chain_at("exported")
    folder = chain.out / "sync"
    before, sent = contents(folder), rows(chain.lead)["exports"]
    chain.wait(60)
    with monkeypatch.context() as patch:
        _break(patch, folder, call, number)
        with pytest.raises(EnvironmentTrouble) as trouble:
            chain.lead.packages.export_sync(chain.visit, folder)
    assert trouble.value.code in {"XP-3007", "XP-3008", "XP-3009"}
    assert "完好" in str(trouble.value)
    assert contents(folder) == before
    assert rows(chain.lead)["exports"] == sent
    chain.lead.packages.export_sync(chain.visit, folder)
    assert sorted(contents(folder)) == sorted(before)


def _break(patch: pytest.MonkeyPatch, folder: Path, call: str, number: int) -> None:
    """Let one kind of call fail for what lies on the stick."""

    def on_stick(path: object) -> bool:
        return str(folder) in str(path)

    def failing(real: Callable[..., Any], *given: Any, **more: Any) -> Any:
        if on_stick(given[0]):
            raise OSError(number, os.strerror(number))
        return real(*given, **more)

    if call == "fsync":
        real = os.fsync
        seen = os.readlink

        def fsync(handle: int) -> None:
            if on_stick(seen(f"/proc/self/fd/{handle}")):
                raise OSError(number, os.strerror(number))
            real(handle)

        patch.setattr(os, "fsync", fsync)
        return
    name = {"write": "open"}.get(call, call)
    method = getattr(Path, name)

    def instead(self: Path, *given: Any, **more: Any) -> Any:
        writes = name != "open" or "r" not in str((given or [more.get("mode", "r")])[0])
        return failing(method, self, *given, **more) if writes else method(self, *given, **more)

    patch.setattr(Path, name, instead)


def test_an_export_into_nowhere_is_refused(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("signed")
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.export_sync(chain.visit, chain.out / "gone")
    assert told(refused) == {"XP-4604"}
    unsigned = chain_at("frozen", name="unsigned")
    with pytest.raises(Refusal) as refused:
        unsigned.lead.packages.export_sync(unsigned.visit, unsigned.out)
    assert told(refused) == {"XP-4602"}


def test_names_are_fit_for_every_file_system(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("signed")
    done = chain.lead.packages.export_sync(chain.visit, chain.out, '示例学院: a/b\\c*?"<>|\n. ')

    assert [path.name for path in done.files] == [
        "示例学院- a-b-c.xpsync",
        "示例学院- a-b-c-结论.pdf",
        "示例学院- a-b-c-评分汇总表（不交被考核单位）.pdf",
        "示例学院- a-b-c-评分表（不交被考核单位）.xlsx",
        "示例学院- a-b-c-考核记录（不交被考核单位）.pdf",
    ]
    assert all(path.is_file() for path in done.files)
    assert done.sha256 == sha256(done.files[0].read_bytes())
    assert chain.lead.visits.card(chain.visit).stage == "exported"
