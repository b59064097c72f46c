"""What a scheme that loads may still get wrong: one doubtful file a fault, and none in those shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.scoring import load_scheme
from app.scoring.load.audit import audit, check_scheme
from app.services.store.schemes import SchemeLibrary

HERE = Path(__file__).parents[1]
DOUBTFUL = sorted((HERE / "doubtful_schemes").glob("*.yaml"))


@pytest.mark.parametrize("scheme_id", SchemeLibrary().ids())
def test_no_shipped_scheme_has_a_fault(library: SchemeLibrary, scheme_id: str) -> None:
    assert check_scheme(library.source(scheme_id)) == ()


@pytest.mark.parametrize("path", DOUBTFUL, ids=lambda path: path.stem)
def test_a_doubtful_scheme_loads_and_is_named_at_its_place(path: Path) -> None:
    data = path.read_bytes()
    where, message = (line.split(": ", 1)[-1] for line in data.decode().splitlines()[:2])
    load_scheme(data)
    found = [(fault.where, fault.message) for fault in check_scheme(data)]
    assert any(place == where and message in said for place, said in found), found


def test_a_scheme_that_is_refused_is_checked_no_further() -> None:
    data = (HERE / "bad_schemes" / "section-sum.yaml").read_bytes()
    assert [fault.where for fault in check_scheme(data)] == ["sections.1"]


def test_what_cannot_fail_is_not_examined_again(library: SchemeLibrary) -> None:
    text = library.source("hubei-performance").decode()
    said = "text: 持续加强绩效改进和评价结果应用, "
    assert said in text
    changed = text.replace(said, f"{said}scope: {{round: reexamination}}, ").encode()
    assert [fault.where for fault in check_scheme(changed)] == ["consequences.improve.scope"]


@pytest.mark.parametrize("name", ["good_conditions.yaml", "good_scheme.yaml"])
def test_a_good_scheme_has_no_fault(name: str) -> None:
    assert list(audit(load_scheme((HERE / name).read_bytes()))) == []
