"""What the desk says of performance and effect is what the verbs for files of projects say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.scoring import Tally, format_points
from app.scoring.batch.effect import grade_batch
from app.scoring.batch.performance import score_performance
from app.services.store.schemes import SchemeLibrary

LIBRARY = SchemeLibrary()
EFFECT, PERFORMANCE = LIBRARY["hubei-effect"], LIBRARY["hubei-performance"]
MARKS = {"good": "90", "fairly_good": "80", "ordinary": "60"}


def halves(most: int) -> st.SearchStrategy[str]:
    return st.integers(0, 2 * most).map(lambda many: format_points(50 * many))


@given(
    st.decimals(70, 80, places=2).map(str), halves(50), halves(35), halves(15),
    st.sampled_from([None, "pass", "fail"]),
)  # fmt: skip
def test_an_effect_has_the_grade_of_its_batch_before_the_limit(
    operation: str, outputs: str, benefits: str, innovation: str, ruling: str | None
) -> None:
    policy = MARKS | ({"gap_ruling": ruling} if ruling else {})
    given_parts = {"outputs": outputs, "benefits": benefits, "innovation": innovation}
    answers = zip(("19.1", "19.2", "19.3"), given_parts.values(), strict=True)
    findings = {name: {"award": points, "reason": "示例"} for name, points in answers}
    tally = Tally.start(
        EFFECT, {"level": "provincial"}, policy, {"17.1": {"operation": operation}, **findings}
    )
    batch = {"policy": policy, "projects": [{"id": "p", "operation": operation, **given_parts}]}
    graded = grade_batch(batch)["projects"][0]
    assert tally.verdict.outcome == ("good" if graded["capped"] else graded["grade"])
    failed = tally.verdict.outcome == "poor" and "17.1" in tally.failed
    assert format_points(tally.total) == ("0" if failed else graded["total"])


@given(st.integers(0, 60), st.integers(1, 50), st.decimals("0.5", "2", places=2).map(str))
def test_an_indicator_has_the_points_of_its_file(actual: int, target: int, factor: str) -> None:
    answer = {"target": target, "actual": actual, "regional_factor": factor}
    tally = Tally.start(PERFORMANCE, {"project": "studio", "level": "national"}, {}, {"14.1": answer})
    one = {"id": "a", "kind": "basic", "weight": 10, **answer}
    rest = [
        {"id": "b", "kind": "basic", "weight": 40, "target": 1, "actual": 0},
        {"id": "c", "kind": "individual", "weight": 50, "target": 1, "actual": 0},
    ]
    result = score_performance({"indicators": [one, *rest]})
    assert format_points(tally.criteria["14.1"].score) == result["indicators"][0]["score"]
