"""Which open criteria can still change the verdict, against trying every way the rest can go."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.scoring import Scheme, Tally
from app.scoring.judge.reach import Reach, reach_of
from app.scoring.model.results import Verdict
from app.scoring.model.settings import Policy
from app.scoring.visit.decision import decide
from app.scoring.visit.running_totals import RunningTotals
from app.scoring.visit.sensitivity import prospect, swaying
from app.services.store.schemes import SchemeLibrary
from tests.filling import filled, policy_of, profiles_of
from tests.scoring.drawing import answers, policies, rubric_for

ENTERPRISE = {"unit_type": "enterprise"}
BASE = SchemeLibrary()["tianjin-base-acceptance"]
UNDECIDED = Verdict("undetermined", None, "")


def opened(scheme: Scheme, findings: dict[str, Any], *open_ones: str, mark: str = "75") -> Tally:
    rest = {cid: answer for cid, answer in findings.items() if cid not in open_ones}
    return Tally.start(scheme, ENTERPRISE, {"pass_mark": mark}, rest)


def test_what_cannot_make_up_for_all_or_nothing_is_not_named(base: Scheme) -> None:
    full = filled(base, ENTERPRISE)
    # 92 are sure; 7.1 is worth 0 or 6 and nothing between, 1.1 is worth 0 or 2.
    assert opened(base, full, "1.1", "7.1", mark="97.5").swaying == ("7.1",)
    assert opened(base, full, "1.1", "7.1", mark="99").swaying == ("1.1", "7.1")


def test_the_least_that_a_criterion_is_worth_counts(base: Scheme) -> None:
    full = filled(base, ENTERPRISE)
    # 12.1 is worth 3 to 5 whatever is found, so 98 are sure where 97.5 are wanted.
    tally = opened(base, full, "12.1", mark="97.5")
    assert (tally.low, tally.verdict.foreseen) == (9500, None)
    assert tally.swaying == ()
    assert (tally.prospect.outcome, tally.prospect.foreseen) == ("undetermined", "pass")
    assert tally.prospect.why == "未定分的 1 项无论如何评定，总分都达到合格线 97.5 分。"
    assert opened(base, full, "12.1", mark="98.5").prospect.foreseen is None
    assert opened(base, full, "12.1", mark="98.5").swaying == ("12.1",)


def test_a_cut_of_the_total_sways_what_seemed_sure(base: Scheme) -> None:
    tally = opened(base, filled(base, ENTERPRISE), "10.1")
    assert tally.verdict.foreseen is None
    assert tally.swaying == ("10.1",)


def test_a_fixed_verdict_is_swayed_by_nothing(base: Scheme) -> None:
    full = filled(base, ENTERPRISE)
    sure = opened(base, full, "1.1")
    assert sure.verdict.foreseen == "pass"
    assert sure.swaying == ()
    assert opened(base, full).swaying == ()
    bad = filled(base, ENTERPRISE, good=False)
    assert opened(base, bad, "1.1", "10.1").swaying == ()


def test_without_a_mark_nothing_sways(base: Scheme) -> None:
    assert Tally.start(base, ENTERPRISE, {}, {}).swaying == ()


def test_a_veto_sways_even_where_no_points_do(library: SchemeLibrary) -> None:
    scheme = library["hubei-base-acceptance"]
    profile = profiles_of(scheme)[0]
    full = filled(scheme, profile)
    vetoing = [each.id for each in scheme.criteria if each.vetoes]
    assert vetoing
    rest = {cid: answer for cid, answer in full.items() if cid not in vetoing}
    tally = Tally.start(scheme, profile, policy_of(scheme), rest)
    assert tally.verdict.foreseen is None
    assert tally.swaying == tuple(cid for cid in tally.open_criteria if cid in vetoing)


@pytest.mark.parametrize("scheme_id", ["hubei-cancellation", "national-base-new"])
def test_every_open_condition_sways_until_one_fails(library: SchemeLibrary, scheme_id: str) -> None:
    scheme = library[scheme_id]
    profile = profiles_of(scheme)[0]
    tally = Tally.start(scheme, profile, policy_of(scheme), {})
    assert tally.swaying == tally.open_criteria
    assert tally.open_criteria
    bad = filled(scheme, profile, good=False)
    first = next(iter(bad))
    assert tally.record(first, bad[first]).swaying == ()


@given(st.data())
def test_no_finding_comes_to_more_than_was_said(library: SchemeLibrary, data: st.DataObject) -> None:
    scheme = library[data.draw(st.sampled_from(library.ids()))]
    if scheme.conditional:
        return
    profile = data.draw(st.sampled_from(profiles_of(scheme)))
    rubric = rubric_for(scheme, profile, data.draw(policies(scheme)))
    compiled = data.draw(st.sampled_from(rubric.order))
    result = compiled.judge_desk(data.draw(answers(compiled)))
    if result.score is None:
        return
    reach = reach_of(compiled.criterion, profile)
    assert result.score - result.total_deduction in reach.sums
    assert reach.fails or not result.vetoed


@given(
    answered=st.integers(0, 40),
    moves=st.lists(st.sets(st.integers(-8, 12), min_size=1, max_size=4), min_size=1, max_size=5),
    fatal=st.sets(st.integers(0, 4)),
    mark=st.integers(0, 60),
)
@example(answered=0, moves=[{-1}], fatal={0}, mark=0)  # no total is below nothing, so it could still pass
def test_those_that_sway_are_those_that_trying_all_finds(
    answered: int, moves: list[set[int]], fatal: set[int], mark: int
) -> None:
    reaches = {str(at): Reach(frozenset(each), at in fatal) for at, each in enumerate(moves)}
    policy = Policy((mark, 100), "completed")

    def outcome(points: tuple[int, ...], failed: bool) -> str:
        standing = RunningTotals(answered + sum(points), 0, 0, 0, 0, 0, vetoes=failed)
        return decide(BASE, standing, policy).outcome

    can_fail = any(at in fatal for at in range(len(moves)))
    ends = {outcome(points, failed) for points in product(*moves) for failed in {False, can_fail}}
    wanted = []
    for at, each in enumerate(moves):
        rest = [sums for place, sums in enumerate(moves) if place != at]
        ways = [(False,)] if at not in fatal else [(False,), (True,)]
        sways = any(
            len({outcome((*others, own), failed) for own in each for (failed,) in ways}) > 1
            for others in product(*rest)
        )
        if sways:
            wanted.append(str(at))
    standing = RunningTotals(answered, 0, 0, len(moves), 0, 0)
    assert list(swaying(BASE, reaches, standing, policy, UNDECIDED)) == wanted
    foreseen = prospect(BASE, {} if wanted else reaches, standing, policy, UNDECIDED).foreseen
    assert ends == {foreseen} if foreseen else len(ends) > 1
