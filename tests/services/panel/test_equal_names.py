"""Two of a panel bear one name: every paper, the screen and verify keep them apart, and agree on each."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.bootstrap import open_office, open_workspace
from app.common.clock import FixedClock
from app.services.packages.proofs import Evidence
from app.services.packages.verification import prove_file
from app.services.panel.panels import PanelDesk
from app.services.sample.samples import record_findings
from app.services.store.shelf import VisitShelf
from app.services.store.site import PanelMember, told_apart
from app.ui.conclusion.matrix import matrix, sheet_lines, short_names
from tests.filling import filled
from tests.services.places import LIBRARY, Place, text_of

CRITERION, NAME = "12.1", "王伟"
GIVEN = (("0.5", "4.5"), ("2", "3"))


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, str, PanelDesk, Path]]:
    """An expert and the leader, both 王伟 of one unit, who score differently; signed and exported."""
    folder, clock = tmp_path_factory.mktemp("twins"), FixedClock(datetime(2026, 5, 12, 1, tzinfo=UTC))
    workspace = open_workspace(folder / "data", clock)
    office = open_office(f"sqlite:///{(folder / 'bureau.db').as_posix()}", clock)
    authority = office.issuing.create("示例市人力资源和社会保障局", None)
    workspace.trusts.confirm(authority.trust().data)
    place = Place(workspace, office, authority)
    place.people += [workspace.people.create(NAME, "示例单位", None, sample=True).id for _ in range(2)]
    scheme, profile = LIBRARY["tianjin-base-acceptance"], {"unit_type": "enterprise"}
    visit = place.task(scheme, profile, folder)
    findings = filled(scheme, profile)
    for person, (deduction, _) in zip(place.people, GIVEN, strict=True):
        judged = {"training_system": "ordinary", "deduction": deduction, "reason": f"扣 {deduction} 的理由"}
        desk = workspace.sheets.open(visit, person)
        desk.confirm_recusal()
        record_findings(desk, findings | {CRITERION: judged})
        desk.lock()
        workspace.packages.keep_sheet(visit, person, workspace.people.keys(person))
    place.conclude(visit)
    workspace.verdicts.freeze(visit)
    place.sign(visit)
    (folder / "out").mkdir()
    workspace.packages.export_sync(visit, folder / "out")
    yield place, visit, workspace.panels.open(visit), folder
    workspace.close()
    office.close()


def test_both_are_in_every_paper(signed: tuple[Place, str, PanelDesk, Path]) -> None:
    place, visit, _desk, folder = signed
    names = [f"{NAME}{mark}" for mark in "①②"]
    report = place.workspace.verdicts.report(visit)
    assert {each.person: each.name for each in report.experts} == dict(zip(place.people, names, strict=True))
    (row,) = (each for each in report.criteria if each.id == CRITERION)
    assert {each.person: each.score for each in row.scores} == {
        person: score for person, (_, score) in zip(place.people, GIVEN, strict=True)
    }
    text = text_of((folder / "out" / "summary.pdf").read_bytes(), folder)
    for name, (deduction, _) in zip(names, GIVEN, strict=True):
        assert f"{name}（−{deduction}）：" in text
    sheet = load_workbook(io.BytesIO((folder / "out" / "scores.xlsx").read_bytes())).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "序号")
    at = [head.index(name) for name in names]
    given_rows = [[row[place] for place in at] for row in rows if f"扣 {GIVEN[0][0]} 的理由" in str(row[-1])]
    assert given_rows == [[4.5, 3]]


def test_the_screen_keeps_them_apart(signed: tuple[Place, str, PanelDesk, Path]) -> None:
    desk = signed[2]
    state = desk.state
    assert len({line.name for line in sheet_lines(state.sheets)}) == 2
    assert len(set(short_names(state.sheets))) == 2
    rows = [row for group in matrix(state, frozenset({"plain"})) for row in group.rows if row.id == CRITERION]
    assert [row.scores for row in rows] == [tuple(score for _, score in GIVEN)]


def test_verify_and_the_bureau_name_both(signed: tuple[Place, str, PanelDesk, Path]) -> None:
    place, _visit, _desk, folder = signed
    trust, keys = place.authority.trust(), [place.authority.issuing.identity]
    names = {f"{NAME}①", f"{NAME}②"}
    proof = prove_file(
        folder / "out" / "verdict.pdf",
        Evidence(trust, keys, VisitShelf(place.office.store, place.office.clock)),
    )
    assert {each.name for each in proof.signatures} == names
    taken = place.office.bureau.take(folder / "out" / "visit.xpsync", trust, keys)
    assert taken.fate == "taken", taken.message
    (status,) = place.office.bureau.status()
    assert set(status.signed_by) == names


@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.sampled_from(["", "一校", "二校"])), max_size=9))
def test_nobody_is_ever_called_like_another(people: list[tuple[str, str]]) -> None:
    panel = [
        PanelMember(str(at), name, unit, "expert", scores=True) for at, (name, unit) in enumerate(people)
    ]
    told = told_apart(panel)
    assert len(set(told.values())) == len(panel)
    for member in panel:
        alone = sum(each.name == member.name for each in panel) == 1
        assert (told[member.id] == member.name) is alone
        assert told[member.id].startswith(member.name)
