"""What passes is told before anything is filled in, for every kind of scheme."""

from __future__ import annotations

import pytest

from app.scoring import Scheme
from app.scoring.model.pass_words import passing_of, passing_words
from app.services.store.schemes import SchemeLibrary
from tests.filling import policy_of

LIBRARY = SchemeLibrary()


def test_the_operation_of_an_effect_passes_from_75() -> None:
    scheme = LIBRARY["hubei-effect"]
    told = "运行情况评估得分 75 分及以上为合格，74 分及以下为不合格"
    assert passing_of(scheme.criterion("17.1")) == told
    assert passing_words(scheme, {}) == f"{told}。"
    grades = "运行合格的，三项合计 90 分及以上为“好”，80 分及以上为“较好”，60 分及以上为“一般”。"
    assert passing_words(scheme, policy_of(scheme)) == f"{told}。{grades}"


def test_the_mark_of_the_batch_and_the_gap_of_the_document() -> None:
    assert passing_words(LIBRARY["tianjin-base-acceptance"], {}) == ""
    assert passing_words(LIBRARY["tianjin-base-acceptance"], {"pass_mark": "75"}) == "总分 75 分及以上合格。"
    hubei = passing_words(LIBRARY["hubei-base-acceptance"], {})
    assert hubei == "总分 75 分及以上合格，74 分及以下不合格。"


@pytest.mark.parametrize("scheme", LIBRARY.values(), ids=lambda scheme: scheme.id)
def test_every_scheme_says_what_passes(scheme: Scheme) -> None:
    assert passing_words(scheme, policy_of(scheme)).endswith("。")
