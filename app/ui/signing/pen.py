"""A pen instead of keys, without Qt: the work of noting it and taking it back, and how a line tells it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.roles import LEADING
from app.common.words import say
from app.scoring.model.kinds import WORDS
from app.services.store.rounds import SigningSlot, SigningState
from app.ui.shell.operation import Progress, WorkStep

if TYPE_CHECKING:
    from app.services.workspace import Workspace

REASONS = ("没有带电脑，{sheet}为代录", "密钥遗失或电脑损坏", "忘记 PIN")
LEADER_AWAY = (
    "只等组长签署。组长须用本人密钥电子签署，不能改为手签；确实不能的，用“换组长…”由副组长或表决推举的专家代行，"
    "或者用“改为纸质签署…”。"
)


class Pen:
    """What is done with a pen in one visit's signing round."""

    def __init__(self, workspace: Workspace, visit_id: str) -> None:
        self._workspace, self._visit_id = workspace, visit_id

    def reasons(self) -> tuple[str, ...]:
        """Reasons that are often the case."""
        sheet = WORDS[self._workspace.visits.scheme(self._visit_id).kind].sheet
        return tuple(say(each, sheet=sheet) for each in REASONS)

    def looking(self, page: Path) -> Callable[[Progress], bool]:
        """The work of seeing whether a page was noted of a text that is void, for the background."""

        def work(progress: Progress) -> bool:
            progress.report(WorkStep(0, 0, say("正在核对签名页…")))
            file = self._workspace.evidence.prepare(page, self._visit_id, lambda _: progress.check())
            return self._workspace.pens.repeats(self._visit_id, file.sha256)

        return work

    def noting(self, person_id: str, page: Path, reason: str) -> Callable[[Progress], SigningState]:
        """The work of keeping the page's picture and noting the pen, for the background. Raises Refusal.

        What repeats a void page has been asked about before.
        """

        def work(progress: Progress) -> SigningState:
            progress.report(WorkStep(0, 0, say("正在存入签名页…")))
            file = self._workspace.evidence.prepare(page, self._visit_id, lambda _: progress.check())
            self._workspace.pens.note(self._visit_id, person_id, file, reason, knowingly=True)
            return self._workspace.verdicts.status(self._visit_id)

        return work

    def take_back(self, person_id: str) -> None:
        """Take a pen signature back. Raises Refusal once the leader has signed."""
        self._workspace.pens.take_back(self._visit_id, person_id)


def pen_told(slot: SigningSlot, time: str) -> str:
    """A pen's signature in a few words. time: when it was noted."""
    if slot.signed_at is not None:
        return say("手签和电子签名都有，以手签为准")
    return say("{time} 手签", time=time)


def pen_hint(slot: SigningSlot) -> str:
    """What else is known of a pen's signature; empty for none."""
    if slot.pen is None:
        return ""
    return say("签名页：{name}\n原因：{reason}", name=slot.pen.name, reason=slot.pen.reason)


def leader_away(status: SigningState) -> bool:
    """Whether only the leader is left, and not on this device."""
    waiting = [slot for slot in status.slots if slot.signed_at is None and slot.pen is None]
    return [slot.role in LEADING for slot in waiting] == [True] and not waiting[0].can_sign_here
