"""Experts on several laptops sign the same state: each of them once, in any order, with equal weight."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from app.common.errors import Refusal
from app.exchange.package import read_package
from app.services.packages.proofs import Evidence
from app.services.packages.verification import prove_file
from app.services.safe.safes import Signer
from app.signing.pdf import verify
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.forger import Forger, sync_path, take


def told(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def round_of(chain: Chain) -> list[bytes]:
    """Every expert's copy, all signed from the document as it was issued."""
    pdf = chain.lead.verdicts.issue(chain.visit)
    return [chain.sign_copy(key, pdf) for key in EXPERTS]


def finished(chain: Chain, copies: list[bytes]) -> None:
    verdicts = chain.lead.verdicts
    for copy in copies:
        verdicts.take_back(chain.visit, copy)
    assert verdicts.sign(chain.visit, chain.ids[LEADER], None, None).complete
    chain.export()


@pytest.fixture
def sent(chain_at: Callable[..., Chain]) -> Chain:
    chain = chain_at("frozen")
    finished(chain, round_of(chain))
    return chain


def test_who_signed_the_same_state_never_signs_again(sent: Chain) -> None:
    facts = sent.desk().facts
    assert [each.person_id for each in facts.copies] == [sent.ids[key] for key in EXPERTS[1:]]
    report = verify(sent.lead.verdicts.pdf(sent.visit), sent.trust)
    assert report.valid
    assert not report.complete, "the fields of those who signed beside stay empty"
    answer = take(sent, sent.new_office("second.db"), sync_path(sent))
    assert answer.fate == "taken", answer.message
    for key in EXPERTS[1:]:
        name = sent.desk().visit.name_of(sent.ids[key])
        assert f"另附的签署件上：{name}" in answer.message
    proof = prove_file(sync_path(sent), Evidence(sent.trust, sent.identities, sent.lead.shelf))
    assert {sent.ids[key] for key in EXPERTS} <= {each.person for each in proof.signatures}
    with read_package(sync_path(sent), sent.trust, sent.identities) as package:
        for copy in facts.copies:
            assert hashlib.sha256(package.members[f"evidence/{copy.sha256}"]).hexdigest() == copy.sha256


def test_the_bureau_counts_them_as_signed(sent: Chain) -> None:
    office = sent.new_office("second.db")
    take(sent, office, sync_path(sent))
    assert len(office.bureau.status()[0].signed_by) == len(EXPERTS) + 1


def test_any_order_of_the_files_gives_the_same_verdict(chain_at: Callable[..., Chain]) -> None:
    marks, signers = set(), set()
    for number, order in enumerate(list(permutations(range(len(EXPERTS))))[:3]):
        chain = chain_at("frozen", name=f"order-{number}")
        copies = round_of(chain)
        finished(chain, [copies[at] for at in order])
        office = chain.new_office("second.db")
        assert take(chain, office, sync_path(chain)).fate == "taken"
        marks.add(chain.desk().facts.frozen_digest)
        signers.add(office.bureau.status()[0].signed_by)
        chain.close()
    assert len(marks) == len(signers) == 1


