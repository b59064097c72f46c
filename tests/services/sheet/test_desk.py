from __future__ import annotations

from pathlib import Path

import pytest

from app.common.canon import digest
from app.common.errors import Refusal
from app.common.ledger import check_chain
from app.services.sheet.desk import SheetDesk
from app.services.sheet.projection import sheet_digest
from tests.services.conftest import EXPERTS, VISIT, Site, new_visit


def desk_of(site: Site, person: str = EXPERTS[0]) -> SheetDesk:
    return site.workspace.sheets.open(VISIT, person)


def shown(desk: SheetDesk) -> tuple[object, ...]:
    """Everything that a window would draw."""
    return (
        dict(desk.answers),
        dict(desk.notes),
        dict(desk.marks),
        dict(desk.attachments),
        desk.tally.total,
        dict(desk.tally.criteria),
        desk.can_undo,
        desk.can_redo,
        desk.locked,
        desk.digest,
    )


def kinds(desk: SheetDesk) -> list[str]:
    return [entry.kind for entry in desk.records()]


def test_what_is_typed_is_stored_judged_and_still_there_after_reopening(site: Site) -> None:
    desk = desk_of(site)
    desk.record("1.1", "dedicated_body", True)
    desk.record("3.1", "concurrent_trainees", "8")
    desk.record("3.1", "concurrent_trainees", "80.")
    assert desk.answers == {"1.1": {"dedicated_body": True}, "3.1": {"concurrent_trainees": "80."}}
    assert desk.tally.criteria["1.1"].score == 200
    desk.note("3.1", "第 3 册第 12 页")
    before = shown(desk)
    site.reopen()
    assert shown(desk_of(site)) == before


def test_every_key_is_an_entry_and_the_chain_holds(site: Site) -> None:
    desk = desk_of(site)
    for text in ("1", "12", "120"):
        desk.record("3.1", "concurrent_trainees", text)
    records = desk.records()
    assert [entry.kind for entry in records] == ["open", "finding", "finding", "finding"]
    assert [(entry.before, entry.after) for entry in records[1:]] == [(None, "1"), ("1", "12"), ("12", "120")]
    assert records[0].after == {"visit": VISIT, "person": EXPERTS[0], "scheme": desk.visit.scheme_digest}
    assert check_chain(records) == ()


def test_typing_without_a_pause_is_one_step(site: Site) -> None:
    desk = desk_of(site)
    for text in ("1", "12"):
        desk.record("3.1", "concurrent_trainees", text)
        site.wait(2.9)
    site.wait(0.2)
    desk.record("3.1", "concurrent_trainees", "120")
    assert desk.undo() == "3.1"
    assert desk.answers["3.1"] == {"concurrent_trainees": "12"}
    desk.undo()
    assert desk.answers == {}
    assert desk.tally.criteria["3.1"].state == "unanswered"
    assert desk.undo() is None
    desk.redo()
    assert desk.answers["3.1"] == {"concurrent_trainees": "12"}
    desk.redo()
    assert desk.answers["3.1"] == {"concurrent_trainees": "120"}
    assert desk.redo() is None


def test_undo_reaches_across_a_restart_to_the_first_entry(site: Site) -> None:
    desk = desk_of(site)
    desk.record("1.1", "dedicated_body", True)
    desk.mark_all("1.1")
    desk.note("1.1", "看过")
    desk.undo()
    site.reopen()
    desk = desk_of(site)
    assert desk.can_redo
    desk.undo()
    desk.undo()
    assert not desk.can_undo
    assert (desk.answers, desk.marks, desk.notes) == ({}, {}, {})
    site.reopen()
    desk = desk_of(site)
    for _ in range(3):
        desk.redo()
    assert desk.notes == {"1.1": "看过"}
    assert kinds(desk).count("undo") == 3


def test_a_new_edit_ends_what_could_be_redone(site: Site) -> None:
    desk = desk_of(site)
    desk.record("1.1", "dedicated_body", True)
    desk.undo()
    desk.record("1.1", "dedicated_body", False)
    assert not desk.can_redo


