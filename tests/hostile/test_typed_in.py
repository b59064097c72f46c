"""A sheet typed in from paper is signed by who typed it; nobody's own sheet can be forged by that door."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.common.canon import canonical
from app.common.errors import Refusal
from app.common.ids import new_id
from app.common.ledger import EntryDraft, EntryRecord, chained
from app.exchange.manifest import ManifestDraft
from app.exchange.package import build_package, read_package
from app.exchange.sheet import Lock, SheetContents, commitment, read_lock, read_sheet
from app.exchange.sync import sheet_name
from app.models import tables
from app.services.packages.replay import replay_sheet
from app.services.store.devices import device_key
from app.signing.credentials import Applicant, Enrolment
from app.signing.keys import PersonKeys
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.forger import Forger, take

EXPERT, COLLEAGUE, OTHER = EXPERTS
Change = Callable[[int, EntryRecord], dict[str, Any]]


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("locked")


def rewritten(entries: Iterable[EntryRecord], change: Change) -> list[EntryRecord]:
    """The ledger with every entry changed at will, rightly chained anew."""
    made: list[EntryRecord] = []
    for place, entry in enumerate(entries):
        plain = entry.model_dump(mode="json", exclude={"seq", "prev", "digest"}) | change(place, entry)
        made.append(chained(made[-1] if made else None, EntryDraft.model_validate(plain)))
    return made


def handed_in(chain: Chain, change: Change, sender: str = COLLEAGUE, whose: str = EXPERT) -> Path:
    """The expert's sheet with a rewritten ledger, all claims right, signed and sent by ``sender``."""
    with read_package(chain.sheet(EXPERT), chain.trust, chain.identities) as package:
        sheet = read_sheet(package)
        members: dict[str, bytes | Path] = {name: package.members[name] for name in package.members}
    person = chain.ids[whose]
    entries = rewritten(sheet.entries, change)
    site = chain.site(sender)
    visit = site.visits.get(chain.visit)
    replayed = replay_sheet(visit, site.shelf.scheme_by(visit.scheme_digest), person, entries)
    plain = sheet.plain() | {**replayed.claims, "person": person}
    plain["entries"] = [entry.model_dump(mode="json") for entry in entries]
    members[SheetContents.MEMBER] = canonical(plain)
    return packed(chain, "xpsheet", members, sender)


def packed(chain: Chain, kind: Any, members: dict[str, bytes | Path], sender: str) -> Path:
    site = chain.site(sender)
    draft = ManifestDraft(
        kind=kind,
        batch=chain.task.batch.id,
        visit=chain.visit,
        sender=chain.ids[sender],
        created_at="2026-05-12T01:00:02.000000Z",
    )
    seat = site.tasks.seat(chain.visit, chain.ids[sender])
    people = site._sheet_files._recipients(chain.visit, chain.ids[sender])
    path = chain.out / f"forged.{kind}"
    path.write_bytes(build_package(draft, members, chain.keys(sender), seat.credential, people))
    return path


def typed(chain: Chain, author: str = COLLEAGUE, expert: str = EXPERT) -> Change:
    """Every entry but the first written by the author for the expert: what is allowed."""

    def change(place: int, _entry: EntryRecord) -> dict[str, Any]:
        return {"author": chain.ids[author], "on_behalf": chain.ids[expert]} if place else {}

    return change


def but(base: Change, at: int, **words: Any) -> Change:
    """The same, except for one entry, counted from the end where negative."""

    def change(place: int, entry: EntryRecord) -> dict[str, Any]:
        hit = place == at or (at < 0 and entry.kind == "lock")
        return base(place, entry) | (words if hit else {})

    return change


def refused(chain: Chain, path: Path) -> set[str]:
    with pytest.raises(Refusal) as told:
        chain.lead.packages.import_file(path)
    with chain.lead.store.look() as view:
        assert view.count(tables.streams, kind="sheet") == 0
    return {fault.code for fault in told.value.faults}


def test_a_sheet_typed_in_by_a_colleague_is_taken_and_named(chain: Chain) -> None:
    taken = chain.lead.packages.import_file(handed_in(chain, typed(chain)))
    name = chain.lead.visits.get(chain.visit).member(chain.ids[COLLEAGUE])
    assert name is not None
    assert f"代录（录入人：{name.name}；未附专家手签页）" in taken.message
    (info,) = [one for one in chain.desk().state.sheets if one.person_id == chain.ids[EXPERT]]
    assert info.state == "received"
    assert info.typed in taken.message
    kept = chain.lead._sheet_files.kept
    assert kept(chain.visit, chain.ids[EXPERT]) is not None
    assert kept(chain.visit, chain.ids[COLLEAGUE]) is None, "it is not the typist's own sheet"


def test_an_experts_own_entries_cannot_be_sent_by_a_colleague(chain: Chain) -> None:
    assert refused(chain, handed_in(chain, lambda *_: {})) == {"XP-3604"}


