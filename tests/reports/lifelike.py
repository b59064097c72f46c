"""A made-up but lifelike visit: 23 criteria, three experts, rulings and long reasons. Everybody is 示例."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.reports.document import (
    Adjustment,
    BasisRow,
    Consequence,
    CriterionRow,
    Expert,
    ExpertScore,
    Followed,
    MaterialRow,
    PanelMember,
    PointLine,
    ProtocolStep,
    ReadingRow,
    RulingRow,
    SectionRow,
    Signer,
    VerdictReport,
)

STORED = Path(__file__).resolve().parents[1] / "golden" / "reports" / "visit.json"
ROWS = {
    "panel": PanelMember,
    "signers": Signer,
    "experts": Expert,
    "basis": BasisRow,
    "materials": MaterialRow,
    "protocol": ProtocolStep,
    "total_adjustments": Adjustment,
    "readings": ReadingRow,
    "rulings": RulingRow,
    "consequences": Consequence,
}


def _criterion(raw: dict[str, Any]) -> CriterionRow:
    scores = tuple(ExpertScore(**each) for each in raw["scores"])
    return CriterionRow(
        **raw | {"scores": scores, "lines": tuple(PointLine(**each) for each in raw["lines"])}
    )


def _section(raw: dict[str, Any]) -> SectionRow:
    return SectionRow(**raw | {"criteria": tuple(_criterion(each) for each in raw["criteria"])})


def full_report() -> VerdictReport:
    """The whole visit, digital, frozen."""
    raw: dict[str, Any] = json.loads(STORED.read_text(encoding="utf-8"))
    del raw["followed"]
    rows = {name: tuple(kind(**each) for each in raw[name]) for name, kind in ROWS.items()}
    made = {
        "sections": tuple(_section(each) for each in raw["sections"]),
        "frozen_at": datetime.fromisoformat(raw["frozen_at"]),
        "problems": tuple(raw["problems"]),
        "suggestions": tuple(raw["suggestions"]),
    }
    return VerdictReport(**raw | rows | made)


def full_followed() -> Followed:
    """What came after it was frozen: read out, answered."""
    raw: dict[str, Any] = json.loads(STORED.read_text(encoding="utf-8"))["followed"]
    return Followed(**raw | {"steps": tuple(ProtocolStep(**each) for each in raw["steps"])})


def with_why(text: str, *, at: int = 0) -> VerdictReport:
    """The full report with one criterion's reason replaced."""
    report = full_report()
    section = report.sections[0]
    row = replace(section.criteria[at], lines=(PointLine("-1", text, "附件1"),))
    criteria = (*section.criteria[:at], row, *section.criteria[at + 1 :])
    return replace(report, sections=(replace(section, criteria=criteria), *report.sections[1:]))


def _bare(section: SectionRow) -> SectionRow:
    plain: dict[str, Any] = {
        "scores": (),
        "state": "",
        "self_score": None,
        "lines": (),
        "method": "",
        "evidence": "",
    }
    return replace(section, criteria=tuple(replace(each, **plain) for each in section.criteria[:1]))


def minimal_report() -> VerdictReport:
    """As little as a report can hold: for the pen, without mark, protocol or remarks."""
    report = full_report()
    empty = (
        "protocol",
        "total_adjustments",
        "readings",
        "rulings",
        "problems",
        "suggestions",
        "consequences",
        "experts",
        "materials",
    )
    nothing: dict[str, Any] = dict.fromkeys(empty, ())
    return replace(
        report,
        **nothing,
        sample=False,
        form="pen",
        sections=tuple(_bare(section) for section in report.sections[:2]),
        pass_mark=None,
        outcome="undetermined",
        outcome_label="未作合格与否的认定",
        outcome_why="",
        signers=report.signers[-1:],
    )
