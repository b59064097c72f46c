"""A project's own performance scheme: the indicators as declared in its application, frozen in the task.

The shipped scheme gives everything else: procedure, readings, obligations, words (Hubei, art. 12 to 15).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.common.canon import digest, parse_json
from app.common.errors import Fault, Refusal
from app.scoring import Scheme, load_scheme
from app.scoring.load.loader import parse_scheme
from app.scoring.load.writer import write_yaml
from app.services.authoring.minima import TOGETHER, minima_of, minima_words, minimum_faults
from app.services.store.schemes import SchemeLibrary

SHIPPED = "hubei-performance"
HALF = Decimal(50)
FREED = {"table", "satisfaction"}
CITES = {"basic": "办法 第十三条、第十五条", "individual": "办法 第十四条、第十五条"}
LEVEL_WORDS = "项目级别（national 国家级，provincial 省级）"
WHOLLY = {"by": "proportional", "proportional": False, "all_or_nothing": True}
SECTIONS = {"basic": "1", "individual": "2"}


def _positive(text: str) -> str:
    if Decimal(text) <= 0:
        raise ValueError("not above nought")
    return text


Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}(\.[0-9]{1,4})?$"), AfterValidator(_positive)]
Weight = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}(\.[0-9]{1,2})?$"), AfterValidator(_positive)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]


class Indicator(BaseModel):
    """One declared indicator. weight: points; target: in its unit; regional_factor: moves the target;
    measure: of a basic one, which of article 13's it is (the name of the scheme's own field).
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    item: Name
    kind: Literal["basic", "individual"]
    measure: Annotated[str, StringConstraints(max_length=60)] = ""
    unit: Annotated[str, StringConstraints(max_length=10)] = ""
    weight: Weight
    target: Amount
    regional_factor: Amount = "1"

    @property
    def goal(self) -> str:
        """The target after the regional factor, exact, in plain digits."""
        return format((Decimal(self.target) * Decimal(self.regional_factor)).normalize(), "f")


class Declaration(BaseModel):
    """What a project declared: name, kind and level, and its indicators in their order."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    project: Name
    project_kind: Literal["base", "studio"] | None = None
    level: Literal["national", "provincial"] | None = None
    indicators: Annotated[list[Indicator], Field(min_length=2, max_length=60)]


def declared_scheme(data: bytes) -> bytes:
    """The YAML of a scheme with these indicators. data: JSON. Raises Refusal naming every fault."""
    declaration = _read(data)
    plain: dict[str, Any] = dict(parse_scheme(SchemeLibrary().source(SHIPPED)))
    plain.pop("provisional", None)
    plain["profile"] = []
    plain["version"] = f"{plain['version']}-{digest(declaration.model_dump())[:8]}"
    plain["title"] = f"{plain['title']}（{declaration.project}）"
    plain["criteria"] = list(_criteria(declaration))
    plain["readings"] = [each for each in plain["readings"] if each["id"] not in FREED]
    text = write_yaml(
        plain, f"按{declaration.project}申报时设定的绩效指标编成。依据：管理办法第十二至十五条。"
    )
    load_scheme(text.encode())
    return text.encode()


def _read(data: bytes) -> Declaration:
    plain = parse_json(data)
    try:
        declaration = Declaration.model_validate(plain)
    except ValidationError as error:
        raise Refusal(
            Fault(".".join(map(str, each["loc"])), "缺少这一项，或内容不合格式。", "XP-4109")
            for each in error.errors()
        ) from None
    faults = [*_sums(declaration), *_below(declaration)]
    if faults:
        raise Refusal(faults)
    return declaration


def _sums(declaration: Declaration) -> Iterator[Fault]:
    """The weights of each kind come to 50 (art. 15), and no indicator is declared twice."""
    for kind, words in (("basic", "基本"), ("individual", "个性化")):
        total = sum(
            (Decimal(each.weight) for each in declaration.indicators if each.kind == kind), Decimal(0)
        )
        if total != HALF:
            yield Fault("indicators", f"{words}绩效指标的权重合计 {total}，应为 50。", "XP-4110")
    items = [each.item for each in declaration.indicators]
    for item in sorted({each for each in items if items.count(each) > 1}):
        yield Fault("indicators", f"指标“{item}”写了两次，请合并或改名。", "XP-4110")


def _below(declaration: Declaration) -> Iterator[Fault]:
    """Basic indicators that article 13 asks of this kind and level and that are missing or set too low."""
    scheme = load_scheme(SchemeLibrary().source(SHIPPED))
    kinds = [declaration.project_kind] if declaration.project_kind else ["base", "studio"]
    levels = [declaration.level] if declaration.level else ["national", "provincial"]
    if len(kinds) * len(levels) > 1:
        yield from _unsaid(declaration, scheme)
        return
    minima = minima_of(scheme, {"project": kinds[0], "level": levels[0]})
    basic = [(place, each) for place, each in enumerate(declaration.indicators) if each.kind == "basic"]
    known = {*minima, *TOGETHER}
    for place, each in basic:
        if each.measure and each.measure not in known:
            message = f"measure 应为：{'、'.join(sorted(known))}，或不写。"
            yield Fault(f"indicators.{place}.measure", message, "XP-4109")
    rows = ((f"indicators.{place}", each.measure, each.target) for place, each in basic)
    yield from minimum_faults(minima, rows)


def _unsaid(declaration: Declaration, scheme: Scheme) -> Iterator[Fault]:
    """Kind or level is not said, so that the minima of all that it could be are named."""
    for key, words in (("project_kind", "项目类型（base 基地，studio 工作室）"), ("level", LEVEL_WORDS)):
        if getattr(declaration, key) is None:
            yield Fault(key, f"请写明{words}，以便核对基本绩效指标的最低要求。", "XP-4109")
    labels = {option.value: option.label for field in scheme.profile for option in field.options}
    for kind in ("base", "studio"):
        for level in ("national", "provincial"):
            words = minima_words(minima_of(scheme, {"project": kind, "level": level}))
            message = f"{labels[level]}{labels[kind]}的基本绩效指标：{words}（办法 第十三条）。"
            yield Fault("indicators", message, "XP-4115")


def _criteria(declaration: Declaration) -> Iterator[Mapping[str, object]]:
    counts = {"basic": 0, "individual": 0}
    for each in sorted(declaration.indicators, key=lambda one: one.kind):
        counts[each.kind] += 1
        yield _criterion(each, f"{13 if each.kind == 'basic' else 14}.{counts[each.kind]}")


def _criterion(each: Indicator, number: str) -> Mapping[str, object]:
    moved = "" if each.regional_factor == "1" else f"，地区系数 {each.regional_factor}"
    return {
        "id": number,
        "section": SECTIONS[each.kind],
        "item": each.item,
        "wanted": f"申报时设定 {each.target}{f' {each.unit}' if each.unit else ''}{moved}",
        "max": each.weight,
        "start": "empty",
        "cite": CITES[each.kind],
        "evidence": {"statistics": "绩效指标统计和证明"},
        "findings": {
            "actual": {
                "kind": "amount",
                "nature": "measured",
                "direction": "up",
                "label": "实际完成值",
                **({"unit": each.unit} if each.unit else {}),
            }
        },
        "rules": [
            {
                "kind": "proportional",
                "finding": "actual",
                "points": each.weight,
                "target": each.goal,
                "all_or_nothing": WHOLLY,
            }
        ],
    }
