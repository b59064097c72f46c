"""Frozen, stated, issued, signed: in this order, the leader last, and no step is taken by halves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.common.canon import sha256
from app.common.errors import Refusal
from app.models import tables
from app.services.panel.panels import PanelDesk, Panels
from app.services.panel.verdicts import Verdicts
from app.services.printing.verdict_report import report_digest, report_of_json
from app.services.store.rounds import SigningState, Statement
from app.signing.pdf import verify
from app.signing.pdf_mark import marks_of
from tests.chain import EXPERTS, LEADER, PEOPLE, Chain


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def signed_by(state: SigningState) -> list[str]:
    return [slot.person_id for slot in state.slots if slot.signed_at]


def give_keys(chain: Chain, *keys: str, pin: str | None = None) -> None:
    """Let these experts sit at the leader's laptop too, each with the own keys."""
    with chain.lead.store.write() as unit:
        for key in keys:
            with chain.site(key).store.look() as view:
                row = dict(view.first(tables.people, id=chain.ids[key]) or {})
            locked = chain.keys(key).lock(pin)
            unit.put(tables.people, **{**row, "keys": locked, "has_pin": pin is not None})


def sign(chain: Chain, key: str, pin: str | None = None) -> SigningState:
    return chain.lead.verdicts.sign(chain.visit, chain.ids[key], pin, None)


