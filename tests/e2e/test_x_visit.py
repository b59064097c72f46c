"""A whole visit under a real X server: only keys and the mouse go in, only the stored sheet comes out."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.scoring import FindingSpec, Scheme, Tally
from app.services.sample.content import load_sample
from app.ui.theme.tokens import LIGHT
from tests.e2e.x_screen import PATIENCE, Program, XScreen, until, x_screen
from tests.whole_visit import VISIT, Findings, begun_visit, whole_findings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="an X server"),
]
SAMPLE = load_sample()
LIST_MIDDLE = (120, 420)
RESTING = 1.0  # seconds until the program remembers where the keyboard rests, with room to spare


@pytest.fixture
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where the screen is kept when a test fails: the folder that XP_PICTURES names, else the test's own."""
    named = os.environ.get("XP_PICTURES")
    folder = Path(named) if named else tmp_path
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def screen(tmp_path: Path, pictures: Path) -> Iterator[XScreen]:
    with x_screen(tmp_path) as made:
        yield made


class Expert:
    """Somebody at the keyboard who looks only at the screen and at what is stored."""

    def __init__(self, screen: XScreen, program: Program, scheme: Scheme) -> None:
        self.screen, self.program, self.scheme = screen, program, scheme

    def begin(self) -> None:
        """From the first screen to the desk: the filled button, and the pledge's."""
        until(lambda: "现评" in "".join(self.screen.windows().values()), "the window")
        self.screen.press_block(LIGHT.accent)
        until(lambda: len(self.screen.windows()) > 1, "the pledge")
        self.screen.press_block(LIGHT.accent)
        until(lambda: self.program.has("recusal"), "the pledge's record")
        until(lambda: len(self.screen.windows()) == 1, "the pledge's end")
        self.screen.focus()
        until(lambda: self.program.place()[0], "the desk")

    def score(self, cid: str, wanted: dict[str, Any]) -> None:
        """One criterion: its papers seen, its fields filled, on to the next."""
        self.reach(cid)
        self.screen.key("ctrl+m")
        until(lambda: self.program.last(cid, None, "mark"), f"the papers of {cid}")
        left = dict(wanted)
        while left:
            until(
                lambda: self.program.place()[0] == cid and self.program.place()[1] in left, f"{cid}: {left}"
            )
            name = self.program.place()[1]
            value = left.pop(name)
            self.answer(self.scheme.criterion(cid).finding(name), value)
            self.await_answer(cid, name, value)
            if left:
                self.screen.key("Return")

    def reach(self, cid: str) -> None:
        """Go on to the criterion, unless it is there."""
        if self.program.place()[0] != cid:
            self.go_on()
        assert self.program.place()[0] == cid

    def go_on(self) -> None:
        """To the next criterion."""
        here = self.program.place()[0]
        self.screen.key("alt+Down")
        until(lambda: self.program.place()[0] != here, f"what comes after {here}")

    def go_to(self, field: str) -> None:
        """To a field of the criterion, by Tab; what lies between may be no place to come back to."""
        end = time.monotonic() + PATIENCE
        while self.program.place()[1] != field:
            assert time.monotonic() < end, f"Tab does not lead to {field}"
            self.screen.key("Tab")
            rest = time.monotonic() + RESTING
            while self.program.place()[1] != field and time.monotonic() < rest:
                time.sleep(0.02)

    def texts(self, cid: str) -> tuple[Any, ...]:
        """What stands in the number and in the note of a criterion."""
        return self.program.last(cid, "concurrent_trainees"), self.program.last(cid, None, "note")

    def wait_for_the_desk(self) -> None:
        """Until the filled button of the desk is painted; then take the keyboard."""
        until(lambda: self.screen.windows() and self.screen.block(LIGHT.accent), "the desk")
        self.screen.focus()

    def answer(self, spec: FindingSpec, value: Any) -> None:
        """Fill one field as its kind is filled from the keyboard."""
        values = [option.value for option in spec.options]
        match spec.kind:
            case "flag":
                self.screen.type("1" if value else "2")
            case "level":
                self.screen.type(str(values.index(str(value)) + 1))
            case "set":
                self.screen.type("".join(str(values.index(each) + 1) for each in value))
            case "rows":
                self.add_rows(value)
            case _:
                self.screen.type(str(value))

    def await_answer(self, cid: str, name: str, value: Any) -> None:
        until(lambda: self.program.last(cid, name) == value, f"{cid} {name}")

    def await_row(self, before: int) -> None:
        until(lambda: self.program.entries() > before, "a new row")

    def add_rows(self, rows: list[dict[str, str]]) -> None:
        """Tab to the button that adds one, then column by column."""
        for row in rows:
            before = self.program.entries()
            self.screen.key("Tab", "space")
            self.await_row(before)
            for place, text in enumerate(row.values()):
                if place:
                    self.screen.key("Return")
                self.screen.type(text)

    def look_elsewhere(self) -> None:
        """The mouse goes to a line of the list: another criterion comes."""
        before = self.program.place()
        self.screen.click(*LIST_MIDDLE)
        until(lambda: self.program.place() != before, "another criterion")

    def lock(self) -> None:
        """Ctrl+L, and the filled button of the question."""
        self.screen.key("ctrl+l")
        until(lambda: len(self.screen.windows()) > 1, "the question")
        self.screen.press_block(LIGHT.accent)
        until(lambda: self.program.has("lock"), "the lock")


