"""One expert's visit while it is being scored: immutable, and one answer costs one criterion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from app.common.errors import Refusal
from app.scoring.judge.mends import Mend, mends
from app.scoring.judge.rubric import CompiledCriterion, Rubric, rubric_of
from app.scoring.judge.tariffs import NO_WAYS, Ways
from app.scoring.model.duties import Case, Consequence, consequences_of
from app.scoring.model.findings import read_values
from app.scoring.model.parts import part_faults
from app.scoring.model.points import Points, Score, whole
from app.scoring.model.results import Adjustment, CriterionResult, SectionResult, Verdict
from app.scoring.model.scheme import Scheme
from app.scoring.model.settings import Policy, read_policy, read_profile, unknown_criterion
from app.scoring.model.specs import FindingSpec
from app.scoring.visit.decision import decide
from app.scoring.visit.running_totals import RunningTotals, summed
from app.scoring.visit.sensitivity import Reaches, prospect, swaying

Findings = Mapping[str, Mapping[str, object]]


class Tally:
    """The state of a visit under one scheme, profile and policy. ``record`` gives the next state.

    Lenient: wrong values stay as they were typed and are named as faults; nothing is raised for them.
    """

    __slots__ = ("_policy", "_prospect", "_raw", "_rubric", "_standing", "_swaying", "_verdict", "criteria")

    criteria: Mapping[str, CriterionResult]
    """The result of every criterion, in the annex's order."""

    def __init__(
        self,
        rubric: Rubric,
        policy: Policy,
        raw: Mapping[str, Mapping[str, Any]],
        criteria: Mapping[str, CriterionResult],
        standing: RunningTotals,
    ) -> None:
        self._rubric, self._policy, self._raw = rubric, policy, raw
        self.criteria, self._standing = criteria, standing
        self._verdict: Verdict | None = None
        self._swaying: tuple[str, ...] | None = None
        self._prospect: Verdict | None = None

    @classmethod
    def start(
        cls, scheme: Scheme, profile: Mapping[str, object], policy: Mapping[str, object], findings: Findings
    ) -> Tally:
        """The state with these findings.

        Raises Refusal where profile or policy are faulty, or a criterion is not the scheme's.
        """
        known, faults = read_profile(scheme, dict(profile), lenient=True)
        read, more = read_policy(scheme, dict(policy))
        asked = scheme.under(read.readings) if read else scheme
        strangers = [each for each in findings if each not in asked.by_id]
        if known is None or read is None or strangers:
            raise Refusal([*faults, *more, *map(unknown_criterion, strangers)])
        rubric = rubric_of(scheme, known, read)
        tally = cls(rubric, read, {}, *standing_of(rubric, {}, read))
        for criterion_id, raw in findings.items():
            tally = tally.record(criterion_id, raw)
        return tally

    def record(self, criterion_id: str, raw: Mapping[str, object]) -> Tally:
        """The state after a criterion's findings are replaced; ``{}`` takes the answer back.

        Only that criterion is judged anew; the sums move by the difference. Raises KeyError.
        """
        compiled = self._rubric.by_id[criterion_id]
        kept = dict(raw)
        result = compiled.judge_desk(kept)
        said = {**self._raw, criterion_id: kept}
        if self.scheme.settled_by_failing or self._rubric.parts:
            given = self._judged_together(said)
            return Tally(self._rubric, self._policy, said, *standing_of(self._rubric, given, self._policy))
        cuts = compiled.criterion.decisive
        standing = self._standing.without(self.criteria[criterion_id], cuts=cuts).with_(result, cuts=cuts)
        return Tally(
            self._rubric, self._policy, said, {**self.criteria, criterion_id: result}, standing
        )  # fmt: skip

    def _judged_together(self, said: Mapping[str, Mapping[str, Any]]) -> dict[str, CriterionResult]:
        """Every result anew, where one answer can touch another criterion: a part beside its whole."""
        given = {cid: self._rubric.by_id[cid].judge_desk(each) for cid, each in said.items()}
        effective = {cid: self._rubric.by_id[cid].effective(each) for cid, each in said.items()}
        for part in self._rubric.parts:
            for fault in part_faults((part,), effective):
                held = given[part.criterion]
                given[part.criterion] = CriterionResult(
                    held.id, "incomplete", None, held.max, held.start, faults=(*held.faults, fault)
                )
        return given

    @property
    def scheme(self) -> Scheme:
        """The scheme that counts."""
        return self._rubric.scheme

    @property
    def profile(self) -> Mapping[str, str]:
        """The unit's profile as it counts."""
        return self._rubric.profile or {}

    def raw(self, criterion_id: str) -> Mapping[str, object]:
        """A criterion's findings just as they were recorded, hidden leftovers included."""
        return self._raw.get(criterion_id, {})

    def effective(self, criterion_id: str) -> Mapping[str, object]:
        """The findings that count: given, and applying under the other answers."""
        return self._rubric.by_id[criterion_id].effective(self.raw(criterion_id))

    def findings(self) -> dict[str, dict[str, object]]:
        """Every answered criterion's findings that count, in the annex's order: what a locked sheet holds."""
        answered = (each for each in self.criteria.values() if each.state != "unanswered")
        given = {each.id: dict(self.effective(each.id)) for each in answered}
        return {criterion: kept for criterion, kept in given.items() if kept}

    def shown(self, criterion_id: str) -> tuple[FindingSpec, ...]:
        """The fields that apply now, under the profile and the other answers."""
        return self._rubric.by_id[criterion_id].shown(self.raw(criterion_id))

    def possible(self, criterion_id: str) -> tuple[FindingSpec, ...]:
        """The fields that can apply under the profile, whatever is answered: what a blank form asks."""
        return self._rubric.by_id[criterion_id].possible()

    def ways(self, criterion_id: str) -> Ways:
        """How a criterion's points come about for this unit, told before anything is found."""
        compiled = self._rubric.by_id[criterion_id]
        return compiled.ways if isinstance(compiled, CompiledCriterion) else NO_WAYS

    def mends(self, criterion_id: str) -> tuple[Mend, ...]:
        """What would win a criterion points, or meet it: the next step of each rule, as judged."""
        compiled, raw = self._rubric.by_id[criterion_id], self.raw(criterion_id)
        ladders = compiled.ladders(raw)
        if not ladders:
            return ()
        kept = compiled.effective(raw)

        def judged(given: Mapping[str, object]) -> CriterionResult:
            return self.record(criterion_id, given).criteria[criterion_id]

        return mends(compiled.criterion, ladders, kept, judged)

    @property
    def total(self) -> Points:
        """Sum of the scores so far less what comes off the total, within 0 and the full marks."""
        return whole(self._standing.total(self.scheme.full_marks))

    @property
    def low(self) -> Points:
        """The total if every open criterion got nothing."""
        return self.total

    @property
    def high(self) -> Points:
        """The total if every open criterion got its maximum."""
        return whole(self._standing.high(self.scheme.full_marks))

    @property
    def answered(self) -> int:
        """How many criteria have a score, or need none."""
        return len(self.criteria) - self._standing.open

    @property
    def open_criteria(self) -> tuple[str, ...]:
        """Numbers of the criteria without a score, in the annex's order."""
        return tuple(each.id for each in self.criteria.values() if each.score is None and each.asked)

    @property
    def state(self) -> Literal["complete", "incomplete"]:
        """Complete where every criterion has its score and every reason is written."""
        return "incomplete" if self._standing.open or self._standing.owed else "complete"

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """What comes off the total."""
        return adjustments_of(self.criteria.values())

    @property
    def sections(self) -> tuple[SectionResult, ...]:
        """The sums of the areas, in the annex's order."""
        return sections_of(self.scheme, self.criteria)

    @property
    def failed(self) -> frozenset[str]:
        """Numbers of the criteria that fail the visit: conditions not met, grounds established, vetoes."""
        return failed_of(self.criteria.values(), self._policy)

    @property
    def consequences(self) -> tuple[Consequence, ...]:
        """What follows the verdict for this unit."""
        values = {
            each.criterion.id: read_values(each.criterion.findings, self.effective(each.id))
            for each in self._rubric.order
        }
        case = Case(self.verdict.outcome, self.profile, self.failed, values)
        return consequences_of(self.scheme.consequences, case)

    @property
    def verdict(self) -> Verdict:
        """What the visit's points mean under the batch's pass mark."""
        if self._verdict is None:
            self._verdict = decide(self.scheme, self._standing, self._policy)
        return self._verdict

    @property
    def swaying(self) -> tuple[str, ...]:
        """Numbers of the open criteria that can still change the verdict, in the annex's order."""
        if self._swaying is None:
            self._swaying = swaying(self.scheme, self._reaches, self._standing, self._policy, self.verdict)
        return self._swaying

    @property
    def prospect(self) -> Verdict:
        """The verdict, foreseen also where only the exact sums of the open criteria settle it."""
        if self._prospect is None:
            reaches = {} if self.swaying else self._reaches
            self._prospect = prospect(self.scheme, reaches, self._standing, self._policy, self.verdict)
        return self._prospect

    @property
    def _reaches(self) -> Reaches:
        return {cid: self._rubric.reach(cid) for cid in self.open_criteria}


