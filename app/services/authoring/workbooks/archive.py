"""The parts of an Excel file, taken out of its zip within limits; nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from app.common.errors import Refusal

CODE = "XP-6401"
MAX_FILE = 8 * 1024 * 1024
MAX_PARTS = 300
MAX_UNPACKED = 48 * 1024 * 1024
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
READ = (".xml", ".rels")
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def refuse(message: str) -> Refusal:
    """The refusal of a file as a whole."""
    return Refusal.because(message, code=CODE)


def read_parts(data: bytes) -> Mapping[str, bytes]:
    """The XML parts by name. Raises Refusal."""
    if len(data) > MAX_FILE:
        raise refuse(f"文件超过 {MAX_FILE // 1024 // 1024} MB，不像一份细则；请删去图片和无关的表后重试。")
    if data.startswith(OLD_OR_LOCKED):
        raise refuse("文件设了打开密码，或是旧的 .xls 格式。请在 Excel 中取消密码，另存为 .xlsx 后重试。")
    if not data.startswith(b"PK"):
        raise refuse("这不是 Excel 的 .xlsx 文件。请在 Excel 中打开，另存为 .xlsx 后重试。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise refuse("文件已损坏，读不出来。请从原处重新拷贝，或在 Excel 中打开后另存一份。") from None


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise refuse("文件展开后过大，未予读取；请确认它是从本程序导出的工作簿。")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise refuse("文件设了密码。请在 Excel 中取消密码后重试。")
    if any(entry.compress_type not in PACKED for entry in entries):
        raise refuse("文件的压缩方式不是 Excel 所用的。请在 Excel 中打开后另存一份。")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or not _is_workbook(names):
        raise refuse("这不是 Excel 的 .xlsx 文件。请在 Excel 中打开，另存为 .xlsx 后重试。")
    return {entry.filename: _read(archive, entry) for entry in entries if entry.filename.endswith(READ)}


def _is_workbook(names: list[str]) -> bool:
    """Whether the parts are those of a workbook; which of them is the main one, its relations say."""
    return "[Content_Types].xml" in names and any(name.startswith("xl/worksheets/") for name in names)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A part, never more of it than its entry declares."""
    with archive.open(entry) as stream:
        return stream.read(entry.file_size)
