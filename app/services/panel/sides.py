"""What each expert found for each criterion, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from app.scoring import PanelResult, Scheme, format_points
from app.services.panel.collected import Collected
from app.services.printing.finding_words import shown_findings
from app.services.store.rounds import Side
from app.services.store.site import Visit


def sides_of(
    visit: Visit, scheme: Scheme, collected: Collected, result: PanelResult
) -> Mapping[str, tuple[Side, ...]]:
    """By criterion, of those who score it. Only once every sheet is in: judgements are not told before."""
    return {
        row.id: tuple(
            Side(
                sheet.person_id,
                sheet.name,
                sheet.findings.get(row.id, {}),
                shown_findings(scheme.criterion(row.id), sheet.findings.get(row.id, {})),
                _points(row.scores.get(sheet.person_id)),
                sheet.notes.get(row.id, ""),
                sheet.papers.get(row.id, ()),
            )
            for sheet in collected.found
            if visit.scored_by(row.id, sheet.person_id)
        )
        for row in result.criteria
    }


def _points(score: object) -> str | None:
    return format_points(score) if isinstance(score, (int, Fraction)) else None
