"""A bureau's keys are made once, and a task goes out only where every word of it can be used on site."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.common.errors import Refusal
from app.exchange.enrolment import read_enrolment
from app.exchange.package import read_package
from app.services.bureau.batch_spec import BatchSpec, read_spec
from app.signing.authority import Authority
from app.signing.credentials import Enrolment
from tests.chain import EXPERTS, LEADER, PEOPLE, Chain, spec_of


def told(refused: pytest.ExceptionInfo[Refusal]) -> dict[str, str]:
    return {fault.where: fault.code for fault in refused.value.faults}


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("tasked")


def enrolments(chain: Chain) -> dict[str, Enrolment]:
    found = {}
    for key in PEOPLE:
        with read_package(chain.out / f"{key}.xpenrol", None) as package:
            found[chain.ids[key]] = read_enrolment(package)
    return found


def plain_spec(chain: Chain) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(spec_of(chain, "digital").model_dump_json())
    return plain


def issued(chain: Chain, plain: dict[str, Any]) -> bytes:
    spec = read_spec(json.dumps(plain, ensure_ascii=False).encode())
    schemes = chain.lead.schemes
    data = schemes.source(spec.scheme)
    return chain.office.issuing.task(chain.authority, spec, enrolments(chain), schemes[spec.scheme], data)


def test_keys_are_made_once(chain: Chain) -> None:
    with pytest.raises(Refusal) as refused:
        chain.office.issuing.create("再来一次（示例）", None)
    assert told(refused) == {"": "XP-4701"}
    empty = chain.new_office("empty.db")
    assert (empty.has_keys(), empty.own_trust()) == (False, None)
    with pytest.raises(Refusal) as refused:
        empty.issuing.unlock(None)
    assert told(refused) == {"": "XP-4702"}


def test_the_own_trust_is_not_the_first_that_was_taken_in(chain: Chain) -> None:
    office = chain.new_office("two.db")
    stranger = Authority.create("他局（示例）", chain.clock.now()).trust()
    office.trusts.confirm(stranger.data)
    assert office.own_trust() == stranger
    chain.wait()
    own = office.issuing.create("本局（示例）", None).trust()
    assert office.own_trust() == own


def test_the_bureaus_keys_keep_to_their_pin(chain: Chain) -> None:
    office = chain.new_office("pin.db")
    made = office.issuing.create("示例局", "271828")
    for pin in (None, "", "271829"):
        with pytest.raises(Refusal):
            office.issuing.unlock(pin)
    assert office.issuing.unlock("271828").trust() == made.trust()


def test_a_whole_spec_goes_out_and_can_be_taken_in(chain: Chain) -> None:
    plain = plain_spec(chain) | {"deputy": chain.ids[EXPERTS[0]]}
    plain["batch"] = {**plain["batch"], "name": "另一批（示例）"}  # under the old name it would be a revision
    path = chain.out / "second.xptask"
    path.write_bytes(issued(chain, plain))

    assert chain.lead.packages.import_file(path).visit_id not in chain.visits
    assert len(chain.lead.visits.list()) == 4


def changed(plain: dict[str, Any], place: str, value: Any) -> dict[str, Any]:
    """The plain spec with another value at a dotted place; ``...`` takes it out."""
    fresh = json.loads(json.dumps(plain))
    spot: Any = fresh
    *way, last = [int(part) if part.isdigit() else part for part in place.split(".")]
    for part in way:
        spot = spot[part]
    if value is ...:
        del spot[last]
    else:
        spot[last] = value
    return dict(fresh)


@pytest.mark.parametrize(
    ("place", "value", "where", "code"),
    [
        ("batch.name", ..., "batch.name", "XP-4106"),
        ("batch.year", "2026", "batch.year", "XP-4106"),
        ("batch.year", 1, "batch.year", "XP-4106"),
        ("batch.form", "wax", "batch.form", "XP-4106"),
        ("batch.name", "示\u202e例", "batch.name", "XP-4106"),
        ("visits.0.date_from", "2026-02-30", "visits.0.date_from", "XP-4106"),
        ("visits.0.date_to", "2026-13-01", "visits.0.date_to", "XP-4106"),
        ("visits.0.date_to", "2020-01-01", "visits.0.date_to", "XP-4107"),
        ("visits.0.project.unit", " ", "visits.0.project.unit", "XP-4106"),
        ("visits.0.project.address", "a\nb", "visits.0.project.address", "XP-4106"),
        ("visits.0.project.head", "x" * 201, "visits.0.project.head", "XP-4106"),
        ("visits.0.self_assessment", {"1.1": "two"}, "visits.0.self_assessment.1.1", "XP-4106"),
        ("visits.1.self_assessment", {"99.9": "2"}, "visits.1.self_assessment.99.9", "XP-4704"),
        ("visits.0.assignments", {"1.1": []}, "visits.0.assignments.1.1", "XP-4105"),
        ("visits.0.assignments", {"1.1": ["nobody"]}, "visits.0.assignments.1.1", "XP-4105"),
        ("visits.0.profile", {"unit_type": "circus"}, "visits.0.profile.unit_type", ""),
        ("visits", [], "visits", "XP-4106"),
        ("panel", [], "panel", "XP-4106"),
        ("panel.0.person", "stranger", "panel.0.person", "XP-4703"),
        ("panel.0.person", "大写 Person", "panel.0.person", "XP-4106"),
        ("panel.0.role", "leader", "panel", "XP-4102"),
        ("deputy", "stranger", "deputy", "XP-4104"),
        ("panel.0.role", "clerk", "panel.0.scores", "XP-4116"),
        ("panel.0.role", "supervisor", "panel.0.scores", "XP-4116"),
        ("policy", {"pass_mark": "many"}, "policy.pass_mark", ""),
        ("policy", {"panel": "trimmed_mean"}, "policy.panel", ""),
        ("more", 1, "more", "XP-4106"),
    ],
)
def test_every_fault_is_found_at_home(chain: Chain, place: str, value: Any, where: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        issued(chain, changed(plain_spec(chain), place, value))

    assert where in told(refused)
    assert told(refused)[where] == code or not code
    assert all(fault.message for fault in refused.value.faults)


def test_nobody_scores_and_nobody_twice(chain: Chain) -> None:
    plain = plain_spec(chain)
    for seat in plain["panel"]:
        seat["scores"] = False
    plain["panel"].append(plain["panel"][0])
    for visit in plain["visits"]:
        visit["assignments"] = {}
    with pytest.raises(Refusal) as refused:
        issued(chain, plain)
    assert {fault.code for fault in refused.value.faults} == {"XP-4101", "XP-4103"}


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{}", b"\xff", b'{"batch": {}}', b"[" * 9999])
def test_what_is_no_spec_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_spec(data)
    assert refused.value.faults


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | st.text(max_size=8) | st.just("2026-05-12"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
PLACES = [
    "batch", "batch.name", "batch.issuer", "batch.notice", "batch.year", "scheme", "policy", "panel",
    "panel.0.person", "panel.0.scores", "deputy", "visits", "visits.0.project", "visits.0.project.name",
    "visits.0.project.code", "visits.0.profile", "visits.0.date_from", "visits.0.assignments",
    "visits.0.self_assessment",
]  # fmt: skip
_kept: dict[str, Chain] = {}


@given(place=st.sampled_from(PLACES), value=json_values)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_spec_is_issued_or_refused(place: str, value: Any, chain_at: Callable[..., Chain]) -> None:
    chain = _kept.setdefault("chain", chain_at("tasked")) if not _kept else _kept["chain"]
    plain = changed(plain_spec(chain), place, value)
    with suppress(Refusal, KeyError):
        assert issued(chain, plain)


def test_the_leader_may_score_too(chain: Chain) -> None:
    plain = plain_spec(chain)
    leader = next(seat for seat in plain["panel"] if seat["person"] == chain.ids[LEADER])
    leader["scores"] = True

    assert BatchSpec.model_validate(plain).checked()
    assert issued(chain, plain)


HUBEI = "hubei-base-acceptance"
TABLE = {"name": "高技能人才培训基地考核评分表（示例）", "number": "示例〔2026〕1号", "confirmed": True}


def hubei_spec(chain: Chain, table: Any) -> dict[str, Any]:
    plain = plain_spec(chain) | {"scheme": HUBEI, "policy": {}}
    for visit in plain["visits"]:
        visit |= {"profile": {"level": "provincial"}, "assignments": {}, "self_assessment": {}}
    return changed(plain, "batch.table", table)


@pytest.mark.parametrize(
    ("table", "where", "code"),
    [
        (None, "batch.table", "XP-4711"),
        ({"name": "表", "number": "1号"}, "batch.table.confirmed", "XP-4106"),
        ({"name": "表", "number": "1号", "confirmed": False}, "batch.table.confirmed", "XP-4106"),
        ({"name": " ", "number": "1号", "confirmed": True}, "batch.table.name", "XP-4106"),
        ({"name": "表", "confirmed": True}, "batch.table.number", "XP-4106"),
    ],
)
def test_points_that_are_not_the_documents_need_a_confirmed_table(
    chain: Chain, table: Any, where: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        issued(chain, hubei_spec(chain, table))

    assert told(refused)[where] == code


def test_a_confirmed_table_travels_in_the_task_and_stands_behind_every_point(chain: Chain) -> None:
    path = chain.out / "hubei.xptask"
    path.write_bytes(issued(chain, hubei_spec(chain, TABLE)))
    visit_id = chain.lead.packages.import_file(path).visit_id or ""
    desk = chain.lead.panels.open(visit_id)

    words = "《高技能人才培训基地考核评分表（示例）》（示例〔2026〕1号）"
    assert desk.visit.policy["table"] == words
    assert words in desk.result.verdict.why


def test_a_table_is_neither_named_in_the_policy_nor_beside_points_of_the_document(chain: Chain) -> None:
    sneaked = hubei_spec(chain, TABLE) | {"policy": {"table": "《别的表》（2号）"}}
    with pytest.raises(Refusal) as refused:
        issued(chain, sneaked)
    assert told(refused) == {"policy.table": "XP-4711"}
    with pytest.raises(Refusal) as refused:
        issued(chain, changed(plain_spec(chain), "batch.table", TABLE))
    assert told(refused) == {"batch.table": "XP-4711"}


@pytest.mark.parametrize("profile", [{"level": "national"}, {"project": "base"}])
def test_a_task_says_all_of_the_units_profile(chain: Chain, profile: dict[str, str]) -> None:
    plain = plain_spec(chain) | {"scheme": "hubei-cancellation", "policy": {}}
    for visit in plain["visits"]:
        visit |= {"profile": profile, "assignments": {}, "self_assessment": {}}
    with pytest.raises(Refusal) as refused:
        issued(chain, plain)
    lacking = ({"level", "project"} - profile.keys()).pop()
    assert f"visits.0.profile.{lacking}" in told(refused)
