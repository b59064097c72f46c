from __future__ import annotations

import pytest

from app.services.printing.finding_words import shown_findings
from app.services.store.schemes import SchemeLibrary

SCHEME = SchemeLibrary()["tianjin-base-acceptance"]


@pytest.mark.parametrize(
    ("criterion", "findings", "words"),
    [
        ("3.1", {"concurrent_trainees": "186"}, "186 人"),
        ("2.1", {"sound_regimes": []}, "无"),
        ("5.1", {"unmet_specialties": []}, "无"),
        ("5.1", {"unmet_specialties": [{"name": "数控", "deduction": "1"}]}, "数控 −1"),
        ("5.1", {"unmet_specialties": ["odd", 5]}, "无"),
        ("14.2", {"trainee_satisfaction": "78"}, "78%"),
    ],
)
def test_values_are_shown_in_words(criterion: str, findings: dict[str, object], words: str) -> None:
    ((label, shown),) = shown_findings(SCHEME.criterion(criterion), findings)

    assert label
    assert shown == words


def test_every_option_of_every_finding_has_its_own_words() -> None:
    for criterion in SCHEME.criteria:
        for spec in criterion.findings:
            values = [option.value for option in spec.options]
            flag = spec.kind == "flag"
            given = [value == "true" if flag else value for value in values]
            shown = [shown_findings(criterion, {spec.name: value})[0][1] for value in given]
            assert len(set(shown)) == len(shown)
            assert shown == [option.label for option in spec.options] or spec.kind == "set"


def test_what_is_not_given_is_not_shown() -> None:
    assert shown_findings(SCHEME.criterion("3.1"), {}) == ()
    assert shown_findings(SCHEME.criterion("3.1"), {"unheard_of": 1}) == ()
