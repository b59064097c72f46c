"""What a unit is to do about what it lost: a short sentence each, for this kind of unit alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from app.scoring import Criterion, CriterionResult, Scheme
from app.scoring.results import Fact, Line

# ``同期可培训 186 人，低于 200 人``; ``学员满意率 78%，比 85% 低``: what, how much, how much is wanted.
SHORT = re.compile(
    r"^(?P<what>\D+?) ?约? ?(?P<now>[\d.]+ ?[^\d，（]*)(（.*?）)?，(比|低于)(?P<goal>.+?)(少|低|，|$)"
)
GOAL = re.compile(r"[\d.]+ ?[^\d]*$")
AGAIN = re.compile(r"^(?:总数不变时，)?再有 (?P<more>.+?)即")
LEVEL = re.compile(r"^(?P<what>.+?)为“(?P<level>.+?)”即")
END = re.compile(r"即(不扣分|得满分|符合)$")
FILL = "补齐"
PAPERS = "材料"
BOUNDS = ("不少于", "不超过", "不低于", "不高于")
BARE = "比例"
VERBS = ("有", "设有", "设立", "建立", "形成", "与", "开展", "完成", "发挥", "达到")
"""How a statement begins that can follow upon 应."""
POINTS = re.compile(r"\d ?分")
PART = re.compile(r"([；，])")


def remedies_of(
    scheme: Scheme, criterion: Criterion, results: Sequence[CriterionResult], profile: Mapping[str, object]
) -> tuple[str, ...]:
    """What is to be done at one criterion, nothing twice. results: of those who found something lost."""
    if scheme.conditional:
        told = _amended if scheme.terms.refusal else _of_fact
        found = [told(fact) for result in results for fact in result.facts if not fact.met]
    else:
        found = [each for result in results for line in result.lines for each in _of_line(criterion, line)]
    wanted = _concerning(scheme, criterion, profile)
    usual = f"加强{criterion.item}" if POINTS.search(wanted) else f"做到{wanted}"
    return tuple(dict.fromkeys(found)) or (usual,)


def _of_line(criterion: Criterion, line: Line) -> Iterator[str]:
    short = SHORT.match(line.why)
    if line.points > 0 and not line.win_back:
        return
    if short and (goal := GOAL.search(short["goal"])):
        what = _share(criterion) if short["what"] == BARE else short["what"].removesuffix("达到")
        yield f"{what}由 {_spaced(short['now'])}提高到 {_enough(goal[0])}"
    elif line.win_back:
        yield _worded(line)


def _share(criterion: Criterion) -> str:
    """What a bare share is one of."""
    part = next((spec.label for spec in criterion.findings if spec.part_of), "")
    return f"{part}占比" if part else BARE


def _enough(goal: str) -> str:
    return goal.strip() if goal.strip() == "100%" else f"{_spaced(goal)}以上"


def _spaced(figure: str) -> str:
    """A figure with its unit, set off from what follows where it ends in no Chinese word."""
    figure = figure.strip()
    return figure if figure[-1:].isalpha() else f"{figure} "


def _worded(line: Line) -> str:
    """What would have brought the points back, as something to do."""
    if level := LEVEL.match(line.win_back):
        what, wanted = level["what"], level["level"].removeprefix("已").replace("了", "")
        return f"应{wanted}" if wanted.endswith(what) else f"{what}应{wanted}"
    if again := AGAIN.match(line.win_back):
        what = re.split(r" ?\d", line.why, maxsplit=1)[0]
        return f"{what}再增加 {again['more']}"
    done = END.sub("", line.win_back).strip().replace("了", "")
    if done.startswith(FILL):
        return done
    return f"应{done}" if done.startswith(VERBS) else f"做到{done}"


def _amended(fact: Fact) -> str:
    """What an application can still bring: it has nothing to rectify, only something to prove."""
    goal = fact.required if fact.required.startswith(BOUNDS) else f"为“{fact.required}”"
    if fact.win_back.startswith(FILL):
        lacking = END.sub("", fact.win_back).removeprefix(FILL)
        if fact.fact.endswith(PAPERS):
            return f"补正{lacking}"
        goal = f"含{lacking}"
    return f"补正能证明“{fact.fact}”{goal}的材料"


def _of_fact(fact: Fact) -> str:
    if fact.win_back.startswith(FILL):
        return END.sub("", fact.win_back)
    if fact.required.startswith(BOUNDS):
        return f"{fact.fact}应当{fact.required}"
    return f"{fact.fact}应为“{fact.required}”"


def _concerning(scheme: Scheme, criterion: Criterion, profile: Mapping[str, object]) -> str:
    """What is asked, without the parts that name other kinds of unit alone."""
    own: set[str] = set()
    others: set[str] = set()
    for field in scheme.profile:
        for option in field.options:
            mine = str(profile.get(field.name)).lower() == option.value
            (own if mine else others).add(option.label)
    head, colon, rest = criterion.wanted.rstrip("。").rpartition("：")
    parts = [each for each in PART.split(rest) if each not in ("；", "，")]
    kept = [
        part
        for part in parts
        if any(label in part for label in own) or not any(label in part for label in others)
    ]
    return f"{head}{colon}{'，'.join(kept or parts)}"
