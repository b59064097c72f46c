"""A pen instead of keys: who of a digital round can sign the printed document by hand, and what is noted.

For an expert whose keys are not at hand. The leader notes it with a photo of the signed page; the leader's
own signature comes last and is always digital, for it certifies the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.common.errors import Refusal
from app.common.lines import MAX_REASON, one_line
from app.common.roles import PENNING
from app.services.identity.people import People
from app.services.panel.panel_ledger import PanelFacts
from app.services.panel.panels import PanelDesk, Panels
from app.services.panel.pen_pages import PEN, is_page
from app.services.store.ledger import NewEntry
from app.services.store.rounds import PenMark
from app.services.store.site import Person, Prepared, Visit
from app.services.store.unit_of_work import Unit

if TYPE_CHECKING:
    from app.services.evidence.evidence import EvidenceFiles

NAMELESS = "签名页"
REPEATED = "XP-4543"
SAME_PAGE = (
    "这张照片与撤回定稿前登记的签名页相同：那时签的是已经作废的文本，请核对页上的校验码与现在的是否一致。"
)
LEADER_NEVER = (
    "组长不能改为手签：组长的电子签名担保整份成果。组长不能电子签署的，用“换组长…”由副组长或表决推举的专家代行，"
    "或者用“改为纸质签署…”打印签字、盖章。"
)


def waiting_for(visit: Visit, facts: PanelFacts) -> list[str]:
    """Ids of those who have signed neither digitally nor with a pen, the leader last."""
    done = set(facts.signed) | {each.person_id for each in facts.pens}
    return [member.id for member in visit.signatories if member.id not in done]


def penned(facts: PanelFacts, person_id: str) -> PenMark | None:
    """A person's pen signature, None where there is none."""
    found = next((each for each in facts.pens if each.person_id == person_id), None)
    return PenMark(found.at, found.name, found.sha256, found.reason) if found else None


def can_pen(visit: Visit, facts: PanelFacts, person_id: str, here: Person | None) -> bool:
    """Whether a person may sign with a pen once the document is issued. here: the person on this device.

    Keys under a PIN that was forgotten are no keys; keys without a PIN can always sign. Who has led before
    signs with a pen whatever is here: a document lets a leader's own certificate sign only last.
    """
    return (
        visit.form == "digital"
        and facts.frozen_digest is not None
        and person_id in waiting_for(visit, facts)
        and _may_pen(visit, person_id)
        and (here is None or here.has_pin or person_id == visit.former)
    )


def can_unpen(visit: Visit, facts: PanelFacts, person_id: str) -> bool:
    """Whether a pen signature can be taken back: until the leader has signed over it."""
    return penned(facts, person_id) is not None and not _leader_signed(visit, facts)


class PenSigning:
    """Notes pen signatures on the leader's device. Every step is an entry of the panel's ledger."""

    def __init__(self, panels: Panels, people: People, evidence: EvidenceFiles) -> None:
        self._panels, self._people, self._evidence = panels, people, evidence

    def note(
        self, visit_id: str, person_id: str, file: Prepared, reason: str, *, knowingly: bool = False
    ) -> None:
        """Note that a person has signed the printed document. file: the signed page. Raises Refusal.

        knowingly: whoever asks has seen that the very same page was noted of a text that was taken back.
        """
        desk, why = self._panels.open(visit_id), one_line(reason)
        self._must_lead(desk)
        self._must_be_able(desk, person_id)
        _must_tell(file, why)
        if not knowingly and file.sha256 in _voided_pages(desk.facts):
            raise Refusal.because(f"没有登记。{SAME_PAGE}确认无误的，确认后再登记。", code=REPEATED)
        after = {
            "sha256": file.sha256,
            "name": one_line(file.name) or NAMELESS,
            "size": file.size,
            "media_type": file.media_type,
        }

        def also(unit: Unit, _head: str) -> None:
            self._evidence.enter(unit, visit_id, file, personal=False)

        desk.append(NewEntry(PEN, desk.author, field=person_id, after=after, why=why), also=also)

    def repeats(self, visit_id: str, sha256: str) -> bool:
        """Whether a page was noted already of a text that has been taken back."""
        return sha256 in _voided_pages(self._panels.open(visit_id).facts)

    def take_back(self, visit_id: str, person_id: str) -> None:
        """Take a pen signature back; the photo stays in the records here. Raises Refusal."""
        desk = self._panels.open(visit_id)
        self._must_lead(desk)
        held = next((each for each in desk.facts.pens if each.person_id == person_id), None)
        if held is None:
            return
        if not can_unpen(desk.visit, desk.facts, person_id):
            raise Refusal.because(
                "组长已经签署，手签不能单独撤销。要改请先撤回定稿，撤回后全部重新签署。", code="XP-4539"
            )
        before = {"sha256": held.sha256, "name": held.name}
        desk.append(NewEntry(PEN, desk.author, field=person_id, before=before))

    def _must_lead(self, desk: PanelDesk) -> None:
        if not desk.leads:
            raise Refusal.because("手签由组长（或副组长）在其电脑上登记。", code="XP-4535")

    def _must_be_able(self, desk: PanelDesk, person_id: str) -> None:
        visit, facts = desk.visit, desk.facts
        if visit.member(person_id) is None:
            raise Refusal.because("签署人不在专家组名单里。", code="XP-4304")
        if visit.form != "digital":
            raise Refusal.because("本批次采用纸质签署，各人都在纸上签名，不必逐人登记。", code="XP-4530")
        if not facts.issued:
            raise Refusal.because(
                "结论文件还没有出具，没有可以手签的文本。请先定稿、出具并打印。", code="XP-4531"
            )
        if not _may_pen(visit, person_id):
            raise Refusal.because(LEADER_NEVER, code="XP-4532")
        if person_id not in waiting_for(visit, facts):
            raise Refusal.because("这位专家已经签过。要换手签的照片，请先撤销原来的登记。", code="XP-4533")
        here = next((each for each in self._people.list() if each.id == person_id), None)
        if not can_pen(visit, facts, person_id, here):
            raise Refusal.because("这位专家的密钥在本机，可以直接电子签署。", code="XP-4534")


def _voided_pages(facts: PanelFacts) -> set[str]:
    return {pen.sha256 for each in facts.voided for pen in each.pens}


def _must_tell(file: Prepared, reason: str) -> None:
    if not is_page(file.media_type) or file.size <= 0:
        raise Refusal.because("请附签名页的照片或扫描件（图片或 PDF）。", where="file", code="XP-4536")
    if not reason or len(reason) > MAX_REASON:
        raise Refusal.because(
            f"请写明改为手签的原因（不超过 {MAX_REASON} 个字）。", where="reason", code="XP-4537"
        )


def _may_pen(visit: Visit, person_id: str) -> bool:
    member = visit.member(person_id)
    return member is not None and member.role in PENNING


def _leader_signed(visit: Visit, facts: PanelFacts) -> bool:
    return visit.leader is not None and visit.leader.id in facts.signed
