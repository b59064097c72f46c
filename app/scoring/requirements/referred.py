"""Somebody else decides, by other rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from app.scoring.model.provisions import Mark
from app.scoring.model.requirements import Referring, Requirement
from app.scoring.model.specs import FindingSpec
from app.scoring.requirements.reader import Place, Readable
from app.scoring.source.conditions import read_condition


@final
@dataclass(frozen=True, slots=True)
class Referred(Referring, Readable):
    """It rests on its condition alone."""

    keys: ClassVar = ()

    @classmethod
    def read(cls, place: Place) -> Requirement | None:
        """``label`` and ``when``."""
        when = read_condition(place.node.node("when"), place.known)
        return None if when is None else Referred(place.node.text("label"), when=when)

    @property
    def spoken(self) -> tuple[str, ...]:
        """None."""
        return ()

    def marks(self, specs: Mapping[str, FindingSpec]) -> Iterable[Mark]:  # noqa: ARG002  no number
        """None: there is no number."""
        return ()
