"""What the bureau has answered to the packages that this device exported: the newest one is what counts.

A package is known by its digest. Two exports with the same panel's ledger say the same, so what the bureau
has taken in of one holds for the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.models import tables
from app.services.store.unit_of_work import Store, Unit, View

AnswerKind = Literal["taken", "conflict", "refused"]
EXPORTED, ACKNOWLEDGED = "exported", "acknowledged"
SENT, SENT_AS, ANSWER = "sent.", "sent_as.", "answer."


@dataclass(frozen=True, slots=True)
class BureauAnswer:
    """The bureau's word on a package. at: its own time; reason: of a refusal, in its words, else empty."""

    kind: AnswerKind
    digest: str
    at: str
    reason: str = ""

    def plain(self) -> dict[str, str]:
        """The answer as it is stored."""
        return {"kind": self.kind, "digest": self.digest, "at": self.at, "reason": self.reason}


class Deliveries:
    """Answers as the screens ask for them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def answer(self, visit_id: str) -> BureauAnswer | None:
        """The bureau's answer to what was exported last; None while there is none."""
        with self._store.look() as view:
            return answer_of(view, visit_id)


def sent(view: View, visit_id: str) -> list[str]:
    """Digests of the packages of this visit that went out, in their order."""
    row = view.first(tables.settings, key=_sent(visit_id))
    return [str(each) for each in row["value"]] if row else []


def note_sent(unit: Unit, visit_id: str, digest: str, file: str, head: str) -> None:
    """Remember a package. file: its SHA-256; head: of the panel's ledger. The visit's stage follows.

    What the bureau has taken in already, word for word, stays delivered.
    """
    unit.put(tables.settings, key=_sent(visit_id), value=[*sent(unit, visit_id), digest])
    unit.put(tables.settings, key=_as(digest), value={"sha256": file, "head": head})
    answer = answer_of(unit, visit_id)
    taken = answer is not None and answer.kind == "taken"
    unit.change(tables.visits, {"id": visit_id}, stage=ACKNOWLEDGED if taken else EXPORTED)
    if answer is not None and taken:
        _acknowledge(unit, visit_id, answer.at)


def sent_as(view: View, digest: str) -> dict[str, str | None]:
    """A package's file (SHA-256) and the head of the panel's ledger then; None where nothing was noted."""
    row = view.first(tables.settings, key=_as(digest))
    noted: Mapping[str, Any] = row["value"] if row else {}
    return {"file": noted.get("sha256"), "head": noted.get("head")}


def resend(unit: Unit, visit_id: str, packages: Iterable[tuple[str, str | None, str | None]]) -> None:
    """Remember packages that went out on another device: digest, file and head of each, in their order."""
    known = sent(unit, visit_id)
    told = [each for each in packages if each[0] not in known]
    if not told:
        return
    unit.put(tables.settings, key=_sent(visit_id), value=[*known, *(digest for digest, _, _ in told)])
    for digest, file, head in told:
        if file is not None and head is not None:
            unit.put(tables.settings, key=_as(digest), value={"sha256": file, "head": head})


def answer_of(view: View, visit_id: str) -> BureauAnswer | None:
    """The answer to the newest package: a refusal of that very one, or a word on what it says."""
    stored, gone_out = _stored(view, visit_id), sent(view, visit_id)
    if stored is None or not gone_out:
        return None
    bound = stored.kind == "refused"  # a refusal is of one file, the rest is of what it says
    same = stored.digest == gone_out[-1] if bound else same_as_last(view, visit_id, stored.digest)
    return stored if same else None


def same_as_last(view: View, visit_id: str, digest: str) -> bool:
    """Whether a package that went out says the same as the newest one."""
    gone_out = sent(view, visit_id)
    return digest in gone_out and _head(view, digest) == _head(view, gone_out[-1])


def note_answer(unit: Unit, visit_id: str, answer: BureauAnswer) -> bool:
    """Store an answer to the newest package; whether anything changed. Taken once is taken for good."""
    before = answer_of(unit, visit_id)
    if before is not None and not _outdoes(answer, before):
        return False
    unit.put(tables.settings, key=_answer(visit_id), value=answer.plain())
    if answer.kind == "taken":
        unit.change(tables.visits, {"id": visit_id, "stage": EXPORTED}, stage=ACKNOWLEDGED)
        _acknowledge(unit, visit_id, answer.at)
    return True


def _outdoes(answer: BureauAnswer, before: BureauAnswer) -> bool:
    """Whether an answer takes the place of one that is here already."""
    if before.kind == "taken" or answer == before:
        return False
    return answer.kind == "taken" or answer.at >= before.at


def _acknowledge(unit: Unit, visit_id: str, at: str) -> None:
    """Every file of the visit so far is settled with the newest one: it holds all that came before."""
    open_ones = {"visit_id": visit_id, "kind": "xpsync", "acknowledged_at": None}
    unit.change(tables.exports, open_ones, acknowledged_at=at)


def _stored(view: View, visit_id: str) -> BureauAnswer | None:
    row = view.first(tables.settings, key=_answer(visit_id))
    return BureauAnswer(**row["value"]) if row else None


def package_of(view: View, visit_id: str, file: str) -> str | None:
    """Digest of the package that went out as that very file, by its SHA-256; None where none did."""
    gone_out = sent(view, visit_id)
    for digest in reversed(gone_out):
        row = view.first(tables.settings, key=_as(digest))
        if row is not None and row["value"]["sha256"] == file:
            return digest
    columns, order = ("sha256",), ("exported_at",)
    rows = view.find(tables.exports, columns=columns, order=order, visit_id=visit_id, kind="xpsync")
    files = [row["sha256"] for row in rows]  # an export of an earlier version: one row a package, in order
    return gone_out[files.index(file)] if file in files and len(files) == len(gone_out) else None


def _head(view: View, digest: str) -> str:
    """What stands for a package's contents; its own digest where nothing else was noted."""
    row = view.first(tables.settings, key=_as(digest))
    noted: Mapping[str, Any] = row["value"] if row else {}
    return str(noted.get("head", digest))


def _sent(visit_id: str) -> str:
    return f"{SENT}{visit_id}"


def _as(digest: str) -> str:
    return f"{SENT_AS}{digest}"


def _answer(visit_id: str) -> str:
    return f"{ANSWER}{visit_id}"
