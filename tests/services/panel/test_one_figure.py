"""A total that rounding would carry over a mark is told alike on screen, on paper and by the bureau."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.bootstrap import open_office, open_workspace
from app.common.clock import FixedClock
from app.services.packages.proofs import Evidence
from app.services.packages.verification import prove_file
from app.services.sample.samples import record_findings
from app.ui.conclusion.presenter import ConclusionPresenter
from tests.filling import filled
from tests.services.places import LIBRARY, Place, text_of

SCHEME = LIBRARY["tianjin-base-acceptance"]
PROFILE = {"unit_type": "enterprise"}
NAMES = ("专家甲（示例）", "专家乙（示例）", "组长丙（示例）")
DEDUCTIONS = ("1", "1", "1.5")  # 4 5/6 of 6 at 9.1, so 98 5/6 in all


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder, clock = tmp_path_factory.mktemp("three"), FixedClock(datetime(2026, 5, 12, 1, tzinfo=UTC))
    workspace = open_workspace(folder / "data", clock)
    office = open_office(f"sqlite:///{(folder / 'bureau.db').as_posix()}", clock)
    authority = office.issuing.create("示例市人力资源和社会保障局", None)
    workspace.trusts.confirm(authority.trust().data)
    made = Place(workspace, office, authority)
    made.people += [workspace.people.create(name, "示例单位", None, sample=True).id for name in NAMES]
    yield made
    workspace.close()
    office.close()


def scored(place: Place, folder: Path, mark: str) -> str:
    """A visit that three experts scored, its text frozen."""
    visit_id = place.task(SCHEME, PROFILE, folder, policy={"pass_mark": mark})
    good = filled(SCHEME, PROFILE)
    for person, deduction in zip(place.people, DEDUCTIONS, strict=True):
        told = {"quality_evaluation": "ordinary", "deduction": deduction, "reason": "记录不全（示例）"}
        desk = place.workspace.sheets.open(visit_id, person)
        desk.confirm_recusal()
        record_findings(desk, {**good, "9.1": told})
        desk.lock()
        place.workspace.packages.keep_sheet(visit_id, person, place.workspace.people.keys(person))
    place.conclude(visit_id)
    place.workspace.verdicts.freeze(visit_id)
    return visit_id


@pytest.mark.parametrize(
    ("mark", "shown", "outcome"),
    [("75", "98.83", "pass"), ("98.8333", "98.8333", "pass"), ("98.833334", "98.83", "fail")],
)
def test_every_paper_has_the_same_total(
    place: Place, tmp_path: Path, mark: str, shown: str, outcome: str
) -> None:
    visit_id = scored(place, tmp_path, mark)
    desk = place.workspace.panels.open(visit_id)
    report = place.workspace.verdicts.report(visit_id)
    assert (desk.result.shown, desk.result.verdict.outcome) == (shown, outcome)
    assert ConclusionPresenter(place.workspace, visit_id).state.result.total == shown
    assert report.total == shown
    assert f"总分{shown}分" in text_of(place.workspace.verdicts.preview(visit_id), tmp_path)
    book = load_workbook(io.BytesIO(place.workspace.verdicts.workbook(visit_id)))
    numbers = [
        Decimal(str(cell.value))
        for sheet in book
        for row in sheet
        if any(cell.value == "总分" for cell in row)
        for cell in row
        if isinstance(cell.value, (int, float)) and cell.value != 100
    ]
    assert numbers == [Decimal(shown)]
    place.sign(visit_id)
    (path, *_) = place.workspace.packages.export_sync(visit_id, tmp_path).files
    trust, identity = place.authority.trust(), place.authority.issuing.identity
    proof = prove_file(path, Evidence(trust, [identity], place.workspace.shelf))
    assert any(f"总分 {shown}，" in fact for fact in proof.facts)
    taken = place.office.bureau.take(path, trust, [identity])
    assert f"合计 {shown}。" in taken.message
    status = next(each for each in place.office.bureau.status() if each.visit == visit_id)
    assert (status.total, status.exact, status.verdict) == (shown, "593/6", outcome)


def test_what_is_rounded_stands_among_the_readings(place: Place, tmp_path: Path) -> None:
    report = place.workspace.verdicts.report(scored(place, tmp_path, "75"))
    assert any("四舍五入" in row.choice for row in report.readings)
