"""An amended task: the same visits, what was scored stays, and what changes is told before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.common.errors import Refusal
from app.exchange.enrolment import read_enrolment
from app.exchange.package import read_package
from app.exchange.proof import Expectation
from app.exchange.task import Task, read_task
from app.services.bureau.batch_spec import BatchSpec
from app.signing.credentials import Enrolment
from tests.chain import EXPERTS, LEADER, PEOPLE, TASK, Chain, spec_of
from tests.services.forger import sync_path

FIRST, SECOND, THIRD = EXPERTS
Change = Callable[[Chain, dict[str, Any]], None]


def requests(chain: Chain) -> dict[str, Enrolment]:
    found = {}
    for key in PEOPLE:
        with read_package(chain.out / f"{key}.xpenrol", None, (), Expectation(kinds=("xpenrol",))) as package:
            found[chain.ids[key]] = read_enrolment(package)
    return found


def issued(chain: Chain, name: str, change: Change = lambda *_: None) -> Path:
    """The same batch once more, a minute later, with something amended."""
    chain.wait(60)
    plain = spec_of(chain, "digital").model_dump(mode="json")
    change(chain, plain)
    scheme, data = chain.lead.schemes[chain.sample.scheme], chain.lead.schemes.source(chain.sample.scheme)
    spec = BatchSpec.model_validate(plain)
    path = chain.out / name
    path.write_bytes(chain.office.issuing.task(chain.authority, spec, requests(chain), scheme, data))
    return path


def task_of(chain: Chain, path: Path) -> Task:
    with read_package(path, chain.trust, chain.identities) as package:
        return read_task(package, chain.trust)[0]


def reassigned(chain: Chain, plain: dict[str, Any]) -> None:
    plain["visits"][0]["assignments"] = {"1.1": [chain.ids[SECOND]]}


def later(_chain: Chain, plain: dict[str, Any]) -> None:
    plain["visits"][0]["date_to"] = "2026-05-14"


def moved(chain: Chain, plain: dict[str, Any]) -> None:
    later(chain, plain)
    plain["visits"][0]["profile"] = {**plain["visits"][0]["profile"], "unit_type": "enterprise"}


def taken(chain: Chain, key: str, path: Path) -> str:
    """Imported and confirmed on one device; what was told of the changes."""
    site = chain.site(key)
    imported = site.packages.import_file(path)
    assert imported.attention
    lines = "\n".join(site.revisions.told(imported.revision).lines)
    site.revisions.take(imported.revision)
    return lines


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("tasked")


def test_the_same_batch_has_the_same_visits(chain: Chain) -> None:
    again = task_of(chain, issued(chain, "again.xptask", moved))
    assert again.batch.id == chain.task.batch.id
    assert [each.id for each in again.visits] == [each.id for each in chain.task.visits]
    assert [each.project.id for each in again.visits] == [each.project.id for each in chain.task.visits]
    other = task_of(
        chain, issued(chain, "other.xptask", lambda _, plain: plain["batch"].update(name="另一批（示例）"))
    )
    assert not {each.id for each in other.visits} & {each.id for each in again.visits}


def test_ids_that_are_given_hold(chain: Chain) -> None:
    def given(_chain: Chain, plain: dict[str, Any]) -> None:
        plain["batch"]["id"] = "batch-7"
        for number, visit in enumerate(plain["visits"]):
            visit["id"] = f"visit-{number}"

    task = task_of(chain, issued(chain, "given.xptask", given))
    assert (task.batch.id, [each.id for each in task.visits]) == ("batch-7", ["visit-0", "visit-1"])


def test_it_waits_until_what_changes_was_seen(chain: Chain) -> None:
    chain.fill(FIRST, chain.visit)
    site, path = chain.site(FIRST), issued(chain, "amended.xptask", reassigned)
    before = site.sheets.open(chain.visit, chain.ids[FIRST]).records()
    imported = site.packages.import_file(path)
    assert site.visits.get(chain.visit).assignments == chain.task.visits[0].assignments
    (waiting,) = site.revisions.waiting()
    assert waiting.sha256 == imported.revision
    names = {member.id: member.name for member in site.visits.get(chain.visit).panel}
    told = "\n".join(waiting.lines)
    assert f"1.1 项由全体评改为由{names[chain.ids[SECOND]]}评" in told
    site.revisions.take(imported.revision)
    assert site.visits.get(chain.visit).assignments == {"1.1": (chain.ids[SECOND],)}
    desk = site.sheets.open(chain.visit, chain.ids[FIRST])
    assert desk.records() == before, "what was scored stays"
    assert "1.1" not in desk.mine
    assert not site.revisions.waiting()
    assert site.packages.import_file(path).already_here


def test_an_older_one_is_told_as_older(chain: Chain) -> None:
    early = issued(chain, "early.xptask", reassigned)
    late = issued(chain, "late.xptask", moved)
    told = taken(chain, FIRST, late)
    assert "日期由 2026-05-12 至 2026-05-12 改为 2026-05-12 至 2026-05-14" in told
    site = chain.site(FIRST)
    for path in (early, chain.out / TASK):
        assert site.packages.import_file(path).already_here
    assert "早于本机现有的一份" in site.packages.import_file(early).message
    assert site.visits.get(chain.visit).date_to == "2026-05-14"


def test_a_later_one_overtakes_one_that_still_waits(chain: Chain) -> None:
    site = chain.site(FIRST)
    for name, change in (("one.xptask", reassigned), ("two.xptask", moved)):
        site.packages.import_file(issued(chain, name, change))
    (waiting,) = site.revisions.waiting()
    site.revisions.take(waiting.sha256)
    assert site.visits.get(chain.visit).date_to == "2026-05-14"
    assert not site.revisions.waiting()


def test_the_panels_ledger_names_both_tasks_and_the_bureau_takes_the_result(
    chain_at: Callable[..., Chain],
) -> None:
    chain = chain_at("collected")
    old = chain.lead.visits.get(chain.visit).task_sha256
    path = issued(chain, "amended.xptask", later)
    for key in PEOPLE:
        taken(chain, key, path)
    new = chain.lead.visits.get(chain.visit).task_sha256
    (entry,) = [each for each in chain.desk().ledger.records() if each.kind == "task"]
    assert entry.before == {"sha256": old}
    assert isinstance(entry.after, dict)
    assert entry.after["sha256"] == new
    infos = chain.desk().state.sheets
    assert all(info.older for info in infos), "they were locked under the earlier task"
    chain.settle()
    chain.freeze()
    chain.sign_all()
    told = chain.new_office("amended.db").bureau.take(chain.export("amended"), chain.trust, chain.identities)
    assert told.fate == "taken", told.message


def test_a_frozen_conclusion_is_thawed_first(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("collected")
    chain.settle()
    chain.freeze()
    imported = chain.lead.packages.import_file(issued(chain, "amended.xptask", moved))
    with pytest.raises(Refusal) as refused:
        chain.lead.revisions.take(imported.revision)
    assert {fault.code for fault in refused.value.faults} == {"XP-4407"}
    chain.lead.verdicts.thaw(chain.visit, "任务有修订（示例）")
    chain.lead.revisions.take(imported.revision)
    assert chain.lead.visits.get(chain.visit).date_to == "2026-05-14"


def test_a_new_scheme_is_not_slipped_under_what_was_scored(chain: Chain) -> None:
    chain.fill(FIRST, chain.visit)
    plain = spec_of(chain, "digital")
    chain.wait(60)
    scheme, data = chain.lead.schemes[chain.sample.scheme], chain.lead.schemes.source(chain.sample.scheme)
    other = data + "\n# 修订（示例）\n".encode()
    path = chain.out / "scheme.xptask"
    path.write_bytes(chain.office.issuing.task(chain.authority, plain, requests(chain), scheme, other))
    site = chain.site(FIRST)
    imported = site.packages.import_file(path)
    with pytest.raises(Refusal) as refused:
        site.revisions.take(imported.revision)
    assert {fault.code for fault in refused.value.faults} == {"XP-4407"}
    lead = chain.lead.packages.import_file(path)
    chain.lead.revisions.take(lead.revision)
    assert chain.lead.visits.get(chain.visit).task_sha256 == lead.revision


def test_people_come_and_go(chain: Chain) -> None:
    def without(chain: Chain, plain: dict[str, Any]) -> None:
        plain["panel"] = [seat for seat in plain["panel"] if seat["person"] != chain.ids[THIRD]]
        plain["visits"][0]["assignments"] = {}
        plain["visits"][1]["assignments"] = {}

    chain.fill(FIRST, chain.visit)
    told = taken(chain, FIRST, issued(chain, "without.xptask", without))
    assert "专家组不再有专家丙" in told
    site = chain.site(FIRST)
    assert site.visits.get(chain.visit).member(chain.ids[THIRD]) is None
    assert site.sheets.open(chain.visit, chain.ids[FIRST]).answers
    taken(chain, LEADER, chain.out / "without.xptask")
    assert len(chain.desk().collected.infos) == 2


def test_who_has_locked_already_fills_it_again_under_the_amended_task(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    site, person = chain.site(FIRST), chain.ids[FIRST]
    old = site.sheets.open(chain.visit, person)
    assert not site.rivals.refillable(chain.visit, person)
    with pytest.raises(Refusal) as refused:
        site.rivals.refill(chain.visit, person)
    assert {fault.code for fault in refused.value.faults} == {"XP-6354"}
    path = issued(chain, "amended.xptask", moved)
    taken(chain, FIRST, path)
    site.rivals.refill(chain.visit, person)
    desk = site.sheets.open(chain.visit, person)
    assert desk.answers == old.answers
    assert {row.author for row in desk.rows()} == {person}
    assert any(point.criterion == "7.1" for point in desk.open_questions()), "what the amended task asks"
    desk.lock(knowingly=True)
    chain.lead.packages.import_file(chain.sheet(FIRST))
    taken(chain, LEADER, path)
    site.packages.export_sheet(chain.visit, person, chain.out / "again.xpsheet")
    assert chain.lead.packages.import_file(chain.out / "again.xpsheet").attention
    contest = chain.lead.rivals.contest(chain.visit, person)
    (fresh,) = [each for each in contest.rivals if each.stream_id != contest.counted]
    chain.lead.rivals.choose(chain.visit, person, fresh.stream_id, "按修订后的任务重新填写（示例）")
    (info,) = [each for each in chain.desk().collected.infos if each.person_id == person]
    assert not info.older


def test_the_bureau_is_told_of_a_result_under_the_earlier_task(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("exported")
    spec, scheme = spec_of(chain, "digital"), chain.lead.schemes[chain.sample.scheme]
    assert chain.office.issuing.amended(chain.authority, spec, scheme) == len(chain.visits)
    issued(chain, "amended.xptask", later)
    told = chain.office.bureau.take(sync_path(chain), chain.trust, chain.identities)
    assert told.fate == "taken", told.message
    assert "按修订前的任务" in told.message
