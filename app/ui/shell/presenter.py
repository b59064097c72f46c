"""What the header shows, and where one can go. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from app.common.words import say

if TYPE_CHECKING:
    from app.services.store.site import Person
    from app.services.workspace import Workspace
    from app.ui.shell.settings import Settings

ScreenName = Literal["home", "people", "day", "desk", "conclusion", "signing", "copy", "trial"]
EXPORTED = "exported"
RESTORED = ("day", "desk", "conclusion", "signing")


@dataclass(frozen=True, slots=True)
class Route:
    """A place in the program: a screen, and the visit it shows where it shows one.

    behalf: at a desk, the colleague whose paper is typed in; empty for the own sheet.
    """

    screen: ScreenName
    visit_id: str = ""
    behalf: str = ""


HOME = Route("home")
PEOPLE = Route("people")


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """One line of the sheet of shortcuts."""

    keys: str
    does: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Shortcuts that belong together, under a title."""

    title: str
    keys: tuple[KeyHelp, ...]


@dataclass(frozen=True, slots=True)
class HeaderState:
    """me: who sits at the keyboard, empty for nobody; others can be switched to; undelivered is a count.

    locks: a PIN opens the data of this device, so that the window can be locked.
    """

    me: str
    me_id: str
    others: tuple[Person, ...]
    undelivered: int
    locks: bool = False


class ShellPresenter:
    """Makes the header out of the services, and switches persons."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def header(self) -> HeaderState:
        """The header as it stands now."""
        current = self._workspace.people.current
        me_id = current.id if current is not None else ""
        others = tuple(person for person in self._workspace.people.list() if person.id != me_id)
        name = current.name if current is not None else ""
        visits = self._workspace.shelf.all()
        undelivered = sum(visit.stage == EXPORTED and not visit.sample for visit in visits)
        return HeaderState(name, me_id, others, undelivered, self._workspace.people.lock.locked)

    def needs_pin(self, person_id: str) -> bool:
        """Whether this person has a PIN to be asked for."""
        return any(person.id == person_id and person.has_pin for person in self._workspace.people.list())

    def member(self, visit_id: str) -> str | None:
        """Who of this device would work in a visit: the person at the keyboard before the others."""
        return self._workspace.visits.me(self._workspace.visits.get(visit_id))

    def attends(self, visit_id: str) -> bool:
        """Whether who sits at the keyboard only keeps the minutes of a visit, or looks on."""
        visit, current = self._workspace.visits.get(visit_id), self._workspace.people.current
        member = visit.member(current.id) if current is not None else None
        return member is not None and member not in visit.judges

    def seated(self, person_id: str) -> bool:
        """Whether this person sits at the keyboard."""
        current = self._workspace.people.current
        return current is not None and current.id == person_id

    def name(self, person_id: str) -> str:
        """A person's name. Raises Refusal for a stranger."""
        return self._workspace.people.person(person_id).name

    def switch(self, person_id: str, pin: str | None) -> None:
        """Let another person take the keyboard. Raises Refusal for a wrong PIN."""
        self._workspace.people.switch(person_id, pin)

    def place(self, settings: Settings) -> Route:
        """Where the person was when the window closed, if that still exists; else home."""
        current = self._workspace.people.current
        if settings.screen not in RESTORED or current is None:
            return HOME
        for visit in self._workspace.shelf.all():
            if visit.id == settings.visit and visit.member(current.id):
                behalf = settings.behalf if settings.screen == "desk" else ""
                if behalf and not self._workspace.typed.may(visit.id, behalf):
                    return HOME
                return Route(_screen(settings.screen), visit.id, behalf)
        return HOME


def _screen(name: str) -> ScreenName:
    known: tuple[ScreenName, ...] = get_args(ScreenName)
    return next(screen for screen in known if screen == name)


def everywhere() -> KeyGroup:
    """The shortcuts that hold on every screen."""
    pairs = (
        ("F1", say("快捷键、使用指南、错误编号、关于")),
        ("Esc", say("有提示的先关闭提示；没有的返回上一处")),
        ("Alt+Home", say("回到主页")),
        ("Ctrl+O", say("导入文件")),
        ("Ctrl+Shift+P", say("切换身份")),
        ("Ctrl+Alt+L", say("立即锁定（有人设了 PIN 时）")),
        ("F11", say("全屏")),
    )
    return KeyGroup(say("各处通用"), tuple(KeyHelp(keys, does) for keys, does in pairs))
