"""Sentences of the document that can never bind: no visit comes to the case that their scope describes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.scoring.model.conditions import Condition, Profile, compile_test
from app.scoring.model.duties import UNDETERMINED, Scope
from app.scoring.model.scheme import OUTCOMES, Criterion, Scheme

NEVER = "这样的情形不会出现，这一条从不适用"
FAILING = {"scored": "fail", "eligibility": "ineligible", "effect": "poor"}
"""What a criterion that fails brings a visit to; under ``grounds`` it depends on the criterion."""


def scope_faults(scheme: Scheme, profiles: Sequence[Profile]) -> Iterator[tuple[str, str]]:
    """Place and message of every scope that describes a case which cannot be. profiles: all there are."""
    for kind, sentences in (("consequences", scheme.consequences), ("obligations", scheme.obligations)):
        for sentence in sentences:
            many = len(sentence.scopes) > 1
            for number, scope in enumerate(sentence.scopes):
                if not _can_bind(scheme, scope, profiles):
                    yield f"{kind}.{sentence.id}.scope{f'.{number}' if many else ''}", NEVER


def _can_bind(scheme: Scheme, scope: Scope, profiles: Sequence[Profile]) -> bool:
    if scope.round == "reexamination" and scheme.kind == "performance":
        return False  # nothing that can fail comes again
    return any(_met_by(scheme, scope, profile) for profile in profiles if _allows(scope, profile))


def _allows(scope: Scope, profile: Profile) -> bool:
    return all(profile.get(name) in values for name, values in scope.profile.items())


def _met_by(scheme: Scheme, scope: Scope, profile: Profile) -> bool:
    """Whether some outcome of a unit with this profile can come about as the scope says."""
    asked = [each for each in scheme.criteria if not _excluded(each.asked_when, profile)]
    numbers = {each.id for each in asked}
    if any(each.criterion not in numbers or _excluded(each.condition, profile) for each in scope.found):
        return False
    failing = [
        each for each in asked
        if each.id not in scope.unless and _can_fail(scheme, each) and not _waived(each, profile)
    ]  # fmt: skip
    outcomes = scope.outcomes or OUTCOMES[scheme.kind]
    if scope.failed:
        named = [each for each in failing if each.id in scope.failed]
        return any(_after_failing(scheme, each, outcome) for each in named for outcome in outcomes)
    return any(_comes_about(outcome, failing) for outcome in outcomes)


def _can_fail(scheme: Scheme, criterion: Criterion) -> bool:
    return scheme.conditional or criterion.vetoes


def _waived(criterion: Criterion, profile: Profile) -> bool:
    waived = criterion.waived_when
    return waived is not None and compile_test(waived, profile)({}) is True


def _after_failing(scheme: Scheme, criterion: Criterion, outcome: str) -> bool:
    """Whether a visit at which this criterion fails can come to the outcome."""
    if scheme.kind == "grounds":
        return outcome == "lost" or (criterion.closes and outcome in ("closed", UNDETERMINED))
    waits = outcome == UNDETERMINED and scheme.kind != "eligibility"
    return waits or outcome == FAILING.get(scheme.kind)


def _comes_about(outcome: str, failing: Sequence[Criterion]) -> bool:
    """Whether an outcome can come about with none but these failing."""
    if outcome == "closed":
        return any(each.closes for each in failing)
    if outcome == "lost":
        return any(not each.closes for each in failing)
    return outcome != "ineligible" or bool(failing)


def _excluded(condition: Condition | None, profile: Profile) -> bool:
    """Whether a condition is false for a profile, whatever is found."""
    return condition is not None and compile_test(condition, profile)({}) is False
