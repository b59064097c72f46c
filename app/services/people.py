"""The identities on this device: made here, unlocked by a PIN, switched in two seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.common.clock import Clock, moment_of, stamp
from app.common.errors import Fault, Refusal
from app.common.fingerprints import fingerprint_of
from app.common.glyphs import name as one_line
from app.common.glyphs import name_faults
from app.common.ids import new_id
from app.common.substitutes import Substitutes, standing, written
from app.common.substitutes import faults as substitute_faults
from app.models import tables
from app.services.site import Person
from app.services.unit_of_work import Row, Store, Unit

if TYPE_CHECKING:
    from app.signing.credentials import Credential
    from app.signing.keys import PersonKeys

MIN_PIN, MAX_PIN = 6, 32
MAX_NAME = 200
FREE_TRIES = 3
LONGEST_WAIT = 60
LAST = "people.last"
SUBSTITUTES = "people.substitutes."
_COLUMNS = ("id", "name", "unit", "has_pin", "sample", "public", "credential", "created_at")


@dataclass(slots=True)
class _Seated:
    """Who sits at the keyboard, with the keys that the PIN has opened."""

    person: Person
    keys: PersonKeys | None


class People:
    """The people of one device. The current one is remembered, a PIN is never.

    when_changed: called after somebody came or took the keyboard.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._seated = self._remembered()
        self.when_changed: Callable[[], None] = lambda: None

    @property
    def current(self) -> Person | None:
        """Who sits at the keyboard, or None before anybody was chosen."""
        return self._seated.person if self._seated else None

    def list(self) -> tuple[Person, ...]:
        """Everybody, in the order they were added."""
        with self._store.look() as view:
            rows = view.find(tables.people, columns=_COLUMNS, order=("created_at", "id"))
        return tuple(_person(row) for row in rows)

    def person(self, person_id: str) -> Person:
        """One person. Raises Refusal for a stranger."""
        return _person(self._row(person_id))

    def create(
        self,
        name: str,
        unit: str,
        pin: str | None,
        *,
        sample: bool = False,
        person_id: str | None = None,
        substitutes: Substitutes | None = None,
    ) -> Person:
        """Make a person with fresh keys; who is the first becomes the current one. Raises Refusal.

        substitutes: what is written for characters of name and unit that cannot be printed.
        """
        from app.signing.keys import PersonKeys

        given = substitutes or {}
        stands_for = standing(name + unit, given)
        name, unit = (one_line(written(text, given)) for text in (name, unit))
        _check(name, unit, pin, given)
        keys = PersonKeys.generate()
        public = keys.public().model_dump(mode="json")
        row = {
            "id": person_id or new_id(),
            "name": name,
            "unit": unit,
            "keys": keys.lock(pin),
            "public": public,
            "fingerprint": fingerprint_of(public),
            "has_pin": pin is not None,
            "sample": sample,
            "wrong_tries": 0,
            "created_at": stamp(self._clock.now()),
        }
        with self._store.write() as unit_of_work:
            unit_of_work.add(tables.people, **row)
            if stands_for:
                unit_of_work.put(tables.settings, key=f"{SUBSTITUTES}{row['id']}", value=stands_for)
        person = _person(row | {"credential": None})
        if self._seated is None:
            self._seat(person, keys)
        else:
            self.when_changed()
        return person

    def stands_for(self, person_id: str) -> dict[str, str]:
        """What is written in name and unit for characters that cannot be printed, to their code points."""
        with self._store.look() as view:
            row = view.first(tables.settings, key=SUBSTITUTES + person_id)
        return dict(row["value"]) if row else {}

    def add_in(self, unit: Unit, credential: Credential, keys: bytes, *, sample: bool) -> None:
        """Add somebody whose keys, locked by a PIN, came in a file whose sender was proven."""
        public = credential.keys.plain()
        unit.add(
            tables.people,
            id=credential.person.id,
            name=credential.person.name,
            unit=credential.person.unit,
            keys=keys,
            public=public,
            fingerprint=fingerprint_of(public),
            has_pin=True,
            sample=sample,
            credential=credential.model_dump_json().encode(),
            wrong_tries=0,
            created_at=stamp(self._clock.now()),
        )

    def unlock(self, person_id: str, pin: str | None) -> PersonKeys:
        """The person's keys. Raises Refusal on a wrong PIN, or while the wait after several is not over."""
        from app.signing.keys import PersonKeys

        row = self._row(person_id)
        self._must_wait(row)
        try:
            keys = PersonKeys.unlock(row["keys"], pin)
        except Refusal:
            if row["has_pin"]:
                self._count_wrong(row)
            raise
        if row["wrong_tries"]:
            self._set_tries(person_id, 0, None)
        return keys

    def switch(self, person_id: str, pin: str | None) -> Person:
        """Seat another person; the keys stay open until the next switch. Raises Refusal on a wrong PIN."""
        keys = self.unlock(person_id, pin)
        person = self.person(person_id)
        self._seat(person, keys)
        return person

    def keys(self, person_id: str) -> PersonKeys:
        """The keys without asking: of the current person, or of one without a PIN. Raises Refusal."""
        if self._seated and self._seated.person.id == person_id and self._seated.keys:
            return self._seated.keys
        if not self.person(person_id).has_pin:
            return self.unlock(person_id, None)
        raise Refusal.because("请先切换到本人并输入 PIN，再做这一步。", code="XP-6202")

    def identities(self) -> tuple[str, ...]:
        """Secret age keys that are open now: of who sits at the keyboard, and of everybody without a PIN."""
        from app.signing.keys import PersonKeys

        with self._store.look() as view:
            rows = view.find(tables.people, columns=("keys",), has_pin=False, order=("created_at", "id"))
        seated = [self._seated.keys.identity] if self._seated and self._seated.keys else []
        return (*seated, *(PersonKeys.unlock(row["keys"], None).identity for row in rows))

    def keep_enrolment(self, person_id: str, data: bytes) -> None:
        """Keep the enrolment request that was made for a person."""
        self._keep(person_id, enrolment=data)

    def keep_credential(self, person_id: str, data: bytes) -> None:
        """Keep what a bureau has certified: from now on the person counts as enrolled."""
        self._keep(person_id, credential=data)

    def _keep(self, person_id: str, **columns: object) -> None:
        with self._store.write() as unit:
            unit.change(tables.people, {"id": person_id}, **columns)
        if self._seated and self._seated.person.id == person_id:
            self._seated.person = self.person(person_id)

    def _row(self, person_id: str) -> Row:
        with self._store.look() as view:
            row = view.first(tables.people, id=person_id)
        if row is None:
            raise Refusal.because("这台电脑上没有这个人，请先添加。", code="XP-6201")
        return row

    def _seat(self, person: Person, keys: PersonKeys) -> None:
        with self._store.write() as unit:
            unit.put(tables.settings, key=LAST, value=person.id)
        self._seated = _Seated(person, keys)
        self.when_changed()

    def _remembered(self) -> _Seated | None:
        with self._store.look() as view:
            last = view.first(tables.settings, key=LAST)
            row = view.first(tables.people, columns=_COLUMNS, id=last["value"]) if last else None
        return _Seated(_person(row), None) if row and not row["has_pin"] else None

    def _must_wait(self, row: Row) -> None:
        if row["next_try_at"] is None:
            return
        left = moment_of(row["next_try_at"]) - self._clock.now()
        # A clock that was set back must not lock anybody out: nobody waits longer than the longest wait.
        seconds = min(-(-left // timedelta(seconds=1)), LONGEST_WAIT)
        if seconds > 0 and left <= timedelta(seconds=LONGEST_WAIT):
            message = f"PIN 输错次数较多，请等 {seconds} 秒后再试。数据没有变化。"
            raise Refusal.because(message, code="XP-6203")

    def _count_wrong(self, row: Row) -> None:
        tries = row["wrong_tries"] + 1
        self._set_tries(row["id"], tries, self._clock.now() + timedelta(seconds=wait_after(tries)))

    def _set_tries(self, person_id: str, tries: int, until: datetime | None) -> None:
        next_try_at = stamp(until) if until else None
        with self._store.write() as unit:
            unit.change(tables.people, {"id": person_id}, wrong_tries=tries, next_try_at=next_try_at)


def wait_after(tries: int) -> int:
    """Seconds to wait after so many wrong PINs in a row: none at first, doubling, a minute at most."""
    return 0 if tries < FREE_TRIES else min(2 ** min(tries - FREE_TRIES, 10), LONGEST_WAIT)


def _person(row: Row) -> Person:
    return Person(
        row["id"],
        row["name"],
        row["unit"],
        row["has_pin"],
        row["sample"],
        fingerprint_of(row["public"]),
        row["credential"] is not None,
    )


def _check(name: str, unit: str, pin: str | None, given: Substitutes) -> None:
    faults = [*name_faults("name", "姓名", name), *name_faults("unit", "单位名称", unit)]
    faults += substitute_faults("substitutes", given)
    if not name or len(name) > MAX_NAME:
        faults.append(Fault("name", f"请填写姓名（不超过 {MAX_NAME} 个字）。", "XP-6204"))
    if len(unit) > MAX_NAME:
        faults.append(Fault("unit", f"单位名称请不要超过 {MAX_NAME} 个字。", "XP-6204"))
    if pin is not None and not MIN_PIN <= len(pin) <= MAX_PIN:
        faults.append(Fault("pin", f"PIN 应为 {MIN_PIN} 至 {MAX_PIN} 位。", "XP-6205"))
    if faults:
        raise Refusal(faults)