def test_the_same_value_again_is_no_entry_but_true_is_not_one(site: Site) -> None:
    desk = desk_of(site)
    desk.record("3.1", "concurrent_trainees", 1)
    length = len(desk.records())
    desk.record("3.1", "concurrent_trainees", 1)
    assert len(desk.records()) == length
    desk.record("3.1", "concurrent_trainees", True)
    assert len(desk.records()) == length + 1


def test_taking_an_answer_back_leaves_the_criterion_unanswered(site: Site) -> None:
    desk = desk_of(site)
    desk.record("1.1", "dedicated_body", True)
    desk.record("1.1", "dedicated_body", None)
    assert desk.answers == {}
    assert desk.tally.criteria["1.1"].state == "unanswered"


def test_a_list_that_the_caller_goes_on_changing_is_not_ours(site: Site) -> None:
    desk = desk_of(site)
    rows = [{"name": "焊工", "deduction": "1", "reason": "缺设备"}]
    desk.record("5.1", "unmet_specialties", rows)
    rows.append({"name": "钳工", "deduction": "1", "reason": "缺"})
    rows[0]["name"] = "变了"
    assert desk.answers["5.1"]["unmet_specialties"] == [
        {"name": "焊工", "deduction": "1", "reason": "缺设备"}
    ]
    assert desk.tally.criteria["5.1"].score == 500


@pytest.mark.parametrize(("cid", "field"), [("99.9", "a"), ("1.1", "nonsense"), ("", "")])
def test_what_the_scheme_does_not_have_is_refused(site: Site, cid: str, field: str) -> None:
    desk = desk_of(site)
    with pytest.raises(Refusal, match="没有这一项"):
        desk.record(cid, field, True)
    assert kinds(desk) == ["open"]


def test_half_a_character_is_refused_and_nothing_changes(site: Site) -> None:
    desk = desk_of(site)
    desk.record("3.1", "reason", "好")
    before = shown(desk)
    with pytest.raises(Refusal, match="不完整的字符"):
        desk.record("3.1", "reason", "\ud842")
    assert shown(desk) == before


def test_marks_name_papers_of_the_criterion(site: Site) -> None:
    desk = desk_of(site)
    criterion = next(each for each in desk.scheme.criteria if len(each.evidence) > 1)
    first, second = (item.id for item in criterion.evidence[:2])
    desk.mark_all(criterion.id)
    assert set(desk.marks[criterion.id].values()) == {"original"}
    desk.mark(criterion.id, first, "copy")
    desk.mark(criterion.id, second, None)
    assert desk.marks[criterion.id][first] == "copy"
    assert second not in desk.marks[criterion.id]
    desk.undo()
    assert desk.marks[criterion.id][second] == "original"
    with pytest.raises(Refusal):
        desk.mark(criterion.id, "strange", "copy")
    with pytest.raises(Refusal):
        desk.mark(criterion.id, first, "seen")  # type: ignore[arg-type]


def test_files_come_go_and_come_back(site: Site, tmp_path: Path) -> None:
    desk = desk_of(site)
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8 a photo")
    desk.attach("1.1", photo, personal=True)
    desk.attach("1.1", photo)
    (held,) = desk.attachments["1.1"]
    assert (held.name, held.size, held.media_type, held.personal) == ("照片.jpg", 10, "image/jpeg", True)
    desk.detach("1.1", held.sha256)
    assert desk.attachments == {}
    assert site.workspace.evidence.read(held.sha256) == photo.read_bytes()
    desk.undo()
    assert desk.attachments["1.1"] == (held,)
    desk.undo()
    assert desk.attachments == {}
    desk.redo()
    site.reopen()
    assert desk_of(site).attachments["1.1"] == (held,)
    with pytest.raises(Refusal):
        desk_of(site).detach("2.1", held.sha256)


