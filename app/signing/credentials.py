"""What an expert asks the bureau for (enrolment) and what the bureau answers with (credential)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import ValidationError

from app.common.canon import canonical, sha256
from app.common.clock import moment_of, stamp
from app.common.errors import Refusal
from app.common.fingerprints import fingerprint_of
from app.common.roles import SeatRole
from app.signing.fields import (
    Der,
    Hex64,
    Id,
    Label,
    Moment,
    Named,
    PersonName,
    Point65,
    Sig64,
    Strict,
    b64,
    parse_model,
    unb64,
)
from app.signing.keys import DeviceKey, PersonKeys, PublicKeys, ed25519_verifies, p256_verifies

Role = Literal[SeatRole, "bureau"]
_ENROLMENT = b"xianping enrolment 1\n"
_CREDENTIAL = b"xianping credential 1\n"


class Applicant(Named):
    """Who enrols: id made on the own device, name and unit as they shall stand in the verdict."""

    id: Id
    name: PersonName
    unit: Label

    @classmethod
    def of(
        cls,
        id: str,  # noqa: A002  the field's own name
        name: str,
        unit: str,
        stands_for: Mapping[str, str] | None = None,
    ) -> Self:
        """The applicant, its faults told in Chinese. Raises Refusal."""
        try:
            return cls(id=id, name=name, unit=unit, stands_for=dict(stands_for or {}))
        except ValidationError:
            raise Refusal.because(
                "姓名须为 1 至 64 个字，单位不超过 200 个字，且不含控制字符；请修改后重新登记。",
                code="XP-3922",
            ) from None


class Enrolment(Strict):
    """A person's public keys, with proof that the person holds the private ones. Travels as ``.xpenrol``."""

    format: Literal[1] = 1
    type: Literal["xianping-enrolment"] = "xianping-enrolment"
    person: Applicant
    keys: PublicKeys
    device: Point65
    made_at: Moment
    proof_p256: str
    proof_device: str
    signature: Sig64

    @classmethod
    def make(cls, person: Applicant, keys: PersonKeys, device: DeviceKey, now: datetime) -> Self:
        """An enrolment signed by all three signing keys."""
        plain = {
            "format": 1,
            "type": "xianping-enrolment",
            "person": person.plain(),
            "keys": keys.public().plain(),
            "device": device.public,
            "made_at": stamp(now),
        }
        message = _ENROLMENT + canonical(plain)
        proofs = {"proof_p256": b64(keys.p256.sign(message)), "proof_device": b64(device.p256.sign(message))}
        whole = plain | proofs
        signature = b64(keys.sign(_ENROLMENT + canonical(whole)))
        return cls.model_validate(whole | {"signature": signature})

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """An enrolment from its canonical bytes, its proofs checked. Raises Refusal."""
        enrolment = parse_model(cls, data, "XP-3920")
        enrolment.check()
        return enrolment

    def check(self) -> None:
        """Raises Refusal unless every key proves possession."""
        whole = self.plain()
        signature = whole.pop("signature")
        signed = _ENROLMENT + canonical(whole)
        proofs = [whole.pop("proof_p256"), whole.pop("proof_device")]
        message = _ENROLMENT + canonical(whole)
        if not (
            ed25519_verifies(self.keys.ed25519, unb64(signature), signed)
            and _proves(self.keys.p256, proofs[0], message)
            and _proves(self.device, proofs[1], message)
        ):
            raise Refusal.because(
                "登记文件的签名不符，未予登记；请本人在自己的电脑上重新导出登记文件。", code="XP-3921"
            )

    @property
    def data(self) -> bytes:
        """Its canonical bytes."""
        return canonical(self.plain())

    @property
    def fingerprint(self) -> str:
        """The person's, as ``fingerprint_of`` gives it: the device's key is bound by the person's own."""
        return fingerprint_of(self.keys.plain())


class Credential(Strict):
    """The bureau's signed word on who holds which keys in which role, for a batch.

    batch: None for the bureau's own issuing identity, whose ``certificate`` is the issuing CA.
    issuer: SHA-256 of the Ed25519 key that signed. Times are UTC stamps.
    """

    format: Literal[1] = 1
    type: Literal["xianping-credential"] = "xianping-credential"
    person: Applicant
    role: Role
    batch: Id | None
    keys: PublicKeys
    certificate: Der
    device_certificate: Der | None
    valid_from: Moment
    valid_to: Moment
    issuer: Hex64
    signature: Sig64

    @classmethod
    def make(cls, plain: dict[str, Any], issuer: PersonKeys) -> Self:
        """A credential from its fields without issuer and signature, signed. Raises ValidationError."""
        whole = {"format": 1, "type": "xianping-credential"} | plain
        whole |= {"issuer": key_id(issuer.public().ed25519)}
        return cls.model_validate(whole | {"signature": b64(issuer.sign(_CREDENTIAL + canonical(whole)))})

    def signed_by(self, public: str) -> bool:
        """Whether the Ed25519 key (base64) signed this credential."""
        plain = self.plain()
        signature = plain.pop("signature")
        right_key = self.issuer == key_id(public)
        return right_key and ed25519_verifies(public, unb64(signature), _CREDENTIAL + canonical(plain))

    def holds(self, at: datetime) -> bool:
        """Whether it is within its validity at that time."""
        return moment_of(self.valid_from) <= at <= moment_of(self.valid_to)


def key_id(public: str) -> str:
    """The name of an Ed25519 key: SHA-256 (hex) of its 32 bytes."""
    return sha256(unb64(public))


def _proves(point: str, proof: str, message: bytes) -> bool:
    try:
        return p256_verifies(point, unb64(proof), message)
    except ValueError:
        return False
