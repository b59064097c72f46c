"""What the lock asks for, and what became of it. No Qt.

A guess is dear on purpose, so all of it is called beside the window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from app.common.errors import Fault, Refusal, XianpingError
from app.common.words import say

if TYPE_CHECKING:
    from app.services.identity.people import People

Within = TypeVar("Within")
Inner_co = TypeVar("Inner_co", covariant=True)


class Door(Protocol[Inner_co]):
    """What a PIN or a recovery code leads through: a locked folder's gate, or the rest of an open one."""

    def open(self, pin: str) -> Inner_co:
        """Go in by a PIN. Raises Refusal, EnvironmentTrouble."""
        ...

    def recover(self, code: str, pin: str) -> Inner_co:
        """Go in by a recovery code, with a new PIN. Raises Refusal, EnvironmentTrouble."""
        ...


@dataclass(frozen=True, slots=True)
class PinAnswer(Generic[Within]):
    """What came of a try. within: what is behind the door; faults: why it stayed shut."""

    within: Within | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def opened(self) -> bool:
        """Whether the door is open."""
        return not self.faults


class LockPresenter(Generic[Within]):
    """Tries PINs and codes at a door. told: the sentence above the field.

    bare: the way in for who has no PIN, where the data are not locked yet; else None.
    """

    def __init__(self, door: Door[Within], told: str, bare: Callable[[], Within] | None = None) -> None:
        self._door, self.told, self._bare = door, told, bare

    @property
    def bare(self) -> bool:
        """Whether one may come in without a PIN."""
        return self._bare is not None

    def open_bare(self) -> PinAnswer[Within]:
        """Come in without a PIN."""
        bare = self._bare
        if bare is None:
            return PinAnswer(faults=(Fault("pin", say("请输入 PIN。")),))
        return _answered(bare, "pin")

    def open(self, pin: str) -> PinAnswer[Within]:
        """Try a PIN."""
        return _answered(lambda: self._door.open(pin), "pin")

    def recover(self, code: str, pin: str, again: str) -> PinAnswer[Within]:
        """Try a recovery code with a new PIN, typed twice."""
        if pin != again:
            return PinAnswer(faults=(Fault("again", say("两次输入的 PIN 不一致，请重新输入。")),))
        return _answered(lambda: self._door.recover(code, pin), "code")


class RestDoor:
    """The door of data that are open: only the window is locked, and all stays where it was."""

    def __init__(self, people: People) -> None:
        self._people = people

    def open(self, pin: str) -> bool:
        """Whether it is somebody else who goes on."""
        before = self._people.current
        self._people.resume(pin)
        return self._people.current != before

    def recover(self, code: str, pin: str) -> bool:
        """Whether it is somebody else who goes on."""
        before = self._people.current
        self._people.recover(code, pin)
        return before is None or self._people.current is None or self._people.current.id != before.id


def told_at_start() -> str:
    """What stands above the field when the program opens."""
    return say("这台电脑上的数据已加密。请输入您的 PIN。")


def told_before_locked() -> str:
    """What stands above the field where somebody has a PIN, though the data are not encrypted yet."""
    return say("请输入您的 PIN。没有设 PIN 的，可以直接进入。")


def told_after_rest() -> str:
    """What stands above the field after a rest."""
    return say("请输入您的 PIN 继续。屏幕上的内容都还在，没有录完的也在。")


def _answered(go: Callable[[], Within], where: str) -> PinAnswer[Within]:
    try:
        return PinAnswer(go())
    except Refusal as refusal:
        return PinAnswer(faults=tuple(Fault(fault.where or where, fault.message) for fault in refusal.faults))
    except XianpingError as trouble:
        return PinAnswer(faults=(Fault(where, str(trouble)),))
