"""Who can read which content of evidence: its key, wrapped for every person of the device and the bureau.

Wrapping takes public keys alone, so that storing asks for no PIN; reading takes somebody who has opened
theirs. Safe in any thread.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.common.errors import Refusal
from app.models import tables
from app.services.store.unit_of_work import Row, Store, Unit

if TYPE_CHECKING:
    from app.signing.chunked import ContentKey

DESTROYED = ""  # a key's id and reader where the keys of a content were destroyed


@dataclass(frozen=True, slots=True)
class Keyring:
    """Where keys come from.

    identities: the secret age keys that are open now. recovery: the bureau's public key for a visit, or None.
    """

    identities: Callable[[], Sequence[str]]
    recovery: Callable[[str], str | None]


class EvidenceKeys:
    """The wrapped keys of one data folder."""

    def __init__(self, store: Store, keyring: Keyring) -> None:
        self._store, self._keyring = store, keyring

    def readers(self, visits: Iterable[str]) -> tuple[str, ...]:
        """The public keys to wrap for; empty while the device knows nobody, and then nothing is encrypted."""
        people = self._people()
        bureaus = (self._keyring.recovery(visit) for visit in visits if people and visit)
        return tuple(dict.fromkeys([*people, *(each for each in bureaus if each)]))

    def note(self, sha256: str, key: ContentKey, readers: Sequence[str]) -> None:
        """Store a content's new key beside those it has, which ``keep_only`` drops once the file is there."""
        rows = _rows(sha256, key, readers)
        with self._store.write() as unit:
            unit.add_all(tables.evidence_keys, rows)

    def keep_only(self, sha256: str, key_id: str) -> None:
        """Drop a content's keys but one."""
        with self._store.look() as view:
            rows = view.find(tables.evidence_keys, columns=("key_id",), sha256=sha256)
        others = {row["key_id"] for row in rows} - {key_id}
        if others:
            with self._store.write() as unit:
                for other in others:
                    unit.remove(tables.evidence_keys, {"sha256": sha256, "key_id": other})

    def open(self, sha256: str, key_id: str, more: Sequence[str] = ()) -> ContentKey | None:
        """A content's key, None where it has none of that id. more: identities beside the open ones.

        Raises Refusal while nobody who may read it has opened their keys.
        """
        with self._store.look() as view:
            rows = view.find(tables.evidence_keys, sha256=sha256, key_id=key_id)
        if not rows:
            return None
        opened = self._opened(rows, [*more, *self._keyring.identities()])
        if opened is None:
            raise Refusal.because(
                "佐证材料已加密保存。请先切换到本人并输入 PIN，再打开。材料完好，没有改动。", code="XP-6104"
            )
        return opened

    def destroyed(self, sha256: str) -> bool:
        """Whether the keys of a content were destroyed on purpose."""
        with self._store.look() as view:
            return view.count(tables.evidence_keys, sha256=sha256, key_id=DESTROYED) > 0

    def kept(self) -> frozenset[str]:
        """The digests of all contents that have keys, or had them."""
        with self._store.look() as view:
            return frozenset(row["sha256"] for row in view.find(tables.evidence_keys, columns=("sha256",)))

    def complete(self) -> None:
        """Wrap what is there for everybody who came later, as far as the keys that are open now reach."""
        lacking = self._lacking()
        if not lacking:
            return
        identities = self._keyring.identities()
        rows = [row for (held, readers) in lacking for row in self._further(held, readers, identities)]
        with self._store.write() as unit:
            for row in rows:
                _put(unit, row)

    def destroy(self, sha256: str) -> None:
        """Destroy a content's keys: nobody can ever read it again. Overwritten first, then dropped."""
        with self._store.write() as unit:
            for row in unit.find(tables.evidence_keys, sha256=sha256):
                where = {name: row[name] for name in ("sha256", "key_id", "reader")}
                noise = os.urandom(len(row["wrapped"]))
                unit.change(tables.evidence_keys, where, wrapped=noise)
        with self._store.write() as unit:
            unit.remove(tables.evidence_keys, {"sha256": sha256})
            row = {"sha256": sha256, "key_id": DESTROYED, "reader": DESTROYED, "wrapped": b""}
            unit.add(tables.evidence_keys, **row)

    def _people(self) -> list[str]:
        with self._store.look() as view:
            rows = view.find(tables.people, columns=("public",), order=("created_at", "id"))
        return [str(row["public"]["age"]) for row in rows]

    def _lacking(self) -> list[tuple[list[Row], list[str]]]:
        """The rows of each key that somebody lacks, with the readers who do."""
        with self._store.look() as view:
            rows = view.find(tables.evidence_keys)
            entered = view.find(tables.evidence, columns=("sha256", "visit_id")) if rows else []
        people, held = self._people() if rows else [], _by_key(rows)
        visits: dict[str, list[str]] = {}
        for row in entered:
            visits.setdefault(row["sha256"], []).append(row["visit_id"])
        found = []
        for (sha256, _), own in held.items():
            bureaus = (self._keyring.recovery(visit) for visit in visits.get(sha256, ()))
            there = {row["reader"] for row in own}
            missing = [each for each in (*people, *bureaus) if each and each not in there]
            if missing:
                found.append((own, list(dict.fromkeys(missing))))
        return found

    def _further(
        self, held: Sequence[Row], readers: Sequence[str], identities: Sequence[str]
    ) -> list[Mapping[str, object]]:
        key = self._opened(held, identities)
        return _rows(held[0]["sha256"], key, readers) if key else []

    def _opened(self, rows: Sequence[Row], identities: Sequence[str]) -> ContentKey | None:
        """The key that one of the identities can unwrap."""
        from app.signing.chunked import ContentKey
        from app.signing.seals import recipient_of, unseal

        wrapped = {row["reader"]: row for row in rows}
        for identity in identities:
            row = wrapped.get(recipient_of(identity))
            with suppress(Refusal):  # a damaged row is no reason to ask nobody else
                if row is not None:
                    return ContentKey(row["key_id"], unseal(bytes(row["wrapped"]), [identity]))
        return None


def _rows(sha256: str, key: ContentKey, readers: Sequence[str]) -> list[Mapping[str, object]]:
    from app.signing.seals import seal

    return [
        {"sha256": sha256, "key_id": key.id, "reader": reader, "wrapped": seal(key.secret, [reader])}
        for reader in readers
    ]


def _by_key(rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["key_id"] != DESTROYED:
            found.setdefault((row["sha256"], row["key_id"]), []).append(row)
    return found


def _put(unit: Unit, row: Mapping[str, object]) -> None:
    """Add a wrapped key unless its content's keys were destroyed or renewed meanwhile."""
    if unit.count(tables.evidence_keys, sha256=row["sha256"], key_id=row["key_id"]):
        unit.put(tables.evidence_keys, **row)
