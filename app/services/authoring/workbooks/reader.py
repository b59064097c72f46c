"""An Excel file's bytes to a RawBook: values as they stand, with what a person may have done to the sheet.

A reader of our own, over parsed XML without DTD or entities: it needs values, formulas, merged areas and
hidden rows, nothing else, and it answers any bytes whatever with a RawBook or a Refusal.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services.authoring.workbooks.archive import read_parts, refuse
from app.services.authoring.workbooks.number_formats import NumberFormat
from app.services.authoring.workbooks.raw_book import RawBook, RawCell, RawSheet
from app.services.authoring.workbooks.xml_budget import XmlBudget

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_CELLS = 60_000
TOP_RELATIONS, USUAL_MAIN = "_rels/.rels", "xl/workbook.xml"
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DAYS = 2_958_465
MOST_SHOWN = 10**15
DAMAGED = "文件的内容不合 Excel 的格式，读不出来。请在 Excel 中打开后另存一份。"


def read_book(data: bytes) -> RawBook:
    """Every sheet. Raises Refusal."""
    parts = read_parts(data)
    try:
        return _Reader(parts).book()
    except (ValueError, LookupError, OverflowError):
        raise refuse(DAMAGED) from None


def _joined(folder: str, target: str) -> str:
    """A part's name out of a relation's target, which is relative to its folder or begins at the top."""
    return posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")


def _name(element: Element) -> str:
    """The tag without its namespace, of which there are two."""
    return str(element.tag).rpartition("}")[2]


def _children(element: Element | None, name: str) -> Iterator[Element]:
    return (each for each in element if _name(each) == name) if element is not None else iter(())


def _child(element: Element, name: str) -> Element | None:
    return next(_children(element, name), None)


def _true(element: Element, key: str) -> bool:
    return element.get(key, "0") in ("1", "true")


class _Reader:
    """A workbook's parts while they are read."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts, self._budget = parts, XmlBudget()
        self._main = self._main_part()
        self._root = self._parse(self._main)
        self._targets = self._relations()
        self._texts = self._shared_texts()
        self._formats = self._number_formats()
        self._cells = 0
        settings = _child(self._root, "workbookPr")
        late = settings is not None and _true(settings, "date1904")
        self._first_day = date(1904, 1, 1) if late else date(1899, 12, 30)

    def book(self) -> dict[str, RawSheet]:
        found: dict[str, RawSheet] = {}
        for entry in _children(_child(self._root, "sheets"), "sheet"):
            title = entry.get("name", "")
            part = self._targets.get(self._relation_of(entry), "")
            if part not in self._parts or title in found:
                raise ValueError("a sheet without its part")
            if not part.startswith(self._beside("worksheets/")):
                continue  # a chart has no cells
            found[title] = self._sheet(title, entry, self._parse(part))
        if not found:
            raise ValueError("no sheet")
        return found

    @staticmethod
    def _relation_of(entry: Element) -> str:
        return next((value for key, value in entry.items() if key.endswith("}id")), "")

    def _parse(self, part: str) -> Element:
        return self._budget.parse(self._parts[part])

    def _main_part(self) -> str:
        """The workbook itself, as the package's own relations name it; most call it ``xl/workbook.xml``."""
        if TOP_RELATIONS not in self._parts:
            return USUAL_MAIN
        for each in self._parse(TOP_RELATIONS):
            if each.get("Type", "").endswith("/officeDocument"):
                return _joined("", each.get("Target", ""))
        return USUAL_MAIN

    def _relations(self) -> dict[str, str]:
        folder, _, name = self._main.rpartition("/")
        return {
            each.get("Id", ""): _joined(folder, each.get("Target", ""))
            for each in self._parse(f"{folder}/_rels/{name}.rels")
        }

    def _beside(self, name: str) -> str:
        """A part that lies in the workbook's own folder."""
        return _joined(self._main.rpartition("/")[0], name)

    def _shared_texts(self) -> Sequence[str]:
        part = self._beside("sharedStrings.xml")
        return [_text(each) for each in _children(self._parse(part), "si")] if part in self._parts else ()

    def _number_formats(self) -> Sequence[NumberFormat]:
        """How each cell style shows a number."""
        part = self._beside("styles.xml")
        if part not in self._parts:
            return ()
        root = self._parse(part)
        own = {
            each.get("numFmtId"): each.get("formatCode", "")
            for each in _children(_child(root, "numFmts"), "numFmt")
        }
        styles = (each.get("numFmtId", "0") for each in _children(_child(root, "cellXfs"), "xf"))
        return tuple(NumberFormat.of(code, own.get(code)) for code in styles)

    def _sheet(self, title: str, entry: Element, root: Element) -> RawSheet:
        sheet = RawSheet(title, hidden=entry.get("state", "visible") != "visible")
        sheet.merged = [each.get("ref", "") for each in _children(_child(root, "mergeCells"), "mergeCell")]
        sheet.hidden_columns = [
            (int(each.get("min", "0")), int(each.get("max", "0")))
            for each in _children(_child(root, "cols"), "col")
            if _true(each, "hidden")
        ]
        at = 0
        for row in _children(_child(root, "sheetData"), "row"):
            at = int(row.get("r", at + 1))
            if not 1 <= at <= MAX_ROW:
                raise ValueError("no such row")
            self._row(sheet, row, at)
        return sheet

    def _row(self, sheet: RawSheet, row: Element, at: int) -> None:
        if _true(row, "hidden"):
            sheet.hidden_rows.add(at)
        column = 0
        for each in _children(row, "c"):
            column = _column(each.get("r"), column, at)
            cell = self._cell(each)
            if cell is not None:
                self._cells += 1
                sheet.cells[at, column] = cell
        if self._cells > MAX_CELLS:
            raise refuse(f"工作簿超过 {MAX_CELLS} 个单元格，不像一份细则；请删去无关的表后重试。")

    def _cell(self, element: Element) -> RawCell | None:
        formula = _child(element, "f") is not None
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inline = _child(element, "is")
            content: RawCell | None = None if inline is None else _told(_text(inline))
        else:
            value = _child(element, "v")
            said = "" if value is None else value.text or ""
            content = self._value(said, kind, int(element.get("s", "0"))) if said else None
        if formula:
            return RawCell(content.content if content else "", formula=True)
        return content

    def _value(self, said: str, kind: str, style: int) -> RawCell | None:
        match kind:
            case "s":
                return _told(self._texts[int(said)]) if int(said) >= 0 else None
            case "str":
                return _told(_unescaped(said))
            case "b":
                return RawCell(said.strip() == "1")
            case "e":
                return RawCell(said[:20], error=True)
            case "d":
                return RawCell(date.fromisoformat(said[:10]))
            case "n":
                return self._number(said.strip(), style)
        raise ValueError("no such kind of cell")

    def _number(self, said: str, style: int) -> RawCell:
        if WHOLE.fullmatch(said):
            value: int | Decimal = int(said)
        else:
            value = _fifteen(said)
        exact = Decimal(value)
        if not exact.is_finite():
            return RawCell(said[:20], error=True)
        how = self._formats[style] if 0 <= style < len(self._formats) else NumberFormat()
        if how.day and 0 <= exact <= DAYS:
            return RawCell(self._first_day + timedelta(days=int(value)))
        return RawCell(value, shown=how.shown(exact) if abs(exact) < MOST_SHOWN else "")


def _fifteen(said: str) -> int | Decimal:
    """A number to the fifteen digits that Excel goes by: what binary fractions leave beyond is dust."""
    value = Decimal(f"{float(said):.15g}")
    if not value.is_finite() or abs(value) >= MOST_SHOWN or value != value.to_integral_value():
        return value
    return int(value)


def _told(text: str) -> RawCell | None:
    return RawCell(text) if text else None


def _text(element: Element) -> str:
    """The text of a string, in one or many runs; what tells its pronunciation left out."""
    pieces = []
    for each in element:
        if _name(each) == "t":
            pieces.append(each.text or "")
        elif _name(each) == "r":
            pieces.extend(run.text or "" for run in _children(each, "t"))
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    plain = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.replace("\r\n", "\n")


def _column(address: str | None, before: int, row: int) -> int:
    """The column that a cell says it is in, or the next one where it says nothing."""
    if address is None:
        return before + 1
    found = ADDRESS.fullmatch(address)
    if found is None or int(found[2]) != row:
        raise ValueError("no such cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > MAX_COLUMN:
        raise ValueError("no such column")
    return column
