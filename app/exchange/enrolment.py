"""``.xpenrol``: an expert's public keys on their way to the bureau. Open, and vouches for itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.exchange.content import inconsistent, refuse_strays
from app.exchange.manifest import ManifestDraft
from app.exchange.package import Package, Written, write_package
from app.signing.credentials import Enrolment
from app.signing.fields import MAX_STATEMENT_BYTES
from app.signing.keys import PersonKeys

MEMBER = "enrolment.json"


def enrolment_members(enrolment: Enrolment) -> Mapping[str, bytes]:
    """The members of an enrolment package."""
    return {MEMBER: enrolment.data}


def enrolment_draft(enrolment: Enrolment) -> ManifestDraft:
    """The manifest's draft of an enrolment package."""
    return ManifestDraft(kind="xpenrol", batch=None, sender=enrolment.person.id, created_at=enrolment.made_at)


def write_enrolment(path: Path, enrolment: Enrolment, keys: PersonKeys) -> Written:
    """Write an enrolment. Raises EnvironmentTrouble."""
    return write_package(path, enrolment_draft(enrolment), enrolment_members(enrolment), keys, None)


def read_enrolment(package: Package) -> Enrolment:
    """The enrolment in a package of its kind, its proofs checked. Raises Refusal."""
    if package.manifest.kind != "xpenrol":
        raise inconsistent("这不是登记文件")
    refuse_strays(package, [MEMBER])
    enrolment = Enrolment.parse(package.members.text(MEMBER, MAX_STATEMENT_BYTES))
    manifest = package.manifest
    if (enrolment.person.id, enrolment.keys.ed25519) != (manifest.sender, manifest.sender_key):
        raise inconsistent("登记文件里的人与签名人不是同一个")
    return enrolment
