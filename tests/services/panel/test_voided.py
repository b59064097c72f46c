"""What belonged to a text that was taken back is void and says so; what comes too early is told first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.common.errors import Refusal
from app.services.panel.procedure import left_open
from app.services.store.rounds import Statement
from app.services.store.site import Prepared
from tests.chain import EXPERTS, LEADER, Chain

FIRST, SECOND, THIRD = EXPERTS
WHY = "没有带电脑"


def wanting(chain: Chain) -> tuple[str, ...]:
    """What the document would be issued without."""
    desk = chain.desk()
    return left_open(desk.scheme, desk.facts)


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def page(chain: Chain, data: bytes, name: str) -> Prepared:
    path = chain.folder / name
    path.write_bytes(data)
    return chain.lead.evidence.prepare(path, chain.visit)


def name_of(chain: Chain, key: str) -> str:
    return chain.desk().visit.name_of(chain.ids[key])


def test_answer_pens_reading_and_signatures_are_told_as_void(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    verdicts = chain.lead.verdicts
    pdf = chain.sign_copy(FIRST, verdicts.issue(chain.visit))
    verdicts.take_back(chain.visit, pdf)
    chain.lead.pens.note(chain.visit, chain.ids[SECOND], page(chain, b"\xff\xd8 one", "一.jpg"), WHY)
    assert verdicts.status(chain.visit).voided == ()

    verdicts.thaw(chain.visit, "裁定有误（示例）")
    (words,) = verdicts.status(chain.visit).voided
    assert "已作废" in words
    for part in (
        "宣读结论",
        "单位表态",
        f"{name_of(chain, FIRST)}的电子签名",
        f"{name_of(chain, SECOND)}的手签",
    ):
        assert part in words, part
    assert "裁定有误（示例）" in words
    assert chain.desk().state.voided == (words,)
    assert not chain.desk().facts.pens


def test_a_thaw_of_a_text_that_nobody_had_answered_voids_nothing(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled")
    chain.lead.verdicts.freeze(chain.visit)
    chain.lead.verdicts.thaw(chain.visit, "再核一遍")
    assert chain.lead.verdicts.status(chain.visit).voided == ()


@pytest.mark.parametrize("who", [FIRST, SECOND])
def test_the_photo_of_a_void_page_is_asked_about(chain_at: Callable[..., Chain], who: str) -> None:
    chain = chain_at("frozen")
    chain.lead.verdicts.issue(chain.visit)
    old = page(chain, b"\xff\xd8 one", "一.jpg")
    chain.lead.pens.note(chain.visit, chain.ids[FIRST], old, WHY)
    chain.lead.verdicts.thaw(chain.visit, "裁定有误（示例）")
    chain.freeze()
    chain.lead.verdicts.issue(chain.visit)
    same = page(chain, b"\xff\xd8 one", "改了名.jpg")
    assert chain.lead.pens.repeats(chain.visit, same.sha256)
    with pytest.raises(Refusal) as refused:
        chain.lead.pens.note(chain.visit, chain.ids[who], same, WHY)
    assert told(refused) == {"XP-4543"}
    assert not chain.desk().facts.pens
    chain.lead.pens.note(chain.visit, chain.ids[who], same, WHY, knowingly=True)
    chain.lead.pens.note(chain.visit, chain.ids[THIRD], page(chain, b"\xff\xd8 two", "二.jpg"), WHY)
    assert len(chain.desk().facts.pens) == 2


def test_issuing_without_reading_and_answer_is_told_first(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled")
    verdicts = chain.lead.verdicts
    assert wanting(chain) == ()
    verdicts.freeze(chain.visit)
    assert any("宣读结论" in each for each in wanting(chain))
    assert "单位还没有表态" in wanting(chain)
    for deed in (
        lambda: verdicts.issue(chain.visit),
        lambda: verdicts.sign(chain.visit, chain.ids[LEADER], None, None),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert told(refused) <= {"XP-4311", "XP-4305"}
    chain.desk().set_statement(Statement("", True, ""))
    assert "单位还没有表态" not in wanting(chain)
    with pytest.raises(Refusal):
        verdicts.issue(chain.visit)
    verdicts.issue(chain.visit, knowingly=True)
    assert wanting(chain) == ()


def test_after_a_thaw_the_new_text_wants_its_own_answer(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    chain.lead.verdicts.issue(chain.visit)
    chain.lead.verdicts.thaw(chain.visit, "裁定有误（示例）")
    chain.lead.verdicts.freeze(chain.visit)
    with pytest.raises(Refusal) as refused:
        chain.lead.verdicts.issue(chain.visit)
    assert told(refused) == {"XP-4311"}


def test_on_paper_the_export_tells_it(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled", form="pen")
    chain.lead.verdicts.freeze(chain.visit)
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.export_sync(chain.visit, chain.out)
    assert told(refused) == {"XP-4311"}
    assert chain.lead.packages.export_sync(chain.visit, chain.out, knowingly=True).files