def test_a_copy_taken_twice_changes_nothing(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    first, second, _ = round_of(chain)
    for copy in (first, second, second, first):
        chain.lead.verdicts.take_back(chain.visit, copy)
    assert len(chain.desk().facts.copies) == 1
    assert len(chain.desk().facts.signatures) == 1


def test_one_that_went_round_beside_brings_all_its_signatures(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    pdf = chain.lead.verdicts.issue(chain.visit)
    first = chain.sign_copy(EXPERTS[0], pdf)
    chained = chain.sign_copy(EXPERTS[2], chain.sign_copy(EXPERTS[1], pdf))
    chain.lead.verdicts.take_back(chain.visit, first)
    chain.lead.verdicts.take_back(chain.visit, chained)
    assert set(chain.desk().facts.signed) == {chain.ids[key] for key in EXPERTS}
    assert chain.lead.verdicts.sign(chain.visit, chain.ids[LEADER], None, None).complete
    chain.export()
    assert take(chain, chain.new_office("second.db"), sync_path(chain)).fate == "taken"


def test_a_copy_of_a_text_that_was_taken_back_is_void(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    first, second, third = round_of(chain)
    for copy in (first, second):
        chain.lead.verdicts.take_back(chain.visit, copy)
    chain.lead.verdicts.thaw(chain.visit, "裁定有误（示例）")
    assert not chain.desk().facts.copies
    name = chain.desk().visit.name_of(chain.ids[EXPERTS[1]])
    assert f"{name}的电子签名" in chain.lead.verdicts.status(chain.visit).voided[0]
    chain.freeze()
    chain.lead.verdicts.issue(chain.visit)
    with pytest.raises(Refusal) as refused:
        chain.lead.verdicts.take_back(chain.visit, third)
    assert told(refused) == {"XP-4307"}


def test_the_leader_comes_last_on_a_copy_too(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen")
    pdf = chain.lead.verdicts.issue(chain.visit)
    early = chain.sign_copy(LEADER, pdf)
    with pytest.raises(Refusal) as refused:
        chain.lead.verdicts.take_back(chain.visit, early)
    assert told(refused) == {"XP-4305"}


def test_copies_travel_with_the_rolling_copy(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("frozen", form="deputy")
    for copy in round_of(chain):
        chain.lead.verdicts.take_back(chain.visit, copy)
    stick = chain.folder / "stick"
    stick.mkdir()
    signer = Signer(chain.ids[LEADER], chain.keys(LEADER))
    copied = chain.lead.safes.write(chain.visit, signer, chain.lead.safes.places.choose(stick))
    assert copied is not None
    site = chain.site(EXPERTS[0])
    site.packages.import_file(copied.path)
    assert site.panels.open(chain.visit).facts.copies == chain.desk().facts.copies
    for copy_ in chain.desk().facts.copies:
        assert b"".join(site.evidence.source(copy_.sha256).pieces()).startswith(b"%PDF-")


@pytest.mark.parametrize("forged", ["missing", "changed", "stranger", "other", "time"])
def test_a_forged_copy_is_refused(sent: Chain, forged: str) -> None:
    forger = Forger(sent)
    copy = sent.desk().facts.copies[-1]
    member = f"evidence/{copy.sha256}"
    data = forger._bytes(member)
    entries = [entry.model_dump(mode="json") for entry in forger.sync.entries]
    at = next(
        n for n, each in enumerate(entries) if each["kind"] == "copy" and each["field"] == copy.person_id
    )
    after: dict[str, Any] = dict(entries[at]["after"])
    if forged == "missing":
        del forger.members[member]
    elif forged == "time":
        after["at"] = "2026-05-12T00:00:00.000000Z"
    else:
        other = {
            "changed": data[:-40] + b"!" + data[-39:],
            "stranger": forger._bytes("verdict.pdf"),
            "other": sent.lead.verdicts.pdf(sent.visit)[: len(data)],
        }[forged]
        digest = hashlib.sha256(other).hexdigest()
        del forger.members[member]
        forger.members[f"evidence/{digest}"] = other
        after |= {"sha256": digest, "size": len(other)}
    rest = [
        {name: each.get(name) for name in ("kind", "field", "criterion", "before", "after", "why", "author")}
        for each in entries[at:]
    ]
    rest[0]["after"] = after
    chained = forger.panel(*rest, drop=len(entries) - at)
    answer = take(sent, sent.new_office("second.db"), forger.write(entries=forger.redraw(chained)))
    assert answer.fate == "refused"
    assert set(answer.codes) <= {"XP-4544", "XP-4538"}


@pytest.mark.parametrize("issued", [True, False])
def test_a_copy_that_comes_after_the_turn_to_pen_is_told_as_that(
    chain_at: Callable[..., Chain], issued: bool
) -> None:
    chain = chain_at("frozen")
    verdicts = chain.lead.verdicts
    signed = chain.sign_copy(EXPERTS[0], verdicts.issue(chain.visit))
    chain.lead.attendance.turn_to_pen(chain.visit, "电子签名无法往返（示例）")
    if issued:
        verdicts.issue(chain.visit)
    with pytest.raises(Refusal) as refused:
        verdicts.take_back(chain.visit, signed)
    (fault,) = refused.value.faults
    assert (fault.code, "纸质签署" in fault.message) == ("XP-4307", True)
