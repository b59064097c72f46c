"""The first member of every package: what it is, from whom, for whom, and the digest of all the rest."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from app.signing.credentials import Credential
from app.signing.fields import Hex64, Id, Key32, Moment, Strict

FORMAT = 1
Kind = Literal["xpenrol", "xptask", "xpfacts", "xplock", "xpsheet", "xprecord", "xpsync", "xpack", "xpsafe"]
KINDS: tuple[str, ...] = get_args(Kind)
CONFIDENTIAL = frozenset({"xptask", "xpfacts", "xpsheet", "xprecord", "xpsync", "xpsafe"})
SENDER_ROLES: dict[str, frozenset[str]] = {
    "xptask": frozenset({"bureau"}),
    "xpack": frozenset({"bureau"}),
    "xpfacts": frozenset({"leader", "expert"}),
    "xplock": frozenset({"leader", "expert"}),
    "xpsheet": frozenset({"leader", "expert"}),
    # A deputy leads with an expert's credential; the services narrow this down by the task.
    "xprecord": frozenset({"leader", "expert"}),
    "xpsync": frozenset({"leader", "expert"}),
    "xpsafe": frozenset({"leader", "expert"}),
}
KIND_NAMES = {
    "xpenrol": "登记文件",
    "xptask": "任务文件",
    "xpfacts": "已核事实",
    "xplock": "锁定凭据",
    "xpsheet": "专家的表",
    "xprecord": "待签文件",
    "xpsync": "考核成果包",
    "xpack": "回执",
    "xpsafe": "随身副本",
}


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
