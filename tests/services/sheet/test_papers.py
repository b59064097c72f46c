from __future__ import annotations

from typing import Any

import pytest

from app.common.errors import Refusal
from app.services.packages.replay import replay_sheet
from app.services.sheet.papers import FORMS, MAX_PAPERS, MAX_TEXT, content_of, paper_of
from tests.services.conftest import EXPERTS, VISIT, Site


def test_a_paper_is_stored_as_typed_and_still_there_after_reopening(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    tally = desk.begin_paper("8.1", "tally")
    for column, text in (("what", "兼职教师聘书"), ("drawn", "20"), ("fit", "1"), ("fit", "18")):
        desk.write_paper("8.1", tally, column, text)
    place = desk.begin_paper("8.1", "place", {"volume": "3", "page": "12"})
    site.reopen()
    (first, second) = site.workspace.sheets.open(VISIT, EXPERTS[0]).papers["8.1"]
    assert (first.id, first.kind, first.texts) == (
        tally,
        "tally",
        {"what": "兼职教师聘书", "drawn": "20", "fit": "18"},
    )
    assert (second.id, second.text("page"), second.text("what")) == (place, "12", "")


def test_undo_takes_papers_and_flags_back_one_by_one(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    desk.flag("3.1", on=True)
    site.wait(10)
    talk = desk.begin_paper("3.1", "talk")
    site.wait(10)
    desk.write_paper("3.1", talk, "said", "场地确实只够八十人")
    site.wait(10)
    desk.remove_paper("3.1", talk)
    assert desk.papers == {}
    assert desk.undo() == "3.1"
    assert desk.papers["3.1"][0].text("said") == "场地确实只够八十人"
    desk.undo()
    desk.undo()
    assert desk.papers == {}
    assert desk.flagged == {"3.1"}
    desk.undo()
    assert desk.flagged == frozenset()
    for _ in range(4):
        desk.redo()
    assert desk.flagged == {"3.1"}
    assert desk.papers == {}


def test_a_paper_removed_right_after_typing_comes_back_whole(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    talk = desk.begin_paper("3.1", "talk")
    desk.write_paper("3.1", talk, "said", "刚刚写完")
    desk.remove_paper("3.1", talk)
    desk.undo()
    assert desk.papers["3.1"][0].text("said") == "刚刚写完"
    site.reopen()
    again = site.workspace.sheets.open(VISIT, EXPERTS[0])
    assert again.undo() == "3.1"
    assert again.papers == {}


def test_saying_the_same_again_writes_nothing(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    desk.flag("3.1", on=True)
    paper = desk.begin_paper("3.1", "supplement", {"what": "实训台账"})
    before = desk.end
    desk.flag("3.1", on=True)
    desk.write_paper("3.1", paper, "what", "实训台账")
    assert desk.end == before


def test_what_is_no_paper_is_refused_and_nothing_is_stored(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    paper = desk.begin_paper("3.1", "tally")
    before = desk.end
    for attempt in (
        lambda: desk.begin_paper("99.9", "tally"),
        lambda: desk.begin_paper("3.1", "poem"),  # type: ignore[arg-type]
        lambda: desk.write_paper("3.1", paper, "said", "不是这一类的栏"),
        lambda: desk.write_paper("3.1", paper, "what", "长" * (MAX_TEXT + 1)),
        lambda: desk.write_paper("1.1", paper, "what", "在别的项下"),
        lambda: desk.remove_paper("3.1", "nobody"),
    ):
        with pytest.raises(Refusal):
            attempt()
    assert desk.end == before


def test_there_is_an_end_to_papers(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    for _ in range(MAX_PAPERS):
        desk.begin_paper("3.1", "talk")
    with pytest.raises(Refusal, match=str(MAX_PAPERS)):
        desk.begin_paper("3.1", "talk")


def test_a_misshapen_paper_in_a_ledger_is_refused(site: Site) -> None:
    misshapen: list[Any] = [
        None,
        [],
        {"kind": "tally"},
        {"kind": "tally", "texts": {"what": 3}},
        {"kind": [], "texts": {}},
    ]
    for wrong in misshapen:
        with pytest.raises(Refusal):
            paper_of("x", wrong)
    assert {kind for kind in FORMS if content_of(kind, {})} == set(FORMS)


def test_papers_travel_with_the_sheet(site: Site) -> None:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    desk.begin_paper("3.1", "statement", {"about": "工位", "said": "下月增加"})
    desk.flag("3.1", on=True)
    desk.lock(knowingly=True)
    replayed = replay_sheet(desk.visit, desk.scheme, EXPERTS[0], desk.records())
    assert replayed.sheet.digest == desk.digest
