"""The data key of a device, wrapped once for every PIN and every recovery code: the form of one small file.

One salt serves all slots, so that a secret is derived once however many people there are: a wrong one costs
the same time as a right one, and the time tells nothing of who is here. It never holds a name.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.common.canon import canonical
from app.common.errors import Refusal
from app.signing import vault
from app.signing.fields import Strict, b64, parse_model, parse_plain, unb64

KIND = "xianping-data-key"
KEY_BYTES = 32
MAX_FILE_BYTES = 1024 * 1024
DAMAGED = "XP-3317"
Use = Literal["pin", "code"]

# Without I, L, O and U: what is copied by hand is not misread.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")
CODE_LETTERS, CODE_GROUP = 24, 4


class KeySlot(Strict):
    """The data key under one secret. person: whose it is, by id. use: what kind of secret opens it."""

    person: str
    use: Use
    nonce: str
    box: str


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """What a slot is to hold; as in ``Opened``."""

    key: bytes
    keys: dict[str, Any]
    locked: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a secret has opened: the data key, and the person's secret keys. slot: which one it was.

    locked: digest of the person's key file under this very PIN; empty for a recovery code.
    """

    person: str
    key: bytes = field(repr=False)
    keys: dict[str, Any] = field(repr=False)
    locked: str
    slot: KeySlot


class KeySlots(Strict):
    """The content of the file."""

    format: Literal[1]
    kind: Literal["xianping-data-key"]
    kdf: vault.Kdf
    salt: str
    slots: tuple[KeySlot, ...]

    @classmethod
    def empty(cls) -> Self:
        """No slot yet, under a fresh salt."""
        return cls(format=1, kind="xianping-data-key", kdf=vault.AT_HOME, salt=b64(os.urandom(16)), slots=())

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The slots of a file. Raises Refusal for a damaged one."""
        try:
            return parse_model(cls, data, DAMAGED, limit=MAX_FILE_BYTES)
        except Refusal:
            raise Refusal.because(
                "数据文件夹里的 xianping.keys 已损坏，打不开数据。请用它的备份替换；其他文件没有改动。",
                code=DAMAGED,
            ) from None

    def data(self) -> bytes:
        """The file's content, canonical JSON."""
        return canonical(self.plain())

    def open(self, secret: str, use: Use) -> tuple[Opened, ...]:
        """Everything a PIN or a recovery code opens, newest first; nothing for a wrong one."""
        wrapping = self._wrapping(secret, use)
        tried = (_opened(wrapping, slot) for slot in reversed(self.slots) if slot.use == use)
        return tuple(each for each in tried if each is not None)

    def add(self, person: str, use: Use, secret: str, held: Held) -> KeySlots:
        """One slot more, the newest; those that a person has already stay until ``keep``."""
        wrapping = self._wrapping(secret, use)
        nonce = os.urandom(12)
        plain = {"key": b64(held.key), "keys": held.keys, "locked": held.locked}
        box = wrapping.encrypt(nonce, canonical(plain), _bound(person, use))
        slot = KeySlot(person=person, use=use, nonce=b64(nonce), box=b64(box))
        return self.model_copy(update={"slots": (*self.slots, slot)})

    def keep(self, kept: KeySlot) -> KeySlots:
        """Without the other slots of its kind that a slot's person has."""
        whose = (kept.person, kept.use)
        left = (slot for slot in self.slots if slot == kept or (slot.person, slot.use) != whose)
        return self.model_copy(update={"slots": tuple(left)})

    def only(self, slot: KeySlot) -> KeySlots:
        """One slot alone, under the salt that it was made with."""
        return self.model_copy(update={"slots": (slot,)})

    def newest(self, person: str, use: Use) -> KeySlot | None:
        """A person's newest slot of a kind."""
        own = [slot for slot in self.slots if (slot.person, slot.use) == (person, use)]
        return own[-1] if own else None

    def has(self, person: str, use: Use) -> bool:
        """Whether a person has a slot of a kind."""
        return any((slot.person, slot.use) == (person, use) for slot in self.slots)

    def _wrapping(self, secret: str, use: Use) -> ChaCha20Poly1305:
        """A PIN is short and made dear to guess; a code has more random bits than anybody can try."""
        salt = unb64(self.salt)
        if use == "pin":
            return ChaCha20Poly1305(vault.derive(secret, salt, self.kdf))
        derived = HKDF(SHA256(), KEY_BYTES, salt, KIND.encode()).derive(plain_code(secret).encode())
        return ChaCha20Poly1305(derived)


def new_key() -> bytes:
    """A fresh data key."""
    return os.urandom(KEY_BYTES)


def new_code() -> str:
    """A fresh recovery code of 120 random bits, in groups to be written down."""
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(CODE_LETTERS))
    return "-".join(letters[at : at + CODE_GROUP] for at in range(0, CODE_LETTERS, CODE_GROUP))


def plain_code(typed: str) -> str:
    """A recovery code as it is derived, however typed: case, blanks and what is misread do not count."""
    text = unicodedata.normalize("NFKC", typed).upper().translate(_MISREAD)
    return "".join(letter for letter in text if letter in _LETTERS)


def _opened(wrapping: ChaCha20Poly1305, slot: KeySlot) -> Opened | None:
    try:
        held = parse_plain(
            wrapping.decrypt(unb64(slot.nonce), unb64(slot.box), _bound(slot.person, slot.use)), ""
        )
        key = unb64(held["key"])
        return Opened(slot.person, key, dict(held["keys"]), str(held["locked"]), slot)
    except (InvalidTag, Refusal, KeyError, TypeError, ValueError, AttributeError):
        return None


def _bound(person: str, use: Use) -> bytes:
    """What a box is tied to, so that it cannot be passed off as another's."""
    return canonical({"kind": KIND, "person": person, "use": use})
