"""What is fixed before the first finding is read, and what a rule compiles to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.scoring.model.conditions import Profile, Threshold, Values
from app.scoring.model.points import Exact, Points
from app.scoring.model.results import Fact, Line, Veto
from app.scoring.model.specs import FindingSpec
from app.scoring.model.words import Cause, compile_cause

Counter = Callable[[Values, list[Line]], None]
"""Adds the lines that a rule has to say about the values."""

FactOf = Callable[[Values], Fact]
"""Tells a fact of faultless values."""

Objection = Callable[[Values], tuple[Veto, str] | None]
"""What the values do to the verdict and why; None for nothing."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is fixed before the first finding: of the criterion, the profile, the reading of begun steps.

    most: the criterion's points in hundredths; full: whether it begins with all of them; alone: whether it
    has but one rule; in_principle: findings that an exception can be made of.
    """

    specs: dict[str, FindingSpec]
    profile: Profile
    most: Points
    full: bool
    cite: str
    item: str
    wanted: str
    alone: bool
    in_principle: frozenset[str]
    started: bool = False

    @property
    def start(self) -> Points:
        """The points that the criterion begins with."""
        return self.most if self.full else 0

    def line(self, points: Points, why: str, term: str = "") -> Line:
        """A line that rests on the criterion's clause."""
        return Line(points, why, self.cite, term)

    def threshold(self, threshold: Threshold) -> Exact:
        """The wanted value for this profile."""
        return threshold.known(self.profile)

    def cause(self, spec: FindingSpec) -> Cause | None:
        """Why a finding applies, in words; None for one that always does."""
        return compile_cause(spec.when, self.specs, self.profile) if spec.when else None
