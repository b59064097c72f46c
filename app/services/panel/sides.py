"""What each expert found for each criterion, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from app.scoring import Criterion, PanelResult, Scheme, format_points
from app.services.panel.collected import Collected
from app.services.printing.finding_words import shown_findings
from app.services.printing.sheet_report import SEEN
from app.services.store.rounds import Side
from app.services.store.site import Mark, Visit


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
                seen_words(scheme.criterion(row.id), sheet.marks.get(row.id, {})),
            )
            for sheet in collected.found
            if visit.scored_by(row.id, sheet.person_id)
        )
        for row in result.criteria
    }


def seen_words(criterion: Criterion, marks: Mapping[str, Mark]) -> tuple[str, ...]:
    """How an expert saw the materials, such as ``原件：任命文件、章程``; what nobody marked comes last."""
    if not criterion.evidence:
        return ()
    ways = (*SEEN, (None, "没有标注"))
    labels = {
        word: [item.label for item in criterion.evidence if marks.get(item.id) == way] for way, word in ways
    }
    return tuple(f"{word}：{'、'.join(named)}" for word, named in labels.items() if named)


def _points(score: object) -> str | None:
    return format_points(score) if isinstance(score, (int, Fraction)) else None
