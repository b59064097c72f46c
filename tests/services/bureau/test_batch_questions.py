"""What a batch is asked: all that it may settle, under names and answers that a task takes."""

from __future__ import annotations

import pytest

from app.scoring.model.readings import policy_keys
from app.scoring.model.settings import read_policy
from app.services.bureau.batch_questions import questions_of
from app.services.printing.batch_terms import BatchTerms, terms_faults
from app.services.store.schemes import SchemeLibrary

LIBRARY = SchemeLibrary()


@pytest.mark.parametrize("name", LIBRARY.ids())
def test_every_key_of_the_policy_is_asked_and_every_answer_is_taken(name: str) -> None:
    scheme = LIBRARY[name]
    asked = {each.key.removeprefix("policy."): each for each in questions_of(scheme).readings}
    own = {key for key in policy_keys(scheme) if key != "table"}
    joining = {"panel", "tolerance"} if scheme.conditional else set()
    beside = {"pass_mark", "partial_step"} if scheme.kind == "scored" else joining  # taken, turn nothing
    assert own - beside <= asked.keys() <= own | {"batch.table"}
    for key, question in asked.items():
        for option in question.options:
            policy, faults = read_policy(scheme, {key: option.value})
            assert policy, faults
        assert not question.options or question.default in {each.value for each in question.options}


@pytest.mark.parametrize("name", LIBRARY.ids())
def test_every_day_that_is_asked_is_known_to_a_task(name: str) -> None:
    days = [each.key.removeprefix("batch.dates.") for each in questions_of(LIBRARY[name]).dates]
    assert terms_faults(LIBRARY[name], BatchTerms(dict.fromkeys(days, "2026-06-30")), []) == []
    assert len(set(days)) == len(days)


def test_the_profile_and_the_length_of_a_rectification_are_asked() -> None:
    found = questions_of(LIBRARY["tianjin-base-acceptance"])
    assert [each.key for each in found.profile] == ["visits[].profile.unit_type", "visits[].round"]
    assert found.profile[0].required
    assert "6 个月" in found.rectification[0].form
    application = questions_of(LIBRARY["pingdingshan-studio-application"])
    assert application.rectification == ()
    assert "visits[].round" not in {each.key for each in application.profile}


def test_a_document_without_points_asks_for_the_table() -> None:
    table = questions_of(LIBRARY["hubei-base-midterm"]).readings[0]
    assert (table.key, table.required) == ("batch.table", True)
