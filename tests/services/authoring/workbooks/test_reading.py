"""Whatever the bytes are, the answer is a workbook or a refusal."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.common.errors import Refusal
from app.services.authoring.workbooks import archive, reader
from app.services.authoring.workbooks.raw_book import letters
from app.services.authoring.workbooks.reader import read_book
from app.services.authoring.workbooks.scheme_book import read_scheme_book, write_book
from app.services.store.schemes import SchemeLibrary

SHEET = "xl/worksheets/sheet2.xml"
STUDIO = write_book(SchemeLibrary().source("hubei-effect"))


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return held.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(STUDIO)
    return packed({**parts, name: change(parts[name])})


def locked() -> bytes:
    data = bytearray(STUDIO)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def with_shared(texts: bytes) -> bytes:
    """A workbook whose second sheet names its one text by number, as Excel does."""
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>'
    return packed({**parts_of(STUDIO), SHEET: sheet, "xl/sharedStrings.xml": texts})


BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "不是 Excel"),
    "text": ("编号,项目\n1,甲".encode(), "不是 Excel"),
    "old or encrypted": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "打开密码"),
    "another zip": (packed({"a.txt": b"a"}), "不是 Excel"),
    "cut off": (STUDIO[:3000], "已损坏"),
    "locked entry": (locked(), "密码"),
    "other packing": (packed(parts_of(STUDIO), zipfile.ZIP_LZMA), "压缩方式"),
    "zip bomb": (
        packed({**parts_of(STUDIO), "xl/media/x.xml": b"\x00" * (archive.MAX_UNPACKED + 1)}),
        "展开后过大",
    ),
    "many parts": (packed({**parts_of(STUDIO), **{f"{at}.xml": b"" for at in range(300)}}), "展开后过大"),
    "too large": (b"PK" + b"\x00" * archive.MAX_FILE, "超过 8 MB"),
    "entities": (with_part(SHEET, lambda data: BOMB + data), "格式"),
    "no xml": (with_part(SHEET, lambda data: data[:-20]), "格式"),
    "odd encoding": (with_part(SHEET, lambda _: b'<?xml version="1.0" encoding="odd"?><a/>'), "格式"),
    "row out of range": (with_part(SHEET, lambda data: data.replace(b'r="2"', b'r="2000000"', 1)), "格式"),
    "cell elsewhere": (with_part(SHEET, lambda data: data.replace(b'r="A2"', b'r="A9"', 1)), "格式"),
    "text that is not there": (with_shared(b"<sst/>"), "格式"),
    "no relations": (
        packed({k: v for k, v in parts_of(STUDIO).items() if "workbook.xml.rels" not in k}),
        "格式",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words(name: str) -> None:
    data, said = BAD[name]

    with pytest.raises(Refusal, match=said) as caught:
        read_scheme_book(data)

    assert caught.value.faults[0].code == "XP-6401"


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_CELLS", 100)

    with pytest.raises(Refusal, match="超过 100 个单元格"):
        read_book(STUDIO)


@settings(max_examples=60)
@given(st.integers(0, len(STUDIO) - 1), st.integers(1, 255))
def test_a_flipped_byte_never_escapes(at: int, flip: int) -> None:
    data = bytearray(STUDIO)
    data[at] ^= flip
    with suppress(Refusal):
        read_scheme_book(bytes(data))


@settings(max_examples=60)
@given(st.sampled_from(["xl/workbook.xml", "xl/styles.xml", SHEET]), st.data())
def test_a_damaged_part_never_escapes(name: str, data: st.DataObject) -> None:
    whole = parts_of(STUDIO)[name]
    at = data.draw(st.integers(0, len(whole)))
    piece = data.draw(
        st.binary(max_size=6) | st.sampled_from([b'"', b"<v>x</v>", b'r="0"', b't="e"', b"9e999"])
    )
    with suppress(Refusal):
        read_scheme_book(with_part(name, lambda part: part[:at] + piece + part[at + len(piece) :]))


def test_what_excel_and_its_kin_write_is_read() -> None:
    sheet = (
        b'<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData><row>'
        b'<c t="inlineStr"><is><r><t>a_x005F_x0041_</t></r><r><t>b</t></r><rPh><t>no</t></rPh></is></c>'
        b'<c><v>0.55000000000000004</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>'
        b'<c t="str"><f>A1</f><v>x</v></c><c t="d"><v>2025-03-18T00:00:00</v></c><c><v>1E2</v></c><c/>'
        b"</row></sheetData></worksheet>"
    )
    cells = read_book(with_part(SHEET, lambda _: sheet))["方案"].row(1)

    assert [(str(cell.content), cell.formula, cell.error) for cell in cells.values()] == [
        ("a_x0041_b", False, False),
        ("0.55", False, False),
        ("True", False, False),
        ("#N/A", False, True),
        ("x", True, False),
        ("2025-03-18", False, False),
        ("100", False, False),
    ]


def test_shared_texts_are_read() -> None:
    book = read_book(with_shared("<sst><si><t>甲</t><rPh><t>no</t></rPh></si></sst>".encode()))

    assert book["方案"].row(1)[1].content == "甲"


def test_columns_have_letters() -> None:
    assert [letters(column) for column in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
