"""Is every byte of this PDF vouched for, and by whom? Our own strict reading first, pyHanko's after it.

No PDF parser sees a file before its last signature covers it whole and chains to the bureau's root: what a
stranger made is refused on its bytes alone. Then each revision is written again, from what it must say, and
compared: what our own signer would not have written is refused, whatever a standard may allow. Whether the
document itself prints what the ledger says is asked by whoever has the ledger (``pdf_form.difference``).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from app.common.boxes import field_name
from app.common.errors import Fault
from app.common.roles import LEADING, SIGNING
from app.signing.appearance import Picture, drawn_picture
from app.signing.certificates import (
    DEVICE_ROLE,
    Subject,
    holds,
    is_issued_by,
    is_word_of,
    load_certificate,
    read_certificate,
    subject_of,
)
from app.signing.cms import SignedContent, read_cms
from app.signing.fields import unb64
from app.signing.pdf_form import same_form
from app.signing.revision import DEVICE_FIELD, HEX_LENGTH, PARSE_FAULTS, Filling, filled, still_writer
from app.signing.trust import Trust

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader

MAX_PDF_BYTES = 64 * 1024 * 1024
MAX_SIGNATURES = 64
_END = b"%%EOF"
_BYTE_RANGE = re.compile(rb"/ByteRange \[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\]")
_HEX = re.compile(rb"[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """One person's signature that holds. role: leader or expert. signed_at: by the signer's clock, UTC."""

    field: str
    person_id: str
    name: str
    role: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What is proven of a PDF. With faults, nothing else in it counts.

    empty: names of the fields that nobody has signed; missing: whose they are, as printed. complete: there
    are none. drawn: how many bytes there are before the certification: the document as it was drawn.
    certified_end: how many there are with it, which everybody's signature comes after.
    """

    signatures: tuple[PdfSignature, ...] = ()
    certified: bool = False
    complete: bool = False
    empty: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    drawn: int = 0
    certified_end: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong and at least the device has certified it."""
        return self.certified and not self.faults


@dataclass(frozen=True, slots=True)
class _Span:
    """One signature in the bytes: the hex from start to stop, and the end of the revision it covers."""

    start: int
    stop: int
    end: int

    @property
    def byte_range(self) -> tuple[int, int, int, int]:
        return (0, self.start - 1, self.stop + 1, self.end - self.stop - 1)


class _Doubt(Exception):
    """A reason not to accept the file; becomes a fault of the report."""

    def __init__(self, message: str, code: str) -> None:
        self.fault = Fault("", message, code)
        super().__init__(message)


def verify(pdf: bytes, trust: Trust, at: datetime | None = None) -> PdfReport:
    """What stands of a signed PDF. at: when the certificates must hold, besides the time of signing.

    Never raises: whatever is wrong with the bytes is a fault of the report, which then names no signature.
    """
    try:
        spans = _spans(pdf)
        # The last one first: it covers every byte, so most damage shows at once.
        signed = [_checked(pdf, span, trust, at) for span in reversed(spans)]
        return _structure(pdf, spans, signed[::-1])
    except _Doubt as doubt:
        return PdfReport(faults=(doubt.fault,))


def _spans(pdf: bytes) -> list[_Span]:
    """Where the signatures lie, in order; the last covers the file to its last byte."""
    if len(pdf) > MAX_PDF_BYTES or not pdf.startswith(b"%PDF-"):
        raise _Doubt("这不是 PDF 文件，或文件过大。", "XP-3811")
    found = [tuple(map(int, match.groups())) for match in _BYTE_RANGE.finditer(pdf)]
    if not found:
        raise _Doubt("这份 PDF 没有签名。", "XP-3812")
    spans = [_Span(first + 1, second - 1, second + length) for first, second, length in found]
    if len(spans) > MAX_SIGNATURES or [span.end for span in spans] != sorted({span.end for span in spans}):
        raise _altered()
    if spans[-1].end != len(pdf):
        raise _altered()
    return spans


def _checked(pdf: bytes, span: _Span, trust: Trust, at: datetime | None) -> tuple[SignedContent, Subject]:
    """One signature's bytes: exact form, right digest, a certificate of this bureau. Raises _Doubt."""
    cms = _contents(pdf, span)
    running = sha256(pdf[: span.start - 1])
    running.update(pdf[span.stop + 1 : span.end])
    try:
        signed = read_cms(cms, running.digest())
        leaf, issuer = load_certificate(signed.leaf), read_certificate(trust.issuing.certificate)
        subject = subject_of(leaf)
    except ValueError:
        raise _altered() from None
    root = read_certificate(trust.root_certificate)
    if not _is_issued(leaf, signed, issuer, unb64(trust.issuing.certificate)):
        if holds(leaf, signed.at):
            raise _Doubt("签名证书不是本批次的签发单位发的，不予认可；请核对信任文件的指纹。", "XP-3814")
        raise _Doubt(f"{subject.name} 的证书在签署时不在有效期内，不予认可。", "XP-3815")
    if not is_issued_by(issuer, root, signed.at) or (at is not None and not holds(leaf, at)):
        raise _Doubt(f"{subject.name} 的证书不在有效期内，不予认可。", "XP-3815")
    return signed, subject


