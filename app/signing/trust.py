"""The bureau's public half, ``bureau.xptrust``: what every signature is measured against."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self

from app.common.canon import canonical, unmarked
from app.common.clock import moment_of
from app.common.errors import Refusal
from app.common.fingerprints import fingerprint_of
from app.signing.certificates import (
    DEVICE_ROLE,
    ROOT_ROLE,
    Subject,
    is_issued_by,
    point_of,
    read_certificate,
    subject_of,
)
from app.signing.credentials import Credential, key_id
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


def check_chain(credential: Credential, trust: Trust, at: datetime) -> None:
    """Raises Refusal unless the bureau of ``trust`` vouches for the credential at that time."""
    issuer = trust.root_ed25519 if credential.role == "bureau" else trust.issuing.keys.ed25519
    if credential.issuer != key_id(issuer):
        raise Refusal.because(
            "文件由另一家单位的体系签发，不是本批次的信任文件所认可的，未予采用；请核对信任文件指纹，或向签发单位询问。",
            code="XP-3202",
        )
    if not credential.signed_by(issuer) or not _matches_certificates(credential, trust, at):
        raise Refusal.because(
            "签名人的身份凭证无效或被改动，未予采用；本机数据没有变化。请向签发单位询问。", code="XP-3203"
        )
    if not (credential.holds(at) and (credential.role == "bureau" or trust.issuing.holds(at))):
        raise Refusal.because(
            f"签名人 {credential.person.name} 的凭证不在有效期内"
            f"（{credential.valid_from[:10]} 至 {credential.valid_to[:10]}），未予采用；"
            "请核对两台电脑的日期，或请签发单位重新发放任务文件。",
            code="XP-3204",
        )


def _matches_certificates(credential: Credential, trust: Trust, at: datetime) -> bool:
    """Whether the X.509 half says the same as the signed statement."""
    try:
        certificate = read_certificate(credential.certificate)
        wanted = Subject(credential.person.id, credential.person.name, credential.role)
        same = subject_of(certificate) == wanted and point_of(certificate) == credential.keys.p256
        if credential.device_certificate is not None:
            device = subject_of(read_certificate(credential.device_certificate))
            same = same and (device.id, device.role) == (credential.person.id, DEVICE_ROLE)
        above = read_certificate(
            trust.root_certificate if credential.role == "bureau" else trust.issuing.certificate
        )
    except ValueError:
        return False
    moment = min(max(at, certificate.not_valid_before_utc), certificate.not_valid_after_utc)
    return same and is_issued_by(certificate, above, moment)
