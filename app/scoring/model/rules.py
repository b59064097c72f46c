"""What a rule of points is, in four families; the kinds of each are the modules of ``rules``.

A scheme is written in their words alone; a new city is a new file, not code. Points are hundredths and
positive; the kind says whether they are lost or won.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from app.scoring.model.changes import Changes
from app.scoring.model.conditions import Condition, Values
from app.scoring.model.context import Context, Counter, FactOf, Objection
from app.scoring.model.moves import Moves
from app.scoring.model.points import Points
from app.scoring.model.provisions import Provision
from app.scoring.model.tariff import Tariff
from app.scoring.model.words import Specs


@dataclass(frozen=True, slots=True)
class Rule(Provision, ABC):
    """explained: whether the criterion's reasons and texts go with it."""

    explained: ClassVar[bool] = False

    @abstractmethod
    def demand(self, context: Context) -> FactOf | None:
        """What the document demands, whatever missing it costs and whatever limits the rule; None where
        it demands nothing of its own."""

    @abstractmethod
    def ladder(self, context: Context, values: Values, lost: Points) -> Iterable[Changes]:
        """Ways to lose less, or win more, the nearest first. lost: what the criterion lacks in all."""

    @abstractmethod
    def tariff(self, context: Context) -> Tariff | None:
        """What it costs or gives, told before anything is found; None where that is told otherwise."""


@dataclass(frozen=True, slots=True)
class Counting(Rule, ABC):
    """A rule that takes from the criterion's points, or gives them, by a finding.

    alternative: whether it and another such rule beside it are never both counted.
    """

    alternative: ClassVar[bool] = False

    finding: str

    @abstractmethod
    def counter(self, context: Context) -> Counter:
        """The closure that counts values under which the rule holds."""

    @abstractmethod
    def moves(self, context: Context) -> Moves:
        """Everything that it can add to the points, where its finding is answered."""

    def span(self, context: Context) -> Points | None:
        """The most it can take off, or give; None where it counts on and the criterion is the bound."""
        return max(map(abs, self.moves(context)), default=0)


@dataclass(frozen=True, slots=True)
class Shutting(Rule, ABC):
    """Where its condition holds, the criterion has no points and no other rule speaks."""

    when: Condition = field(kw_only=True)

    @abstractmethod
    def closing(self, context: Context) -> Callable[[Values], str | None]:
        """The closure that says why there are no points; None where there can be some."""


@dataclass(frozen=True, slots=True)
class Cutting(Rule, ABC):
    """A rule that takes from the visit's total, beside what the criterion itself loses."""

    finding: str

    @abstractmethod
    def cut(self, values: Values) -> Points:
        """What comes off the total."""

    @abstractmethod
    def cause(self, context: Context, values: Values) -> str:
        """Why that comes off the total."""

    @abstractmethod
    def cuts(self, context: Context) -> Moves:
        """Everything that it can add to the total, less than 0."""


@dataclass(frozen=True, slots=True)
class Failing(Rule, ABC):
    """A rule that can fail the visit whatever its points."""

    @abstractmethod
    def objection(self, context: Context) -> Objection:
        """The closure that says what the values do to the verdict."""

    @abstractmethod
    def passing(self, specs: Specs) -> str:
        """What it takes to pass, in words."""

    def tariff(self, context: Context) -> None:
        """None: ``passing`` tells it, in no points."""
