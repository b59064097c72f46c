"""A ruling while it is being written: the desk's own fields over findings that are nobody's sheet. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from app.scoring import Scheme, Tally
from app.ui.desk import typing_in
from app.ui.desk.carding import Typed, card_state
from app.ui.desk.state import CardState

if TYPE_CHECKING:
    from app.services.sheets import SheetDesk

Findings = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """As much of a sheet as the card's fields look at, for one criterion's findings."""

    tally: Tally
    answers: Mapping[str, Findings]
    locked: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    attachments: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    self_assessment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """Findings and reason of a ruling, immutable; typed keeps what stands in the fields as written."""

    scheme: Scheme
    profile: Mapping[str, object]
    policy: Mapping[str, object]
    criterion: str
    findings: Findings
    reason: str
    typed: Findings = field(default_factory=dict)
    asked: bool = False

    def written(self, name: str, typed: object) -> Draft:
        """With what a field gives now."""
        spec = self.scheme.criterion(self.criterion).finding(name)
        value = typing_in.stored(spec.kind, typed)
        kept = {key: found for key, found in self.findings.items() if key != name}
        if value is not None:
            kept[name] = value
        differs = isinstance(typed, str) and typing_in.shown(spec, value) != typed
        texts = {key: text for key, text in self.typed.items() if key != name}
        return replace(self, findings=kept, typed={**texts, name: typed} if differs else texts)

    def adopted(self, findings: Findings) -> Draft:
        """With an expert's findings in place of what stood there."""
        return replace(self, findings=dict(findings), typed={})

    def reasoned(self, reason: str) -> Draft:
        """With another reason."""
        return replace(self, reason=reason)

    @property
    def effective(self) -> Findings:
        """The findings that count: given, and applying under the other answers."""
        return self._tally().effective(self.criterion)

    def card(self) -> CardState:
        """Fields, working and lines as the desk would show them."""
        sheet = DraftSheet(self._tally(), {self.criterion: self.findings})
        shown = Typed(texts=self.typed, asked=self.asked)
        criterion = self.scheme.criterion(self.criterion)
        return card_state(cast("SheetDesk", sheet), criterion, shown, ("", ""))

    def _tally(self) -> Tally:
        return Tally.start(self.scheme, self.profile, self.policy, {self.criterion: self.findings})
