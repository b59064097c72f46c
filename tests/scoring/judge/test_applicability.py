"""Which open readings concern a unit, told from what the scheme's data say for its kind."""

from __future__ import annotations

import pytest

from app.scoring import load_scheme
from app.scoring.judge.applicability import applies
from tests.scoring.model.test_readings import STEP, scheme_with

LIMITED = ("points: {by: extra, 'no': 1, 'yes': 2}", "points: 1, when: {profile: size, is: large}")


@pytest.mark.parametrize(("size", "concerned"), [("small", False), ("large", True)])
def test_a_reading_of_a_rule_for_large_units_does_not_concern_small_ones(size: str, concerned: bool) -> None:
    scheme = load_scheme(scheme_with(STEP, LIMITED))
    told = {each.id: applies(scheme, each, {"size": size}) for each in scheme.readings}
    assert (told["stride"], told["partial_step"]) == (concerned, concerned)
    assert told["pass_mark"] is True
