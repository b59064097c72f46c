"""Whose keys signed a proven package, by the task that names everybody's: the one place that judges it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.common.errors import Refusal
from app.services.identity.tasks import seat_of

if TYPE_CHECKING:
    from app.exchange.package import Package
    from app.exchange.task import Panelist, Task
    from app.signing.trust import Trust


def holds_keys(package: Package, seat: Panelist) -> bool:
    """Whether a package is signed with the keys that the task vouches for in this seat."""
    return package.sender is not None and package.sender.keys == seat.credential.keys


def sender_of(package: Package, task: Task, trust: Trust) -> Panelist:
    """The sender's seat: signed with its keys, under the bureau that set the task. Raises Refusal."""
    seat = seat_of(task, package.manifest.sender)
    if not holds_keys(package, seat) or task.trust != trust.fingerprint:
        raise other_keys()
    return seat


def other_keys(whose: str = "") -> Refusal:
    """The answer to keys that the task does not vouch for. whose: the paper that is signed, where told."""
    return Refusal.because(f"{whose}签名用的密钥不是任务文件里登记的那一份，未予采用。", code="XP-4506")
