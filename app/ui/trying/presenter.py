"""Which scheme is to be tried out, and for what unit. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.common.words import say
from app.scoring import ProfileField
from app.services.authoring.trials import Candidate, Trial, Trials


@dataclass(frozen=True, slots=True)
class TryingState:
    """What can be chosen. chosen: id of a shipped scheme, empty for one from a file.

    told: what is known of the scheme chosen; fields: the facts about the unit that it asks for.
    """

    schemes: tuple[tuple[str, str], ...]
    chosen: str
    told: str
    fields: tuple[ProfileField, ...]
    profile: dict[str, str]
    ready: bool


class TryingPresenter:
    """Makes states out of the trials service. What a file refuses is raised; the state stays."""

    def __init__(self, trials: Trials) -> None:
        self._trials = trials
        self._titles = tuple(trials.titles().items())
        self._candidate: Candidate | None = None
        self._chosen, self._profile = "", {}  # type: tuple[str, dict[str, str]]

    @property
    def state(self) -> TryingState:
        """What stands now."""
        scheme = self._candidate.scheme if self._candidate else None
        fields = scheme.profile if scheme else ()
        told = say("{title}（版本 {version}）", title=scheme.title, version=scheme.version) if scheme else ""
        ready = scheme is not None and all(field.name in self._profile for field in fields)
        return TryingState(self._titles, self._chosen, told, fields, dict(self._profile), ready)

    def choose(self, scheme_id: str) -> None:
        """Take a shipped scheme."""
        self._take(self._trials.shipped(scheme_id), scheme_id)

    def read(self, path: Path) -> None:
        """Take a scheme from a file. Raises Refusal naming every fault of it; then none is chosen."""
        self._candidate, self._chosen, self._profile = None, "", {}
        self._take(self._trials.read(path), "")

    def tell(self, field: str, value: str) -> None:
        """A fact about the unit."""
        self._profile[field] = value

    def begin(self) -> Trial:
        """The desk. Raises Refusal while something is not chosen."""
        if self._candidate is None:
            raise LookupError("no scheme is chosen")
        return self._trials.begin(self._candidate, self._profile)

    def _take(self, candidate: Candidate, scheme_id: str) -> None:
        self._candidate, self._chosen = candidate, scheme_id
        self._profile = {field.name: field.options[0].value for field in candidate.scheme.profile}
