"""The identities on this device: made here, unlocked by a PIN, switched in two seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.common.canon import sha256
from app.common.clock import Clock, moment_of, stamp
from app.common.errors import Fault, Refusal
from app.common.fingerprints import fingerprint_of
from app.common.glyphs import name as one_line
from app.common.glyphs import name_faults
from app.common.ids import new_id
from app.common.substitutes import Substitutes, standing, written
from app.common.substitutes import faults as substitute_faults
from app.models import tables
from app.services.identity.device_lock import DeviceLock
from app.services.identity.tries import FREE_TRIES, LONGEST_WAIT, must_wait, wait_after
from app.services.store.site import Person
from app.services.store.unit_of_work import Row, Store, Unit

if TYPE_CHECKING:
    from app.signing.credentials import Credential
    from app.signing.keys import PersonKeys
    from app.signing.slots import Opened

__all__ = ["FREE_TRIES", "LONGEST_WAIT", "People", "check_pin", "wait_after"]

MIN_PIN, MAX_PIN = 6, 32
MAX_NAME = 200
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

    lock: what the PINs open besides the keys. when_changed: called after somebody came or took the keyboard.
    """

    def __init__(self, store: Store, clock: Clock, lock: DeviceLock) -> None:
        self._store = store
        self._clock = clock
        self.lock = lock
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

        substitutes: what is written for characters of name and unit that cannot be printed. Where a PIN is
        needed to open the data, nobody comes without one.
        """
        from app.signing.keys import PersonKeys

        given = substitutes or {}
        stands_for = standing(name + unit, given)
        name, unit = (one_line(written(text, given)) for text in (name, unit))
        _check(name, unit, pin, given, needed=self.lock.locked and not sample)
        keys = PersonKeys.generate()
        locked = keys.lock(pin)
        public = keys.public().model_dump(mode="json")
        row = {
            "id": person_id or new_id(),
            "name": name,
            "unit": unit,
            "keys": locked,
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
        if pin is not None:
            self.lock.admit(str(row["id"]), pin, keys, locked)
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

    def move_in(self, credential: Credential, keys: PersonKeys, pin: str, *, sample: bool) -> Person:
        """Seat somebody whose own keys were opened here, under a new PIN and a new recovery code.

        Raises Refusal for what can be no PIN, or who is here already.
        """
        check_pin(pin)
        person_id = credential.person.id
        if any(each.id == person_id for each in self.list()):
            raise Refusal.because(
                f"{credential.person.name}的密钥已在本机，请直接切换到本人。", code="XP-6250"
            )
        locked = keys.lock(pin)
        with self._store.write() as unit:
            self.add_in(unit, credential, locked, sample=sample)
        self.lock.admit(person_id, pin, keys, locked)
        self._seat(self.person(person_id), keys)
        return self.person(person_id)

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
        self._admit(person_id, pin, keys, coded=False)  # a guest is here to work; a code can be had later
        person = self.person(person_id)
        self._seat(person, keys)
        return person

    def enter(self, pin: str, found: Sequence[Opened]) -> bool:
        """Seat whose PIN has opened the data; whether it is anybody's. Who was here last goes first.

        found: what the PIN has opened; nothing where the data have not been locked by anybody yet.
        """
        opened = {each.person: each for each in reversed(found)}
        for person_id in self._by_last(tuple(opened) or self._with_pin()):
            by = opened.get(person_id)
            keys = self._opened(person_id, pin, by)
            if keys is None:
                continue
            if by is not None:
                self.lock.keep(by.slot)
            else:
                self._admit(person_id, pin, keys, coded=True)
            self._set_tries(person_id, 0, None)
            self._seat(self.person(person_id), keys)
            return True
        return False

    def change_pin(self, person_id: str, old: str | None, new: str) -> None:
        """A person's new PIN, the first or another one. Raises Refusal for a wrong old one."""
        check_pin(new)
        self._relock(person_id, self.unlock(person_id, old), new)

    def resume(self, pin: str) -> None:
        """Go on after a rest: who sits here stays if it is that PIN, else its owner is seated.

        Raises Refusal for nobody's PIN.
        """
        found = self.lock.opened(pin, "pin")
        if not (self.current and any(each.person == self.current.id for each in found)):
            self.enter(pin, found)

    def recover(self, code: str, pin: str) -> None:
        """A new PIN for whose recovery code it is. Raises Refusal."""
        check_pin(pin)
        self.renewed(self.lock.opened(code, "code"), pin)

    def renewed(self, found: Sequence[Opened], pin: str) -> bool:
        """A new PIN and a fresh code for who has proven to be the person, now seated; whether it was done.

        found: what the recovery code has opened.
        """
        from app.signing.keys import PersonKeys

        for each in found:
            keys = PersonKeys.of_secret(each.keys)
            self._row(each.person)
            self._relock(each.person, keys, pin)
            self.lock.renew_code(each.person, keys)
            self._set_tries(each.person, 0, None)
            self._seat(self.person(each.person), keys)
            return True
        return False

    def new_code(self, person_id: str, pin: str) -> None:
        """Make a fresh recovery code for a person, to be taken from the lock. Raises Refusal."""
        self.lock.renew_code(person_id, self.unlock(person_id, pin))

    def asks(self) -> bool:
        """Whether somebody here has a PIN, so that nothing is shown before one was entered."""
        return bool(self._with_pin())

    def without_pin(self) -> tuple[str, ...]:
        """Who, of the real people, has no PIN: they cannot open locked data by themselves. By name."""
        return tuple(person.name for person in self.list() if not (person.has_pin or person.sample))

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

    def closed(self) -> tuple[Person, ...]:
        """Whose keys are here and wait for the PIN."""
        opened = self._seated.person.id if self._seated and self._seated.keys else ""
        return tuple(person for person in self.list() if person.has_pin and person.id != opened)

    def keep_enrolment(self, person_id: str, data: bytes) -> None:
        """Keep the enrolment request that was made for a person."""
        self._keep(person_id, enrolment=data)

    def keep_credential(self, person_id: str, data: bytes) -> None:
        """Keep what a bureau has certified: from now on the person counts as enrolled."""
        self._keep(person_id, credential=data)

    def _admit(self, person_id: str, pin: str | None, keys: PersonKeys, *, coded: bool) -> None:
        """Let a PIN that has proven right open the data, if it does not yet.

        A guest whose keys came with a copy locks nobody out of a device that asks for no PIN: that is for its
        people to decide, who do when one of them sets a PIN.
        """
        row = self._row(person_id)
        if pin is None or not row["has_pin"] or self.lock.knows(person_id):
            return
        if self.lock.locked or not self.without_pin():
            self.lock.admit(person_id, pin, keys, bytes(row["keys"]), coded=coded)

    def _relock(self, person_id: str, keys: PersonKeys, pin: str) -> None:
        """The order counts: at every moment either the old PIN or the new one opens data and keys."""
        locked = keys.lock(pin)
        self.lock.admit(person_id, pin, keys, locked)
        self._keep(person_id, keys=locked, has_pin=True)
        self.lock.settle(person_id)

    def _opened(self, person_id: str, pin: str, by: Opened | None) -> PersonKeys | None:
        """The person's keys, or None where the PIN is not theirs.

        A slot holds them already; that it is not left over from a change that was interrupted, the digest of
        what is stored tells without another costly derivation.
        """
        from app.signing.keys import PersonKeys

        stored = bytes(self._row(person_id)["keys"])
        if by is not None and by.locked == sha256(stored):
            return PersonKeys.of_secret(by.keys)
        try:
            return PersonKeys.unlock(stored, pin)
        except Refusal:
            return None

    def _with_pin(self) -> Sequence[str]:
        with self._store.look() as view:
            rows = view.find(tables.people, columns=("id",), has_pin=True, order=("created_at", "id"))
        return [row["id"] for row in rows]

    def _by_last(self, ids: Sequence[str]) -> Sequence[str]:
        with self._store.look() as view:
            last = view.first(tables.settings, key=LAST)
            known = [each for each in ids if view.count(tables.people, id=each)]
        return sorted(dict.fromkeys(known), key=lambda each: last is None or each != last["value"])

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
        if row["next_try_at"] is not None:
            must_wait(moment_of(row["next_try_at"]), self._clock.now())

    def _count_wrong(self, row: Row) -> None:
        tries = row["wrong_tries"] + 1
        self._set_tries(row["id"], tries, self._clock.now() + timedelta(seconds=wait_after(tries)))

    def _set_tries(self, person_id: str, tries: int, until: datetime | None) -> None:
        next_try_at = stamp(until) if until else None
        with self._store.write() as unit:
            unit.change(tables.people, {"id": person_id}, wrong_tries=tries, next_try_at=next_try_at)


