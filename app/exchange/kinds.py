"""The kinds of package: one record each. What else is said of a kind is compared with it by a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Literal

from app.signing.credentials import Role

Kind = Literal["xpenrol", "xptask", "xpfacts", "xplock", "xpsheet", "xprecord", "xpsync", "xpack", "xpsafe"]
Taking = Literal["site", "bureau", "nobody"]


@dataclass(frozen=True, slots=True)
class PackageKind:
    """What is so of every package of a kind; its key in ``KINDS`` is also the ending of its files.

    word: what it is called on the screen. senders: the credentials that may sign it, none where it vouches
    for itself. sealed: always, not only where recipients are given. taken_by: who takes it in; ``nobody``
    where it is only verified.
    """

    word: str
    _: KW_ONLY
    senders: frozenset[Role]
    sealed: bool
    taken_by: Taking


BUREAU: frozenset[Role] = frozenset({"bureau"})
# A deputy leads with an expert's credential; the services narrow this down by the task.
PANEL: frozenset[Role] = frozenset({"leader", "expert"})
# Who keeps the minutes types sheets in and signs what was typed; everybody's laptop may hold a copy.
TYPING: frozenset[Role] = PANEL | {"clerk"}
SEATED: frozenset[Role] = TYPING | {"supervisor"}

KINDS: Mapping[Kind, PackageKind] = {
    "xpenrol": PackageKind("登记文件", senders=frozenset(), sealed=False, taken_by="bureau"),
    "xptask": PackageKind("任务文件", senders=BUREAU, sealed=True, taken_by="site"),
    "xpfacts": PackageKind("已核事实", senders=PANEL, sealed=True, taken_by="site"),
    "xplock": PackageKind("锁定凭据", senders=TYPING, sealed=False, taken_by="nobody"),
    "xpsheet": PackageKind("专家的表", senders=TYPING, sealed=True, taken_by="site"),
    "xprecord": PackageKind("待签文件", senders=PANEL, sealed=True, taken_by="site"),
    "xpsync": PackageKind("考核成果包", senders=PANEL, sealed=True, taken_by="bureau"),
    "xpack": PackageKind("回执", senders=BUREAU, sealed=False, taken_by="site"),
    "xpsafe": PackageKind("随身副本", senders=SEATED, sealed=True, taken_by="site"),
}
