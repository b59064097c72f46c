"""Cells that hold text and nothing else: no formula, no control character, no more than Excel takes."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from datetime import datetime
from decimal import Decimal

from openpyxl.cell.cell import Cell, MergedCell

from app.common.errors import Fault, Refusal
from app.reports.document import Followed, VerdictReport
from app.reports.legible import place, texts
from app.reports.plain import plain
from app.reports.words import beijing, utc

CODE = "XP-5102"
_RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LONGEST = 32_000
_CUT = "……（过长，余文见结论文件）"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_EARLIEST_YEAR = 1980


def check(report: VerdictReport | Followed) -> None:
    """Raise Refusal naming each character that an Excel file cannot hold, and where it stands."""
    faults = [
        Fault(where, f"{place(where)}中有不能写入表格的字符（U+{ord(char):04X}），请删去后重试。", CODE)
        for where, text in texts(report)
        for char in dict.fromkeys(plain(text))
        if _unwritable(char)
    ]
    if faults:
        raise Refusal(faults)


def _unwritable(char: str) -> bool:
    return unicodedata.category(char) == "Cs" or ord(char) & 0xFFFE == 0xFFFE


def write(target: Cell | MergedCell, value: str | Decimal | None) -> None:
    """Put a number or a text into a cell; a text stays text whatever it begins with."""
    if not isinstance(target, Cell):
        raise TypeError("a merged cell's first corner holds its value")
    if isinstance(value, str):
        _write_text(target, plain(value), risky=value.startswith(_RISKY))
    else:
        target.value = value


def _write_text(target: Cell, text: str, *, risky: bool) -> None:
    target.value = text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT
    target.data_type = "s"
    if risky or text.startswith(_RISKY):
        target.quotePrefix = True


def lines_needed(value: str | Decimal | None, width: float) -> int:
    """How many lines a value takes in a column of so many characters; a Chinese one counts as two."""
    if not isinstance(value, str):
        return 1
    spans = [sum(2 if ord(char) >= 0x2E80 else 1 for char in line) for line in plain(value).split("\n")]
    return sum(max(-(-span // max(int(width) - 1, 1)), 1) for span in spans)


def repacked(data: bytes, moment: datetime) -> bytes:
    """The same workbook dated by the report throughout: the same input gives the same bytes."""
    local = beijing(moment)
    when = max(
        (local.year, local.month, local.day, local.hour, local.minute, local.second),
        (_EARLIEST_YEAR, 1, 1, 0, 0, 0),
    )
    stamp = f"{utc(moment):%Y-%m-%dT%H:%M:%SZ}".encode()
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(held, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, when)
            entry.compress_type, entry.create_system, entry.external_attr = (
                zipfile.ZIP_DEFLATED,
                3,
                0o644 << 16,
            )
            body = source.read(name)
            target.writestr(
                entry,
                _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", body) if name == "docProps/core.xml" else body,
            )
    return held.getvalue()
