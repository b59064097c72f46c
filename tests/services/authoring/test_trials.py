"""Trying out: any scheme opens, nothing of it stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.common.errors import EnvironmentTrouble, Refusal
from app.services.authoring.trials import Trials
from app.services.authoring.workbooks.scheme_book import write_book
from app.services.store.schemes import SchemeLibrary

LIBRARY = SchemeLibrary()


@pytest.fixture
def trials() -> Trials:
    return Trials(LIBRARY, open_workspace)


def test_nothing_of_a_trial_stays(trials: Trials) -> None:
    trial = trials.begin(trials.shipped("tianjin-base-acceptance"), {"unit_type": "enterprise"})
    folder = Path(trial.folder.name)
    desk = trial.workspace.sheets.open(trial.visit_id, trial.person_id)
    desk.record("1.1", "dedicated_body", True)
    assert desk.tally.total == 200
    assert (folder / "xianping.db").is_file()
    trial.close()
    assert not folder.exists()


def test_a_profile_that_is_not_whole_is_refused(trials: Trials) -> None:
    with pytest.raises(Refusal):
        trials.begin(trials.shipped("tianjin-base-acceptance"), {})


def test_a_scheme_is_read_from_yaml_and_from_a_workbook(trials: Trials, tmp_path: Path) -> None:
    data = LIBRARY.source("shaoxing-base-enterprise")
    plain, book = tmp_path / "方案.yaml", tmp_path / "方案.xlsx"
    plain.write_bytes(data)
    book.write_bytes(write_book(data))
    assert trials.read(plain).scheme.id == "shaoxing-base-enterprise"
    assert trials.read(book).scheme.id == "shaoxing-base-enterprise"


def test_a_faulty_file_names_its_faults(trials: Trials, tmp_path: Path) -> None:
    bad = tmp_path / "草稿.yaml"
    bad.write_text("id: x\n", encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        trials.read(bad)
    assert len(refusal.value.faults) > 3
    with pytest.raises(EnvironmentTrouble):
        trials.read(tmp_path / "没有.yaml")
