"""Signatures on the verdict: fields first, certified by the device, then each person by incremental update.

The order matters: a field added after a certifying signature voids it, so ``prepare`` makes them all.
pyHanko is slow to import and waits inside the functions. ``verify`` lives in pdf_check.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self

from app.common.boxes import SignatureBox
from app.common.errors import Refusal
from app.signing.appearance import picture_of
from app.signing.certificates import (
    Signing,
    certificate_text,
    is_word_of,
    load_certificate,
    make_word,
    point_of,
    read_certificate,
    subject_of,
)
from app.signing.cms import make_cms
from app.signing.credentials import Credential
from app.signing.fields import unb64
from app.signing.keys import DeviceKey, P256Key, PersonKeys
from app.signing.pdf_check import PdfReport, PdfSignature, verify
from app.signing.revision import DEVICE_FIELD, HEX_LENGTH, PARSE_FAULTS, Filling, filled, still_writer
from app.signing.trust import Trust

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

__all__ = [
    "PdfReport",
    "PdfSignature",
    "Signer",
    "certify",
    "is_enrolled",
    "is_word",
    "prepare",
    "sign",
    "verify",
    "word_for",
]


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A key that signs in PDFs, with its certificate and that of the issuing CA (both DER)."""

    key: P256Key
    certificate: bytes
    issuer: bytes

    @classmethod
    def person(cls, keys: PersonKeys, credential: Credential, trust: Trust) -> Self:
        """A person, with the certificate of a batch. Raises Refusal if the keys are not those certified."""
        if keys.public() != credential.keys:
            raise _not_certified()
        return cls(keys.p256, unb64(credential.certificate), unb64(trust.issuing.certificate))

    @classmethod
    def device(cls, key: DeviceKey, credential: Credential, trust: Trust) -> Self:
        """A device, as enrolled with its holder. Raises Refusal if the key is not the one certified."""
        der = unb64(credential.device_certificate or "")
        if not is_enrolled(key, credential):
            raise _not_certified()
        return cls(key.p256, der, unb64(trust.issuing.certificate))

    @classmethod
    def vouched(cls, key: DeviceKey, word: str, credential: Credential) -> Self:
        """A device with the word of the person who leads (``word_for``) instead of the bureau's."""
        return cls(key.p256, unb64(word), unb64(credential.certificate))

    @property
    def name(self) -> str:
        """The name in the certificate."""
        return subject_of(load_certificate(self.certificate)).name


def is_enrolled(key: DeviceKey, credential: Credential) -> bool:
    """Whether the bureau itself has certified this device, as that of the credential's holder."""
    told = credential.device_certificate
    return told is not None and point_of(read_certificate(told)) == key.public


def word_for(key: DeviceKey, keys: PersonKeys, credential: Credential) -> str:
    """A person's word for this device, signed with the own keys. Raises Refusal if those are not certified.

    Keys can be taken to another laptop, the device's key cannot: so that a visit ends with no laptop, the
    person who leads vouches for the one that is left, as the bureau did for the first. What is proven stays
    the same: the bureau for the person, the person for the device.
    """
    if keys.public() != credential.keys:
        raise _not_certified()
    person = Signing(read_certificate(credential.certificate), keys.p256)
    return certificate_text(make_word(person, key.public))


def is_word(word: str, key: DeviceKey, credential: Credential, at: datetime) -> bool:
    """Whether that is the word of the credential's holder for this device, good at that time (UTC)."""
    try:
        told, person = read_certificate(word), read_certificate(credential.certificate)
    except ValueError:
        return False
    return point_of(told) == key.public and is_word_of(told, person, at)


def prepare(pdf: bytes, boxes: Sequence[SignatureBox]) -> bytes:
    """The PDF with every signature field it will ever have, all empty. Same input, same bytes.

    Raises Refusal for what is no PDF.
    """
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    try:
        writer: Any = still_writer(pdf)
        append_signature_field(writer, SigFieldSpec(DEVICE_FIELD))
        for box in boxes:
            corners = (round(box.x0), round(box.y0), round(box.x1), round(box.y1))
            told = box.signer or None
            spec = SigFieldSpec(box.name, on_page=box.page, box=corners, readable_field_name=told)
            append_signature_field(writer, spec)
        target = io.BytesIO()
        writer.write(target)
    except PARSE_FAULTS() as error:
        raise _unusable() from error
    return target.getvalue()


def certify(pdf: bytes, device: Signer, at: datetime) -> bytes:
    """The prepared PDF, certified by the device: only its fields may be filled from now. Raises Refusal."""
    return _embed(pdf, Filling(DEVICE_FIELD, device.name, _whole(at), certifies=True), device)


def sign(pdf: bytes, field: str, signer: Signer, at: datetime, stroke: bytes | None = None) -> bytes:
    """The PDF with one more field filled, visibly. at: UTC; stroke: PNG on a clear ground. Raises Refusal."""
    picture = None if stroke is None else picture_of(stroke)
    filling = Filling(field, signer.name, _whole(at), picture)
    return _embed(pdf, filling, signer)


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _embed(pdf: bytes, filling: Filling, signer: Signer) -> bytes:
    """Fill one field."""
    try:
        writer = still_writer(pdf)
        _check_fresh(writer, filling.field, signer)
        revision = filled(writer, filling)
    except PARSE_FAULTS() as error:
        raise _unusable() from error
    cms = make_cms(revision.digest, signer.key, signer.certificate, signer.issuer, filling.at)
    if len(cms) * 2 > HEX_LENGTH:
        raise Refusal.because("证书过长，无法写入签名，未签署；请与签发单位联系。", code="XP-3804")
    return revision.with_contents(cms)


def _check_fresh(writer: IncrementalPdfFileWriter, field: str, signer: Signer) -> None:
    """Raises Refusal unless the field is there and empty and this certificate has not signed yet."""
    from pyhanko.sign.fields import enumerate_sig_fields

    values = {name: value for name, value, _ in enumerate_sig_fields(writer)}
    if field not in values:
        raise Refusal.because("文件里没有这个人的签名位置，未签署；请重新出具结论文件。", code="XP-3802")
    if values[field] is not None:
        raise Refusal.because("这个位置已经签过，未重复签署；文件没有变化。", code="XP-3803")
    leaf = sha256(signer.certificate).digest()
    for value in values.values():
        if value is not None and leaf in bytes(value.get_object()["/Contents"]):
            raise Refusal.because("同一证书在一份文件里只签一次，未重复签署；文件没有变化。", code="XP-3805")


def _not_certified() -> Refusal:
    return Refusal.because(
        "本机的密钥与签发单位认证的不是同一套，不能签署；请重新登记后再签。", code="XP-3808"
    )


def _unusable() -> Refusal:
    return Refusal.because(
        "这份 PDF 无法签署，可能已损坏；原文件没有变化。请重新出具结论文件。", code="XP-3801"
    )
