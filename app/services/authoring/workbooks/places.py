"""Faults named by sheet, row and column; a scheme reader's faults brought back to their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.common.errors import Fault
from app.services.authoring.workbooks.raw_book import letters
from app.services.authoring.workbooks.vocabulary import Column, SheetSpec, Vocabulary

CODE = "XP-6402"
KEYWORD = re.compile(
    r"(?<![A-Za-z0-9_.\u4e00-\u9fff-])(?<!查验项 )([a-z][a-z_]*)(?![A-Za-z0-9_.-])", re.ASCII
)

At = tuple[int, str]
"""A column's number (0: none in particular) and what its head says."""


def cell_fault(title: str, row: int, at: At, message: str) -> Fault:
    """A fault in one cell. message: without a full stop, says how to mend it."""
    number, head = at
    where = f"{title}!{letters(number)}{row}" if number else f"{title}!{row}"
    name = f"“{head}”列" if head else f"第 {letters(number)} 列" if number else ""
    shown = f"（{letters(number)}{row}）" if number else ""
    return Fault(where, f"“{title}”表第 {row} 行{name}{shown}：{message}。", CODE)


def sheet_fault(title: str, message: str) -> Fault:
    """A fault of a sheet as a whole."""
    return Fault(title, f"“{title}”表：{message}。", CODE)


@dataclass(frozen=True, slots=True)
class _Place:
    """A row, and the column of a single value (0 for a row of many)."""

    title: str
    row: int
    column: int = 0
    key: str = ""


class Places:
    """Where everything of the data stands in the workbook."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._places: dict[str, _Place] = {}
        self._columns: dict[str, dict[str, int]] = {}

    def put(self, path: str, title: str, row: int, column: int) -> None:
        """Record a single value."""
        self._places[path] = _Place(title, row, column)

    def row(self, path: str, title: str, row: int, key: str = "") -> None:
        """Record an item; the first of a name stays. key: the column that holds all there is."""
        self._places.setdefault(path, _Place(title, row, 0, key))

    def columns(self, title: str, at: Mapping[str, int]) -> None:
        """Record which column of a sheet holds which key."""
        self._columns[title] = dict(at)

    def at(self, spec: SheetSpec, key: str) -> At:
        """The column of a key in a sheet."""
        column = spec.column(key)
        return self._columns.get(spec.title, {}).get(key, 0), column.head if column else key

    def named(self, fault: Fault) -> Fault:
        """A scheme reader's fault, in the words and at the place of the workbook."""
        message = fault.message.removeprefix(f"{fault.where}：").removesuffix("。")
        path, rest = fault.where, ""
        while path and path not in self._places:
            path, _, last = path.rpartition(".")
            rest = f"{last}.{rest}" if rest else last
        if not path:
            return self._loose(fault.where, message)
        place = self._places[path]
        spec = self._words.titled(place.title) or self._words.head
        if place.column:
            column = self._words.head.column(path)
            return cell_fault(place.title, place.row, (place.column, "内容"), self._said(message, column))
        key = rest.partition(".")[0] or place.key
        column = spec.column(key)
        at = self.at(spec, key) if key and (column or key in self._columns.get(place.title, {})) else (0, "")
        return cell_fault(place.title, place.row, at, self._said(message, column))

    def _loose(self, where: str, message: str) -> Fault:
        """A fault at something that is not there: a blank line of the head, a whole sheet."""
        column = self._words.head.column(where)
        if column is not None:
            return sheet_fault(self._words.head.title, f"“{column.head}”{self._said(message, column)}")
        spec = next((each for each in self._words.tables if each.key == where.partition(".")[0]), None)
        return sheet_fault(spec.title if spec else self._words.head.title, self._said(message, None))

    def _said(self, message: str, column: Column | None) -> str:
        """The message with the workbook's words for the file's keys and codes."""
        if message == "缺少":
            return "缺少，请填写"
        plain = message.replace("加引号的", "").replace("没有先行声明的查验项", "前面没有这个名称的认定项：")

        def word(found: re.Match[str]) -> str:
            said = column.words.say(found[1]) if column else None
            return said or self._head_of(found[1]) or found[1]

        if "认定项：" in plain:
            return plain
        return KEYWORD.sub(word, plain).replace("查验项", "认定项")

    def _head_of(self, key: str) -> str:
        """What the workbook calls a key or a code, empty where it has no name for it."""
        sheets = (self._words.head, *self._words.tables)
        column = next((column for spec in sheets if (column := spec.column(key))), None)
        if column is not None:
            return f"“{column.head}”"
        said = (each.words.say(key) for spec in sheets for each in spec.columns)
        word = next((each for each in said if each is not None), None)
        return "" if word is None else f"“{word}”"
