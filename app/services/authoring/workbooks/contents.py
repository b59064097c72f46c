"""Sheets to a scheme file's data, with the place of everything, so that a fault can be shown in its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.common.errors import Fault
from app.services.authoring.workbooks.cell_values import from_cell
from app.services.authoring.workbooks.places import Places, cell_fault, sheet_fault
from app.services.authoring.workbooks.raw_book import RawBook, RawCell, RawSheet
from app.services.authoring.workbooks.shares import without_unit
from app.services.authoring.workbooks.shorthand import Unreadable
from app.services.authoring.workbooks.tables import HEADING
from app.services.authoring.workbooks.vocabulary import Column, SheetSpec, Vocabulary

NAME, CONTENT = 1, 2
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?", re.ASCII)
UNREAD = ("说明", "示例")
OWN_NOTES = "备注"

Row = dict[str, Any]


class Gathering:
    """A scheme's data while it is gathered from the sheets. faults: what could not be read."""

    def __init__(self, book: RawBook, words: Vocabulary) -> None:
        self._book, self._words = book, words
        self.faults: list[Fault] = []
        self.places = Places(words)
        self.heading = ""
        self.data: dict[str, Any] = {}

    def gather(self) -> None:
        """Fill ``data``, ``heading``, ``places`` and ``faults``."""
        self._head()
        for spec in self._specs():
            rows = list(self._rows(spec))
            if spec.under:
                self._spread(spec, rows)
            elif rows or spec.always:
                self._keep(spec, rows)

    def _specs(self) -> Iterator[SheetSpec]:
        """The known sheets in their order, then those that are named as a key of the file."""
        yield from self._words.tables
        for title in self._book:
            if title in UNREAD or title.startswith(OWN_NOTES) or title == self._words.head.title:
                continue
            if self._words.titled(title) is None:
                if KEY.fullmatch(title) and "." not in title:
                    yield self._words.table(title)
                else:
                    known = "、".join(each.title for each in self._words.tables)
                    said = f"程序不认识这张表。表名应为 {self._words.head.title}、{known} 之一"
                    notes = f"自己的草稿，表名以“{OWN_NOTES}”开头"
                    self.faults.append(sheet_fault(title, f"{said}；{notes}"))

    def _head(self) -> None:
        spec = self._words.head
        sheet = self._book.get(spec.title)
        if sheet is None:
            self.faults.append(sheet_fault(spec.title, "缺少这张表，请从导出的工作簿中补上"))
            return
        for number, cells in sheet.rows().items():
            if number > 1:
                self._head_row(sheet, number, cells)
        self.data = {key: self.data[key] for key in sorted(self.data, key=self._head_order)}

    def _head_order(self, key: str) -> int:
        known = [column.key.partition(".")[0] for column in self._words.head.columns]
        return known.index(key) if key in known else len(known)

    def _head_row(self, sheet: RawSheet, number: int, cells: Mapping[int, RawCell]) -> None:
        name = cells.get(NAME)
        if name is None:
            if CONTENT in cells:
                self._fault(sheet, number, NAME, "这一行有内容而没有栏目名称")
            return
        column = self._column(self._words.head, str(name.content).strip())
        if column is None:
            self._fault(sheet, number, NAME, "没有这个栏目，请从导出的工作簿中照抄栏目名称")
        elif CONTENT in cells:
            self._put_head(sheet, number, column, cells[CONTENT])
        else:
            self.places.put(column.key, sheet.title, number, CONTENT)

    def _put_head(self, sheet: RawSheet, number: int, column: Column, cell: RawCell) -> None:
        value = self._value(sheet, number, CONTENT, column, cell)
        if value is None:
            return
        if column.key == HEADING:
            self.heading = str(value)
            if "\n" in self.heading:
                self._fault(sheet, number, CONTENT, "开头说明只能写一行，请删去换行")
            return
        key, _, inner = column.key.partition(".")
        target = self.data.setdefault(key, {}) if inner else self.data
        if not isinstance(target, dict) or (inner or key) in target:
            self._fault(sheet, number, NAME, "这个栏目写了两次，请删去一行")
            return
        target[inner or key] = value
        self.places.put(column.key, sheet.title, number, CONTENT)

    def _column(self, spec: SheetSpec, head: str) -> Column | None:
        known = next((column for column in spec.columns if head in (column.head, column.key)), None)
        return known or (self._words.unforeseen(head) if KEY.fullmatch(head) else None)

    def _rows(self, spec: SheetSpec) -> Iterator[tuple[int, Row]]:
        """The rows of a sheet that hold anything, with their numbers."""
        sheet = self._book.get(spec.title)
        if sheet is None:
            return
        rows = sheet.rows()
        columns = self._heads(spec, sheet, rows.get(1, {}))
        self.places.columns(spec.title, {column.key: at for at, column in columns.items()})
        order = sorted(columns, key=lambda at: _order(spec, columns[at], at))
        for number, cells in rows.items():
            if number > 1:
                self._stray(sheet, number, cells, columns)
                row = {
                    columns[at].key: value
                    for at in order
                    if at in cells
                    and (value := self._value(sheet, number, at, columns[at], cells[at])) is not None
                }
                yield number, row

    def _heads(self, spec: SheetSpec, sheet: RawSheet, cells: Mapping[int, RawCell]) -> dict[int, Column]:
        found: dict[int, Column] = {}
        for at, cell in cells.items():
            column = self._column(spec, str(cell.content).strip())
            if column is None:
                heads = "、".join(each.head for each in spec.columns)
                self._fault(sheet, 1, at, f"没有这一列，列名应为 {heads} 之一")
            elif column.key in {each.key for each in found.values()}:
                self._fault(sheet, 1, at, "这个列名出现了两次，请删去一列")
            else:
                found[at] = column
        return found

    def _stray(
        self, sheet: RawSheet, number: int, cells: Mapping[int, RawCell], columns: Mapping[int, Column]
    ) -> None:
        headless = [at for at in cells if at not in columns and (1, at) not in sheet.cells]
        for at in headless:
            self._fault(sheet, number, at, "这一格上方没有列名，请补上列名或删去这一格")

    def _value(self, sheet: RawSheet, row: int, at: int, column: Column, cell: RawCell) -> Any:
        if cell.formula or cell.error:
            return None  # the state of the sheet says so already
        try:
            return from_cell(column, cell.content)
        except Unreadable as unreadable:
            self._fault(sheet, row, at, str(unreadable))
            return None

    def _keep(self, spec: SheetSpec, rows: list[tuple[int, Row]]) -> None:
        seen: dict[str, int] = {}
        for place, (number, row) in enumerate(rows):
            name = row.get(spec.name) if spec.name else None
            self._once(spec, seen, name, number)
            self.places.row(f"{spec.key}.{name if isinstance(name, str) else place}", spec.title, number)
        self.data[spec.key] = [row for _, row in rows]

    def _once(self, spec: SheetSpec, seen: dict[str, int], name: object, number: int) -> bool:
        """Whether a name is new to its list; the fault names both rows."""
        if not isinstance(name, str):
            return True
        if name in seen:
            short = name.rpartition("\n")[2]
            message = f"“{short}”与第 {seen[name]} 行重复，请改一个不重复的"
            self.faults.append(cell_fault(spec.title, number, self.places.at(spec, spec.name), message))
            return False
        seen[name] = number
        return True

    def _spread(self, spec: SheetSpec, rows: list[tuple[int, Row]]) -> None:
        """Put rows under their criteria."""
        criteria = {row["id"]: row for row in self.data.get(spec.under, []) if "id" in row}
        empty: Any = [] if not spec.name else {}
        for criterion in criteria.values():
            if spec.key != "evidence":
                criterion[spec.key] = type(empty)()
        seen: dict[str, int] = {}
        for number, row in rows:
            of = row.pop("criterion", None)
            if of not in criteria:
                self._homeless(spec, number, of)
                continue
            self._put(spec, criteria[of], number, row, seen)

    def _homeless(self, spec: SheetSpec, number: int, of: object) -> None:
        """A row without its criterion; not named where the criteria themselves are at fault."""
        title = self._words.table(spec.under).title
        faulty = title not in self._book or any(each.where.startswith(f"{title}!") for each in self.faults)
        if of is None or not faulty:
            said = "没有填考核项的编号" if of is None else f"“{title}”表里没有编号 {of}"
            self.faults.append(cell_fault(spec.title, number, self.places.at(spec, "criterion"), said))

    def _put(self, spec: SheetSpec, criterion: Row, number: int, row: Row, seen: dict[str, int]) -> None:
        place = f"criteria.{criterion['id']}.{spec.key}"
        if not spec.name:
            inner = row["id"] if isinstance(row.get("id"), str) else len(criterion[spec.key])
            criterion[spec.key].append(without_unit(row))
            self.places.row(f"{place}.{inner}", spec.title, number)
            return
        name = row.pop(spec.name, None)
        if name is None:
            head = self.places.at(spec, spec.name)
            self.faults.append(cell_fault(spec.title, number, head, "没有填，请写一个不重复的短名"))
        elif self._once(spec, seen, f"{criterion['id']}\n{name}", number):
            simple = spec.key == "evidence"
            criterion.setdefault(spec.key, {})[name] = row.get("label", "") if simple else row
            self.places.row(f"{place}.{name}", spec.title, number, "label" if simple else "")

    def _fault(self, sheet: RawSheet, row: int, at: int, message: str) -> None:
        head = sheet.cells.get((1, at)) if row > 1 else None
        self.faults.append(cell_fault(sheet.title, row, (at, str(head.content) if head else ""), message))


def _order(spec: SheetSpec, column: Column, at: int) -> tuple[int, int]:
    known = [each.key for each in spec.columns]
    return (known.index(column.key), 0) if column.key in known else (len(known), at)
