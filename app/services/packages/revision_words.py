"""What an amended task says otherwise of a visit, in sentences and the scheme's own names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.common.roles import ROLES
from app.scoring import Scheme
from app.scoring.model.duties import ROUNDS
from app.services.panel.seats import AWAY, Sitting
from app.services.store.site import NewVisit, Visit, told_apart

FORMS = {"digital": "电子签署", "pen": "手签"}
PROJECT = {
    "code": "项目编号",
    "name": "项目名称",
    "unit": "项目单位",
    "head": "负责人",
    "address": "地址",
}
MARKS = {"pass_mark": "合格线", "table": "确认的分值表"}
EMPTY = "没有写"


def changes_told(held: Visit, new: NewVisit, scheme: Scheme) -> Iterator[str]:
    """Everything that differs. scheme: that of the amended task."""
    if held.scheme_digest != scheme.digest:
        yield f"细则由 {held.scheme_version} 版改为 {scheme.version} 版"
    yield from _people_changes(held, new)
    yield from _assignment_changes(held, new)
    if (held.date_from, held.date_to) != (new.date_from, new.date_to):
        yield f"日期由 {held.date_from} 至 {held.date_to} 改为 {new.date_from} 至 {new.date_to}"
    if held.form != new.form:
        yield f"签署方式由{FORMS[held.form]}改为{FORMS[new.form]}"
    if held.round != new.round:
        yield f"轮次由{ROUNDS[held.round]}改为{ROUNDS[new.round]}"
    readings = {each.key: f"口径“{each.question}”" for each in scheme.readings}
    yield from _changes(MARKS | readings, held.policy, new.policy, _labels(scheme))
    fields = {each.name: each.label for each in scheme.profile}
    yield from _changes(fields, held.profile, new.profile, _labels(scheme))
    yield from _changes(PROJECT, held.project, new.project, {})
    assessed = {criterion.id: f"{criterion.id} 项的自评分" for criterion in scheme.criteria}
    yield from _changes(assessed, held.self_assessment, new.self_assessment, {})


def deputies_told(held: Visit, new: Visit, before: str | None, after: str | None) -> Iterator[str]:
    """Another deputy, or none any more. before, after: by id, as the two tasks have them."""
    names = told_apart(held.panel) | told_apart(new.panel)
    if before != after:
        told = [names.get(each, each) if each else "无" for each in (before, after)]
        yield f"副组长由{told[0]}改为{told[1]}"


def ends_told(
    held: Visit, new: Visit, sitting: Sitting, gone: Iterable[str], *, unseated: bool
) -> Iterator[str]:
    """What was noted of people and has no ground under the amended task. gone, unseated: what lapses."""
    for person in gone:
        word = AWAY[sitting.standings[person].state]
        yield f"{held.name_of(person)}登记的{word}到此为止：修订的名单里没有此人"
    if unseated and sitting.seat is not None:
        leader = f"，由{new.leader.name}主持" if new.leader else ""
        yield f"{held.name_of(sitting.seat.person_id)}代行组长到此为止{leader}"


def _labels(scheme: Scheme) -> dict[tuple[str, str], str]:
    """How the choices of readings and of facts on the unit are called."""
    options = [(each.key, each.choices) for each in scheme.readings]
    options += [(each.name, each.options) for each in scheme.profile]
    return {(name, option.value): option.label for name, choices in options for option in choices}


def _changes(
    names: Mapping[str, str],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    labels: Mapping[tuple[str, str], str],
) -> Iterator[str]:
    for name in dict.fromkeys([*names, *before, *after]):
        old, new = before.get(name), after.get(name)
        if name != "id" and old != new:
            told = [_value(labels, name, each) for each in (old, new)]
            yield f"{names.get(name, name)}由{told[0]}改为{told[1]}"


def _value(labels: Mapping[tuple[str, str], str], name: str, value: object) -> str:
    if value in (None, ""):
        return EMPTY
    return f"“{labels.get((name, str(value)), str(value))}”"


def _people_changes(held: Visit, new: NewVisit) -> Iterator[str]:
    before, after = ({each.id: each for each in panel} for panel in (held.panel, new.panel))
    names = told_apart(held.panel) | told_apart(new.panel)
    for person in (each for each in after if each not in before):
        yield f"专家组增加{names[person]}"
    for person in (each for each in before if each not in after):
        yield f"专家组不再有{names[person]}"
    for person, seat in before.items():
        other = after.get(person, seat)
        if seat.role != other.role:
            yield f"{names[person]}由{ROLES[seat.role].word}改为{ROLES[other.role].word}"
        if seat.scores != other.scores:
            yield f"{names[person]}改为{'填表' if other.scores else '不填表'}"


def _assignment_changes(held: Visit, new: NewVisit) -> Iterator[str]:
    names = told_apart(held.panel) | told_apart(new.panel)
    for criterion in sorted(held.assignments.keys() | new.assignments.keys()):
        before, after = held.assignments.get(criterion), new.assignments.get(criterion)
        if before is None or after is None or tuple(before) != tuple(after):
            told = [_assigned(each, names) for each in (before, after)]
            yield f"{criterion} 项由{told[0]}评改为由{told[1]}评"


def _assigned(people: Iterable[str] | None, names: Mapping[str, str]) -> str:
    return "全体" if people is None else "、".join(names.get(each, each) for each in people)