def _is_issued(leaf: Certificate, signed: SignedContent, issuer: Certificate, der: bytes) -> bool:
    """Whether the bureau's issuing identity (with its DER) has issued the leaf, or somebody of its has.

    That a person vouches for a device instead of the bureau: see ``app.signing.pdf.word_for``.
    """
    if signed.issuer == der:
        return is_issued_by(leaf, issuer, signed.at)
    try:
        person = load_certificate(signed.issuer)
    except ValueError:
        return False
    return is_word_of(leaf, person, signed.at) and is_issued_by(person, issuer, signed.at)


def _contents(pdf: bytes, span: _Span) -> bytes:
    """The CMS inside a span: fixed length, lower-case hex, one DER value, zeros to the end. Raises _Doubt."""
    hexed = pdf[span.start : span.stop]
    frame = pdf[span.start - 1 : span.start] + pdf[span.stop : span.stop + 1]
    if frame != b"<>" or len(hexed) != HEX_LENGTH or not _HEX.fullmatch(hexed):
        raise _altered()
    data = bytes.fromhex(hexed.decode("ascii"))
    # 30 82 xx xx: our CMS is always between 256 and 65,535 bytes long.
    length = 4 + int.from_bytes(data[2:4], "big")
    if data[:2] != b"\x30\x82" or length > len(data) or any(data[length:]):
        raise _altered()
    return data[:length]


@dataclass(frozen=True, slots=True)
class _Field:
    """A signature field as it is at the end. told: whose it is; span: of what fills it, None while empty."""

    name: str
    told: str
    span: tuple[int, ...] | None
    picture: Picture | None


def _structure(pdf: bytes, spans: list[_Span], signed: list[tuple[SignedContent, Subject]]) -> PdfReport:
    """What the document makes of the proven signatures: fields, and nothing else. Raises _Doubt."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        fields = list(_fields(PdfFileReader(io.BytesIO(pdf), strict=True)))
        by_span = {field.span: field for field in fields if field.span is not None}
        if set(by_span) != {span.byte_range for span in spans} or len({each.name for each in fields}) != len(
            fields
        ):
            raise _altered()
        order = [by_span[span.byte_range] for span in spans]
        people = _people([each.name for each in order], signed)
        drawn = _drawn_end(pdf, spans[0])
        _check_revisions(pdf, [drawn, *(span.end for span in spans)], order, signed)
    except PARSE_FAULTS() as error:
        raise _altered() from error
    empty = [each for each in fields if each.span is None]
    return PdfReport(
        people,
        certified=True,
        complete=not empty,
        empty=frozenset(each.name for each in empty),
        missing=tuple(each.told for each in empty),
        drawn=drawn,
        certified_end=spans[0].end,
    )


def _drawn_end(pdf: bytes, first: _Span) -> int:
    """Where the document ends that was certified: what precedes the first signature's own revision."""
    end = pdf.rfind(_END, 0, first.start) + len(_END)
    return end + (pdf[end : end + 1] == b"\n")


def _check_revisions(
    pdf: bytes, ends: list[int], order: list[_Field], signed: list[tuple[SignedContent, Subject]]
) -> None:
    """Each revision is what our own signer would have written for its field. Raises _Doubt."""
    for place, (field, (proof, subject)) in enumerate(zip(order, signed, strict=True)):
        before, end = ends[place], ends[place + 1]
        filling = Filling(field.name, subject.name, proof.at, field.picture, certifies=place == 0)
        again = filled(still_writer(pdf[:before]), filling).with_contents(b"")
        if not same_form(pdf[before:end], again[before:], before):
            if place == 0:
                raise _Doubt("文件没有经出具设备认证，不予认可。", "XP-3816")
            raise _Doubt("签名之后文件内容被改动，不予认可；请向组长重新要一份。", "XP-3817")


def _fields(reader: PdfFileReader) -> Iterator[_Field]:
    from pyhanko.sign.fields import enumerate_sig_fields

    for name, value, reference in enumerate_sig_fields(reader):
        widget = reference.get_object()
        span, picture = None, None
        if value is not None:
            span = tuple(int(number) for number in value.get_object()["/ByteRange"])
            picture = drawn_picture(widget)
        yield _Field(str(name), str(widget.get("/TU", name)), span, picture)


def _people(names: list[str], signed: list[tuple[SignedContent, Subject]]) -> tuple[PdfSignature, ...]:
    """Who signed which field: the device its own and first, each person only the own, the leader last."""
    device = signed[0][1]
    if names[0] != DEVICE_FIELD or device.role != DEVICE_ROLE:
        raise _Doubt("文件没有经出具设备认证，不予认可。", "XP-3816")
    found = []
    for name, (proof, subject) in zip(names[1:], signed[1:], strict=True):
        if subject.role not in SIGNING or name != field_name(subject.id):
            raise _Doubt(f"{subject.name} 签在了别人的位置上，不予认可。", "XP-3818")
        found.append(PdfSignature(name, subject.id, subject.name, subject.role, proof.at))
    if len({each.person_id for each in found}) != len(found):
        raise _altered()
    if any(each.role in LEADING for each in found[:-1]):
        raise _Doubt("组长签署之后又有人签署，不予认可；组长应最后签署。", "XP-3819")
    return tuple(found)


def _altered() -> _Doubt:
    return _Doubt("文件在签名后被改动或已损坏，不予认可；请向组长重新要一份。", "XP-3813")
