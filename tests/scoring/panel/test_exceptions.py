"""What holds in principle alone, where there are points: an exception costs nothing and is named."""

from __future__ import annotations

import pytest

from app.scoring import CriterionResult, Panel, Tally
from app.scoring.judge.hints import mends_words
from app.services.printing.opinions import draft_opinions
from app.services.printing.result_words import particular_words
from app.services.store.schemes import SchemeLibrary

STUDIO = SchemeLibrary()["hubei-studio-acceptance"]
LEVEL = {"level": "provincial"}
SMALL: dict[str, object] = {"functions": ["exchange", "display", "training"], "site_area": "15"}
WHY = "老城区工作室，示范效果好"


def judged(cid: str, raw: dict[str, object]) -> tuple[Tally, CriterionResult]:
    tally = Tally.start(STUDIO, LEVEL, {}, {cid: raw})
    return tally, tally.criteria[cid]


def test_an_exception_costs_nothing_and_is_told() -> None:
    _, short = judged("9.6", SMALL)
    assert (short.score, bool(short.unmet), short.excepted) == (400, True, "")
    tally, spared = judged("9.6", SMALL | {"exception": WHY})
    assert (spared.score, spared.unmet, spared.excepted) == (500, (), WHY)
    assert [line.why for line in spared.lines] == [
        f"场地面积 15 平方米（要求不少于 20 平方米），作为例外予以认可：{WHY}"
    ]
    assert mends_words(tally.mends("9.6")) == ""


def test_it_reaches_only_what_holds_in_principle() -> None:
    _, result = judged("9.6", {"functions": ["training"], "site_area": "15", "exception": WHY})
    assert result.score == 300
    assert [fact.fact for fact in result.unmet] == ["场地功能"]


def test_an_exception_that_nothing_needs_is_none() -> None:
    _, result = judged("9.6", SMALL | {"site_area": "20", "exception": WHY})
    assert (result.score, result.excepted, result.lines) == (500, "", ())


@pytest.mark.parametrize("cid", ["9.4", "9.6"])
def test_the_card_offers_it(cid: str) -> None:
    tally, _ = judged(cid, {})
    assert [spec.name for spec in tally.shown(cid)][-1] == "exception"


def test_the_leader_grants_it_and_conclusion_and_draft_name_it() -> None:
    answer = {"9.6": SMALL | {"exception": WHY}}
    sheets = {"a": answer, "b": answer}
    pleaded = Panel.join(STUDIO, LEVEL, {}, sheets).criterion("9.6")
    assert (pleaded.state, pleaded.pleaded, pleaded.score) == ("disputed", True, None)
    result = Panel.join(STUDIO, LEVEL, {}, sheets, {}, answer)
    assert (result.criterion("9.6").state, result.criterion("9.6").score) == ("ruled", 500)
    assert WHY in particular_words(STUDIO, result)
    (problem,), advice = draft_opinions(STUDIO, result, sheets | {"": answer}, LEVEL, {})
    assert "作为例外予以认可" in problem
    assert WHY in problem
    assert advice == ()


def test_an_exception_of_one_of_two_is_never_averaged() -> None:
    sheets = {"a": {"9.6": SMALL}, "b": {"9.6": SMALL | {"exception": WHY}}}
    result = Panel.join(STUDIO, LEVEL, {}, sheets)
    assert (result.criterion("9.6").state, result.criterion("9.6").score) == ("disputed", None)
    refused = Panel.join(STUDIO, LEVEL, {}, sheets, {}, {"9.6": SMALL})
    assert refused.criterion("9.6").score == 400
    assert WHY not in particular_words(STUDIO, refused)
