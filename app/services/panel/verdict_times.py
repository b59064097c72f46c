"""Whether the times of a conclusion fit one another, asked before its text or a signature is dated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.common.clock import Clock, stamp
from app.scoring.model.kinds import WORDS
from app.services.identity.tasks import Tasks
from app.services.panel.clock_faults import set_right
from app.services.panel.day_doubts import Dated, dated_doubts, order_doubts, today_doubts
from app.services.panel.panels import PanelDesk

if TYPE_CHECKING:
    from app.signing.pdf_check import PdfSignature


class VerdictTimes:
    """Each answer is in sentences without their end; none where all fits."""

    def __init__(self, clock: Clock, tasks: Tasks) -> None:
        self._clock, self._tasks = clock, tasks

    def of_freezing(self, desk: PanelDesk) -> tuple[str, ...]:
        """The sheets' and the panel's own times against the visit's, the task's and this machine's."""
        word = WORDS[desk.scheme.kind].sheet
        dated = [Dated(f"{each.name}的{word}", each.rows[-1].at) for each in desk.collected.found]
        dated += [Dated("专家组的记录", set_right(desk.facts, desk.ledger.at))] if desk.ledger.at else []
        return self._doubts(desk, dated)

    def of_signing(self, desk: PanelDesk) -> tuple[str, ...]:
        """The freezing's and the signatures' so far."""
        facts = desk.facts
        names = {member.id: desk.visit.name_of(member.id) for member in desk.visit.panel}
        dated = [Dated("定稿", set_right(facts, facts.frozen_at))] if facts.frozen_at else []
        signed = ((names.get(each.person_id, ""), each.at) for each in facts.signatures)
        dated += [Dated(f"{name}的签名", set_right(facts, at)) for name, at in signed]
        return self._doubts(desk, dated)

    def of_taken(self, desk: PanelDesk, fresh: Sequence[PdfSignature]) -> tuple[str, ...]:
        """Whether signatures that came are dated as they can be: after the freezing, and not from now on."""
        frozen = Dated("定稿", set_right(desk.facts, desk.facts.frozen_at or ""))
        dated = [Dated(f"{each.name}的签名", stamp(each.signed_at)) for each in fresh]
        return (*order_doubts(frozen, dated), *self._doubts(desk, dated)) if dated else ()

    def _doubts(self, desk: PanelDesk, dated: Sequence[Dated]) -> tuple[str, ...]:
        now, issued_at = self._clock.now(), self._tasks.issued_at(desk.visit.id)
        now = desk.facts.clock.right(now) if desk.facts.clock else now
        return (*today_doubts(desk.visit, now), *dated_doubts(desk.visit, now, dated, issued_at))
