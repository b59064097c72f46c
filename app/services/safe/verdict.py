"""A frozen or issued verdict that comes with a leader's copy: as the panel's ledger tells of it."""

from __future__ import annotations

from collections.abc import Sequence

from app.common.canon import sha256
from app.common.ids import short_code
from app.models import tables
from app.services.panel.panel_ledger import PanelFacts
from app.services.safe.merger import ArrivedLedger, Fate
from app.services.store.unit_of_work import Unit


def put_verdict(unit: Unit, visit_id: str, arrived: Sequence[ArrivedLedger], pdf: bytes | None) -> None:
    """Store what the ledger says is frozen; the PDF only if it is the very one that the ledger tells of."""
    facts = next(
        (
            each.facts
            for each in arrived
            if each.person is None and each.fate in (Fate.NEW, Fate.ONWARD) and each.facts
        ),
        None,
    )
    if facts is None:
        return
    for row in unit.find(tables.verdicts, columns=("version",), visit_id=visit_id):
        if row["version"] < facts.version or facts.frozen_digest is None:
            where = {"visit_id": visit_id, "version": row["version"]}
            unit.change(tables.verdicts, where, state="voided")
    if facts.frozen_digest is not None:
        _put(unit, visit_id, facts, pdf)
    signed = _signed(unit, visit_id, facts)
    stage = "scoring" if facts.frozen_digest is None else "signed" if signed else "frozen"
    unit.change(tables.visits, {"id": visit_id}, stage=stage)


def _put(unit: Unit, visit_id: str, facts: PanelFacts, pdf: bytes | None) -> None:
    digest, told = facts.frozen_digest or "", pdf if pdf and sha256(pdf) == facts.pdf_sha256 else None
    unit.put(
        tables.verdicts,
        visit_id=visit_id,
        version=facts.version,
        frozen=digest,
        short_code=short_code(digest),
        report=dict(facts.frozen_text or {}),
        pdf=told,
        pdf_sha256=sha256(told) if told else None,
        state="signed" if _signed(unit, visit_id, facts) else "frozen",
        at=facts.frozen_at,
    )


def _signed(unit: Unit, visit_id: str, facts: PanelFacts) -> bool:
    """Whether everybody has signed; with the pen nobody signs here."""
    row = unit.first(tables.visits, columns=("panel", "form"), id=visit_id)
    panel = {str(member["id"]) for member in row["panel"]} if row else set()
    signed = set(facts.signed) | {each.person_id for each in facts.pens}
    return bool(panel) and panel <= signed | set(facts.sitting.standings)
