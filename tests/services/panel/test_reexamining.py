"""A visit that comes again after rectification: told in the task, kept, shown and printed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.common.canon import canonical
from app.common.errors import Refusal
from app.exchange.package import read_package
from app.exchange.task import Task, read_task
from app.scoring.model.duties import consequences_of, duties_of
from app.services.bureau.batch_spec import read_spec
from app.services.printing.sheet_report import score_sheet
from app.services.printing.verdict_report import frozen_text, report_of_frozen
from app.ui.conclusion.presenter import ConclusionPresenter
from app.ui.home.tiles import TileStanding, tile
from app.ui.signing.presenter import SigningPresenter
from tests.filling import filled, profiles_of
from tests.services.places import LIBRARY, Place, squeezed, text_of

REEXAMINED = [each for each in LIBRARY.ids() if LIBRARY[each].reexamined]
AGAIN = {"round": "reexamination"}


def test_these_documents_speak_of_a_reexamination() -> None:
    assert REEXAMINED == [
        "hubei-base-acceptance", "hubei-base-midterm", "hubei-effect", "hubei-studio-acceptance",
        "hubei-studio-midterm", "tianjin-base-acceptance", "tianjin-studio-acceptance",
    ]  # fmt: skip


@pytest.mark.parametrize("scheme_id", REEXAMINED)
def test_what_fails_again_is_told_the_end_and_no_second_rectification(
    place: Place, scheme_id: str, tmp_path: Path
) -> None:
    scheme = LIBRARY[scheme_id]
    profile = profiles_of(scheme)[0]
    visit_id = place.task(scheme, profile, tmp_path, visit=AGAIN)
    findings = filled(scheme, profile, good=False)
    if "21.1" in findings:  # the veto is another sentence
        findings["21.1"] = filled(scheme, profile)["21.1"]
    place.score(visit_id, findings)
    desk = place.conclude(visit_id)
    place.workspace.verdicts.freeze(visit_id)
    report = place.workspace.verdicts.report(visit_id)
    case = desk.result.case(profile, "reexamination")
    ends = consequences_of(scheme.consequences, case)
    assert [each.text for each in report.consequences] == [each.text for each in ends]
    assert [each.what for each in report.duties] == [
        each.paper for each in duties_of(scheme.obligations, case)
    ]
    assert not any("限期整改" in each.text for each in report.consequences)
    text = text_of(place.workspace.verdicts.preview(visit_id), tmp_path)
    assert "轮次复验" in text
    assert f"进行了{squeezed(scheme.terms.deed)}（复验）" in text
    assert all(squeezed(each.text) in text for each in ends)


def test_a_reexamination_is_kept_and_shown(place: Place, tmp_path: Path) -> None:
    scheme = LIBRARY["tianjin-base-acceptance"]
    profile = profiles_of(scheme)[0]
    visit_id = place.task(scheme, profile, tmp_path, visit=AGAIN)
    workspace = place.workspace
    assert workspace.visits.get(visit_id).round == "reexamination"
    title = f"示例职业技术学院 · {scheme.title}（复验）"
    assert tile(TileStanding(workspace.visits.card(visit_id)), date(2026, 5, 12)).title == title
    assert ConclusionPresenter(workspace, visit_id).heading == title
    assert SigningPresenter(workspace, visit_id).heading == title
    assert score_sheet(workspace.sheets.open(visit_id, place.people[0])).visit_dates.endswith("（复验）")
    again = place.task(scheme, profile, tmp_path)
    assert workspace.visits.get(again).round == "first"
    assert "复验" not in tile(TileStanding(workspace.visits.card(again)), date(2026, 5, 12)).title
    assert "复验" not in ConclusionPresenter(workspace, again).heading


def test_the_bureau_sees_that_mending_has_failed(place: Place, tmp_path: Path) -> None:
    scheme = LIBRARY["tianjin-studio-acceptance"]
    visit_id = place.task(scheme, {}, tmp_path, visit=AGAIN)
    place.score(visit_id, filled(scheme, {}, good=False))
    place.conclude(visit_id)
    place.workspace.verdicts.freeze(visit_id)
    place.sign(visit_id)
    exported = place.workspace.packages.export_sync(visit_id, tmp_path)
    taken = place.office.bureau.take(
        exported.files[0], place.authority.trust(), [place.authority.issuing.identity]
    )
    assert taken.fate == "taken", taken.message
    (status,) = [each for each in place.office.bureau.status() if each.visit == visit_id]
    assert (status.round, status.rectification) == ("reexamination", "failed")


def test_a_task_that_says_no_round_is_of_the_first(place: Place, tmp_path: Path) -> None:
    scheme = LIBRARY["tianjin-studio-acceptance"]
    place.task(scheme, {}, tmp_path)
    trust, identity = place.authority.trust(), place.authority.issuing.identity
    with read_package(tmp_path / "panel.xptask", trust, [identity]) as package:
        plain = read_task(package, trust)[0].plain()
    for visit in plain["visits"]:
        assert visit.pop("round") == "first"
    assert Task.stored(canonical(plain)).visits[0].round == "first"


def test_a_first_visit_freezes_the_text_it_always_froze(place: Place, tmp_path: Path) -> None:
    scheme = LIBRARY["tianjin-studio-acceptance"]
    visit_id = place.task(scheme, {}, tmp_path)
    place.score(visit_id, filled(scheme, {}))
    place.conclude(visit_id)
    place.workspace.verdicts.freeze(visit_id)
    report = place.workspace.verdicts.report(visit_id)
    text = frozen_text(report)
    assert "round" not in text
    assert report_of_frozen(text, report.digest) == report
    assert "轮次" not in text_of(place.workspace.verdicts.preview(visit_id), tmp_path)


@pytest.mark.parametrize("scheme_id", [each for each in LIBRARY.ids() if each not in REEXAMINED])
def test_where_the_document_knows_none_the_officer_is_told(
    place: Place, scheme_id: str, tmp_path: Path
) -> None:
    scheme = LIBRARY[scheme_id]
    with pytest.raises(Refusal) as refused:
        place.task(scheme, profiles_of(scheme)[0], tmp_path, visit=AGAIN)
    assert [(fault.where, fault.code) for fault in refused.value.faults] == [("visits.0.round", "XP-4114")]


@pytest.mark.parametrize("value", ["second", "", 2, None, True])
def test_a_round_that_there_is_not(value: Any) -> None:
    visit = {
        "project": {"name": "示例", "unit": "示例"}, "date_from": "2026-05-12", "date_to": "2026-05-12",
        "round": value,
    }  # fmt: skip
    spec = {
        "batch": {"name": "示例", "issuer": "示例", "year": 2026}, "scheme": "tianjin-base-acceptance",
        "panel": [{"person": "someone", "role": "leader"}], "visits": [visit],
    }  # fmt: skip
    with pytest.raises(Refusal) as refused:
        read_spec(json.dumps(spec).encode())
    (fault,) = refused.value.faults
    assert (fault.where, fault.code) == ("visits.0.round", "XP-4114")
    assert "reexamination（复验）" in fault.message
