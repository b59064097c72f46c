"""What the window remembers between two starts: look, text size, size on screen, the place."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

Look = Literal["system", "light", "dark", "contrast"]
LOOKS: tuple[Look, ...] = ("system", "light", "dark", "contrast")
TEXT_SIZES = (100, 115, 130, 150)
RESTS = (5, 10, 20, 60)
KEPT_DAYS = (15, 30, 60, 90, 180)


@dataclass(frozen=True, slots=True)
class Settings:
    """look: light, dark or as the system has it. text_size: percent. width, height: of the window, px.

    screen, visit, behalf: where the person was when the window closed, typing in for whom. list_…, result_…:
    the desk's side panes, a width of 0 is the usual one. toured: the tour was offered and answered.
    rest: minutes without a key or the mouse after which the window locks, where somebody has a PIN.
    kept_days: from the bureau's receipt until a visit may be taken off this device.
    """

    look: Look = "system"
    text_size: int = 100
    width: int = 1280
    height: int = 720
    maximised: bool = False
    screen: str = "home"
    visit: str = ""
    behalf: str = ""
    list_width: int = 0
    result_width: int = 0
    list_open: bool = True
    result_open: bool = True
    toured: bool = False
    rest: int = 10
    kept_days: int = 30


@dataclass(slots=True)
class SettingsFile:
    """The settings on disk. They are a comfort: a missing or damaged file means the defaults."""

    path: Path
    now: Settings

    @classmethod
    def read(cls, path: Path) -> SettingsFile:
        """Settings of a data folder."""
        return cls(path, _read(path))

    def change(self, **values: Any) -> Settings:
        """Replace some values and write them; a disk that refuses costs only the memory of them."""
        self.now = replace(self.now, **values)
        text = json.dumps(asdict(self.now), ensure_ascii=False, indent=1)
        part = self.path.with_suffix(".part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(text, encoding="utf-8")
            part.replace(self.path)
        except OSError:
            return self.now
        return self.now


def _read(path: Path) -> Settings:
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return Settings()
    return _checked(raw) if isinstance(raw, dict) else Settings()


def _checked(raw: dict[str, Any]) -> Settings:
    plain = Settings()
    kept = {
        f.name: raw[f.name] for f in fields(Settings) if type(raw.get(f.name)) is type(getattr(plain, f.name))
    }
    found = replace(plain, **kept)
    if found.look not in LOOKS:
        found = replace(found, look=plain.look)
    if found.text_size not in TEXT_SIZES:
        found = replace(found, text_size=plain.text_size)
    if found.kept_days not in KEPT_DAYS:
        found = replace(found, kept_days=plain.kept_days)
    return found if found.rest in RESTS else replace(found, rest=plain.rest)