def test_freezing_says_all_that_is_missing(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("tasked")
    with pytest.raises(Refusal) as refused:
        chain.lead.verdicts.freeze(chain.visit)
    assert told(refused) == {"XP-4301"}
    for person in chain.sample.people:
        assert (person.name in str(refused.value)) == person.scores

    later = chain_at("collected", name="later")
    with pytest.raises(Refusal) as refused:
        later.lead.verdicts.freeze(later.visit)
    assert "13.2" in str(refused.value)
    assert "问题与建议" in str(refused.value)


def test_freezing_twice_gives_the_same_code(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled")
    code = chain.lead.verdicts.freeze(chain.visit)
    number = chain.desk().ledger.seq
    chain.wait(60)

    assert chain.lead.verdicts.freeze(chain.visit) == code
    assert chain.desk().ledger.seq == number
    assert chain.lead.visits.card(chain.visit).stage == "frozen"


def test_the_frozen_text_is_kept_and_is_what_the_code_says(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    facts = chain.desk().facts
    with chain.lead.store.look() as view:
        row = view.first(tables.verdicts, visit_id=chain.visit)
    assert row is not None
    assert report_digest(report_of_json(row["report"])) == facts.frozen_digest == row["frozen"]


def test_nothing_is_issued_or_signed_before_freezing(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled")
    steps: list[tuple[Callable[[], object], str]] = [
        (lambda: chain.lead.verdicts.issue(chain.visit), "XP-4303"),
        (lambda: chain.lead.verdicts.pdf(chain.visit), "XP-4306"),
        (lambda: sign(chain, LEADER), "XP-4305"),
    ]
    for step, code in steps:
        with pytest.raises(Refusal) as refused:
            step()
        assert told(refused) == {code}
    assert marks_of(chain.lead.verdicts.preview(chain.visit)) == ("草稿",)


def test_the_statement_after_freezing_changes_no_code(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("settled")
    code = chain.lead.verdicts.freeze(chain.visit)
    chain.desk().set_statement(Statement("对第三项有异议（示例）", False, "示例负责人"))
    chain.desk().set_step("reading", "组长", "宣读")
    report = chain.lead.verdicts.report(chain.visit)
    pdf = chain.lead.verdicts.issue(chain.visit)

    assert report.short_code == code == chain.desk().state.short_code
    assert "有异议" in chain.lead.verdicts.followed(chain.visit).statement
    assert "有异议" not in str(report)
    assert marks_of(pdf) == (code, report.digest)
    assert chain.lead.verdicts.issue(chain.visit) == pdf


def test_what_is_issued_is_the_frozen_text_whatever_the_program_would_say_now(
    chain_at: Callable[..., Chain], monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = chain_at("frozen")
    before = chain.lead.verdicts.report(chain.visit)
    real = vars(PanelDesk)["state"].fget
    assert real is not None
    monkeypatch.setattr(
        PanelDesk, "state", property(lambda self: replace(real(self), problems=("别的问题",)))
    )
    assert chain.lead.verdicts.report(chain.visit) == before
    assert marks_of(chain.lead.verdicts.issue(chain.visit)) == (before.short_code, before.digest)


@pytest.mark.parametrize("change", [{"format": 1}, {"title": 3}, {"total": "99"}])
def test_a_text_of_another_form_or_digest_is_not_issued(
    chain_at: Callable[..., Chain], monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    """Another program version froze it, or somebody changed it: what was read out must be what is signed."""
    chain = chain_at("frozen")
    real = Panels.open

    def changed(self: Panels, visit_id: str) -> PanelDesk:
        desk = real(self, visit_id)
        desk.facts = replace(desk.facts, frozen_text={**(desk.facts.frozen_text or {}), **change})
        return desk

    monkeypatch.setattr(Panels, "open", changed)
    with pytest.raises(Refusal) as refused:
        chain.lead.verdicts.issue(chain.visit)

    assert told(refused) == {"XP-4309"}
    monkeypatch.undo()
    assert chain.desk().facts.issued is False


def test_the_leader_signs_last(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    give_keys(chain, *EXPERTS)
    status = chain.lead.verdicts.status(chain.visit)
    assert [slot.person_id for slot in status.slots] == [chain.ids[key] for key in PEOPLE]
    assert [slot.can_sign_here for slot in status.slots] == [True, True, True, False]
    for number, key in enumerate(EXPERTS):
        with pytest.raises(Refusal) as refused:
            sign(chain, LEADER)
        assert told(refused) == {"XP-4305"}
        assert "组长最后" in str(refused.value)
        status = sign(chain, key)
        assert signed_by(status) == [chain.ids[each] for each in EXPERTS[: number + 1]]
        assert not status.complete
    status = sign(chain, LEADER)
    assert status.complete
    assert verify(chain.lead.verdicts.pdf(chain.visit), chain.trust).complete
    assert chain.lead.visits.card(chain.visit).stage == "signed"
    assert status.pdf_sha256 == sha256(chain.lead.verdicts.pdf(chain.visit))


def test_signing_twice_changes_nothing(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("signed")
    pdf, status = chain.lead.verdicts.pdf(chain.visit), chain.lead.verdicts.status(chain.visit)
    number = chain.desk().ledger.seq
    for key in PEOPLE:
        assert sign(chain, key) == status
    assert (chain.lead.verdicts.pdf(chain.visit), chain.desk().ledger.seq) == (pdf, number)
    with pytest.raises(Refusal) as refused:
        chain.sign_copy(EXPERTS[0], pdf)
    assert told(refused) == {"XP-4308"}


def test_who_is_not_here_or_not_of_the_panel_cannot_sign(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    with pytest.raises(Refusal) as refused:
        sign(chain, EXPERTS[0])
    assert told(refused) == {"XP-4305"}
    assert "不在本机" in str(refused.value)
    with pytest.raises(Refusal) as refused:
        chain.lead.verdicts.sign(chain.visit, "stranger", None, None)
    assert told(refused) == {"XP-4304"}


def test_a_wrong_pin_signs_nothing(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    give_keys(chain, EXPERTS[0], pin="271828")
    for pin in ("271829", "", None):
        with pytest.raises(Refusal) as refused:
            sign(chain, EXPERTS[0], pin)
        assert told(refused) <= {"XP-3901", "XP-6203"}
        assert signed_by(chain.lead.verdicts.status(chain.visit)) == []
    chain.wait(120)
    assert signed_by(sign(chain, EXPERTS[0], "271828")) == [chain.ids[EXPERTS[0]]]


def test_thawing_voids_every_signature(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("signed")
    verdicts = chain.lead.verdicts
    old = verdicts.pdf(chain.visit)
    with pytest.raises(Refusal) as refused:
        verdicts.thaw(chain.visit, "  ")
    assert told(refused) == {"XP-4302"}
    assert verdicts.status(chain.visit).complete

    verdicts.thaw(chain.visit, "合计有误（示例）")
    status = verdicts.status(chain.visit)
    assert (status.frozen, status.complete, status.pdf_sha256, signed_by(status)) == (False, False, None, [])
    assert marks_of(verdicts.preview(chain.visit)) == ("草稿",)
    for step in (
        lambda: verdicts.pdf(chain.visit),
        lambda: chain.lead.packages.export_sync(chain.visit, chain.out),
    ):
        with pytest.raises(Refusal):
            step()
    verdicts.thaw(chain.visit, "再撤一次也没有变化")

    chain.desk().set_problems(["改正后的问题（示例）"])
    chain.freeze()
    assert signed_by(verdicts.status(chain.visit)) == []
    verdicts.issue(chain.visit)
    with pytest.raises(Refusal) as refused:
        verdicts.take_back(chain.visit, old)
    assert told(refused) == {"XP-4307"}
    with chain.lead.store.look() as view:
        states = [
            row["state"] for row in view.find(tables.verdicts, visit_id=chain.visit, order=("version",))
        ]
    assert states == ["voided", "frozen"]


def test_only_a_copy_of_the_document_issued_here_is_taken_back(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    verdicts = chain.lead.verdicts
    ours = verdicts.issue(chain.visit)
    one = _signed_elsewhere(chain, EXPERTS[0], ours)
    two = _signed_elsewhere(chain, EXPERTS[1], ours)
    for wrong, codes in [
        (ours[:-1], {"XP-4307"}),
        (b"", {"XP-4307"}),
        (ours + b"%%EOF\n", {"XP-3813"}),
        (one[:-1], {"XP-3813"}),
        (one[:-300] + one[-299:], {"XP-3813"}),
        (one + ours, {"XP-3813"}),
    ]:
        with pytest.raises(Refusal) as refused:
            verdicts.take_back(chain.visit, wrong)
        assert told(refused) == codes
    assert verdicts.pdf(chain.visit) == ours
    assert signed_by(verdicts.take_back(chain.visit, ours)) == []
    assert signed_by(verdicts.take_back(chain.visit, one)) == [chain.ids[EXPERTS[0]]]
    both = [chain.ids[key] for key in EXPERTS[:2]]
    assert signed_by(verdicts.take_back(chain.visit, two)) == both, "signed beside, not after"
    assert verdicts.pdf(chain.visit) == one
    assert signed_by(verdicts.take_back(chain.visit, one)) == both


def _signed_elsewhere(chain: Chain, key: str, pdf: bytes) -> bytes:
    return chain.sign_copy(key, pdf)


def test_a_copy_that_went_round_is_taken_whole(
    chain_at: Callable[..., Chain], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two signatures arrive at once; where the program dies between them, the next try finds the rest."""
    chain = chain_at("frozen")
    verdicts = chain.lead.verdicts
    pdf = verdicts.issue(chain.visit)
    for key in EXPERTS[:2]:
        pdf = _signed_elsewhere(chain, key, pdf)
    taken: list[str] = []
    real = Verdicts._take

    def dies(self: Verdicts, desk: PanelDesk, person: str, data: bytes) -> None:
        if taken:
            raise KeyboardInterrupt
        taken.append(person)
        real(self, desk, person, data)

    monkeypatch.setattr(Verdicts, "_take", dies)
    with pytest.raises(KeyboardInterrupt):
        verdicts.take_back(chain.visit, pdf)
    monkeypatch.undo()
    assert len(signed_by(verdicts.status(chain.visit))) == 1

    assert signed_by(verdicts.take_back(chain.visit, pdf)) == [chain.ids[key] for key in EXPERTS[:2]]


def test_the_pen_needs_no_keys(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen", form="pen")
    verdicts = chain.lead.verdicts
    status = verdicts.status(chain.visit)
    assert (status.form, status.complete) == ("pen", True)
    assert not any(slot.can_sign_here for slot in status.slots)
    with pytest.raises(Refusal) as refused:
        sign(chain, LEADER)
    assert "纸质" in str(refused.value)

    pdf = verdicts.issue(chain.visit)
    assert b"/AcroForm" not in pdf
    assert not verify(pdf, chain.trust).valid
    exported = chain.lead.packages.export_sync(chain.visit, chain.out)
    assert (chain.out / "verdict.pdf").read_bytes() == pdf
    assert all(path.stat().st_size for path in exported.files)
    with pytest.raises(Refusal):
        verdicts.take_back(chain.visit, pdf + b"more")
