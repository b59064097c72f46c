"""Promise 1 at the window: killed while somebody types, at most the character under way is gone."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.common.ledger import check_chain
from app.services.sample.samples import Samples
from app.services.workspace import Workspace
from tests.e2e.typist import NOTE

ROUNDS = 8
LONGEST = 1.4
Slot = tuple[str, str]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


class Changed(AssertionError):
    """The window showed another text than was typed."""


@dataclass
class Told:
    """What the typist said until it died.

    done: every field's text after the last key that was processed. intended: where the last key was struck
    and what was to stand there then, None where it was processed. place: where the keyboard rests, None
    while it was on its way.
    """

    opened: tuple[Slot, str, str] | None = None
    done: dict[Slot, str] = field(default_factory=dict)
    intended: tuple[Slot, str] | None = None
    place: Slot | None = None
    keys: int = 0

    def hear(self, line: str) -> None:
        kind, *what = json.loads(line)
        if kind == "opened":
            self.opened = ((what[0], what[1]), what[2], what[3])
            self.place = (what[0], what[1])
        elif kind == "moving":
            self.place = None
        elif kind == "moved":
            self.place = (what[0], what[1])
        elif kind == "intend":
            self.intended = ((what[0], what[1]), what[2])
        else:
            if self.intended != ((what[0], what[1]), what[2]):
                raise Changed(f"{what} instead of {self.intended}")
            self.done[what[0], what[1]] = what[2]
            self.intended = None
            self.keys += 1


def killed(project: Path, folder: Path, seed: int, seconds: float, *manner: str) -> Told:
    """Let the typist work for a while once the window stands, then kill the process."""
    command = [sys.executable, "-m", "tests.e2e.typist", str(folder), str(seed), *manner]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = Told()
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as typist:
        assert typist.stdout is not None
        assert typist.stderr is not None
        first = typist.stdout.readline()
        time.sleep(seconds)
        alive = typist.poll() is None
        typist.kill()
        heard = (first + typist.stdout.read()).decode().splitlines(keepends=True)
        assert alive, typist.stderr.read().decode()
    for line in heard:
        if line.endswith("\n"):
            told.hear(line)
    return told


def stored(workspace: Workspace, visit: str, person: str) -> dict[Slot, str]:
    """Every number and note of the sheet, as the store has it."""
    desk = workspace.sheets.open(visit, person)
    assert check_chain(desk.records()) == ()
    held = {(cid, name): str(value) for cid, found in desk.answers.items() for name, value in found.items()}
    return held | {(cid, NOTE): text for cid, text in desk.notes.items()}


def lost(told: Told, found: dict[Slot, str]) -> list[str]:
    """Each field whose stored text is neither what was acknowledged nor what the key under way made of it."""
    wrong = []
    for slot, text in told.done.items():
        allowed = {text}
        if told.intended and told.intended[0] == slot:
            allowed.add(told.intended[1])
        if found.get(slot, "") not in allowed:
            wrong.append(f"{slot}: {found.get(slot, '')!r} instead of {text!r}")
    return wrong


def begun(folder: Path) -> tuple[str, str]:
    """A data folder with the sample; the visit and the person at the keyboard."""
    workspace = open_workspace(folder)
    visit = Samples(workspace).open()
    current = workspace.people.current
    workspace.close()
    assert current is not None
    return visit, current.id


def test_killed_at_the_window_at_most_one_character_is_gone(project: Path, tmp_path: Path) -> None:
    visit, person = begun(tmp_path)
    chance = random.Random(20260512)  # noqa: S311
    keys, compared, place, found = 0, 0, None, dict[Slot, str]()
    for number in range(ROUNDS):
        told = killed(project, tmp_path, number, chance.uniform(0, LONGEST))
        if told.opened is not None and place is not None:
            slot, text, notice = told.opened
            assert slot == place, "reopened elsewhere"
            assert text == found.get(slot, "")
            assert notice == "", "reopened with something to repair"
            compared += 1
        workspace = open_workspace(tmp_path)
        found = stored(workspace, visit, person)
        assert lost(told, found) == []
        workspace.close()
        keys, place = keys + told.keys, told.place
        with closing(sqlite3.connect(tmp_path / "xianping.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert keys > ROUNDS * 5, "it typed"
    assert compared, "some kill came while the keyboard rested"


def test_a_window_that_stores_later_is_found_out(project: Path, tmp_path: Path) -> None:
    visit, person = begun(tmp_path)
    for number in range(3):  # a kill between two bursts finds everything stored
        try:
            told = killed(project, tmp_path, number, 1.1, "careless")
        except Changed:  # what was stored late came back over what had been typed since
            return
        workspace = open_workspace(tmp_path)
        wrong = lost(told, stored(workspace, visit, person))
        workspace.close()
        if wrong:
            return
    pytest.fail("the test cannot fail")