@pytest.mark.parametrize("at", [1, 2, 30, -1])
@pytest.mark.parametrize(
    "words",
    [
        pytest.param(lambda chain: {"author": chain.ids[EXPERT], "on_behalf": None}, id="the expert's own"),
        pytest.param(lambda chain: {"on_behalf": None}, id="for nobody"),
        pytest.param(lambda chain: {"on_behalf": chain.ids[OTHER]}, id="for a third"),
        pytest.param(lambda chain: {"on_behalf": chain.ids[COLLEAGUE]}, id="for the typist"),
        pytest.param(lambda chain: {"author": chain.ids[OTHER]}, id="by a third"),
    ],
)
def test_one_entry_that_is_not_typed_in_by_the_sender_spoils_all(
    chain: Chain, at: int, words: Callable[[Chain], dict[str, Any]]
) -> None:
    change = but(typed(chain), at, **words(chain))
    assert refused(chain, handed_in(chain, change)) == {"XP-3604"}


def test_what_one_typed_in_another_cannot_send(chain: Chain) -> None:
    for sender in (OTHER, LEADER):
        assert refused(chain, handed_in(chain, typed(chain), sender=sender)) == {"XP-3604"}


def test_a_stranger_to_the_panel_cannot_be_the_typist(chain: Chain) -> None:
    """Enrolled by the same bureau for the same batch, but with no seat in this task."""
    path = handed_in(chain, typed(chain))
    with read_package(path, chain.trust, chain.identities) as package:
        members: dict[str, bytes | Path] = {name: package.members[name] for name in package.members}
        sheet = read_sheet(package)
    keys, me = PersonKeys.generate(), new_id()
    applicant = Applicant.of(id=me, name="外人（示例）", unit="示例单位")
    enrolment = Enrolment.make(applicant, keys, device_key(chain.lead.store), chain.clock.now())
    span = (chain.clock.now() - timedelta(days=1), chain.clock.now() + timedelta(days=9))
    credential = chain.authority.enrol(enrolment, chain.task.batch.id, "expert", *span)
    entries = rewritten(sheet.entries, lambda at, _entry: {"author": me} if at else {})
    plain = sheet.plain() | {"entries": [entry.model_dump(mode="json") for entry in entries]}
    members[SheetContents.MEMBER] = canonical(plain | {"digest": entries[-1].digest})
    draft = ManifestDraft(
        kind="xpsheet",
        batch=chain.task.batch.id,
        visit=chain.visit,
        sender=me,
        created_at="2026-05-12T01:00:02.000000Z",
    )
    people = chain.lead._sheet_files._recipients(chain.visit, "")
    forged = chain.out / "stranger.xpsheet"
    forged.write_bytes(build_package(draft, members, keys, credential, people))
    assert refused(chain, forged) == {"XP-4403"}


def test_own_and_typed_in_sheets_of_one_expert_conflict(chain: Chain) -> None:
    other = but(typed(chain), 0)

    def differs(place: int, entry: EntryRecord) -> dict[str, Any]:
        return other(place, entry) | {"id": f"other-{place}"}

    path = handed_in(chain, differs)
    chain.lead.packages.import_file(chain.sheet(EXPERT))
    stays_beside(chain, path)


def stays_beside(chain: Chain, path: Path) -> None:
    """What comes second never takes the place of the first by itself, and never goes unnoticed."""
    counted = [info.digest for info in chain.desk().collected.infos]
    assert chain.lead.packages.import_file(path).attention
    assert [info.digest for info in chain.desk().collected.infos] == counted
    assert any("须由组长选定" in each for each in chain.desk().state.missing)


def test_typed_in_first_does_not_hide_the_own_sheet_that_comes_later(chain: Chain) -> None:
    chain.lead.packages.import_file(handed_in(chain, typed(chain)))
    stays_beside(chain, chain.sheet(EXPERT))


def test_the_promise_of_a_lock_stays_the_experts_own(chain: Chain) -> None:
    lock = Lock(visit=chain.visit, person=chain.ids[EXPERT], commitment=commitment("0" * 64, "1" * 64))
    path = packed(chain, "xplock", dict(lock.members()), COLLEAGUE)
    with read_package(path, chain.trust, chain.identities) as package, pytest.raises(Refusal) as told:
        read_lock(package)
    assert {fault.code for fault in told.value.faults} == {"XP-3604"}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        # The sheet itself holds; the frozen text says that the expert pledged, and not who entered it.
        pytest.param(typed, ("XP-4516",), id="typed in by the sender"),
        pytest.param(lambda _chain: lambda *_: {}, ("XP-3604",), id="the expert's own entries"),
        pytest.param(
            lambda chain: but(typed(chain), -1, on_behalf=None), ("XP-3604",), id="one entry for nobody"
        ),
    ],
)
def test_the_bureau_proves_a_typed_in_sheet_inside_the_visit_alike(
    chain_at: Callable[..., Chain], change: Callable[[Chain], Change], codes: tuple[str, ...]
) -> None:
    chain = chain_at("exported")
    forger = Forger(chain)
    forger.members[sheet_name(chain.ids[EXPERT])] = handed_in(chain, change(chain)).read_bytes()
    told = take(chain, chain.new_office("second.db"), forger.write())
    assert told.codes == codes
    assert ("专家组名单" in told.message) == (codes == ("XP-4516",))


def test_the_bureau_takes_no_sheet_of_one_for_anothers(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("exported")
    forger = Forger(chain)
    members = forger.members
    members[sheet_name(chain.ids[EXPERT])] = members[sheet_name(chain.ids[OTHER])]
    told = take(chain, chain.new_office("second.db"), forger.write())
    assert (told.fate, told.codes) == ("refused", ("XP-6335",))
