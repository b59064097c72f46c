"""The reference of scheme files: its example has no fault, and no word of the vocabulary is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest

from app.scoring import load_scheme, score_visit
from app.scoring.load.audit import check_scheme
from app.scoring.load.duties import KEYS
from app.scoring.model.readings import BUILT_IN
from app.scoring.model.scheme import OUTCOMES, SchemeKind
from app.scoring.model.specs import Kind
from app.scoring.requirements.registry import KINDS as CONDITIONS
from app.scoring.rules.registry import KINDS as RULES


@pytest.fixture(scope="module")
def guide(project: Path) -> str:
    return (project / "docs" / "scheme-file.md").read_text(encoding="utf-8")


def block(guide: str, language: str) -> str:
    return guide.split(f"```{language}\n", 1)[1].split("```", 1)[0]


def test_the_example_has_no_fault(guide: str) -> None:
    assert check_scheme(block(guide, "yaml").encode()) == ()


def test_the_worked_case_comes_out_as_written(guide: str) -> None:
    scheme = load_scheme(block(guide, "yaml").encode())
    for row in json.loads(block(guide, "json")):
        visit = {"scheme": scheme.id, "profile": row["profile"], "findings": row["findings"]}
        result = score_visit({scheme.id: scheme}, visit)
        criteria = {each["id"]: each for each in result["criteria"]}
        for name, score in row["scores"].items():
            assert criteria[name]["score"] == score
            assert [line["points"] for line in criteria[name]["lines"]] == row["lines"][name]


@pytest.mark.parametrize(
    "words",
    [RULES, CONDITIONS, get_args(Kind), get_args(SchemeKind), KEYS.values(), BUILT_IN],
    ids=["rules", "conditions", "findings", "kinds", "due", "policy"],
)
def test_every_word_is_explained(guide: str, words: Iterable[str]) -> None:
    assert [word for word in words if f"{word}" not in guide] == []


def test_every_outcome_is_named(guide: str) -> None:
    named = [outcome for outcomes in OUTCOMES.values() for outcome in outcomes]
    assert [outcome for outcome in named if f"`{outcome}`" not in guide] == []
