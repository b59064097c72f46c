"""Plain files that leave the program: whole, or not there."""

from __future__ import annotations

import os
from pathlib import Path

from app.common.errors import EnvironmentTrouble
from app.exchange.trouble import writing


def write_whole(path: Path, data: bytes) -> Path:
    """Write beside, sync, rename, read back. Raises EnvironmentTrouble; what was there stays till then."""
    unfinished = path.with_name(f".{path.name}.part")
    with writing():
        try:
            with unfinished.open("wb") as target:
                target.write(data)
                target.flush()
                os.fsync(target.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        if path.read_bytes() != data:
            raise EnvironmentTrouble(
                f"{path.name} 写入后读回的内容不一致。",
                safe="本机数据没有变化。",
                advice="请换一个存储设备后重新导出。",
                code="XP-4601",
            )
    return path
