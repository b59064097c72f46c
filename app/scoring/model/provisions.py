"""What a rule of points and a condition have in common: each is a provision that speaks of findings.

A kind of provision is one module; whoever asks something of all provisions asks it here, so that a new kind
is not whole until it answers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, NamedTuple

from app.scoring.model.conditions import Condition, Threshold, findings_of
from app.scoring.model.points import Exact
from app.scoring.model.specs import FindingSpec


class Mark(NamedTuple):
    """A threshold of a provision. key: where it stands; top: the most that can be found, None where that is
    open; percent: whether it is a share in percent."""

    key: str
    wanted: Threshold
    top: Exact | None
    percent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(ABC):
    """when: the condition (of the profile, or of another finding) that limits it; None is always.

    readings: keys of the engine's open readings on which turns what it comes to.
    """

    readings: ClassVar[tuple[str, ...]] = ()

    when: Condition | None = None

    @property
    @abstractmethod
    def spoken(self) -> tuple[str, ...]:
        """Names of the findings that it speaks of, the one it is about first; its condition aside."""

    @abstractmethod
    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:
        """The thresholds that a finding is held against, for the audit."""

    @property
    def about(self) -> str:
        """The finding that it is about; empty for what rests on its condition alone."""
        return next(iter(self.spoken), "")

    @property
    def looked_at(self) -> tuple[str, ...]:
        """Names of all findings that it needs, those of its condition included."""
        return (*self.spoken, *(findings_of(self.when) if self.when else ()))

    @property
    def turning_on(self) -> tuple[str, ...]:
        """Names of the profile's fields that its thresholds turn on."""
        held = (getattr(self, each.name) for each in fields(self))
        return tuple(each.by for each in held if isinstance(each, Threshold))
