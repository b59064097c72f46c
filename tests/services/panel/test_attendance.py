"""Nobody's illness ends a visit: absent, left, recused, another in the leader's seat, pen for all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.common.errors import Refusal
from app.services.packages.proofs import Evidence
from app.services.packages.verification import prove_file
from app.services.panel.seats import Absence
from app.services.safe.safes import Signer
from app.services.store.rounds import Statement
from app.services.workspace import Workspace
from tests.chain import EXPERTS, LEADER, Chain, spec_of
from tests.services.forger import Forger, take
from tests.talks import talk_over

ILL = "突发疾病，送医"
FIRST, SECOND, THIRD = EXPERTS


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def note(chain: Chain, key: str, state: Absence, site: Workspace | None = None, **told_: Any) -> Any:
    since = chain.clock.now() - timedelta(minutes=5)
    lead = site or chain.lead
    return lead.attendance.note(chain.visit, chain.ids[key], state, since, ILL, **told_)


def seat(chain: Chain, key: str, *voters: str, by: str = "vote", at: str = "") -> None:
    votes = {chain.ids[voter]: chain.ids[key] for voter in voters}
    site = chain.site(at or key)
    site.attendance.take_seat(chain.visit, chain.ids[key], by, votes, ILL)  # type: ignore[arg-type]


def settle(chain: Chain, site: Workspace) -> None:
    desk = site.panels.open(chain.visit)
    for criterion, ruling in chain.sample.rulings.items():
        desk.rule(criterion, ruling.findings, ruling.reason)
    for row in desk.result.criteria:
        if row.state in ("disputed", "unanswered"):
            all_found = (chain.sample.findings_of(key).get(row.id) for key in EXPERTS)
            findings = next(each for each in all_found if each)
            desk.rule(row.id, findings, "缺席专家的分工，由组长裁定（示例）")
    desk.set_problems(["无"])
    talk_over(desk)


def finish(chain: Chain, site: Workspace, *signers: str, lead: str = LEADER) -> Any:
    """Freeze, sign and send in; what the bureau's second office makes of it."""
    visit = chain.visit
    site.verdicts.freeze(visit)
    site.panels.open(visit).set_statement(Statement("无异议（示例）。", True, "示例负责人"))
    pdf = site.verdicts.issue(visit, knowingly=True)
    for key in signers:
        pdf = chain.sign_copy(key, pdf, lead=lead)
        site.verdicts.take_back(visit, pdf)
    assert site.verdicts.sign(visit, chain.ids[lead], None, None).complete
    return sent(chain, site)


def sent(chain: Chain, site: Workspace) -> Any:
    (chain.out / "sync").mkdir(exist_ok=True)
    path = site.packages.export_sync(chain.visit, chain.out / "sync").files[0]
    proof = prove_file(path, Evidence(chain.trust, chain.identities, chain.lead.shelf))
    assert proof.valid
    answer = take(chain, chain.new_office("second.db"), path)
    assert answer.fate == "taken", answer.message
    return answer


@pytest.mark.parametrize("state", ["absent", "recused", "left"])
def test_who_is_gone_before_locking_owes_neither_sheet_nor_signature(
    chain_at: Callable[..., Chain], state: Absence
) -> None:
    chain = chain_at("locked")
    for key in (FIRST, SECOND):
        chain.lead.packages.import_file(chain.sheet(key))
    assert any("还没有收到" in each for each in chain.desk().state.missing)

    note(chain, THIRD, state)
    settle(chain, chain.lead)
    assert chain.desk().state.missing == ()
    answer = finish(chain, chain.lead, FIRST, SECOND)
    name = chain.desk().visit.name_of(chain.ids[THIRD])
    assert name in answer.message
    assert ILL in answer.message
    text = chain.desk().facts.frozen_text or {}
    assert chain.ids[THIRD] not in {each["person_id"] for each in text["signers"]}
    assert chain.ids[THIRD] not in {each["person"] for each in text["experts"]}
    assert any(name in each and ILL in each for each in text["happened"])


def test_a_sheet_locked_before_leaving_counts_and_one_before_recusal_does_not(
    chain_at: Callable[..., Chain],
) -> None:
    chain = chain_at("collected")
    note(chain, THIRD, "recused")
    assert {each.person_id for each in chain.desk().collected.infos} == {chain.ids[FIRST], chain.ids[SECOND]}
    chain.lead.attendance.put_back(chain.visit, chain.ids[THIRD], "误登记")
    chain.wait(600)
    note(chain, THIRD, "left")
    assert chain.ids[THIRD] in {each.person_id for each in chain.desk().collected.infos}
    settle(chain, chain.lead)
    finish(chain, chain.lead, FIRST, SECOND)


