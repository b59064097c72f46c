from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from app.bootstrap import open_workspace
from app.common.errors import Refusal
from app.services.store.site import Person
from tests.services.conftest import EXPERTS, VISIT, Site, new_visit
from tests.services.holdings import put_at_stage


def test_a_visit_comes_back_as_it_was_given(site: Site) -> None:
    given = new_visit()
    visit = site.reopen().visits.get(VISIT)
    for name in (
        "id",
        "batch_id",
        "policy",
        "profile",
        "project",
        "panel",
        "assignments",
        "self_assessment",
        "form",
        "round",
    ):
        assert getattr(visit, name) == getattr(given, name), name
    assert visit.scheme_id == "tianjin-base-acceptance"
    assert site.workspace.shelf.scheme_data(visit.scheme_digest) == given.scheme
    assert site.workspace.visits.scheme(VISIT).digest == visit.scheme_digest
    assert visit.leader is not None
    assert visit.leader.id == "leader-1"
    assert not visit.scored_by("11.1", EXPERTS[0])
    assert visit.scored_by("11.1", EXPERTS[1])


def test_a_card_says_how_far_it_is_and_what_comes_next(site: Site, person: Person) -> None:
    visits = site.workspace.visits
    card = visits.card(VISIT)
    assert (card.unit, card.project, card.me) == ("示例职业技术学院", "示例培训基地", person.id)
    assert (card.progress.complete, card.progress.whole) == (0, 22)
    assert (card.total, card.low, card.high) == ("0", "0", "100")
    assert (card.confirmed, card.locked) == (False, False)
    assert "回避" in card.todo
    visits.confirm_recusal(VISIT, person.id)
    visits.confirm_recusal(VISIT, person.id)
    desk = site.workspace.sheets.open(VISIT, person.id)
    assert [entry.kind for entry in desk.records()] == ["open", "recusal"]
    desk.record("1.1", "dedicated_body", True)
    card = visits.card(VISIT)
    assert (card.confirmed, card.progress.complete, card.total, card.todo) == (
        True,
        1,
        "2",
        "还有 21 条待完成",
    )
    desk.record("8.2", "teachers", "12")
    desk.record("13.2", "senior_trainees", "许多")
    card = visits.card(VISIT)
    assert (card.progress.complete, card.progress.half, card.progress.invalid) == (1, 1, 1)
    desk.lock(knowingly=True)
    assert visits.card(VISIT).locked
    assert "组长" in visits.card(VISIT).todo
    site.reopen()
    again = site.workspace.visits
    assert again.list() == (again.card(VISIT),)
    put_at_stage(site.workspace, VISIT, "signed")
    assert "导出" in site.workspace.visits.card(VISIT).todo


def test_nobody_of_the_panel_here_and_the_current_one_first(site: Site) -> None:
    people, visits = site.workspace.people, site.workspace.visits
    assert (visits.card(VISIT).me, visits.card(VISIT).progress.whole) == (None, 23)
    people.create("旁人（示例）", "", None)
    assert visits.card(VISIT).me is None
    people.create("组长丙（示例）", "", None, person_id="leader-1")
    site.wait(1)
    people.create("专家乙（示例）", "", None, person_id=EXPERTS[1])
    assert visits.card(VISIT).me == "leader-1"
    people.switch(EXPERTS[1], None)
    assert visits.card(VISIT).me == EXPERTS[1]


def test_a_leader_who_does_not_score_confirms_and_then_collects(site: Site) -> None:
    site.workspace.people.create("组长丙（示例）", "", None, person_id="leader-1")
    site.workspace.visits.confirm_recusal(VISIT, "leader-1")
    assert "汇总" in site.workspace.visits.card(VISIT).todo
    with pytest.raises(Refusal, match="名单"):
        site.workspace.visits.confirm_recusal(VISIT, "stranger")


def test_looking_begins_no_sheet(site: Site, person: Person) -> None:
    site.workspace.visits.list()
    visit = site.workspace.visits.get(VISIT)
    assert site.workspace.sheets.glance(visit, person.id) is None


def test_the_same_visit_twice_and_a_bad_scheme_are_refused(site: Site) -> None:
    with pytest.raises(Refusal, match="已经在这台电脑上"):
        site.workspace.visits.add(new_visit())
    with pytest.raises(Refusal):
        site.workspace.visits.add(new_visit(id="v-2", scheme=b"id: nonsense\n"))
    assert len(site.workspace.visits.list()) == 1
    with pytest.raises(Refusal, match="没有这次考核"):
        site.workspace.visits.get("v-2")


def test_visits_stand_in_the_days_order_with_samples_last(site: Site) -> None:
    site.workspace.visits.add(new_visit(id="sample", sample=True, date_from="2026-05-01"))
    site.workspace.visits.add(new_visit(id="early", date_from="2026-05-11"))
    assert [card.id for card in site.workspace.visits.list()] == ["early", VISIT, "sample"]


def test_a_scheme_that_was_edited_in_the_database_is_not_used(site: Site) -> None:
    site.workspace.close()
    with closing(sqlite3.connect(site.folder / "xianping.db")) as connection:
        connection.execute("UPDATE schemes SET data = CAST(CAST(data AS TEXT) || char(10) AS BLOB)")
        connection.commit()
    site.workspace = open_workspace(site.folder, site.clock)
    with pytest.raises(Refusal, match="校验值不符"):
        site.workspace.visits.scheme(VISIT)
