"""What is fixed before the first finding is read, and what a rule compiles to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.scoring.model.conditions import Profile, Threshold, Values
from app.scoring.model.points import Exact, Points
from app.scoring.model.results import Line
from app.scoring.model.scheme import Criterion, FindingSpec

Counter = Callable[[Values, list[Line]], None]
"""Adds the lines that a rule has to say about the values."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is fixed before the first finding: the criterion, the profile, the reading of begun steps."""

    criterion: Criterion
    specs: dict[str, FindingSpec]
    profile: Profile
    started: bool

    @property
    def full(self) -> bool:
        """Whether the criterion begins with all its points."""
        return self.criterion.start == "full"

    def line(self, points: Points, why: str, term: str = "") -> Line:
        """A line that rests on the criterion's clause."""
        return Line(points, why, self.criterion.cite, term)

    def threshold(self, threshold: Threshold) -> Exact:
        """The wanted value for this profile."""
        value = threshold.at(self.profile)
        assert value is not None  # noqa: S101  a setting is made for a known profile only
        return value
