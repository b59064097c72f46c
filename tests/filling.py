"""Findings for any scheme: an answer for every field that asks for one, as good or as bad as they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from app.scoring import CriterionResult, FindingSpec, Scheme, Tally
from app.scoring.model.points import Score

WORDS = "示例说明"
NUMBERS = ("0", "0.5", "1", "3", "10", "100", "10000")
TRIED = 400
DEEP = 12

Answer = dict[str, object]


def policy_of(scheme: Scheme) -> dict[str, str]:
    """What a bureau must settle before a verdict can be told."""
    keys = {reading.policy_key for reading in scheme.readings}
    grades = {"good": "90", "fairly_good": "80", "ordinary": "60"}
    policy = {key: mark for key, mark in grades.items() if key in keys}
    return policy | ({"pass_mark": "75"} if scheme.kind == "scored" and scheme.pass_mark is None else {})


def profiles_of(scheme: Scheme) -> list[dict[str, str]]:
    """Every profile that a unit can have."""
    names = [field.name for field in scheme.profile]
    options = ([option.value for option in field.options] for field in scheme.profile)
    return [dict(zip(names, values, strict=True)) for values in product(*options)]


def filled(scheme: Scheme, profile: Mapping[str, str], *, good: bool = True) -> dict[str, Answer]:
    """Whole findings; a criterion that is waived without answers is left out."""
    tally = Tally.start(scheme, profile, policy_of(scheme), {})
    found = {criterion.id: answered(tally, criterion.id, good=good) for criterion in scheme.criteria}
    return {criterion: answer for criterion, answer in found.items() if answer}


def answered(tally: Tally, criterion: str, *, good: bool, given: Answer | None = None) -> Answer:
    """The best (or worst) of some whole answers to one criterion. given: what is settled already."""
    best: Answer = {}
    best_worth: tuple[bool, bool, Score] | None = None
    for place, answer in enumerate(_answers(tally, criterion, given or {}, DEEP, good=good)):
        worth = _worth(tally.record(criterion, answer).criteria[criterion])
        if best_worth is None or (worth > best_worth) == good:
            best, best_worth = answer, worth
        if place >= TRIED:
            break
    return best


def choices(tally: Tally, criterion: str) -> dict[Score, Answer]:
    """Some whole answers to one criterion, one for each number of points that costs nothing elsewhere."""
    found: dict[Score, Answer] = {}
    for place, answer in enumerate(_answers(tally, criterion, {}, DEEP, good=True)):
        result = tally.record(criterion, answer).criteria[criterion]
        if not result.vetoed and not result.total_deduction:
            found.setdefault(result.score or 0, answer)
        if place >= TRIED:
            break
    return found


def _worth(result: CriterionResult) -> tuple[bool, bool, Score]:
    return (result.met is not False, not result.vetoed, (result.score or 0) - result.total_deduction)


def _answers(tally: Tally, criterion: str, given: Answer, deep: int, *, good: bool) -> Iterator[Answer]:
    """Whole answers, grown field by field."""
    now = tally.record(criterion, given)
    if now.criteria[criterion].state == "complete":
        yield given
        return
    asked = [spec for spec in now.shown(criterion) if spec.name not in given and not spec.optional]
    asked += [spec for spec in now.shown(criterion) if spec.name not in given and spec.kind == "reason"]
    asked = asked or [spec for spec in now.shown(criterion) if spec.name not in given]  # owed by some units
    if not asked or not deep:
        return
    for value in _values(asked[0], good=good):
        yield from _answers(tally, criterion, given | {asked[0].name: value}, deep - 1, good=good)


def _values(spec: FindingSpec, *, good: bool) -> list[object]:  # noqa: PLR0911  one a kind
    """Some values of a field, the likelier first."""
    match spec.kind:
        case "flag":
            return [good, not good]
        case "level":
            options: list[object] = [option.value for option in spec.options]
            return options if good else options[::-1]
        case "set":
            every = [option.value for option in spec.options]
            return [every, []] if good else [[], every]
        case "rows":
            return [[]] if good else [[{"name": "示例", "deduction": "1", "reason": WORDS}]]
        case "reason" | "text":
            return [WORDS]
        case "points":
            ends: list[object] = [_text(spec.high or (1, 1)), _text(spec.low or (0, 1))]
            return ends if good else ends[::-1]
        case _:
            top = spec.high or ((100, 1) if spec.kind == "share" else None)
            fits = [*(each for each in NUMBERS if not top or float(each) * top[1] < top[0])]
            fits += [_text(top)] if top else []
            numbers: list[object] = [each for each in fits if spec.kind != "count" or "." not in each]
            return numbers[::-1] if good == (spec.direction != "down") else numbers


def _text(number: tuple[int, int]) -> str:
    return f"{number[0] / number[1]:g}"
