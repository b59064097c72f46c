"""The one CMS form that we write into a PDF, and take back out of one.

A verifier that merely asks "is it valid?" leaves bytes unguarded: padding, extra certificates, unsigned
attributes, another encoding of the same thing. Here everything but time, certificate and signature value is
fixed, so the verifier builds the structure again and compares it whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from asn1crypto import algos, cms, core, tsp  # type: ignore[import-untyped]  # brings no types
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from app.signing.fields import b64
from app.signing.keys import P256Key, p256_verifies

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Signed:
    """What a CMS says: who (leaf certificate, DER), the issuing certificate (DER), when, and the proof."""

    leaf: bytes
    issuer: bytes
    at: datetime
    signature: bytes


def make_cms(document: bytes, key: P256Key, leaf: bytes, issuer: bytes, at: datetime) -> bytes:
    """DER over a document's SHA-256 digest. leaf, issuer: DER; at: UTC, whole seconds count."""
    attributes = _attributes(document, leaf, at)
    signature = _low(key.sign(attributes.dump()))
    return _assembled(attributes, Signed(leaf, issuer, at, signature))


def read_cms(data: bytes, document: bytes) -> Signed:
    """What a CMS over this digest says, once it is byte for byte as ``make_cms`` writes it.

    Does not ask whose certificate that is. Raises ValueError.
    """
    try:
        signed = _taken_apart(data)
        attributes = _attributes(document, signed.leaf, signed.at)
        same = _assembled(attributes, signed) == data
        point = _point(signed.leaf)
        r, s = decode_dss_signature(signed.signature)
    except _ODD:
        raise ValueError("not the one CMS form") from None
    if not same or s > _ORDER // 2 or r < 1:
        raise ValueError("not the one CMS form")
    if not p256_verifies(point, signed.signature, attributes.dump()):
        raise ValueError("signature does not hold")
    return signed


def _attributes(document: bytes, leaf: bytes, at: datetime) -> cms.CMSAttributes:
    """What is signed: kind, digest, time, and which certificate."""
    moment = at.astimezone(UTC).replace(microsecond=0)
    certificate_id = tsp.ESSCertIDv2({"cert_hash": sha256(leaf).digest()})
    values: list[tuple[str, Any]] = [
        ("content_type", "data"),
        ("message_digest", document),
        ("signing_time", cms.Time({"utc_time": core.UTCTime(moment)})),
        ("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [certificate_id]})),
    ]
    return cms.CMSAttributes([cms.CMSAttribute({"type": name, "values": [value]}) for name, value in values])


def _assembled(attributes: cms.CMSAttributes, signed: Signed) -> bytes:
    leaf = asn1_x509.Certificate.load(signed.leaf, strict=True)
    issuer = asn1_x509.Certificate.load(signed.issuer, strict=True)
    sha_256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    sid = cms.IssuerAndSerialNumber({"issuer": leaf.issuer, "serial_number": leaf.serial_number})
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
            "digest_algorithm": sha_256,
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": signed.signature,
        }
    )
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha_256],
            "encap_content_info": {"content_type": "data"},
            "certificates": [leaf, issuer],
            "signer_infos": [info],
        }
    )
    whole: bytes = cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()
    return whole


def _taken_apart(data: bytes) -> Signed:
    """The free parts of a CMS. Raises any of ``_ODD``."""
    content = cms.ContentInfo.load(data, strict=True)["content"]
    info = content["signer_infos"][0]
    serial = info["sid"].chosen["serial_number"].native
    bag = [choice.chosen for choice in content["certificates"]]
    leaf, issuer = sorted(bag, key=lambda certificate: bool(certificate.serial_number != serial))
    times = {item["type"].native: item["values"][0] for item in info["signed_attrs"]}
    at = times["signing_time"].native
    return Signed(leaf.dump(), issuer.dump(), at, info["signature"].native)


def _point(leaf: bytes) -> str:
    public = asn1_x509.Certificate.load(leaf, strict=True).public_key["public_key"]
    return b64(bytes(public))


def _low(signature: bytes) -> bytes:
    """Of the two equal forms of an ECDSA signature, the one with the small s."""
    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, _ORDER - s))
