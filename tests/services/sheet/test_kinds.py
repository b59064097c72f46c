"""Kinds of working papers and of ledger entries: what is said of them elsewhere names every one, no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from app.services.history import comparison, entry_words
from app.services.sheet import joins
from app.services.sheet.contests import KIND as CONTEST
from app.services.sheet.entry_shapes import SHAPES
from app.services.sheet.paper_words import SENTENCES
from app.services.sheet.papers import FORMS, PaperKind
from app.services.sheet.projection import ASPECTS, Projection
from app.services.sheet.slots import SETS, Aspect
from app.ui.desk.papers.view import HINTS, KEYS
from app.ui.desk.papers.view_row import LOOKS, NAMES, PaperCell

AT_DESK = [kind for kind, form in FORMS.items() if form.at_desk]
PLAIN = {"open", "recusal", "undo", "redo"}
"""What the fold itself judges, or whoever replays: the first entry, a confirmation, steps back and forth."""


def format_page(project: Path) -> str:
    return " ".join((project / "docs" / "package-format.md").read_text(encoding="utf-8").split())


def listed(text: str, before: str, after: str) -> set[str]:
    part = re.sub(r"\([^)]*\)", "", text.split(before, 1)[1].split(after, 1)[0])
    return set(re.findall(r"[a-z]+", part)) - {"and"}


def test_every_kind_of_paper_has_its_form() -> None:
    assert set(FORMS) == set(get_args(PaperKind))
    assert len({form.word for form in FORMS.values()}) == len(FORMS)
    assert all(form.columns for form in FORMS.values())


def test_every_kind_of_paper_reads_as_a_sentence() -> None:
    assert {*SENTENCES, CONTEST} == set(FORMS)


def test_the_desk_draws_every_kind_that_is_written_there() -> None:
    assert list(NAMES) == list(HINTS) == list(KEYS) == AT_DESK
    assert set(LOOKS) == {*AT_DESK, "counted"}, "a tally of counts looks otherwise"


def test_the_desk_draws_every_column() -> None:
    beside = {"supplement": {"came"}}  # a button and a day, once it has come
    for kind in AT_DESK:
        drawn = {cell.column for cell in LOOKS[kind] if isinstance(cell, PaperCell)}
        assert drawn | beside.get(kind, set()) == set(FORMS[kind].columns), kind


def test_the_format_tells_of_every_kind_of_paper(project: Path) -> None:
    assert listed(format_page(project), "`{kind, texts}` with the kinds", ", or null") == set(FORMS)


def test_every_kind_of_entry_is_judged_told_and_documented(project: Path) -> None:
    assert set(SHAPES) == set(SETS) - PLAIN
    assert set(entry_words.DEEDS) == set(SETS)
    told = listed(format_page(project), "A sheet's ledger has the kinds", ". A `paper`")
    assert {*told, "clock"} == set(SETS)
    assert "A `clock` entry" in format_page(project)


def test_everything_that_an_entry_sets_is_kept_told_and_carried_over() -> None:
    aspects = set(get_args(Aspect))
    assert set(ASPECTS.values()) == aspects
    assert set(Projection().values) == aspects
    assert set(entry_words.BY_ASPECT) == aspects
    assert set(comparison.TELL) == aspects
    assert set(joins.KINDS) == aspects
