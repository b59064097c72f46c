"""Worked cases: inputs with the results they must have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.common.paths import resources
from app.scoring import Scheme, Tally, join_panel, score_visit
from app.scoring.batch.draw import draw
from app.scoring.batch.effect import grade_batch
from app.scoring.batch.performance import score_performance
from app.scoring.batch.rank import rank
from app.services.store.schemes import SchemeLibrary

GOLDEN = Path(__file__).parents[1] / "golden" / "scoring"
WORKED = sorted((resources() / "schemes").glob("*/cases/*.json"))
VERBS = {"score": score_visit, "panel": join_panel}
ALONE = {"performance": score_performance, "grade-batch": grade_batch, "draw": draw, "rank": rank}
KEPT = ("score", "state", "outlying", "differs")


def rows() -> Iterator[Any]:
    for path in sorted(GOLDEN.glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            yield pytest.param(row, id=row["name"])


@pytest.mark.parametrize("row", list(rows()))
def test_the_contract_s_case_has_its_result(library: SchemeLibrary, row: dict[str, Any]) -> None:
    verb, given = row["command"], row["input"]
    result = VERBS[verb](library, given) if verb in VERBS else ALONE[verb](given)
    if "expect_errors" in row:
        assert list(result) == ["errors"]
        assert set(row["expect_errors"]) <= {each["where"] for each in result["errors"]}
        return
    assert shortened(verb, result) == row["expect"]
    if verb == "score" and "total" in result:
        check_lines(result)


def shortened(verb: str, result: dict[str, Any]) -> dict[str, Any]:
    """What the contract's cases say of a result."""
    if verb in ("draw", "rank"):
        return result
    if verb == "performance":
        return {
            "total": result["total"],
            "indicators": {each["id"]: each["score"] for each in result["indicators"]},
        }
    if verb == "grade-batch":
        kept = {
            each["id"]: {key: each[key] for key in ("total", "grade", "capped")}
            for each in result["projects"]
        }
        return {"cap": result["cap"], "projects": kept}
    verdict = {"outcome": result["verdict"]["outcome"]}
    if verb == "panel":
        criteria = {each["id"]: {key: each[key] for key in KEPT} for each in result["criteria"]}
        return {key: result[key] for key in ("state", "total", "exact")} | {
            "criteria": criteria,
            "verdict": verdict,
        }
    if "total" not in result:
        return {
            "state": result["state"],
            "criteria": {each["id"]: each["met"] for each in result["criteria"]},
            "verdict": verdict,
        }
    return {key: result[key] for key in ("state", "total", "range")} | {
        "criteria": {each["id"]: each["score"] for each in result["criteria"]},
        "verdict": verdict | {"foreseen": result["verdict"]["foreseen"]},
    }


def worked() -> Iterator[Any]:
    for path in WORKED:
        for place, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            yield pytest.param(path.parents[1].name, row, id=f"{path.parents[1].name}-{path.stem}-{place}")


@pytest.mark.parametrize(("scheme", "row"), list(worked()))
def test_a_clause_worked_by_hand(library: SchemeLibrary, scheme: str, row: dict[str, Any]) -> None:
    """clause: what it proves; findings: of one or more criteria.

    scores or met, lines, total, verdict, follows (ids of the consequences): what must come out; why and
    not_why: what the verdict's sentence says and does not say; unmet: the criteria whose demands are not met.
    """
    visit: dict[str, Any] = {key: row[key] for key in ("profile", "policy", "findings") if key in row}
    result = score_visit(library, {"scheme": scheme, **visit})
    assert "errors" not in result, result
    tally = Tally.start(
        library[scheme], row.get("profile", {}), row.get("policy", {}), row.get("findings", {})
    )
    criteria = {each["id"]: each for each in result["criteria"]}
    check_clause(library[scheme], row)
    assert {name: criteria[name]["score"] for name in row.get("scores", {})} == row.get("scores", {})
    assert {name: criteria[name]["met"] for name in row.get("met", {})} == row.get("met", {})
    for name, points in row.get("lines", {}).items():
        assert [line["points"] for line in criteria[name]["lines"]] == points
    for name, said in row.get("says", {}).items():
        lines = tally.criteria[name].lines
        assert any(said in line.why for line in lines), lines
    if "unmet" in row:
        assert [each["criterion"] for each in result["unmet"]] == row["unmet"]
    check_end(result, tally, row)


def check_clause(scheme: Scheme, row: dict[str, Any]) -> None:
    """The clause is that of a criterion proved, or of the document's general part."""
    clauses = {scheme.criterion(name).cite for name in row.get("scores", {}) | row.get("met", {})}
    whole = "verdict" in row or row["clause"].startswith("通知")
    assert row["clause"] in clauses or whole


def check_end(result: dict[str, Any], tally: Tally, row: dict[str, Any]) -> None:
    if not tally.scheme.conditional:
        check_lines(result)
    for key in ("total", "range"):
        if key in row:
            assert result[key] == row[key]
    if "verdict" in row:
        assert {key: result["verdict"][key] for key in row["verdict"]} == row["verdict"]
        assert tally.verdict.outcome == row["verdict"]["outcome"]
    if "follows" in row:
        assert [each.id for each in tally.consequences] == row["follows"]
    assert row.get("why", "") in result["verdict"]["why"]
    assert "not_why" not in row or row["not_why"] not in result["verdict"]["why"]


def test_every_criterion_is_proved_by_hand(library: SchemeLibrary) -> None:
    for scheme_id in library.ids():
        scheme = library[scheme_id]
        files = (resources() / "schemes" / scheme_id / "cases").glob("*.json")
        proved = {
            name
            for path in files
            for row in json.loads(path.read_text("utf-8"))
            for name in row.get("scores", {}) | row.get("met", {})
        }
        assert proved == {each.id for each in scheme.criteria}


def check_lines(result: dict[str, Any]) -> None:
    for each in result["criteria"]:
        if each["score"] is None:
            assert each["lines"] == []
            continue
        assert all(line["why"] and line["cite"] for line in each["lines"])
        assert each["lines"] or each["score"] == each["max"]
        points = sum((Decimal(line["points"]) for line in each["lines"]), Decimal(each["start"]))
        assert points == Decimal(each["score"])
