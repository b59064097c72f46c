"""A wide spread is talked over and settled with a sentence before anything is frozen; dissent is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from app.common.errors import Refusal
from app.services.panel.panel_ledger import fold
from app.services.panel.panels import PanelDesk
from tests.chain import EXPERTS, Chain
from tests.talks import talk_over

SENTENCE = "三位专家各自说明了依据，同意取平均（示例）"
WHY = "认为示范作用不足，仍按原评分（示例）"


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("collected")


def wide(desk: PanelDesk) -> str:
    return next(row.id for row in desk.result.criteria if row.outlying)


def views(desk: PanelDesk, criterion: str, *dissenting: str) -> tuple[list[str], Mapping[str, str]]:
    people = list(desk.result.criterion(criterion).scores)
    return [each for each in people if each not in dissenting], dict.fromkeys(dissenting, WHY)


def owed(desk: PanelDesk, criterion: str) -> bool:
    return any(told.startswith(f"{criterion} ") and "合议" in told for told in desk.state.missing)


def test_a_wide_spread_blocks_the_freezing_until_it_is_settled(chain: Chain) -> None:
    desk = chain.desk()
    criterion = wide(desk)
    assert owed(desk, criterion)
    desk.set_problems(["无"])
    for name, ruling in chain.sample.rulings.items():
        desk.rule(name, ruling.findings, ruling.reason)
    with pytest.raises(Refusal, match="须合议"):
        chain.lead.verdicts.freeze(chain.visit)

    talk_over(desk)
    one = chain.ids[EXPERTS[0]]
    state = desk.settle(criterion, f" {SENTENCE}\n", *views(desk, criterion, one))
    said = state.settlements[criterion]
    assert (said.sentence, dict(said.dissents)) == (SENTENCE, {one: WHY})
    assert set(said.agreed) == set(desk.result.criterion(criterion).scores) - {one}
    assert not owed(desk, criterion)
    assert desk.result.criterion(criterion).outlying, "the spread itself is not talked away"
    assert fold(desk.ledger.records()).settlements == desk.facts.settlements
    assert chain.lead.verdicts.freeze(chain.visit)
    with pytest.raises(Refusal):
        chain.desk().settle(criterion, SENTENCE, *views(desk, criterion))


def test_every_wide_spread_is_owed_a_sentence_of_its_own(chain: Chain) -> None:
    desk = chain.desk()
    spread = [row.id for row in desk.result.criteria if row.outlying]
    assert len(spread) > 1
    for at, criterion in enumerate(spread):
        assert [owed(desk, each) for each in spread] == [False] * at + [True] * (len(spread) - at)
        desk.settle(criterion, SENTENCE, *views(desk, criterion))


def test_a_settlement_speaks_of_the_scores_that_it_was_said_of(chain: Chain) -> None:
    """Whoever leaves takes the score along: what was said of three is not said of two."""
    desk = chain.desk()
    criterion = wide(desk)
    desk.settle(criterion, SENTENCE, *views(desk, criterion))
    ruled = desk.result.criterion(criterion)
    findings = desk.state.sides[criterion][0].findings
    state = desk.rule(criterion, findings, "合议后统一（示例）")
    assert criterion not in state.settlements
    assert not owed(desk, criterion), "a ruling settles the spread by itself"
    state = desk.settle(criterion, SENTENCE, *views(desk, criterion, chain.ids[EXPERTS[1]]))
    assert state.settlements[criterion].dissents, "one may dissent from a ruling"
    state = desk.unrule(criterion, "裁定有误（示例）")
    assert state.result.criterion(criterion) == ruled
    assert criterion not in state.settlements
    assert owed(desk, criterion)


@pytest.mark.parametrize(
    ("sentence", "leave_out", "dissent", "codes"),
    [
        ("", False, None, {"XP-4251"}),
        (" \n ", False, None, {"XP-4251"}),
        ("长" * 501, False, None, {"XP-4251"}),
        (SENTENCE, True, None, {"XP-4252"}),
        (SENTENCE, False, "", {"XP-4252"}),
        (SENTENCE, False, "由" * 501, {"XP-4252"}),
        ("", True, None, {"XP-4251", "XP-4252"}),
    ],
)
def test_a_settlement_is_whole(
    chain: Chain, sentence: str, leave_out: bool, dissent: str | None, codes: set[str]
) -> None:
    desk = chain.desk()
    criterion = wide(desk)
    people = list(desk.result.criterion(criterion).scores)
    agreed = people[1:] if leave_out or dissent is not None else people
    dissents = {} if dissent is None else {people[0]: dissent}
    with pytest.raises(Refusal) as refused:
        desk.settle(criterion, sentence, agreed, dissents)
    assert {fault.code for fault in refused.value.faults} == codes
    assert desk.facts.settlements == {}


def test_only_who_scores_has_a_view_and_only_where_there_is_something_to_settle(chain: Chain) -> None:
    desk = chain.desk()
    criterion = wide(desk)
    people = list(desk.result.criterion(criterion).scores)
    for agreed, dissents in (([*people, "stranger"], {}), (people, {people[0]: WHY}), ([], {})):
        with pytest.raises(Refusal) as refused:
            desk.settle(criterion, SENTENCE, agreed, dissents)
        assert {fault.code for fault in refused.value.faults} == {"XP-4252"}
    plain = next(row for row in desk.result.criteria if row.state == "agreed")
    with pytest.raises(Refusal) as refused:
        desk.settle(plain.id, SENTENCE, list(plain.scores), {})
    assert {fault.code for fault in refused.value.faults} == {"XP-4253"}
    with pytest.raises(Refusal) as refused:
        desk.settle("99.9", SENTENCE, people, {})
    assert {fault.code for fault in refused.value.faults} == {"XP-4204"}


def test_nothing_is_settled_while_a_sheet_is_wanting(chain_at: Callable[..., Chain]) -> None:
    desk = chain_at("locked").desk()
    with pytest.raises(Refusal):
        desk.settle("13.1", SENTENCE, list(desk.result.criterion("13.1").scores), {})
