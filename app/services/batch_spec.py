"""What a bureau decides when it sets up a batch: the facts of the batch, the projects, the panels."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.common.canon import parse_json
from app.common.errors import Fault, Refusal
from app.services.site import Role

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class _Spec(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class BatchFacts(_Spec):
    """The batch: its name, who issued it, the year, the notice, and how panels sign."""

    name: Name
    issuer: Name
    year: int
    notice: str = ""
    form: Literal["digital", "pen"] = "digital"


class ProjectFacts(_Spec):
    """A project to be assessed; head: who answers for it at the unit."""

    code: str = ""
    name: Name
    unit: Name
    head: str = ""
    address: str = ""


class Seat(_Spec):
    """A seat in the panel: person is the identity that the enrolment request carries."""

    person: Name
    role: Role
    scores: bool = True


class VisitSpec(_Spec):
    """One visit. assignments: criterion to the persons who score it; self_assessment: points as text."""

    project: ProjectFacts
    profile: dict[str, str] = Field(default_factory=dict)
    date_from: Day
    date_to: Day
    assignments: dict[str, list[str]] = Field(default_factory=dict)
    self_assessment: dict[str, str] = Field(default_factory=dict)


class BatchSpec(_Spec):
    """A batch for one panel: what ``bureau task`` reads. deputy: who leads if the leader is absent."""

    batch: BatchFacts
    scheme: Name
    policy: dict[str, str] = Field(default_factory=dict)
    panel: list[Seat] = Field(min_length=1, max_length=15)
    deputy: Name | None = None
    visits: list[VisitSpec] = Field(min_length=1, max_length=500)

    def checked(self) -> BatchSpec:
        """Itself, once its names fit together. Raises Refusal naming every one that does not."""
        faults = [*self._seat_faults(), *self._assignment_faults()]
        if faults:
            raise Refusal(faults)
        return self

    def _seat_faults(self) -> list[Fault]:
        people = [seat.person for seat in self.panel]
        leaders = sum(seat.role == "leader" for seat in self.panel)
        faults = []
        if len(set(people)) != len(people):
            faults.append(Fault("panel", "专家组里有人出现了两次，请删去重复的一行。", "XP-4101"))
        if leaders != 1:
            faults.append(Fault("panel", f"专家组应有且只有一名组长，现有 {leaders} 名。", "XP-4102"))
        if not any(seat.scores for seat in self.panel):
            faults.append(Fault("panel", "专家组里没有评分的专家。", "XP-4103"))
        if self.deputy is not None and self.deputy not in people:
            faults.append(Fault("deputy", "副组长不在专家组名单里。", "XP-4104"))
        return faults

    def _assignment_faults(self) -> list[Fault]:
        scorers = {seat.person for seat in self.panel if seat.scores}
        return [
            Fault(
                f"visits.{place}.assignments.{criterion}",
                "指定的评分人不在评分专家名单里，或没有指定任何人。",
                "XP-4105",
            )
            for place, visit in enumerate(self.visits)
            for criterion, persons in visit.assignments.items()
            if not persons or not set(persons) <= scorers
        ]


def read_spec(data: bytes) -> BatchSpec:
    """A batch specification from its JSON. Raises Refusal naming every fault."""
    plain = parse_json(data)
    try:
        return BatchSpec.model_validate(plain).checked()
    except ValidationError as error:
        raise Refusal(
            Fault(".".join(str(part) for part in each["loc"]), "缺少这一项，或内容不合格式。", "XP-4106")
            for each in error.errors()
        ) from None