def test_locking_names_every_open_point_of_mine(site: Site) -> None:
    desk = desk_of(site)
    assert "11.1" not in desk.mine
    desk.record("3.1", "concurrent_trainees", "80")
    desk.record("3.1", "deduction", "2")
    desk.record("8.1", "part_time_share", "abc")
    points = {point.criterion: point.message for point in desk.open_questions()}
    assert set(points) == set(desk.mine)
    assert desk.tally.criteria["3.1"].state == "provisional"
    with pytest.raises(Refusal) as refused:
        desk.lock()
    assert {fault.where for fault in refused.value.faults} == {f"findings.{cid}" for cid in desk.mine}
    assert not desk.locked


def test_a_locked_sheet_is_fixed_for_good(site: Site, tmp_path: Path) -> None:
    desk = desk_of(site)
    desk.record("1.1", "dedicated_body", True)
    told = desk.lock(knowingly=True)
    head = desk.records()[-1]
    sheet = {"visit": VISIT, "person": EXPERTS[0], "scheme": desk.visit.scheme_digest}
    assert told == sheet_digest(sheet, desk.answers, head.digest) == desk.digest == desk.lock()
    assert head.kind == "lock"
    assert isinstance(head.after, dict)
    assert head.after["findings"] == digest({"1.1": {"dedicated_body": True}})
    assert isinstance(head.after["open"], list)
    assert set(head.after["open"]) == set(desk.mine) - {"1.1"}
    changes = [
        lambda: desk.record("1.1", "dedicated_body", False),
        lambda: desk.record("1.1", "dedicated_body", True),
        lambda: desk.note("1.1", "x"),
        lambda: desk.mark_all("1.1"),
        lambda: desk.attach("1.1", tmp_path / "none"),
        desk.undo,
        desk.redo,
    ]
    for change in changes:
        with pytest.raises(Refusal, match="已锁定"):
            change()
    site.reopen()
    assert desk_of(site).digest == told
    assert not desk_of(site).can_undo


def test_who_types_for_whom_is_recorded(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[1], entered_by="leader-1")
    desk.record("1.1", "dedicated_body", True)
    entry = desk.records()[-1]
    assert (entry.author, entry.on_behalf) == ("leader-1", EXPERTS[1])
    site.workspace.sheets.open(VISIT, EXPERTS[1]).record("1.1", "dedicated_body", False)
    entry = desk.records()[-1]
    assert (entry.author, entry.on_behalf) == (EXPERTS[1], None)
    desk.undo()
    assert desk.answers == {"1.1": {"dedicated_body": True}}, "two authors are two steps"


def test_strangers_and_those_who_do_not_score_have_no_sheet(site: Site) -> None:
    with pytest.raises(Refusal, match="名单"):
        site.workspace.sheets.open(VISIT, "stranger")
    with pytest.raises(Refusal, match="不参加评分"):
        site.workspace.sheets.open(VISIT, "leader-1")
    with pytest.raises(Refusal, match="没有这次考核"):
        site.workspace.sheets.open("none", EXPERTS[0])


def test_one_sheet_is_one_desk_and_two_visits_are_two(site: Site) -> None:
    site.workspace.visits.add(new_visit(id="v-2"))
    first, second = desk_of(site), site.workspace.sheets.open("v-2", EXPERTS[0])
    assert desk_of(site) is first
    first.record("1.1", "dedicated_body", True)
    assert second.answers == {}


def test_the_place_is_remembered(site: Site) -> None:
    sheets = site.workspace.sheets
    assert sheets.place(VISIT, EXPERTS[0]) is None
    sheets.remember_place(VISIT, EXPERTS[0], "3.1", "deduction")
    sheets.remember_place(VISIT, EXPERTS[0], "4.1", "")
    site.reopen()
    place = site.workspace.sheets.place(VISIT, EXPERTS[0])
    assert place is not None
    assert (place.criterion, place.field) == ("4.1", "")
