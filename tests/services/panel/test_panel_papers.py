"""Working papers on the leader's side: in plain words, blind till all are in, never printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.services.packages.replay import replay_sheet
from app.services.printing.verdict_report import build_report, frozen_text, report_digest
from app.services.store.rounds import PanelState
from tests.services.conftest import EXPERTS, VISIT, Site

SAID = "抽查聘书 20 份，合格 18 份（90%）"
AT = datetime(2026, 5, 12, 9, tzinfo=UTC)


def locked(site: Site, person: str, *, papers: bool) -> None:
    desk = site.workspace.sheets.open(VISIT, person)
    if papers:
        desk.begin_paper("8.1", "tally", {"what": "聘书", "drawn": "20", "fit": "18"})
        desk.begin_paper("8.1", "contest", {"person": EXPERTS[1], "why": "漏数一人"})
        desk.begin_paper("8.1", "talk")
        desk.note("8.1", "系补签")
    desk.lock(knowingly=True)


def test_papers_stand_beside_the_note_once_every_sheet_is_in(site: Site) -> None:
    locked(site, EXPERTS[0], papers=True)
    assert site.workspace.panels.open(VISIT).state.sides == {}
    locked(site, EXPERTS[1], papers=False)
    sides = {side.person_id: side for side in site.workspace.panels.open(VISIT).state.sides["8.1"]}
    assert sides[EXPERTS[0]].papers == (SAID,), "contests stand elsewhere"
    assert sides[EXPERTS[0]].note == "系补签"
    assert (sides[EXPERTS[1]].papers, sides[EXPERTS[1]].note) == ((), "")


def test_a_sheet_taken_from_its_file_tells_the_same(site: Site) -> None:
    locked(site, EXPERTS[0], papers=True)
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    replayed = replay_sheet(desk.visit, desk.scheme, EXPERTS[0], desk.records())
    assert replayed.sheet.papers["8.1"][0] == SAID
    assert replayed.sheet.notes == {"8.1": "系补签"}


def test_what_is_frozen_knows_nothing_of_papers(site: Site) -> None:
    locked(site, EXPERTS[0], papers=True)
    locked(site, EXPERTS[1], papers=False)
    panel = site.workspace.panels.open(VISIT)

    def digest(state: PanelState) -> str:
        report = build_report(panel.visit, state, {}, AT, draft=True)
        assert "抽查" not in str(frozen_text(report))
        assert "系补签" not in str(frozen_text(report))
        return report_digest(report)

    before = digest(panel.state)
    bare = {cid: tuple(replace(side, papers=()) for side in of) for cid, of in panel.state.sides.items()}
    assert bare != panel.state.sides
    assert digest(replace(panel.state, sides=bare)) == before
