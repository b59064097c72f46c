"""What a bureau records after the fact, and the moments that terms are counted from.

An event is recorded under its own name, with its day. A moment is what a document's sentence names; it tells
which recorded events it is known by, so that both have one meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Detail = Literal["paper", "outcome", "failed", "obligation", "until"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event that is recorded. wants: what must be said of it; takes: what may be."""

    words: str
    wants: tuple[Detail, ...] = ()
    takes: tuple[Detail, ...] = ()


RECORDED = {
    "announced": Recorded("发文公布"),
    "submitted": Recorded("收到材料", ("paper",)),
    "visited": Recorded("到场考核"),
    "verdict": Recorded("考核结果确定", ("outcome",), ("failed",)),
    "notified": Recorded("结果或整改通知送达"),
    "published": Recorded("公示"),
    "objected": Recorded("收到异议"),
    "decided": Recorded("作出决定", ("outcome",)),
    "extended": Recorded("延长期限", ("obligation", "until")),
    "rectified": Recorded("整改完成"),
    "applied": Recorded("提出申请"),
    "reexamined": Recorded("复验结果确定", ("outcome",), ("failed",)),
    "filed": Recorded("备案"),
    "paid": Recorded("拨付资金"),
    "reported": Recorded("报告或通报", ("paper",)),
    "withdrawn": Recorded("退出"),
    "cancelled": Recorded("取消称号"),
    "leader_changed": Recorded("带头人变化"),
}
"""The events that a bureau records, by the names that a record uses."""

JUDGING = ("verdict", "reexamined", "decided")
"""Events that come to an outcome."""
ENDING = ("withdrawn", "cancelled")
"""Events after which nothing more is owed but what the ending itself brings."""
PAPERS = ("submitted", "reported")
"""Events that are of one paper alone."""
ELAPSED = "elapsed"
"""What does a duty that only has to last: the end of its term."""
TOGETHER = "+"
"""Joins events that do a duty only together."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a term is counted from. events: by any of which it is known, the first to come; outcomes: of a
    judging event, empty for any; later: only since the duty arose, not whenever.
    """

    words: str
    events: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    later: bool = False


MOMENTS = {
    "announced": Moment("发文公布", ("announced",)),
    "build_end": Moment("建设期满", ("announced",)),
    "accepted": Moment("验收合格", ("verdict", "reexamined"), ("pass",)),
    "midterm_passed": Moment("中期验收通过", JUDGING, ("pass", "eligible")),
    "final_passed": Moment("终期验收通过", JUDGING, ("pass", "eligible")),
    "notice": Moment("整改通知", ("notified",), later=True),
    "rectified": Moment("整改完成", ("rectified",), later=True),
    "mended": Moment("整改合格", ("reexamined",), ("pass",), later=True),
    "application": Moment("提出申请", ("applied", "submitted")),
    "reviewed": Moment("评审结束", ("verdict",)),
    "published": Moment("公示", ("published",), later=True),
    "filed": Moment("备案", ("filed",), later=True),
    "occurred": Moment("事项发生"),
    "result": Moment("考核结果确定", ("verdict", "reexamined"), later=True),
    "visit": Moment("验收进行", ("visited",)),
    "build": Moment("建设期", ("announced",)),
    "operation": Moment("运行期", ("announced", "decided", "verdict")),
    "lost": Moment("取消称号", ("cancelled",), later=True),
    "leader_changed": Moment("带头人变化", ("leader_changed",), later=True),
    "objected": Moment("收到异议", ("objected",), later=True),
}
"""The moments that rules count from. The end of the building period is where the duty that ``ends`` it is
due; that something occurred at the unit is no event of the bureau's record.
"""
