"""A small package of each kind, as its sender would make it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from app.common.canon import sha256
from app.common.clock import stamp
from app.common.ledger import EntryDraft, EntryRecord, chained
from app.exchange.container import Source
from app.exchange.enrolment import enrolment_draft, enrolment_members
from app.exchange.facts import CountedFact, Facts
from app.exchange.manifest import ManifestDraft
from app.exchange.package import Recipient, build_package
from app.exchange.receipt import Receipt, Taken
from app.exchange.record import Record
from app.exchange.safe import Safe, Working
from app.exchange.sheet import Lock, SheetContents
from app.exchange.sync import ClaimedVerdict, Papers, SheetRef, Sync
from app.exchange.task import Batch, Panelist, Project, SchemeRef, Task, TaskVisit
from app.scoring import Scheme
from app.services.store.schemes import SchemeLibrary
from app.signing.seals import unseal
from tests.signing.bureau import BATCH, NOW, PANEL, World, world

VISIT = "visit-1"
SCHEME = b"id: sample\nversion: '1'\n"
PHOTO = b"\x89PNG not really"
SALT = "5a" * 32


@cache
def counting_scheme() -> Scheme:
    """The scheme that facts are counted under."""
    return SchemeLibrary()["tianjin-base-acceptance"]


def facts(person: str) -> Facts:
    counts = (
        CountedFact(criterion="3.1", field="concurrent_trainees", value="80", at=stamp(NOW)),
        CountedFact(criterion="2.1", field="sound_regimes", value=["training", "assets"], at=stamp(NOW)),
        CountedFact(criterion="1.1", field="dedicated_body", value=True, at=stamp(NOW)),
    )
    return Facts(visit=VISIT, person=person, scheme_digest=counting_scheme().digest, counts=counts)


def draft(kind: str, sender: str, **fields: object) -> ManifestDraft:
    plain = {"kind": kind, "batch": BATCH, "visit": VISIT, "sender": sender, "created_at": stamp(NOW)}
    return ManifestDraft.model_validate(plain | fields)


def ledger(person: str, length: int = 3) -> tuple[EntryRecord, ...]:
    entries: list[EntryRecord] = []
    for number in range(length):
        step = EntryDraft(id=f"{person}-{number}", at=stamp(NOW), author=person, kind="finding", after=number)
        entries.append(chained(entries[-1] if entries else None, step))
    return tuple(entries)


def task(place: World) -> Task:
    panel = tuple(
        Panelist(
            id=person,
            name=name,
            unit="示例单位",
            title="",
            field="",
            role=role,  # type: ignore[arg-type]
            scores=role == "expert",
            credential=place.people[person].credential,
        )
        for person, (name, role) in PANEL.items()
    )
    project = Project(id="project-1", code="", name="示例项目", unit="示例职业技术学院", head="", address="")
    visit = TaskVisit(
        id=VISIT,
        date_from="2026-05-12",
        date_to="2026-05-12",
        project=project,
        profile={"unit_type": "enterprise"},
        assignments={"1.1": ("expert-a", "expert-b")},
        self_assessment={"1.1": "2"},
    )
    return Task(
        batch=Batch(
            id=BATCH,
            name="示例批次",
            issuer="示例局",
            year=2026,
            notice="",
            dates={},
            rectification=None,
            form="digital",
            shows="total",
            sample=True,
        ),
        scheme=SchemeRef(id="sample", version="1", digest=sha256(SCHEME)),
        policy={"pass_mark": "75"},
        panel=panel,
        deputy=None,
        visits=(visit,),
        trust=place.trust.fingerprint,
    )


def sheet(person: str) -> SheetContents:
    entries = ledger(person)
    return SheetContents(
        visit=VISIT,
        person=person,
        scheme_digest=sha256(SCHEME),
        entries=entries,
        total="87.5",
        state="complete",
        findings_digest="0" * 64,
        digest=entries[-1].digest,
        salt=SALT,
    )


def lock(person: str) -> Lock:
    return Lock(visit=VISIT, person=person, commitment=sheet(person).commitment)


def sync(sheets: Mapping[str, bytes], papers: Papers) -> Sync:
    entries = ledger("leader-d")
    return Sync(
        visit=VISIT,
        scheme_digest=sha256(SCHEME),
        task_sha256=sha256(package("xptask")),
        sheets=tuple(SheetRef(person=person, sha256=sha256(data)) for person, data in sheets.items()),
        entries=entries,
        verdict=ClaimedVerdict(
            total="87.5",
            exact="175/2",
            outcome="pass",
            short_code="AAAA-BBBB-CCCC",
            digest="1" * 64,
            pdf_sha256=sha256(papers.pdf),
            summary_sha256=sha256(papers.summary),
            workbook_sha256=sha256(papers.workbook),
        ),
    )


def record() -> Record:
    return Record(
        visit=VISIT, scheme_digest=sha256(SCHEME), entries=ledger("leader-d"), pdf_sha256=sha256(b"%PDF")
    )


def receipt() -> Receipt:
    taken = Taken(kind="xpsync", visit=VISIT, digest="2" * 64, sha256="3" * 64, outcome="taken")
    return Receipt(received_at=stamp(NOW), taken=(taken,), refused=())


def contents(kind: str) -> tuple[str, Mapping[str, Source]]:
    """Sender and members of a package of that kind."""
    photo: dict[str, Source] = {sha256(PHOTO): PHOTO}
    if kind == "xptask":
        return world().trust.bureau_id, dict(task(world()).members(SCHEME))
    if kind == "xpack":
        return world().trust.bureau_id, dict(receipt().members())
    working = Working(visit=VISIT, person="expert-a", entries=ledger("expert-a"))
    own: dict[str, Callable[[], Mapping[str, Source]]] = {
        "xpfacts": lambda: dict(facts("expert-a").members(counting_scheme())),
        "xplock": lambda: dict(lock("expert-a").members()),
        "xpsheet": lambda: sheet("expert-a").members(photo),
        "xpsafe": lambda: Safe(ledgers=(working,)).members(photo),
    }
    if kind in own:
        return "expert-a", own[kind]()
    if kind == "xprecord":
        return "leader-d", dict(record().members(b"%PDF"))
    sheets = {"expert-a": clear("xpsheet")}
    papers = Papers(b"%PDF", b"%PDF summary", b"PK")
    return "leader-d", sync(sheets, papers).members(package("xptask"), sheets, papers)


@cache
def package(kind: str) -> bytes:
    """A small package as it travels."""
    if kind == "xpenrol":
        member = world().expert
        proven = enrolment_members(member.enrolment)
        return build_package(enrolment_draft(member.enrolment), proven, member.keys, None)
    sender, members = contents(kind)
    place = world()
    if sender == place.trust.bureau_id:
        keys, credential = place.authority.issuing, place.authority.credential
    else:
        keys, credential = place.people[sender].keys, place.people[sender].credential
    return build_package(draft(kind, sender), members, keys, credential, recipients(kind))


def recipients(kind: str) -> tuple[Recipient, ...]:
    place = world()
    bureau = Recipient(place.trust.bureau_id, place.trust.recipient)
    leader = Recipient("leader-d", place.leader.credential.keys.age)
    expert = Recipient("expert-a", place.expert.credential.keys.age)
    return {
        "xptask": task(place).recipients(place.trust),
        "xpfacts": (leader, bureau),
        "xpsheet": (leader, bureau),
        "xprecord": (expert,),
        "xpsync": (bureau,),
        "xpsafe": (leader,),
    }.get(kind, ())


def identities(kind: str) -> list[str]:
    """Of somebody for whom a package of that kind is sealed."""
    if kind == "xprecord":
        return [world().expert.keys.identity]
    return [world().authority.issuing.identity] if kind == "xpsync" else [world().leader.keys.identity]


@cache
def clear(kind: str) -> bytes:
    """The package without its seal."""
    data = package(kind)
    return unseal(data, identities(kind)) if data.startswith(b"age") else data
