"""Counted facts across laptops: from the right person, facts alone, the latest, once, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.common.canon import canonical, sha256
from app.common.errors import Refusal
from app.exchange.facts import Facts, stated_facts
from app.exchange.manifest import ManifestDraft
from app.exchange.package import build_package, read_package
from app.scoring.model.measured import facts_of
from app.services.packages.proofs import Evidence
from app.services.packages.verification import prove_file
from app.services.sheet.facts import Counted
from app.signing.authority import Authority
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.packages.test_packages import rows, told

ONE, TWO, THREE = EXPERTS


def exported(chain: Chain, key: str = ONE, name: str = "facts") -> Path:
    path = chain.out / f"{name}.xpfacts"
    return chain.site(key).facts_files.export(chain.visit, chain.ids[key], path).files[0]


def seen(chain: Chain, key: str, criterion: str) -> tuple[Counted, ...]:
    site = chain.site(key)
    return site.facts.colleagues(site.visits.get(chain.visit), chain.ids[key]).of(criterion)


def recorded(chain: Chain, key: str, cid: str, **findings: object) -> None:
    desk = chain.site(key).sheets.open(chain.visit, chain.ids[key])
    for name, value in findings.items():
        desk.record(cid, name, value)
    chain.wait()


@pytest.fixture
def counting(chain_at: Callable[..., Chain]) -> Chain:
    """Expert 1 is at work on the own laptop; nothing is locked."""
    chain = chain_at("tasked")
    chain.fill(ONE, chain.visit)
    return chain


def test_facts_travel_to_the_others_and_nothing_judged_does(counting: Chain) -> None:
    path = exported(counting)
    desk = counting.site(ONE).sheets.open(counting.visit, counting.ids[ONE])
    with read_package(path, counting.trust, [counting.keys(TWO).identity]) as package:
        facts = stated_facts(package)
    wanted = {
        criterion.id: {spec.name for spec in facts_of(criterion)} & set(desk.tally.effective(criterion.id))
        for criterion in desk.scheme.criteria
        if desk.visit.scored_by(criterion.id, desk.person.id)
    }
    assert {cid: set(answer) for cid, answer in facts.answers().items()} == {
        cid: names for cid, names in wanted.items() if names
    }

    taken = counting.site(TWO).packages.import_file(path)

    assert (taken.kind, taken.visit_id, taken.already_here) == ("xpfacts", counting.visit, False)
    assert str(len(facts.counts)) in taken.message
    (told_of,) = seen(counting, TWO, "3.1")
    assert told_of.person_id == counting.ids[ONE]
    assert told_of.values == {"concurrent_trainees": desk.answers["3.1"]["concurrent_trainees"]}
    counting.site(TWO).close()
    del counting._sites[TWO]
    assert seen(counting, TWO, "3.1") == (told_of,)


def test_the_bureau_and_everybody_of_the_panel_can_open_it_and_nobody_else(counting: Chain) -> None:
    path = exported(counting)
    for key in (TWO, THREE, LEADER, ONE):
        read_package(path, counting.trust, [counting.keys(key).identity]).close()
    read_package(path, counting.trust, [counting.authority.issuing.identity]).close()
    stranger = Authority.create("他局（示例）", counting.clock.now()).issuing.identity
    with pytest.raises(Refusal) as refused:
        read_package(path, counting.trust, [stranger])
    assert told(refused) == {"XP-3101"}


def test_the_same_file_twice_changes_nothing(counting: Chain) -> None:
    path = exported(counting)
    counting.site(TWO).packages.import_file(path)
    before = rows(counting.site(TWO))
    assert counting.site(TWO).packages.import_file(path).already_here
    assert rows(counting.site(TWO)) == before


def test_a_later_file_replaces_the_earlier_and_an_earlier_never_a_later(counting: Chain) -> None:
    recorded(counting, ONE, "3.1", concurrent_trainees="80")
    first = exported(counting, name="first")
    recorded(counting, ONE, "3.1", concurrent_trainees="90")
    second = exported(counting, name="second")
    site = counting.site(TWO)
    site.packages.import_file(first)
    assert seen(counting, TWO, "3.1")[0].values == {"concurrent_trainees": "80"}
    site.packages.import_file(second)
    assert seen(counting, TWO, "3.1")[0].values == {"concurrent_trainees": "90"}
    assert "没有替换" in site.packages.import_file(first).message
    assert seen(counting, TWO, "3.1")[0].values == {"concurrent_trainees": "90"}

    recorded(counting, ONE, "3.1", concurrent_trainees="80")
    site.packages.import_file(exported(counting, name="third"))
    assert seen(counting, TWO, "3.1")[0].values == {"concurrent_trainees": "80"}


def restored(chain: Chain, key: str) -> None:
    """The sender's folder as it was kept before anything went out: its numbers begin anew."""
    if key in chain._sites:
        chain.site(key).close()
        del chain._sites[key]
    shutil.rmtree(chain.folder / key)
    shutil.copytree(chain.folder / "kept", chain.folder / key)


