"""The heart: schemes, rules, findings, evaluation, panels, explanation. Pure.

May import ``app.common`` alone: no Qt, no SQL, no files, no clock, no random. Points are whole hundredths.
"""

from app.scoring.load.loader import load_scheme
from app.scoring.model.duties import Due, Obligation, consequences_of
from app.scoring.model.points import Points, Score, format_exact, format_points
from app.scoring.model.results import Adjustment, CriterionResult, Fact, Line, SectionResult, Verdict
from app.scoring.model.scheme import (
    Clause,
    Conclusion,
    Criterion,
    EvidenceItem,
    OpenReading,
    Scheme,
    Section,
    Step,
)
from app.scoring.model.specs import FindingSpec, Option, ProfileField
from app.scoring.panel.panel import Panel, PanelCriterion, PanelResult, join_panel
from app.scoring.panel.papers_in import Sheet
from app.scoring.visit.asked import answer
from app.scoring.visit.tally import Tally
from app.scoring.visit.visit import score_visit

__all__ = [
    "Adjustment",
    "Clause",
    "Conclusion",
    "Criterion",
    "CriterionResult",
    "Due",
    "EvidenceItem",
    "Fact",
    "FindingSpec",
    "Line",
    "Obligation",
    "OpenReading",
    "Option",
    "Panel",
    "PanelCriterion",
    "PanelResult",
    "Points",
    "ProfileField",
    "Scheme",
    "Score",
    "Section",
    "SectionResult",
    "Sheet",
    "Step",
    "Tally",
    "Verdict",
    "answer",
    "consequences_of",
    "format_exact",
    "format_points",
    "join_panel",
    "load_scheme",
    "score_visit",
]
