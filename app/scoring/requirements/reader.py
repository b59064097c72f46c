"""How a condition is read from a scheme file: the place it stands at, and what every kind must offer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from app.scoring.model.conditions import Condition
from app.scoring.model.requirements import Requirement
from app.scoring.model.specs import FindingSpec
from app.scoring.source.conditions import Known, read_limit
from app.scoring.source.nodes import Node


@dataclass(frozen=True, slots=True)
class Place:
    """The mapping a condition is written in, and what it may speak of. word: its kind as it is written."""

    node: Node
    known: Known
    word: str

    def needed(self, kinds: tuple[str, ...], key: str = "finding") -> FindingSpec | None:
        """The finding under a key, which must always be answered; None with the fault recorded."""
        spec = self.known.finding(self.node, key, kinds)
        if spec is not None and spec.optional and spec.required_when is None:
            self.node.fault(key, f"查验项 {spec.name} 可以不填，不能据以判断")
        return spec

    def limit(self, spec: FindingSpec) -> Condition | None:
        """The condition's own ``when``, joined to that of its finding."""
        return read_limit(self.node, self.known, spec)


class Readable(ABC):
    """What can be written in a scheme file. keys: those of its mapping that name a finding."""

    __slots__ = ()
    keys: ClassVar[tuple[str, ...]]

    @classmethod
    @abstractmethod
    def read(cls, place: Place) -> Requirement | None:
        """The condition at a place, or None with the faults recorded."""
