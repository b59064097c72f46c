"""What there is to be read of a text, what was heard of it, and what of both the panel's ledger keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.clock import moment_of, stamp
from app.common.errors import Refusal
from app.services.panel.panel_ledger import fold
from app.services.panel.read_out import STEP, ReadOut, changed_plan, rest_plan, whole_plan
from app.services.panel.reading import Reading, ReadingPage
from app.services.store.ledger import as_record
from tests.chain import Chain


def reading(texts: list[str]) -> Reading:
    return Reading("AAAA-BBBB-CCCC", tuple(ReadingPage("问题", each, each, "", 1) for each in texts))


def out_of(many: int, passed: tuple[int, ...] = ()) -> ReadOut:
    at = "2026-05-12T01:00:00.000000Z"
    return ReadOut("AAAA-BBBB-CCCC", at, at, 0, many, passed, "whole", False, "组长")


WORDS = st.lists(st.sampled_from("甲乙丙丁戊"), min_size=1, max_size=9)


@given(WORDS, WORDS, st.sets(st.integers(1, 9)))
def test_what_is_heard_twice_and_what_is_new_make_the_whole(
    old: list[str], new: list[str], skipped: set[int]
) -> None:
    passed = tuple(sorted(skipped & set(range(1, len(old) + 1))))
    plan = changed_plan(reading(new), reading(old), out_of(len(old), passed))
    heard = [text for number, text in enumerate(old, 1) if number not in passed]
    left = [text for number, text in enumerate(new, 1) if number not in plan.numbers]
    for text in left:  # nothing is left unread that was not heard, each as often as it was
        heard.remove(text)
    assert plan.numbers[-1] == len(new)
    spare = [text for text in plan.gone if text != new[-1]]
    assert sorted(spare) == sorted(text for text in heard if text != new[-1])


def test_only_one_changed_page_is_read_again_and_what_fell_is_told() -> None:
    plan = changed_plan(reading(["甲", "乙", "丙", "完"]), reading(["甲", "丁", "丙", "完"]), out_of(4))
    assert (plan.numbers, plan.gone, plan.portion) == ((2, 4), ("丁",), "changed")
    assert plan.passed({1}) == (2,)


def test_pages_that_were_passed_over_are_read_after_and_then_the_whole_again() -> None:
    text = reading(["甲", "乙", "丙", "完"])
    assert rest_plan(text, out_of(4, (2,))).numbers == (2, 4)
    assert rest_plan(text, out_of(4)) == whole_plan(text)
    assert rest_plan(text, out_of(3, (2,))) == whole_plan(text)  # composed otherwise by another program


def now_read(chain: Chain, **other: object) -> ReadOut:
    plan, now = chain.lead.read_outs.plan(chain.visit), chain.lead.clock.now()
    base = ReadOut(
        code=plan.whole.code,
        begun=stamp(now - timedelta(minutes=6)),
        ended=stamp(now),
        seconds=340,
        pages=len(plan.whole.pages),
        passed=(),
        portion=plan.portion,
        paper=False,
        reader="组长",
    )
    return replace(base, **other)  # type: ignore[arg-type]


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    made = chain_at("settled")
    made.lead.verdicts.freeze(made.visit)
    return made


def test_after_a_thaw_only_what_changed_is_read_also_over_a_text_that_was_never_read(chain: Chain) -> None:
    outs, verdicts = chain.lead.read_outs, chain.lead.verdicts
    outs.note(chain.visit, now_read(chain))
    first = outs.plan(chain.visit).whole
    before = chain.desk().facts.problems
    for problems in (["中间的一稿"], [*before, "又查出一处：台账缺页。"]):
        verdicts.thaw(chain.visit, "改一处")
        chain.desk().set_problems(problems)
        verdicts.freeze(chain.visit)
    plan = outs.plan(chain.visit)
    assert plan.portion == "changed"
    assert [each.text for each in plan.pages] == ["又查出一处：台账缺页。", first.pages[-1].text]
    assert not plan.gone
    outs.note(chain.visit, now_read(chain, portion="changed"))
    facts = chain.desk().facts
    assert facts.followed[STEP].notes.startswith("重新宣读改动的部分")
    assert facts.read is not None
    assert outs.plan(chain.visit).portion == "whole"


def test_the_ledger_keeps_times_and_passed_pages_and_a_step(chain: Chain) -> None:
    out = now_read(chain, passed=(2,))
    chain.lead.read_outs.note(chain.visit, out)
    facts = chain.desk().facts
    assert facts.read == out
    step = facts.followed[STEP]
    assert (step.done_at, step.people) == (out.ended, "组长")
    assert "用时 5 分 40 秒" in step.notes
    assert step.notes.endswith("；第 2 页没有读")
    assert chain.lead.read_outs.plan(chain.visit).portion == "passed"
    chain.lead.verdicts.thaw(chain.visit, "改一处")
    assert chain.desk().facts.read is None


def test_another_text_and_an_issued_one_take_no_reading(chain: Chain) -> None:
    outs = chain.lead.read_outs
    with pytest.raises(Refusal, match="这次宣读没有记录"):
        outs.note(chain.visit, now_read(chain, code="AAAA-BBBB-CCCC"))
    out = now_read(chain)
    chain.lead.verdicts.issue(chain.visit, knowingly=True)
    with pytest.raises(Refusal, match="已经出具"):
        outs.note(chain.visit, out)


WRONG: tuple[dict[str, object], ...] = (
    {"code": "AAAA-BBBB-CCCC"},
    {"ended": "2020-01-01T00:00:00.000000Z"},
    {"begun": "yesterday"},
    {"passed": [3, 2]},
    {"passed": [0]},
    {"passed": [True]},
    {"pages": 0},
    {"seconds": -1},
    {"portion": "half"},
    {"paper": 1},
    {"reader": None},
)


def test_a_forged_reading_refuses_the_ledger(chain: Chain) -> None:
    rows, plain = [as_record(row) for row in chain.desk().ledger.rows()], now_read(chain).plain()
    whole = rows[-1].model_copy(
        update={"seq": rows[-1].seq + 1, "kind": STEP, "before": None, "after": plain}
    )
    assert fold([*rows, whole]).read is not None
    for wrong in WRONG:
        forged = whole.model_copy(update={"after": {**plain, **wrong}})
        with pytest.raises(Refusal) as refused:
            fold([*rows, forged])
        assert refused.value.faults[0].code == "XP-3703", wrong


def test_read_from_paper_is_equal_to_the_screen(chain: Chain) -> None:
    outs = chain.lead.read_outs
    out = outs.note_paper(chain.visit, "2026-05-12 16:00", "2026-05-12 16:07", "3、2")
    assert (out.seconds, out.passed, out.paper) == (420, (2, 3), True)
    assert chain.desk().facts.read == out
    assert moment_of(out.begun).hour == 8
    assert "按打印的讲稿" in chain.desk().facts.followed[STEP].notes


IMPOSSIBLE = [
    ("2026-05-12 16:07", "2026-05-12 16:00", ""),
    ("2026-05-12 16:00", "2026-05-14 16:00", ""),
    ("2026-05-12 16:00", "2026-05-12 16:07", "没有"),
    ("2026-05-12 16:00", "2026-05-12 16:07", "900"),
    ("16 点", "2026-05-12 16:07", ""),
]


def test_what_cannot_be_is_not_noted_from_paper(chain: Chain) -> None:
    for typed in IMPOSSIBLE:
        with pytest.raises(Refusal):
            chain.lead.read_outs.note_paper(chain.visit, *typed)
    assert chain.desk().facts.read is None


def test_the_own_pace_is_remembered_and_leafing_through_is_none(chain: Chain) -> None:
    outs = chain.lead.read_outs
    assert outs.pace("me") == 220
    assert outs.measure("me", 600, 200) == 180
    assert (outs.pace("me"), outs.pace("you")) == (180, 220)
    for seconds in (0, 1, 10_000):
        assert outs.measure("me", 600, seconds) is None
    assert outs.pace("me") == 180
