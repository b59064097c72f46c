"""How a rule is read from a scheme file: the place it stands at, and what every kind must offer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

from app.scoring.model.conditions import Condition
from app.scoring.model.findings import kind_of
from app.scoring.model.points import Points
from app.scoring.model.rules import Rule
from app.scoring.model.specs import FindingSpec
from app.scoring.source.conditions import Known, read_limit
from app.scoring.source.nodes import Node

Start = Literal["full", "empty", "either", "pointless"]
"""Criteria that a kind can stand in: those that begin with all their points; with none; both; or also those
that have no points at all."""


@dataclass(frozen=True, slots=True)
class Place:
    """The mapping a rule is written in, what it may speak of, and the criterion it belongs to.

    most: the criterion's points in hundredths; full: whether it begins with all of them.
    """

    node: Node
    known: Known
    most: Points
    full: bool

    def needed(self, kinds: tuple[str, ...], key: str = "finding") -> FindingSpec | None:
        """The finding under a key, which must always be answered; None with the fault recorded."""
        spec = self.known.finding(self.node, key, kinds)
        if spec is not None and spec.optional and not kind_of(spec).spared:
            self.node.fault(key, f"查验项 {spec.name} 可以不填，不能据以计分")
        return spec

    def limit(self, spec: FindingSpec) -> Condition | None:
        """The rule's own ``when``, joined to that of its finding."""
        return read_limit(self.node, self.known, spec)


class Readable(ABC):
    """What can be written in a scheme file. keys: those of its mapping that name a finding."""

    __slots__ = ()
    keys: ClassVar[tuple[str, ...]]
    start: ClassVar[Start]

    @classmethod
    @abstractmethod
    def read(cls, place: Place) -> Rule | None:
        """The rule at a place, or None with the faults recorded."""
