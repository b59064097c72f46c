"""Every kind of scheme speaks in its own words: on the desk, on every paper, in the conclusion.

Each scheme is carried through its outcomes (met, failed, ruled, waived, excepted), and nothing that is shown
of it may say a word of another kind, unless the scheme's own text says that word.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args
from unittest.mock import Mock
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.common.errors import Refusal
from app.reports.bureau_summary import render_summary
from app.reports.document import Followed, VerdictReport
from app.reports.legible import place, texts
from app.reports.score_sheet import render_score_sheet
from app.reports.supplements import render_supplements
from app.reports.verdict import render_verdict
from app.reports.workbook import render_workbook
from app.scoring import Scheme, Tally
from app.scoring.model.kinds import WORDS
from app.scoring.model.specs import EXCEPTION
from app.services.history.history import history_of
from app.services.packages.replay import replay_panel, replay_sheet
from app.services.panel.panels import PanelDesk
from app.services.printing.sheet_report import score_sheet
from app.services.printing.verdict_report import build_report
from app.services.sample.samples import record_findings
from app.services.sheet.supplements import supplement_list
from app.services.store.ledger import as_record
from app.services.store.schemes import SchemeLibrary
from app.services.store.site import NewVisit, PanelMember
from app.services.workspace import Workspace
from app.ui.conclusion.presenter import ConclusionPresenter
from app.ui.conclusion.view import ConclusionScreen
from app.ui.desk import DeskPresenter, DeskView
from app.ui.desk.lock.view_dialogs import LockDialog
from app.ui.desk.view_keys import DeskKeysDialog
from app.ui.history.presenter import HistoryPresenter
from app.ui.history.view import HistoryDialog
from app.ui.home.presenter import todo_line
from app.ui.home.tiles import TileStanding, tile
from app.ui.home.view_pledge import PledgeDialog
from app.ui.seating.presenter import Choice, PaperState
from app.ui.seating.view_paper import PaperDialog
from app.ui.signing.presenter import SigningPresenter
from app.ui.signing.view import SigningScreen
from app.ui.tour.stops import Part
from app.ui.tour.stops import begun as tour_begun
from tests.filling import Answer, answered, filled, policy_of, profiles_of
from tests.kind_words import UNSCORED, foreign

LIBRARY = SchemeLibrary()
MOMENT = datetime(2025, 5, 12, 9, tzinfo=UTC)
VISIT = "00000000-0000-4000-8000-000000000001"
PEOPLE = ("expert-1", "expert-2")
UNSCORED_SCHEMES = [each for each in LIBRARY.ids() if LIBRARY[each].conditional]
Findings = dict[str, Answer]
Told = list[tuple[str, str]]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(tmp_path / "data")
    yield opened
    opened.close()


def begun(workspace: Workspace, scheme: Scheme, profile: Mapping[str, str]) -> None:
    members = (
        PanelMember(PEOPLE[0], "专家甲（示例）", "示例单位", "expert", scores=True),
        PanelMember(PEOPLE[1], "组长乙（示例）", "示例单位", "leader", scores=True),
    )
    workspace.visits.add(
        NewVisit(
            id=VISIT,
            batch_id="00000000-0000-4000-8000-000000000002",
            task_sha256=None,
            scheme=LIBRARY.source(scheme.id),
            policy=policy_of(scheme),
            profile=dict(profile),
            project={"unit": "示例职业技术学院", "name": "示例"},
            panel=members,
            date_from="2025-05-12",
            date_to="2025-05-12",
            sample=True,
        )
    )


def profile_that_waives(scheme: Scheme) -> dict[str, str]:
    def waived(profile: dict[str, str]) -> int:
        results = Tally.start(scheme, profile, policy_of(scheme), {}).criteria.values()
        return sum(each.waived for each in results)

    return max(profiles_of(scheme), key=waived)


def pleading(scheme: Scheme, profile: Mapping[str, str], findings: Findings) -> Findings:
    """The findings, those of every condition in principle bad and with a plea."""
    tally = Tally.start(scheme, profile, policy_of(scheme), {})
    return findings | {
        each.id: answered(tally, each.id, good=False) | {EXCEPTION: "山区县（示例）"}
        for each in scheme.criteria
        if each.principle
    }


def all_states(go: Callable[[str], object], scheme: Scheme, where: str) -> Told:
    return [(f"{where} {each.id} {at}", text) for each in scheme.criteria for at, text in texts(go(each.id))]


def desk_told(workspace: Workspace, scheme: Scheme, where: str) -> Told:
    return all_states(DeskPresenter(workspace, VISIT, PEOPLE[0]).go, scheme, f"desk {where}")


def conclusion_told(workspace: Workspace, scheme: Scheme, where: str) -> Told:
    leader = ConclusionPresenter(workspace, VISIT)

    def go(cid: str) -> object:
        leader.show_criterion(cid)
        return leader.state

    told = all_states(go, scheme, f"conclusion {where}")
    return [*told, *((f"missing {where}", text) for text in workspace.panels.open(VISIT).state.missing)]


def pdf_words(pdf: bytes, folder: Path) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([tool, "-raw", path, "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def papers_told(desk: PanelDesk, folder: Path, where: str) -> Told:
    report = build_report(desk.visit, desk.state, {"shows": "named"}, MOMENT, draft=False)
    nothing = Followed()
    told = [(f"verdict {where}", pdf_words(render_verdict(report, nothing).pdf, folder))]
    told.append((f"summary {where}", pdf_words(render_summary(report, nothing), folder)))
    book = load_workbook(io.BytesIO(render_workbook(report, nothing)))
    names = [(f"workbook {where}", sheet.title) for sheet in book]
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    return [*told, *names, *((f"workbook {where} {cell.coordinate}", str(cell.value)) for cell in cells)]


def sheet_told(workspace: Workspace, folder: Path, *, blank: bool) -> Told:
    sheet = score_sheet(workspace.sheets.open(VISIT, PEOPLE[0]), blank=blank)
    where = "blank sheet" if blank else "filled sheet"
    papers = render_supplements(supplement_list(workspace.sheets.open(VISIT, PEOPLE[0]), MOMENT.date()))
    return [*((f"{where} {at}", text) for at, text in texts(sheet)),
            (where, pdf_words(render_score_sheet(sheet).pdf, folder)),
            ("supplements", pdf_words(papers, folder))]  # fmt: skip


def locked(workspace: Workspace, findings: Findings) -> PanelDesk:
    for person in PEOPLE:
        desk = workspace.sheets.open(VISIT, person)
        desk.confirm_recusal()
        record_findings(desk, findings)
        desk.lock()
    return workspace.panels.open(VISIT)


def drafted(desk: PanelDesk, where: str) -> Told:
    problems, suggestions = desk.draft()
    desk.set_problems(problems or ("没有发现问题（示例）",))
    desk.set_suggestions(suggestions)
    strengths = desk.draft_strengths()
    desk.set_strengths(strengths)
    return [(f"draft {where}", text) for text in (*problems, *suggestions, *strengths)]


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_what_is_met_waived_or_excepted_is_told_in_the_kinds_own_words(
    workspace: Workspace, tmp_path: Path, scheme_id: str
) -> None:
    scheme = LIBRARY[scheme_id]
    profile = profile_that_waives(scheme)
    findings = pleading(scheme, profile, filled(scheme, profile))
    begun(workspace, scheme, profile)
    told = [*desk_told(workspace, scheme, "empty"), *sheet_told(workspace, tmp_path, blank=True)]
    told += conclusion_told(workspace, scheme, "before")
    desk = locked(workspace, findings)
    told += [*desk_told(workspace, scheme, "locked"), *conclusion_told(workspace, scheme, "pleaded")]
    for each in scheme.criteria:
        if each.principle:
            desk.rule(each.id, findings[each.id], "经合议，同意作为例外（示例）")
    told += [*drafted(desk, "good"), *conclusion_told(workspace, scheme, "good")]
    told += papers_told(desk, tmp_path, "good")
    assert foreign(scheme, told) == []


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_what_failed_or_was_ruled_is_told_in_the_kinds_own_words(
    workspace: Workspace, tmp_path: Path, scheme_id: str
) -> None:
    scheme = LIBRARY[scheme_id]
    profile = profiles_of(scheme)[-1]
    findings = filled(scheme, profile, good=False)
    begun(workspace, scheme, profile)
    desk = locked(workspace, findings)
    told = [*desk_told(workspace, scheme, "failed"), *sheet_told(workspace, tmp_path, blank=False)]
    ruled = next(each.id for each in scheme.criteria if each.id in findings)
    desk.rule(ruled, findings[ruled], "经核对属实（示例）")
    told += [*drafted(desk, "bad"), *conclusion_told(workspace, scheme, "ruled")]
    told += papers_told(desk, tmp_path, "bad")
    assert foreign(scheme, told) == []


@pytest.mark.parametrize(("before", "said"), [("true", True), ("false", False)])
def test_a_second_failing_year_stands_in_the_conclusion(
    workspace: Workspace, tmp_path: Path, before: str, said: bool
) -> None:
    scheme = LIBRARY["pingdingshan-studio-annual"]
    profile = {"failed_last_year": before}
    begun(workspace, scheme, profile)
    desk = locked(workspace, filled(scheme, profile, good=False))
    report = build_report(desk.visit, desk.state, {}, MOMENT, draft=True)
    sentence = "上一年度考核也不合格，已连续 2 年考核不合格。"
    assert (sentence in report.outcome_why) == said
    assert (sentence in ConclusionPresenter(workspace, VISIT).state.result.why) == said
    verdict, summary, *_ = papers_told(desk, tmp_path, "second year")
    for _, printed in (verdict, summary):
        assert ("".join(sentence.split()) in printed) == said


LEADER: dict[str, tuple[dict[str, object], str, str]] = {
    "changed": ({"leader": "transferred", "way": "new_unit", "reassessed": True}, "准予变更", "保留称号"),
    "closed": ({"leader": "unable", "way": "close"}, "应予注销", "注销工作室"),
}


@pytest.mark.parametrize("case", LEADER)
def test_a_change_of_the_leader_stands_in_screen_and_papers(
    workspace: Workspace, tmp_path: Path, case: str
) -> None:
    answer, word, label = LEADER[case]
    scheme, profile = LIBRARY["hubei-cancellation"], {"project": "studio", "level": "provincial"}
    begun(workspace, scheme, profile)
    desk = locked(workspace, {**filled(scheme, profile), "22.1": answer})
    drafted(desk, case)
    rows = {row.id: row for group in ConclusionPresenter(workspace, VISIT).state.groups for row in group.rows}
    assert (rows["22.1"].scores, rows["22.1"].score) == ((word, word), word)
    told = papers_told(desk, tmp_path, case)
    for _, printed in told[:2]:
        assert f"共核查5项，查实0项；带头人变更：{word}" in printed
        assert f"结论为：{label}" in printed
        assert printed.count(word) >= 4  # the count, the section, the experts, the panel
    cells = [text for _, text in told[2:]]
    assert cells.count(word) == 3
    consequence = next(each for each in scheme.consequences if each.id.startswith(case[:5]))
    assert any("".join(consequence.text.split()) in printed for _, printed in told[:1])


def test_a_ruling_leaves_the_experts_words_in_matrix_and_papers(workspace: Workspace, tmp_path: Path) -> None:
    scheme, profile = LIBRARY["pingdingshan-studio-application"], {"heritage_inheritor": "true"}
    good = filled(scheme, profile)
    begun(workspace, scheme, profile)
    desk = locked(workspace, pleading(scheme, profile, good) | {"3.7": {"can_take_apprentices": False}})
    assert {"3.3 有专家提请例外，须由组长裁定"} <= set(desk.state.missing)
    pleaded = {
        row.id: row for group in ConclusionPresenter(workspace, VISIT).state.groups for row in group.rows
    }
    assert (pleaded["3.3"].kind, pleaded["3.3"].note) == ("dispute", "提请例外")
    desk.rule("3.3", good["3.3"], "核对名册（示例）")
    desk.rule("3.7", good["3.7"], "已到现场核对（示例）")
    rows = {row.id: row for group in ConclusionPresenter(workspace, VISIT).state.groups for row in group.rows}
    assert (rows["3.3"].scores, rows["3.3"].score) == (("例外", "例外"), "符合")
    assert (rows["3.7"].scores, rows["3.7"].score) == (("不符合", "不符合"), "符合")
    report = build_report(desk.visit, desk.state, {"shows": "named"}, MOMENT, draft=True)
    told = {row.id: [each.score for each in row.scores] for row in report.criteria}
    assert (told["3.3"], told["3.7"]) == (["提请例外", "提请例外"], ["不符合", "不符合"])
    assert report.counted == "共核查条件 6 项，符合 6 项，不符合 0 项；另有 2 项免核"
    verdict, summary, *cells = papers_told(desk, tmp_path, "ruled")
    for _, printed in (verdict, summary):
        assert re.search("带徒能力.{0,40}不符合不符合符合裁定", printed)
        assert printed.count("提请例外提请例外") == 1
        assert "3.7带徒能力已到现场核对（示例）组长乙（示例）" in printed
    told_cells = [text for _, text in cells]
    at = told_cells.index("3.7")
    assert told_cells[at : at + 10].count("不符合") == 2
    assert told_cells.count("提请例外") == 2


def visible(where: str, window: QWidget) -> Told:
    """Every word of a window, also of what is not in sight now: labels, buttons, tooltips, spoken names."""
    told: Told = []
    for each in [window, *window.findChildren(QWidget)]:
        said = [each.toolTip(), each.accessibleName(), *(action.text() for action in each.actions())]
        if isinstance(each, (QLabel, QAbstractButton)):
            said.append(each.text())
        told += [(f"{where} {type(each).__name__}", text) for text in said]
    return told


def texts_of(history: HistoryPresenter) -> Told:
    """The lines of a history and what it says of nothing found."""
    told = [("history", text) for line in history.state.lines for _, text in texts(line)]
    nothing = history.seek("没有这样的记录")
    return [*told, *(("history", text) for _, text in texts(nothing.none))]


def test_the_places_of_what_cannot_be_printed_are_named_in_words_of_every_kind() -> None:
    names = [each.name for each in fields(VerdictReport) if each.name != "total_adjustments"]
    assert not [place(name) for name in names for word in UNSCORED if word in place(name)]


@pytest.mark.parametrize("scheme_id", UNSCORED_SCHEMES)
def test_what_is_refused_is_refused_in_the_kinds_own_words(
    workspace: Workspace, tmp_path: Path, scheme_id: str
) -> None:
    scheme = LIBRARY[scheme_id]
    begun(workspace, scheme, profiles_of(scheme)[0])
    stranger = str(uuid4())
    sheet = workspace.sheets.open(VISIT, PEOPLE[0])
    visit = workspace.visits.get(VISIT)
    attempts: list[Callable[[], object]] = [
        sheet.lock,
        lambda: sheet.record("99.9", "x", "1"),
        lambda: workspace.sheets.open(VISIT, stranger),
        lambda: workspace.typed.seats(VISIT),
        lambda: workspace.typed.begin(VISIT, PEOPLE[0], pledged=True),
        lambda: workspace.verdicts.freeze(VISIT),
        lambda: workspace.verdicts.issue(VISIT, knowingly=True),
        lambda: workspace.panels.open(VISIT).set_step("nothing", "", ""),
        lambda: workspace.panels.open(VISIT).rule("99.9", {}, ""),
        lambda: replay_sheet(visit, scheme, stranger, ()),
        lambda: replay_sheet(
            visit, scheme, PEOPLE[0], [as_record(row) for row in history_of(sheet, {}).rows]
        ),
        lambda: replay_panel(visit, scheme, (), ()),
        lambda: workspace.packages.export_sheet(VISIT, PEOPLE[0], tmp_path / "a.xpsheet"),
    ]
    told: Told = []
    for number, attempt in enumerate(attempts):
        with pytest.raises(Refusal) as refused:
            attempt()
        told += [(f"refusal {number}", fault.message) for fault in refused.value.faults]
    assert foreign(scheme, told) == []


@pytest.mark.parametrize(
    "scheme_id", ["pingdingshan-studio-application", "pingdingshan-studio-cancellation", "hubei-cancellation"]
)
@pytest.mark.usefixtures("dressed")
def test_the_windows_themselves_say_no_word_of_another_kind(
    workspace: Workspace, qtbot: QtBot, scheme_id: str
) -> None:
    scheme = LIBRARY[scheme_id]
    profile, words = profiles_of(scheme)[0], WORDS[scheme.kind]
    begun(workspace, scheme, profile)
    card = next(each for each in workspace.visits.list() if each.id == VISIT)
    desk = DeskView(DeskPresenter(workspace, VISIT, PEOPLE[0]))
    windows: list[tuple[str, QWidget]] = [("desk", desk)]
    windows.append(("pledge", PledgeDialog(None, tile(TileStanding(card), date(2025, 5, 12)))))
    windows.append(("lock", LockDialog(desk, desk.presenter.state.result, lambda _: None)))
    locked(workspace, filled(scheme, profile, good=False))
    leader = ConclusionScreen(ConclusionPresenter(workspace, VISIT), Mock(), VISIT)
    windows.append(("conclusion", leader))
    windows.append(("keys", DeskKeysDialog(desk, desk.presenter.state.result.names)))
    signing = SigningScreen(SigningPresenter(workspace, VISIT), Mock(), VISIT)
    windows.append(("signing", signing))
    seats = PaperState("示例职业技术学院", (Choice(PEOPLE[0], "专家甲（示例）", ""),), frozenset(), "", words)
    papers = (seats, replace(seats, choices=()))
    windows += [("paper", PaperDialog(None, state, lambda *_: None)) for state in papers]
    sheet = workspace.sheets.open(VISIT, PEOPLE[0])
    history = HistoryPresenter(sheet, history_of(sheet, {}))
    windows.append(("history", HistoryDialog(None, history)))
    for _, window in windows:
        qtbot.addWidget(window)
    told = [each for where, window in windows for each in visible(where, window)]
    told += [("keys", key.does) for group in leader.key_groups() for key in group.keys]
    told += texts_of(history)
    mine = replace(card, me=PEOPLE[0], locked=False)
    told.append(("home", todo_line([TileStanding(mine)])))
    assert words.sheet in told[-1][1]
    tour = tour_begun(get_args(Part), words)
    assert tour is not None
    told += [("tour", text) for stop in tour.stops for text in (stop.title, stop.words)]
    assert foreign(scheme, told) == []
    assert WORDS[scheme.kind].draft in {text for _, text in told}
