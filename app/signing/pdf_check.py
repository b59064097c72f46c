"""Is every byte of this PDF vouched for, and by whom? Our own strict reading first, pyHanko's after it.

No PDF parser sees a file before its last signature covers it whole and chains to the bureau's root: what a
stranger made is refused on its bytes alone.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from app.common.boxes import field_name
from app.common.errors import Fault
from app.signing.certificates import (
    DEVICE_ROLE,
    Subject,
    holds,
    is_issued_by,
    load_certificate,
    read_certificate,
    subject_of,
)
from app.signing.cms import Signed, read_cms
from app.signing.fields import unb64
from app.signing.trust import Trust

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

DEVICE_FIELD = "xianping-device"
HEX_LENGTH = 8192
MAX_PDF_BYTES = 64 * 1024 * 1024
MAX_SIGNATURES = 64
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

    empty: names of the fields that nobody has signed. complete: there is none.
    """

    signatures: tuple[PdfSignature, ...] = ()
    certified: bool = False
    complete: bool = False
    empty: frozenset[str] = frozenset()
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


@cache
def PARSE_FAULTS() -> tuple[type[Exception], ...]:  # noqa: N802  reads as a constant; a function to stay lazy
    """What pyHanko raises on a PDF that it cannot make sense of."""
    import zlib

    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.diff_analysis import SuspiciousModification
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation.errors import SignatureValidationError

    odd = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError)
    own = (PdfError, SignatureValidationError, SuspiciousModification, SigningError)
    return (*odd, *own, RecursionError, NotImplementedError, zlib.error)


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


def _checked(pdf: bytes, span: _Span, trust: Trust, at: datetime | None) -> tuple[Signed, Subject]:
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
    if signed.issuer != unb64(trust.issuing.certificate) or not is_issued_by(leaf, issuer, signed.at):
        if holds(leaf, signed.at):
            raise _Doubt("签名证书不是本批次的签发单位发的，不予认可；请核对信任文件的指纹。", "XP-3814")
        raise _Doubt(f"{subject.name} 的证书在签署时不在有效期内，不予认可。", "XP-3815")
    if not is_issued_by(issuer, root, signed.at) or (at is not None and not holds(leaf, at)):
        raise _Doubt(f"{subject.name} 的证书不在有效期内，不予认可。", "XP-3815")
    return signed, subject


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


def _structure(pdf: bytes, spans: list[_Span], signed: list[tuple[Signed, Subject]]) -> PdfReport:
    """What the document makes of the proven signatures: fields, certification, changes. Raises _Doubt."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        first = PdfFileReader(io.BytesIO(pdf[: spans[0].end]), strict=True)
        embedded = list(reader.embedded_signatures)
        ranges = [tuple(int(number) for number in each.byte_range) for each in embedded]
        if ranges != [span.byte_range for span in spans]:
            raise _altered()
        _check_revisions(reader, first, embedded)
        names = [str(each.field_name) for each in embedded]
        empty = _fields(reader) - set(names)
    except PARSE_FAULTS() as error:
        raise _altered() from error
    signatures = _people(names, signed)
    return PdfReport(signatures, certified=True, complete=not empty, empty=frozenset(empty))


def _check_revisions(reader: PdfFileReader, first: PdfFileReader, embedded: list[Any]) -> None:
    """Certified first, then nothing but fields that were there already, one filled by each signature."""
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.pdf_embedded import read_certification_data
    from pyhanko.sign.validation.status import SignatureCoverageLevel as Level

    certification = read_certification_data(reader)
    if certification is None or certification.permission != MDPPerm.FILL_FORMS:
        raise _Doubt("文件没有经出具设备认证，不予认可。", "XP-3816")
    if certification.author_sig != embedded[0].sig_object:
        raise _altered()
    for each in embedded:
        each.compute_integrity_info()
        last = each is embedded[-1]
        if each.coverage != (Level.ENTIRE_FILE if last else Level.ENTIRE_REVISION):
            raise _altered()
        if not each.summarise_integrity_info()["docmdp_ok"]:
            raise _Doubt("签名之后文件内容被改动，不予认可；请向组长重新要一份。", "XP-3817")
    revisions = reader.xrefs.total_revisions - first.xrefs.total_revisions
    if revisions != len(embedded) - 1 or _fields(reader) != _fields(first):
        raise _altered()


def _fields(reader: PdfFileReader) -> set[str]:
    from pyhanko.sign.fields import enumerate_sig_fields

    return {str(name) for name, _, _ in enumerate_sig_fields(reader)}


def _people(names: list[str], signed: list[tuple[Signed, Subject]]) -> tuple[PdfSignature, ...]:
    """Who signed which field: the device its own and first, each person only the own, the leader last."""
    device = signed[0][1]
    if names[0] != DEVICE_FIELD or device.role != DEVICE_ROLE:
        raise _Doubt("文件没有经出具设备认证，不予认可。", "XP-3816")
    found = []
    for name, (proof, subject) in zip(names[1:], signed[1:], strict=True):
        if subject.role not in {"leader", "expert"} or name != field_name(subject.id):
            raise _Doubt(f"{subject.name} 签在了别人的位置上，不予认可。", "XP-3818")
        found.append(PdfSignature(name, subject.id, subject.name, subject.role, proof.at))
    if len({each.person_id for each in found}) != len(found):
        raise _altered()
    if any(each.role == "leader" for each in found[:-1]):
        raise _Doubt("组长签署之后又有人签署，不予认可；组长应最后签署。", "XP-3819")
    return tuple(found)


def _altered() -> _Doubt:
    return _Doubt("文件在签名后被改动或已损坏，不予认可；请向组长重新要一份。", "XP-3813")
