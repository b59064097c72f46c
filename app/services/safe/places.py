"""Where this device keeps its rolling copy: chosen once, remembered, and looked at before every write."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path

from app.common.canon import digest
from app.common.errors import EnvironmentTrouble, Refusal
from app.common.files import is_left_over, must_not_be_left_over
from app.models import tables
from app.services.store.files import UNSAFE
from app.services.store.site import Visit
from app.services.store.unit_of_work import Store

ROOM, FILES = "现评副本", "材料"
SUFFIX, BEFORE = ".xpsafe", "-上一份"
CODED, TASK, TRUST = ".code", ".xptask", ".xptrust"  # what a laptop needs that has nothing of ours yet
SETTING, DECLINED = "safe.place", "safe.declined"
GONE = "XP-4607"
LONGEST = 24  # characters of a name: a path of Windows and a name of Linux have room for two of them


@dataclass(frozen=True, slots=True)
class SafePlace:
    """A folder or a stick. apart: it lies on another volume than the data, as a copy should."""

    folder: Path
    apart: bool

    @property
    def room(self) -> Path:
        """The folder of ours in it."""
        return self.folder / ROOM


class SafePlaces:
    """The chosen place of one data folder, and the sticks that a person does not want asked about."""

    def __init__(self, store: Store, data: Path) -> None:
        self._store, self._data = store, data

    def chosen(self) -> SafePlace | None:
        """The place, or None where none is chosen."""
        told = self._read(SETTING)
        if not isinstance(told, dict) or not isinstance(told.get("folder"), str):
            return None
        return SafePlace(Path(told["folder"]), told.get("apart") is True)

    def choose(self, folder: Path) -> SafePlace:
        """Keep copies in this folder from now on. Raises Refusal for one that is not there or is our own.

        Raises EnvironmentTrouble for what a stick that was pulled out has left behind.
        """
        if not folder.is_dir():
            raise Refusal.because(f"找不到文件夹 {folder}，副本位置没有改变。请重新选择。", code="XP-4605")
        must_not_be_left_over(folder)
        resolved, data = folder.resolve(), self._data.resolve()
        if data == resolved or data in resolved.parents:
            raise Refusal.because(
                "这是现评自己的数据文件夹，副本放在里面会与数据一同丢失。请另选 U 盘或其他位置。",
                code="XP-4606",
            )
        place = SafePlace(resolved, _volume(resolved) != _volume(self._data))
        self._write(SETTING, {"folder": str(resolved), "apart": place.apart})
        return place

    def leave(self) -> None:
        """Keep no copies any more; those that were written stay where they are."""
        self._write(SETTING, {})

    def there(self, place: SafePlace) -> bool:
        """Whether the place can be written just now: a stick that was pulled out may leave its folder."""
        try:
            apart = not place.apart or _volume(place.folder) != _volume(self._data)
            return place.folder.is_dir() and apart and not is_left_over(place.folder)
        except OSError:
            return False

    def must_be_there(self, place: SafePlace) -> None:
        """Raises EnvironmentTrouble where the place cannot be written just now."""
        if not self.there(place):
            raise _gone(place)

    def declined(self, name: str) -> bool:
        """Whether a person has said no to a stick of this name."""
        told = self._read(DECLINED)
        return isinstance(told, list) and name in told

    def decline(self, name: str) -> None:
        """Do not ask about this stick again."""
        told = self._read(DECLINED)
        held = [str(each) for each in told] if isinstance(told, list) else []
        self._write(DECLINED, [*held, name])

    def _read(self, key: str) -> object:
        with self._store.look() as view:
            row = view.first(tables.settings, key=key)
        return row["value"] if row else None

    def _write(self, key: str, value: object) -> None:
        with self._store.write() as unit:
            unit.put(tables.settings, key=key, value=value)


def made_room(place: SafePlace) -> Path:
    """Our folder in the place, made if need be; the place itself is never made. Raises EnvironmentTrouble.

    A link in its place is not followed: the copy would lie elsewhere than the person was told.
    """
    from app.exchange.trouble import writing

    with writing():
        for folder in (place.room, place.room / FILES):
            if folder.is_symlink():
                raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(folder))
            folder.mkdir(exist_ok=True)
    return place.room


def _gone(place: SafePlace) -> EnvironmentTrouble:
    return EnvironmentTrouble(
        f"副本位置 {place.folder} 现在不在。",
        safe="已录入的内容都在本机，没有丢失。",
        advice="插回 U 盘后会自动补写。",
        code=GONE,
    )


def safe_name(visit: Visit, person: str, device: str) -> str:
    """The copy's file name: visit and person to read, a tag that keeps two devices and two visits apart."""
    unit = _short(str(visit.project.get("unit", ""))) or "考核"
    if visit.sample and "示例" not in unit:
        unit = f"示例-{unit}"
    member = visit.member(person)
    name = _short(member.name if member else "") or "专家"
    return f"{unit}-{name}-{digest([visit.id, person, device])[:4]}{SUFFIX}"


def name_before(name: str) -> str:
    """The name of the generation before."""
    return name.removesuffix(SUFFIX) + BEFORE + SUFFIX


def newer_beside(path: Path) -> Path | None:
    """The newer generation that lies beside an older one; None where ``path`` is the newest."""
    if not path.stem.endswith(BEFORE):
        return None
    newer = path.with_name(path.stem.removesuffix(BEFORE) + SUFFIX)
    return newer if newer.is_file() else None


def beside(visit_id: str, sha256: str) -> str:
    """The name of a sealed evidence file.

    Not the content's own digest: whoever finds the stick must not see whether a known file is on it.
    """
    return f"{digest(['xianping safe', visit_id, sha256])}.age"


def code_name(visit_id: str, person: str) -> str:
    """The name of the file with somebody's keys under the recovery code; it tells nobody whose."""
    return f"{digest(['xianping code', visit_id, person])[:32]}{CODED}"


def _short(text: str) -> str:
    return UNSAFE.sub("-", text).strip(" .-")[:LONGEST].rstrip(" .-")


def _volume(folder: Path) -> int:
    return folder.stat().st_dev
