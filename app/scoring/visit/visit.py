"""One visit scored strictly, as a file gives it: a result in the contract's form, or every fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.common.errors import Fault, foremost
from app.scoring.judge.rubric import Rubric, rubric_of
from app.scoring.model import codes
from app.scoring.model.memory import memory_key, remember
from app.scoring.model.parts import part_faults
from app.scoring.model.points import format_points
from app.scoring.model.results import CriterionResult
from app.scoring.model.scheme import Scheme
from app.scoring.model.settings import (
    Policy,
    faults_under_any_scheme,
    not_an_object,
    policy_among_faults,
    read_policy,
    read_profile,
    unknown_criterion,
    unknown_keys,
)
from app.scoring.visit.decision import decide
from app.scoring.visit.tally import adjustments_of, section_scores, standing_of

FACT = ("fact", "required", "actual", "met")
VISIT_KEYS = ("scheme", "profile", "policy", "findings")


@dataclass(frozen=True, slots=True)
class VisitFrame:
    """What a visit or a panel rests on: the scheme, compiled for its profile, and the policy."""

    rubric: Rubric
    policy: Policy


def score_visit(schemes: Mapping[str, Scheme], raw: object) -> dict[str, Any]:
    """The contract's result of a visit, or ``{"errors": [...]}``. Never raises for any JSON value."""
    frame, faults = read_frame(schemes, raw, VISIT_KEYS, panel=False)
    if type(raw) is not dict:
        return refusal(faults)
    results, more = judge_all(frame.rubric if frame else None, raw.get("findings", {}))
    faults.extend(more)
    return refusal(faults) if frame is None or faults else report(frame, results)


def refusal(faults: Iterable[Fault]) -> dict[str, Any]:
    """The contract's form of bad input."""
    return {"errors": [fault.as_json() for fault in foremost(faults)]}


def read_frame(
    schemes: Mapping[str, Scheme], raw: object, keys: tuple[str, ...], *, panel: bool
) -> tuple[VisitFrame | None, list[Fault]]:
    """The frame, with the faults found so far; None only where the scheme is not known.

    Where profile or policy are faulty the rubric has no profile, and serves to name more faults.
    """
    if type(raw) is not dict:
        return None, [not_an_object("")]
    faults = unknown_keys(raw, keys)
    scheme = known_scheme(schemes, raw, faults)
    if scheme is None:
        return None, faults + faults_under_any_scheme(raw, panel=panel)
    key = memory_key([raw.get("profile", {}), raw.get("policy", {}), panel])
    frames = scheme.memory.of(VisitFrame)
    kept = frames.get(key)
    if kept is not None:
        return kept, faults
    frame, more = _framed(scheme, raw, panel=panel)
    if key is not None and not more:
        remember(frames, key, frame)
    return frame, faults + more


def _framed(scheme: Scheme, raw: Mapping[str, Any], *, panel: bool) -> tuple[VisitFrame, list[Fault]]:
    profile, wrong_profile = read_profile(scheme, raw.get("profile", {}))
    policy, wrong_policy = read_policy(scheme, raw.get("policy", {}), panel=panel)
    policy = policy or policy_among_faults(raw.get("policy"))
    return VisitFrame(rubric_of(scheme, profile, policy), policy), wrong_profile + wrong_policy


def known_scheme(schemes: Mapping[str, Scheme], raw: dict[str, Any], faults: list[Fault]) -> Scheme | None:
    """The scheme that is named, or None with a fault."""
    name = raw.get("scheme")
    if type(name) is str and name in schemes:
        return schemes[name]
    if "scheme" not in raw:
        faults.append(Fault("scheme", "请写明所用的考核细则（scheme）。", codes.LEFT_OUT))
    elif type(name) is not str:
        faults.append(Fault("scheme", "应为文本。", codes.WRONG_TYPE))
    else:
        faults.append(Fault("scheme", f"没有编号为 {name} 的考核细则。", codes.UNKNOWN))
    return None


def judge_all(rubric: Rubric | None, findings: object) -> tuple[dict[str, CriterionResult], list[Fault]]:
    """The results of the criteria that were answered, and every fault among them.

    Without a rubric, where the scheme is not known, nothing can be judged.
    """
    if type(findings) is not dict:
        return {}, [not_an_object("findings")]
    if rubric is None:
        return {}, []
    faults = []
    results = {}
    for criterion_id, raw in findings.items():
        compiled = rubric.by_id.get(criterion_id)
        if compiled is None:
            faults.append(unknown_criterion(criterion_id))
            continue
        result = results[criterion_id] = compiled.judge(raw)
        faults.extend(result.faults)
    faults.extend(part_faults(rubric.parts, findings))
    return results, faults


def report(frame: VisitFrame, results: Mapping[str, CriterionResult]) -> dict[str, Any]:
    """The contract's result of a visit without faults."""
    scheme = frame.rubric.scheme
    whole, standing = standing_of(frame.rubric, results, frame.policy)
    verdict = decide(scheme, standing, frame.policy)
    head = {
        "scheme": scheme.id,
        "scheme_version": scheme.version,
        "state": "incomplete" if standing.open else "complete",
    }
    if scheme.conditional:
        return head | {
            "criteria": [condition_report(each) for each in whole.values()],
            "verdict": {"outcome": verdict.outcome, "why": verdict.why},
        }
    low, high = standing.total(scheme.full_marks), standing.high(scheme.full_marks)
    return head | {
        "total": format_points(low),
        "range": {"low": format_points(low), "high": format_points(high)},
        "sections": [
            {"id": each.id, "score": format_points(score), "max": format_points(each.max)}
            for each, score in zip(scheme.sections, section_scores(scheme, whole), strict=True)
        ],
        "criteria": [each.told for each in whole.values()],
        **_unmet_report(scheme, whole),
        "total_adjustments": [
            {"criterion": each.criterion, "points": format_points(each.points), "why": each.why}
            for each in adjustments_of(whole.values())
        ],
        "verdict": {"outcome": verdict.outcome, "foreseen": verdict.foreseen, "why": verdict.why},
    }


def _unmet_report(scheme: Scheme, results: Mapping[str, CriterionResult]) -> dict[str, Any]:
    """The conditions that are not met, where the document states conditions and not the points."""
    if not scheme.provisional:
        return {}
    rows = [
        {"criterion": each.id, "fact": fact.fact, "required": fact.required, "actual": fact.actual}
        | {"cite": scheme.criterion(each.id).cite}
        for each in results.values()
        for fact in each.unmet
    ]
    return {"unmet": rows}


def condition_report(result: CriterionResult) -> dict[str, Any]:
    """The contract's form of one condition; an exception that was granted is named."""
    told = {
        "id": result.id,
        "met": result.met,
        "waived": result.waived,
        "lines": [{name: getattr(fact, name) for name in FACT} for fact in result.facts],
    }
    return told | {"exception": result.excepted} if result.excepted else told
