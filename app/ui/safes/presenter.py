"""What is shown of the copy, in words. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.common.clock import BEIJING, moment_of
from app.common.errors import EnvironmentTrouble, XianpingError
from app.common.words import say
from app.exchange.trouble import FORBIDDEN, FULL
from app.services.safe.places import GONE
from app.ui.safes.keeper import Keeper

if TYPE_CHECKING:
    from app.services.safe.safes import Copied
    from app.services.workspace import Workspace

CornerTone = Literal["done", "attention", "plain"]
SHORT = {FULL: "U 盘已满", FORBIDDEN: "U 盘不可写", GONE: "U 盘不在"}
TIP = "正在做的工作自动加密保留一份，电脑坏了可在本组任何一台电脑上接着做。"


@dataclass(frozen=True, slots=True)
class Volume:
    """A removable volume that is plugged in."""

    name: str
    root: Path


@dataclass(frozen=True, slots=True)
class CornerState:
    """The small word at the desk: text, its tone, and the whole story for the tooltip."""

    text: str
    tone: CornerTone
    tip: str


@dataclass(frozen=True, slots=True)
class LineState:
    """A question in one line above the desk; kind empty for none. root: of the volume it is about."""

    kind: Literal["", "place", "keys"] = ""
    text: str = ""
    act: str = ""
    away: str = ""
    volume: Volume | None = None


NO_LINE = LineState()


@dataclass(frozen=True, slots=True)
class PlaceState:
    """The settings: where copies are kept now (empty for nowhere), a warning about it, and the keys.

    keys: in words whether the keys of who sits here travel; empty where there is nothing to ask.
    """

    where: str
    warning: str
    keys: str
    carried: bool


class SafePresenter:
    """Makes the states, and carries out what a person chooses."""

    def __init__(self, workspace: Workspace, keeper: Keeper) -> None:
        self._workspace, self.keeper = workspace, keeper
        self._safes = workspace.safes
        self._possible: dict[str, bool] = {}

    def corner(self, visit_id: str) -> CornerState:
        """The copy of one visit; of all of them where ``visit_id`` is empty."""
        keeper = self.keeper
        if visit_id and not self._can(visit_id):
            told = say("这次考核不是随任务文件来的，没有专家组成员的公钥，无法制作加密副本。")
            return CornerState(say("不能备份"), "plain", told)
        if keeper.place is None:
            told = say("还没有选择副本位置。按一下选择 U 盘或文件夹。")
            return CornerState(say("未备份"), "plain", f"{told}\n{say(TIP)}")
        copied = self._copied(visit_id)
        if keeper.trouble is not None:
            return _troubled(keeper.trouble, copied)
        if visit_id in keeper.refused:
            return CornerState(say("不能备份"), "attention", str(keeper.refused[visit_id]))
        if copied is None:
            return self._not_yet(visit_id)
        return CornerState(say("副本 {time}", time=_time(copied.at)), "done", _where(copied))

    def line(self, volumes: Sequence[Volume]) -> LineState:
        """What is asked at the desk, if anything."""
        keeper, carrying = self.keeper, self._safes.carrying
        if keeper.place is None or isinstance(keeper.trouble, EnvironmentTrouble):
            wanted = (volume for volume in volumes if not self._safes.places.declined(volume.name))
            return next((_offer(volume) for volume in wanted if not self._there(volume)), NO_LINE)
        current = self._workspace.people.current
        if current is None or carrying.answered(current.id):
            return NO_LINE
        return LineState(
            "keys",
            say("副本里还没有您的签名密钥：电脑坏了，换一台也不能接着评。"),
            say("带上密钥…"),
            say("不带"),
        )

    def place(self) -> PlaceState:
        """The settings as they stand."""
        place, current = self.keeper.place, self._workspace.people.current
        warning = ""
        if place is not None and not place.apart:
            warning = say("这个位置与数据在同一块磁盘上：磁盘坏了，副本也会一起丢失。建议改用 U 盘。")
        carried = current is not None and self._safes.carrying.box(current.id) is not None
        keys = ""
        if current is not None and current.has_pin:
            told = self._keys_words(current.id, carried=carried)
            keys = say("{name}的签名密钥：{told}", name=current.name, told=told)
        return PlaceState(str(place.folder) if place else "", warning, keys, carried)

    def _keys_words(self, person_id: str, *, carried: bool) -> str:
        if carried:
            return say("随副本携带，用您的 PIN 加锁")
        if self._safes.carrying.answered(person_id):
            return say("留在本机，不随副本携带")
        return say("是否随副本携带，还没有决定")

    def choose(self, folder: Path) -> None:
        """Keep copies there. Raises Refusal."""
        self.keeper.move(self._safes.places.choose(folder))

    def leave(self) -> None:
        """Keep no copies any more."""
        self._safes.places.leave()
        self.keeper.move(None)

    def decline(self, line: LineState) -> None:
        """The answer to a line is no; it is not asked again."""
        if line.volume is not None:
            self._safes.places.decline(line.volume.name)
        elif line.kind == "keys":
            self.keep_keys()

    def check_pin(self, pin: str) -> None:
        """Whether this is the PIN of who sits here. Raises Refusal."""
        current = self._workspace.people.current
        if current is not None:
            self._safes.carrying.check(current.id, pin)

    def carry_keys(self, pin: str) -> None:
        """Let the keys of who sits here travel. Takes seconds: for the background. Raises Refusal."""
        current = self._workspace.people.current
        if current is not None:
            self._safes.carrying.agree(current.id, pin)

    def keep_keys(self) -> None:
        """The keys of who sits here stay on this device."""
        current = self._workspace.people.current
        if current is not None:
            self._safes.carrying.decline(current.id)

    def _can(self, visit_id: str) -> bool:
        """Asked every second, and it never changes."""
        if visit_id not in self._possible:
            self._possible[visit_id] = self._safes.possible(self._workspace.visits.get(visit_id))
        return self._possible[visit_id]

    def _there(self, volume: Volume) -> bool:
        place = self.keeper.place
        return place is not None and place.folder.is_relative_to(volume.root)

    def _copied(self, visit_id: str) -> Copied | None:
        if visit_id:
            return self.keeper.copied.get(visit_id)
        return max(self.keeper.copied.values(), key=lambda one: one.at, default=None)

    def _not_yet(self, visit_id: str) -> CornerState:
        if not self.keeper.seated:
            return CornerState(say("未备份"), "plain", say("本人输入 PIN 之后，开始自动保留副本。"))
        if self.keeper.busy:
            return CornerState(say("备份中"), "plain", say(TIP))
        told = say("开始填写后自动保留副本。") if visit_id else say("有了正在做的考核，就自动保留副本。")
        return CornerState(say("未备份"), "plain", told)


def _troubled(trouble: XianpingError, copied: Copied | None) -> CornerState:
    code = trouble.code if isinstance(trouble, EnvironmentTrouble) else ""
    short = say(SHORT.get(code, "副本未写成"))
    last = say("上一份副本写于 {time}。", time=_time(copied.at)) if copied else say("还没有写成过副本。")
    again = say("程序会自动再试，不影响填写。")
    return CornerState(short, "attention", f"{trouble}\n{last}{again}")


def _where(copied: Copied) -> str:
    lines = [say("最近一次副本：{time}", time=_time(copied.at)), str(copied.path)]
    if copied.wanting:
        lines.append(
            say("另有 {count} 份佐证材料没有带上：U 盘空间不够，或本机读不到。", count=copied.wanting)
        )
    return "\n".join([*lines, say(TIP)])


def _offer(volume: Volume) -> LineState:
    text = say("在 U 盘“{name}”上自动保留副本？电脑坏了，可在本组任何一台电脑上接着做。", name=volume.name)
    return LineState("place", text, say("保留"), say("不用"), volume)


def _time(at: str) -> str:
    return f"{moment_of(at).astimezone(BEIJING):%H:%M}"
