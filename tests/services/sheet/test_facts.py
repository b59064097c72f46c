"""Facts are counted once: told, adopted, contested; a judgement never shows through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.common.canon import canonical
from app.common.clock import FixedClock
from app.models import tables
from app.scoring import Panel, Scheme
from app.scoring.model.measured import COUNTED_KINDS
from app.services.sheet.contests import contest, contest_words, contests_in
from app.services.sheet.desk import SheetDesk
from app.services.sheet.facts import Colleagues, adopt, adopted, differing, wanting
from app.services.sheet.names import adopted_from, adopting_words, called
from app.services.store.schemes import SchemeLibrary
from app.services.store.site import PanelMember
from tests.filling import answered, filled, policy_of, profiles_of
from tests.scoring.drawing import value_of
from tests.services.conftest import EXPERTS, START, VISIT, Site, new_visit

ONE, TWO, LEADER = EXPERTS
TYPED = st.sampled_from(["", "8x", "0", "1", "80", "none", "true", "看过"])
LIBRARY = SchemeLibrary()


def sheet(site: Site, person: str = ONE) -> SheetDesk:
    return site.workspace.sheets.open(VISIT, person)


def seen(site: Site, person: str = ONE) -> Colleagues:
    return site.workspace.facts.colleagues(site.workspace.visits.get(VISIT), person)


def test_what_a_colleague_counted_is_told_and_what_was_judged_is_not(site: Site) -> None:
    other = sheet(site, TWO)
    other.record("3.1", "concurrent_trainees", "80")
    other.record("3.1", "deduction", "2")
    other.record("3.1", "reason", "实训场地只够 80 人")
    other.note("3.1", "看过课表")
    other.record("9.1", "quality_evaluation", "ordinary")
    other.record("5.1", "unmet_specialties", [])

    (told,) = seen(site).of("3.1")
    assert (told.person_id, told.name, dict(told.values)) == (
        TWO,
        "专家乙（示例）",
        {"concurrent_trainees": "80"},
    )
    assert set(seen(site).by_criterion) == {"3.1"}
    assert seen(site, TWO).by_criterion == {}


@pytest.mark.parametrize("typed", ["8x", "-3", "", "80.5"])
def test_a_value_that_is_not_whole_or_not_valid_is_not_told(site: Site, typed: str) -> None:
    sheet(site, TWO).record("3.1", "concurrent_trainees", typed)
    assert seen(site).by_criterion == {}


def test_a_part_over_its_whole_is_not_told_until_it_is_mended(site: Site) -> None:
    other = sheet(site, TWO)
    other.record("8.2", "qualified_teachers", "20")
    other.record("8.2", "teachers", "11")
    assert seen(site).by_criterion == {}
    other.record("8.2", "teachers", "34")
    (told,) = seen(site).of("8.2")
    assert dict(told.values) == {"qualified_teachers": "20", "teachers": "34"}


def test_where_a_criterion_is_assigned_only_that_expert_counts(site: Site) -> None:
    sheet(site, ONE).record("11.1", "dedicated_account", value=True)
    assert seen(site, TWO).of("11.1") == ()
    sheet(site, TWO).record("11.1", "dedicated_account", value=False)
    assert [told.person_id for told in seen(site, ONE).of("11.1")] == [TWO]


def test_a_sheet_that_is_typed_in_from_paper_is_its_experts_count(site: Site) -> None:
    typed = site.workspace.sheets.open(VISIT, TWO, entered_by=ONE)
    typed.record("3.1", "concurrent_trainees", "80")
    assert [told.person_id for told in seen(site).of("3.1")] == [TWO]
    assert seen(site, TWO).by_criterion == {}


def test_who_counted_first_leads(site: Site) -> None:
    with site.workspace.store.write() as unit:
        panel = [
            {"id": each, "name": each, "unit": "", "role": role, "scores": True}
            for each, role in zip(EXPERTS, ("expert", "expert", "leader"), strict=True)
        ]
        unit.change(tables.visits, {"id": VISIT}, panel=panel)
    sheet(site, LEADER).record("1.1", "dedicated_body", value=True)
    site.wait(60)
    sheet(site, TWO).record("1.1", "dedicated_body", value=False)
    assert [told.person_id for told in seen(site).of("1.1")] == [LEADER, TWO]


def test_an_adopted_fact_is_the_colleagues_value_says_so_and_can_be_undone(site: Site) -> None:
    other, mine = sheet(site, TWO), sheet(site)
    other.record("8.2", "qualified_teachers", "11")
    other.record("8.2", "teachers", "34")
    mine.record("8.2", "teachers", "34")
    (told,) = seen(site).of("8.2")
    assert wanting(mine, told)

    adopt(mine, told)

    assert mine.answers["8.2"] == {"qualified_teachers": "11", "teachers": "34"}
    assert adopted(mine, told)
    assert not wanting(mine, told)
    last = mine.records()[-1]
    assert (last.kind, last.why) == ("finding", "采信专家乙（示例）核定的事实")
    mine.undo()
    assert mine.answers["8.2"] == {"teachers": "34"}
    assert not adopted(mine, told)
    mine.redo()
    assert adopted(mine, told)
    mine.record("8.2", "qualified_teachers", "12")
    assert not adopted(mine, told)
    assert differing(mine, told) == ("qualified_teachers",)
    assert not wanting(mine, told)


def test_adoption_outlives_a_restart(site: Site) -> None:
    sheet(site, TWO).record("3.1", "concurrent_trainees", "80")
    adopt(sheet(site), seen(site).of("3.1")[0])
    site.reopen()
    assert adopted(sheet(site), seen(site).of("3.1")[0])


def test_an_adopted_fact_is_not_told_on_as_ones_own_count(site: Site) -> None:
    sheet(site, TWO).record("3.1", "concurrent_trainees", "80")
    adopt(sheet(site), seen(site).of("3.1")[0])
    assert seen(site, TWO).by_criterion == {}
    sheet(site).record("3.1", "concurrent_trainees", "85")
    site.wait(60)
    sheet(site).record("3.1", "concurrent_trainees", "80")
    assert seen(site, TWO).of("3.1")[0].person_id == ONE


def test_another_writing_of_the_same_value_is_no_difference(site: Site) -> None:
    sheet(site, TWO).record("14.1", "employer_satisfaction", "85.0")
    mine = sheet(site)
    mine.record("14.1", "employer_satisfaction", "85")
    (told,) = seen(site).of("14.1")
    assert differing(mine, told) == ()
    before = mine.end
    adopt(mine, told)
    assert mine.end == before


def test_a_sheet_that_was_tampered_with_stops_nobody_else(site: Site) -> None:
    sheet(site, TWO).record("3.1", "concurrent_trainees", "80")
    site.reopen()
    with site.workspace.store.write() as unit:
        from sqlalchemy import text

        unit._connection.execute(text("DROP TRIGGER entries_no_update"))
        unit.change(tables.entries, {"kind": "finding"}, after='"99"')
    assert seen(site).by_criterion == {}


def test_a_contest_is_begun_once_and_says_whose_fact(site: Site) -> None:
    mine = sheet(site)
    paper = contest(mine, "11.1", TWO)
    assert contest(mine, "11.1", TWO) == paper
    mine.write_paper("11.1", paper, "why", "账户并未专设")
    (held,) = contests_in(mine.visit.panel, mine.papers["11.1"])
    assert (held.person_id, held.why) == (TWO, "账户并未专设")
    assert (
        contest_words("专家甲（示例）", held)
        == "专家甲（示例）对专家乙（示例）核定的事实有异议：账户并未专设"
    )


def test_two_of_one_name_are_told_apart() -> None:
    panel = [PanelMember(each, "张伟", "", "expert", scores=True) for each in ("a", "b")]
    assert called(panel, "a") != called(panel, "b")
    assert [adopted_from(panel, adopting_words(panel, each)) for each in ("a", "b")] == ["a", "b"]
    assert adopted_from(panel, "张伟") is None
    assert adopted_from(panel, None) is None


# Whatever is in a sheet.


def judged_of(scheme: Scheme) -> set[tuple[str, str]]:
    return {
        (criterion.id, spec.name)
        for criterion in scheme.criteria
        for spec in criterion.findings
        if spec.nature == "judged" or spec.kind not in COUNTED_KINDS
    }


@pytest.mark.parametrize("scheme", list(LIBRARY.values()), ids=list(LIBRARY))
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_a_sheet_holds_no_judgement_is_told(scheme: Scheme, data: st.DataObject) -> None:
    profile = data.draw(st.sampled_from(profiles_of(scheme)))
    plain = data.draw(st.booleans())
    answers: dict[str, dict[str, Any]] = (
        {cid: dict(each) for cid, each in filled(scheme, profile, good=False).items()} if plain else {}
    )
    for criterion in scheme.criteria:
        if data.draw(st.booleans()):
            given_now = {spec.name: data.draw(value_of(spec) | TYPED) for spec in criterion.findings}
            answers.setdefault(criterion.id, {}).update(given_now)
    told = told_of(scheme, profile, answers)

    assert not judged_of(scheme) & {(cid, name) for cid, values in told.items() for name in values}
    changed = {cid: other_judgements(scheme, cid, answer) for cid, answer in answers.items()}
    assert canonical(told_of(scheme, profile, changed)) == canonical(told)


def other_judgements(scheme: Scheme, cid: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    """The same facts with every judgement gone: what is told must not change by it."""
    judged = {name for each, name in judged_of(scheme) if each == cid}
    return {name: value for name, value in answer.items() if name not in judged}


def told_of(
    scheme: Scheme, profile: Mapping[str, str], answers: Mapping[str, Mapping[str, object]]
) -> dict[str, dict[str, object]]:
    visit = visit_of(scheme, profile)
    times: dict[tuple[str, str], str] = {
        (cid, name): "2026-05-12T01:00:00.000000Z" for cid, answer in answers.items() for name in answer
    }
    from app.services.sheet.facts import _counts

    return {
        each.criterion: dict(each.values) for each in _counts(visit, scheme, visit.panel[1], answers, times)
    }


def visit_of(scheme: Scheme, profile: Mapping[str, str]) -> Any:
    """A visit that was never stored."""
    from app.services.store.shelf import _visit, columns_of

    made = new_visit(
        scheme=LIBRARY.source(scheme.id), policy=policy_of(scheme), profile=dict(profile), assignments={}
    )
    row = {
        "id": made.id,
        "batch_id": made.batch_id,
        "task_sha256": None,
        "created_at": "",
        "stage": made.stage,
    }
    return _visit(row | {"stage": made.stage} | columns_of(made, scheme))


@pytest.mark.parametrize("good", [True, False])
@pytest.mark.parametrize("scheme", list(LIBRARY.values()), ids=list(LIBRARY))
def test_what_is_adopted_is_never_in_dispute(scheme: Scheme, *, good: bool, tmp_path: Any) -> None:
    """The others' facts adopted, one's own judgements beside them: no measured finding differs."""
    from app.bootstrap import open_workspace

    profile = profiles_of(scheme)[0]
    theirs = filled(scheme, profile, good=good)
    workspace = open_workspace(tmp_path / "data", FixedClock(START))
    made = new_visit(
        scheme=LIBRARY.source(scheme.id), policy=policy_of(scheme), profile=profile, assignments={}
    )
    visit = workspace.visits.add(made)
    other, own = (workspace.sheets.open(VISIT, person) for person in (TWO, ONE))
    for cid, answer in theirs.items():
        for name, value in answer.items():
            other.record(cid, name, value)
    for counts in workspace.facts.colleagues(visit, ONE).by_criterion.values():
        adopt(own, counts[0])
    for cid in theirs:
        settled = dict(own.answers.get(cid, {}))
        for name, value in answered(own.tally, cid, good=not good, given=settled).items():
            own.record(cid, name, value)
    from app.services.panel.collected import counted

    sheets = {each.person.id: counted(visit, scheme, each.answers) for each in (other, own)}
    joined = Panel.join(scheme, visit.profile, visit.policy, sheets)
    workspace.close()
    assert {row.id for row in joined.criteria if row.state == "unanswered"} <= {
        row.id for row in joined.criteria if row.id not in theirs
    }
    assert [row.id for row in joined.criteria if row.differs] == []
