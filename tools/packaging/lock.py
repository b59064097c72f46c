"""The lock of requirements, as one target needs it: without what the program never imports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pip._vendor.packaging.markers import Marker

from tools.packaging.pruning import UNUSED

_ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)"
    r"\s*(?:;\s*(?P<marker>[^\\]+?))?\s*\\?$"
)
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """A distribution with the hashes its files may have; marker: where it is needed, empty for always."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def line(self) -> str:
        """As the installer reads it, the marker already judged."""
        return " ".join((f"{self.name}=={self.version}", *(f"--hash={each}" for each in self.hashes)))


def entries(text: str) -> Iterator[Locked]:
    """The entries of a lock in its order. Raises ValueError for a line that is none."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", text.strip()):
        first = block.splitlines()[0].strip()
        found = _ENTRY.match(first)
        if found is None:
            raise ValueError(f"not an entry of a lock: {first}")
        yield Locked(
            found["name"], found["version"], (found["marker"] or "").strip(), tuple(_HASH.findall(block))
        )


def needed(text: str, environment: Mapping[str, str]) -> list[Locked]:
    """What a target with these marker values needs, without what is never imported."""
    return [
        each
        for each in entries(text)
        if each.name not in UNUSED and (not each.marker or Marker(each.marker).evaluate(dict(environment)))
    ]
