"""A pen in a digital round: noted by the leader with a photo, carried to the bureau, not forged unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.common.errors import Refusal
from app.common.lines import one_line
from app.exchange.package import read_package
from app.services.bureau.office import Office
from app.services.packages.proofs import Evidence
from app.services.packages.verification import prove_file
from app.services.sample.samples import record_findings
from app.services.store.rounds import SigningSlot, SigningState
from app.services.store.site import Prepared
from app.signing.pdf import verify
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.forger import sync_path, take

WHO = EXPERTS[1]
WHY = "没有带电脑，评分表为代录"
PAGE = b"\xff\xd8 the signed page"


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def page(chain: Chain, data: bytes = PAGE, name: str = "签名页.jpg") -> Prepared:
    path = chain.folder / name
    path.write_bytes(data)
    return chain.lead.evidence.prepare(path, chain.visit)


def note(chain: Chain, key: str = WHO, why: str = WHY, file: Prepared | None = None) -> None:
    chain.lead.pens.note(chain.visit, chain.ids[key], file or page(chain), why)


def slot(chain: Chain, key: str = WHO) -> SigningSlot:
    slots = chain.lead.verdicts.status(chain.visit).slots
    return next(each for each in slots if each.person_id == chain.ids[key])


def sign_but(chain: Chain, *left: str, leader: bool = True) -> SigningState:
    """Everybody but those signs digitally, the leader last."""
    verdicts = chain.lead.verdicts
    for key in EXPERTS:
        if key not in left:
            pdf = verdicts.issue(chain.visit)
            copy = chain.sign_copy(key, pdf)
            verdicts.take_back(chain.visit, copy)
    if leader:
        return verdicts.sign(chain.visit, chain.ids[LEADER], None, None)
    return verdicts.status(chain.visit)


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    """Frozen and issued, nobody has signed."""
    chain = chain_at("frozen")
    chain.lead.verdicts.issue(chain.visit)
    return chain


@pytest.fixture
def sent(chain: Chain) -> Chain:
    """One expert has signed with a pen, everybody else digitally; the visit is exported."""
    note(chain)
    sign_but(chain, WHO)
    chain.export()
    return chain


@pytest.fixture
def office(chain: Chain) -> Office:
    return chain.new_office("second.db")


# On the leader's device.


def test_who_has_no_keys_here_signs_with_a_pen_and_the_visit_goes_out(chain: Chain, office: Office) -> None:
    assert (slot(chain).can_pen, slot(chain, LEADER).can_pen) == (True, False)
    note(chain)
    mark = slot(chain).pen
    assert mark is not None
    assert (mark.name, mark.reason, mark.sha256) == ("签名页.jpg", WHY, hashlib.sha256(PAGE).hexdigest())
    assert not slot(chain).can_pen
    assert not chain.lead.verdicts.status(chain.visit).complete

    status = sign_but(chain, WHO)
    assert status.complete
    assert slot(chain).signed_at is None
    assert chain.lead.visits.card(chain.visit).stage == "signed"
    report = verify(chain.lead.verdicts.pdf(chain.visit), chain.trust)
    assert report.valid
    assert not report.complete, "the field of who signed on paper stays empty"

    path = chain.export()
    with read_package(path, chain.trust, chain.identities) as package:
        assert package.members[f"evidence/{mark.sha256}"] == PAGE
    taken = take(chain, office, path)
    assert taken.fate == "taken"
    name = next(each.name for each in chain.sample.people if each.key == WHO)
    for words in (f"手签：{name}（照片 签名页.jpg", mark.sha256[:16], WHY):
        assert words in taken.message
    row = office.bureau.status()[0]
    assert row.pen_by == (name,)
    assert name not in row.signed_by
    assert len(row.signed_by) == len(EXPERTS)
    proof = prove_file(path, Evidence(chain.trust, chain.identities, chain.lead.shelf))
    assert any(fact.startswith(f"手签：{name}（照片 签名页.jpg") for fact in proof.facts)


def test_all_experts_can_sign_with_a_pen_and_the_leader_is_still_last_and_digital(
    chain: Chain, office: Office
) -> None:
    for number, key in enumerate(EXPERTS):
        with pytest.raises(Refusal) as refused:
            chain.lead.verdicts.sign(chain.visit, chain.ids[LEADER], None, None)
        assert told(refused) == {"XP-4305"}
        note(chain, key, file=page(chain, PAGE + bytes([number])))
    assert chain.lead.verdicts.sign(chain.visit, chain.ids[LEADER], None, None).complete
    assert take(chain, office, chain.export()).fate == "taken"
    assert len(office.bureau.status()[0].pen_by) == len(EXPERTS)


def test_one_photo_of_a_page_that_several_signed_is_enough(chain: Chain, office: Office) -> None:
    for key in EXPERTS[:2]:
        note(chain, key)
    sign_but(chain, *EXPERTS[:2])
    assert take(chain, office, chain.export()).fate == "taken"


@pytest.mark.parametrize(
    ("key", "why", "change", "code"),
    [
        (LEADER, WHY, {}, "XP-4532"),
        (WHO, "  \n ", {}, "XP-4537"),
        (WHO, "长" * 501, {}, "XP-4537"),
        (WHO, WHY, {"media_type": "application/zip"}, "XP-4536"),
        (WHO, WHY, {"size": 0}, "XP-4536"),
    ],
)
def test_what_is_no_pen_signature_is_not_noted(
    chain: Chain, key: str, why: str, change: dict[str, Any], code: str
) -> None:
    number = chain.desk().ledger.seq
    with pytest.raises(Refusal) as refused:
        note(chain, key, why, replace(page(chain), **change))
    assert told(refused) == {code}
    assert chain.desk().ledger.seq == number


def test_a_stranger_and_who_has_signed_are_refused(chain: Chain) -> None:
    with pytest.raises(Refusal) as refused:
        chain.lead.pens.note(chain.visit, "stranger", page(chain), WHY)
    assert told(refused) == {"XP-4304"}
    sign_but(chain, *EXPERTS[1:], leader=False)
    with pytest.raises(Refusal) as refused:
        note(chain, EXPERTS[0])
    assert told(refused) == {"XP-4533"}
    note(chain)
    with pytest.raises(Refusal) as refused:
        note(chain, file=page(chain, b"\xff\xd8 another"))
    assert told(refused) == {"XP-4533"}


def test_keys_at_hand_are_used_unless_their_pin_is_forgotten(chain: Chain) -> None:
    from tests.services.panel.test_verdicts import give_keys

    give_keys(chain, WHO)
    assert not slot(chain).can_pen
    with pytest.raises(Refusal) as refused:
        note(chain)
    assert told(refused) == {"XP-4534"}
    give_keys(chain, WHO, pin="271828")
    assert slot(chain).can_pen
    note(chain, why="忘记 PIN")
    assert not slot(chain).can_sign_here
    with pytest.raises(Refusal) as refused:
        chain.lead.verdicts.sign(chain.visit, chain.ids[WHO], "271828", None)
    assert told(refused) == {"XP-4305"}


def test_nothing_is_noted_before_the_document_is_issued(chain_at: Callable[..., Chain]) -> None:
    for stage in ("settled", "frozen"):
        chain = chain_at(stage, name=stage)
        assert slot(chain).can_pen == (stage == "frozen"), "the screen can offer to issue it"
        with pytest.raises(Refusal) as refused:
            note(chain)
        assert told(refused) == {"XP-4531"}


def test_a_pen_batch_needs_no_notes(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen", form="pen")
    chain.lead.verdicts.issue(chain.visit)
    assert not slot(chain).can_pen
    with pytest.raises(Refusal) as refused:
        note(chain)
    assert told(refused) == {"XP-4530"}


def test_only_who_leads_notes_it(chain: Chain) -> None:
    site = chain.site(EXPERTS[0])
    path = chain.folder / "x.jpg"
    path.write_bytes(PAGE)
    with pytest.raises(Refusal) as refused:
        site.pens.note(chain.visit, chain.ids[WHO], site.evidence.prepare(path, chain.visit), WHY)
    assert told(refused) == {"XP-4535"}


def test_it_can_be_taken_back_until_the_leader_signs(chain: Chain) -> None:
    note(chain)
    assert slot(chain).can_unpen
    chain.lead.pens.take_back(chain.visit, chain.ids[WHO])
    assert slot(chain).pen is None
    assert slot(chain).can_pen
    chain.lead.pens.take_back(chain.visit, chain.ids[WHO])
    note(chain, file=page(chain, b"\xff\xd8 sharper"))
    sign_but(chain, WHO)
    assert not slot(chain).can_unpen
    with pytest.raises(Refusal) as refused:
        chain.lead.pens.take_back(chain.visit, chain.ids[WHO])
    assert told(refused) == {"XP-4539"}
    assert chain.lead.verdicts.status(chain.visit).complete


def test_thawing_voids_it(sent: Chain, office: Office) -> None:
    """What was signed is another text: nobody's ink goes over to the new one."""
    assert take(sent, office, sync_path(sent)).fate == "taken"
    sent.lead.verdicts.thaw(sent.visit, "有误（示例）")
    assert slot(sent).pen is None
    sent.desk().set_problems(["改正后的问题（示例）"])
    sent.freeze()
    sent.lead.verdicts.issue(sent.visit)
    status = sign_but(sent, WHO, leader=False)
    assert not status.complete
    assert not any(each.pen for each in status.slots)
    note(sent, file=page(sent, b"\xff\xd8 the second signed page"))
    sent.lead.verdicts.sign(sent.visit, sent.ids[LEADER], None, None)
    path = sent.export("later")
    with read_package(path, sent.trust, sent.identities) as package:
        assert sum(name.startswith("evidence/") for name in package.members) == 1
    assert take(sent, office, path).fate == "taken"


