"""Who signs a verdict before whom, and why somebody cannot sign here and now."""

from __future__ import annotations

from collections.abc import Sequence

from app.common.errors import Refusal
from app.services.panel.panels import PanelDesk
from app.services.panel.pen_round import waiting_for
from app.services.store.rounds import SigningSlot
from app.services.store.site import Person

LEADER_LAST = "组长最后签署：还有专家没有签。"


def must_come_last(desk: PanelDesk, fresh: Sequence[str]) -> None:
    """Raises Refusal where the leader is among those who have signed now and somebody is still wanting."""
    leader, waiting = desk.visit.leader, waiting_for(desk.visit, desk.facts)
    if leader is not None and leader.id in fresh and set(waiting) - set(fresh):
        raise Refusal.because(LEADER_LAST, code="XP-4305")


def why_not(desk: PanelDesk, slot: SigningSlot, here: Sequence[Person]) -> str:
    """Why somebody cannot sign on this device, with what can be done. here: whose keys are here."""
    if desk.visit.form == "pen":
        return "这次考核采用纸质签署：请打印结论文件，由各人签字并加盖公章。"
    if slot.person_id == desk.visit.former:
        return "这位专家已不再担任组长，其密钥只能作为组长最后签署。请用“改为手签…”登记。"
    if desk.facts.frozen_digest is None:
        return "结论还没有定稿，不能签署。请先定稿。"
    if slot.pen:
        return "这位专家已登记手签，不必再签；要改为电子签署，请先撤销手签。"
    if slot.person_id not in {person.id for person in here}:
        return "这位专家的身份不在本机：请把待签文件发到其本人的电脑上签署，再收回。"
    return LEADER_LAST
