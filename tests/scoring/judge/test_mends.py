"""What wins points back: giving exactly what a hint asks for gives exactly what it promises."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.scoring import Tally, format_points
from app.scoring.judge.hints import change_words, mend_words, mends_words
from app.scoring.judge.mends import Mend
from app.scoring.model.changes import Change
from app.scoring.model.points import Exact, read_number, show_number
from app.services.store.schemes import SchemeLibrary
from tests.scoring.drawing import answers, policies, profiles, rubric_for, visits

LIBRARY = SchemeLibrary()
ENTERPRISE = {"unit_type": "enterprise"}
CRITERIA = [(scheme.id, each.id) for scheme in LIBRARY.values() for each in scheme.criteria]
GOAL = re.compile(r"(达到|高于|不超过) ([0-9.]+)")
LACK = re.compile(r"（(再有|减少) ([0-9.]+)")
GAIN = re.compile(r"即(少扣|多得) ([0-9.]+) 分$")


def exact(text: str) -> Exact:
    number = read_number(text)
    assert number is not None
    return number


def told(change: Change) -> object:
    """What the words alone ask to be typed into the field that they name."""
    words, spec = change_words(change), change.spec
    match spec.kind:
        case "set":
            missing = words.removeprefix("补齐").split("、")
            held = [option.value for option in spec.options if option.value in change.now]
            return held + [option.value for option in spec.options if option.label in missing]
        case "flag" | "level":
            offered = [
                option
                for option in spec.options
                if words == option.label or (spec.label in words and f"“{option.label}”" in words)
            ]
            option = offered[0]
            return option.value == "true" if spec.kind == "flag" else option.value
        case "rows":
            assert words.endswith("整改到位")
            return []
    assert spec.label.removesuffix("达到") in words
    found = GOAL.search(words)
    assert found, words
    top, bottom = exact(found[2])
    if found[1] == "高于":
        return show_number((top * 1000 + bottom, bottom * 1000))
    lack = LACK.search(words)
    assert lack, words
    more, scale = exact(lack[2])
    assert more > 0, words
    sign = 1 if lack[1] == "再有" else -1
    now, base = change.now
    assert top * base * scale == (now * scale + sign * more * base) * bottom, words
    return top if bottom == 1 else found[2]


def given_what_it_asks(tally: Tally, name: str, mend: Mend) -> Tally:
    raw = dict(tally.effective(name)) | {each.spec.name: told(each) for each in mend.changes}
    return tally.record(name, raw)


def check(tally: Tally, name: str, mend: Mend) -> None:
    words, now = mend_words(mend), tally.criteria[name]
    assert "−" not in words
    assert "-" not in words
    then = given_what_it_asks(tally, name, mend).criteria[name]
    if mend.promise == "open":
        assert then.score is None
        assert all(f"“{label}”" in words for label in mend.asked)
        return
    assert then.score is not None, words
    if mend.promise == "met":
        assert words.endswith("即符合")
        assert (now.met, then.met) == (False, True)
        return
    if mend.promise == "cleared":
        assert (bool(now.vetoed), then.vetoed) == (True, "")
        return
    assert now.score is not None
    won = then.score - then.total_deduction - now.score + now.total_deduction
    if mend.promise == "full":
        assert words.endswith(("即不扣分", "即得满分"))
        assert (then.score, then.total_deduction) == (then.max, 0)
    else:
        gain = GAIN.search(words)
        assert gain, words
        assert gain[2] == format_points(won)
    assert won > 0


@st.composite
def one_answer(draw: st.DrawFn, scheme_id: str, name: str) -> tuple[Tally, dict[str, Any]]:
    scheme = LIBRARY[scheme_id]
    profile = draw(profiles(scheme))
    policy = draw(policies(scheme))
    rubric = rubric_for(scheme, profile, policy)
    assume(name in rubric.by_id)
    raw = draw(answers(rubric.by_id[name]))
    return Tally.start(scheme, profile, policy, {name: raw} if raw else {}), raw


@pytest.mark.parametrize(("scheme_id", "name"), CRITERIA)
@settings(max_examples=15)
@given(data=st.data())
def test_what_a_hint_asks_for_gives_what_it_promises(scheme_id: str, name: str, data: st.DataObject) -> None:
    tally, _ = data.draw(one_answer(scheme_id, name))
    result, mends = tally.criteria[name], tally.mends(name)
    lost = result.score is not None and (
        result.score - result.total_deduction < result.max or bool(result.vetoed) or result.met is False
    )
    assert lost or not mends
    for mend in mends:
        check(tally, name, mend)


@pytest.mark.parametrize("scheme_id", LIBRARY)
@settings(max_examples=15)
@given(data=st.data())
def test_a_hint_holds_in_the_whole_visit(scheme_id: str, data: st.DataObject) -> None:
    """Beside all other answers too: a part of one criterion never asked for beyond its whole in another."""
    visit = data.draw(visits(LIBRARY[scheme_id]))
    tally = Tally.start(LIBRARY[scheme_id], visit["profile"], visit["policy"], visit["findings"])
    for name in tally.criteria:
        for mend in tally.mends(name):
            check(tally, name, mend)


@pytest.mark.parametrize("reading", ["completed", "started"])
@given(trained=st.integers(0, 199), share=st.fractions(0, 1), teachers=st.integers(1, 90))
def test_a_hint_asks_for_no_more_than_it_takes(
    reading: str, trained: int, share: Fraction, teachers: int
) -> None:
    given_now: dict[str, dict[str, Any]] = {
        "13.2": {"senior_trainees": trained},
        "8.2": {"qualified_teachers": int(share * teachers), "teachers": teachers},
    }
    tally = Tally.start(LIBRARY["tianjin-base-acceptance"], ENTERPRISE, {"partial_step": reading}, given_now)
    for name, raw in given_now.items():
        for mend in tally.mends(name):
            (change,) = mend.changes
            just_short = raw | {change.spec.name: change.then[0] - 1}
            assert tally.record(name, just_short).criteria[name].score == tally.criteria[name].score


def hints(scheme_id: str, profile: dict[str, str], name: str, raw: dict[str, Any], **policy: str) -> str:
    tally = Tally.start(LIBRARY[scheme_id], profile, policy, {name: raw})
    return mends_words(tally.mends(name))


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        # Not one whole step is short: nothing is lost, so nothing is told.
        ("8.2", {"qualified_teachers": 40, "teachers": 100}, ""),
        ("13.2", {"senior_trainees": 195}, ""),
        ("14.1", {"employer_satisfaction": "84.5"}, ""),
        (
            "8.2",
            {"qualified_teachers": 25, "teachers": 100},
            "比例要求 45%，总数不变时中级职称或高级工以上专职教师达到 26 人（再有 1 人）即少扣 1 分",
        ),
        (
            "13.2",
            {"senior_trainees": 150},
            "要求 200 人，高级工以上年培训达到 161 人（再有 11 人）即少扣 0.5 分",
        ),
        ("14.1", {"employer_satisfaction": 78}, "要求 85%，用人单位满意率高于 80% 即不扣分"),
        ("2.1", {"sound_regimes": ["training"]}, "补齐财务管理制度、资产管理制度、风险管理制度即不扣分"),
    ],
)
def test_the_requirement_and_the_next_step_are_told(name: str, raw: dict[str, Any], words: str) -> None:
    assert hints("tianjin-base-acceptance", ENTERPRISE, name, raw, partial_step="completed") == words
