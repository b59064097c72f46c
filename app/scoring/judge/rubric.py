"""A scheme compiled for one profile and the settled readings: criterion by criterion, raw to result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.common.errors import Fault
from app.scoring.judge.answers import Answering, Raw
from app.scoring.judge.counts import compile_rule
from app.scoring.judge.demands import compile_demand
from app.scoring.judge.excuses import excepted_in
from app.scoring.judge.fulfilment import CompiledCondition
from app.scoring.judge.proposals import ladders_of
from app.scoring.judge.reach import Reach, reach_of
from app.scoring.judge.tariffs import NO_WAYS, ways_of
from app.scoring.model import codes
from app.scoring.model.changes import Ladder
from app.scoring.model.conditions import Profile, Values
from app.scoring.model.context import Context, Counter, FactOf, Objection
from app.scoring.model.memory import memory_key, remember
from app.scoring.model.parts import parts_of
from app.scoring.model.points import Points, Score, format_points, whole
from app.scoring.model.results import CriterionResult, Line, Veto
from app.scoring.model.rules import Counting, Cutting, Failing, Shutting
from app.scoring.model.scheme import Criterion, Scheme
from app.scoring.model.settings import Policy
from app.scoring.model.specs import FindingSpec


class CompiledCriterion:
    """One criterion ready to judge raw findings. Immutable but for the memory of common results."""

    __slots__ = (
        "_answering",
        "_context",
        "_counters",
        "_cut",
        "_demands",
        "_full",
        "_gates",
        "_memo",
        "_profile",
        "_start",
        "_table",
        "_vetoes",
        "criterion",
        "id",
        "max",
        "read",
        "unanswered",
        "ways",
    )  # fmt: skip

    def __init__(
        self, criterion: Criterion, profile: Profile | None, *, started: bool, table: str = ""
    ) -> None:
        self.criterion, self.id, self.max = criterion, criterion.id, criterion.max
        self._profile, self._table = profile, table
        self._demands: tuple[FactOf, ...] = ()
        self._context: Context | None = None
        self.ways = NO_WAYS
        self._answering = Answering(criterion, profile)
        self.read = self._answering.read
        self._cut = next((rule for rule in criterion.rules if isinstance(rule, Cutting)), None)
        self._gates: tuple[Callable[[Values], str | None], ...] = ()
        self._vetoes: tuple[Objection, ...] = ()
        self._counters: tuple[Counter, ...] = ()
        if profile is not None:
            self._compile(profile, started=started)
        self._start: Points = criterion.max if criterion.start == "full" else 0
        self.unanswered = CriterionResult(criterion.id, "unanswered", None, criterion.max, self._start)
        self._full = CriterionResult(criterion.id, "complete", self._start, criterion.max, self._start)
        self._memo: dict[object, CriterionResult] = {}

    def _compile(self, profile: Profile, *, started: bool) -> None:
        context = self._context = self.criterion.context(profile, started=started)
        self.ways = ways_of(self.criterion, context)
        rules = self.criterion.rules
        self._gates = tuple(rule.closing(context) for rule in rules if isinstance(rule, Shutting))
        self._vetoes = tuple(rule.objection(context) for rule in rules if isinstance(rule, Failing))
        counters = (compile_rule(rule, context) for rule in rules if isinstance(rule, Counting))
        self._counters = tuple(counter for counter in counters if counter is not None)
        if self._table:
            demands = (compile_demand(rule, context) for rule in rules)
            self._demands = tuple(demand for demand in demands if demand is not None)

    @property
    def known(self) -> bool:
        """Whether the profile is known, so that values can be counted."""
        return self._profile is not None

    def judge(self, raw: object) -> CriterionResult:
        """The result of raw findings, every fault named. Strict: what does not apply is a fault."""
        if type(raw) is not dict:
            fault = Fault(f"findings.{self.id}", "应为一个对象，列出各项查验结果。", codes.WRONG_TYPE)
            return self._incomplete([fault])
        key = memory_key(raw)
        found = self._memo.get(key)
        if found is None:
            found = self._evaluate(raw)
            if key is not None and found.state == "complete":
                remember(self._memo, key, found)
        return found

    def judge_desk(self, raw: Raw) -> CriterionResult:
        """The result of what stands on an expert's desk: empty fields and hidden leftovers do not count."""
        result = self.judge(raw)
        if result.faults and result.state != "provisional":
            kept = self.effective(raw)
            return self.judge(kept) if kept else self.unanswered
        return result if raw else self.unanswered

    def effective(self, raw: Raw) -> dict[str, Any]:
        """The findings that count: given, and applying under the other answers."""
        return self._answering.effective(raw)

    def shown(self, raw: Raw) -> tuple[FindingSpec, ...]:
        """The fields that apply under the profile and the answers so far."""
        return self._answering.shown(raw)

    def possible(self) -> tuple[FindingSpec, ...]:
        """The fields that can apply under the profile, whatever the other answers."""
        return self._answering.possible()

    def ladders(self, raw: Raw) -> tuple[Ladder, ...]:
        """What the rules would have instead of these findings; nothing while there is no score."""
        result = self.judge_desk(raw)
        if self._context is None or result.score is None:
            return ()
        values = self.read(self.effective(raw), [])
        lost = whole(result.max - result.score)
        return tuple(ladders_of(self.criterion.rules, self._context, values, lost))

    def _evaluate(self, raw: dict[str, Any]) -> CriterionResult:
        faults: list[Fault] = []
        values = self.read(raw, faults)
        if self._profile is None or (faults and any(fault.code != codes.NO_REASON for fault in faults)):
            return self._incomplete(faults)
        lines: list[Line] = []
        score = self.weigh(values, lines)
        cut = self.cut(values)
        if self._table:
            lines = [line._replace(cite=f"{self._table}；{line.cite}") for line in lines]
        unmet = tuple(fact for tell in self._demands if not (fact := tell(values)).met)
        vetoed = self._veto(values, lines) if self._vetoes else ""
        if not lines and not cut and not faults and not unmet:
            return self._full
        excepted = excepted_in(values, lines) if self.criterion.in_principle else ""
        return CriterionResult(
            self.id, "provisional" if faults else "complete", score, self.max, self._start, tuple(lines),
            tuple(faults), cut, self.cut_why(values) if cut else "", vetoed, excepted=excepted,
            unmet=unmet,
        )  # fmt: skip

    def _veto(self, values: Values, lines: list[Line]) -> Veto:
        """What the values do to the verdict whatever the points, with a line that says why."""
        told = [said for objection in self._vetoes if (said := objection(values))]
        lines.extend(Line(0, why, self.criterion.cite) for _, why in told)
        kinds = {kind for kind, _ in told}
        return "fail" if "fail" in kinds else "gap" if "gap" in kinds else ""

    def _incomplete(self, faults: list[Fault]) -> CriterionResult:
        return CriterionResult(self.id, "incomplete", None, self.max, self._start, (), tuple(faults))

    def weigh(self, values: Values, lines: list[Line]) -> Score:
        """The score of faultless values, its lines added: they and the start add up to it."""
        if not (self._gates and self._shut(values, lines)):
            for counter in self._counters:
                counter(values, lines)
        score: Score = self._start
        for line in lines:
            score += line[0]
        return score if 0 <= score <= self.max else self._bound(score, lines)

    def _shut(self, values: Values, lines: list[Line]) -> bool:
        for tell in self._gates:
            why = tell(values)
            if why is not None:
                lines.append(Line(-self._start, why, self.criterion.cite))
                return True
        return False

    def _bound(self, score: Score, lines: list[Line]) -> Points:
        """The score held between 0 and the maximum, with a line that says what was cut."""
        cite = self.criterion.cite
        if score > self.max:
            over = score - self.max
            why = f"本项最高 {format_points(self.max)} 分，超出的 {format_points(over)} 分不计"
            lines.append(Line(-over, why, cite))
            return self.max
        lines.append(Line(-score, f"本项最低 0 分，多出的 {format_points(-score)} 分不再扣", cite))
        return 0

    def cut(self, values: Values) -> Points:
        """What comes off the visit's total."""
        return self._cut.cut(values) if self._cut else 0

    def cut_why(self, values: Values) -> str:
        """Why something comes off the total; empty where nothing can."""
        return self._cut.cause(self._context, values) if self._cut and self._context else ""


Compiled = CompiledCriterion | CompiledCondition


class Rubric:
    """The compiled criteria of a scheme, in the annex's order, for one profile (None: not known)."""

    __slots__ = ("_reaches", "by_id", "decisive", "order", "parts", "profile", "scheme")

    def __init__(self, scheme: Scheme, profile: Profile | None, *, started: bool, table: str = "") -> None:
        self.scheme, self.profile = scheme, profile
        self._reaches: dict[str, Reach] = {}
        self.order: tuple[Compiled, ...] = tuple(
            CompiledCondition(each, profile, grounds=scheme.kind == "grounds")
            if scheme.conditional
            else CompiledCriterion(each, profile, started=started, table=table)
            for each in scheme.criteria
        )
        self.by_id = {each.id: each for each in self.order}
        self.decisive = frozenset(each.id for each in self.order if each.criterion.decisive)
        self.parts = parts_of(scheme.by_id)

    def reach(self, criterion_id: str) -> Reach:
        """What a criterion can come to under the known profile; told once and kept. Raises KeyError."""
        found = self._reaches.get(criterion_id)
        if found is None:
            criterion = self.by_id[criterion_id].criterion
            found = self._reaches[criterion_id] = reach_of(criterion, self.profile or {})
        return found


def rubric_of(scheme: Scheme, profile: Profile | None, policy: Policy) -> Rubric:
    """The scheme's rubric for a valid profile and policy; made once, kept with the scheme's settled form."""
    settled = scheme.under(policy.readings)
    table = policy.table or scheme.provisional if scheme.provisional else ""
    key = (policy.partial_step, table, None if profile is None else tuple(sorted(profile.items())))
    made = settled.memory.of(Rubric)
    rubric = made.get(key)
    if rubric is None:
        started = policy.partial_step == "started"
        rubric = made[key] = Rubric(settled, profile, started=started, table=table)
    return rubric
