"""The table of duties: every duty of every scheme has its row, as the scheme has it, and no other has."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest

from app.scoring import Scheme
from app.scoring.model.duties import Obligation
from app.scoring.model.events import ELAPSED, RECORDED, TOGETHER
from app.services.store.schemes import SchemeLibrary

LIBRARY = SchemeLibrary()


@pytest.fixture(scope="module")
def parts(project: Path) -> dict[str, str]:
    """Scheme to its part of the table."""
    text = (project / "docs" / "duties.md").read_text(encoding="utf-8")
    told = re.split(r"^### .*（`([a-z-]+)`）$", text, flags=re.MULTILINE)[1:]
    return dict(zip(told[::2], told[1::2], strict=True))


def duties(scheme: Scheme) -> dict[str, Obligation]:
    """Every duty by its id, whatever the readings, in the form that stands by default where it does."""
    found: dict[str, Obligation] = {}
    for form in (scheme, *(scheme.under({name: choice}) for name, choice in scheme.single_choices())):
        for each in form.obligations:
            found.setdefault(each.id, each)
    return found


def done_words(duty: Obligation) -> str:
    words = {name: each.words for name, each in RECORDED.items()} | {ELAPSED: "期满"}
    return "或".join("和".join(words[part] for part in each.split(TOGETHER)) for each in duty.done) or "—"


def test_every_scheme_has_its_part(parts: dict[str, str]) -> None:
    assert set(parts) == set(LIBRARY.ids())


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_every_duty_has_its_row_and_every_row_its_duty(parts: dict[str, str], scheme_id: str) -> None:
    rows = [line.strip("| ").split(" | ") for line in parts[scheme_id].splitlines() if line.startswith("| ")][
        1:
    ]
    expected = [
        [
            each.cite,
            f"`{each.id}`",
            each.who,
            each.paper + ("（原则上）" if each.binding == "principle" else ""),
            each.due.words,
            done_words(each),
        ]
        for each in duties(LIBRARY[scheme_id]).values()
    ]
    assert rows == expected
    assert all(len(list(same)) == 1 for _, same in groupby(sorted(row[1] for row in rows)))


def test_the_tests_that_it_names_are_there(parts: dict[str, str], project: Path) -> None:
    source = (project / "tests" / "scoring" / "matters" / "test_documents.py").read_text(encoding="utf-8")
    for scheme_id, part in parts.items():
        (name,) = re.findall(r"^测试：`(\w+)`$", part, re.MULTILINE)
        assert scheme_id in source.split(f"def {name}(")[1].split("\ndef ")[0]
