"""The keys of a person and of a device, made where they are used and never by the bureau."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.signing import seals, vault
from app.signing.fields import AgeRecipient, Key32, Point65, Strict, b64, unb64

PERSON_KIND = "xianping-person-keys"
DEVICE_KIND = "xianping-device-key"


class PublicKeys(Strict):
    """Public halves. p256: uncompressed point (65 bytes), ed25519: 32 bytes, both base64; age: ``age1…``."""

    p256: Point65
    ed25519: Key32
    age: AgeRecipient


@dataclass(frozen=True, slots=True, repr=False)
class P256Key:
    """A P-256 private key, for signatures in PDFs."""

    private: ec.EllipticCurvePrivateKey

    @classmethod
    def generate(cls) -> Self:
        """A fresh key."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def of_scalar(cls, scalar: str) -> Self:
        """The key of a base64 secret of 32 bytes. Raises ValueError."""
        return cls(ec.derive_private_key(int.from_bytes(_secret(scalar), "big"), ec.SECP256R1()))

    @property
    def scalar(self) -> str:
        """The secret, base64 of 32 bytes."""
        return b64(self.private.private_numbers().private_value.to_bytes(32, "big"))

    @property
    def public(self) -> str:
        """The uncompressed point, base64."""
        return point_text(self.private.public_key())

    def sign(self, message: bytes) -> bytes:
        """ECDSA with SHA-256, DER."""
        return self.private.sign(message, ec.ECDSA(SHA256()))


@dataclass(frozen=True, slots=True, repr=False)
class DeviceKey:
    """The technical key of a device: certifies that the program made the PDF, speaks for no person."""

    p256: P256Key

    @classmethod
    def generate(cls) -> Self:
        """A fresh device key."""
        return cls(P256Key.generate())

    @property
    def public(self) -> str:
        """The uncompressed point, base64."""
        return self.p256.public

    def lock(self, pin: str | None) -> bytes:
        """The key as a file's content."""
        return vault.lock(DEVICE_KIND, {"p256": self.p256.scalar}, pin)

    @classmethod
    def unlock(cls, data: bytes, pin: str | None) -> Self:
        """The key again. Raises Refusal."""
        secret = vault.unlock(DEVICE_KIND, data, pin)
        try:
            return cls(P256Key.of_scalar(secret["p256"]))
        except (KeyError, TypeError, ValueError):
            raise vault.wrong_pin() from None


@dataclass(frozen=True, slots=True, repr=False)
class PersonKeys:
    """One person's three keys: P-256 for PDFs, Ed25519 for packages, X25519 (age) for what is sealed."""

    p256: P256Key
    ed25519: Ed25519PrivateKey
    identity: str

    @classmethod
    def generate(cls) -> Self:
        """Three fresh keys."""
        return cls(P256Key.generate(), Ed25519PrivateKey.generate(), seals.new_identity())

    def public(self) -> PublicKeys:
        """The public halves."""
        raw = self.ed25519.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        recipient = seals.recipient_of(self.identity)
        return PublicKeys(p256=self.p256.public, ed25519=b64(raw), age=recipient)

    def sign(self, message: bytes) -> bytes:
        """Ed25519 over the message, 64 bytes."""
        return self.ed25519.sign(message)

    def lock(self, pin: str | None) -> bytes:
        """The keys as a file's content: under a PIN encrypted, without one plain and marked so."""
        return vault.lock(PERSON_KIND, self.secret(), pin)

    def lock_to_travel(self, pin: str) -> bytes:
        """The keys under the own PIN as they may leave the device, inside a file that is itself sealed."""
        return vault.lock(PERSON_KIND, self.secret(), pin, vault.TRAVELLING)

    @classmethod
    def unlock(cls, data: bytes, pin: str | None) -> Self:
        """The keys again. A wrong PIN and a damaged file raise the same Refusal."""
        try:
            return cls.of_secret(vault.unlock(PERSON_KIND, data, pin))
        except (KeyError, TypeError, ValueError):
            raise vault.wrong_pin() from None

    def secret(self) -> dict[str, Any]:
        """The secrets as plain JSON: for a vault only."""
        seed = b64(self.ed25519.private_bytes_raw())
        return {"p256": self.p256.scalar, "ed25519": seed, "age": self.identity}

    @classmethod
    def of_secret(cls, plain: dict[str, Any]) -> Self:
        """The keys of ``secret()``. Raises KeyError, TypeError, ValueError."""
        seed = Ed25519PrivateKey.from_private_bytes(_secret(plain["ed25519"]))
        seals.recipient_of(plain["age"])
        return cls(P256Key.of_scalar(plain["p256"]), seed, plain["age"])


def point_text(key: ec.EllipticCurvePublicKey) -> str:
    """The uncompressed point of a P-256 public key, base64."""
    return b64(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def p256_public(point: str) -> ec.EllipticCurvePublicKey:
    """The P-256 public key of an uncompressed point in base64. Raises ValueError."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(point))


def ed25519_verifies(public: str, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds. public: base64 of 32 bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(unb64(public)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def p256_verifies(point: str, signature: bytes, message: bytes) -> bool:
    """Whether an ECDSA/SHA-256 signature holds. point: base64 of the uncompressed point."""
    try:
        p256_public(point).verify(signature, message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def _secret(text: str) -> bytes:
    data = unb64(text)
    if len(data) != 32:
        raise ValueError("a secret has 32 bytes")
    return data
