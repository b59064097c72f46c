"""What the disk or the stick does to us, told so that a person can act."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from app.common.errors import EnvironmentTrouble

FULL, FORBIDDEN = "XP-3007", "XP-3008"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR}


@contextmanager
def writing() -> Iterator[None]:
    """Turn an OSError while a file is written into EnvironmentTrouble."""
    try:
        yield
    except OSError as error:
        raise _trouble(error, "文件没有写成") from error


@contextmanager
def reading() -> Iterator[None]:
    """Turn an OSError while a file is read into EnvironmentTrouble."""
    try:
        yield
    except OSError as error:
        raise _trouble(error, "文件没有读成") from error


def _trouble(error: OSError, what: str) -> EnvironmentTrouble:
    safe = "已有的数据和先前导出的文件都完好。"
    if error.errno in _FULL:
        return EnvironmentTrouble(
            f"磁盘空间不足，{what}。", safe=safe, advice="请清出空间或换一个位置后重试。", code=FULL
        )
    if error.errno in _FORBIDDEN:
        return EnvironmentTrouble(
            f"这个位置不允许读写，{what}。",
            safe=safe,
            advice="请换一个文件夹，或取消写保护后重试。",
            code=FORBIDDEN,
        )
    if error.errno in _GONE:
        return EnvironmentTrouble(
            f"找不到这个文件或文件夹，{what}。",
            safe=safe,
            advice="请检查它是否还在、U 盘是否插好，然后重试。",
            code="XP-3009",
        )
    return EnvironmentTrouble(
        f"磁盘或 U 盘读写出错，{what}。", safe=safe, advice="请检查 U 盘是否插好，然后重试。", code="XP-3009"
    )
