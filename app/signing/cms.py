"""The one CMS form that we write into a PDF, and take back out of one.

A verifier that merely asks "is it valid?" leaves bytes unguarded: padding, extra certificates, unsigned
attributes, another encoding of the same thing. Here everything but time, certificate and signature value is
fixed, so the verifier builds the structure again and compares it whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from app.signing.certificates import load_certificate, point_of
from app.signing.der import (
    EXPLICIT_0,
    OCTETS,
    SEQUENCE,
    SET,
    UTC_TIME,
    Value,
    der,
    integer,
    set_of,
    values,
)
from app.signing.keys import P256Key, p256_verifies

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_DATA = bytes.fromhex("06092a864886f70d010701")  # 1.2.840.113549.1.7.1
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")
_MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
_SIGNING_TIME = bytes.fromhex("06092a864886f70d010905")
_SIGNING_CERTIFICATE = bytes.fromhex("060b2a864886f70d010910022f")  # ESS, version 2
_SHA256 = der(SEQUENCE, bytes.fromhex("0609608648016503040201"))
_ECDSA = der(SEQUENCE, bytes.fromhex("06082a8648ce3d040302"))  # with SHA-256
_TIME = "%y%m%d%H%M%SZ"


@dataclass(frozen=True, slots=True)
class SignedContent:
    """What a CMS says: who (leaf certificate, DER), the issuing certificate (DER), when, and the proof."""

    leaf: bytes
    issuer: bytes
    at: datetime
    signature: bytes


def make_cms(document: bytes, key: P256Key, leaf: bytes, issuer: bytes, at: datetime) -> bytes:
    """DER over a document's SHA-256 digest. leaf, issuer: DER; at: UTC, whole seconds count."""
    attributes = signed_attributes(document, leaf, at)
    signature = _low(key.sign(der(SET, attributes)))
    return assembled(attributes, SignedContent(leaf, issuer, at, signature))


def read_cms(data: bytes, document: bytes) -> SignedContent:
    """What a CMS over this digest says, once it is byte for byte as ``make_cms`` writes it.

    Does not ask whose certificate that is. Raises ValueError.
    """
    try:
        signed = _taken_apart(data)
    except IndexError:
        raise ValueError("not the one CMS form") from None
    attributes = signed_attributes(document, signed.leaf, signed.at)
    r, s = decode_dss_signature(signed.signature)
    if assembled(attributes, signed) != data or s > _ORDER // 2 or r < 1:
        raise ValueError("not the one CMS form")
    if not p256_verifies(point_of(load_certificate(signed.leaf)), signed.signature, der(SET, attributes)):
        raise ValueError("signature does not hold")
    return signed


def signed_attributes(document: bytes, leaf: bytes, at: datetime) -> bytes:
    """What is signed, without the tag around it: kind, digest, time, and which certificate."""
    moment = at.astimezone(UTC).strftime(_TIME).encode("ascii")
    certificate = der(SEQUENCE, der(SEQUENCE, der(SEQUENCE, der(OCTETS, sha256(leaf).digest()))))
    attributes = (
        der(SEQUENCE, _CONTENT_TYPE, der(SET, _DATA)),
        der(SEQUENCE, _MESSAGE_DIGEST, der(SET, der(OCTETS, document))),
        der(SEQUENCE, _SIGNING_TIME, der(SET, der(UTC_TIME, moment))),
        der(SEQUENCE, _SIGNING_CERTIFICATE, der(SET, certificate)),
    )
    return b"".join(sorted(attributes))


def assembled(attributes: bytes, signed: SignedContent) -> bytes:
    """The whole CMS. Raises ValueError for what is no certificate."""
    info = der(
        SEQUENCE,
        integer(1),
        _name_of(load_certificate(signed.leaf)),
        _SHA256,
        der(EXPLICIT_0, attributes),
        _ECDSA,
        der(OCTETS, signed.signature),
    )
    content = der(
        SEQUENCE,
        integer(1),
        der(SET, _SHA256),
        der(SEQUENCE, _DATA),
        set_of(EXPLICIT_0, signed.leaf, signed.issuer),
        der(SET, info),
    )
    return der(SEQUENCE, _SIGNED_DATA, der(EXPLICIT_0, content))


def _name_of(certificate: x509.Certificate) -> bytes:
    """How a CMS names a certificate: its issuer and serial number."""
    return der(SEQUENCE, certificate.issuer.public_bytes(), integer(certificate.serial_number))


def _taken_apart(data: bytes) -> SignedContent:
    """The free parts of a CMS. Raises ValueError, IndexError."""
    _, content = _inside(values(data)[0])
    parts = _inside(_inside(content)[0])
    bag = [value.whole for value in _inside(parts[3])]
    _, name, _, attributes, _, signature = _inside(_inside(parts[4])[0])
    leaf, issuer = sorted(bag, key=lambda each: _name_of(load_certificate(each)) != name.whole)
    times = [pair[1].content for pair in map(_inside, _inside(attributes)) if pair[0].whole == _SIGNING_TIME]
    at = datetime.strptime(values(times[0])[0].content.decode("ascii"), _TIME).replace(tzinfo=UTC)
    return SignedContent(leaf, issuer, at, signature.content)


def _inside(value: Value) -> list[Value]:
    return values(value.content)


def _low(signature: bytes) -> bytes:
    """Of the two equal forms of an ECDSA signature, the one with the small s."""
    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, _ORDER - s))
