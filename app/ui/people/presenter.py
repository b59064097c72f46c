"""Identities and trust without Qt. What a service refuses is raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import BEIJING, moment_of
from app.common.errors import EnvironmentTrouble, Fault, Refusal
from app.common.files import open_ordinary
from app.common.words import say

if TYPE_CHECKING:
    from app.services.identity.trusts import TrustInfo
    from app.services.store.site import Person
    from app.services.workspace import Workspace

MOST_TRUST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PersonCard:
    """An identity as shown. current: sits at the keyboard; enrolled: a bureau has certified the keys."""

    id: str
    name: str
    unit: str
    fingerprint: str
    current: bool
    sample: bool
    enrolled: bool
    has_pin: bool


@dataclass(frozen=True, slots=True)
class TrustLine:
    """A bureau that this device trusts."""

    bureau: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PeopleState:
    """The whole screen. erased: a sentence for each visit that was taken off this device."""

    people: tuple[PersonCard, ...]
    trusts: tuple[TrustLine, ...]
    erased: tuple[str, ...] = ()


class PeoplePresenter:
    """Makes identities, writes their enrolment requests, takes trust in."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def state(self) -> PeopleState:
        """Everything at this moment."""
        current = self._workspace.people.current
        me = current.id if current else ""
        return PeopleState(
            people=tuple(_card(person, me) for person in self._workspace.people.list()),
            trusts=tuple(TrustLine(one.bureau, one.fingerprint) for one in self._workspace.trusts.list()),
            erased=tuple(self._erased()),
        )

    def _erased(self) -> Iterator[str]:
        names = {person.id: person.name for person in self._workspace.people.list()}
        for each in self._workspace.erasures.list():
            yield say(
                "{at} 由{name}清除了一次考核（校验码 {code}）；主管部门 {received} 收下。",
                at=_spoken(each.at),
                name=names.get(each.by, say("已不在本机的人")),
                code=each.code or say("无"),
                received=_spoken(each.received),
            )

    def create(self, name: str, unit: str, pin: str, again: str, substitutes: Mapping[str, str]) -> Person:
        """Make an identity; an empty PIN is none. Raises Refusal naming every fault with its field.

        substitutes: what is written for characters that cannot be printed.
        """
        if pin != again:
            raise Refusal([Fault("again", say("两次输入的 PIN 不一致，请重新输入。"))])
        return self._workspace.people.create(name, unit, pin or None, substitutes=substitutes)

    def change_pin(self, person_id: str, old: str, new: str, again: str) -> None:
        """A first or another PIN. Raises Refusal naming every fault with its field."""
        if new != again:
            raise Refusal([Fault("again", say("两次输入的 PIN 不一致，请重新输入。"))])
        self._workspace.people.change_pin(person_id, old or None, new)

    def left_out(self) -> str:
        """Who cannot open the locked data by themselves, as a sentence; empty where everybody can."""
        people = self._workspace.people
        names = people.without_pin() if people.lock.locked else ()
        if not names:
            return ""
        told = say("、").join(names)
        return say("还没有 PIN：{names}。请趁现在各自设 PIN，否则下次须由有 PIN 的人先打开程序。", names=told)

    def new_code(self, person_id: str, pin: str) -> None:
        """Make a fresh recovery code; the old one is void. Raises Refusal."""
        self._workspace.people.new_code(person_id, pin)

    def enrol(self, person_id: str, path: Path) -> None:
        """Write the enrolment request for the bureau. Raises EnvironmentTrouble, Refusal."""
        self._workspace.packages.export_enrolment(person_id, path)

    def enrolment_name(self, person_id: str) -> str:
        """A file name that says whose request it is."""
        person = self._workspace.people.person(person_id)
        return say("{name}登记申请.xpenrol", name=person.name)

    def look_at(self, path: Path) -> tuple[bytes, TrustInfo]:
        """A trust file's bytes and what it says; nothing is taken in. Raises Refusal."""
        data = _read(path)
        return data, self._workspace.trusts.look_at(data)

    def trust(self, data: bytes) -> None:
        """Take a trust file in, its fingerprint having been compared."""
        self._workspace.trusts.confirm(data)


def _spoken(at: str) -> str:
    return moment_of(at).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def _read(path: Path) -> bytes:
    try:
        with open_ordinary(path) as stream:
            data = stream.read(MOST_TRUST_BYTES + 1)
    except OSError:
        message = say("读不到文件 {path}。", path=path)
        raise EnvironmentTrouble(message, advice=say("请检查文件是否还在、是否有权读取。")) from None
    if len(data) > MOST_TRUST_BYTES:
        raise Refusal.because(say("这个文件太大，不是信任文件。请检查是否选错了文件。"))
    return data


def _card(person: Person, me: str) -> PersonCard:
    return PersonCard(
        id=person.id,
        name=person.name,
        unit=person.unit,
        fingerprint=person.fingerprint,
        current=person.id == me,
        sample=person.sample,
        enrolled=person.enrolled,
        has_pin=person.has_pin,
    )
