"""An expert turned hostile signs whatever ledger: it is replayed to a result or refused, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.common.errors import Refusal
from app.common.ledger import EntryDraft, EntryRecord, chained
from app.scoring import Panel, Scheme
from app.services.packages.replay import ReplayedSheet, must_have_evidence, replay_panel, replay_sheet
from app.services.store.site import Visit
from tests.chain import EXPERTS, Chain

AT = "2026-05-12T01:00:00.000000Z"


@pytest.fixture
def ground(chain_at: Callable[..., Chain]) -> tuple[Visit, Scheme, str]:
    chain = chain_at("tasked")
    visits = chain.lead.visits
    return visits.get(chain.visit), visits.scheme(chain.visit), chain.ids[EXPERTS[2]]


def ledger(drafts: list[dict[str, Any]], person: str) -> tuple[EntryRecord, ...]:
    entries: list[EntryRecord] = []
    for number, draft in enumerate(drafts):
        base = {"id": str(number), "at": AT, "author": person}
        entries.append(chained(entries[-1] if entries else None, EntryDraft.model_validate(base | draft)))
    return tuple(entries)


def replayed(ground: tuple[Visit, Scheme, str], *steps: dict[str, Any], **opening: str) -> ReplayedSheet:
    visit, scheme, person = ground
    bound = {"visit": visit.id, "person": person, "scheme": visit.scheme_digest} | opening
    drafts = [{"kind": "open", "after": bound}, *steps, {"kind": "lock"}]
    return replay_sheet(visit, scheme, person, ledger(drafts, person))


def finding(criterion: str, name: str, after: object, before: object = None) -> dict[str, Any]:
    return {"kind": "finding", "criterion": criterion, "field": name, "before": before, "after": after}


def codes(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def test_an_honest_ledger_is_replayed(ground: tuple[Visit, Scheme, str]) -> None:
    sheet = replayed(
        ground, finding("1.1", "dedicated_body", True), finding("3.1", "concurrent_trainees", "300")
    )

    assert sheet.claims["total"] == "7"
    assert set(sheet.sheet.findings) == {"1.1", "3.1"}


@pytest.mark.parametrize("word", ["visit", "person", "scheme"])
def test_a_ledger_is_bound_to_its_visit_person_and_scheme(
    ground: tuple[Visit, Scheme, str], word: str
) -> None:
    with pytest.raises(Refusal) as refused:
        replayed(ground, **{word: "another"})
    assert codes(refused) == {"XP-4505"}


def test_a_ledger_that_opens_with_something_else_is_refused(ground: tuple[Visit, Scheme, str]) -> None:
    visit, scheme, person = ground
    for drafts in ([{"kind": "lock"}], [finding("1.1", "dedicated_body", True), {"kind": "lock"}]):
        with pytest.raises(Refusal) as refused:
            replay_sheet(visit, scheme, person, ledger(drafts, person))
        assert codes(refused) == {"XP-4505"}
    for entries in ((), ledger([{"kind": "open"}], person)):
        with pytest.raises(Refusal) as refused:
            replay_sheet(visit, scheme, person, entries)
        assert codes(refused) == {"XP-4502"}


def test_who_does_not_score_has_no_sheet(ground: tuple[Visit, Scheme, str]) -> None:
    visit, scheme, _ = ground
    leader = visit.leader
    assert leader is not None
    for person in (leader.id, "stranger"):
        with pytest.raises(Refusal) as refused:
            replay_sheet(visit, scheme, person, ledger([{"kind": "lock"}], person))
        assert codes(refused) == {"XP-4501"}


def test_what_is_no_file_is_no_evidence(ground: tuple[Visit, Scheme, str]) -> None:
    whole = {"name": "a.png", "size": 1, "media_type": "image/png", "personal": False}
    changed = ({"size": "1"}, {"more": 1}, {"personal": 0})
    misshapen: list[object] = [5, "x", [], {}, *(whole | each for each in changed)]
    for told in misshapen:
        step = {"kind": "attach", "criterion": "1.1", "field": "0" * 64, "after": told}
        with pytest.raises(Refusal) as refused:
            replayed(ground, step)
        assert codes(refused) == {"XP-3703"}
    sheet = replayed(ground, {"kind": "attach", "criterion": "1.1", "field": "0" * 64, "after": whole})
    with pytest.raises(Refusal) as refused:
        must_have_evidence({"sheet.json"}, sheet)
    assert codes(refused) == {"XP-4510"}
    must_have_evidence({f"evidence/{'0' * 64}"}, sheet)


def test_findings_that_mean_nothing_count_for_nothing(ground: tuple[Visit, Scheme, str]) -> None:
    odd = [
        finding("1.1", "dedicated_body", "yes"),
        finding("3.1", "concurrent_trainees", "300"),
        finding("3.1", "unheard_of", 1),
        finding("13.2", "senior_trainees", -5),
    ]
    sheet = replayed(ground, *odd)

    assert sheet.claims["state"] == "incomplete"
    assert all(sheet.tally.criteria[each].state == "complete" for each in sheet.sheet.findings)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
kinds = ["finding", "note", "mark", "attach", "detach", "undo", "redo", "recusal", "clock", "lock", "later"]
fields = ["dedicated_body", "concurrent_trainees", "deduction", "reason", "unmet_specialties", "0" * 64, "x"]
criteria = ["1.1", "3.1", "5.1", "13.2", "99.9", "x"]
hostile = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(kinds),
            "criterion": st.none() | st.sampled_from(criteria),
            "field": st.none() | st.sampled_from(fields),
            "before": st.none() | json_values,
            "after": json_values,
        }
    ),
    max_size=6,
)


@pytest.fixture(scope="module")
def standing() -> dict[str, Any]:
    return {}


@given(steps=hostile)
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_ledger_is_replayed_or_refused(
    steps: list[dict[str, Any]], chain_at: Callable[..., Chain], standing: dict[str, Any]
) -> None:
    if not standing:
        chain = chain_at("tasked")
        visits = chain.lead.visits
        standing["ground"] = (visits.get(chain.visit), visits.scheme(chain.visit), chain.ids[EXPERTS[2]])
    ground = standing["ground"]
    try:
        sheet = replayed(ground, *steps)
    except Refusal:
        return
    visit, scheme, person = ground
    joined = Panel.join(scheme, visit.profile, visit.policy, {person: sheet.sheet.findings}, {}, {})
    assert 0 <= joined.total <= scheme.full_marks


def test_a_panel_without_all_sheets_is_refused(ground: tuple[Visit, Scheme, str]) -> None:
    visit, scheme, _ = ground
    with pytest.raises(Refusal) as refused:
        replay_panel(visit, scheme, [replayed(ground).sheet], ())
    assert codes(refused) == {"XP-4503"}
