"""The first member of every package: what it is, from whom, for whom, and the digest of all the rest."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.exchange.kinds import Kind
from app.signing.credentials import Credential
from app.signing.fields import Hex64, Id, Key32, Moment, Strict

FORMAT = 1


class Member(Strict):
    """Size in bytes and SHA-256 of one member."""

    size: Annotated[int, Field(ge=0, le=2**40)]
    sha256: Hex64


class ManifestDraft(Strict):
    """What the caller decides of a manifest.

    sequence counts the sender's exports for one purpose from 1; previous: ``digest`` of the package before.
    """

    kind: Kind
    batch: Id | None
    visit: Id | None = None
    sender: Id
    sequence: Annotated[int, Field(ge=1, le=10**9)] = 1
    previous: Hex64 | None = None
    created_at: Moment


class Manifest(ManifestDraft):
    """The whole manifest. credential is None only in an enrolment, which vouches for itself."""

    format: Literal[1] = 1
    program: Literal["xianping"] = "xianping"
    sender_key: Key32
    credential: Credential | None
    recipients: tuple[Id, ...]
    members: dict[str, Member]
