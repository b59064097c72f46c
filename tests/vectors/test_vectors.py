"""What the index says of each file is what this program says, from the files alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.common.errors import Refusal
from app.exchange.package import read_package
from app.signing.pdf import verify
from app.signing.trust import Trust
from tests.vectors.making import FOLDER, INDEX, TRUST, vectors

TOLD = json.loads((FOLDER / INDEX).read_text(encoding="utf-8"))


def judged(kind: str, data: bytes) -> str:
    """``good``, ``incomplete``, or the code of the refusal."""
    trust = Trust.parse((FOLDER / TRUST).read_bytes())
    if kind == "pdf":
        report = verify(data, trust)
        if report.faults:
            return report.faults[0].code
        return "good" if report.complete else "incomplete"
    try:
        read_package(data, trust, TOLD["identities"].get(kind, ())).close()
    except Refusal as refusal:
        return refusal.faults[0].code
    return "good"


@pytest.mark.parametrize("vector", TOLD["vectors"], ids=lambda vector: vector["file"])
def test_it_is_judged_as_the_index_says(vector: dict[str, Any]) -> None:
    found = judged(vector["kind"], (FOLDER / "files" / vector["file"]).read_bytes())
    assert any(found.startswith(each) for each in vector["verdict"].split()), found


def test_the_index_names_every_file_and_every_way_of_making_one() -> None:
    named = {each["file"]: each["verdict"] for each in TOLD["vectors"]}
    assert set(named) == {path.name for path in (FOLDER / "files").iterdir()}
    assert named == {each.file: each.verdict for each in vectors()}
