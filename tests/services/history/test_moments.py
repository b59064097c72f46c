"""The sheet at any moment: equal to the fold of that part of the ledger, and compared with now."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bootstrap import open_workspace
from app.common.clock import FixedClock
from app.models.entries import EntryRow
from app.scoring import Tally
from app.services.history import moments
from app.services.history.comparison import beside
from app.services.history.history import History, history_of
from app.services.history.moments import Moments, differing
from app.services.sheet.desk import SheetDesk
from app.services.sheet.projection import projected
from app.services.store.site import Mark
from tests.services.conftest import EXPERTS, START, VISIT, Site, new_visit

AT = "2026-05-12T01:00:00.000000Z"
FIELDS = [
    ("1.1", "dedicated_body"),
    ("2.1", "sound_regimes"),
    ("3.1", "concurrent_trainees"),
    ("3.1", "deduction"),
    ("5.1", "unmet_specialties"),
    ("8.1", "part_time_share"),
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(["", "1", "12", "0.5", "abc"]),
    st.lists(st.sampled_from(["training", "finance", "odd"]), max_size=2, unique=True),
    st.just([{"name": "焊工", "deduction": "1", "reason": "缺设备"}]),
)
CIDS = st.sampled_from(["1.1", "3.1", "8.1"])
STEPS = st.one_of(
    st.tuples(st.just("record"), st.sampled_from(FIELDS), VALUES),
    st.tuples(st.just("note"), CIDS, st.sampled_from(["", "甲", "甲乙"])),
    st.tuples(st.just("flag"), CIDS, st.booleans()),
    st.tuples(st.just("mark"), CIDS, st.sampled_from(["original", "copy", None])),
    st.tuples(st.just("paper"), CIDS, st.sampled_from(["", "18"])),
    st.tuples(st.just("unpaper"), CIDS, st.none()),
    st.tuples(st.sampled_from(["undo", "redo", "recusal", "back"]), st.none(), st.none()),
    st.tuples(st.just("wait"), st.sampled_from([1, 5, 60]), st.none()),
)


Deed = Callable[[SheetDesk, FixedClock, Any, Any], object]


def wait(_desk: SheetDesk, clock: FixedClock, seconds: int, _value: None) -> None:
    clock.moment += timedelta(seconds=seconds)


def unpaper(desk: SheetDesk, _clock: FixedClock, cid: str, _value: None) -> None:
    for paper in desk.papers.get(cid, ()):
        desk.remove_paper(cid, paper.id)


def mark(desk: SheetDesk, _clock: FixedClock, cid: str, value: Mark | None) -> None:
    desk.mark(cid, desk.scheme.criterion(cid).evidence[0].id, value)


DEEDS: dict[str, Deed] = {
    "record": lambda desk, _, place, value: desk.record(place[0], place[1], value),
    "note": lambda desk, _, cid, text: desk.note(cid, text),
    "flag": lambda desk, _, cid, on: desk.flag(cid, on=on),
    "mark": mark,
    "paper": lambda desk, _, cid, drawn: desk.begin_paper(cid, "tally", {"drawn": drawn}),
    "unpaper": unpaper,
    "undo": lambda desk, *_: desk.undo(),
    "redo": lambda desk, *_: desk.redo(),
    "recusal": lambda desk, *_: desk.confirm_recusal(),
    "back": lambda desk, clock, *_: wait(desk, clock, -3600, None),
    "wait": wait,
}


def same(history: History, one: int, other: int) -> bool:
    """Whether nothing at all differs between two moments, by the ledger alone."""
    states = [projected(history.rows[:seq]) for seq in (one, other)]
    return states[0].values == states[1].values


@settings(max_examples=30, deadline=None)
@given(steps=st.lists(STEPS, max_size=25), locking=st.booleans(), every=st.sampled_from([1, 3, 256]))
def test_every_moment_is_the_fold_of_the_ledger_so_far(
    steps: list[tuple[str, Any, Any]], locking: bool, every: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(moments, "EVERY", every)
        clock = FixedClock(START)
        workspace = open_workspace(Path(folder), clock)
        workspace.visits.add(new_visit())
        desk = workspace.sheets.open(VISIT, EXPERTS[0])
        for step in steps:
            DEEDS[step[0]](desk, clock, *step[1:])
        if locking:
            desk.lock(knowingly=True)
        history = history_of(desk, {})
        workspace.close()
        _check(history, desk)


def _check(history: History, desk: SheetDesk) -> None:
    end = len(history.rows)
    now = history.moments.at(end)
    for seq in range(end + 1):
        fresh = projected(history.rows[:seq])
        then = history.moments.at(seq)
        assert then.values == fresh.values
        assert (then.confirmed, then.locked) == (fresh.confirmed, fresh.locked)
        judged = Tally.start(desk.scheme, desk.profile, desk.policy, fresh.findings())
        assert (then.tally.criteria, then.tally.total) == (judged.criteria, judged.total)
        found = differing(desk.scheme, then, now)
        assert (found == ()) == same(history, seq, end)
        for criterion in desk.scheme.criteria:
            rows = beside(history.wording, then, now, criterion.id)
            assert any(row.differs for row in rows) == (criterion.id in found)
    assert now.tally.criteria == desk.tally.criteria
    assert [span.last for span in history.spans()] == [span.first - 1 for span in history.spans()[1:]] + [end]


def test_then_and_now_side_by_side_in_words(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    desk.record("3.1", "concurrent_trainees", "18")
    desk.mark("3.1", desk.scheme.criterion("3.1").evidence[0].id, "copy")
    seq = desk.end[0]
    desk.record("3.1", "concurrent_trainees", "186")
    desk.note("3.1", "见第 3 册")
    desk.begin_paper("3.1", "tally")
    desk.flag("3.1", on=True)
    history = history_of(desk, {})
    then, now = history.moments.at(seq), history.moments.at(desk.end[0])
    rows = beside(history.wording, then, now, "3.1")
    assert [(row.name, row.then, row.now, row.differs) for row in rows] == [
        ("同期可培训", "18 人", "186 人", True),
        ("材料：培训场所面积汇总表", "复印件", "复印件", False),
        ("抽查记录", "", "空白", True),
        ("备注", "", "见第 3 册", True),
        ("标记", "", "已标记", True),
    ]
    assert beside(history.wording, then, now, "1.1") == ()


def test_a_criterion_that_the_scheme_does_not_know_is_not_judged(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    row = EntryRow(
        1, "1", "2026-05-12T01:00:00.000000Z", "a", None, "finding", "99", "f", "null", '"2"', None, "", ""
    )
    made = Moments([row], desk.scheme, desk.profile, desk.policy)
    assert differing(desk.scheme, made.at(0), made.at(1)) == ("99",)
    assert made.at(1).tally.total == 0


def test_what_is_kept_to_look_back_never_outgrows_the_ledger(site: Site) -> None:
    """A ledger whose every entry fills another place would be kept whole again and again."""
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    rows = [
        EntryRow(at, str(at), AT, "a", None, "finding", "1.1", f"f{at}", "null", '"2"', None, "", "")
        for at in range(1, 40 * moments.EVERY)
    ]
    made = Moments(rows, desk.scheme, desk.profile, desk.policy)
    kept = [sum(len(held) for held in values["finding"].values()) for values in made._kept]
    assert sum(kept) <= 2 * len(rows)
    held = list(made.values(5000)["finding"]["1.1"])
    assert held == [f"f{at}" for at in range(1, 5001)]
