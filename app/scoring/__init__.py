"""The heart: schemes, rules, findings, evaluation, panels, explanation. Pure.

May import ``app.common`` alone: no Qt, no SQL, no files, no clock, no random. Points are whole hundredths.
"""

from app.scoring.results import Adjustment, CriterionResult, Line, SectionResult, Verdict
from app.scoring.scheme import (
    Clause,
    Conclusion,
    Criterion,
    EvidenceItem,
    FindingSpec,
    OpenReading,
    Option,
    ProfileField,
    Scheme,
    Section,
    Step,
)

__all__ = [
    "Adjustment", "Clause", "Conclusion", "Criterion", "CriterionResult", "EvidenceItem", "FindingSpec", "Line",
    "OpenReading", "Option", "ProfileField", "Scheme", "Section", "SectionResult", "Step", "Verdict",
]  # fmt: skip