def test_a_sheet_that_comes_after_its_expert_was_noted_as_away_says_what_to_do(
    chain_at: Callable[..., Chain],
) -> None:
    chain = chain_at("locked")
    note(chain, THIRD, "absent")
    taken = chain.lead.packages.import_file(chain.sheet(THIRD))
    assert taken.attention
    assert "已登记缺席" in taken.message
    assert "选“在场”" in taken.message
    assert chain.ids[THIRD] not in {each.person_id for each in chain.desk().collected.infos}
    chain.lead.attendance.put_back(chain.visit, chain.ids[THIRD], "已赶到")
    found = {each.person_id for each in chain.desk().collected.found}
    assert chain.ids[THIRD] in found


def test_a_leaving_that_was_before_the_locking_is_asked_about(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("collected")
    with pytest.raises(Refusal) as refused:
        chain.lead.attendance.note(
            chain.visit, chain.ids[THIRD], "left", chain.clock.now() - timedelta(hours=3), ILL
        )
    assert told(refused) == {"XP-4222"}


def test_criteria_of_who_is_absent_alone_are_for_the_leader_to_rule(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("collected")
    alone = [each for each, people in chain.desk().visit.assignments.items() if people == (chain.ids[THIRD],)]
    assert alone
    assert all(chain.desk().result.criterion(each).state == "agreed" for each in alone[:1])
    note(chain, THIRD, "absent")
    desk = chain.desk()
    assert {desk.result.criterion(each).state for each in alone} == {"unanswered"}
    assert all(any(each in words and "裁定" in words for words in desk.state.missing) for each in alone)


def test_below_the_quorum_nothing_freezes_and_it_says_what_can_be_done(
    chain_at: Callable[..., Chain],
) -> None:
    chain = chain_at("settled", form="quorum")
    note(chain, THIRD, "absent")
    missing = chain.desk().state.missing
    assert any("至少要有 3 份" in each and "另派专家" in each for each in missing)
    with pytest.raises(Refusal) as refused:
        chain.lead.verdicts.freeze(chain.visit)
    assert told(refused) == {"XP-4301"}
    assert chain.desk().state.sides == {}
    chain.lead.attendance.put_back(chain.visit, chain.ids[THIRD], "已赶到")
    assert chain.desk().state.missing == ()


def test_nobody_is_made_absent_over_a_frozen_text_but_one_may_leave(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    with pytest.raises(Refusal) as refused:
        note(chain, THIRD, "recused")
    assert told(refused) == {"XP-4226"}
    note(chain, THIRD, "left")
    pdf = chain.lead.verdicts.issue(chain.visit)
    for key in (FIRST, SECOND):
        pdf = chain.sign_copy(key, pdf)
        chain.lead.verdicts.take_back(chain.visit, pdf)
    assert chain.lead.verdicts.sign(chain.visit, chain.ids[LEADER], None, None).complete
    answer = sent(chain, chain.lead)
    assert "退出" in answer.message


def test_a_reason_and_a_time_that_was_are_wanted(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("collected")
    for since, why, code in ((0, " ", "XP-4221"), (3600, ILL, "XP-4222")):
        moment = chain.clock.now() + timedelta(seconds=since)
        with pytest.raises(Refusal) as refused:
            chain.lead.attendance.note(chain.visit, chain.ids[THIRD], "absent", moment, why)
        assert told(refused) == {code}


# Who leads.


def test_the_deputy_takes_the_seat_and_the_bureau_is_told(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked", form="deputy")
    site = chain.site(FIRST)
    for key in (SECOND, THIRD):
        site.packages.import_file(chain.sheet(key))
    note(chain, LEADER, "absent", site)
    assert any("换组长" in each for each in site.panels.open(chain.visit).state.missing)
    seat(chain, FIRST, by="deputy")
    settle(chain, site)
    answer = finish(chain, site, SECOND, THIRD, lead=FIRST)
    assert "代行组长" in answer.message


def test_a_member_by_the_panels_vote_takes_the_seat(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    site, heir = chain.site(SECOND), chain.ids[SECOND]
    note(chain, LEADER, "absent", site)
    with pytest.raises(Refusal) as refused:
        seat(chain, SECOND, SECOND)
    assert told(refused) == {"XP-4225"}, "one of three is no majority"
    seat(chain, SECOND, FIRST, SECOND)
    with pytest.raises(Refusal):
        site.packages.import_file(chain.sheet(FIRST))
    for key in (FIRST, THIRD):
        again = chain.out / f"{key}-again.xpsheet"
        chain.site(key).packages.export_sheet(chain.visit, chain.ids[key], again, heir)
        site.packages.import_file(again)
    settle(chain, site)
    answer = finish(chain, site, FIRST, THIRD, lead=SECOND)
    assert "代行组长" in answer.message
    assert "请核对" in answer.message


def test_the_leader_who_forgot_the_pin_after_the_freezing_gives_the_seat_and_signs_with_a_pen(
    chain_at: Callable[..., Chain],
) -> None:
    chain = chain_at("frozen")
    chain.lead.verdicts.issue(chain.visit)
    chain.wait()
    _copied(chain, LEADER, SECOND)
    site = chain.site(SECOND)
    seat(chain, SECOND, FIRST, SECOND, THIRD)
    visit = site.panels.open(chain.visit).visit
    assert [each.id for each in visit.signatories][-1] == chain.ids[SECOND]
    page = chain.folder / "page.jpg"
    page.write_bytes(b"\xff\xd8 signed")
    file = site.evidence.prepare(page, chain.visit)
    site.pens.note(chain.visit, chain.ids[LEADER], file, "忘记 PIN")
    pdf = site.verdicts.pdf(chain.visit)
    for key in (FIRST, THIRD):
        pdf = chain.sign_copy(key, pdf, lead=SECOND)
        site.verdicts.take_back(chain.visit, pdf)
    assert site.verdicts.sign(chain.visit, chain.ids[SECOND], None, None).complete
    answer = sent(chain, site)
    assert "代行组长" in answer.message


def _copied(chain: Chain, giver: str, taker: str) -> None:
    """The giver's rolling copy, opened by the taker."""
    site, stick = chain.site(giver), chain.folder / "stick"
    stick.mkdir(exist_ok=True)
    signer = Signer(chain.ids[giver], chain.keys(giver))
    copied = site.safes.write(chain.visit, signer, site.safes.places.choose(stick))
    assert copied is not None
    chain.site(taker).packages.import_file(copied.path)


def test_the_former_leader_cannot_send_it_in(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("collected", form="deputy")
    _copied(chain, LEADER, FIRST)
    seat(chain, FIRST, by="deputy")
    chain.wait()
    _copied(chain, FIRST, LEADER)
    with pytest.raises(Refusal) as refused:
        chain.lead.verdicts.freeze(chain.visit)
    assert told(refused) & {"XP-4223", "XP-4301"}


@pytest.mark.parametrize("votes", [1, 3])
def test_a_forged_vote_is_refused_by_the_bureau(chain_at: Callable[..., Chain], votes: int) -> None:
    chain = chain_at("exported")
    forger, who = Forger(chain), chain.ids[SECOND]
    voters = [chain.ids[key] for key in EXPERTS][:votes]
    cast = dict.fromkeys(voters, who)
    draft = {"kind": "seat", "why": ILL, "after": {"person": who, "by": "vote", "votes": cast}}
    path = forger.write(entries=forger.redraw(forger.panel(draft)))
    answer = take(chain, chain.new_office("second.db"), path)
    assert answer.fate == "refused"
    assert set(answer.codes) <= {"XP-4541", "XP-4512"}


def test_a_leader_who_leaves_after_the_freezing_is_followed_by_somebody(
    chain_at: Callable[..., Chain],
) -> None:
    chain = chain_at("frozen", form="deputy")
    verdicts = chain.lead.verdicts
    pdf = verdicts.issue(chain.visit)
    for key in EXPERTS:
        pdf = chain.sign_copy(key, pdf)
    verdicts.take_back(chain.visit, pdf)
    note(chain, LEADER, "left")
    assert not verdicts.status(chain.visit).complete
    with pytest.raises(Refusal):
        chain.export()


# Pen for all.


def test_a_digital_visit_turns_to_pen_and_keeps_what_was_signed(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    verdicts = chain.lead.verdicts
    signed = chain.sign_copy(FIRST, verdicts.issue(chain.visit))
    verdicts.take_back(chain.visit, signed)
    code = verdicts.status(chain.visit).short_code
    chain.lead.attendance.turn_to_pen(chain.visit, "U 盘损坏，电子签名无法往返")
    status = verdicts.status(chain.visit)
    assert (status.form, status.short_code, status.complete, status.issued) == ("pen", code, True, False)
    assert [each.signed_at is not None for each in status.slots].count(True) == 1
    answer = sent(chain, chain.lead)
    assert "改为打印签字" in answer.message
    assert verdicts.pdf(chain.visit) != signed


def test_turning_to_pen_before_the_freezing(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled")
    chain.lead.attendance.turn_to_pen(chain.visit, "没有人带电脑")
    chain.freeze()
    assert (chain.desk().facts.frozen_text or {})["form"] == "pen"
    sent(chain, chain.lead)


# What the bureau is told when it makes the task.


@pytest.mark.parametrize("form", ["digital", "deputy"])
def test_a_task_without_a_deputy_says_so(chain_at: Callable[..., Chain], form: str) -> None:
    chain = chain_at("tasked", form=form)
    scheme = chain.lead.schemes[chain.sample.scheme]
    said = chain.office.issuing.told(spec_of(chain, form), scheme)
    assert any("没有指定副组长" in each for each in said) == (form == "digital")
