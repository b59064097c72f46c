"""The bureau's private half: an offline root, and the issuing identity that does the daily work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from app.common.clock import stamp
from app.common.errors import Refusal
from app.common.ids import new_id
from app.signing import vault
from app.signing.certificates import (
    DEVICE_NAME,
    DEVICE_ROLE,
    ISSUING_ROLE,
    ROOT_ROLE,
    Signing,
    Span,
    Subject,
    certificate_text,
    make_ca,
    make_leaf,
    make_root,
    read_certificate,
)
from app.signing.credentials import Applicant, Credential, Enrolment, Role
from app.signing.fields import MAX_NAME
from app.signing.keys import PersonKeys, p256_public
from app.signing.trust import Trust

AUTHORITY_KIND = "xianping-authority"
ROOT_YEARS, ISSUING_YEARS = 20, 10
_SKEW = timedelta(days=1)


@dataclass(frozen=True, slots=True, repr=False)
class Authority:
    """A bureau's keys. root is None on a machine that only issues; the public half is ``trust()``."""

    root: PersonKeys | None
    issuing: PersonKeys
    public: Trust

    @classmethod
    def create(cls, name: str, now: datetime) -> Self:
        """A new bureau with fresh keys, valid from a day before ``now``. Raises Refusal for a bad name."""
        if not 1 <= len(name) <= MAX_NAME:
            raise Refusal.because(f"单位名称须为 1 至 {MAX_NAME} 个字。", code="XP-3930")
        root, issuing = PersonKeys.generate(), PersonKeys.generate()
        return cls(root, issuing, _make_trust(name, root, issuing, now.astimezone(UTC)))

    def trust(self) -> Trust:
        """The public half, for ``bureau.xptrust``."""
        return self.public

    @property
    def credential(self) -> Credential:
        """The issuing identity's own credential, with which it signs task files and receipts."""
        return self.public.issuing

    def enrol(
        self, request: Enrolment, batch_id: str, role: Role, valid_from: datetime, valid_to: datetime
    ) -> Credential:
        """Certify a person's keys for a batch. Raises Refusal if the request proves nothing."""
        request.check()
        if role == "bureau" or not valid_from < valid_to:
            raise Refusal.because("凭证的角色或有效期有误，未签发；请检查批次的起止日期。", code="XP-3931")
        span = Span(valid_from.astimezone(UTC), valid_to.astimezone(UTC))
        person = request.person
        leaf = self._leaf(Subject(person.id, person.name, role), request.keys.p256, span)
        device = self._leaf(Subject(person.id, DEVICE_NAME, DEVICE_ROLE), request.device, span)
        plain = {"person": person.plain(), "role": role, "batch": batch_id, "keys": request.keys.plain()}
        plain |= {"certificate": leaf, "device_certificate": device}
        plain |= {"valid_from": stamp(span.valid_from), "valid_to": stamp(span.valid_to)}
        return Credential.make(plain, self.issuing)

    def _leaf(self, subject: Subject, point: str, span: Span) -> str:
        signing = Signing(read_certificate(self.credential.certificate), self.issuing.p256)
        return certificate_text(make_leaf(subject, p256_public(point), span, signing))

    def lock(self, pin: str | None) -> bytes:
        """All the keys as a file's content, for the backup and the bureau's machine."""
        return vault.lock(AUTHORITY_KIND, self.secret(), pin)

    def secret(self) -> dict[str, Any]:
        """All the keys as plain JSON values, to be encrypted."""
        root = None if self.root is None else self.root.secret()
        return {"trust": self.public.plain(), "issuing": self.issuing.secret(), "root": root}

    @classmethod
    def unlock(cls, data: bytes, pin: str | None) -> Self:
        """The keys again. A wrong PIN and a damaged file raise the same Refusal."""
        return cls.of_secret(vault.unlock(AUTHORITY_KIND, data, pin))

    @classmethod
    def of_secret(cls, secret: dict[str, Any]) -> Self:
        """The keys from what ``secret`` gave. Raises Refusal."""
        try:
            root = None if secret["root"] is None else PersonKeys.of_secret(secret["root"])
            issuing = PersonKeys.of_secret(secret["issuing"])
            trust = Trust.model_validate(secret["trust"])
            trust.check()
        except (KeyError, TypeError, ValueError, Refusal):
            raise vault.wrong_pin() from None
        return cls(root, issuing, trust)


def _make_trust(name: str, root: PersonKeys, issuing: PersonKeys, now: datetime) -> Trust:
    bureau = Applicant(id=new_id(), name=name, unit=name)
    span = Span(now - _SKEW, now + timedelta(days=366 * ROOT_YEARS))
    root_certificate = make_root(Subject(bureau.id, bureau.name, ROOT_ROLE), root.p256, span)
    below = Span(span.valid_from, now + timedelta(days=366 * ISSUING_YEARS))
    issuing_certificate = make_ca(
        Subject(bureau.id, bureau.name, ISSUING_ROLE),
        issuing.p256.private.public_key(),
        below,
        Signing(root_certificate, root.p256),
    )
    plain = {"person": bureau.plain(), "role": "bureau", "batch": None, "keys": issuing.public().plain()}
    plain |= {"certificate": certificate_text(issuing_certificate), "device_certificate": None}
    plain |= {"valid_from": stamp(below.valid_from), "valid_to": stamp(below.valid_to)}
    fields = {"name": name, "issued_at": stamp(now), "root_ed25519": root.public().ed25519}
    fields |= {"root_certificate": certificate_text(root_certificate)}
    return Trust.make(fields | {"issuing": Credential.make(plain, root).plain()}, root)
