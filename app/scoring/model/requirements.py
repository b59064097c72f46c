"""What a condition of an eligibility or a grounds scheme is; the kinds stand in ``requirements``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from app.scoring.model.changes import Changes
from app.scoring.model.conditions import Condition, Profile, Values
from app.scoring.model.context import FactOf
from app.scoring.model.provisions import Provision
from app.scoring.model.words import Specs


@dataclass(frozen=True, slots=True)
class Telling(Provision, ABC):
    """A condition of a finding: whether it is met is told as a fact."""

    finding: str

    @abstractmethod
    def fact(self, specs: Specs, profile: Profile) -> FactOf:
        """The closure that tells the fact of faultless values."""

    @abstractmethod
    def change(self, specs: Specs, profile: Profile, values: Values) -> Changes:
        """What would have to be found, where it is not met; nothing where that cannot be said."""


@dataclass(frozen=True, slots=True)
class Referring(Provision, ABC):
    """Where its condition holds somebody else decides, and nothing is told. label: who, by which rules."""

    label: str
    when: Condition = field(kw_only=True)


Requirement = Telling | Referring
