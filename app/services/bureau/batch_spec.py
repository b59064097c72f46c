"""What a bureau decides when it sets up a batch: the facts of the batch, the projects, the panels."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from app.common.canon import parse_json
from app.common.days import iso_day
from app.common.errors import Fault, Refusal
from app.common.glyphs import CODE as RARE
from app.common.glyphs import fault, name_faults
from app.common.roles import JUDGING, LEADING, ROLES, SeatRole
from app.common.substitutes import Substitutes, standing, written
from app.common.substitutes import faults as substitute_faults
from app.scoring.model.duties import ROUNDS, Round


def _plain(text: str) -> str:
    """Refuse what a task file cannot carry: control and direction-changing characters."""
    if any(unicodedata.category(letter) in UNFIT for letter in text):
        raise ValueError("control character")
    return text


_PROJECT_NAMES = {
    "code": "项目编号",
    "name": "项目名称",
    "unit": "项目单位名称",
    "head": "负责人",
    "address": "地址",
}
UNFIT = {"Cc", "Cf", "Cs", "Zl", "Zp"}
Short = Annotated[str, StringConstraints(max_length=200), AfterValidator(_plain)]
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), AfterValidator(_plain)
]
Words = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]
Key = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
Person = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Day = Annotated[str, StringConstraints(max_length=20), AfterValidator(iso_day)]
PointsText = Annotated[str, StringConstraints(pattern=r"^-?\d{1,6}(\.\d{1,2})?$")]


class _Spec(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LengthFacts(_Spec):
    """A stretch of time, such as how long a rectification may take."""

    years: Annotated[int, Field(ge=0, le=10)] = 0
    months: Annotated[int, Field(ge=0, le=120)] = 0
    days: Annotated[int, Field(ge=0, le=3660)] = 0

    @model_validator(mode="after")
    def _something(self) -> LengthFacts:
        if not self.years + self.months + self.days:
            raise ValueError("nothing")
        return self


class PointsTable(_Spec):
    """The table of points that the bureau confirms as its own, by name and document number.

    Where a document states conditions and no points, nobody else can say what a condition is worth.
    """

    name: Name
    number: Name
    confirmed: Literal[True]

    @property
    def words(self) -> str:
        """Title and number as a document cites them."""
        return f"《{self.name.strip('《》')}》（{self.number.strip('（）')}）"


class BatchFacts(_Spec):
    """The batch: its name, who issued it, the year, the notice, and how panels sign.

    dates: the days that the notice sets, by the scheme's names for them; rectification: how long it may take;
    shows: what the verdict for the unit tells of the experts' own scores: the total alone, the experts'
    by number, or by name; reading: what of the conclusion is read out; table: whose points count, where the
    document states none; quorum: how many experts' sheets a conclusion needs at least; substitutes: what is
    written in names for a character that cannot be printed; id: where it is not to follow from the name.
    """

    name: Name
    issuer: Name
    year: Annotated[int, Field(ge=2000, le=2200)]
    notice: Words = ""
    dates: dict[Key, Day] = Field(default_factory=dict)
    rectification: LengthFacts | None = None
    form: Literal["digital", "pen"] = "digital"
    shows: Literal["total", "numbered", "named"] = "total"
    reading: Literal["problems", "outcome", "points"] = "outcome"
    table: PointsTable | None = None
    quorum: Annotated[int, Field(ge=1, le=15)] | None = None
    substitutes: dict[Key, Short] = Field(default_factory=dict)
    id: Person | None = None


class ProjectFacts(_Spec):
    """A project to be assessed; head: who answers for it at the unit."""

    code: Short = ""
    name: Name
    unit: Name
    head: Short = ""
    address: Short = ""


class Seat(_Spec):
    """A seat in the panel: person is the identity that the enrolment request carries.

    title: 职务 or 职称; field: 专业.
    """

    person: Person
    role: SeatRole
    scores: bool = True
    title: Short = ""
    field: Short = ""


class VisitSpec(_Spec):
    """One visit. assignments: criterion to the persons who score it; self_assessment: points as text.

    round: ``reexamination`` for one that comes again after a failed one was mended. id: where it is not to
    follow from the names.
    """

    project: ProjectFacts
    profile: dict[Key, Words] = Field(default_factory=dict)
    date_from: Day
    date_to: Day
    assignments: dict[Key, list[Person]] = Field(default_factory=dict)
    self_assessment: dict[Key, PointsText] = Field(default_factory=dict)
    round: Round = "first"
    id: Person | None = None


class BatchSpec(_Spec):
    """A batch for one panel: what ``bureau task`` reads. deputy: who leads if the leader is absent."""

    batch: BatchFacts
    scheme: Name
    policy: dict[Key, Words] = Field(default_factory=dict)
    panel: list[Seat] = Field(min_length=1, max_length=15)
    deputy: Person | None = None
    visits: list[VisitSpec] = Field(min_length=1, max_length=500)

    def checked(self) -> BatchSpec:
        """Itself, once its names fit together. Raises Refusal naming every one that does not."""
        faults = [
            *self._seat_faults(),
            *self._assignment_faults(),
            *self._date_faults(),
            *substitute_faults("batch.substitutes", self.batch.substitutes),
            *self._glyph_faults(),
        ]
        if faults:
            raise Refusal(faults)
        return self

    def _seat_faults(self) -> list[Fault]:
        people = [seat.person for seat in self.panel]
        leaders = sum(seat.role in LEADING for seat in self.panel)
        faults = []
        if len(set(people)) != len(people):
            faults.append(Fault("panel", "专家组里有人出现了两次，请删去重复的一行。", "XP-4101"))
        if leaders != 1:
            faults.append(Fault("panel", f"专家组应有且只有一名组长，现有 {leaders} 名。", "XP-4102"))
        if not any(seat.scores for seat in self.panel):
            faults.append(Fault("panel", "专家组里没有填表的专家。", "XP-4103"))
        if self.deputy is not None and self.deputy not in people:
            faults.append(Fault("deputy", "副组长不在专家组名单里。", "XP-4104"))
        return [*faults, *self._aside_faults()]

    def _aside_faults(self) -> Iterator[Fault]:
        """Whoever only keeps the minutes or looks on scores nothing and leads nobody."""
        for place, seat in enumerate(self.panel):
            if seat.role in JUDGING:
                continue
            word = ROLES[seat.role].word
            if seat.scores:
                told = f"{word}不填表，请在这一席写明 scores: false。"
                yield Fault(f"panel.{place}.scores", told, "XP-4116")
            if seat.person == self.deputy:
                yield Fault("deputy", f"{word}不能任副组长，请改为一名专家。", "XP-4116")

    def _glyph_faults(self) -> list[Fault]:
        """What no paper could print, named before a task file carries it to a panel."""
        batch, told = self.batch, self.written()
        found = [
            *_unwritten("batch.name", "批次名称", told.batch.name),
            *_unwritten("batch.issuer", "组织单位", told.batch.issuer),
            *fault("batch.notice", "通知", batch.notice),
        ]
        for place, visit in enumerate(told.visits):
            for field, words in _PROJECT_NAMES.items():
                text = str(getattr(visit.project, field))
                found += _unwritten(f"visits.{place}.project.{field}", words, text)
            for key, text in visit.profile.items():
                found += fault(f"visits.{place}.profile.{key}", "项目情况", text)
        return found

    def written(self) -> BatchSpec:
        """Itself with the stated substitutes in its names."""
        given = self.batch.substitutes
        if not given:
            return self
        batch = {each: written(getattr(self.batch, each), given) for each in ("name", "issuer")}
        visits = [each.model_copy(update={"project": _written(each.project, given)}) for each in self.visits]
        return self.model_copy(update={"batch": self.batch.model_copy(update=batch), "visits": visits})

    @property
    def stands_for(self) -> dict[str, str]:
        """What is written in the names for which character, by its code point."""
        names = [self.batch.name, self.batch.issuer]
        names += [str(getattr(each.project, name)) for each in self.visits for name in _PROJECT_NAMES]
        return standing("".join(names), self.batch.substitutes)

    def _date_faults(self) -> list[Fault]:
        return [
            Fault(f"visits.{place}.date_to", "考核的结束日期早于开始日期。", "XP-4107")
            for place, visit in enumerate(self.visits)
            if visit.date_to < visit.date_from
        ]

    def _assignment_faults(self) -> list[Fault]:
        scorers = {seat.person for seat in self.panel if seat.scores}
        return [
            Fault(
                f"visits.{place}.assignments.{criterion}",
                "指定的人不在填表的专家名单里，或没有指定任何人。",
                "XP-4105",
            )
            for place, visit in enumerate(self.visits)
            for criterion, persons in visit.assignments.items()
            if not persons or not set(persons) <= scorers
        ]


def _unwritten(where: str, place: str, text: str) -> list[Fault]:
    """What keeps a name from being printed, and where its substitute is to be stated."""
    return [
        replace(each, message=f"{each.message}替代写法写在 batch.substitutes 里。")
        if each.code == RARE
        else each
        for each in name_faults(where, place, text)
    ]


def _written(project: ProjectFacts, given: Substitutes) -> ProjectFacts:
    names = {each: written(str(getattr(project, each)), given) for each in _PROJECT_NAMES}
    return project.model_copy(update=names)


def read_spec(data: bytes) -> BatchSpec:
    """A batch specification from its JSON. Raises Refusal naming every fault."""
    plain = parse_json(data)
    if not isinstance(plain, dict):
        raise Refusal([Fault("", "批次说明应是一个 JSON 对象。", "XP-4106")])
    try:
        return BatchSpec.model_validate(plain).checked()
    except ValidationError as error:
        raise Refusal(_misshapen(each["loc"]) for each in error.errors()) from None


def _misshapen(loc: tuple[int | str, ...]) -> Fault:
    where = ".".join(str(part) for part in loc)
    if len(loc) == 3 and loc[::2] == ("visits", "round"):
        words = "、".join(f"{value}（{word}）" for value, word in ROUNDS.items())
        return Fault(where, f"轮次应为以下之一：{words}；首次考核可以不写。", "XP-4114")
    return Fault(where, "缺少这一项，或内容不合格式。", "XP-4106")
