"""The desk's presenter is put together from parts: none hides what another does."""

from __future__ import annotations

from app.ui.desk.presenter import DeskPresenter
from app.ui.desk.writing.presenter import Recording


def test_no_part_hides_another() -> None:
    parts = [each for each in DeskPresenter.__mro__ if issubclass(each, Recording)]
    owners: dict[str, list[str]] = {}
    for part in parts:
        for name in vars(part):
            owners.setdefault(name, []).append(part.__name__)
    shared = {name for name, held in owners.items() if len(held) > 1 and not name.startswith("__")}
    assert len(parts) > 2
    assert shared == {"_abc_impl", "_next"}, "what is left to the whole is made there alone"
