"""An insider's ledger, rightly chained and signed, whose entries have odd shapes: refused with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.common.canon import canonical, sha256
from app.common.errors import Refusal
from app.exchange.manifest import ManifestDraft
from app.exchange.package import build_package
from app.exchange.safe import Safe, SignedRecord, Working
from app.models import tables
from app.scoring import Scheme
from app.services.packages.replay import replay_sheet, replay_working
from app.services.safe.places import FILES
from app.services.sheet.papers import MAX_PAPERS
from app.services.store.site import Visit
from tests.chain import EXPERTS, Chain
from tests.services.packages.test_replay import ledger

SHA = "0" * 64
FILE = {"name": "a.png", "size": 1, "media_type": "image/png", "personal": False}
TALLY = {"kind": "tally", "texts": {"what": "聘书"}}
EVIL = "2026-13-99T99:99:99.000000Z"
Ground = tuple[Visit, Scheme, str]


def step(kind: str, after: object, criterion: str | None = "1.1", field: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "criterion": criterion, "field": field, "after": after}


ODD = {
    "a paper at no criterion": step("paper", TALLY, None, "p"),
    "a paper at a stranger's criterion": step("paper", TALLY, "99.9", "p"),
    "a paper without an id": step("paper", TALLY),
    "a paper of no kind": step("paper", {"kind": "rumour", "texts": {}}, field="p"),
    "a paper whose kind is a list": step("paper", {"kind": ["tally"], "texts": {}}, field="p"),
    "a paper with a stranger's column": step("paper", {"kind": "tally", "texts": {"x": ""}}, field="p"),
    "a paper whose text is a number": step("paper", {"kind": "tally", "texts": {"what": 1}}, field="p"),
    "a paper that is too long": step("paper", {"kind": "tally", "texts": {"what": "长" * 2001}}, field="p"),
    "a paper that is a text": step("paper", "x", field="p"),
    "a flag that is no yes": step("flag", "yes"),
    "a flag that is a no": step("flag", False),
    "a flag at no criterion": step("flag", True, None),
    "a flag with a field": step("flag", True, field="x"),
    "a note that is no text": step("note", {"text": "x"}),
    "a note at no criterion": step("note", "x", None),
    "marks in a list": step("mark", ["original"]),
    "a mark of no kind": step("mark", {"x": "seen"}),
    "a mark that is a list": step("mark", {"x": ["original"]}),
    "a file that is a text": step("attach", "x", field=SHA),
    "a file whose personal is a number": step("attach", FILE | {"personal": 1}, field=SHA),
    "a file whose caption is a number": step("attach", FILE | {"caption": 1}, field=SHA),
    "a file whose caption is empty": step("attach", FILE | {"caption": ""}, field=SHA),
    "a file whose caption is too long": step("attach", FILE | {"caption": "长" * 101}, field=SHA),
    "a file with a stranger's key": step("attach", FILE | {"path": "x"}, field=SHA),
    "a file of negative size": step("attach", FILE | {"size": -1}, field=SHA),
    "a file that is a device": step("attach", FILE, field="/dev/zero"),
    "a file up the tree": step("attach", FILE, field="../../evidence"),
    "a file without a digest": step("attach", FILE),
    "a page without a digest": step("attach", FILE, None),
    "a page that is a text": step("attach", "x", None, SHA),
    "a finding at no criterion": step("finding", True, None, "dedicated_body"),
    "a finding in no field": step("finding", True),
    "a clock that says nothing": {"kind": "clock", "before": EVIL, "after": EVIL},
    "a clock that is a number": {"kind": "clock", "before": 1, "after": 2},
}
LOCKS = {
    "pages that are a text": {"findings": SHA, "open": [], "pages": "9"},
    "pages that are a yes": {"findings": SHA, "open": [], "pages": True},
    "pages that are not there": {"findings": SHA, "open": [], "pages": 2},
    "open points that are a number": {"findings": SHA, "open": 1},
    "open points that are lists": {"findings": SHA, "open": [[]]},
}


@pytest.fixture(scope="module")
def held() -> dict[str, Any]:
    return {}


@pytest.fixture
def ground(chain_at: Callable[..., Chain], held: dict[str, Any]) -> Ground:
    if not held:
        chain = chain_at("tasked")
        visits = chain.lead.visits
        held["ground"] = visits.get(chain.visit), visits.scheme(chain.visit), chain.ids[EXPERTS[2]]
    found: Ground = held["ground"]
    return found


def opening(ground: Ground) -> dict[str, Any]:
    visit, _, person = ground
    bound = {"visit": visit.id, "person": person, "scheme": visit.scheme_digest}
    return {"kind": "open", "after": bound}


def refused(ground: Ground, *steps: dict[str, Any], lock: object = None) -> set[str]:
    """The places that both receivers name; each must refuse, and in a sentence."""
    visit, scheme, person = ground
    working = ledger([opening(ground), *steps], person)
    locked = ledger([opening(ground), *steps, {"kind": "lock", "after": lock}], person)
    places = set()
    for replay, entries in ((replay_working, working), (replay_sheet, locked)):
        with pytest.raises(Refusal) as told:
            replay(visit, scheme, person, entries)
        assert {fault.code for fault in told.value.faults} == {"XP-3703"}
        assert all(fault.message.endswith("。") for fault in told.value.faults)
        places |= {fault.where for fault in told.value.faults}
    return places


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_odd_entry_is_refused_where_it_stands(ground: Ground, odd: dict[str, Any]) -> None:
    assert refused(ground, odd) == {"entries.1"}


@pytest.mark.parametrize(
    ("odd", "away"),
    [
        (step("paper", {"kind": "tally", "texts": {"x": 1}}, field="p"), step("paper", None, field="p")),
        (step("attach", "x", field=SHA), step("detach", None, field=SHA)),
        (step("attach", "x", None, SHA), step("detach", None, None, SHA)),
        (step("flag", "yes"), step("flag", None)),
        (step("note", 1), step("note", None)),
        (step("paper", [], field="p"), step("undo", None, field="p")),
    ],
)
def test_what_was_odd_and_taken_away_again_is_refused_all_the_same(
    ground: Ground, odd: dict[str, Any], away: dict[str, Any]
) -> None:
    """Looking back, and undoing, would bring it to light."""
    assert refused(ground, odd, away | {"before": odd["after"]}) == {"entries.1"}


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_an_odd_lock_is_refused(ground: Ground, lock: object) -> None:
    visit, scheme, person = ground
    with pytest.raises(Refusal) as told:
        replay_sheet(
            visit, scheme, person, ledger([opening(ground), {"kind": "lock", "after": lock}], person)
        )
    assert {fault.code for fault in told.value.faults} == {"XP-3703"}


def test_more_papers_than_a_desk_would_begin_are_refused(ground: Ground) -> None:
    visit, scheme, person = ground
    papers = [step("paper", TALLY, field=f"p{number}") for number in range(MAX_PAPERS + 1)]
    replay_working(visit, scheme, person, ledger([opening(ground), *papers[:-1]], person))
    assert refused(ground, *papers) == {f"entries.{MAX_PAPERS + 1}"}


def test_what_a_desk_writes_is_taken(ground: Ground) -> None:
    visit, scheme, person = ground
    whole = [
        step("paper", TALLY, field="p"),
        step("flag", True),
        step("note", "已查"),
        step("mark", {"x": "original"}),
        step("attach", FILE, field=SHA),
        step("attach", FILE | {"personal": True}, field=SHA) | {"before": FILE},
        step("attach", FILE, None, "1" * 64),
        step("undo", None, None, "1" * 64) | {"before": FILE},
        step("redo", FILE, None, "1" * 64),
        {"kind": "clock", "before": "2026-05-12T01:00:00.000000Z", "after": "2026-05-11T01:00:00.000000Z"},
        {"kind": "recusal", "after": {"confirmed": True}},
        {"kind": "of a later program", "after": [1]},
        {"kind": "lock", "after": {"findings": SHA, "open": ["1.1"], "pages": 1}},
    ]
    replayed = replay_sheet(visit, scheme, person, ledger([opening(ground), *whole], person))
    assert len(replayed.attachments) == 2


def copy_of(chain: Chain, key: str, safe: Safe) -> Path:
    """A rolling copy with any content, rightly signed by that member."""
    site = chain.site(key)
    visit, person = site.visits.get(chain.visit), chain.ids[key]
    draft = ManifestDraft(
        kind="xpsafe",
        batch=visit.batch_id,
        visit=visit.id,
        sender=person,
        created_at="2026-05-12T01:00:02.000000Z",
    )
    seat = site.tasks.seat(visit.id, person)
    people = site._sheet_files._recipients(visit.id, person)
    path = chain.out / "forged.xpsafe"
    members = {Safe.MEMBER: canonical(safe.plain())}
    path.write_bytes(build_package(draft, members, chain.keys(key), seat.credential, people))
    return path


def test_a_copy_that_names_a_device_as_evidence_reads_nothing_there(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("tasked")
    lead, person = chain.lead, chain.ids[EXPERTS[0]]
    ground = lead.visits.get(chain.visit), lead.visits.scheme(chain.visit), person
    entries = ledger([opening(ground), ODD["a file that is a device"]], person)
    safe = Safe(ledgers=(Working(visit=chain.visit, person=person, entries=entries),))
    with pytest.raises(Refusal) as told:
        lead.packages.import_file(copy_of(chain, EXPERTS[0], safe))
    assert {fault.code for fault in told.value.faults} == {"XP-3703"}
    with lead.store.look() as view:
        assert view.count(tables.streams, kind="sheet") == 0


def test_a_colleague_cannot_plant_what_another_has_signed(chain_at: Callable[..., Chain]) -> None:
    """Signed sheets come with the leader's copy alone: the leader hands them on to the bureau."""
    chain = chain_at("tasked")
    lead, person = chain.lead, chain.ids[EXPERTS[0]]
    ground = lead.visits.get(chain.visit), lead.visits.scheme(chain.visit), person
    planted = b"no sheet of anybody's"
    room = chain.out / FILES
    room.mkdir()
    (room / f"{sha256(planted)}.xpsheet").write_bytes(planted)
    safe = Safe(
        ledgers=(
            Working(visit=chain.visit, person=person, entries=ledger([opening(ground)], person)),
            Working(visit=chain.visit, person=None, entries=ledger([{"kind": "of another time"}], person)),
        ),
        sheets=(SignedRecord(person=chain.ids[EXPERTS[1]], sha256=sha256(planted)),),
    )
    lead.packages.import_file(copy_of(chain, EXPERTS[0], safe))
    with lead.store.look() as view:
        assert view.count(tables.received, kind="xpsheet") == 0
