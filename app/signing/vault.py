"""Secrets at rest under a PIN: one file form for people, devices and the bureau.

A PIN is short, so guessing is made dear: Argon2id with 128 MiB, and dearer still for a copy
that travels. Without a PIN (sample, or a device whose database is itself encrypted) the file is plain and
says so.
"""

from __future__ import annotations

import os
import unicodedata
from typing import Any, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pydantic import ValidationError

from app.common.canon import canonical, unmarked
from app.common.errors import Refusal
from app.signing.fields import MAX_STATEMENT_BYTES, Strict, b64, parse_plain, unb64

MEMORY_KIB = 128 * 1024
PASSES = 3
LANES = 4
Kdf = Literal["argon2id-128m-3-4", "argon2id-256m-12-4"]
AT_HOME: Kdf = "argon2id-128m-3-4"
TRAVELLING: Kdf = "argon2id-256m-12-4"  # for a copy that leaves the device: eight times the work a guess


class _Locked(Strict):
    format: Literal[1]
    kind: str
    pin: Literal[True]
    kdf: Kdf
    salt: str
    nonce: str
    box: str


class _Plain(Strict):
    format: Literal[1]
    kind: str
    pin: Literal[False]
    secret: dict[str, Any]


def lock(kind: str, secret: dict[str, Any], pin: str | None, kdf: Kdf = AT_HOME) -> bytes:
    """The secret as a file's content, canonical JSON. With a PIN it is encrypted, without one plain."""
    if pin is None:
        return canonical({"format": 1, "kind": kind, "pin": False, "secret": secret})
    salt, nonce = os.urandom(16), os.urandom(12)
    head = {"format": 1, "kind": kind, "pin": True, "kdf": kdf}
    head |= {"salt": b64(salt), "nonce": b64(nonce)}
    box = ChaCha20Poly1305(derive(pin, salt, kdf)).encrypt(nonce, canonical(secret), canonical(head))
    return canonical(head | {"box": b64(box)})


def unlock(kind: str, data: bytes, pin: str | None) -> dict[str, Any]:
    """The secret again. A wrong PIN and a damaged file raise one and the same Refusal."""
    try:
        plain = parse_plain(unmarked(data), "", limit=MAX_STATEMENT_BYTES)
        if isinstance(plain, dict) and plain.get("pin") is False:
            return _plain_secret(_Plain.model_validate(plain), kind)
        return _open(_Locked.model_validate(plain), kind, pin)
    except (Refusal, ValidationError, ValueError, InvalidTag):
        raise wrong_pin() from None


def has_pin(data: bytes) -> bool:
    """Whether a file that ``lock`` wrote asks for a PIN. Raises Refusal."""
    plain = parse_plain(unmarked(data), "XP-3901", limit=MAX_STATEMENT_BYTES)
    return not (isinstance(plain, dict) and plain.get("pin") is False)


def travels(data: bytes) -> bool:
    """Whether a file that ``lock`` wrote is locked dearly enough to leave its device."""
    try:
        plain = parse_plain(data, "", limit=MAX_STATEMENT_BYTES)
        return _Locked.model_validate(plain).kdf == TRAVELLING
    except (Refusal, ValidationError, ValueError):
        return False


def derive(pin: str, salt: bytes, kdf: Kdf = AT_HOME) -> bytes:
    """32 key bytes from a PIN; full-width digits from a Chinese input method count as plain ones."""
    dear = kdf == TRAVELLING
    memory, passes = (2 * MEMORY_KIB, 4 * PASSES) if dear else (MEMORY_KIB, PASSES)
    made = Argon2id(salt=salt, length=32, iterations=passes, lanes=LANES, memory_cost=memory)
    return made.derive(unicodedata.normalize("NFKC", pin).encode("utf-8", "surrogatepass"))


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
    opened = ChaCha20Poly1305(derive(pin, salt, file.kdf)).decrypt(nonce, box, canonical(head))
    secret = parse_plain(opened, "")
    if not isinstance(secret, dict):
        raise ValueError("a secret is an object")  # noqa: TRY004  unlock answers every fault alike
    return secret
