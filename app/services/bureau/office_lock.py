"""What opens a bureau's database file: the PIN of its keys, and a recovery code.

As on a device (``device_lock``): while the keys have no PIN the file is plain, and a PIN encrypts it under a
random key that is only there wrapped, in a small file beside it. A database on a server is the server's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import Clock
from app.common.errors import Refusal
from app.models.key_file import KeyFile
from app.models.shares import FolderShare
from app.services.identity.device_lock import look_up, with_code
from app.services.identity.tries import Tries
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.signing.authority import Authority
    from app.signing.slots import Opened, Use

KEYS, TRIES = ".keys", ".tries"


class OfficeDoor:
    """The way into one database file, held in common with whoever else works in it until ``close``."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self.file = KeyFile(path.parent, path.name + KEYS)
        self.share = FolderShare(path.parent)
        self._tries = Tries(path.parent, clock, path.name + TRIES)

    @property
    def locked(self) -> bool:
        """Whether a secret is needed."""
        return self.file.exists()

    def opened(self, ask: Callable[[], str] | None, use: Use) -> Opened:
        """What a PIN or a recovery code opens. ask: gives it.

        Raises Refusal for a wrong one, during a wait, or where nobody can be asked.
        """
        if ask is None:
            raise Refusal.because("主管部门的数据库已用 PIN 加密，没有打开。", code="XP-6210")
        found = look_up(self.file, self._tries, ask(), use)
        self._tries.right()
        return found[0]

    def close(self) -> None:
        """Let it go."""
        self.share.release()


class OfficeLock:
    """The lock of one open database. door: None for one on a server. came: what the secret has opened."""

    def __init__(self, store: Store, door: OfficeDoor | None, came: Opened | None) -> None:
        self._store, self._door, self._came = store, door, came

    @property
    def locked(self) -> bool:
        """Whether a PIN is needed to open this database."""
        return self._store.key is not None

    @property
    def sealable(self) -> bool:
        """Whether it is a file that is not encrypted yet."""
        return self._door is not None and not self.locked and self._door.path.is_file()

    def seal(self, authority: Authority, pin: str) -> str:
        """Encrypt the file; from now on the PIN of the bureau's keys opens it. The recovery code, shown once.

        Raises EnvironmentTrouble, also where somebody else has the file open; then nothing has changed.
        """
        from app.signing.slots import Held, KeySlots, new_key

        door, key, whose = self._sealed_door(), new_key(), authority.trust().bureau_id
        slots = KeySlots.empty().add(whose, "pin", pin, Held(key, {}))
        slots, code = with_code(slots, whose, key, authority.secret())
        with door.share.alone():
            self._store.encrypt(key, lambda: door.file.write(slots))
            self._store.encrypt_backups()
        return code

    def recovered(self) -> Authority:
        """The bureau's keys out of the recovery code that has opened this database. Raises Refusal."""
        from app.signing.authority import Authority

        if self._came is None:
            raise _not_locked()
        return Authority.of_secret(self._came.keys)

    def renew(self, authority: Authority, pin: str, store: Callable[[], None]) -> str:
        """A new PIN in the place of the one that is lost, and a fresh recovery code, shown once.

        store: puts the bureau's keys under the new PIN. Until the very end the old code opens everything.
        Raises EnvironmentTrouble.
        """
        from app.signing.slots import Held

        file, key = self._locked()
        file.write(file.read().add(authority.trust().bureau_id, "pin", pin, Held(key, {})))
        store()
        return self._code_anew(authority, ("pin", "code"))

    def new_code(self, authority: Authority) -> str:
        """A fresh recovery code, shown once; the one before opens nothing any more.

        Raises EnvironmentTrouble, Refusal where nothing is locked.
        """
        return self._code_anew(authority, ("code",))

    def _code_anew(self, authority: Authority, settled: Iterable[Use]) -> str:
        """settled: of what kinds only the newest is left, in the same writing."""
        (file, key), whose = self._locked(), authority.trust().bureau_id
        slots, code = with_code(file.read(), whose, key, authority.secret())
        for newest in (slots.newest(whose, use) for use in settled):
            slots = slots.keep(newest) if newest is not None else slots
        file.write(slots)
        return code

    def close(self) -> None:
        """Let the file go, the database being closed."""
        if self._door is not None:
            self._door.close()

    def _locked(self) -> tuple[KeyFile, bytes]:
        if self._door is None or self._store.key is None:
            raise _not_locked()
        return self._door.file, self._store.key

    def _sealed_door(self) -> OfficeDoor:
        if self._door is None or not self.sealable:
            raise ValueError("only a plain file can be encrypted")
        return self._door


def _not_locked() -> Refusal:
    return Refusal.because("这个数据库没有加锁，用不着恢复码。", code="XP-6214")
