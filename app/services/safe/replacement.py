"""A laptop in place of one that is gone: with a copy and somebody's recovery code everything comes back.

Colleagues' laptops open a copy with their own keys. Where there is none, as when a panel shared the one that
died, the code opens the keys that lie beside the copy, and these the task and the copy itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import Refusal
from app.common.files import open_ordinary
from app.services.identity.device_lock import wrong_code
from app.services.identity.people import People
from app.services.identity.trusts import TrustInfo, Trusts
from app.services.safe.places import CODED, FILES, TASK, TRUST
from app.services.store.site import Person

if TYPE_CHECKING:
    from app.exchange.task import Task
    from app.signing.credentials import Credential
    from app.signing.keys import PersonKeys
    from app.signing.trust import Trust

KIND = "xpsafe"
MOST = 200  # files of a kind that are looked at beside one copy


@dataclass(frozen=True, slots=True, repr=False)
class Owner:
    """Whose code it was, as the task beside the copy names the person. bureau: to be compared by a person."""

    credential: Credential
    keys: PersonKeys
    bureau: TrustInfo
    trust: Trust
    task: Path
    sample: bool

    @property
    def name(self) -> str:
        """The person's name."""
        return self.credential.person.name


class Replacements:
    """Settles the owner of a copy on a device that has nothing of its people yet."""

    def __init__(self, people: People, trusts: Trusts) -> None:
        self._people, self._trusts = people, trusts

    def offered(self, path: Path) -> bool:
        """Whether keys under a recovery code lie beside a copy."""
        from app.exchange.recognition import named_kind

        return named_kind(path) == KIND and any(_beside(path, CODED))

    def owner(self, path: Path, code: str) -> Owner:
        """Whose code this is, by the task beside the copy; nothing is stored. Raises Refusal."""
        keys = _keys(path, code)
        trusts = [(data, self._trusts.look_at(data)) for data in _read(path, TRUST)]
        for file in _beside(path, TASK):
            for data, info in trusts:
                found = _owner(file, data, info, keys)
                if found is not None:
                    return found
        raise Refusal.because(
            "副本旁边没有此人的任务文件，或者已损坏，不能接着做。请把 U 盘上的“现评副本”连同“材料”"
            "文件夹一起拷来再试。",
            code="XP-4650",
        )

    def settle(self, owner: Owner, pin: str) -> Person:
        """Seat the owner here under a new PIN, the bureau's fingerprint having been compared.

        What is left to do is to import the task beside the copy, and the copy. Raises Refusal,
        EnvironmentTrouble.
        """
        self._trusts.confirm(owner.trust.data)
        return self._people.move_in(owner.credential, owner.keys, pin, sample=owner.sample)


def _keys(path: Path, code: str) -> PersonKeys:
    from app.signing.keys import PersonKeys
    from app.signing.slots import KeySlots

    for data in _read(path, CODED):
        try:
            found = KeySlots.parse(data).open(code, "code")
            return PersonKeys.of_secret(found[0].keys)
        except (Refusal, LookupError, TypeError, ValueError):
            continue  # another's, or spoilt
    raise wrong_code()


def _owner(file: Path, trust_data: bytes, info: TrustInfo, keys: PersonKeys) -> Owner | None:
    """The owner as this task names the person; None where it is another's, or under another trust."""
    from app.exchange.package import read_package
    from app.exchange.proof import Expectation
    from app.exchange.task import read_task
    from app.signing.trust import Trust

    try:
        trust = Trust.parse(trust_data)
        with read_package(file, trust, (keys.identity,), Expectation(kinds=("xptask",))) as package:
            task: Task = read_task(package, trust)[0]
    except Refusal:
        return None
    for seat in task.panel:
        if seat.credential.keys == keys.public():
            return Owner(seat.credential, keys, info, trust, file, task.batch.sample)
    return None


def _beside(path: Path, suffix: str) -> Iterator[Path]:
    """Ordinary files of one kind beside a copy, in the order of their names."""
    folder = path.parent / FILES
    try:
        found = sorted(each for each in folder.glob(f"*{suffix}") if each.is_file())
    except OSError:
        return iter(())
    return iter(found[:MOST])


def _read(path: Path, suffix: str) -> Iterator[bytes]:
    from app.signing.slots import MAX_FILE_BYTES

    for file in _beside(path, suffix):
        try:
            with open_ordinary(file) as stream:
                yield stream.read(MAX_FILE_BYTES + 1)
        except (OSError, Refusal):
            continue