def in_ascii(scheme: Scheme, findings: Findings) -> Findings:
    """The same findings with words that a bare X keyboard has."""
    found: Findings = {}
    for cid, answer in findings.items():
        found[cid] = {
            name: [
                {column: text if text.isascii() else f"{column} of {cid}" for column, text in row.items()}
                for row in value
            ]
            if scheme.criterion(cid).finding(name).kind == "rows"
            else f"as the papers of {cid} show"
            if isinstance(value, str) and not value.isascii()
            else value
            for name, value in answer.items()
        }
    return found


@contextmanager
def at_the_desk(project: Path, data: Path, screen: XScreen, pictures: Path) -> Iterator[Expert]:
    """The program over a data folder, ended without a warning; a picture of the screen if something fails."""
    workspace = open_workspace(data) if data.exists() else begun_visit(data)
    scheme = workspace.visits.scheme(VISIT)
    workspace.close()
    look = {"look": "light", "width": 1366, "height": 768}
    remembered = data / "window.json"
    held = json.loads(remembered.read_text()) if remembered.exists() else {}
    remembered.write_text(json.dumps(held | look))
    program = Program(screen, project, data)
    try:
        yield Expert(screen, program, scheme)
    except BaseException as trouble:
        screen.picture().save(pictures / "x-visit.png")
        trouble.add_note(f"{pictures / 'x-visit.png'}: {program.place()}, {screen.windows()}")
        raise
    finally:
        program.end()


def test_a_whole_visit_by_keyboard_and_mouse(
    project: Path, tmp_path: Path, screen: XScreen, pictures: Path
) -> None:
    data = tmp_path / "data"
    with at_the_desk(project, data, screen, pictures) as expert:
        wanted = in_ascii(expert.scheme, whole_findings())
        expert.begin()
        for criterion in expert.scheme.criteria:
            expert.score(criterion.id, wanted[criterion.id])
        expert.look_elsewhere()
        expert.lock()
    check(data, wanted)


@pytest.mark.parametrize(("cid", "field"), [("3.1", "concurrent_trainees"), ("1.2", "#note")])
def test_killed_it_reopens_with_the_cursor_in_the_same_field(
    project: Path, tmp_path: Path, screen: XScreen, pictures: Path, cid: str, field: str
) -> None:
    data = tmp_path / "data"
    with at_the_desk(project, data, screen, pictures) as expert:
        expert.begin()
        while expert.program.place()[0] != cid:
            expert.go_on()
        expert.go_to(field)
        expert.screen.type("18")
        until(lambda: "18" in expert.texts(cid), "what was typed")
    with at_the_desk(project, data, screen, pictures) as expert:
        expert.wait_for_the_desk()
        assert expert.program.place() == (cid, field)
        expert.screen.key("End")
        expert.screen.type("6")
        until(lambda: "186" in expert.texts(cid), "the next figure at the same place")


def check(data: Path, wanted: Findings) -> None:
    """What the program stored is what was found, and it comes to what the engine says."""
    workspace = open_workspace(data)
    try:
        (person,) = workspace.people.list()
        desk = workspace.sheets.open(VISIT, person.id)
        assert {cid: dict(found) for cid, found in desk.answers.items()} == wanted
        assert len(wanted) == 23
        engine = Tally.start(desk.scheme, SAMPLE.profile, SAMPLE.policy, wanted)
        assert (desk.tally.total, desk.tally.verdict) == (engine.total, engine.verdict)
        assert engine.open_criteria == ()
        assert desk.confirmed
        assert desk.locked
        assert desk.digest
        marked = {cid: set(marks.values()) for cid, marks in desk.marks.items()}
        assert marked == {criterion.id: {"original"} for criterion in desk.scheme.criteria}
    finally:
        workspace.close()
