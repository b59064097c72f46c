"""Only what changed is looked at anew: whatever was done in whatever order, it is as if made afresh."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.services.sheet.sheets import SheetDesk
from app.ui.desk import DeskPresenter
from app.ui.desk.list.state import Shown
from app.ui.desk.state import DeskState
from tests.ui.desk.visits import Prepared

COLLEAGUES = "expert-2", "expert-3"


def afresh(visit: Prepared, shown: DeskState) -> DeskState:
    """The same sheet at the same place, looked at by a presenter that knows nothing yet."""
    made = DeskPresenter(visit.workspace, visit.visit, visit.person)
    made.filter(shown.list.shown)
    made.seek(shown.list.sought)
    return replace(made.go(shown.card.id, shown.field), trouble=shown.trouble)


@pytest.fixture
def counted(visit: Prepared) -> Prepared:
    """Two colleagues have found much, and not always the same."""
    for person in COLLEAGUES:
        sheet = visit.workspace.sheets.open(visit.visit, person)
        for cid, found in visit.findings(person).items():
            for name, value in found.items():
                sheet.record(cid, name, value)
    visit.workspace.sheets.open(visit.visit, COLLEAGUES[1]).record("3.1", "concurrent_trainees", "77")
    return visit


@pytest.fixture
def sheet(counted: Prepared) -> SheetDesk:
    return counted.workspace.sheets.open(counted.visit, counted.person)


class Walk:
    """A person who does anything anywhere."""

    def __init__(self, visit: Prepared, sheet: SheetDesk, seed: int, paper: Path) -> None:
        self.luck, self.sheet, self.paper = random.Random(seed), sheet, paper  # noqa: S311
        self.presenter = DeskPresenter(visit.workspace, visit.visit, visit.person)
        self.findings = visit.findings()
        self.deeds: tuple[Callable[[], object], ...] = (
            *(self.find,) * 6,
            self.move,
            self.move,
            self.beside,
            self.paper_row,
            self.take_facts,
            self.look,
            self.travel,
        )

    def step(self) -> None:
        self.luck.choice(self.deeds)()

    def find(self) -> None:
        one, cid = self.presenter, self.presenter.state.card.id
        name, value = self.luck.choice(list(self.findings[cid].items()))
        spec = self.sheet.scheme.criterion(cid).finding(name)
        if spec.kind in ("flag", "count", "share", "level", "amount"):
            typed = str(value).lower() if spec.kind == "flag" else value
            one.do(one.writing.record, name, self.luck.choice((typed, typed, "", "9")))
        elif spec.kind == "set":
            one.do(one.writing.toggle, name, self.luck.choice(spec.options).value)
        elif spec.kind == "points":
            one.do(one.writing.step, name, self.luck.choice((1, -1)))
        elif spec.kind == "reason":
            one.do(one.writing.record, name, self.luck.choice((str(value), "")))

    def move(self) -> None:
        self.presenter.go(self.luck.choice(list(self.findings)))

    def beside(self) -> None:
        one = self.presenter
        first = one.state.card.evidence[0].id
        self.luck.choice(
            (
                lambda: one.do(one.writing.note, self.luck.choice(("见第 3 册", "", "𠮷"))),
                lambda: one.do(one.card.mark, first, self.luck.choice(("missing", "copy", ""))),
                lambda: one.do(one.card.mark_all),
                lambda: one.do(one.card.flag, self.luck.random() < 0.5),
                self.attach,
            )
        )()

    def attach(self) -> None:
        one, card = self.presenter, self.presenter.state.card
        if card.files:
            one.do(one.files.detach, card.files[0].sha256)
        else:
            one.do(one.files.attach, card.id, one.files.prepare(self.paper, lambda _: None))

    def paper_row(self) -> None:
        one, rows = self.presenter, self.presenter.state.card.papers.rows
        if not rows:
            one.do(one.papers.begin, self.luck.choice(("tally", "supplement", "talk")))
        elif self.luck.random() < 0.3:
            one.do(one.papers.remove, rows[0].id)
        else:
            columns = {"tally": ("drawn", "fit"), "supplement": ("what", "by"), "talk": ("said",)}
            column = self.luck.choice(columns[rows[0].kind])
            one.do(one.papers.write, rows[0].id, column, self.luck.choice(("3", "7", "7-1")))

    def take_facts(self) -> None:
        one = self.presenter
        deed = self.luck.choice((one.facts.adopt, one.facts.contest, one.facts.adopt_waiting))
        one.do(deed)

    def look(self) -> None:
        one = self.presenter
        if self.luck.random() < 0.7:
            one.filter(self.luck.choice(list(Shown)))
        else:
            one.seek(self.luck.choice(("", "师资", "jz")))

    def travel(self) -> None:
        for _ in range(self.luck.randrange(1, 4)):
            self.presenter.undo()
        if self.luck.random() < 0.5:
            self.presenter.redo()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_the_state_is_as_one_made_afresh(
    counted: Prepared, sheet: SheetDesk, tmp_path: Path, seed: int
) -> None:
    paper = tmp_path / "名册.txt"
    paper.write_text("名册", encoding="utf-8")
    walk = Walk(counted, sheet, seed, paper)
    for _ in range(90):
        walk.step()
        shown = walk.presenter.state
        assert shown == afresh(counted, shown)


def test_what_did_not_change_stays_the_same_object(counted: Prepared) -> None:
    presenter = DeskPresenter(counted.workspace, counted.visit, counted.person)
    before = presenter.go("3.1")
    after = presenter.do(presenter.writing.note, "见第 3 册")
    kept = {row.id: row for section in before.list.sections for row in section.rows}
    assert all(
        row is kept[row.id] for section in after.list.sections for row in section.rows if row.id != "3.1"
    )
    assert presenter.filter(Shown.ALL).card is after.card
    assert after.card.counts is before.card.counts or after.card.counts == before.card.counts
    assert presenter.dismiss().list is presenter.state.list


def test_what_is_owed_is_what_locking_asks_for(counted: Prepared, sheet: SheetDesk, tmp_path: Path) -> None:
    walk = Walk(counted, sheet, 7, tmp_path)
    for _ in range(60):
        walk.find()
        walk.move()
        owed = {point.id for point in walk.presenter.state.result.checks if point.owed}
        assert owed == {point.criterion for point in sheet.open_questions()}


def test_a_deed_that_had_nothing_to_do_leaves_the_trouble_to_be_read(counted: Prepared) -> None:
    presenter = DeskPresenter(counted.workspace, counted.visit, counted.person)
    presenter.go("1.1")
    shown = presenter.do(presenter.papers.remove, "no such paper")
    assert shown.trouble is not None
    assert presenter.do(presenter.papers.settle, "no such paper", "by") is shown
    assert presenter.do(presenter.papers.feed, "no such paper", "dedicated_body") is shown
    assert presenter.dismiss().trouble is None
