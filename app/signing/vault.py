"""Secrets at rest under a PIN: one file form for people, devices and the bureau.

A PIN is short, so guessing is made dear: Argon2id with 128 MiB. Without a PIN (sample, or a device whose
database is itself encrypted) the file is plain and says so.
"""

from __future__ import annotations

import os
import unicodedata
from typing import Any, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pydantic import ValidationError

from app.common.canon import canonical
from app.common.errors import Refusal
from app.signing.fields import MAX_STATEMENT_BYTES, Strict, b64, parse_plain, unb64

MEMORY_KIB = 128 * 1024
PASSES = 3
LANES = 4


class _Locked(Strict):
    format: Literal[1]
    kind: str
    pin: Literal[True]
    kdf: Literal["argon2id-128m-3-4"]
    salt: str
    nonce: str
    box: str


class _Plain(Strict):
    format: Literal[1]
    kind: str
    pin: Literal[False]
    secret: dict[str, Any]


def lock(kind: str, secret: dict[str, Any], pin: str | None) -> bytes:
    """The secret as a file's content, canonical JSON. With a PIN it is encrypted, without one plain."""
    if pin is None:
        return canonical({"format": 1, "kind": kind, "pin": False, "secret": secret})
    salt, nonce = os.urandom(16), os.urandom(12)
    head = {"format": 1, "kind": kind, "pin": True, "kdf": "argon2id-128m-3-4"}
    head |= {"salt": b64(salt), "nonce": b64(nonce)}
    box = ChaCha20Poly1305(derive(pin, salt)).encrypt(nonce, canonical(secret), canonical(head))
    return canonical(head | {"box": b64(box)})


def unlock(kind: str, data: bytes, pin: str | None) -> dict[str, Any]:
    """The secret again. A wrong PIN and a damaged file raise one and the same Refusal."""
    try:
        plain = parse_plain(data, "", limit=MAX_STATEMENT_BYTES)
        if isinstance(plain, dict) and plain.get("pin") is False:
            return _plain_secret(_Plain.model_validate(plain), kind)
        return _open(_Locked.model_validate(plain), kind, pin)
    except (Refusal, ValidationError, ValueError, InvalidTag):
        raise wrong_pin() from None


def has_pin(data: bytes) -> bool:
    """Whether a file that ``lock`` wrote asks for a PIN. Raises Refusal."""
    plain = parse_plain(data, "XP-3901", limit=MAX_STATEMENT_BYTES)
    return not (isinstance(plain, dict) and plain.get("pin") is False)


def derive(pin: str, salt: bytes) -> bytes:
    """32 key bytes from a PIN; full-width digits from a Chinese input method count as plain ones."""
    kdf = Argon2id(salt=salt, length=32, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    return kdf.derive(unicodedata.normalize("NFKC", pin).encode("utf-8", "surrogatepass"))


def wrong_pin() -> Refusal:
    """The one answer to a wrong PIN and a damaged key file: no hint which."""
    return Refusal.because(
        "PIN 不正确，或密钥文件已损坏；数据没有变化。请核对后重试，仍不行时用备份的密钥文件恢复。",
        code="XP-3901",
    )


def _plain_secret(file: _Plain, kind: str) -> dict[str, Any]:
    if file.kind != kind:
        raise ValueError("another kind of key file")
    return file.secret


def _open(file: _Locked, kind: str, pin: str | None) -> dict[str, Any]:
    salt, nonce, box = unb64(file.salt), unb64(file.nonce), unb64(file.box)
    if len(salt) != 16 or len(nonce) != 12 or pin is None or file.kind != kind:
        raise ValueError("not a locked key file of this kind, or no PIN given")
    head = file.plain()
    del head["box"]
    secret = parse_plain(ChaCha20Poly1305(derive(pin, salt)).decrypt(nonce, box, canonical(head)), "")
    if not isinstance(secret, dict):
        raise ValueError("a secret is an object")  # noqa: TRY004  unlock answers every fault alike
    return secret