@pytest.fixture
def keeping(counting: Chain) -> Chain:
    counting.site(ONE).close()
    del counting._sites[ONE]
    shutil.copytree(counting.folder / ONE, counting.folder / "kept")
    return counting


@pytest.mark.parametrize("before", [1, 3])
def test_numbers_that_begin_anew_do_not_make_a_later_file_older(keeping: Chain, before: int) -> None:
    """Nor does the dead laptop's last file come back over it, in whatever order they arrive."""
    for number in range(before):
        recorded(keeping, ONE, "3.1", concurrent_trainees=str(number))
        last = exported(keeping, name=f"dead-{number}")
    keeping.site(TWO).packages.import_file(last)
    restored(keeping, ONE)
    recorded(keeping, ONE, "3.1", concurrent_trainees="77")
    anew = exported(keeping, name="anew")
    assert "已收取" in keeping.site(TWO).packages.import_file(anew).message
    assert "没有替换" in keeping.site(TWO).packages.import_file(last).message
    keeping.site(THREE).packages.import_file(anew)
    assert "没有替换" in keeping.site(THREE).packages.import_file(last).message
    for key in (TWO, THREE):
        assert seen(keeping, key, "3.1")[0].values == {"concurrent_trainees": "77"}


def test_a_clock_set_back_does_not_make_a_later_file_older(counting: Chain) -> None:
    recorded(counting, ONE, "3.1", concurrent_trainees="80")
    counting.site(TWO).packages.import_file(exported(counting, name="first"))
    counting.clock.moment -= timedelta(hours=9)
    recorded(counting, ONE, "3.1", concurrent_trainees="90")
    assert "已收取" in counting.site(TWO).packages.import_file(exported(counting, name="second")).message
    assert seen(counting, TWO, "3.1")[0].values == {"concurrent_trainees": "90"}


def test_a_fork_at_the_very_same_time_is_named_and_heals_with_the_next_export(keeping: Chain) -> None:
    """Two files with the same number and time say different things: only a person knows which is meant."""
    began = keeping.clock.moment
    recorded(keeping, ONE, "3.1", concurrent_trainees="80")
    keeping.site(TWO).packages.import_file(exported(keeping, name="first"))
    restored(keeping, ONE)
    keeping.clock.moment = began
    recorded(keeping, ONE, "3.1", concurrent_trainees="7")
    with pytest.raises(Refusal) as refused:
        keeping.site(TWO).packages.import_file(exported(keeping, name="fork"))
    assert told(refused) == {"XP-4523"}
    keeping.site(TWO).packages.import_file(exported(keeping, name="again"))
    assert seen(keeping, TWO, "3.1")[0].values == {"concurrent_trainees": "7"}


def test_facts_that_come_after_locking_are_told_as_that(counting: Chain) -> None:
    desk = counting.site(TWO).sheets.open(counting.visit, counting.ids[TWO])
    desk.lock(knowingly=True)
    taken = counting.site(TWO).packages.import_file(exported(counting))
    assert taken.attention
    assert "已经锁定" in taken.message
    assert "可以采信" not in taken.message
    assert "可以采信" in counting.site(THREE).packages.import_file(exported(counting, name="other")).message


def test_what_was_adopted_is_not_sent_on_as_ones_own(counting: Chain) -> None:
    from app.services.sheet.facts import adopt

    counting.site(TWO).packages.import_file(exported(counting))
    desk = counting.site(TWO).sheets.open(counting.visit, counting.ids[TWO])
    adopt(desk, seen(counting, TWO, "3.1")[0])
    with pytest.raises(Refusal) as refused:
        exported(counting, TWO, "none")
    assert told(refused) == {"XP-4522"}
    assert not (counting.out / "none.xpfacts").exists()


