"""Which open readings concern a unit: those of which another choice would change what is asked or counted."""

from __future__ import annotations

from app.scoring.model.conditions import Condition, Profile, compile_test
from app.scoring.model.provisions import Provision
from app.scoring.model.readings import BUILT_IN
from app.scoring.model.scheme import Criterion, OpenReading, Scheme


def applies(scheme: Scheme, reading: OpenReading, profile: Profile) -> bool:
    """Whether a reading concerns a unit of that profile under the settled scheme."""
    if reading.key == "partial_step":
        return any(reading.key in rule.readings for each in scheme.criteria for rule in _rules(each, profile))
    if reading.key in BUILT_IN or reading.id not in scheme.parts.by:
        return True
    told = {
        _told(scheme.under({**scheme.settled, reading.id: option.value}), profile)
        for option in reading.choices
    }
    return len(told) > 1


def _told(scheme: Scheme, profile: Profile) -> str:
    """What of a settled scheme concerns the profile; two are the same where nothing differs for the unit."""
    criteria = [
        (
            each.id,
            each.item,
            each.wanted,
            each.max,
            each.cite,
            _findings(each, profile),
            _rules(each, profile),
        )
        for each in scheme.criteria
        if not _holds(each.waived_when, profile)
    ]
    return repr((criteria, scheme.consequences, scheme.obligations))


def _findings(criterion: Criterion, profile: Profile) -> list[object]:
    return [each for each in criterion.findings if not _never(each.when, profile)]


def _rules(criterion: Criterion, profile: Profile) -> list[Provision]:
    rules = (*criterion.rules, *criterion.requirements)
    return [rule for rule in rules if not _never(rule.when, profile)]


def _never(condition: Condition | None, profile: Profile) -> bool:
    return condition is not None and compile_test(condition, profile)({}) is False


def _holds(condition: Condition | None, profile: Profile) -> bool:
    return condition is not None and compile_test(condition, profile)({}) is True
