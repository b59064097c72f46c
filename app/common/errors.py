"""User faults are values; exceptions are for refused input as a whole and broken environments."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in what a person or a file gave.

    where: dotted path to the place, such as ``findings.3.1.deduction``; empty for a file as a whole.
    message: Chinese, says what is wrong and how to mend it.
    code: stable code that the user guide explains, such as ``XP-2101``; may be empty.
    """

    where: str
    message: str
    code: str = ""

    def as_json(self) -> dict[str, str]:
        """The contract's form: where and message, and the code where there is one."""
        plain = {"where": self.where, "message": self.message}
        return plain | {"code": self.code} if self.code else plain


MOST_TOLD = 200


def foremost(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults that a person is told: the first 200, and in a last one how many more there are."""
    told = tuple(faults)
    if len(told) <= MOST_TOLD:
        return told
    more = Fault("", f"另有 {len(told) - MOST_TOLD} 处，未一一列出；请先改正以上各处。")
    return (*told[:MOST_TOLD], more)


class XianpingError(Exception):
    """Base of what the program raises on purpose. ``str()`` is a Chinese sentence for the user."""


class Refusal(XianpingError):
    """Input or a file that is not taken; nothing was changed. Carries every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(fault.message for fault in foremost(self.faults)))

    @classmethod
    def because(cls, message: str, *, where: str = "", code: str = "") -> Refusal:
        """A refusal with a single fault."""
        return cls([Fault(where, message, code)])


class EnvironmentTrouble(XianpingError):
    """Disk full, no permission, database held by another program: exit code 3.

    message: what happened; advice: what to do; safe: what is safe all the same.
    """

    def __init__(self, message: str, *, advice: str = "", safe: str = "", code: str = "") -> None:
        self.message, self.advice, self.safe, self.code = message, advice, safe, code
        super().__init__("".join(part for part in (message, safe, advice) if part))


_SYSTEM_WORDS = {
    errno.ENOSPC: "磁盘空间已满",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "找不到文件或文件夹",
    errno.EEXIST: "同名的文件或文件夹已存在",
    errno.ENOTDIR: "路径中的一级不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENAMETOOLONG: "名称太长",
    errno.EPIPE: "接收的程序已退出",
    errno.EIO: "磁盘或存储设备读写出错",
    errno.EMFILE: "同时打开的文件太多",
}


def system_words(error: OSError) -> str:
    """What the system complains of, in Chinese where it is common, and about which file."""
    said = _SYSTEM_WORDS.get(error.errno or 0) or error.strerror or str(error)
    return f"{said}（{error.filename}）" if isinstance(error.filename, str) else said
