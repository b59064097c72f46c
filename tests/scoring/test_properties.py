"""What must hold for every visit, whatever is found."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.scoring import FindingSpec, Panel, Scheme, Tally, answer, format_points, join_panel, score_visit
from app.scoring.model.points import Score
from app.services.store.schemes import SchemeLibrary
from tests.scoring.drawing import ARBITRARY, answers, policies, rubric_for, value_of, visits

LIBRARY = SchemeLibrary()
SCHEMES = tuple(scheme for scheme in LIBRARY.values() if scheme.kind == "scored")
VISITS = st.sampled_from(SCHEMES).flatmap(visits)


def tally_of(visit: dict[str, Any], findings: dict[str, Any]) -> Tally:
    return Tally.start(LIBRARY[visit["scheme"]], visit["profile"], visit["policy"], findings)


def standing(tally: Tally) -> tuple[object, ...]:
    return (
        dict(tally.criteria), tally.total, tally.low, tally.high, tally.sections, tally.adjustments,
        tally.verdict, tally.state, tally.answered, tally.open_criteria,
    )  # fmt: skip


@given(VISITS, st.randoms(use_true_random=False), st.data())
def test_the_order_of_answering_never_matters(
    visit: dict[str, Any], random: Random, data: st.DataObject
) -> None:
    scratch = tally_of(visit, visit["findings"])
    order = list(visit["findings"])
    random.shuffle(order)
    tally = tally_of(visit, {})
    rubric = rubric_for(LIBRARY[visit["scheme"]], visit["profile"], visit["policy"])
    for name in order[:4]:
        tally = tally.record(name, data.draw(answers(rubric.by_id[name])))
    for name in order:
        tally = tally.record(name, visit["findings"][name])
    assert standing(tally) == standing(scratch)
    for name in order:
        tally = tally.record(name, {})
    assert standing(tally) == standing(tally_of(visit, {}))


@given(VISITS)
def test_the_desk_and_the_file_say_the_same(visit: dict[str, Any]) -> None:
    tally = tally_of(visit, visit["findings"])
    result = score_visit(LIBRARY, visit)
    assert "errors" not in result, result
    assert tally.findings() == visit["findings"]
    assert result == score_visit(LIBRARY, {**visit, "findings": tally.findings()})
    assert result["verdict"]["outcome"] == tally.verdict.outcome
    if tally.scheme.conditional:
        found = [(each["id"], each["met"], each["waived"]) for each in result["criteria"]]
        assert found == [(each.id, each.met, each.waived) for each in tally.criteria.values()]
        return
    found = [(each["id"], each["score"], len(each["lines"])) for each in result["criteria"]]
    show = format_points
    assert found == [
        (each.id, None if each.score is None else show(each.score), len(each.lines))
        for each in tally.criteria.values()
    ]
    assert result["range"] == {"low": show(tally.low), "high": show(tally.high)}
    assert result["verdict"]["outcome"] == tally.verdict.outcome


@given(VISITS)
def test_totals_stay_in_order_and_lines_add_up(visit: dict[str, Any]) -> None:
    tally = tally_of(visit, visit["findings"])
    scheme = tally.scheme
    assert 0 <= tally.low <= tally.total <= tally.high <= scheme.full_marks
    cut = sum(each.points for each in tally.adjustments)
    scored = sum(each.score or 0 for each in tally.criteria.values())
    assert tally.total == max(0, scored + cut)
    for each in tally.criteria.values():
        if each.score is None:
            continue
        assert 0 <= each.score <= each.max
        assert each.start + sum(line.points for line in each.lines) == each.score
        assert each.lines or each.score == each.max
        assert all(line.why.strip() and line.cite for line in each.lines)
        assert each.met is not None or each.working.endswith(f"= {each.score / 100:g}")


@given(VISITS)
def test_an_answer_never_widens_the_range(visit: dict[str, Any]) -> None:
    tally = tally_of(visit, {})
    for name, raw in visit["findings"].items():
        after = tally.record(name, raw)
        cut = after.criteria[name].total_deduction
        assert after.high <= tally.high
        assert after.low >= tally.low - cut
        tally = after


@given(VISITS)
def test_what_is_foreseen_comes_true(visit: dict[str, Any]) -> None:
    """A verdict that is foreseen half way is the one at the end, a deduction from the total aside."""
    tally = tally_of(visit, {})
    foreseen = None
    for name, raw in visit["findings"].items():
        tally = tally.record(name, raw)
        if foreseen:
            assert tally.verdict.foreseen == foreseen
        foreseen = tally.verdict.foreseen
    if tally.state == "complete":
        assert tally.verdict.outcome == (tally.verdict.foreseen or "undetermined")
    elif not tally.scheme.conditional:
        assert tally.verdict.outcome == "undetermined"


def better(spec: FindingSpec, value: Any, other: Any) -> bool:
    """Whether a value is at least as far up as another."""
    match spec.kind:
        case "flag":
            return bool(value >= other)
        case "level":
            order: list[object] = [option.value for option in spec.options]
            return order.index(value) <= order.index(other)
        case "set":
            return set(value) >= set(other)
        case "rows":
            kept = [(row["name"], float(row["deduction"])) for row in value]
            return all((row["name"], float(row["deduction"])) in kept for row in other)
    return float(value) >= float(other)


Telling = Callable[[Tally], Any]
"""What of a tally may not fall where a finding helps."""

DIRECTED = [
    (scheme.id, criterion.id, spec.name)
    for scheme in SCHEMES
    for criterion in scheme.criteria
    for spec in criterion.findings
    if spec.direction != "none"
]


@pytest.mark.parametrize(("scheme_id", "criterion_id", "name"), DIRECTED)
@settings(max_examples=60)
@given(data=st.data())
def test_directions_hold(scheme_id: str, criterion_id: str, name: str, data: st.DataObject) -> None:
    """A finding that may only help never lowers the score where it rises, and the other way round."""
    scheme = LIBRARY[scheme_id]
    profile = {
        each.name: data.draw(st.sampled_from([o.value for o in each.options])) for each in scheme.profile
    }
    policy = data.draw(policies(scheme))
    rubric = rubric_for(scheme, profile, policy)
    compiled = rubric.by_id[criterion_id]
    spec = next((each for each in rubric.scheme.criterion(criterion_id).findings if each.name == name), None)
    if spec is None:  # not asked for under the readings that were drawn
        return
    raw = data.draw(answers(compiled))
    if name not in raw:
        return
    other = raw | {name: data.draw(value_of(spec))}
    one, two = (Tally.start(scheme, profile, policy, {criterion_id: each}) for each in (raw, other))
    if one.criteria[criterion_id].score is None or two.criteria[criterion_id].score is None:
        return
    key: Telling = (lambda tally: tally.high) if name == "total_deduction" else score_in(criterion_id)
    low, high = (one, two) if spec.direction == "up" else (two, one)
    if better(spec, other[name], raw[name]):
        assert key(high) >= key(low), (raw, other)
    if better(spec, raw[name], other[name]):
        assert key(low) >= key(high), (raw, other)


def score_in(criterion_id: str) -> Telling:
    """What a finding may help or harm: the points, whether a condition is met, whether the visit stands."""

    def standing_of(tally: Tally) -> tuple[Score | None, bool, bool, bool]:
        result = tally.criteria[criterion_id]
        return result.score, result.met is not False, result.vetoed == "", result.vetoed != "fail"

    return standing_of


@given(VISITS, st.data())
def test_the_strict_reader_never_raises(visit: dict[str, Any], data: st.DataObject) -> None:
    """Any JSON in any place of a visit gives a result or errors with places, never an exception."""
    broken = copy.deepcopy(visit)
    holder, key = data.draw(st.sampled_from(list(places(broken))))
    holder[key] = data.draw(ARBITRARY)
    result = score_visit(LIBRARY, broken)
    check_shape(result)
    text = json.dumps(broken)
    check_shape(read(text))


def read(text: str) -> dict[str, Any]:
    return answer(text.encode(), partial(score_visit, LIBRARY))


def places(value: dict[str, Any] | list[Any]) -> Iterator[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in list(items):
        yield value, key
        if isinstance(each, dict | list):
            yield from places(each)


def check_shape(result: dict[str, Any]) -> None:
    if "errors" in result:
        assert result["errors"]
        assert all(isinstance(each["where"], str) and each["message"] for each in result["errors"])
    else:
        assert result["state"] in ("complete", "incomplete")


@given(ARBITRARY)
def test_any_json_at_all_is_answered(raw: object) -> None:
    for result in (score_visit(LIBRARY, raw), join_panel(LIBRARY, raw)):
        assert result["errors"]


@given(st.sampled_from(SCHEMES), st.dictionaries(st.sampled_from(["profile", "policy", "findings", "sheets",
       "assignments", "rulings"]), ARBITRARY))  # fmt: skip
def test_any_json_around_a_known_scheme_is_answered(scheme: Scheme, raw: dict[str, Any]) -> None:
    check_shape(score_visit(LIBRARY, {"scheme": scheme.id, **raw}))
    join_panel(LIBRARY, {"scheme": scheme.id, **raw})


@given(VISITS, st.data())
def test_a_key_that_is_there_twice_is_never_overlooked(visit: dict[str, Any], data: st.DataObject) -> None:
    text = json.dumps(visit, ensure_ascii=False)
    if not visit["findings"]:
        return
    name = data.draw(st.sampled_from(list(visit["findings"])))
    field = data.draw(st.sampled_from([*visit["findings"][name]]))
    value = json.dumps(visit["findings"][name][field], ensure_ascii=False)
    inner = f'"{field}": {value}'
    colon = data.draw(st.sampled_from([":", "\\u003a"]))
    extra = f'"{field}" : "x{colon}"'
    head = f'"{name}": {{'
    assert head in text
    doubled = text.replace(head, f"{head}{extra}, ", 1)
    assert inner in doubled
    read(text)
    assert f"findings.{name}.{field}" in [each["where"] for each in read(doubled)["errors"]]


@given(VISITS, st.integers(1, 6), st.sampled_from(["mean", "trimmed_mean", "consensus"]))
def test_experts_who_agree_are_the_visit(visit: dict[str, Any], many: int, method: str) -> None:
    if method == "trimmed_mean" and many < 5:
        many = 5
    scheme = LIBRARY[visit["scheme"]]
    sheets = {f"expert-{place}": visit["findings"] for place in range(many)}
    result = Panel.join(scheme, visit["profile"], visit["policy"] | {"panel": method}, sheets)
    tally = tally_of(visit, visit["findings"])
    assume(
        not any(each.excepted for each in tally.criteria.values())
    )  # the leader's to grant, however many ask
    assert result.total == tally.total
    assert result.state == ("settled" if tally.state == "complete" else "open")
    for each in result.criteria:
        alone = tally.criteria[each.id]
        assert each.score == alone.score
        assert each.total_deduction == alone.total_deduction
        assert each.lines == alone.lines
        assert each.state == ("unanswered" if alone.score is None else "agreed")


@settings(max_examples=50)
@given(st.sampled_from(SCHEMES).flatmap(lambda each: st.tuples(*[visits(each, whole=True)] * 3)), st.data())
def test_the_order_of_sheets_never_matters(three: tuple[dict[str, Any], ...], data: st.DataObject) -> None:
    first = three[0]
    profile = first["profile"]
    usable = {
        f"e{place}": each["findings"]
        for place, each in enumerate(three)
        if "errors" not in score_visit(LIBRARY, {**each, "profile": profile, "policy": first["policy"]})
    }
    policy = first["policy"] | {"panel": data.draw(st.sampled_from(["mean", "consensus"]))}
    scheme = LIBRARY[first["scheme"]]
    one = Panel.join(scheme, profile, policy, usable)
    two = Panel.join(scheme, profile, policy, dict(reversed(usable.items())))
    assert one.total == two.total
    assert one.state == two.state
    pairs = zip(one.criteria, two.criteria, strict=True)
    assert all(
        (a.score, a.state, a.outlying, a.differs) == (b.score, b.state, b.outlying, b.differs)
        for a, b in pairs
    )
    for each in one.criteria:
        given_scores = [score for score in each.scores.values() if score is not None]
        if each.score is not None:
            assert min(given_scores) <= each.score <= max(given_scores)
