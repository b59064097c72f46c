"""The shipped sample visit as typed data. Everybody and everything in it is marked 示例."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.common.canon import parse_json
from app.common.paths import resources
from app.common.roles import SeatRole
from app.services.bureau.batch_spec import BatchFacts, ProjectFacts

SAMPLE = "tianjin-base.json"


class SamplePerson(BaseModel):
    """A member of the sample panel; key names the files that the demo writes for them."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    key: str
    name: str
    unit: str
    role: SeatRole
    scores: bool


class SampleRuling(BaseModel):
    """What the sample's leader rules on a criterion."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    findings: dict[str, Any]
    reason: str


class SampleTalk(BaseModel):
    """How the sample's panel settles a wide spread: the sentence; by key who dissents, and why."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    sentence: str
    dissents: dict[str, str]


class SampleStep(BaseModel):
    """What the sample notes for a step of the protocol."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    people: str
    notes: str


class SampleStatement(BaseModel):
    """The sample unit's answer."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    text: str
    agrees: bool
    by: str


class SampleWindow(BaseModel):
    """Whose sheet the sample leaves unfinished in the window, and which criteria stay open."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    person: str
    left_open: list[str]


class Sample(BaseModel):
    """The whole sample. common: findings that all experts share; sheets: each one's own, by key.

    assignments and sheets name people by key, not by identity.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    batch: BatchFacts
    scheme: str
    policy: dict[str, str]
    project: ProjectFacts
    profile: dict[str, str]
    people: list[SamplePerson]
    assignments: dict[str, list[str]]
    self_assessment: dict[str, str]
    common: dict[str, dict[str, Any]]
    sheets: dict[str, dict[str, dict[str, Any]]]
    rulings: dict[str, SampleRuling]
    talks: dict[str, SampleTalk]
    protocol: dict[str, SampleStep]
    statement: SampleStatement
    window: SampleWindow

    def findings_of(self, key: str) -> Mapping[str, Mapping[str, Any]]:
        """One expert's findings, criterion by criterion: those assigned to others are left out."""
        merged = {**self.common, **self.sheets[key]}
        return {
            criterion: answer
            for criterion, answer in merged.items()
            if key in self.assignments.get(criterion, [key])
        }


def load_sample() -> Sample:
    """The sample as it ships. Raises ValueError where the file is not whole."""
    data = (resources() / "samples" / SAMPLE).read_bytes()
    return Sample.model_validate(parse_json(data))