def check_pin(pin: str, where: str = "pin") -> None:
    """Raise Refusal for what cannot be a PIN."""
    if not MIN_PIN <= len(pin) <= MAX_PIN:
        raise Refusal([Fault(where, f"PIN 应为 {MIN_PIN} 至 {MAX_PIN} 位。", "XP-6205")])


def _person(row: Row) -> Person:
    own = {name: row[name] for name in ("id", "name", "unit", "has_pin", "sample")}
    return Person(**own, fingerprint=fingerprint_of(row["public"]), enrolled=row["credential"] is not None)


def _check(name: str, unit: str, pin: str | None, given: Substitutes, *, needed: bool) -> None:
    faults = [*name_faults("name", "姓名", name), *name_faults("unit", "单位名称", unit)]
    faults += substitute_faults("substitutes", given)
    if not name or len(name) > MAX_NAME:
        faults.append(Fault("name", f"请填写姓名（不超过 {MAX_NAME} 个字）。", "XP-6204"))
    if len(unit) > MAX_NAME:
        faults.append(Fault("unit", f"单位名称请不要超过 {MAX_NAME} 个字。", "XP-6204"))
    if pin is not None and not MIN_PIN <= len(pin) <= MAX_PIN:
        faults.append(Fault("pin", f"PIN 应为 {MIN_PIN} 至 {MAX_PIN} 位。", "XP-6205"))
    if pin is None and needed:
        told = f"这台电脑上的数据已用 PIN 锁住，新的身份也须设 PIN（{MIN_PIN} 至 {MAX_PIN} 位）。"
        faults.append(Fault("pin", told, "XP-6213"))
    if faults:
        raise Refusal(faults)
