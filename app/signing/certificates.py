"""X.509 for the PDFs: a root, one issuing CA under it, leaves for people and devices. P-256 throughout.

PDF readers know only X.509, so the bureau's word stands here a second time, in their form. The subject says
who: CN the name, serialNumber the person's (or device holder's) id, OU the role. X.520 gives a common name 64
bytes, 21 hanzi: a longer name stands whole in the attribute ``name`` beside it, and the CN is its beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from app.common.roles import SIGNING
from app.signing.fields import b64, unb64
from app.signing.keys import P256Key, p256_public, point_text

ROOT_ROLE, ISSUING_ROLE, DEVICE_ROLE = "root", "bureau", "device"
DEVICE_NAME = "现评出具设备"
MAX_COMMON_NAME = 64
_MORE = "…"
_WHOLE_NAME = x509.ObjectIdentifier("2.5.4.41")
_ODD = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a certificate speaks for. role: leader, expert, device, bureau or root."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when (UTC) a certificate holds."""

    valid_from: datetime
    valid_to: datetime


@dataclass(frozen=True, slots=True)
class Signing:
    """A CA that signs: its own certificate and key."""

    certificate: x509.Certificate
    key: P256Key


def make_root(subject: Subject, key: P256Key, span: Span) -> x509.Certificate:
    """A self-signed root that may certify one level of issuing CAs."""
    return _build(subject, key.private.public_key(), span, path=1).sign(key.private, SHA256())


def make_ca(
    subject: Subject, public: ec.EllipticCurvePublicKey, span: Span, root: Signing
) -> x509.Certificate:
    """An issuing CA under the root."""
    return _build(subject, public, span, path=0, issuer=root).sign(root.key.private, SHA256())


def make_leaf(
    subject: Subject, public: ec.EllipticCurvePublicKey, span: Span, issuer: Signing
) -> x509.Certificate:
    """A certificate for a person's or a device's signatures."""
    return _build(subject, public, span, path=None, issuer=issuer).sign(issuer.key.private, SHA256())


def make_word(person: Signing, device: str) -> x509.Certificate:
    """A person's word for a device: a certificate of its key (a point), good as long as the person's own.

    X.509 calls no leaf an authority, so an ordinary reader of PDFs follows no such word; ours does, for
    this one purpose (``is_word_of``).
    """
    who, span = subject_of(person.certificate), _span_of(person.certificate)
    subject = Subject(who.id, DEVICE_NAME, DEVICE_ROLE)
    return make_leaf(subject, p256_public(device), span, person)


def certificate_text(certificate: x509.Certificate) -> str:
    """DER in base64."""
    return b64(certificate.public_bytes(Encoding.DER))


def read_certificate(text: str) -> x509.Certificate:
    """A P-256 certificate from base64 DER, in exactly one encoding. Raises ValueError."""
    return load_certificate(unb64(text))


def load_certificate(der: bytes) -> x509.Certificate:
    """A P-256 certificate from DER, in exactly one encoding. Raises ValueError, now and never later."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        odd = certificate.public_bytes(Encoding.DER) != der
        public_of(certificate)
        # Parsed on first use only: looked at here, so that a monster cannot raise somewhere else.
        odd = odd or not (certificate.subject and certificate.issuer and certificate.extensions)
        odd = odd or certificate.not_valid_before_utc > certificate.not_valid_after_utc
    except _ODD as error:
        raise ValueError(str(error)) from None
    if odd:
        raise ValueError("trailing or odd bytes in a certificate")
    return certificate


def public_of(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey:
    """The P-256 key of a certificate. Raises ValueError."""
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("not a P-256 certificate")  # noqa: TRY004  callers take ValueError for any odd file
    return key


def point_of(certificate: x509.Certificate) -> str:
    """The uncompressed point of a certificate's key, base64."""
    return point_text(public_of(certificate))


def subject_of(certificate: x509.Certificate) -> Subject:
    """Who a certificate of ours speaks for. Raises ValueError."""
    oids = (NameOID.SERIAL_NUMBER, NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)
    found = [[str(item.value) for item in certificate.subject.get_attributes_for_oid(oid)] for oid in oids]
    whole = [str(item.value) for item in certificate.subject.get_attributes_for_oid(_WHOLE_NAME)]
    if any(len(values) != 1 for values in found) or len(list(certificate.subject)) != 3 + len(whole):
        raise ValueError("not a subject of this program")
    names = [found[1][0], *whole]
    if len(whole) > 1 or _names(names[-1]) != names:
        raise ValueError("a name that is not in its one form")
    return Subject(found[0][0], names[-1], found[2][0])


def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate, at: datetime) -> bool:
    """Whether ``issuer`` is a CA, signed ``certificate``, and both hold at that time (UTC)."""
    try:
        certificate.verify_directly_issued_by(issuer)
        authority = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (*_ODD, InvalidSignature, x509.ExtensionNotFound):
        return False
    return authority.ca and holds(certificate, at) and holds(issuer, at)


def is_word_of(device: x509.Certificate, person: x509.Certificate, at: datetime) -> bool:
    """Whether a person who signs vouches for a device as the own one, and both certificates hold then (UTC).

    Nothing but a device can be vouched for: whoever could name other people so would sign in their names.
    """
    try:
        device.verify_directly_issued_by(person)
        who, what = subject_of(person), subject_of(device)
    except (*_ODD, InvalidSignature):
        return False
    own = what == Subject(who.id, DEVICE_NAME, DEVICE_ROLE) and who.role in SIGNING
    return own and holds(device, at) and holds(person, at)


def holds(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether a certificate is within its validity."""
    return certificate.not_valid_before_utc <= at.astimezone(UTC) <= certificate.not_valid_after_utc


def _span_of(certificate: x509.Certificate) -> Span:
    return Span(certificate.not_valid_before_utc, certificate.not_valid_after_utc)


def _build(
    subject: Subject,
    public: ec.EllipticCurvePublicKey,
    span: Span,
    *,
    path: int | None,
    issuer: Signing | None = None,
) -> x509.CertificateBuilder:
    """A certificate ready to be signed; path: how many CAs may follow below, None for a leaf."""
    name = _name(subject)
    above = public if issuer is None else public_of(issuer.certificate)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name if issuer is None else issuer.certificate.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(span.valid_from.astimezone(UTC).replace(microsecond=0))
        .not_valid_after(span.valid_to.astimezone(UTC).replace(microsecond=0))
        .add_extension(x509.BasicConstraints(ca=path is not None, path_length=path), critical=True)
        .add_extension(_usage(ca=path is not None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    return builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)


def _name(subject: Subject) -> x509.Name:
    common, *whole = _names(subject.name)
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, subject.role),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            *(x509.NameAttribute(_WHOLE_NAME, each) for each in whole),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, subject.id),
        ]
    )


def _names(name: str) -> list[str]:
    """The common name, and after it the whole name where that is longer than a common name may be."""
    if len(name.encode()) <= MAX_COMMON_NAME:
        return [name]
    room = MAX_COMMON_NAME - len(_MORE.encode())
    return [name.encode()[:room].decode(errors="ignore") + _MORE, name]


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
