"""The sentences: no rounded figure may look as if a threshold were met, or a step were made."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.scoring import Scheme, Tally, load_scheme
from app.scoring.model.finding_readers import number_fault
from app.scoring.model.points import MAX_DIGITS, floor_decimal, half_up, is_decimal, read_number, show_number
from app.services.store.schemes import SchemeLibrary

BASE = SchemeLibrary()["tianjin-base-acceptance"]
SHARE = re.compile(r"比例(约)? ?([0-9.]+)%（([0-9]+)/([0-9]+)），比 45% 低 ([0-9.]+) 个百分点，")


def exact(text: str) -> tuple[int, ...]:
    number = read_number(text)
    assert number is not None
    return number


@given(st.integers(1, 10**12), st.integers(0, 10**12), st.sampled_from(["completed", "started"]))
@example(10**7, 4_499_999, "started")  # 44.99999 %
@example(3 * 10**6, 1_050_001, "completed")  # a hair less than one step short
@example(7, 3, "completed")
def test_a_shown_share_tells_the_truth(teachers: int, qualified: int, reading: str) -> None:
    qualified = min(qualified, teachers)
    profile = {"unit_type": "enterprise"}
    raw = {"qualified_teachers": qualified, "teachers": teachers}
    result = Tally.start(BASE, profile, {"partial_step": reading}, {"8.2": raw}).criteria["8.2"]
    short = 45 * teachers - 100 * qualified
    if short <= 0:
        assert (result.score, result.lines) == (500, ())
        return
    steps = -(-short // (10 * teachers)) if reading == "started" else short // (10 * teachers)
    assert result.score == max(0, 500 - 100 * steps)
    found = SHARE.match(result.lines[0].why)
    assert found, result.lines[0].why
    about, share, part, whole, lack = found.groups()
    assert (int(part), int(whole)) == (qualified, teachers)
    (top, bottom), (more, scale) = exact(share), exact(lack)
    assert top < 45 * bottom
    assert more > 0
    assert top * scale + more * bottom == 45 * bottom * scale
    assert (top * teachers == 100 * qualified * bottom) is (about is None)
    shown = -(-more // (10 * scale)) if reading == "started" else more // (10 * scale)
    assert shown == steps


@given(st.integers(0, 10**30), st.integers(0, 30))
def test_numbers_are_shown_whole_and_read_back(top: int, places: int) -> None:
    scale = 10**places
    text = show_number((top, scale))
    if len(text) > MAX_DIGITS:
        return
    number = exact(text)
    assert number[0] * scale == top * number[1]
    assert "." not in text or not text.endswith("0")


@given(st.integers(0, 10**9), st.integers(1, 15))
def test_means_are_rounded_half_up(total: int, many: int) -> None:
    mean = half_up(total, many)
    assert -many < 2 * (mean * many - total) <= many


def test_small_arithmetic() -> None:
    assert half_up(5, 2) == 3
    assert half_up(4, 3) == 1
    assert floor_decimal((2, 3), 2) == (66, 100)
    assert is_decimal((11, 40))
    assert not is_decimal((11, 34))
    assert not is_decimal((1, 7))


TIANJIN = [scheme for scheme in SchemeLibrary().values() if scheme.id.startswith("tianjin-")]


@pytest.mark.parametrize("scheme", TIANJIN, ids=lambda scheme: scheme.id)
def test_a_scheme_says_everything_in_few_words_and_cites(scheme: Scheme) -> None:
    cites = [criterion.cite for criterion in scheme.criteria]
    assert len(set(cites)) == len(cites)
    for criterion in scheme.criteria:
        assert re.match(r"附件[12] ", criterion.cite)
        assert len(criterion.wanted) <= 45
        assert criterion.official is None
        assert criterion.evidence
        for spec in criterion.findings:
            assert spec.kind != "reason" or spec.common_reasons
            judged = spec.kind in ("points", "reason", "rows") or spec.name in (
                "quality_evaluation", "training_system", "demonstration", "innovation",
            )  # fmt: skip
            assert (spec.nature == "judged") is judged
    for reading in scheme.readings:
        assert reading.question.endswith("？")
        assert reading.cite
        assert reading.policy_key == "pass_mark" or reading.default in {
            each.value for each in reading.choices
        }
    assert [step.title for step in scheme.procedure][-2:] == ["宣读结论", "表态发言"]
    assert any("6 个月" in clause.text for clause in scheme.consequences)


def test_a_scheme_brings_its_own_pass_mark(base_bytes: bytes) -> None:
    scheme = load_scheme(base_bytes.replace(b"full_marks: 100\n", b'full_marks: 100\npass_mark: "75"\n'))
    tally = Tally.start(scheme, {"unit_type": "enterprise"}, {}, {})
    assert scheme.pass_mark == "75"
    assert "合格线为 75 分" in tally.verdict.why
    own = Tally.start(scheme, {"unit_type": "enterprise"}, {"pass_mark": "80"}, {})
    assert "合格线为 80 分" in own.verdict.why


def test_a_count_is_asked_for_in_whole_numbers() -> None:
    assert "例如 84。" in number_fault("八十", whole=True).message
    assert "例如 84.5。" in number_fault("八十").message
