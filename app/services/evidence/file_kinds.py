"""What a file is, as its first bytes say; its name is asked only where the bytes leave it open. Pure."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from app.services.store.file_names import MEDIA_TYPES, media_type

HEAD_BYTES = 4096
"""How much of a file is looked at."""
OFD = "application/ofd"
TEXT = "text/plain"
ZIP = "application/zip"
_BEGINNINGS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"II+\x00", "image/tiff"),
    (0, b"MM\x00+", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
)
_BMP = re.compile(rb"BM.{4}\x00{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\x00{3}", re.DOTALL)
_BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_OFFICE = ((b"word/", ".docx"), (b"xl/", ".xlsx"), (b"ppt/", ".pptx"))
_NO_WRITING = ("Cc", "Cn", "Co", "Cs")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RUNS = frozenset(
    f".{ending}"
    for ending in (
        *("js", "jse", "vbs", "vbe", "wsf", "hta", "bat", "cmd", "com", "exe", "msi", "scr", "ps1", "sh"),
        *(
            "py",
            "pl",
            "rb",
            "php",
            "jar",
            "lnk",
            "url",
            "reg",
            "desktop",
            "htm",
            "html",
            "xhtml",
            "svg",
            "xml",
        ),
    )
)
"""Text that acts where it is opened: it is kept and given back, and never shown as a plain text."""


def kind_by_content(head: bytes, name: str) -> str:
    """A media type. head: the first bytes, ``HEAD_BYTES`` of them where there are so many."""
    named = media_type(name)
    return _by_beginning(head) or _by_container(head, named) or _by_reading(head, name, named)


def _by_beginning(head: bytes) -> str:
    for at, said, kind in _BEGINNINGS:
        if head.startswith(said, at) and (at == 0 or head.startswith(b"RIFF")):
            return kind
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    return "image/bmp" if _BMP.match(head) else ""


def _by_container(head: bytes, named: str) -> str:
    if head.startswith(b"PK\x03\x04"):
        return _packed(head, named)
    if head.startswith(_OLD_OFFICE):
        return named if named in _OLD_OFFICE_KINDS else MEDIA_TYPES[".doc"]
    return ""


def _by_reading(head: bytes, name: str, named: str) -> str:
    if named in _OFFICE_KINDS or Path(name).suffix.lower() in _RUNS or not is_text(head):
        return named
    return named if named.startswith("text/") else TEXT


_OLD_OFFICE_KINDS = frozenset(MEDIA_TYPES[each] for each in (".doc", ".xls", ".ppt", ".wps"))
_NEW_OFFICE_KINDS = frozenset(MEDIA_TYPES[each] for each in (".docx", ".xlsx", ".pptx"))
_OFFICE_KINDS = (
    _OLD_OFFICE_KINDS | _NEW_OFFICE_KINDS
)  # tables and pages are often saved as text under their names


def _packed(head: bytes, named: str) -> str:
    """A zip by what it holds first: the state's OFD, Office, or anything."""
    if b"OFD.xml" in head:
        return OFD
    found = next((MEDIA_TYPES[ending] for inside, ending in _OFFICE if inside in head), "")
    if found and (b"[Content_Types].xml" in head or b"_rels/.rels" in head):
        return found
    return named if named in _NEW_OFFICE_KINDS or named == OFD else ZIP


def is_text(head: bytes) -> bool:
    """Whether bytes read as a text: UTF-8, GB 18030, or UTF-16 with or without its mark."""
    return bool(head) and text_coding(head) != ""


def text_coding(data: bytes) -> str:
    """The coding of a text, empty for what is none. A character cut at the end is no fault."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16" if _reads(data, "utf-16") else ""
    if b"\x00" in data and not data.startswith(codecs.BOM_UTF8):
        return _bare_utf16(data)
    return next((coding for coding in ("utf-8-sig", "gb18030") if _reads(data, coding)), "")


def _bare_utf16(data: bytes) -> str:
    """Windows' programs may leave the mark out; then the zeros of plain letters stand on one side."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    coding = "utf-16-le" if odd > even else "utf-16-be"
    plain = min(even, odd) == 0 and max(even, odd) * 16 >= len(data)
    return coding if plain and _reads(data, coding) else ""


def _reads(data: bytes, coding: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(coding)().decode(data[:HEAD_BYTES])
    except UnicodeDecodeError:
        return False
    odd = sum(unicodedata.category(sign) in _NO_WRITING and sign not in "\t\n\r\f" for sign in text)
    return bool(text) and odd * 100 <= len(text)  # a stray control character makes no program of a text
