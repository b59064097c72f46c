"""What opens the data of this device: each person's PIN, and each person's recovery code.

While nobody has a PIN there is nothing to unlock and the database is plain. The first PIN encrypts it under a
random key, which from then on is only there wrapped: never for a bureau, since a device may serve two.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.common.canon import sha256
from app.common.clock import Clock
from app.common.errors import Refusal
from app.models.key_file import KeyFile
from app.services.identity.tries import Tries
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.signing.keys import PersonKeys
    from app.signing.slots import KeySlot, KeySlots, Opened, Use


class DeviceLock:
    """The lock of one open data folder. A recovery code is handed out once and kept nowhere."""

    def __init__(self, folder: Path, store: Store, clock: Clock) -> None:
        self._file, self._store = KeyFile(folder), store
        self._tries = Tries(folder, clock)
        self._codes: dict[str, str] = {}

    @property
    def locked(self) -> bool:
        """Whether a PIN is needed to open these data."""
        return self._store.key is not None

    def knows(self, person_id: str) -> bool:
        """Whether a person's PIN opens the data."""
        return self.locked and self._file.read().has(person_id, "pin")

    def admit(self, person_id: str, pin: str, keys: PersonKeys, locked: bytes, *, coded: bool = True) -> None:
        """From now on this PIN opens the data too; an older one of the person stays until ``settle``.

        coded: whether a recovery code is made, too, for who has none.
        locked: the person's keys under this PIN, as they are stored. The first PIN of a device encrypts its
        database. Raises EnvironmentTrouble; then nothing has changed.
        """
        from app.signing.slots import Held, new_key

        key = self._store.key or new_key()
        held = Held(key, keys.secret(), sha256(locked))
        slots = self._file.read().add(person_id, "pin", pin, held)
        code = ""
        if coded and not slots.has(person_id, "code"):
            slots, code = with_code(slots, person_id, key, keys.secret())
        self._write(slots, key)
        if code:
            self._codes[person_id] = code

    def settle(self, person_id: str) -> None:
        """The person's newest PIN is the one: those before open nothing any more."""
        newest = self._file.read().newest(person_id, "pin")
        if newest is not None:
            self.keep(newest)

    def keep(self, slot: KeySlot) -> None:
        """This is the one of its kind that holds; others of its person, left by an interruption, go."""
        slots = self._file.read()
        left = slots.keep(slot)
        if left != slots:
            self._file.write(left)

    def renew_code(self, person_id: str, keys: PersonKeys) -> None:
        """A fresh recovery code for a person; the one before opens nothing any more."""
        key = self._store.key
        if key is None:
            raise Refusal.because("还没有人设 PIN，数据没有加锁，用不着恢复码。", code="XP-6214")
        slots, code = with_code(self._file.read(), person_id, key, keys.secret())
        newest = slots.newest(person_id, "code")
        self._file.write(slots.keep(newest) if newest is not None else slots)
        self._codes[person_id] = code

    def take_code(self, person_id: str) -> str | None:
        """A recovery code that nobody has been shown yet: given once."""
        return self._codes.pop(person_id, None)

    def coded(self, person_id: str) -> bytes | None:
        """A person's keys under the recovery code alone, as a file; None where there is no code.

        120 random bits guard it, which nobody can try: it may lie on a stick beside a copy.
        """
        slots = self._file.read()
        newest = slots.newest(person_id, "code")
        return slots.only(newest).data() if newest is not None else None

    def opened(self, secret: str, use: Use) -> tuple[Opened, ...]:
        """What a PIN or a recovery code opens. Raises Refusal for a wrong one, or during a wait."""
        found = look_up(self._file, self._tries, secret, use)
        self._tries.right()
        return found

    def _write(self, slots: KeySlots, key: bytes) -> None:
        if self.locked:
            self._file.write(slots)
            return
        self._store.encrypt(key, lambda: self._file.write(slots))
        self._store.encrypt_backups()


def look_up(file: KeyFile, tries: Tries, secret: str, use: Use) -> tuple[Opened, ...]:
    """What a secret opens of a key file; wrong ones are counted. Raises Refusal as ``DeviceLock.opened``."""
    tries.must_wait()
    found = file.read().open(secret, use)
    if not found:
        tries.wrong()
        raise wrong_pin() if use == "pin" else wrong_code()
    return found


def wrong_code() -> Refusal:
    """The one answer to a recovery code that opens nothing."""
    return Refusal.because(
        "恢复码不正确，数据没有变化。请对照当时抄下的 24 个字母和数字重新输入。", code="XP-6212"
    )


def wrong_pin() -> Refusal:
    """The one answer to a PIN that opens nothing: no hint whose, how many, or how near."""
    return Refusal.because("PIN 不正确，数据没有变化。请重新输入；忘记 PIN 时用恢复码。", code="XP-6211")


def with_code(slots: KeySlots, person_id: str, key: bytes, keys: dict[str, Any]) -> tuple[KeySlots, str]:
    """The slots with a fresh recovery code of somebody, which holds the secret keys too; and the code."""
    from app.signing.slots import Held, new_code

    code = new_code()
    return slots.add(person_id, "code", code, Held(key, keys)), code
