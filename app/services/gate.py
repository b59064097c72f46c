"""A locked data folder before anybody has said who is there: a PIN opens it, or a recovery code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import Clock
from app.common.errors import Fault, Refusal
from app.models.key_file import KeyFile
from app.services.identity.device_lock import look_up, wrong_pin
from app.services.identity.tries import Tries

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from app.signing.slots import Opened, Use

Opener = Callable[[bytes | None], "Workspace"]


class Gate:
    """The way into one locked folder. The PIN alone says who is there: no name is shown or asked before.

    opener: opens the folder with its data key; with None where the database is still plain, though somebody
    in it has a PIN (an older program made it, its keys came with a copy, or the very first encryption was
    interrupted). bare: in that case, that somebody else has none, who comes in without.
    """

    def __init__(self, folder: Path, clock: Clock, opener: Opener, *, bare: bool = False) -> None:
        self._file, self._tries, self._opener = KeyFile(folder), Tries(folder, clock), opener
        self.bare = bare

    def open(self, pin: str) -> Workspace:
        """The open folder, with whose PIN it is at the keyboard. Raises Refusal, EnvironmentTrouble."""
        return self._through(lambda: self._found(pin, "pin"), lambda site, who: site.people.enter(pin, who))

    def open_bare(self) -> Workspace:
        """The open folder for who has no PIN. Raises Refusal where it is locked."""
        if not self.bare or self._file.exists():
            raise Locked(self)
        return self._opener(None)

    def recover(self, code: str, pin: str) -> Workspace:
        """The open folder for whose recovery code it is, who has this PIN from now on.

        Raises Refusal for a PIN that cannot be one before the code is looked at.
        """
        from app.services.identity.people import check_pin

        check_pin(pin)
        return self._through(
            lambda: self._found(code, "code"), lambda site, who: site.people.renewed(who, pin)
        )

    def key(self, pin: str) -> bytes | None:
        """The data key alone, to read with; None where the database is still plain. Raises Refusal."""
        found = self._found(pin, "pin")
        self._tries.right()
        return found[0].key if found else None

    def _through(
        self,
        find: Callable[[], Sequence[Opened]],
        enter: Callable[[Workspace, Sequence[Opened]], bool],
    ) -> Workspace:
        self._tries.must_wait()
        found = find()
        site = self._opener(found[0].key if found else None)
        try:
            entered = enter(site, found)
        except BaseException:  # whatever happens, the folder must not stay open
            site.close()
            raise
        if not entered:
            site.close()
            self._tries.wrong()
            raise wrong_pin()
        self._tries.right()
        return site

    def _found(self, secret: str, use: Use) -> Sequence[Opened]:
        """What a secret opens; nothing where there is no key file yet. Raises Refusal for a wrong one."""
        return look_up(self._file, self._tries, secret, use) if self._file.exists() else ()


class Locked(Refusal):
    """The data folder is locked; ``gate`` opens it. Who cannot ask for a PIN lets this be told."""

    def __init__(self, gate: Gate) -> None:
        told = "这台电脑上的数据已用 PIN 锁住，没有打开。请打开窗口输入 PIN，或在命令中给出 PIN。"
        super().__init__([Fault("", told, "XP-6210")])
        self.gate = gate
