"""A cursor over untyped YAML data: typed getters that collect every fault with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.common.errors import Fault
from app.scoring.model import codes
from app.scoring.model.points import Exact, Points, as_points, read_number

MAX_ITEMS = 500


class Node:
    """One mapping of a scheme file. What was never asked for is unknown, and ``close`` says so."""

    __slots__ = ("_asked", "_data", "_faults", "where")

    def __init__(self, data: object, where: str, faults: list[Fault]) -> None:
        self.where, self._faults = where, faults
        self._asked: set[str] = set()
        if type(data) is dict and all(type(key) is str for key in data):
            self._data: dict[str, Any] = data
        else:
            self._data = {}
            self._asked.add("")
            self.fault("", "应为键是文本的映射（编号请加引号）")

    @property
    def data(self) -> dict[str, Any]:
        """The mapping itself, untouched; asking for it does not count as asking for its keys."""
        return self._data

    def take(self, faults: Iterable[Fault]) -> None:
        """Record faults that were found elsewhere, each once."""
        self._faults.extend(dict.fromkeys(faults))

    def fault(self, key: str, message: str) -> None:
        """Record a fault at a key of this mapping (empty: the mapping itself)."""
        place = ".".join(part for part in (self.where, key) if part)
        self._faults.append(Fault(place, f"{place or '细则'}：{message}。", codes.SCHEME))

    def close(self) -> None:
        """Name every key that nobody asked for."""
        for key in self._data:
            if key not in self._asked:
                self.fault(key, "没有这个键")

    def has(self, key: str) -> bool:
        """Whether the key is there at all."""
        return key in self._data

    def keys(self) -> tuple[str, ...]:
        """Every key of the mapping, all of which count as asked for."""
        self._asked.update(self._data)
        return tuple(self._data)

    def raw(self, key: str) -> Any:
        """The value as it is, None where the key is missing."""
        self._asked.add(key)
        return self._data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not blank; required where no default is given."""
        value = self.raw(key)
        if key not in self._data and default is not None:
            return default
        if type(value) is str and value.strip():
            return value
        self.fault(key, "应为不空的文本" if key in self._data else "缺少")
        return default or ""

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> Any:
        """One of the words; required where no default is given."""
        known = tuple(choices)
        value = self.raw(key)
        if key not in self._data and default is not None:
            return default
        if value in known:
            return value
        self.fault(key, f"应为以下之一：{'、'.join(known)}" if key in self._data else "缺少")
        return default or known[0]

    def flag(self, key: str) -> bool:
        """True or false; false where the key is missing."""
        value = self.raw(key)
        if key in self._data and type(value) is not bool:
            self.fault(key, "应为 true 或 false")
        return value is True

    def number(self, key: str) -> Exact | None:
        """An exact number of 0 or more, None where the key is missing."""
        value = self.raw(key)
        if key not in self._data:
            return None
        number = read_number(value)
        if number is None:
            self.fault(key, "应为不小于 0 的整数或加引号的小数")
        return number

    def points(self, key: str, *, none: bool = False) -> Points:
        """Required points in hundredths, more than 0 (none: or 0)."""
        number = self.number(key)
        points = as_points(number) if number else None
        if points is None or (points == 0 and not none):
            if key not in self._data or number:
                self.fault(key, "应为大于 0、最多两位小数的分数" if key in self._data else "缺少")
            return 100
        return points

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is missing."""
        value = self.raw(key)
        if key not in self._data:
            return ()
        if type(value) is list and value and all(type(each) is str and each.strip() for each in value):
            return tuple(value)
        self.fault(key, "应为文本的列表")
        return ()

    def labels(self, key: str) -> tuple[tuple[str, str], ...]:
        """A mapping of values to labels, in its order; empty where the key is missing."""
        if key not in self._data:
            self.raw(key)
            return ()
        node = self.node(key)
        return tuple((name, node.text(name)) for name in node.keys())  # noqa: SIM118  not a dict

    def node(self, key: str) -> Node:
        """The mapping under a key."""
        place = f"{self.where}.{key}" if self.where else key
        return Node(self.raw(key), place, self._faults)

    def nodes(self, key: str, name: str = "id") -> Iterator[Node]:
        """The mappings of a list; their place is named by their ``name`` where they have one."""
        value = self.raw(key)
        if type(value) is not list:
            self.fault(key, "应为列表" if key in self._data else "缺少")
            return
        if len(value) > MAX_ITEMS:
            self.fault(key, f"最多 {MAX_ITEMS} 项")
        place = f"{self.where}.{key}" if self.where else key
        for number, each in enumerate(value[:MAX_ITEMS]):
            known = each.get(name) if type(each) is dict else None
            yield Node(each, f"{place}.{known if type(known) is str else number}", self._faults)
