"""The database in other hands: a visit that says something else than its task is noticed on opening."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.common.errors import Refusal
from app.services.workspace import Workspace
from tests.chain import EXPERTS, TASK, Chain

Opener = Callable[..., Chain]


def rewrite(place: Workspace, statement: str, *values: object) -> None:
    """As another program would, the device's own being closed."""
    file = place.folder / "xianping.db"
    with sqlite3.connect(file) as connection:
        assert connection.execute(statement, values).rowcount > 0
    connection.close()


def edited(place: Workspace, column: str, change: Callable[[Any], Any]) -> None:
    plain = partial(json.dumps, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with sqlite3.connect(place.folder / "xianping.db") as connection:
        rows = list(connection.execute(f"SELECT id, {column} FROM visits"))  # noqa: S608  our own words
        for row, text in rows:
            new = plain(change(json.loads(text)))
            connection.execute(f"UPDATE visits SET {column} = ? WHERE id = ?", (new, row))  # noqa: S608
    connection.close()


@pytest.fixture
def closed(chain_at: Opener) -> tuple[Chain, Workspace]:
    """A chain whose first expert's device is closed."""
    chain = chain_at("tasked")
    place = chain.site(EXPERTS[0])
    place.close()
    return chain, place


def opens(chain: Chain, place: Workspace) -> None:
    """Open the device and the sheet again."""
    again = open_workspace(place.folder, chain.clock)
    try:
        again.sheets.open(chain.visit, chain.ids[EXPERTS[0]])
    finally:
        again.close()


def test_what_nobody_touched_opens(closed: tuple[Chain, Workspace]) -> None:
    opens(*closed)


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("policy", lambda policy: policy | {"pass_mark": "60"}),
        ("policy", lambda _policy: {}),
        ("profile", lambda profile: profile | {"unit_type": "enterprise"}),
        ("project", lambda project: project | {"unit": "另一单位（示例）"}),
        ("panel", lambda panel: [member | {"scores": True} for member in panel]),
        ("panel", lambda panel: panel[:-1]),
        ("assignments", lambda _assignments: {"1.1": []}),
        ("self_assessment", lambda _points: {"1.1": "1"}),
    ],
)
def test_a_visit_that_was_rewritten_is_not_opened(
    closed: tuple[Chain, Workspace], column: str, change: Callable[[Any], Any]
) -> None:
    chain, place = closed
    edited(place, column, change)
    with pytest.raises(Refusal) as told:
        opens(chain, place)
    assert [fault.code for fault in told.value.faults] == ["XP-6313"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("date_to", "2027-05-12"),
        ("form", "pen"),
        ("round", "reexamination"),
        ("sample", 1),
        ("scheme_version", "9"),
    ],
)
def test_nor_one_whose_days_or_form_were(closed: tuple[Chain, Workspace], column: str, value: object) -> None:
    chain, place = closed
    rewrite(place, f"UPDATE visits SET {column} = ?", value)  # noqa: S608  our own words
    with pytest.raises(Refusal) as told:
        opens(chain, place)
    assert told.value.faults[0].code == "XP-6313"


def test_the_task_beside_it_cannot_be_rewritten_either(closed: tuple[Chain, Workspace]) -> None:
    """Both alike, so that they fit each other: the bureau's signature does not fit them."""
    chain, place = closed
    edited(place, "policy", lambda policy: policy | {"pass_mark": "60"})
    with sqlite3.connect(place.folder / "xianping.db") as connection:
        ((data,),) = connection.execute("SELECT data FROM tasks")
        plain = json.loads(data)
        plain["policy"]["pass_mark"] = "60"
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        connection.execute("UPDATE tasks SET data = ?", (text,))
    connection.close()
    with pytest.raises(Refusal) as told:
        opens(chain, place)
    assert told.value.faults[0].code == "XP-6313"


def test_a_task_of_an_earlier_version_is_asked_for_once_more(closed: tuple[Chain, Workspace]) -> None:
    chain, place = closed
    rewrite(place, "UPDATE tasks SET statement = NULL, signature = NULL")
    with pytest.raises(Refusal, match="再导入一次"):
        opens(chain, place)
    again = open_workspace(place.folder, chain.clock)
    assert again.packages.import_file(chain.out / TASK).already_here
    again.sheets.open(chain.visit, chain.ids[EXPERTS[0]])
    again.close()


def test_the_others_on_the_device_stay_in_reach(closed: tuple[Chain, Workspace]) -> None:
    chain, place = closed
    rewrite(place, "UPDATE visits SET form = 'pen' WHERE id = ?", chain.visit)
    again = open_workspace(place.folder, chain.clock)
    assert len(again.visits.list()) == len(chain.visits)
    other = next(each for each in chain.visits if each != chain.visit)
    assert again.visits.get(other).form == "digital"
    again.close()
