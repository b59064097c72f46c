"""Worked cases: inputs with the results they must have."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.common.paths import resources
from app.scoring import Tally, join_panel, score_visit
from app.scoring.bulk import Bulk

GOLDEN = Path(__file__).parents[1] / "golden" / "scoring"
WORKED = sorted((resources() / "schemes").glob("*/cases/*.json"))


def rows(name):
    return [
        pytest.param(row, id=row["name"]) for row in json.loads((GOLDEN / name).read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("row", rows("base-visits.json") + rows("studio-visits.json"))
def test_a_visit_has_its_result(library, row):
    result = score_visit(library, row["visit"])
    check_lines(result)
    assert shortened(result) == row["expect"]


@pytest.mark.parametrize("row", rows("refused-visits.json"))
def test_a_faulty_visit_is_refused_at_every_place(library, row):
    result = score_visit(library, row["visit"])
    assert list(result) == ["errors"]
    assert set(row["faults"]) <= {each["where"] for each in result["errors"]}


@pytest.mark.parametrize("row", rows("panels.json"))
def test_a_panel_has_its_result(library, row):
    result = join_panel(library, row["panel"])
    kept = ("score", "state", "outlying", "differs")
    criteria = {each["id"]: {key: each[key] for key in kept} for each in result["criteria"]}
    verdict = {"outcome": result["verdict"]["outcome"]}
    found = {"state": result["state"], "total": result["total"], "criteria": criteria, "verdict": verdict}
    assert found == row["expect"]


@pytest.mark.parametrize("name", ["base-visits.json", "studio-visits.json", "refused-visits.json"])
def test_lines_in_bulk_say_the_same(library, name):
    bulk = Bulk(library)
    for row in json.loads((GOLDEN / name).read_text(encoding="utf-8")):
        for data in (json.dumps(row["visit"]), json.dumps(row["visit"], ensure_ascii=False)):
            for _ in range(2):
                text, refused = bulk.score(data.encode())
                assert json.loads(text) == score_visit(library, row["visit"])
                assert refused is ("faults" in row)


def worked():
    for path in WORKED:
        for place, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            yield pytest.param(path.parents[1].name, row, id=f"{path.parents[1].name}-{path.stem}-{place}")


@pytest.mark.parametrize(("scheme", "row"), list(worked()))
def test_a_clause_worked_by_hand(library, scheme, row):
    """clause: what it proves; findings: of one or more criteria.

    scores or met, lines, total, verdict, follows (ids of the consequences): what must come out; why and
    not_why: what the verdict's sentence says and does not say.
    """
    visit = {key: row[key] for key in ("profile", "policy", "findings") if key in row}
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
    check_end(result, tally, row)


def check_clause(scheme, row):
    """The clause is that of a criterion proved, or of the document's general part."""
    clauses = {scheme.criterion(name).cite for name in row.get("scores", {}) | row.get("met", {})}
    whole = "verdict" in row or row["clause"].startswith("通知")
    assert row["clause"] in clauses or whole


def check_end(result, tally, row):
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


def test_every_criterion_is_proved_by_hand(library):
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


def shortened(result):
    return {
        "state": result["state"],
        "total": result["total"],
        "range": result["range"],
        "criteria": {each["id"]: each["score"] for each in result["criteria"]},
        "verdict": {key: result["verdict"][key] for key in ("outcome", "foreseen")},
    }


def check_lines(result):
    for each in result["criteria"]:
        if each["score"] is None:
            assert each["lines"] == []
            continue
        assert all(line["why"] and line["cite"] for line in each["lines"])
        assert each["lines"] or each["score"] == each["max"]
        points = sum((Decimal(line["points"]) for line in each["lines"]), Decimal(each["start"]))
        assert points == Decimal(each["score"])
