"""Every shipped scheme goes the whole way: task file, sheets, conclusion, documents, signatures, bureau."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from ruamel.yaml import YAML

from app.scoring import PanelCriterion, Scheme
from app.scoring.model.duties import ROUNDS, consequences_of, duties_of
from app.scoring.model.kinds import WORDS
from app.scoring.model.scheme import OUTCOMES
from tests.filling import filled, profiles_of
from tests.services.places import LIBRARY, TABLE, Place, squeezed, text_of

TABLES = Path(__file__).parents[2] / "golden" / "duties"


def test_every_outcome_is_there() -> None:
    assert {LIBRARY[scheme].kind for scheme in LIBRARY.ids()} == set(OUTCOMES)


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_from_task_file_to_the_bureau(place: Place, scheme_id: str, tmp_path: Path) -> None:
    scheme = LIBRARY[scheme_id]
    profile = profiles_of(scheme)[-1]
    visit_id = place.task(scheme, profile, tmp_path)
    place.score(visit_id, filled(scheme, profile))
    result = place.conclude(visit_id).result
    assert result.state == "settled"
    assert result.verdict.outcome == OUTCOMES[scheme.kind][0]
    place.workspace.verdicts.freeze(visit_id)
    place.sign(visit_id)
    exported = place.workspace.packages.export_sync(visit_id, tmp_path)
    trust, identity = place.authority.trust(), place.authority.issuing.identity
    taken = place.office.bureau.take(exported.files[0], trust, [identity])
    assert taken.fate == "taken", taken.message
    check_documents(place, visit_id, scheme, scheme.conclusion.passed, tmp_path)


@pytest.mark.parametrize("scheme_id", LIBRARY.ids())
def test_the_worst_outcome_and_what_follows_it(place: Place, scheme_id: str, tmp_path: Path) -> None:
    scheme = LIBRARY[scheme_id]
    profile = profiles_of(scheme)[0]
    visit_id = place.task(scheme, profile, tmp_path)
    place.score(visit_id, filled(scheme, profile, good=False))
    desk = place.conclude(visit_id)
    outcome = desk.result.verdict.outcome
    assert outcome == OUTCOMES[scheme.kind][-1]
    lost = [scheme.criterion(row.id) for row in desk.result.criteria if not full(row, scheme)]
    assert len(desk.state.problems) == len({criterion.section for criterion in lost})
    assert all(any(each.cite in text for text in desk.state.problems) for each in lost)
    check_documents(place, visit_id, scheme, scheme.conclusion.words(outcome), tmp_path)
    report = place.workspace.verdicts.report(visit_id)
    case = desk.result.case(desk.visit.profile)
    wanted = consequences_of(scheme.consequences, case)
    assert [each.clause for each in report.consequences] == [each.cite for each in wanted]
    told = {(each.due, each.cite) for each in wanted}
    owed = [each for each in duties_of(scheme.obligations, case) if (each.due, each.cite) not in told]
    assert [(each.what, each.clause) for each in report.duties] == [(each.paper, each.cite) for each in owed]


@pytest.mark.parametrize("scheme_id", ["hubei-effect", "hubei-performance", "tianjin-studio-acceptance"])
def test_what_was_done_well_is_frozen_printed_and_proved(
    place: Place, scheme_id: str, tmp_path: Path
) -> None:
    scheme = LIBRARY[scheme_id]
    profile = profiles_of(scheme)[0]
    visit_id = place.task(scheme, profile, tmp_path)
    place.score(visit_id, filled(scheme, profile))
    written = place.conclude(visit_id).state.strengths
    word = WORDS[scheme.kind].strengths
    assert bool(written) == bool(word)
    place.workspace.verdicts.freeze(visit_id)
    frozen = place.workspace.panels.open(visit_id).facts.frozen_text or {}
    assert frozen.get("strengths", []) == list(written)
    assert ("strengths_word" in frozen) == bool(word)
    place.sign(visit_id)
    exported = place.workspace.packages.export_sync(visit_id, tmp_path)
    taken = place.office.bureau.take(
        exported.files[0], place.authority.trust(), [place.authority.issuing.identity]
    )
    assert taken.fate == "taken", taken.message
    printed = text_of(place.workspace.verdicts.preview(visit_id), tmp_path)
    book = load_workbook(io.BytesIO(place.workspace.verdicts.workbook(visit_id)))
    told = squeezed("".join(str(cell.value) for sheet in book for row in sheet for cell in row))
    for paper in (printed, told):
        assert (squeezed(word or "主要成效") in paper) == bool(word)
        assert all(squeezed(text.rstrip("。")) in paper for text in written)


TIANJIN = ("tianjin-base-acceptance", "tianjin-studio-acceptance")


@pytest.mark.parametrize("scheme_id", TIANJIN)
@pytest.mark.parametrize("good", [True, False], ids=["pass", "fail"])
@pytest.mark.parametrize("turn", ROUNDS)
def test_the_paper_prints_exactly_the_rows_of_the_table(
    place: Place, scheme_id: str, turn: str, good: bool, tmp_path: Path
) -> None:
    scheme = LIBRARY[scheme_id]
    profile = profiles_of(scheme)[0]
    visit_id = place.task(scheme, profile, tmp_path, visit={"round": turn})
    place.score(visit_id, filled(scheme, profile, good=good))
    outcome = place.conclude(visit_id).result.verdict.outcome
    rows = YAML(typ="safe").load((TABLES / f"{scheme_id}.yaml").read_text(encoding="utf-8"))
    (row,) = [each for each in rows if (each["outcome"], each.get("round", "first")) == (outcome, turn)]
    text = text_of(place.workspace.verdicts.preview(visit_id), tmp_path)
    for each in scheme.consequences:
        assert (squeezed(each.text) in text) == (each.id in row["consequences"]), each.id
    report = place.workspace.verdicts.report(visit_id)
    papers = {each.paper: each.id for each in scheme.obligations}
    printed = [papers[each.what] for each in report.duties]
    assert printed == [each for each in row["duties"] if each not in ("mend", "rectify")], "told above"
    assert "2025年6月30日" not in text, "a day of another batch's notice"


def full(row: PanelCriterion, scheme: Scheme) -> bool:
    fails = row.met is False or bool(row.vetoed) or bool(row.total_deduction)
    return not row.asked or (row.score == scheme.criterion(row.id).max and not fails)


def check_documents(place: Place, visit_id: str, scheme: Scheme, words: str, folder: Path) -> None:
    """The PDF and the workbook say what the visit came to, and points only where there are any."""
    text = text_of(place.workspace.verdicts.preview(visit_id), folder)
    book = load_workbook(io.BytesIO(place.workspace.verdicts.workbook(visit_id)))
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert words in text
    assert any(words in cell for cell in cells)
    assert not scheme.provisional or (TABLE.name in text and TABLE.number in text)
    assert "0/0" not in text
    if scheme.conditional:
        assert not {"分值", "得分", "考核分数", "总分", "自评分数"} & set(cells)
        assert not re.search("合格分数线|满分|总分|失分", text)


OWN_STEPS = {
    "hubei-base": ["report", "papers", "site", "scoring", "result"],
    "hubei-studio": ["report", "papers", "site", "scoring", "result"],
    "hubei-performance": ["targets", "results", "scoring"],
    "hubei-effect": ["operation", "scoring"],
    "hubei-cancellation": ["findings"],
    "national": ["review"],
    "pingdingshan-studio-acceptance": ["oversight", "papers", "site"],
    "pingdingshan-studio-midterm": ["oversight", "papers", "site"],
    "pingdingshan-studio-annual": ["papers"],
    "pingdingshan-studio-application": ["oversight", "papers", "review"],
    "pingdingshan-studio-cancellation": ["findings"],
    "shaoxing": ["ranking"],
    "tianjin": [
        "report", "questions", "papers", "site", "departments", "talks", "scoring", "feedback", "reading",
        "answer",
    ],
}  # fmt: skip
"""By the texts, by the beginning of a scheme's id: what is not here departments do before or after."""


@pytest.mark.parametrize("scheme", LIBRARY.values(), ids=lambda scheme: scheme.id)
def test_the_panel_is_offered_its_own_steps_alone(scheme: Scheme) -> None:
    (own,) = [steps for begin, steps in OWN_STEPS.items() if scheme.id.startswith(begin)]
    assert [step.id for step in scheme.own_steps] == own
    assert all(step.by for step in scheme.procedure if step.id not in own)
