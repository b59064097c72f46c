"""Plain copies of evidence: for another program for a while, or where a person wants one."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from app.common.errors import EnvironmentTrouble
from app.common.files import file_sha256
from app.exchange.placement import place
from app.models.trouble import told
from app.services.evidence.content import StoredContent
from app.services.evidence.storage import Check


def write_plain(content: StoredContent, copy: Path, check: Check) -> None:
    """Write a new file that only this user can read. Raises as the content's ``pieces``, and as check."""
    with told(), copy.open("xb") as target:
        copy.chmod(0o600)
        _pour(content, target, check)


def save_plain(content: StoredContent, path: Path, check: Check) -> None:
    """Write a copy whole and read it back, or leave what was there. Raises as ``write_plain``."""

    def write(target: IO[bytes]) -> None:
        _pour(content, target, check)

    place(path, write, lambda written: _must_be(written, content.sha256))


def _pour(content: StoredContent, target: IO[bytes], check: Check) -> None:
    done = 0
    for piece in content.pieces():
        done += len(piece)
        check(done)
        target.write(piece)


def _must_be(written: Path, sha256: str) -> None:
    if file_sha256(written) != sha256:
        raise EnvironmentTrouble(
            "写入后读回的内容与原件不一致，没有存出。",
            safe="材料完好，仍在本项之下。",
            advice="请换一个存储设备再存一次。",
            code="XP-4601",
        )
