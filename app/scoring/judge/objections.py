"""What fails a visit whatever its points: a ground that is established, a hurdle that is not taken."""

from __future__ import annotations

from collections.abc import Callable

from app.scoring.model.conditions import Profile, Values, compile_test
from app.scoring.model.points import Exact
from app.scoring.model.results import Veto
from app.scoring.model.rules import Hurdle
from app.scoring.model.rules import Veto as VetoRule
from app.scoring.model.scheme import FindingSpec
from app.scoring.model.wording import compile_cause, figure

Objection = Callable[[Values], tuple[Veto, str] | None]
"""What the values do to the verdict and why; None for nothing."""


def compile_objection(
    rule: VetoRule | Hurdle, specs: dict[str, FindingSpec], profile: Profile | None
) -> Objection:
    """The closure of a rule that can fail the visit."""
    if isinstance(rule, Hurdle):
        return _hurdle(rule, specs[rule.finding])
    test, cause = compile_test(rule.when, profile), compile_cause(rule.when, specs, profile)

    def object_(values: Values) -> tuple[Veto, str] | None:
        return ("fail", f"{cause(values)}，一票否决，不论得分") if test(values) else None

    return object_


def _hurdle(rule: Hurdle, spec: FindingSpec) -> Objection:
    def object_(values: Values) -> tuple[Veto, str] | None:
        value: Exact = values[rule.finding]
        if _at_least(value, rule.pass_mark):
            return None
        if _at_least(rule.fail_mark, value):
            return "fail", f"{figure(spec, value)}，不合格，不论其他得分"
        return "gap", f"{figure(spec, value)}，在合格与不合格的分数线之间，须由主管部门裁定"

    return object_


def _at_least(value: Exact, mark: Exact) -> bool:
    return value[0] * mark[1] >= mark[0] * value[1]
