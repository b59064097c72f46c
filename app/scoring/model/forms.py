"""The forms that a part of a scheme takes under the choices of the open readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Settled = Mapping[str, str]
"""Readings with the choice that was made of each."""


@dataclass(frozen=True, slots=True)
class Forms(Generic[T]):
    """A part of a scheme under each combination of the choices ``by`` speaks of; None: it is not there."""

    by: tuple[str, ...]
    each: Mapping[tuple[str, ...], T | None]

    def at(self, settled: Settled) -> T | None:
        """The part as these choices (one for every reading of ``by``) leave it."""
        return self.each[tuple(settled[name] for name in self.by)]
