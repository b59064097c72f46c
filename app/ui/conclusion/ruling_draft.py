"""A ruling while it is being written: the desk's own fields over findings that are nobody's sheet. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.scoring import CriterionResult, Scheme, Tally
from app.services.store.rounds import PanelState
from app.ui.criterion import field_values
from app.ui.criterion.fields import Typed, field_states
from app.ui.criterion.state import FieldState
from app.ui.criterion.sum_words import missing_words

Findings = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RulingDraft:
    """Findings and reason of a ruling, immutable.

    typed: what stands in the fields as written, where it differs from what it means (``1.`` and 1).
    asked: what is left out is named at its field, since ruling was tried.
    """

    scheme: Scheme
    profile: Mapping[str, object]
    policy: Mapping[str, object]
    criterion: str
    findings: Findings
    reason: str
    typed: Findings = field(default_factory=dict)
    asked: bool = False

    @classmethod
    def standing(cls, panel: PanelState, criterion: str) -> RulingDraft:
        """The ruling that stands, or an empty one."""
        stands = panel.rulings.get(criterion)
        findings, reason = (stands.findings, stands.reason) if stands else ({}, "")
        return cls(panel.scheme, panel.profile, panel.policy, criterion, findings, reason)

    def written(self, name: str, typed: object) -> RulingDraft:
        """With what a field gives now."""
        spec = self.scheme.criterion(self.criterion).finding(name)
        value = field_values.stored(spec.kind, typed, spec.unit)
        kept = {key: found for key, found in self.findings.items() if key != name}
        if value is not None:
            kept[name] = value
        texts = {key: text for key, text in self.typed.items() if key != name}
        if isinstance(typed, str) and field_values.shown(value) != typed:
            texts[name] = typed
        return replace(self, findings=kept, typed=texts)

    def adopted(self, findings: Findings) -> RulingDraft:
        """With an expert's findings in place of what stood there."""
        return replace(self, findings=dict(findings), typed={})

    def reasoned(self, reason: str) -> RulingDraft:
        """With another reason."""
        return replace(self, reason=reason)

    @property
    def effective(self) -> Findings:
        """The findings that count: given, and applying under the other answers."""
        return self._tally().effective(self.criterion)

    @property
    def result(self) -> CriterionResult:
        """What the findings come to."""
        return self._tally().criteria[self.criterion]

    def fields(self) -> tuple[FieldState, ...]:
        """The fields as the desk would show them."""
        shown = Typed(texts=self.typed, asked=self.asked)
        return field_states(self._tally(), self.criterion, self.findings, shown)

    def missing(self) -> str:
        """What the score still waits for, in a sentence."""
        return missing_words(self.result, self._tally().shown(self.criterion))

    def _tally(self) -> Tally:
        return Tally.start(self.scheme, self.profile, self.policy, {self.criterion: self.findings})
