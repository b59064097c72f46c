"""Which duties and consequences stand in a verdict, for every outcome, kind of unit and ground."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from app.scoring.model.duties import ROUNDS, Case, Consequence, Obligation, consequences_of, duties_of
from app.scoring.model.findings import read_values
from app.scoring.model.scheme import OUTCOMES
from app.services.store.schemes import SchemeLibrary

TABLES = Path(__file__).parents[2] / "golden" / "duties"
LIBRARY = SchemeLibrary()


def table(scheme_id: str) -> list[dict[str, Any]]:
    path = TABLES / f"{scheme_id}.yaml"
    lines: list[dict[str, Any]] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return lines


def rows() -> Iterator[Any]:
    for path in sorted(TABLES.glob("*.yaml")):
        for place, row in enumerate(table(path.stem)):
            yield pytest.param(path.stem, row, id=f"{path.stem}-{place}-{row['outcome']}")


@pytest.mark.parametrize(("scheme_id", "row"), list(rows()))
def test_exactly_these_sentences_bind(scheme_id: str, row: dict[str, Any]) -> None:
    scheme = LIBRARY[scheme_id].under(row.get("policy", {}))
    values = {
        number: read_values(scheme.criterion(number).findings, given)
        for number, given in row.get("findings", {}).items()
    }
    failed, turn = frozenset(row.get("failed", ())), row.get("round", "first")
    case = Case(row["outcome"], row.get("profile", {}), failed, values, turn)
    assert {each.id for each in consequences_of(scheme.consequences, case)} == set(row["consequences"])
    assert {each.id for each in duties_of(scheme.obligations, case)} == set(row["duties"])


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_the_table_leaves_nothing_out(scheme_id: str) -> None:
    """Every outcome, every kind of unit that sentences tell apart, every ground they name, every sentence."""
    scheme, lines = LIBRARY[scheme_id], table(scheme_id)
    closing = any(each.closes for each in scheme.criteria)
    outcomes = {each for each in OUTCOMES[scheme.kind] if closing or each != "closed"}
    for turn in ROUNDS if scheme.reexamined else ["first"]:
        told = {row["outcome"] for row in lines if row.get("round", "first") == turn}
        assert told == {*outcomes, "undetermined"}, turn
    forms = [scheme, *(scheme.under({name: choice}) for name, choice in scheme.single_choices())]
    consequences = [each for form in forms for each in form.consequences]
    obligations = [each for form in forms for each in form.obligations]
    sentences: list[Consequence | Obligation] = [*consequences, *obligations]
    scopes = [scope for each in sentences for scope in each.scopes]
    for name in {name for scope in scopes for name in scope.profile}:
        field = next(each for each in scheme.profile if each.name == name)
        told = {str(row.get("profile", {}).get(name)).lower() for row in lines}
        assert {option.value for option in field.options} <= told, name
    named = {number for scope in scopes for number in (*scope.failed, *scope.unless)}
    assert named <= {number for row in lines for number in row.get("failed", ())}
    assert {each.id for each in consequences} == {name for row in lines for name in row["consequences"]}
    after = {each.id for each in obligations if each.stage == "after"}
    assert after == {name for row in lines for name in row["duties"]}
