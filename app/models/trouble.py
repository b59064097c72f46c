"""Database and disk errors as ``EnvironmentTrouble``: what happened, what is safe, what to do."""

from __future__ import annotations

import errno
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from app.common.errors import EnvironmentTrouble

SAFE = "此前已录入的内容都已存好，刚才这一步没有存入。"


def disk_full() -> EnvironmentTrouble:
    """No room left on the disk."""
    return EnvironmentTrouble(
        "磁盘空间已满，无法保存。", safe=SAFE, advice="请清理磁盘空间后重试这一步。", code="XP-3301"
    )


def not_writable() -> EnvironmentTrouble:
    """The folder or a file in it may not be written."""
    return EnvironmentTrouble(
        "数据文件夹不可写入。",
        safe=SAFE,
        advice="请检查该文件夹的权限，或磁盘是否为只读，然后重试。",
        code="XP-3302",
    )


def no_folder() -> EnvironmentTrouble:
    """The folder is not there and cannot be made there."""
    return EnvironmentTrouble(
        "这个位置不能作数据文件夹：上一级不存在，或不是文件夹。",
        safe="程序没有改动任何文件。",
        advice="请检查所给的位置，或换一个位置后重试。",
        code="XP-3302",
    )


def closed() -> EnvironmentTrouble:
    """The data folder is no longer open: the program is on its way out."""
    return EnvironmentTrouble(
        "数据已经关闭，这一步没有做。", safe=SAFE, advice="请重新打开程序后再做。", code="XP-3315"
    )


def busy() -> EnvironmentTrouble:
    """Another writer keeps the database."""
    return EnvironmentTrouble(
        "数据库正被占用，暂时无法写入。",
        safe=SAFE,
        advice="请关闭其他正在使用这些数据的程序后重试。",
        code="XP-3303",
    )


def damaged() -> EnvironmentTrouble:
    """The database file is not whole or no database at all."""
    return EnvironmentTrouble(
        "数据库文件已损坏或不是本程序的数据库。",
        safe="程序没有改动它。",
        advice="请保留原文件，改用 backups 文件夹中最近的备份，或联系技术支持。",
        code="XP-3304",
    )


def unreadable(detail: str) -> EnvironmentTrouble:
    """Any other failure of the disk or the database."""
    return EnvironmentTrouble(
        f"读写数据时出错（{detail}）。",
        safe=SAFE,
        advice="请检查磁盘或存储设备是否正常、是否被拔出，然后重试。",
        code="XP-3305",
    )


def server_trouble(detail: str) -> EnvironmentTrouble:
    """The database server does not answer or fails."""
    return EnvironmentTrouble(
        f"数据库服务器连接不上或出错（{detail}）。",
        safe=SAFE,
        advice="请检查数据库地址、网络和服务器是否正常，然后重试。",
        code="XP-3305",
    )


_BY_SQLITE_CODE = {
    sqlite3.SQLITE_FULL: disk_full,
    sqlite3.SQLITE_READONLY: not_writable,
    sqlite3.SQLITE_CANTOPEN: not_writable,
    sqlite3.SQLITE_PERM: not_writable,
    sqlite3.SQLITE_BUSY: busy,
    sqlite3.SQLITE_LOCKED: busy,
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_NOTADB: damaged,
}
_BY_ERRNO = {
    errno.ENOSPC: disk_full,
    getattr(errno, "EDQUOT", errno.ENOSPC): disk_full,
    errno.EACCES: not_writable,
    errno.EPERM: not_writable,
    errno.EROFS: not_writable,
    errno.ENOTDIR: no_folder,
    errno.EEXIST: no_folder,
}


def from_database(error: DBAPIError) -> EnvironmentTrouble:
    """The trouble behind an error of the database driver."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None:
        return server_trouble(type(error.orig).__name__)
    known = _BY_SQLITE_CODE.get(code & 0xFF)
    return known() if known else unreadable(getattr(error.orig, "sqlite_errorname", "SQLite"))


def from_system(error: OSError) -> EnvironmentTrouble:
    """The trouble behind an error of the operating system."""
    known = _BY_ERRNO.get(error.errno or 0)
    return known() if known else unreadable(error.strerror or type(error).__name__)


@contextmanager
def told() -> Iterator[None]:
    """Turn database and disk errors of the block into ``EnvironmentTrouble``; bugs stay what they are."""
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise
    except DBAPIError as error:
        raise from_database(error) from error
    except OSError as error:
        raise from_system(error) from error
    except _driver_errors() as error:
        raise from_database(DBAPIError("", None, error)) from error


def _driver_errors() -> tuple[type[BaseException], ...]:
    """What the drivers raise by themselves; that of encrypted files only where it is loaded."""
    encrypted = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error,) if encrypted is None else (sqlite3.Error, encrypted.Error)
