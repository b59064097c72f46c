"""One criterion at two moments beside each other, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.common.words import say
from app.services.history.entry_values import Wording, odd, paper_parts, plain
from app.services.history.moments import Moment
from app.services.sheet.papers import FORMS
from app.services.sheet.projection import NOTHING
from app.services.sheet.slots import Aspect, Slot

Told = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CriterionDifference:
    """One thing at a criterion: its name, then and now in words, empty for nothing."""

    name: str
    then: str
    now: str
    differs: bool


def beside(wording: Wording, then: Moment, now: Moment, cid: str) -> tuple[CriterionDifference, ...]:
    """Everything that is told at a criterion at either moment: findings first, in the scheme's order.

    Empty exactly where both moments hold nothing; a row differs exactly where the values do.
    """
    rows: list[CriterionDifference] = []
    for aspect in TELL:
        rows += _rows(wording, aspect, cid, then.of(aspect, cid), now.of(aspect, cid))
    return tuple(rows)


def _rows(
    wording: Wording, aspect: Aspect, cid: str, then: Mapping[str, str], now: Mapping[str, str]
) -> list[CriterionDifference]:
    if aspect == "mark":  # one value holds all of a criterion's marks
        then, now = _each(then), _each(now)
    names = dict.fromkeys([*_order(wording, aspect, cid), *then, *now])
    rows = []
    for field in names:
        old, new = then.get(field, NOTHING), now.get(field, NOTHING)
        if (old, new) == (NOTHING, NOTHING):
            continue
        slot = Slot(aspect, cid, field)
        told = [TELL[aspect](wording, slot, json.loads(text)) for text in (old, new)]
        name = told[0][0] if old != NOTHING else told[1][0]
        rows.append(CriterionDifference(name, told[0][1], told[1][1], old != new))
    return rows


def _order(wording: Wording, aspect: Aspect, cid: str) -> tuple[str, ...]:
    criterion = wording.criterion(cid)
    if criterion is None:
        return ()
    if aspect == "finding":
        return tuple(spec.name for spec in criterion.findings)
    return tuple(each.id for each in criterion.evidence) if aspect == "mark" else ()


def _each(held: Mapping[str, str]) -> dict[str, str]:
    marks = json.loads(held.get("", NOTHING))
    if marks is None:
        return {}
    if not isinstance(marks, dict):
        return {"": json.dumps(odd())}
    return {name: json.dumps(mark) for name, mark in marks.items()}


def _finding(wording: Wording, slot: Slot, value: object) -> Told:
    return wording.label(slot), wording.finding(wording.spec(slot.criterion, slot.field), value)


def _note(_wording: Wording, _slot: Slot, value: object) -> Told:
    return say("备注"), plain(value)


def _mark(wording: Wording, slot: Slot, value: object) -> Told:
    name = wording.paper_of_evidence(slot.criterion, slot.field or "")
    return say("材料：{name}", name=name), wording.mark(value)


def _file(wording: Wording, slot: Slot, value: object) -> Told:
    return say("附件") if slot.criterion else say("签名页"), wording.file(value) if value is not None else ""


def _paper(wording: Wording, _slot: Slot, value: object) -> Told:
    kind, _texts = paper_parts(value)
    name = say("{kind}记录", kind=say(FORMS[kind].word)) if kind else say("工作记录")
    return name, (wording.paper(value) or say("空白")) if value is not None else ""


def _flag(_wording: Wording, _slot: Slot, value: object) -> Told:
    return say("标记"), say("已标记") if value is not None else ""


TELL: Mapping[Aspect, Callable[[Wording, Slot, object], Told]] = {
    "finding": _finding,
    "mark": _mark,
    "paper": _paper,
    "note": _note,
    "attachment": _file,
    "flag": _flag,
}
