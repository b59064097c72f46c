"""A character of a name that no font has is written by a stated substitute that all who sign can see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.common.errors import Refusal
from app.exchange.enrolment import read_enrolment
from app.exchange.package import read_package
from app.services.bureau.batch_spec import read_spec
from app.services.identity.people import People
from app.services.printing.verdict_report import frozen_text, report_digest, report_of_frozen
from app.services.store.schemes import SchemeLibrary
from app.services.workspace import Workspace
from app.signing.credentials import Applicant
from tests.chain import Chain, spec_of
from tests.filling import filled, profiles_of
from tests.services.places import a_place, squeezed, text_of

RARE, POINT, WRITTEN = "\U00031350", "U+31350", "〔木某〕"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(tmp_path / "data")
    yield opened
    opened.close()


def told(refused: pytest.ExceptionInfo[Refusal]) -> dict[str, str]:
    return {fault.where: fault.code for fault in refused.value.faults}


def test_a_name_is_taken_once_its_substitute_is_stated(workspace: Workspace) -> None:
    people: People = workspace.people
    with pytest.raises(Refusal) as refused:
        people.create(f"张{RARE}", "示例单位", None)
    assert told(refused) == {"name": "XP-5101"}
    person = people.create(f"张{RARE}", "示例单位", None, substitutes={RARE: WRITTEN})
    assert (person.name, people.stands_for(person.id)) == (f"张{WRITTEN}", {WRITTEN: POINT})
    assert people.stands_for(people.create("李某某（示例）", "示例单位", None).id) == {}


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({RARE: ""}, f"substitutes.{RARE}"),
        ({RARE: "某" * 21}, f"substitutes.{RARE}"),
        ({RARE: f"〔{RARE}〕"}, f"substitutes.{RARE}"),
        ({RARE: WRITTEN, "张": "章"}, "substitutes.张"),
        ({RARE: WRITTEN, "\U00031351": WRITTEN}, "substitutes.\U00031351"),
    ],
)
def test_a_substitute_that_says_nothing_is_refused(
    workspace: Workspace, given: dict[str, str], wrong: str
) -> None:
    with pytest.raises(Refusal) as refused:
        workspace.people.create(f"张{RARE}", "示例单位", None, substitutes=given)
    assert told(refused)[wrong] == "XP-5104"


def test_the_request_carries_it_and_others_stay_as_they_were(workspace: Workspace, tmp_path: Path) -> None:
    person = workspace.people.create(f"张{RARE}", "示例单位", None, substitutes={RARE: WRITTEN})
    workspace.packages.export_enrolment(person.id, tmp_path / "a.xpenrol")
    with read_package(tmp_path / "a.xpenrol", None) as package:
        assert read_enrolment(package).person.stands_for == {WRITTEN: POINT}
    assert Applicant.of("a", "李某某", "示例单位").plain() == {
        "id": "a",
        "name": "李某某",
        "unit": "示例单位",
    }


def test_a_batch_states_what_stands_in_the_names_of_its_projects(chain_at: Callable[..., Chain]) -> None:
    plain: dict[str, Any] = json.loads(spec_of(chain_at("tasked"), "digital").model_dump_json())
    plain["visits"][0]["project"]["head"] = f"王{RARE}（示例）"
    with pytest.raises(Refusal) as refused:
        read_spec(json.dumps(plain).encode())
    assert told(refused) == {"visits.0.project.head": "XP-5101"}
    assert "batch.substitutes" in str(refused.value)
    plain["batch"]["substitutes"] = {RARE: WRITTEN}
    spec = read_spec(json.dumps(plain).encode())
    assert spec.written().visits[0].project.head == f"王{WRITTEN}（示例）"
    assert spec.stands_for == {WRITTEN: POINT}
    plain["batch"]["substitutes"] = {"王": "黄"}
    with pytest.raises(Refusal) as refused:
        read_spec(json.dumps(plain).encode())
    assert told(refused)["batch.substitutes.王"] == "XP-5104"


def test_whoever_signs_sees_what_stands_for_what(tmp_path: Path) -> None:
    scheme = SchemeLibrary()["tianjin-studio-acceptance"]
    profile = profiles_of(scheme)[0]
    with a_place(tmp_path) as place:
        people = place.workspace.people
        rare = people.create(f"张{RARE}（示例）", "示例单位", None, sample=True, substitutes={RARE: WRITTEN})
        place.people.insert(0, rare.id)
        project = {"name": "示例建设项目", "unit": f"示例{RARE}职业技术学院"}
        stated = {"substitutes": {RARE: WRITTEN, "\U00031351": "〔某〕"}}
        visit = place.task(scheme, profile, tmp_path, batch=stated, visit={"project": project})
        place.score(visit, filled(scheme, profile))
        place.conclude(visit)
        place.workspace.verdicts.freeze(visit)
        place.sign(visit)
        report = place.workspace.verdicts.report(visit)
        said = (
            f"“{WRITTEN}”代字库没有的字 {POINT}（张{WRITTEN}（示例））",
            f"“{WRITTEN}”代字库没有的字 {POINT}（项目）",
        )
        assert report.substitutes == said
        assert report.unit == f"示例{WRITTEN}职业技术学院"
        printed = text_of(place.workspace.verdicts.pdf(visit), tmp_path)
        assert all(squeezed(each) in printed for each in said)
        assert report_of_frozen(frozen_text(report), report.digest) == report
        assert report_digest(report) == report.digest


def test_where_all_can_be_printed_nothing_is_said(tmp_path: Path) -> None:
    scheme = SchemeLibrary()["tianjin-studio-acceptance"]
    profile = profiles_of(scheme)[0]
    with a_place(tmp_path) as place:
        visit = place.task(scheme, profile, tmp_path)
        place.score(visit, filled(scheme, profile))
        place.conclude(visit)
        report = place.workspace.verdicts.report(visit)
        assert report.substitutes == ()
        assert "substitutes" not in frozen_text(report)
        assert "stands_for" not in place.workspace.tasks.batch(visit)