def failed_of(results: Iterable[CriterionResult], policy: Policy) -> frozenset[str]:
    """Numbers of the criteria that fail a visit whatever its points, a gap that was ruled so included."""
    fatal = ("fail", "gap") if policy.gap_ruling == "fail" else ("fail",)
    return frozenset(each.id for each in results if each.met is False or each.vetoed in fatal)


def standing_of(
    rubric: Rubric, results: Mapping[str, CriterionResult], policy: Policy
) -> tuple[dict[str, CriterionResult], RunningTotals]:
    """Every criterion's result (unanswered where none is given), and the sums over them.

    Where a failure settles the visit at once, nothing else is asked, whatever was answered.
    """
    found = {each.id: results.get(each.id, each.unanswered) for each in rubric.order}
    for number in not_asked(rubric.scheme, failed_of(results.values(), policy)):
        each = found[number]
        found[number] = CriterionResult(number, "unasked", None, each.max, each.start)
    return found, summed(found.values(), rubric.decisive)


def not_asked(scheme: Scheme, failed: frozenset[str]) -> frozenset[str]:
    """Numbers of the criteria that nobody asks for any more once these have failed (Hubei, article 19)."""
    if not failed or not scheme.settled_by_failing:
        return frozenset()
    return frozenset(scheme.by_id) - failed


def adjustments_of(results: Iterable[CriterionResult]) -> tuple[Adjustment, ...]:
    """What comes off the total, criterion by criterion."""
    return tuple(
        Adjustment(each.id, -each.total_deduction, each.total_why) for each in results if each.total_deduction
    )


def section_scores(scheme: Scheme, results: Mapping[str, CriterionResult]) -> list[Score]:
    """The sum of each area's answered criteria, in the annex's order."""
    sums: dict[str, Score] = {section.id: 0 for section in scheme.sections}
    for criterion in scheme.criteria:
        if score := results[criterion.id].score:
            sums[criterion.section] += score
    return list(sums.values())


def sections_of(scheme: Scheme, results: Mapping[str, CriterionResult]) -> tuple[SectionResult, ...]:
    """The areas with their sums, and how much of them is answered, in the annex's order."""
    inside: dict[str, list[bool]] = {section.id: [] for section in scheme.sections}
    for criterion in scheme.criteria:
        inside[criterion.section].append(results[criterion.id].score is not None)
    return tuple(
        SectionResult(
            each.id, each.numeral, each.title, score, each.max, sum(inside[each.id]), len(inside[each.id])
        )
        for each, score in zip(scheme.sections, section_scores(scheme, results), strict=True)
    )
