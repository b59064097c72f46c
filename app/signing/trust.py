"""The bureau's public half, ``bureau.xptrust``: what every signature is measured against."""

from __future__ import annotations

from typing import Any, Literal, Self

from app.common.canon import canonical, unmarked
from app.common.clock import moment_of
from app.common.errors import Refusal
from app.common.fingerprints import fingerprint_of
from app.signing.certificates import ROOT_ROLE, is_issued_by, read_certificate, subject_of
from app.signing.credentials import Credential, check_chain
from app.signing.fields import (
    Der,
    Key32,
    Label,
    Moment,
    Sig64,
    Strict,
    b64,
    parse_model,
    unb64,
)
from app.signing.keys import PersonKeys, ed25519_verifies

FORMLESS = "XP-3910"  # what is no trust file at all, as against one that was changed
_TRUST = b"xianping trust 1\n"


class Trust(Strict):
    """The bureau's root keys and its issuing identity, signed by the root itself.

    That proves nothing about whose root it is: the fingerprint is compared with the printed notice.
    """

    format: Literal[1] = 1
    type: Literal["xianping-trust"] = "xianping-trust"
    name: Label
    issued_at: Moment
    root_ed25519: Key32
    root_certificate: Der
    issuing: Credential
    signature: Sig64

    @classmethod
    def make(cls, plain: dict[str, Any], root: PersonKeys) -> Self:
        """A trust file from its fields without the signature. Raises ValidationError."""
        whole = {"format": 1, "type": "xianping-trust"} | plain
        return cls.model_validate(whole | {"signature": b64(root.sign(_TRUST + canonical(whole)))})

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The trust of a file's exact bytes, whose mark of byte order is not asked about. Raises Refusal."""
        trust = parse_model(cls, unmarked(data), FORMLESS)
        trust.check()
        return trust

    def check(self) -> None:
        """Raises Refusal unless root, issuing identity and signature belong together."""
        plain = self.plain()
        signature = plain.pop("signature")
        signed = ed25519_verifies(self.root_ed25519, unb64(signature), _TRUST + canonical(plain))
        if not signed or not self._root_is_sound():
            raise Refusal.because(
                "信任文件已损坏或被改动，未予采用；请向签发单位重新要一份，并核对通知上印的指纹。",
                code="XP-3911",
            )
        check_chain(self.issuing, self, moment_of(self.issued_at))

    def _root_is_sound(self) -> bool:
        try:
            root = read_certificate(self.root_certificate)
            role = subject_of(root).role
        except ValueError:
            return False
        own = is_issued_by(root, root, moment_of(self.issued_at))
        return own and role == ROOT_ROLE and self.issuing.role == "bureau"

    @property
    def data(self) -> bytes:
        """The content of its file."""
        return canonical(self.plain())

    @property
    def fingerprint(self) -> str:
        """Eight groups of four characters over the root keys: stays when the issuing identity is renewed."""
        root = {"certificate": self.root_certificate, "ed25519": self.root_ed25519}
        return fingerprint_of(root)

    @property
    def bureau_id(self) -> str:
        """The bureau's id as sender and recipient of packages."""
        return self.issuing.person.id

    @property
    def recipient(self) -> str:
        """The age recipient that seals for the bureau."""
        return self.issuing.keys.age
