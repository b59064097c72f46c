"""What is proven of a file: who signed it, who has not, and with whose trust that was checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.common.clock import moment_of
from app.common.roles import ROLES

if TYPE_CHECKING:
    from app.exchange.package import Package
    from app.services.store.shelf import VisitShelf
    from app.signing.trust import Trust

SIGNERS: Mapping[str, str] = {
    "bureau": "主管部门",
    **{name: role.word for name, role in ROLES.items()},
    "applicant": "登记人",
}
"""What whoever signs a file is called."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature that holds. at: UTC stamp by the signer's own clock; form: digital, or a pen on paper."""

    person: str
    name: str
    role: str
    at: str
    form: Literal["digital", "pen"] = "digital"


@dataclass(frozen=True, slots=True)
class Vouching:
    """The bureau whose trust a file was checked with."""

    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proven of a file. facts: what was checked, as Chinese sentences.

    complete: everybody has signed who has to; missing: who has not; reasons: why it does not hold, empty
    where it does. valid is never without complete.
    """

    kind: str
    valid: bool
    complete: bool
    bureau: Vouching
    signatures: tuple[Signed, ...]
    missing: tuple[str, ...]
    reasons: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a file is proven with. identities open what is sealed; beside: packages that may hold the PDF.

    vouched: SHA-256 of documents that a bureau has taken in already, as its database says.
    """

    trust: Trust
    identities: Sequence[str]
    shelf: VisitShelf
    beside: Sequence[Path] = ()
    vouched: frozenset[str] = frozenset()


def held(kind: str, trust: Trust, signatures: tuple[Signed, ...], facts: tuple[str, ...]) -> Proof:
    """A file of which everything holds."""
    return Proof(kind, True, True, vouching(trust), signatures, (), (), facts)


def vouching(trust: Trust) -> Vouching:
    """The bureau of a trust, by name and fingerprint."""
    return Vouching(trust.name, trust.fingerprint)


def signer_of(package: Package) -> tuple[Signed, ...]:
    """Who has signed a package."""
    manifest, sender = package.manifest, package.sender
    if sender is None:
        from app.exchange.enrolment import read_enrolment

        person = read_enrolment(package).person
        return (Signed(person.id, person.name, "applicant", manifest.created_at),)
    return (Signed(sender.person.id, sender.person.name, sender.role, manifest.created_at),)


def written_at(text: str) -> str:
    """A stamp as people read it, in Beijing time."""
    from datetime import timedelta, timezone

    return moment_of(text).astimezone(timezone(timedelta(hours=8))).strftime("%Y-%m-%d %H:%M:%S")
