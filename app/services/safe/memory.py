"""What a device remembers of a visit beside its ledgers: with a copy it goes to the next device.

``KEYS`` and ``TABLES`` say of everything that is stored whose it is. What is a visit's travels, by the copy
or by the task file; only what is a device's stays behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from app.models import tables
from app.services.packages.facts_files import COUNTED
from app.services.packages.sheet_files import SALT
from app.services.panel.read_outs import PACE
from app.services.panel.unrecorded_words import PREFIX as TYPING
from app.services.store.deliveries import ANSWER, EXPORTED, SENT, SENT_AS, resend, sent, sent_as
from app.services.store.unit_of_work import Unit, View

if TYPE_CHECKING:
    from app.exchange.safe import Memory, TakenPackage

Whose = Literal["device", "bureau", "sent", "salts", "counted", "unfinished", "papers"]
"""Of a setting: a device's or a bureau's own, or the part of ``Memory`` that carries it."""

KEYS: Mapping[str, Whose] = {
    "device.key": "device",
    "device.word.": "device",
    "people.last": "device",
    "people.substitutes.": "device",
    "safe.place": "device",
    "safe.declined": "device",
    "safe.keys.": "device",
    "erased.": "device",
    PACE: "device",
    "taken.": "bureau",
    "came.": "bureau",
    "printed.": "bureau",
    "panel.": "bureau",
    "issued.": "bureau",
    SENT: "sent",
    SENT_AS: "sent",
    ANSWER: "papers",
    "record.": "papers",
    SALT: "salts",
    COUNTED: "counted",
    TYPING: "unfinished",
}
"""Every key of ``settings``, by how it begins. An answer and a record come again of their papers."""

TABLES: Mapping[str, str] = {
    "people": "device: keys travel where their person says so",
    "trusts": "device: each confirms the bureau's fingerprint itself",
    "authorities": "bureau",
    "tasks": "task file",
    "schemes": "task file",
    "visits": "task file; the stage follows from the ledgers and from what was sent",
    "streams": "copy: ledgers",
    "entries": "copy: ledgers",
    "evidence": "copy: files beside it",
    "evidence_keys": "copy: wrapped anew for the readers of the next device",
    "received": "copy: signed sheets and papers beside it; the task file itself",
    "exports": "device: where files were written on its disk",
    "verdicts": "copy: the panel's ledger and the document",
    "places": "copy: places",
    "settings": "by key",
}
"""Every table, and how what is in it comes to the next device."""

PAPERS = ("xpfacts", "xprecord", "xpack")


def remembered(view: View, visit_id: str, *, leads: bool) -> Memory:
    """What is remembered of a visit. leads: with what is the leader's to hand on."""
    from app.exchange.safe import LastFacts, Memory, Salt, Sent, Unfinished

    counted = _by_person(view, COUNTED, visit_id)
    return Memory(
        sent=tuple(Sent(digest=each, **sent_as(view, each)) for each in sent(view, visit_id) if leads),
        salts=tuple(Salt(person=who, salt=salt) for who, salt in _by_person(view, SALT, visit_id).items()),
        counted=tuple(
            LastFacts(person=who, sequence=at[0], digest=at[1], at=at[2] if len(at) > 2 else None)
            for who, at in counted.items()
        ),
        unfinished=tuple(
            Unfinished(place=place, held=held) for place, held in _typing(view, visit_id).items() if leads
        ),
        papers=_papers(view, visit_id, leads=leads),
    )


def put_memory(unit: Unit, visit_id: str, memory: Memory, person: str, *, leads: bool) -> None:
    """Remember here what a copy tells. person: whose copy it is; leads: the panel's ledger was taken from it.

    What is known here already stays; of two numbers the higher counts.
    """
    for salt in memory.salts:
        key = f"{SALT}{visit_id}.{salt.person}"
        if (leads or salt.person == person) and not unit.count(tables.settings, key=key):
            unit.put(tables.settings, key=key, value=salt.salt)
    held = _by_person(unit, COUNTED, visit_id)
    for each in memory.counted:
        if (leads or each.person == person) and held.get(each.person, [0])[0] < each.sequence:
            key = f"{COUNTED}{visit_id}.{each.person}"
            told = [each.sequence, each.digest, *([each.at] if each.at else [])]
            unit.put(tables.settings, key=key, value=told)
    if leads:
        typed = {each.place: each.held for each in memory.unfinished}
        if typed:
            unit.put(tables.settings, key=f"{TYPING}{visit_id}", value=typed | _typing(unit, visit_id))
        resend(unit, visit_id, [(each.digest, each.file, each.head) for each in memory.sent])
        _follow(unit, visit_id)


def _follow(unit: Unit, visit_id: str) -> None:
    """A visit whose ledger still says what was sent last is exported; what the bureau says comes after it."""
    gone_out = sent(unit, visit_id)
    stream = unit.first(tables.streams, columns=("id",), visit_id=visit_id, kind="panel")
    if stream is None or not gone_out:
        return
    if sent_as(unit, gone_out[-1])["head"] == unit.head(stream["id"])[1]:
        for stage in ("frozen", "signed"):
            unit.change(tables.visits, {"id": visit_id, "stage": stage}, stage=EXPORTED)


def _by_person(view: View, prefix: str, visit_id: str) -> dict[str, Any]:
    """The values of the settings of a visit's people, by person."""
    begins = f"{prefix}{visit_id}."
    row = view.first(tables.visits, columns=("panel",), id=visit_id)
    keys = {f"{begins}{member['id']}": str(member["id"]) for member in (row["panel"] if row else ())}
    found = {person: view.first(tables.settings, key=key) for key, person in keys.items()}
    return {person: each["value"] for person, each in found.items() if each is not None}


def _typing(view: View, visit_id: str) -> dict[str, Any]:
    row = view.first(tables.settings, key=f"{TYPING}{visit_id}")
    return dict(row["value"]) if row else {}


def _papers(view: View, visit_id: str, *, leads: bool) -> tuple[TakenPackage, ...]:
    """The packages that were taken in, in their order; a receipt is the leader's and tells of many visits."""
    from app.exchange.safe import TakenPackage

    columns, order = ("kind", "sha256"), ("received_at", "sha256")
    rows = view.find(tables.received, columns=columns, order=order, visit_id=visit_id, state="taken")
    if leads:
        rows += view.find(tables.received, columns=columns, order=order, kind="xpack", state="taken")
    return tuple(
        TakenPackage(kind=row["kind"], sha256=row["sha256"]) for row in rows if row["kind"] in PAPERS
    )
