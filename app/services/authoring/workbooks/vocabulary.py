"""The sheets and columns of a scheme's workbook, as data: ``resources/schemes/workbook.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from app.common.paths import resources
from app.scoring.model.duties import EVENTS
from app.scoring.model.events import ELAPSED, RECORDED
from app.services.authoring.workbooks.shorthand import NONE, Words

FILE = "workbook.yaml"
Mode = Literal["text", "code", "number", "flag", "day", "choice", "value", "map", "list", "condition", "due"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. key: of the scheme file; listed: ``sheet.key`` whose column the drop-down offers."""

    key: str
    head: str
    mode: Mode
    words: Words = NONE
    width: int = 18
    help: str = ""
    listed: str = ""
    example: Any = None


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet of rows. name: the key that tells rows apart, empty for none; under: the list whose rows
    these belong to; always: whether the file has the key even without rows."""

    key: str
    title: str
    columns: tuple[Column, ...]
    help: str = ""
    name: str = ""
    under: str = ""
    always: bool = False

    def column(self, key: str) -> Column | None:
        """The column of a key, None where the sheet has none."""
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything the workbook is made of. head: the sheet whose rows are the file's single values."""

    head: SheetSpec
    tables: tuple[SheetSpec, ...]
    texts: frozenset[str]
    guide: tuple[str, ...]
    rules: Mapping[str, str]
    orders: Mapping[str, Sequence[str]]

    def table(self, key: str) -> SheetSpec:
        """The sheet of a list of the scheme file; one that is not known is named as its key."""
        known = (each for each in self.tables if each.key == key)
        return next(known, None) or SheetSpec(key, key, (), name="id")

    def titled(self, title: str) -> SheetSpec | None:
        """The sheet of a title, None where there is none."""
        return next((each for each in self.tables if each.title == title), None)

    def unforeseen(self, key: str) -> Column:
        """A column for a key that the data does not name."""
        return Column(key, key, "text" if key in self.texts else "value")


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    from ruamel.yaml import YAML

    data = YAML(typ="safe").load((resources() / "schemes" / FILE).read_text("utf-8"))
    words = {name: Words(each) for name, each in data["words"].items()}
    words["due"] = Words({**words["due"].of, **EVENTS})
    words["event"] = Words({**{name: each.words for name, each in RECORDED.items()}, ELAPSED: "期满"})
    head = data["head"]
    return Vocabulary(
        SheetSpec("", head["title"], _columns(head["rows"], words), head["help"]),
        tuple(_sheet(each, words) for each in data["tables"]),
        frozenset(data["texts"]),
        tuple(data["guide"]),
        data["rules_guide"],
        data["order"],
    )


def _sheet(data: Mapping[str, Any], words: Mapping[str, Words]) -> SheetSpec:
    return SheetSpec(
        data["key"],
        data["title"],
        _columns(data["columns"], words),
        data["help"],
        data.get("name", ""),
        data.get("under", ""),
        data.get("always", False),
    )


def _columns(rows: list[Mapping[str, Any]], words: Mapping[str, Words]) -> tuple[Column, ...]:
    return tuple(
        Column(
            row["key"],
            row["head"],
            row["as"],
            words.get(row.get("words", row["as"]), NONE),
            row.get("width", 18),
            row["help"],
            row.get("list", ""),
            row.get("example"),
        )
        for row in rows
    )
