"""The small grammar of conditions: a finding is, is below, is above; the profile is; all, any, not.

A compiled condition answers True, False, or None where it cannot be told yet (an answer is missing).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.scoring.model.points import Exact

Values = dict[str, Any]
Profile = Mapping[str, str]
Test = Callable[[Values], bool | None]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A wanted value: one for all (``by`` empty, key ``""``), or one for each choice of a profile field."""

    by: str
    values: Mapping[str, Exact]

    def at(self, profile: Profile | None) -> Exact | None:
        """The value for a profile; None where the profile is not known."""
        if not self.by:
            return self.values[""]
        return None if profile is None else self.values[profile[self.by]]

    def known(self, profile: Profile) -> Exact:
        """The value for a profile that is known."""
        value = self.at(profile)
        assert value is not None  # noqa: S101  only an unknown profile has none
        return value


@dataclass(frozen=True, slots=True)
class Is:
    """The finding has one of the values (booleans for a flag)."""

    finding: str
    values: tuple[bool | str, ...]


@dataclass(frozen=True, slots=True)
class Below:
    """The finding is less than a threshold, or than another finding."""

    finding: str
    threshold: Threshold | None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Above:
    """The finding, in points, is more than so many hundredths."""

    finding: str
    points: int


@dataclass(frozen=True, slots=True)
class ProfileIs:
    """The profile's field is one of the values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All of the conditions hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of the conditions holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    part: Condition


Condition = Is | Below | Above | ProfileIs | Every | Some | Not


def findings_of(condition: Condition) -> tuple[str, ...]:
    """Names of the findings that a condition looks at."""
    match condition:
        case Is(finding) | Above(finding):
            return (finding,)
        case Below(finding, _, other):
            return (finding, other) if other else (finding,)
        case Every(parts) | Some(parts):
            return tuple(name for part in parts for name in findings_of(part))
        case Not(part):
            return findings_of(part)
        case ProfileIs():
            return ()


def compile_test(condition: Condition, profile: Profile | None) -> Test:  # noqa: PLR0911  one a kind
    """A closure over the criterion's values for a fixed profile (None: not known)."""
    match condition:
        case Is(finding, values):
            return _is(finding, values)
        case Below(finding, threshold, other):
            return _below_other(finding, other) if other else _below(finding, threshold, profile)
        case Above(finding, points):
            return _above(finding, points)
        case ProfileIs(field, values):
            return _always(None if profile is None or field not in profile else profile[field] in values)
        case Every(parts):
            return _joined([compile_test(part, profile) for part in parts], deciding=False)
        case Some(parts):
            return _joined([compile_test(part, profile) for part in parts], deciding=True)
        case Not(part):
            return _negated(compile_test(part, profile))


def _always(answer: object) -> Test:
    told = answer if isinstance(answer, bool) else None
    return lambda _: told


def _is(finding: str, wanted: tuple[bool | str, ...]) -> Test:
    if len(wanted) == 1:
        only = wanted[0]
        return lambda values: values[finding] == only if finding in values else None
    return lambda values: values[finding] in wanted if finding in values else None


def _below(finding: str, threshold: Threshold | None, profile: Profile | None) -> Test:
    limit = threshold.at(profile) if threshold else None
    if limit is None:
        return _always(None)
    top, bottom = limit

    def test(values: Values) -> bool | None:
        value = values.get(finding)
        return None if value is None else value[0] * bottom < top * value[1]

    return test


def _below_other(finding: str, other: str) -> Test:
    def test(values: Values) -> bool | None:
        value, wanted = values.get(finding), values.get(other)
        return None if value is None or wanted is None else value[0] * wanted[1] < wanted[0] * value[1]

    return test


def _above(finding: str, points: int) -> Test:
    return lambda values: values[finding] > points if finding in values else None


def _joined(tests: list[Test], *, deciding: bool) -> Test:
    def test(values: Values) -> bool | None:
        answers = [part(values) for part in tests]
        if deciding in answers:
            return deciding
        return None if None in answers else not deciding

    return test


def _negated(part: Test) -> Test:
    def test(values: Values) -> bool | None:
        answer = part(values)
        return None if answer is None else not answer

    return test
