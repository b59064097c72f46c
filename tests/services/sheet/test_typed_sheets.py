"""An expert without a computer: the paper is typed in by a colleague, and reaches the bureau as that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.models import tables
from app.services.packages.proofs import Evidence
from app.services.packages.verification import prove_file
from app.services.sample.samples import record_findings
from app.services.sheet.desk import SheetDesk
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.conftest import VISIT, Site


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    """Everybody but expert 1 has handed in; expert 1's laptop is dead, only the leader's is here."""
    ready = chain_at("locked", form="pen")
    for key in EXPERTS[1:]:
        ready.lead.packages.import_file(ready.sheet(key))
    return ready


def typed_in(chain: Chain, *, page: bytes = b"") -> SheetDesk:
    site, expert = chain.lead, chain.ids[EXPERTS[0]]
    site.typed.begin(chain.visit, expert, pledged=True)
    typist = site.typed.check(chain.visit, expert)
    desk = site.sheets.open(chain.visit, expert, entered_by=typist)
    record_findings(desk, chain.sample.findings_of(EXPERTS[0]))
    if page:
        path = chain.folder / "signed.jpg"
        path.write_bytes(page)
        desk.attach_page(site.evidence.prepare(path))
    return desk


def codes(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


@pytest.mark.parametrize("page", [b"", b"\xff\xd8 a photo of the signed page"])
def test_a_typed_in_sheet_reaches_the_bureau_and_is_named_there(chain: Chain, page: bytes) -> None:
    desk = typed_in(chain, page=page)
    desk.lock(knowingly=True)
    chain.settle()
    chain.freeze()
    chain.sign_all()
    path = chain.export("typed")

    office = chain.new_office("fresh.db")
    told = office.bureau.take(path, chain.trust, chain.identities)
    words = "附专家手签页 1 份" if page else "未附专家手签页"
    leader = chain.lead.visits.get(chain.visit).leader
    assert leader is not None
    assert told.fate == "taken", told.message
    assert f"代录（录入人：{leader.name}；{words}）" in told.message

    proof = prove_file(path, Evidence(chain.trust, chain.identities, chain.lead.shelf))
    assert any("代录" in fact and words in fact for fact in proof.facts)
    (info,) = [one for one in chain.desk().state.sheets if one.person_id == chain.ids[EXPERTS[0]]]
    assert words in info.typed


def test_a_typed_in_sheet_travels_to_the_leader_too(chain: Chain) -> None:
    """The colleague's laptop is not the leader's."""
    expert = chain.ids[EXPERTS[0]]
    helper = chain.site(EXPERTS[1])
    helper.typed.begin(chain.visit, expert, pledged=True)
    desk = helper.sheets.open(chain.visit, expert, entered_by=chain.ids[EXPERTS[1]])
    record_findings(desk, chain.sample.findings_of(EXPERTS[0]))
    desk.lock(knowingly=True)
    helper.packages.keep_typed(chain.visit, expert)
    path = chain.out / "typed.xpsheet"
    helper.packages.export_sheet(chain.visit, expert, path)
    proof = prove_file(path, Evidence(chain.trust, chain.identities, helper.shelf))
    assert any("代录" in fact and expert in fact for fact in proof.facts)
    taken = chain.lead.packages.import_file(path)
    assert "代录" in taken.message
    assert chain.desk().collected.whole
    assert chain.lead.packages.import_file(path).already_here


def test_locking_without_the_signed_page_is_possible_knowingly_and_recorded(chain: Chain) -> None:
    desk = typed_in(chain)
    with pytest.raises(Refusal) as refused:
        desk.lock()
    assert "XP-6330" in codes(refused)
    desk.lock(knowingly=True)
    assert desk.records()[-1].after["pages"] == 0  # type: ignore[index, call-overload]


def test_the_signed_page_belongs_to_the_sheet_and_to_no_criterion(chain: Chain) -> None:
    desk = typed_in(chain, page=b"\xff\xd8 signed")
    (page,) = desk.pages
    assert page.name == "signed.jpg"
    assert "" not in desk.attachments
    assert not desk.attachments
    desk.undo()
    assert desk.pages == ()
    desk.redo()
    desk.detach_page(page.sha256)
    assert desk.pages == ()
    again = chain.reopen(LEADER).sheets.open(chain.visit, desk.person.id, entered_by=chain.ids[LEADER])
    assert list(again.pages) == []
    again.undo()
    assert list(again.pages) == [page]


def test_all_of_a_typed_in_sheet_says_for_whom_and_by_whom(chain: Chain) -> None:
    desk = typed_in(chain, page=b"\xff\xd8 signed")
    chain.clock.moment = chain.clock.moment.replace(hour=0)  # the clock is set back meanwhile
    desk.note("1.1", "另有说明")
    desk.undo()
    desk.lock(knowingly=True)
    kinds = {entry.kind for entry in desk.records()[1:]}
    assert {"recusal", "finding", "mark", "attach", "clock", "undo", "lock"} <= kinds
    told = {(entry.author, entry.on_behalf) for entry in desk.records()[1:]}
    assert told == {(chain.ids[LEADER], chain.ids[EXPERTS[0]])}


def test_a_sheet_begun_by_one_is_not_gone_on_with_by_another(site: Site) -> None:
    people = site.workspace.people
    for key in ("expert-2", "leader-1"):
        people.create(key, "示例单位", None, person_id=key)
    people.switch("leader-1", None)
    site.workspace.typed.begin(VISIT, "expert-1", pledged=True)
    people.switch("expert-2", None)
    assert not site.workspace.typed.may(VISIT, "expert-1")
    with pytest.raises(Refusal) as refused:
        site.workspace.typed.check(VISIT, "expert-1")
    assert codes(refused) == {"XP-6332"}
    assert "组长丙（示例）" in str(refused.value)
    people.switch("leader-1", None)
    assert site.workspace.typed.may(VISIT, "expert-1")


def test_nobody_reads_a_colleagues_own_sheet_by_this_door(site: Site) -> None:
    people = site.workspace.people
    for key in ("expert-1", "leader-1"):
        people.create(key, "示例单位", None, person_id=key)
    desk = site.workspace.sheets.open(VISIT, "expert-1")
    desk.confirm_recusal()
    people.switch("leader-1", None)
    for locked in (False, True):
        if locked:
            desk.lock(knowingly=True)
        assert not site.workspace.typed.may(VISIT, "expert-1")
        with pytest.raises(Refusal) as refused:
            site.workspace.typed.check(VISIT, "expert-1")
        assert codes(refused) == {"XP-6332"}


def test_only_the_panel_types_in_and_only_for_those_who_score(site: Site) -> None:
    people = site.workspace.people
    people.create("路人（示例）", "示例单位", None)
    with pytest.raises(Refusal) as refused:
        site.workspace.typed.seats(VISIT)
    assert codes(refused) == {"XP-6334"}
    people.create("专家甲", "示例单位", None, person_id="expert-1")
    people.switch("expert-1", None)
    with pytest.raises(Refusal) as refused:
        site.workspace.typed.check(VISIT, "leader-1")
    assert codes(refused) == {"XP-6331"}
    assert [seat.person_id for seat in site.workspace.typed.seats(VISIT)] == ["expert-2"]


def test_recusal_is_taken_over_from_paper_once(site: Site) -> None:
    people = site.workspace.people
    people.create("组长", "示例单位", None, person_id="leader-1")
    with pytest.raises(Refusal) as refused:
        site.workspace.typed.begin(VISIT, "expert-1", pledged=False)
    assert codes(refused) == {"XP-6333"}
    site.workspace.typed.begin(VISIT, "expert-1", pledged=True)
    site.workspace.typed.begin(VISIT, "expert-1", pledged=False)
    desk = site.workspace.sheets.open(VISIT, "expert-1", entered_by="leader-1")
    assert [entry.kind for entry in desk.records()] == ["open", "recusal"]
    assert desk.records()[1].on_behalf == "expert-1"


def test_a_sheet_that_came_in_as_a_file_is_not_typed_in_again(chain: Chain, tmp_path: Path) -> None:
    seats = {seat.person_id: seat for seat in chain.lead.typed.seats(chain.visit)}
    assert seats[chain.ids[EXPERTS[1]]].locked
    assert not seats[chain.ids[EXPERTS[0]]].why_not
    with chain.lead.store.look() as view:
        assert view.count(tables.streams, kind="sheet") == 2


def test_who_still_scores_types_nothing_in(chain_at: Callable[..., Chain]) -> None:
    """By the service, whatever the window shows: the colleague's judgements would be read before the own."""
    chain = chain_at("tasked")
    typist, expert = EXPERTS[0], chain.ids[EXPERTS[1]]
    site = chain.site(typist)
    chain.fill(typist, chain.visit)
    deeds: tuple[Callable[[], object], ...] = (
        lambda: site.typed.begin(chain.visit, expert, pledged=True),
        lambda: site.typed.check(chain.visit, expert),
    )
    for deed in deeds:
        with pytest.raises(Refusal) as refused:
            deed()
        assert {fault.code for fault in refused.value.faults} == {"XP-6332"}
        assert "还没有锁定" in str(refused.value)
    assert not site.typed.may(chain.visit, expert)
    site.sheets.open(chain.visit, chain.ids[typist]).lock(knowingly=True)
    site.typed.begin(chain.visit, expert, pledged=True)
    assert site.typed.may(chain.visit, expert)
    chain.lead.typed.begin(chain.visit, expert, pledged=True)
