"""A locked sheet is opened again by its expert with a reason, and its later version takes the place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.services.packages.replay import replay_sheet
from app.services.panel.collected import FoundSheet
from app.services.sheet.desk import SheetDesk
from app.services.store.rounds import Imported
from tests.chain import EXPERTS, LEADER, Chain

FIRST = EXPERTS[0]
WHY = "看漏了一页附件（示例）"
BODY = ("1.1", "dedicated_body")


def codes(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def opened_again(chain: Chain, value: object = False, *, name: str = "again") -> Path:
    """The first expert opens the sheet, finds otherwise, locks and exports it."""
    person, site = chain.ids[FIRST], chain.site(FIRST)
    chain.wait(60)
    desk = site.sheets.open(chain.visit, person)
    desk.reopen(f" {WHY}\n")
    desk.record(*BODY, value)
    desk.lock()
    path = chain.out / f"{name}.xpsheet"
    site.packages.export_sheet(chain.visit, person, path)
    return path


def ruled(chain: Chain) -> None:
    """All that is open, and the fact on which the first expert differs now."""
    chain.settle().rule(BODY[0], {BODY[1]: True}, "核对文件（示例）")


def found(chain: Chain) -> FoundSheet:
    sheets = chain.desk().collected.found
    return next(each for each in sheets if each.person_id == chain.ids[FIRST])


def test_the_ledger_goes_on_and_tells_why(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    desk = chain.site(FIRST).sheets.open(chain.visit, chain.ids[FIRST])
    before, rows = desk.digest, desk.records()
    desk.reopen(f" {WHY}\n")
    assert (desk.locked, desk.digest) == (False, None)
    last = desk.records()[-1]
    assert (last.kind, last.why, last.author) == ("reopen", WHY, chain.ids[FIRST])
    assert desk.records()[: len(rows)] == rows
    desk.record(*BODY, False)
    again = chain.reopen(FIRST).sheets.open(chain.visit, chain.ids[FIRST])
    assert not again.locked
    assert again.answers[BODY[0]][BODY[1]] is False
    assert again.lock() != before
    assert chain.reopen(FIRST).sheets.open(chain.visit, chain.ids[FIRST]).locked


@pytest.mark.parametrize("reason", ["", " \n\u202e", "长" * 501])
def test_it_wants_a_reason_and_a_locked_sheet(chain_at: Callable[..., Chain], reason: str) -> None:
    chain = chain_at("locked")
    desk = chain.site(FIRST).sheets.open(chain.visit, chain.ids[FIRST])
    with pytest.raises(Refusal) as refused:
        desk.reopen(reason)
    assert codes(refused) == {"XP-6355"}
    assert desk.locked
    desk.reopen(WHY)
    with pytest.raises(Refusal) as refused:
        desk.reopen(WHY)
    assert codes(refused) == {"XP-6356"}


def test_the_later_version_takes_the_place_without_a_choice(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("collected")
    first = found(chain)
    told = chain.lead.packages.import_file(opened_again(chain))
    assert isinstance(told, Imported)
    assert WHY in told.message
    now = found(chain)
    assert now.findings[BODY[0]][BODY[1]] is False
    assert now.rows[: len(first.rows)] == first.rows
    desk = chain.desk()
    info = next(each for each in desk.collected.infos if each.person_id == chain.ids[FIRST])
    assert (info.rivals, info.beside) == (0, 1), "the earlier one lies beside it, and contradicts nothing"
    assert WHY in desk.facts.chosen[chain.ids[FIRST]].reason
    again = chain.lead.packages.import_file(chain.sheet(FIRST))
    assert again.already_here
    assert found(chain).digest == now.digest


def test_an_earlier_version_that_comes_late_changes_nothing(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    chain.lead.packages.import_file(opened_again(chain))
    before = found(chain)
    told = chain.lead.packages.import_file(chain.sheet(FIRST))
    assert told.already_here
    assert "更新的一份" in told.message
    assert found(chain) == before


def test_it_is_opened_as_often_as_need_be_and_the_bureau_follows(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("signed")
    office = chain.new_office("again.db")
    taken = office.bureau.take(chain.export("first"), chain.trust, chain.identities)
    assert taken.fate == "taken", taken.message
    for turn, value in enumerate((False, True)):
        chain.wait(60)
        chain.lead.verdicts.thaw(chain.visit, "专家更正（示例）")
        chain.lead.packages.import_file(opened_again(chain, value, name=f"again-{turn}"))
        ruled(chain)
        chain.freeze()
        chain.sign_all()
        chain.wait(60)
        told = office.bureau.take(chain.export(f"turn-{turn}"), chain.trust, chain.identities)
        assert told.fate == "taken", told.message
        assert found(chain).findings[BODY[0]][BODY[1]] is value


def test_nothing_is_opened_or_taken_once_the_text_is_frozen(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    path = opened_again(chain)
    with pytest.raises(Refusal) as refused:
        chain.lead.packages.import_file(path)
    assert codes(refused) == {"XP-4203"}
    chain.lead.verdicts.thaw(chain.visit, "专家更正（示例）")
    chain.lead.packages.import_file(path)
    assert found(chain).findings[BODY[0]][BODY[1]] is False


def test_one_that_was_not_locked_anew_is_no_sheet_to_take(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    site, person = chain.site(FIRST), chain.ids[FIRST]
    desk = site.sheets.open(chain.visit, person)
    desk.reopen(WHY)
    with pytest.raises(Refusal) as refused:
        site.packages.export_sheet(chain.visit, person, chain.out / "open.xpsheet")
    assert codes(refused) == {"XP-4502"}
    with pytest.raises(Refusal):
        replay_sheet(desk.visit, desk.scheme, person, desk.records())


def test_edits_behind_a_lock_are_still_refused(chain_at: Callable[..., Chain]) -> None:
    """Only an entry that says why stands between a lock and what comes after it."""
    chain = chain_at("locked")
    person = chain.ids[FIRST]
    desk = chain.site(FIRST).sheets.open(chain.visit, person)
    desk.reopen(WHY)
    desk.record(*BODY, False)
    desk.lock()
    records = desk.records()
    at = next(place for place, each in enumerate(records) if each.kind == "reopen")
    for forged in (
        (*records[:at], *records[at + 1 :]),
        (*records[:at], records[at].model_copy(update={"why": " "}), *records[at + 1 :]),
        (*records[: at - 1], *records[at:]),
    ):
        with pytest.raises(Refusal) as refused:
            replay_sheet(desk.visit, desk.scheme, person, forged)
        assert codes(refused) == {"XP-3703"}


def test_a_ruling_on_what_has_changed_is_told_until_it_is_looked_at(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled")
    ruled(chain)
    other = next(cid for cid in chain.desk().facts.rulings if cid != BODY[0])

    def again() -> list[str]:
        told = [each.criterion for each in chain.desk().state.matters if "重新打开" in each.told]
        assert not any(each.blocks for each in chain.desk().state.matters if "重新打开" in each.told)
        return [each or "" for each in told]

    assert again() == []
    chain.lead.packages.import_file(opened_again(chain))
    assert other != BODY[0]
    assert again() == [BODY[0]]
    info = next(each for each in chain.desk().state.sheets if each.person_id == chain.ids[FIRST])
    assert WHY in info.reopened
    chain.wait(60)
    chain.desk().rule(BODY[0], {BODY[1]: False}, "再次核对（示例）")
    assert again() == []


def test_who_opens_a_sheet_again_closes_what_was_opened_early(chain_at: Callable[..., Chain]) -> None:
    """The opening spoke of who was wanting then; whoever was in and is no more is not passed over."""
    chain = chain_at("locked")
    desk, person = typed_in(chain)
    chain.lead.packages.import_file(chain.sheet(EXPERTS[1]))
    assert chain.desk().open_sheets("第三位专家的电脑故障（示例）").early
    desk.reopen(WHY)
    state = chain.desk().state
    assert (state.sides, state.early, state.may_open) == ({}, False, True)
    assert chain.desk().open_sheets("先看第二位的（示例）").sides
    desk.note(BODY[0], "补看了附件（示例）")
    desk.lock(knowingly=True)
    assert person in {side.person_id for sides in chain.desk().state.sides.values() for side in sides}


def typed_in(chain: Chain) -> tuple[SheetDesk, str]:
    """The first expert's paper, typed in by the leader and locked."""
    person, leader = chain.ids[FIRST], chain.ids[LEADER]
    chain.lead.people.switch(leader, None)
    chain.lead.typed.begin(chain.visit, person, pledged=True)
    desk = chain.lead.sheets.open(chain.visit, person, entered_by=leader)
    for cid, answer in chain.sample.findings_of(FIRST).items():
        for name, value in answer.items() if cid in desk.mine else ():
            desk.record(cid, name, value)
    desk.lock(knowingly=True)
    chain.lead.packages.keep_typed(chain.visit, person)
    return desk, person


def test_on_one_laptop_all_is_blind_until_it_is_locked_anew(chain_at: Callable[..., Chain]) -> None:
    """Of who sits at the leader's laptop: typed in there, locked, opened again."""
    chain = chain_at("locked")
    desk, person = typed_in(chain)
    first = desk.end[1]
    for key in EXPERTS[1:]:
        chain.lead.packages.import_file(chain.sheet(key))
    assert chain.desk().opened
    desk.reopen(WHY)
    assert (chain.desk().opened, chain.desk().state.sides) == (False, {})
    desk.note(BODY[0], "补看了附件（示例）")
    desk.lock(knowingly=True)
    assert chain.desk().opened
    assert desk.end[1] != first
    chain.lead.packages.keep_typed(chain.visit, person)
    chain.settle()
    chain.freeze()
    chain.sign_all()
    told = chain.new_office("one.db").bureau.take(chain.export("one"), chain.trust, chain.identities)
    assert told.fate == "taken", told.message
