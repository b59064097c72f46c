"""What came after a conclusion was frozen, as its page and the bureau's summary print it.

Drawn from the panel's ledger alone, so that whoever has the ledger can draw it again.
"""

from __future__ import annotations

from dataclasses import replace

from app.reports.document import Followed, SignedRow, Signer
from app.scoring import Scheme
from app.services.panel.panel_ledger import PanelFacts
from app.services.printing.clock_words import clock_time, steps_of
from app.services.printing.verdict_report import signers
from app.services.store.rounds import Statement
from app.services.store.site import Visit

DIGITAL, PEN, PAPER, OPEN = "电子签名", "手签", "纸质签署", "尚未签署"


def followed_of(visit: Visit, scheme: Scheme, facts: PanelFacts) -> Followed:
    """The record of what followed; empty while nothing is frozen."""
    if facts.frozen_digest is None:
        return Followed()
    noted = facts.followed
    steps = (replace(noted[each.id], title=each.title) for each in scheme.own_steps if each.id in noted)
    return Followed(
        steps=steps_of(steps, facts.clock),
        statement=facts.statement.text,
        by=facts.statement.by,
        stand=_stand(facts.statement),
        signed=tuple(_signed(visit, facts, each) for each in signers(visit)),
        happened=facts.sitting.since(facts.froze, visit),
        penned=facts.sitting.pen is not None and facts.froze.pen is None,
    )


def _stand(statement: Statement) -> str:
    return {None: "", True: "对结论无异议", False: "对结论有异议"}[statement.agrees]


def _signed(visit: Visit, facts: PanelFacts, signer: Signer) -> SignedRow:
    """One person's signature; where there are two, the ink prevails and the other is named."""
    digital = facts.signed.get(signer.person_id)
    copy = next((each for each in facts.copies if each.person_id == signer.person_id), None)
    clock = facts.clock
    pen = next((each for each in facts.pens if each.person_id == signer.person_id), None)
    if pen is not None:
        both = f"；另有电子签名（{clock_time(digital, clock)}），以手签为准" if digital else ""
        note = f"由{visit.name_of(pen.author)}登记，原因：{pen.reason}；附签字页照片 {pen.name}{both}"
        return SignedRow(signer.name, signer.role, clock_time(pen.at, clock), PEN, note)
    if digital is not None:
        later = "此后改为纸质签署，电子签名留在记录里" if visit.form == "pen" else ""
        beside = f"签在同一份文件的另一份上，附签署件 {copy.name}" if copy else ""
        note = "；".join(each for each in (beside, later) if each)
        return SignedRow(signer.name, signer.role, clock_time(digital, clock), DIGITAL, note)
    form = PAPER if visit.form == "pen" and facts.issued else OPEN
    return SignedRow(signer.name, signer.role, "", form)
