"""What a person is told when something went wrong, or well: what happened, what is safe, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.common.errors import EnvironmentTrouble, Fault, Refusal, XianpingError
from app.common.words import say

Tone = Literal["good", "info", "attention", "bad"]
SHOWN_FAULTS = 6


@dataclass(frozen=True, slots=True)
class Notice:
    """One message of the window. ``details`` are single faults; ``code`` is what the guide explains."""

    tone: Tone
    title: str
    details: tuple[str, ...] = ()
    safe: str = ""
    advice: str = ""
    code: str = ""

    @property
    def body(self) -> str:
        """Everything under the title, a line each."""
        last = "".join(part for part in (self.safe, self.advice) if part)
        coded = say("编号 {code}", code=self.code) if self.code else ""
        return "\n".join(part for part in (*self.details, last, coded) if part)


def good(title: str, *details: str, advice: str = "") -> Notice:
    """Something is done."""
    return Notice("good", title, tuple(details), advice=advice)


def notice_of(error: XianpingError) -> Notice:
    """The notice for anything the program raises on purpose."""
    if isinstance(error, Refusal):
        return _refused(error)
    if isinstance(error, EnvironmentTrouble):
        return _troubled(error)
    return Notice("bad", str(error), safe=say("已录入的内容没有改动。"))


def unexpected(journal: Path) -> Notice:
    """The notice for a fault of the program itself; ``journal`` is the file that recorded it."""
    return Notice(
        "bad",
        say("程序遇到了没有料到的情况，刚才的操作没有完成。"),
        safe=say("此前录入的内容都已写入本机，没有丢失。"),
        advice=say(
            "可以再试一次；如再次出现，请把文件 {file} 交给技术支持，其中不含填写的内容和 PIN。", file=journal
        ),
        code="XP-9000",
    )


def _refused(error: Refusal) -> Notice:
    faults = error.faults
    title, details = _headed(faults)
    codes = dict.fromkeys(fault.code for fault in faults if fault.code)
    return Notice(
        "bad",
        title,
        details,
        safe=say("未作任何改动，已有内容不受影响。"),
        code=say("、").join(codes),
    )


def _headed(faults: tuple[Fault, ...]) -> tuple[str, tuple[str, ...]]:
    if len(faults) == 1:
        return faults[0].message, ()
    lines = [fault.message for fault in faults[:SHOWN_FAULTS]]
    if len(faults) > SHOWN_FAULTS:
        lines.append(say("另有 {count} 处。", count=len(faults) - SHOWN_FAULTS))
    return say("有 {count} 处需要改正：", count=len(faults)), tuple(lines)


def _troubled(error: EnvironmentTrouble) -> Notice:
    safe = error.safe or say("已录入的内容没有丢失。")
    return Notice("bad", error.message, safe=safe, advice=error.advice, code=error.code)
