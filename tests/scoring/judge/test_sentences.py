"""What the documents order, sentence by sentence: who owes it by when, under which clause."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from app.services.store.schemes import SchemeLibrary

LISTS = Path(__file__).parents[2] / "golden" / "sentences"
LIBRARY = SchemeLibrary()
READ = [
    pytest.param(path, scheme_id, id=scheme_id)
    for path in sorted(LISTS.glob("*.yaml"))
    for scheme_id in LIBRARY.ids()
    if scheme_id.startswith(f"{path.stem}-")
]


def listed(path: Path, scheme_id: str) -> Iterator[tuple[str, ...]]:
    for row in YAML(typ="safe").load(path.read_text(encoding="utf-8")):
        if "in" not in row or scheme_id.endswith(tuple(row["in"])):
            yield row["id"], row.get("who", ""), row.get("due", ""), row["cite"]


@pytest.mark.parametrize(("path", "scheme_id"), READ)
def test_a_scheme_tells_what_its_document_orders_and_nothing_else(path: Path, scheme_id: str) -> None:
    scheme = LIBRARY[scheme_id]
    told = [(each.id, "", each.due.words if each.due else "", each.cite) for each in scheme.consequences]
    told += [(each.id, each.who, each.due.words, each.cite) for each in scheme.obligations]
    assert sorted(told) == sorted(listed(path, scheme_id))
