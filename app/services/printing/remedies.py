"""What a unit is to do about what it lost: a short sentence each, for this kind of unit alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from app.scoring import Criterion, CriterionResult, Scheme
from app.scoring.judge.hints import bare, whole
from app.scoring.model.changes import Change
from app.scoring.model.conditions import findings_of
from app.scoring.model.points import Exact, show_number
from app.scoring.model.results import Fact
from app.scoring.model.specs import FindingSpec
from app.scoring.model.variants import wanted_for
from app.scoring.model.words import unit_of
from app.scoring.rules.veto import Veto
from app.services.printing.observations import LACKS, named_fact

PAPERS = "材料"
BOUNDS = ("不少于", "不超过", "不低于", "不高于")
VERBS = ("有", "设有", "设立", "建立", "形成", "与", "开展", "完成", "发挥", "达到")
"""How a statement begins that can follow upon 应."""
DENIALS, OR = ("没", "未", "不"), "或"
"""Such answers do not: 应没有 is no Chinese, and one of several is not owed."""
SHORT = 8
"""An answer of so few letters follows upon 应 without quotes."""
POINTS = re.compile(r"\d ?分")
PART = re.compile(r"([；，])")


def remedies_of(
    scheme: Scheme,
    criterion: Criterion,
    results: Sequence[CriterionResult],
    profile: Mapping[str, object],
    changes: Sequence[Change],
) -> tuple[str, ...]:
    """What is to be done at one criterion, nothing twice.

    results: of those who found something lost; changes: what would have lost nothing at each of them.
    """
    if scheme.conditional:
        told = _amended if scheme.terms.refusal else _of_fact
        found = [told(fact) for result in results for fact in result.facts if not fact.met]
    else:
        vetoes = (rule.when for rule in criterion.rules if isinstance(rule, Veto))
        fatal = {name for when in vetoes for name in findings_of(when)}
        owed = [each for each in changes if each.spec.name not in fatal]
        found = [named_fact(criterion, told) for each in owed for told in _of_change(each)]
    wanted = _concerning(scheme, criterion, profile)
    usual = _usual(scheme, criterion, wanted)
    return tuple(dict.fromkeys(found)) or (usual,)


def _of_change(change: Change) -> Iterator[str]:
    spec, then = change.spec, change.then
    if change.numeric:
        yield _raised(change)
    elif spec.kind == "set":
        held = change.now or ()
        yield whole(each.label for each in spec.options if each.value not in held)
    elif spec.kind in ("flag", "level"):
        keys = [str(each).lower() if isinstance(each, bool) else each for each in (then, *change.also)]
        yield _answered(spec, [each.label for each in spec.options if each.value in keys])


def _raised(change: Change) -> str:
    """A number with what it is to come to; a share of what is counted with how many that takes."""
    spec, now, wanted = change.spec, change.now, change.wanted
    what, unit = spec.label.removesuffix("达到"), unit_of(spec)
    more = f"{_less(change.then, now)}{unit}"
    if change.share and wanted:
        return f"{what}占比提高到 {_enough(f'{show_number(wanted)}%')}（总数不变时再增加 {more}）"
    if wanted is None:
        return f"{what}再增加 {more}"
    return f"{what}由 {_spaced(show_number(now) + unit)}提高到 {_enough(show_number(wanted) + unit)}"


def _enough(goal: str) -> str:
    return goal if goal == "100%" else f"{_spaced(goal)}以上"


def _less(more: Exact, less: Exact) -> str:
    return show_number((more[0] * less[1] - less[0] * more[1], more[1] * less[1]))


def _spaced(figure: str) -> str:
    """A figure with its unit, set off from what follows where it ends in no Chinese word."""
    return figure if figure[-1:].isalpha() else f"{figure} "


def _usual(scheme: Scheme, criterion: Criterion, wanted: str) -> str:
    """Where nothing certain is wanting. wanted: what is asked of this kind of unit."""
    if scheme.kind == "effect":
        return f"进一步提升{criterion.item}"
    return f"加强{criterion.item}" if POINTS.search(wanted) else f"做到{wanted}"


def _answered(spec: FindingSpec, labels: Sequence[str]) -> str:
    """An answer that would have lost nothing, or any of several, as something to do."""
    what, wanted = spec.label, labels[0].removeprefix("已").replace("了", "")
    if len(labels) > 1:
        return f"{what}应为{'或'.join(f'“{each}”' for each in labels)}"
    if bare(spec, labels[0]):
        return f"应{wanted}" if wanted.startswith(VERBS) else f"做到{wanted}"
    if wanted.endswith(what):
        return f"应{wanted}"
    return _owed(what, wanted) or f"{what}应做到“{labels[0]}”"


def _owed(what: str, wanted: str) -> str:
    """What something should be, in one clause; empty where the words do not follow upon 应."""
    return f"{what}应{wanted}" if len(wanted) <= SHORT or wanted.startswith(VERBS) else ""


def _amended(fact: Fact) -> str:
    """What an application can still bring: it has nothing to rectify, only something to prove."""
    goal = fact.required if fact.required.startswith(BOUNDS) else f"为“{fact.required}”"
    if fact.actual.startswith(LACKS):
        lacking = fact.actual.removeprefix(LACKS)
        if fact.fact.endswith(PAPERS):
            return f"补正{lacking}"
        goal = f"含{lacking}"
    elif not fact.said.startswith(fact.fact):
        return f"补正能证明“{fact.required}”的材料"
    return f"补正能证明“{fact.fact}”{goal}{' ' if goal.endswith('%') else ''}的材料"


def _of_fact(fact: Fact) -> str:
    if fact.actual.startswith(LACKS):
        return f"补齐{fact.actual.removeprefix(LACKS)}"
    if fact.required.startswith(BOUNDS):
        return f"{fact.fact}应当{fact.required}"
    wanted = fact.required.removeprefix("已")
    plain = not wanted.startswith(DENIALS) and OR not in wanted
    return (_owed(fact.fact, wanted) if plain else "") or f"{fact.fact}应为“{fact.required}”"


def _concerning(scheme: Scheme, criterion: Criterion, profile: Mapping[str, object]) -> str:
    """What is asked, without the parts that name other kinds of unit alone."""
    own: set[str] = set()
    others: set[str] = set()
    for field in scheme.profile:
        for option in field.options:
            mine = str(profile.get(field.name)).lower() == option.value
            (own if mine else others).add(option.label)
    head, colon, rest = wanted_for(scheme, criterion, profile).rstrip("。").rpartition("：")
    parts = [each for each in PART.split(rest) if each not in ("；", "，")]
    kept = [
        part
        for part in parts
        if any(label in part for label in own) or not any(label in part for label in others)
    ]
    return f"{head}{colon}{'，'.join(kept or parts)}"
