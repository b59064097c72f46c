"""A proven package is somebody's of the task, or nobody's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.common.errors import Refusal
from app.exchange.package import Package, read_package
from app.exchange.task import Task
from app.services.packages.senders import holds_keys, sender_of
from tests.exchange.samples import identities, package, task
from tests.signing.bureau import foreign, world


@pytest.fixture
def sheet() -> Iterator[Package]:
    with read_package(package("xpsheet"), world().trust, identities("xpsheet")) as proven:
        yield proven


def with_keys_of(sender: str, other: str) -> Task:
    """The task, naming somebody else's keys in the sender's seat."""
    whole = task(world())
    strange = next(seat.credential for seat in whole.panel if seat.id == other)
    seats = [
        seat.model_copy(update={"credential": strange}) if seat.id == sender else seat for seat in whole.panel
    ]
    return whole.model_copy(update={"panel": tuple(seats)})


def code_of(sheet: Package, task: Task, trust: object) -> str:
    with pytest.raises(Refusal) as caught:
        sender_of(sheet, task, trust)  # type: ignore[arg-type]
    return caught.value.faults[0].code


def test_the_sender_sits_where_the_task_says(sheet: Package) -> None:
    seat = sender_of(sheet, task(world()), world().trust)
    assert seat.id == sheet.manifest.sender == "expert-a"
    assert [holds_keys(sheet, each) for each in task(world()).panel].count(True) == 1


def test_other_keys_or_another_bureau_s_task_are_refused(sheet: Package) -> None:
    other = next(seat.id for seat in task(world()).panel if seat.id != "expert-a")
    assert code_of(sheet, with_keys_of("expert-a", other), world().trust) == "XP-4506"
    assert code_of(sheet, task(world()), foreign().trust) == "XP-4506"


def test_a_stranger_is_refused(sheet: Package) -> None:
    whole = task(world())
    left = tuple(seat for seat in whole.panel if seat.id != "expert-a")
    assert code_of(sheet, whole.model_copy(update={"panel": left}), world().trust) == "XP-4403"
