"""Which self-assessment form belongs to which visit: by the unit and project it names, never by order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from app.common.errors import Fault, Refusal

if TYPE_CHECKING:
    from app.services.authoring.self_assessment import SelfAssessment
    from app.services.bureau.batch_spec import BatchSpec

WHERE, CODE = "--self", "XP-4707"


def matched(spec: BatchSpec, forms: Mapping[str, SelfAssessment]) -> BatchSpec:
    """The specification with every visit's own points. forms: by the name of the file.

    Raises Refusal naming every form that fits no visit or several, and every visit without one.
    """
    faults: list[Fault] = []
    found: dict[int, str] = {}
    for name, form in forms.items():
        places = _places(spec, form)
        if isinstance(places, str):
            faults.append(Fault(WHERE, f"{name}：{places}", CODE))
        elif places[0] in found:
            both = f"{name} 与 {found[places[0]]} 是同一单位、同一项目的，请只留一份。"
            faults.append(Fault(WHERE, both, CODE))
        else:
            found.update(dict.fromkeys(places, name))
    faults.extend(_wanting(spec, found) if not faults else ())
    if faults:
        raise Refusal(faults)
    visits = [
        visit.model_copy(update={"self_assessment": dict(forms[found[place]].points)})
        for place, visit in enumerate(spec.visits)
    ]
    return spec.model_copy(update={"visits": visits})


def _places(spec: BatchSpec, form: SelfAssessment) -> list[int] | str:
    """The visits of the project that a form names, mostly one, or why there is none."""
    if not form.unit:
        return "表中没有写自评单位，无从对应；请在表头“自评单位（盖章）：”之后写上单位名称。"
    units = [place for place, visit in enumerate(spec.visits) if _same(visit.project.unit, form.unit)]
    if not units:
        known = "、".join(dict.fromkeys(visit.project.unit for visit in spec.visits))
        return f"表中的单位是“{form.unit}”，批次里没有这个单位；批次里有：{known}。"
    named = [place for place in units if _same(spec.visits[place].project.name, form.project)]
    if form.project and not named:
        known = "、".join(spec.visits[place].project.name for place in units)
        return f"表中的项目是“{form.project}”，{form.unit}在批次里的项目是：{known}。"
    fitting = named or units
    if len({_plain(spec.visits[place].project.name) for place in fitting}) > 1:
        return f"{form.unit}在批次里不止一个项目，请在表头“项目名称：”之后写明是哪一个。"
    return fitting


def _wanting(spec: BatchSpec, found: Mapping[int, str]) -> Iterator[Fault]:
    for place, visit in enumerate(spec.visits):
        if place not in found:
            yield Fault(WHERE, f"缺少{visit.project.unit}（{visit.project.name}）的自评表。", CODE)


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    """Without spaces and the difference between wide and narrow brackets."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
