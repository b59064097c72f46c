"""What it takes to pass, in words: by the batch's mark, the scheme's, a hurdle, or every condition."""

from __future__ import annotations

from collections.abc import Mapping

from app.scoring.model.points import Exact, read_number, show_number
from app.scoring.model.readings import GRADE_MARKS
from app.scoring.model.rules import Failing
from app.scoring.model.scheme import Criterion, Scheme


def passing_of(criterion: Criterion) -> str:
    """What a criterion that can fail a visit asks for; empty for every other."""
    specs = {spec.name: spec for spec in criterion.findings}
    told = [rule.passing(specs) for rule in criterion.rules if isinstance(rule, Failing)]
    return "；".join(dict.fromkeys(told))


def _from(mark: Exact, unit: str) -> str:
    return f"{show_number(mark)}{unit}及以上"


def _to(mark: Exact, unit: str) -> str:
    return f"{show_number(mark)}{unit}及以下"


def passing_words(scheme: Scheme, policy: Mapping[str, object]) -> str:
    """What the whole visit takes to pass, or to come to which grade; empty where nothing is settled."""
    conclusion = scheme.conclusion
    match scheme.kind:
        case "eligibility":
            return f"各项条件均符合的，为“{conclusion.passed}”。"
        case "grounds":
            return f"没有所列情形的，为“{conclusion.passed}”。"
        case "performance":
            return "按完成比例计分，不设合格线。"
        case "effect":
            hurdles = [words for each in scheme.criteria if (words := passing_of(each))]
            return "".join(f"{each}。" for each in (*hurdles, _grades(scheme, policy)) if each)
    mark = read_number(policy.get("pass_mark")) or read_number(scheme.pass_mark)
    if mark is None:
        return ""
    low = f"，{_to(scheme.fail_mark, ' 分')}不合格" if scheme.fail_mark else ""
    return f"总分 {_from(mark, ' 分')}合格{low}。"


def _grades(scheme: Scheme, policy: Mapping[str, object]) -> str:
    """The marks of the grades, once the batch has set them all."""
    marks = [(name, read_number(policy.get(name))) for name in GRADE_MARKS]
    told = [
        f"{_from(mark, ' 分')}为“{scheme.conclusion.words(name)}”" for name, mark in marks if mark is not None
    ]
    return f"运行合格的，三项合计 {'，'.join(told)}" if len(told) == len(GRADE_MARKS) else ""
