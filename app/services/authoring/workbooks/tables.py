"""A scheme file's data as tables: one row an item, one column a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.common.errors import Fault, Refusal
from app.services.authoring.workbooks.cell_values import LONGEST, Content, to_cell
from app.services.authoring.workbooks.shares import with_unit
from app.services.authoring.workbooks.shorthand import Unreadable
from app.services.authoring.workbooks.vocabulary import Column, SheetSpec, Vocabulary

CODE = "XP-6403"
HEADING = "heading"
UNDER = ("evidence", "findings", "rules")
"""The keys of a criterion that have sheets of their own."""

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that is filled. rows: the cells by the columns' keys."""

    spec: SheetSpec
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Content], ...]


def to_tables(data: Mapping[str, Any], heading: str, words: Vocabulary) -> tuple[Table, ...]:
    """The head first, then every list. Raises Refusal for what no cell can hold."""
    faults: list[Fault] = []
    found = [_head(data, heading, words, faults)]
    for key, rows in _lists(data, words):
        found.append(_table(words.table(key), rows, words, faults))
    if faults:
        raise Refusal(faults)
    return tuple(found)


def _head(data: Mapping[str, Any], heading: str, words: Vocabulary, faults: list[Fault]) -> Table:
    values = {HEADING: heading, **_flat(data)} if heading else _flat(data)
    extra = tuple(words.unforeseen(key) for key in values if words.head.column(key) is None)
    columns = (*words.head.columns, *extra)
    row = {
        column.key: cell
        for column in columns
        if column.key in values
        and (cell := _cell(column, values[column.key], words.head.title, faults)) is not None
    }
    return Table(words.head, columns, (row,))


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """The file's single values; those of a mapping under dotted names."""
    flat: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, Mapping) and value:
            flat.update({f"{key}.{inner}": each for inner, each in value.items()})
        elif not is_table(value):
            flat[key] = value
    return flat


def is_table(value: object) -> bool:
    """Whether a value is a list of mappings, which has a sheet of its own; so has an empty list."""
    return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


def _lists(data: Mapping[str, Any], words: Vocabulary) -> Iterator[tuple[str, Sequence[Row]]]:
    criteria = data.get("criteria", [])
    known = [each.key for each in words.tables]
    extra = [key for key, value in data.items() if is_table(value) and key not in known]
    for key in (*known, *extra):
        if key in UNDER:
            yield key, list(_under(criteria, key))
        elif key == "criteria":
            yield key, [{name: each for name, each in row.items() if name not in UNDER} for row in criteria]
        else:
            yield key, data.get(key, [])


def _under(criteria: Sequence[Mapping[str, Any]], key: str) -> Iterator[Row]:
    for row in criteria:
        inner, of = row.get(key) or {}, {"criterion": row["id"]}
        if isinstance(inner, Sequence):
            yield from ({**of, **with_unit(each)} for each in inner)
        else:
            yield from ({**of, **_named(key, name, each)} for name, each in inner.items())


def _named(key: str, name: str, value: Any) -> Row:
    return {"id": name, "label": value} if key == "evidence" else {"name": name, **value}


def _table(spec: SheetSpec, rows: Sequence[Row], words: Vocabulary, faults: list[Fault]) -> Table:
    known = {column.key for column in spec.columns}
    extra = dict.fromkeys(key for row in rows for key in row if key not in known)
    columns = (*spec.columns, *(words.unforeseen(key) for key in extra))
    return Table(spec, columns, tuple(_row(row, columns, spec.title, faults) for row in rows))


def _row(row: Row, columns: Sequence[Column], title: str, faults: list[Fault]) -> dict[str, Content]:
    cells = (
        (column.key, _cell(column, row[column.key], title, faults)) for column in columns if column.key in row
    )
    return {key: cell for key, cell in cells if cell is not None}


def _cell(column: Column, value: object, title: str, faults: list[Fault]) -> Content | None:
    try:
        cell = to_cell(column, value)
    except Unreadable as unreadable:
        faults.append(Fault(f"{title}.{column.head}", f"“{title}”表“{column.head}”列：{unreadable}。", CODE))
        return None
    if isinstance(cell, str) and (problem := unfit(cell)):
        faults.append(Fault(f"{title}.{column.head}", f"“{title}”表“{column.head}”列：{problem}。", CODE))
    return cell


def unfit(text: str) -> str:
    """Why a cell cannot hold the text, empty where it can."""
    if len(text) > LONGEST:
        return f"文字超过 {LONGEST} 个字，一格放不下"
    odd = next((char for char in text if is_odd(char)), None)
    return "" if odd is None else f"有不能写入表格的字符（U+{ord(odd):04X}），请删去"


def is_odd(char: str) -> bool:
    """Whether a character is a control character (a new line aside), half a pair, or none at all."""
    code = ord(char)
    control = (code < 0x20 and char != "\n") or 0x7F <= code < 0xA0
    return control or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE
