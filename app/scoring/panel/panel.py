"""The sheets of several experts joined into one result. Facts are never averaged, only scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal

from app.common.errors import Refusal
from app.scoring.judge.rubric import Rubric, rubric_of
from app.scoring.model.duties import Case, Round
from app.scoring.model.findings import compile_reader, read_values
from app.scoring.model.parts import part_faults
from app.scoring.model.points import Mark, Points, Score, format_beside, format_exact, format_points, nearest
from app.scoring.model.results import Adjustment, CriterionResult, Fact, Line, Verdict, Veto
from app.scoring.model.scheme import Criterion, Scheme
from app.scoring.model.settings import Policy, read_policy, read_profile
from app.scoring.panel.papers_in import TRIM_FROM, PanelInput, Sheet, read_panel, read_parts
from app.scoring.visit.decision import decide, marks_of
from app.scoring.visit.running_totals import summed
from app.scoring.visit.tally import failed_of, not_asked
from app.scoring.visit.visit import refusal

PanelState = Literal["ruled", "unanswered", "disputed", "agreed", "averaged", "unasked"]


@dataclass(frozen=True, slots=True)
class PanelCriterion:
    """One criterion as the panel sees it. Points are exact: a mean is rounded where it is printed.

    scores: of every expert who scores it, None where the sheet lacks it; results: what stands, a ruling's
    under the empty name, else the experts' own; given: the experts' own also where a ruling replaced them;
    differs: measured findings on which they differ, sorted; total_deduction: positive; met: of a condition;
    vetoed: whether it fails the visit whatever the points; values: the findings that stand, read: those of
    the ruling, or those on which all experts agree.
    """

    id: str
    scores: Mapping[str, Score | None]
    score: Score | None
    state: PanelState
    outlying: bool
    differs: tuple[str, ...]
    total_deduction: Score
    lines: tuple[Line, ...]
    results: Mapping[str, CriterionResult]
    met: bool | None = None
    vetoed: Veto = ""
    values: Mapping[str, object] = field(default_factory=dict)
    given: Mapping[str, CriterionResult] = field(default_factory=dict)

    @property
    def pleaded(self) -> bool:
        """Whether an exception is pleaded for that the leader has not decided on."""
        return self.state == "disputed" and any(each.excepted for each in self.given.values())

    @property
    def waived(self) -> bool:
        """Whether the profile waives it."""
        return any(each.waived for each in self._standing)

    @property
    def excepted(self) -> str:
        """Why the leader granted an exception; empty for none."""
        return next((each.excepted for each in self._standing if each.excepted), "")

    @property
    def idle(self) -> bool:
        """Whether it is a condition that is met since nothing was to be asked."""
        return self.met is True and all(each.idle for each in self._standing)

    @property
    def _standing(self) -> tuple[CriterionResult, ...]:
        """What stands; nothing while the criterion has no result."""
        return tuple(self.results.values()) if self.score is not None else ()

    @property
    def unmet(self) -> tuple[Fact, ...]:
        """What the document demands and some expert, or the ruling, did not find; each once."""
        return tuple(dict.fromkeys(fact for each in self.results.values() for fact in each.unmet))

    @property
    def asked(self) -> bool:
        """Whether it is asked for at all."""
        return self.state != "unasked"


@dataclass(frozen=True, slots=True)
class PanelResult:
    """The joined result. total counts what has a score; open: numbers of the criteria that have none;
    failed: of those that fail the visit whatever its points; marks: what the total is measured by.
    """

    state: Literal["open", "settled"]
    total: Score
    criteria: tuple[PanelCriterion, ...]
    verdict: Verdict
    adjustments: tuple[Adjustment, ...]
    open: tuple[str, ...]
    failed: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()

    @property
    def shown(self) -> str:
        """The total as it is shown and printed: rounded to 0.01, but never across a mark."""
        return format_beside(self.total, self.marks)

    def case(self, profile: Mapping[str, object], turn: Round = "first") -> Case:
        """What the document's sentences are held against. turn: the round of the visit."""
        values = {each.id: dict(each.values) for each in self.criteria}
        return Case(self.verdict.outcome, profile, self.failed, values, turn)

    def criterion(self, criterion_id: str) -> PanelCriterion:
        """The criterion with that number. Raises KeyError."""
        for each in self.criteria:
            if each.id == criterion_id:
                return each
        raise KeyError(criterion_id)


class Panel:
    """Joins sheets. A class for its name alone: it holds nothing."""

    @staticmethod
    def join(
        scheme: Scheme,
        profile: Mapping[str, object],
        policy: Mapping[str, object],
        sheets: Mapping[str, Mapping[str, object]] | Sequence[Sheet],
        assignments: Mapping[str, Sequence[str]] | None = None,
        rulings: Mapping[str, Mapping[str, object]] | None = None,
    ) -> PanelResult:
        """The result of these sheets (expert to findings). Raises Refusal naming every fault."""
        known, faults = read_profile(scheme, dict(profile), lenient=True)
        settled, more = read_policy(scheme, dict(policy))
        if known is None or settled is None:
            raise Refusal([*faults, *more])
        rubric = rubric_of(scheme, known, settled)
        raw = {
            "sheets": [{"expert": each.expert, "findings": dict(each.findings)} for each in _listed(sheets)],
            "assignments": {each: list(experts) for each, experts in (assignments or {}).items()},
            "rulings": dict(rulings or {}),
        }
        read, faults = read_parts(rubric, settled, raw)
        if read is None:
            raise Refusal(faults)
        return join(rubric, settled, read)


def _listed(sheets: Mapping[str, Mapping[str, object]] | Sequence[Sheet]) -> Iterable[Sheet]:
    if isinstance(sheets, Mapping):
        return [Sheet(expert, findings) for expert, findings in sheets.items()]
    return sheets


def join_panel(schemes: Mapping[str, Scheme], raw: object) -> dict[str, Any]:
    """The contract's result of a panel, or ``{"errors": [...]}``. Never raises for any JSON value."""
    frame, read, faults = read_panel(schemes, raw)
    if frame is None or read is None or faults:
        return refusal(faults)
    result = join(frame.rubric, frame.policy, read)
    return {
        "state": result.state,
        "total": format_points(result.total),
        "exact": format_exact(result.total),
        "criteria": [
            _criterion_report(each, conditional=frame.rubric.scheme.conditional) for each in result.criteria
        ],
        "total_adjustments": [
            {"criterion": each.criterion, "points": format_points(each.points), "why": each.why}
            for each in result.adjustments
        ],
        "verdict": {"outcome": result.verdict.outcome, "why": result.verdict.why},
    }


def _criterion_report(criterion: PanelCriterion, *, conditional: bool) -> dict[str, Any]:
    """The contract's form of one criterion; a condition says whether it is met."""
    met = {"met": criterion.met} if conditional else {}
    return met | {
        "id": criterion.id,
        "scores": {expert: _shown(score) for expert, score in criterion.scores.items()},
        "score": _shown(criterion.score),
        "state": criterion.state,
        "outlying": criterion.outlying,
        "differs": list(criterion.differs),
    }


def _shown(score: Score | None) -> str | None:
    return None if score is None else format_points(score)


def join(rubric: Rubric, policy: Policy, read: PanelInput) -> PanelResult:
    """The result of a panel's input without faults."""
    joined = tuple(
        replace(
            _join_one(each.criterion, each.unanswered, policy, read),
            values=_standing(each.criterion, read),
            given=_given(each.criterion, each.unanswered, read),
        )
        for each in rubric.order
    )
    criteria = _settled_early(rubric.scheme, policy, _parts_in_wholes(rubric, read, joined))
    results = [_as_result(each, rubric.by_id[each.id].max) for each in criteria]
    standing = summed(results, rubric.decisive)
    waiting = tuple(each.id for each in criteria if each.score is None and each.asked)
    return PanelResult(
        "open" if waiting else "settled",
        standing.total(rubric.scheme.full_marks),
        criteria,
        decide(rubric.scheme, standing, policy),
        tuple(_adjustment(each) for each in criteria if each.total_deduction),
        waiting,
        failed_of(results, policy),
        marks_of(rubric.scheme, policy),
    )


def _standing(criterion: Criterion, read: PanelInput) -> dict[str, object]:
    """The findings that stand: the ruling's, or those that every expert has alike."""
    ruled = read.ruled.get(criterion.id)
    if ruled is not None:
        return read_values(criterion.findings, ruled)
    given = [read.findings[name].get(criterion.id, {}) for name in read.experts_of(criterion.id)]
    first, *others = [read_values(criterion.findings, each) for each in given]
    return {
        name: value
        for name, value in first.items()
        if all(name in other and other[name] == value for other in others)
    }


def _as_result(each: PanelCriterion, most: Points) -> CriterionResult:
    """A joined criterion as sums and verdicts take it."""
    return CriterionResult(
        each.id, "complete" if each.asked else "unasked", each.score, most, 0,
        total_deduction=each.total_deduction, vetoed=each.vetoed, met=each.met, waived=each.waived,
        excepted=each.excepted,
    )  # fmt: skip


def _settled_early(
    scheme: Scheme, policy: Policy, criteria: tuple[PanelCriterion, ...]
) -> tuple[PanelCriterion, ...]:
    """The criteria, those left out that a failure of the panel's has made needless."""
    failed = failed_of((_as_result(each, 0) for each in criteria), policy)
    spared = not_asked(scheme, failed)
    return tuple(_unasked(each) if each.id in spared else each for each in criteria)


def _parts_in_wholes(
    rubric: Rubric, read: PanelInput, criteria: tuple[PanelCriterion, ...]
) -> tuple[PanelCriterion, ...]:
    """The criteria; a part that one expert counted beyond the whole that another one did is disputed."""
    disputed = {}
    for part in rubric.parts:
        found = {
            cid: next(
                (read.findings[name][cid] for name in read.experts_of(cid) if cid in read.findings[name]), {}
            )
            for cid in (part.criterion, part.whole_criterion)
            if cid not in read.rulings
        }
        if any(True for _ in part_faults((part,), found)):
            disputed[part.criterion] = part.finding
    return tuple(
        replace(each, score=None, state="disputed", differs=(disputed[each.id],), total_deduction=0, lines=())
        if each.id in disputed
        else each
        for each in criteria
    )


def _unasked(each: PanelCriterion) -> PanelCriterion:
    return PanelCriterion(each.id, dict.fromkeys(each.scores), None, "unasked", False, (), 0, (), {})


def _adjustment(criterion: PanelCriterion) -> Adjustment:
    if criterion.state == "averaged":
        given = (format_points(each.total_deduction) for each in criterion.results.values())
        cut = format_points(criterion.total_deduction)
        why = f"专家从总分中扣分为 {'、'.join(given)} 分，合并后扣 {cut} 分"
    else:
        whys = dict.fromkeys(each.total_why for each in criterion.results.values() if each.total_why)
        why = "；".join(whys)
    return Adjustment(criterion.id, -criterion.total_deduction, why)


def _join_one(
    criterion: Criterion, untouched: CriterionResult, policy: Policy, read: PanelInput
) -> PanelCriterion:
    """One criterion joined. untouched: its result without answers, which counts where it is waived."""
    experts = read.experts_of(criterion.id)
    if not untouched.asked and not any(criterion.id in read.results[name] for name in experts):
        return PanelCriterion(criterion.id, dict.fromkeys(experts), None, "unasked", False, (), 0, (), {})
    results = _given(criterion, untouched, read)
    scores = {name: results[name].score if name in results else None for name in experts}
    ruling = read.rulings.get(criterion.id)
    if ruling is not None:
        return PanelCriterion(
            criterion.id, scores, ruling.score, "ruled", False, (), ruling.total_deduction, ruling.lines,
            {"": ruling}, ruling.met, ruling.vetoed,
        )  # fmt: skip
    if len(results) < len(experts):
        return PanelCriterion(criterion.id, scores, None, "unanswered", False, (), 0, (), results)
    given = [read.findings[name][criterion.id] for name in experts] if not untouched.waived else []
    differs = _differs(criterion, given)
    agreed = len({(each.score, each.total_deduction) for each in results.values()}) == 1
    apart = len({(each.met, each.vetoed) for each in results.values()}) > 1
    pleaded = any(each.excepted for each in results.values())
    if differs or apart or pleaded or (policy.panel == "consensus" and not agreed):
        return PanelCriterion(criterion.id, scores, None, "disputed", False, differs, 0, (), results)
    return _settled(criterion, policy, scores, results, agreed=agreed)


def _given(criterion: Criterion, untouched: CriterionResult, read: PanelInput) -> dict[str, CriterionResult]:
    """What every expert came to, as far as they answered; a waived criterion needs no answer."""
    experts = read.experts_of(criterion.id)
    waived = dict.fromkeys(experts, untouched) if untouched.waived else {}
    return waived | {
        name: read.results[name][criterion.id] for name in experts if criterion.id in read.results[name]
    }


def _settled(
    criterion: Criterion,
    policy: Policy,
    scores: Mapping[str, Score | None],
    results: Mapping[str, CriterionResult],
    *,
    agreed: bool,
) -> PanelCriterion:
    given = [score for score in scores.values() if score is not None]
    top, bottom = policy.tolerance
    outlying = (max(given) - min(given)) * bottom > top * criterion.max
    score = _mean(given, policy)
    cut = _mean([each.total_deduction for each in results.values()], policy)
    lines = _agreed_lines(results) if agreed else _averaged_lines(criterion, results, score, policy)
    state: PanelState = "agreed" if agreed else "averaged"
    first = next(iter(results.values()))
    return PanelCriterion(
        criterion.id, scores, score, state, outlying, (), cut, lines, results, first.met, first.vetoed
    )


def _mean(points: Sequence[Score], policy: Policy) -> Score:
    """The exact mean; trimmed of one highest and one lowest from five on."""
    if policy.panel == "trimmed_mean" and len(points) >= TRIM_FROM:
        points = sorted(points)[1:-1]
    mean = Fraction(sum(points)) / len(points)
    return mean.numerator if mean.denominator == 1 else mean


def _agreed_lines(results: Mapping[str, CriterionResult]) -> tuple[Line, ...]:
    """The first expert's lines; where others gave other words for the same points, theirs follow at 0."""
    first, *others = results.values()
    said = {line.why for line in first.lines}
    more = []
    for line in (line for other in others for line in other.lines):
        if line.why not in said:
            said.add(line.why)
            more.append(Line(0, f"另有专家认为：{line.why}", line.cite))
    return (*first.lines, *more)


def _averaged_lines(
    criterion: Criterion, results: Mapping[str, CriterionResult], score: Score, policy: Policy
) -> tuple[Line, ...]:
    """One line: who gave what and how it was joined. With the start it adds up to the score as printed."""
    given = [each.score for each in results.values() if each.score is not None]
    start = criterion.max if criterion.start == "full" else 0
    trimmed = policy.panel == "trimmed_mean" and len(given) >= TRIM_FROM
    how = "去掉一个最高分和一个最低分后取平均" if trimmed else "取平均"
    listed = "、".join(format_points(each) for each in given)
    why = f"{len(given)} 位专家评分为 {listed} 分，{how}，得 {format_points(score)} 分"
    cite = next((line.cite for each in results.values() for line in each.lines), criterion.cite)
    return (Line(nearest(score) - start, why, cite),)


def _differs(criterion: Criterion, given: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    names = []
    for spec in criterion.findings:
        if spec.nature == "measured":
            read = compile_reader(spec)
            values = {read(raw[spec.name]) if spec.name in raw else None for raw in given}
            if len(values) > 1:
                names.append(spec.name)
    return tuple(sorted(names))
