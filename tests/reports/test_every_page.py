"""No page of any scheme, whatever a visit comes to, has a fault that a reader would see."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from openpyxl import load_workbook

from app.bootstrap import open_workspace
from app.common.boxes import SignatureBox
from app.common.clock import FixedClock
from app.reports.bureau_summary import render_summary
from app.reports.legible import texts
from app.reports.supplements import SupplementList, SupplementRow, render_supplements
from app.reports.verdict import render_verdict
from app.reports.workbook import render_workbook
from app.scoring.model.scheme import OUTCOMES
from tests.kind_words import foreign
from tests.reports import pages
from tests.reports.inked import Inked, taken_down
from tests.reports.inked import pages as inked_pages
from tests.reports.lifelike import full_followed, full_report
from tests.reports.outcomes import LIBRARY, ends_of
from tests.reports.typography import faults
from tests.services.conftest import START


def squeezed(lines: list[Inked]) -> str:
    return "".join("".join(line.text for line in lines).split())


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_every_end_that_a_visit_can_come_to_is_there(scheme_id: str) -> None:
    scheme = LIBRARY[scheme_id]
    closing = any(each.closes for each in scheme.criteria)
    wanted = {each for each in OUTCOMES[scheme.kind] if closing or each != "closed"}
    assert wanted <= {end.joined(("one",)).verdict.outcome for end in ends_of(scheme_id)}


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_its_pages_are_without_fault(scheme_id: str) -> None:
    told: list[str] = []
    drawn = pages.papers(scheme_id, every=False)
    while True:
        with taken_down() as lines:
            name, _ = next(drawn, ("", b""))
        if not name:
            break
        told += [f"{name}: {fault}" for fault in faults(lines)]
        told += [f"{name}: {found}" for found in foreign(LIBRARY[scheme_id], spoken(lines))]
    assert told == []


def spoken(lines: list[Inked]) -> list[tuple[str, str]]:
    """Each page with its text, as it is read across the ends of lines."""
    return [(f"page {page[0].page}", squeezed(page)) for page in inked_pages(lines)]


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_no_end_is_told_in_words_of_another_kind(scheme_id: str, tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    for end in ends_of(scheme_id):
        report = pages.report_of(end, replace(pages.SMALL, shows="named"))
        book = load_workbook(io.BytesIO(render_workbook(report, pages.followed_of(report))))
        cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
        told += [(f"{end.name} workbook {cell.coordinate}", str(cell.value)) for cell in cells]
        told += [(f"{end.name} verdict {at}", text) for at, text in texts(report)]
        workspace = open_workspace(tmp_path / end.name, FixedClock(START))
        for name, sheet in pages.sheets(workspace, end, pages.SMALL):
            told += [(f"{name} {at}", text) for at, text in texts(sheet)]
        workspace.close()
    assert foreign(LIBRARY[scheme_id], told) == []


@pytest.mark.parametrize("scheme_id", ["tianjin-base-acceptance", "hubei-effect", "shaoxing-base-enterprise"])
def test_long_names_stand_whole_wherever_somebody_signs(scheme_id: str) -> None:
    cast = pages.LARGE
    report = pages.report_of(ends_of(scheme_id)[0], cast)
    with taken_down() as lines:
        made = render_verdict(report, pages.followed_of(report))
    first = min(box.page for box in made.boxes) + 1
    text = squeezed([line for line in lines if line.page >= first])
    assert [each.name for each in cast.panel if each.name not in text] == []
    assert cast.unit in text
    assert cast.issuer in text
    assert [line.text for line in lines for box in made.boxes if _written_into(line, box)] == []


def _written_into(line: Inked, box: SignatureBox) -> bool:
    """Whether a line reaches into the place for somebody's signature."""
    beside = min(line.right, box.x1) > max(line.x, box.x0)
    above = min(line.y + 0.8 * line.size, box.y1) > max(line.y - 0.12 * line.size, box.y0)
    return line.page == box.page + 1 and beside and above


@pytest.mark.parametrize("shows", ["total", "numbered", "named"])
def test_a_visit_on_which_the_experts_differed_is_without_fault(
    shows: Literal["total", "numbered", "named"],
) -> None:
    report = replace(full_report(), shows=shows)
    with taken_down() as verdict:
        render_verdict(report, full_followed())
    with taken_down() as summary:
        render_summary(report, full_followed())
    assert [*faults(verdict), *faults(summary)] == []


@pytest.mark.parametrize("count", [0, 1, 7, 30])
@pytest.mark.parametrize("cast", [pages.SMALL, pages.LARGE], ids=lambda cast: cast.name)
def test_a_list_of_supplements_is_without_fault(cast: pages.Cast, count: int) -> None:
    open_ = SupplementRow("8.2 师资建设", f"{cast.unit}的聘任文件和资格证书", "2026 年 6 月 1 日", "")
    listed = SupplementList(
        unit=cast.unit,
        project=cast.project,
        scheme="天津市高技能人才培训基地终期验收",
        visit_from=date(2026, 5, 12),
        visit_to=date(2026, 5, 13),
        expert=cast.panel[0].name,
        made_on=date(2026, 5, 13),
        sample=True,
        rows=tuple(replace(open_, came="5 月 13 日" if at % 2 else "") for at in range(count)),
    )
    with taken_down() as lines:
        render_supplements(listed)
    assert faults(lines) == []
    assert cast.unit in squeezed(lines[-12:])
