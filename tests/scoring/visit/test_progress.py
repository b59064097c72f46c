"""How far criteria are: every stage counted once, and told in its own word."""

from __future__ import annotations

import pytest

from app.scoring import Panel, Tally
from app.scoring.panel.stages import panel_stage
from app.scoring.visit.progress import Progress, progress_of, stage_of
from app.services.store.schemes import SchemeLibrary

BASE = SchemeLibrary()["tianjin-base-acceptance"]
UNIT = {"unit_type": "enterprise"}


@pytest.mark.parametrize(
    ("raw", "stage"),
    [
        ({}, "untouched"),
        ({"qualified_teachers": 3}, "half"),
        ({"qualified_teachers": 9, "teachers": 4}, "invalid"),
        ({"qualified_teachers": "三", "teachers": 4}, "invalid"),
        ({"qualified_teachers": "三"}, "invalid"),
        ({"qualified_teachers": 3, "teachers": 4}, "complete"),
    ],
)
def test_a_criterion_is_at_one_stage(raw: dict[str, object], stage: str) -> None:
    tally = Tally.start(BASE, UNIT, {}, {"8.2": raw})
    assert stage_of(tally.criteria["8.2"]) == stage


def test_a_reason_that_is_owed_is_a_stage_of_its_own() -> None:
    tally = Tally.start(BASE, UNIT, {}, {"3.1": {"concurrent_trainees": 80, "deduction": "1"}})
    assert stage_of(tally.criteria["3.1"]) == "owed"


def test_the_stages_are_counted_and_told() -> None:
    given: dict[str, dict[str, object]] = {
        "1.1": {"dedicated_body": True},
        "8.2": {"qualified_teachers": 3},
        "13.2": {"senior_trainees": "许多"},
        "3.1": {"concurrent_trainees": 80, "deduction": "1"},
    }
    tally = Tally.start(BASE, UNIT, {}, given)
    progress = progress_of(map(stage_of, tally.criteria.values()))
    assert progress == Progress(untouched=19, half=1, invalid=1, owed=1, complete=1)
    assert (progress.whole, progress.left) == (23, 22)
    assert progress.left_words(conditional=False) == "19 项未评，1 项未填完，1 项有误，1 项缺理由"
    assert progress.left_words(conditional=True).startswith("19 项未核，")


def test_a_dispute_is_no_untouched_criterion() -> None:
    sheets = {
        "a": {"1.1": {"dedicated_body": True}, "15.1": {"summary_report": True}},
        "b": {"1.1": {"dedicated_body": False}},
    }
    result = Panel.join(BASE, UNIT, {"pass_mark": "75"}, sheets)
    assert panel_stage(result.criterion("1.1")) == "disputed"
    assert panel_stage(result.criterion("15.1")) == "half"
    assert panel_stage(result.criterion("1.2")) == "untouched"
    assert "未评" not in result.verdict.why
    assert "还有 23 项未定分" in result.verdict.why