def test_ink_and_keys_both_are_both_told_and_the_ink_prevails(chain: Chain, office: Office) -> None:
    """The leader notes the pen, and then the expert's own signed copy turns up after all."""
    copy = chain.sign_copy(WHO, chain.lead.verdicts.pdf(chain.visit))
    note(chain)
    chain.lead.verdicts.take_back(chain.visit, copy)
    assert slot(chain).signed_at is not None
    assert slot(chain).pen is not None
    sign_but(chain, WHO)
    path = chain.export()
    taken = take(chain, office, path)
    assert taken.fate == "taken"
    assert "另有电子签名，以手签为准" in taken.message
    row = office.bureau.status()[0]
    assert set(row.pen_by) < set(row.signed_by)


def test_the_photo_is_encrypted_where_it_is_kept(chain: Chain) -> None:
    note(chain)
    mark = slot(chain).pen
    assert mark is not None
    assert PAGE not in chain.lead.evidence.path(mark.sha256).read_bytes()


def test_a_lost_photo_stops_the_export(chain: Chain) -> None:
    from app.common.errors import XianpingError

    note(chain)
    sign_but(chain, WHO)
    mark = slot(chain).pen
    assert mark is not None
    chain.lead.evidence.path(mark.sha256).unlink()
    with pytest.raises(XianpingError):
        chain.export()
    assert not list((chain.out / "sync").iterdir())


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(name=TEXTS, why=TEXTS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_the_ledger_can_be_opened_again(chain: Chain, name: str, why: str) -> None:
    assert one_line(one_line(why)) == one_line(why)
    file = replace(page(chain), name=name)
    if one_line(why):
        note(chain, why=why, file=file)
    else:
        with pytest.raises(Refusal):
            note(chain, why=why, file=file)
    assert bool(slot(chain).pen) == bool(one_line(why))
    chain.lead.pens.take_back(chain.visit, chain.ids[WHO])


def test_an_expert_without_a_computer_from_the_paper_sheet_to_the_bureau(
    chain_at: Callable[..., Chain],
) -> None:
    """Sheet typed in by a colleague, verdict signed with a pen: no step needs the expert's keys."""
    chain = chain_at("locked")
    lead, expert = chain.lead, chain.ids[WHO]
    for key in EXPERTS:
        if key != WHO:
            lead.packages.import_file(chain.sheet(key))
    lead.typed.begin(chain.visit, expert, pledged=True)
    desk = lead.sheets.open(chain.visit, expert, entered_by=lead.typed.check(chain.visit, expert))
    record_findings(desk, chain.sample.findings_of(WHO))
    desk.lock(knowingly=True)
    lead.packages.keep_typed(chain.visit, expert)
    chain.settle()
    chain.freeze()
    lead.verdicts.issue(chain.visit)
    note(chain)
    sign_but(chain, WHO)
    taken = take(chain, chain.new_office("second.db"), chain.export())
    assert taken.fate == "taken"
    assert "代录" in taken.message
    assert "手签" in taken.message