def test_a_locked_sheet_tells_its_facts_too(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("locked")
    chain.site(TWO).packages.import_file(exported(chain))
    assert seen(chain, TWO, "3.1")


def rewritten(chain: Chain, *, sender: str = ONE, **changes: Any) -> Path:
    """Expert 1's file with other words, rightly signed by ``sender``."""
    with read_package(exported(chain), chain.trust, [chain.keys(ONE).identity]) as package:
        content = stated_facts(package).plain() | changes
    draft = ManifestDraft(
        kind="xpfacts",
        batch=chain.task.batch.id,
        visit=content["visit"],
        sender=chain.ids[sender],
        sequence=9,
        created_at="2026-05-12T01:00:05.000000Z",
    )
    seat = chain.site(sender).tasks.seat(chain.visit, chain.ids[sender])
    people = chain.task.recipients(chain.trust)
    members = {Facts.MEMBER: canonical(content)}
    path = chain.out / "rewritten.xpfacts"
    path.write_bytes(build_package(draft, members, chain.keys(sender), seat.credential, people))
    return path


def counts(chain: Chain, *more: Mapping[str, object]) -> list[dict[str, object]]:
    first: dict[str, object] = {"criterion": "3.1", "field": "concurrent_trainees", "value": "80"}
    at = {"at": "2026-05-12T01:00:04.000000Z"}
    return [{**each, **at} for each in (first, *more)]


@pytest.mark.parametrize(
    ("smuggled", "code"),
    [
        ({"criterion": "3.1", "field": "deduction", "value": "2"}, "XP-4519"),
        ({"criterion": "3.1", "field": "reason", "value": "只够 80 人"}, "XP-4519"),
        ({"criterion": "9.1", "field": "quality_evaluation", "value": "ordinary"}, "XP-4519"),
        ({"criterion": "10.1", "field": "total_deduction", "value": "5"}, "XP-4519"),
        ({"criterion": "5.1", "field": "unmet_specialties", "value": []}, "XP-4519"),
        ({"criterion": "14.1", "field": "employer_satisfaction", "value": "101"}, "XP-4520"),
        ({"criterion": "11.1", "field": "dedicated_account", "value": True}, "XP-4521"),
    ],
)
def test_a_file_that_says_more_than_it_may_is_refused_whole(
    counting: Chain, smuggled: dict[str, object], code: str
) -> None:
    path = rewritten(counting, counts=counts(counting, smuggled))
    before = rows(counting.site(TWO))
    with pytest.raises(Refusal) as refused:
        counting.site(TWO).packages.import_file(path)
    assert told(refused) == {code}
    assert rows(counting.site(TWO)) == before
    assert seen(counting, TWO, "3.1") == ()


@pytest.mark.parametrize(
    ("sender", "changes", "code"),
    [
        (TWO, {}, "XP-3604"),
        (LEADER, {"person": LEADER}, "XP-4521"),
        (ONE, {"visit": "elsewhere"}, "XP-6305"),
        (ONE, {"scheme_digest": "0" * 64}, "XP-3604"),
    ],
)
def test_forged_and_foreign_files_are_refused(
    counting: Chain, sender: str, changes: dict[str, str], code: str
) -> None:
    changes = {key: counting.ids.get(value, value) for key, value in changes.items()}
    path = rewritten(counting, sender=sender, **changes)
    with pytest.raises(Refusal) as refused:
        counting.site(THREE).packages.import_file(path)
    assert told(refused) == {code}
    assert seen(counting, THREE, "3.1") == ()


def test_any_changed_byte_is_refused(counting: Chain) -> None:
    path = exported(counting)
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(Refusal):
            counting.site(TWO).packages.import_file(path)
    assert seen(counting, TWO, "3.1") == ()


def test_verify_says_that_nothing_judged_is_in_it(counting: Chain) -> None:
    path = exported(counting)
    proof = prove_file(path, Evidence(counting.trust, [counting.keys(TWO).identity], counting.lead.shelf))
    assert proof.kind == "xpfacts"
    assert "没有评判" in proof.facts[-1]
    smuggled = {"criterion": "3.1", "field": "deduction", "value": "2"}
    bad = rewritten(counting, counts=counts(counting, smuggled))
    with pytest.raises(Refusal) as refused:
        prove_file(bad, Evidence(counting.trust, [counting.keys(TWO).identity], counting.lead.shelf))
    assert told(refused) == {"XP-4519"}


def test_what_was_stored_is_checked_again_when_it_is_told(counting: Chain) -> None:
    """Somebody wrote a judgement into the database beside the program."""
    from app.models import tables

    site = counting.site(TWO)
    site.packages.import_file(exported(counting))
    with site.store.look() as view:
        row = view.first(tables.received, kind="xpfacts", state="facts") or {}
    plain = Facts.model_validate_json(bytes(row["data"])).plain()
    plain["counts"].append({**plain["counts"][0], "criterion": "3.1", "field": "deduction", "value": "2"})
    with site.store.write() as unit:
        unit.change(tables.received, {"sha256": row["sha256"]}, data=canonical(plain))
    assert seen(counting, TWO, "3.1") == ()
    assert sha256(canonical(plain)) != row["sha256"]


def test_verify_says_where_it_could_not_look_field_by_field(counting: Chain) -> None:
    """The batch has a scheme of its own, which the program does not bring along."""
    path = rewritten(counting, scheme_digest="0" * 64)
    proof = prove_file(path, Evidence(counting.trust, [counting.keys(TWO).identity], counting.lead.shelf))
    assert "没有逐栏核对" in proof.facts[-1]


def test_sheets_that_came_in_files_tell_their_facts_too(chain_at: Callable[..., Chain]) -> None:
    """On the leader's laptop, where the others' sheets were collected; nothing but facts, as ever."""
    chain = chain_at("collected")
    lead = chain.lead
    found = lead.facts.colleagues(lead.visits.get(chain.visit), chain.ids[ONE])
    assert {each.person_id for each in found.of("3.1")} == {chain.ids[TWO], chain.ids[THREE]}
    told_of = {(cid, name) for cid, counts in found.by_criterion.items() for name in counts[0].values}
    scheme = lead.visits.scheme(chain.visit)
    assert told_of <= {(each.id, spec.name) for each in scheme.criteria for spec in facts_of(each)}
