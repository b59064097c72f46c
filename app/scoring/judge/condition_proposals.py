"""What would meet a condition: each requirement that is not met, brought to where it is."""

from __future__ import annotations

from collections.abc import Iterable

from app.scoring.model.changes import Ladder, joined
from app.scoring.model.conditions import Profile, Values, compile_test
from app.scoring.model.requirements import Requirement, Telling
from app.scoring.model.words import Specs


def meeting(
    requirements: Iterable[Requirement], specs: Specs, profile: Profile, values: Values
) -> tuple[Ladder, ...]:
    """One ladder of one step that meets them all; none where a requirement cannot be met by findings."""
    parts = [
        rule.change(specs, profile, values)
        for rule in requirements
        if isinstance(rule, Telling)
        and (rule.when is None or compile_test(rule.when, profile)(values))
        and not rule.fact(specs, profile)(values).met
    ]
    together = joined(parts) if all(parts) else ()
    return ((together,),) if together else ()
