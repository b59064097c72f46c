"""The one form in which a signature is written into a PDF: a revision that fills a field, and nothing else.

Writer and receiver share it: what is received is written again from what it must say (whose field, which
name, when, which stroke) and compared, so that whatever else a revision might hold is refused.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from app.signing.appearance import Picture, dress

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

DEVICE_FIELD = "xianping-device"
HEX_LENGTH = 8192


@cache
def PARSE_FAULTS() -> tuple[type[Exception], ...]:  # noqa: N802  reads as a constant; a function to stay lazy
    """What pyHanko raises on a PDF that it cannot make sense of."""
    import zlib

    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    odd = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError)
    return (*odd, PdfError, SigningError, RecursionError, NotImplementedError, zlib.error)


@dataclass(frozen=True, slots=True)
class Filling:
    """What fills a field: its name, the signer's, when (UTC, whole seconds), and how it is drawn.

    certifies: the device's, which is not seen and allows nothing but filling the fields from then on.
    """

    field: str
    name: str
    at: datetime
    picture: Picture | None = None
    certifies: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """A file with a revision more, its signature's room still empty. digest: SHA-256 of what is signed."""

    pdf: bytes
    start: int
    digest: bytes

    def with_contents(self, cms: bytes) -> bytes:
        """The signature in its place: lower-case hex, zeros to the end. pyHanko itself writes capitals."""
        hexed = cms.hex().encode("ascii").ljust(HEX_LENGTH, b"0")
        return self.pdf[: self.start + 1] + hexed + self.pdf[self.start + 1 + HEX_LENGTH :]


def filled(writer: IncrementalPdfFileWriter, filling: Filling) -> Revision:
    """The revision that fills a field which is there and empty. Raises what ``PARSE_FAULTS`` lists."""
    from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
    from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

    setup: dict[str, Any] = {}
    if filling.certifies:
        setup["mdp_setup"] = SigMDPSetup(md_algorithm="sha256", certify=True, docmdp_perms=MDPPerm.FILL_FORMS)
    else:
        field = next(ref for name, _, ref in enumerate_sig_fields(writer) if name == filling.field)
        dress(writer, field, filling.name, filling.picture)
    placeholder = SignatureObject(timestamp=filling.at, name=filling.name, bytes_reserved=HEX_LENGTH)
    steps = PdfCMSEmbedder().write_cms(filling.field, writer, existing_fields_only=True)
    next(steps)
    steps.send(SigObjSetup(sig_placeholder=placeholder, **setup))
    ready, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    return Revision(output.getvalue(), ready.reserved_region_start, ready.document_digest)


def still_writer(pdf: bytes) -> IncrementalPdfFileWriter:
    """A writer without a will of its own: pyHanko would put the clock's time and random bytes in."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class StillWriter(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave the document's information as it was drawn."""

        @classmethod
        def _handle_id(cls, prev: Any) -> generic.ArrayObject:
            """The first identifier stays; the second follows from the one before, not from packed bytes."""
            first, last = (_raw(each) for each in prev.trailer["/ID"])
            fresh = sha256(first + last).digest()[:16]
            return generic.ArrayObject([generic.ByteStringObject(first), generic.ByteStringObject(fresh)])

    return StillWriter(io.BytesIO(pdf))


def _raw(identifier: Any) -> bytes:
    return bytes(getattr(identifier, "original_bytes", identifier))
