"""Random work on a sheet, beside a naive sheet that keeps every state it ever had."""

from __future__ import annotations

import tempfile
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.common.errors import Refusal
from app.common.ledger import check_chain
from app.models.entries import EntryRow
from app.scoring import Tally
from app.services.sheet.projection import projected
from app.services.store.ledger import as_row
from tests.services.conftest import EXPERTS, START, VISIT, new_visit

FIELDS = [
    ("1.1", "dedicated_body"),
    ("2.1", "sound_regimes"),
    ("3.1", "concurrent_trainees"),
    ("3.1", "deduction"),
    ("3.1", "reason"),
    ("5.1", "unmet_specialties"),
    ("8.1", "part_time_share"),
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(["", "1", "12", "80", "0.5", "abc", "缺", "100"]),
    st.lists(st.sampled_from(["training", "finance", "odd"]), max_size=3),
    st.just([{"name": "焊工", "deduction": "1", "reason": "缺设备"}]),
)
Naive = dict[tuple[str, str, str], Any]


class SheetMachine(RuleBasedStateMachine):
    """States are whole copies; a step is undone by going back to the copy before it."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = FixedClock(START)
        self.workspace = open_workspace(Path(self.folder.name), self.clock)
        self.workspace.visits.add(new_visit())
        self.desk = self.workspace.sheets.open(VISIT, EXPERTS[0])
        self.now: Naive = {}
        self.past: list[Naive] = []
        self.future: list[Naive] = []
        self.typing: tuple[tuple[str, str, str], datetime] | None = None
        self.leaps = 0
        self.at = START

    def changed(self, key: tuple[str, str, str], value: Any, *, typed: bool) -> None:
        old = self.now.get(key)
        if old == value and type(old) is type(value):
            return
        self.at = moment = max(self.at, self.clock.moment)
        goes_on = (
            typed
            and self.typing is not None
            and self.typing[0] == key
            and moment - self.typing[1] <= timedelta(seconds=3)
        )
        if not goes_on:
            self.past.append(self.now)
        self.now = {name: each for name, each in self.now.items() if name != key}
        if value is not None:
            self.now[key] = deepcopy(value)
        self.future.clear()
        self.typing = (key, moment) if typed else None

    @rule(place=st.sampled_from(FIELDS), value=VALUES)
    def record(self, place: tuple[str, str], value: Any) -> None:
        self.desk.record(*place, value)
        self.changed(("finding", *place), value, typed=True)

    @rule(cid=st.sampled_from(["1.1", "3.1"]), text=st.sampled_from(["", "甲", "甲乙"]))
    def note(self, cid: str, text: str) -> None:
        self.desk.note(cid, text)
        self.changed(("note", cid, ""), text or None, typed=True)

    @rule(cid=st.sampled_from(["1.1", "2.1"]))
    def mark_all(self, cid: str) -> None:
        self.desk.mark_all(cid)
        marks = {item.id: "original" for item in self.desk.scheme.criterion(cid).evidence}
        self.changed(("mark", cid, ""), marks or None, typed=False)

    @rule()
    def undo(self) -> None:
        assert (self.desk.undo() is not None) == bool(self.past)
        if self.past:
            self.at = max(self.at, self.clock.moment)
            self.future.append(self.now)
            self.now = self.past.pop()
            self.typing = None

    @rule()
    def redo(self) -> None:
        assert (self.desk.redo() is not None) == bool(self.future)
        if self.future:
            self.at = max(self.at, self.clock.moment)
            self.past.append(self.now)
            self.now = self.future.pop()
            self.typing = None

    @rule(seconds=st.sampled_from([1, 2, 5]))
    def wait(self, seconds: int) -> None:
        self.clock.moment += timedelta(seconds=seconds)

    @rule()
    def set_clock_back(self) -> None:
        """The ledger's time stands still until the clock has caught up; the leap ends a typing."""
        self.clock.moment -= timedelta(hours=1)
        self.typing = None
        self.leaps += 1
        self.desk.note("9.1", f"拨回 {self.leaps}")
        self.changed(("note", "9.1", ""), f"拨回 {self.leaps}", typed=True)

    @rule()
    def reopen(self) -> None:
        self.workspace.close()
        self.workspace = open_workspace(Path(self.folder.name), self.clock)
        self.desk = self.workspace.sheets.open(VISIT, EXPERTS[0])

    @precondition(lambda self: hasattr(self, "desk"))
    @invariant()
    def live_state_is_the_naive_one(self) -> None:
        findings: dict[str, dict[str, Any]] = {}
        for (aspect, cid, field), value in self.now.items():
            if aspect == "finding":
                findings.setdefault(cid, {})[field] = value
        assert self.desk.answers == findings
        assert self.desk.notes == {
            cid: value for (aspect, cid, _), value in self.now.items() if aspect == "note"
        }
        assert self.desk.marks == {
            cid: value for (aspect, cid, _), value in self.now.items() if aspect == "mark"
        }
        assert (self.desk.can_undo, self.desk.can_redo) == (bool(self.past), bool(self.future))

    @rule()
    def live_state_is_the_fold_of_the_ledger(self) -> None:
        records = self.desk.records()
        assert check_chain(records) == ()
        folded = projected(as_row(record) for record in records)
        assert folded.findings() == self.desk.answers
        visit = self.desk.visit
        fresh = Tally.start(self.desk.scheme, visit.profile, visit.policy, folded.findings())
        assert fresh.total == self.desk.tally.total
        assert fresh.criteria == self.desk.tally.criteria

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            self.live_state_is_the_fold_of_the_ledger()
            self.workspace.close()
            self.folder.cleanup()


SheetMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestSheet = SheetMachine.TestCase


def row(seq: int, kind: str, before: str, after: str, field: str | None = "f") -> EntryRow:
    return EntryRow(
        seq, str(seq), "2026-05-12T01:00:00.000000Z", "a", None, kind, "1", field, before, after, None, "", ""
    )


@pytest.mark.parametrize(
    "rows",
    [
        [row(1, "finding", '"1"', '"2"')],
        [row(1, "undo", "null", '"2"')],
        [row(1, "redo", "null", '"2"')],
        [row(1, "finding", "null", '"2"'), row(2, "undo", '"2"', '"3"')],
        [row(1, "finding", "null", '"2"'), row(2, "undo", '"2"', "null", "g")],
        [row(1, "finding", "null", '"2"'), row(2, "undo", '"2"', "null"), row(3, "redo", "null", '"3"')],
        [row(1, "lock", "null", "null"), row(2, "finding", "null", '"2"')],
        [row(1, "finding", "null", '"2"'), row(2, "lock", "null", "null"), row(3, "undo", '"2"', "null")],
    ],
)
def test_a_ledger_whose_entries_do_not_follow_is_refused(rows: list[EntryRow]) -> None:
    with pytest.raises(Refusal, match="不予采用"):
        projected(rows)


def test_kinds_of_a_later_program_change_nothing() -> None:
    assert projected([row(1, "something", "null", '"2"')]).findings() == {}
