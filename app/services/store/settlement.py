"""A wide spread that was talked over: the sentence that settles it, who agreed, who dissents and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the panel said of one criterion after talking it over. at: UTC stamp.

    scores: of the experts by id, score: what stands, both as exact text: once any of them is another, the
    settlement speaks of something that is no more. agreed: ids of the experts who agree; dissents: id to why.
    """

    criterion: str
    sentence: str
    agreed: tuple[str, ...]
    dissents: Mapping[str, str]
    scores: Mapping[str, str]
    score: str
    at: str

    @property
    def plain(self) -> dict[str, Any]:
        """The same as an entry has it; the sentence is the entry's reason."""
        return {
            "agreed": list(self.agreed),
            "dissents": dict(self.dissents),
            "scores": dict(self.scores),
            "score": self.score,
        }
