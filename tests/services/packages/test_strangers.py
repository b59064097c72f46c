"""Somebody whom the task does not name: said to be a stranger, the id never shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.common.canon import sha256
from app.common.ids import new_id
from app.services.printing.sheet_report import score_sheet
from app.services.sheet.typed_words import typed_words
from app.services.store.site import STRANGER
from app.ui.desk.presenter import DeskPresenter
from tests.services.conftest import EXPERTS, VISIT, Site

if TYPE_CHECKING:
    from app.services.sheet.desk import SheetDesk


def desk_of(site: Site, author: str) -> SheetDesk:
    desk = site.workspace.sheets.open(VISIT, EXPERTS[0])
    desk.author = author
    return desk


def test_who_typed_a_sheet_in_and_who_goes_on(site: Site) -> None:
    stranger = new_id()
    visit = site.workspace.visits.get(VISIT)
    assert typed_words(visit, stranger, 1) == f"代录（录入人：{STRANGER}；附专家手签页 1 份）"
    desk_of(site, stranger).note("1.1", "x")
    site.workspace.people.create("组长", "示例单位", None, person_id="leader-1")
    site.workspace.people.switch("leader-1", None)
    (why, *_) = [each.why_not for each in site.workspace.typed.seats(VISIT) if each.why_not]
    assert "由您接续" in why
    assert stranger not in why


def test_who_attached_a_file(site: Site, tmp_path: Path) -> None:
    stranger = new_id()
    (tmp_path / "a.jpg").write_bytes(b"page")
    desk_of(site, stranger).attach("1.1", tmp_path / "a.jpg")
    presenter = DeskPresenter(site.workspace, VISIT, EXPERTS[0])
    presenter.go("1.1")
    told = presenter.files.file_facts(sha256(b"page")).attached
    assert STRANGER in told
    assert stranger not in told


def test_whose_fact_is_contested_in_print(site: Site) -> None:
    stranger = new_id()
    desk = desk_of(site, EXPERTS[0])
    desk.begin_paper("1.1", "contest", {"person": stranger, "why": "数目不符"})
    lines = str(score_sheet(desk))
    assert f"对{STRANGER}认定的事实有异议" in lines
    assert stranger not in lines
