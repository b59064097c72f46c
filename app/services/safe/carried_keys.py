"""Whether a person's keys travel with the copy: only under the own PIN, only after the person said yes."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from app.common.errors import Refusal
from app.models import tables
from app.services.identity.people import People
from app.services.store.unit_of_work import Store, Unit

if TYPE_CHECKING:
    from app.signing.keys import PersonKeys

NO = ""


class Carrying:
    """What each person of this device has answered. Who has no PIN is never asked: no lock, no travelling."""

    def __init__(self, store: Store, people: People) -> None:
        self._store, self._people = store, people

    def answered(self, person_id: str) -> bool:
        """Whether the person has been asked, or need not be."""
        return not self._people.person(person_id).has_pin or self._told(person_id) is not None

    def box(self, person_id: str) -> str | None:
        """The keys as they travel, locked by the PIN; None where they stay here."""
        return self._told(person_id) or None

    def agree(self, person_id: str, pin: str) -> None:
        """Let the keys travel. Raises Refusal for a wrong PIN, and for one that is guessed at once.

        Takes seconds on purpose: guessing shall take as long.
        """
        keys = self._opened(person_id, pin)
        self._tell(person_id, keys.lock_to_travel(pin).decode())

    def check(self, person_id: str, pin: str) -> None:
        """Whether the keys may travel under this PIN. Raises Refusal, as ``agree`` does."""
        self._opened(person_id, pin)

    def decline(self, person_id: str) -> None:
        """Keep the keys on this device."""
        self._tell(person_id, NO)

    def _opened(self, person_id: str, pin: str) -> PersonKeys:
        if not self._people.person(person_id).has_pin:
            raise Refusal.because("没有设 PIN 的密钥不随副本携带。", code="XP-4608")
        keys = self._people.unlock(person_id, pin)
        if is_obvious(pin):
            raise Refusal.because(
                "这个 PIN 是连号或重复的数字，一猜就中，密钥不宜随副本携带。副本照常保留，密钥留在本机。",
                code="XP-4609",
            )
        return keys

    def _told(self, person_id: str) -> str | None:
        with self._store.look() as view:
            row = view.first(tables.settings, key=_key(person_id))
        return str(row["value"]) if row else None

    def _tell(self, person_id: str, value: str) -> None:
        with self._store.write() as unit:
            unit.put(tables.settings, key=_key(person_id), value=value)


def keep_carrying(unit: Unit, person_id: str, box: str) -> None:
    """Keys that came with a copy go on with the next one, under the same PIN: the answer came with them."""
    unit.put(tables.settings, key=_key(person_id), value=box)


def is_obvious(pin: str) -> bool:
    """Whether a PIN is one sign repeated, or a run such as 123456 or 654321."""
    signs = [ord(sign) for sign in unicodedata.normalize("NFKC", pin)]
    steps = {after - before for before, after in pairwise(signs)}
    return steps <= {0} or steps in ({1}, {-1})


def _key(person_id: str) -> str:
    return f"safe.keys.{person_id}"
