"""Who the people of a visit are, for a bureau that has only a rolling copy of it, which tells them by id.

The bureau notes the names when it hands a task out; it knows those of a visit it has taken in; and a task
file that lies beside the copy says them, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import EnvironmentTrouble, Refusal
from app.models import tables
from app.services.packages.task_files import new_visits
from app.services.store.site import PanelMember, told_apart
from app.services.store.unit_of_work import Store, Unit, View

if TYPE_CHECKING:
    from app.exchange.task import Task

MOST_BESIDE = 16
Opener = Callable[[Path], "tuple[Task, bytes]"]


def note_names(unit: Unit, task: Task, scheme: bytes) -> None:
    """Keep the names of a task's panel with its visits, and of who sat there before it was amended."""
    for visit, names in _panels(task, scheme).items():
        unit.put(tables.settings, key=_panel(visit), value={**_noted(unit, visit), **names})


def names_of(store: Store, visit_id: str, copy: Path, opens: Opener) -> dict[str, str]:
    """Names by person, as they are told apart; empty where nothing here says who they are.

    copy: the file of the rolling copy. opens: a file as a proven task with its scheme, or raises Refusal.
    """
    with store.look() as view:
        known = _noted(view, visit_id) or _taken(view, visit_id)
    return known or _beside(visit_id, copy, opens)


def _noted(view: View, visit_id: str) -> dict[str, str]:
    row = view.first(tables.settings, key=_panel(visit_id))
    return dict(row["value"]) if row else {}


def _taken(view: View, visit_id: str) -> dict[str, str]:
    row = view.first(tables.visits, columns=("panel",), id=visit_id)
    return told_apart([PanelMember(**each) for each in row["panel"]]) if row else {}


def _beside(visit_id: str, copy: Path, opens: Opener) -> dict[str, str]:
    for path in _tasks(copy.parent):
        with suppress(Refusal, EnvironmentTrouble):
            found = _panels(*opens(path))
            if visit_id in found:
                return dict(found[visit_id])
    return {}


def _tasks(folder: Path) -> Iterator[Path]:
    from app.exchange.recognition import may_hold

    near = (each for each in sorted(folder.iterdir()) if each.is_file() and not each.name.startswith("."))
    yield from [each for each in near if may_hold(each, "xptask")][:MOST_BESIDE]


def _panels(task: Task, scheme: bytes) -> Mapping[str, dict[str, str]]:
    return {visit.id: told_apart(visit.panel) for visit in new_visits(task, scheme, "")}


def _panel(visit_id: str) -> str:
    return f"panel.{visit_id}"
