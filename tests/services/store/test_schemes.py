"""The library of schemes: found by folder, loaded when asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.common.errors import Refusal
from app.services.store.schemes import SchemeLibrary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a-scheme", "Not A Name", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "a-scheme" / "scheme.yaml").write_text('title: "示例"\nbroken: [', encoding="utf-8")
    (tmp_path / "Not A Name" / "scheme.yaml").write_text("", encoding="utf-8")
    return tmp_path


def test_the_shipped_schemes_are_there() -> None:
    library = SchemeLibrary()
    assert {"tianjin-base-acceptance", "tianjin-studio-acceptance"} <= set(library.ids())
    assert library.titles()["tianjin-base-acceptance"] == library["tianjin-base-acceptance"].title
    assert all(scheme.id == name for name, scheme in library.items())


def test_a_scheme_is_loaded_once_and_late(folder: Path) -> None:
    library = SchemeLibrary()
    assert library["tianjin-base-acceptance"] is library["tianjin-base-acceptance"]
    late = SchemeLibrary(folder)
    assert late.ids() == ("a-scheme",)
    assert late.titles() == {"a-scheme": "示例"}
    with pytest.raises(Refusal):
        late["a-scheme"]


@pytest.mark.parametrize(
    "name", ["", "..", "../schemes/tianjin-base-acceptance", "no-such", "A" * 300, "a/b", "\0"]
)
def test_what_is_no_scheme_is_not_found(name: str) -> None:
    library = SchemeLibrary()
    assert name not in library
    assert library.get(name) is None
    with pytest.raises(KeyError):
        library.source(name)


def test_a_scheme_from_its_bytes_is_the_same_scheme() -> None:
    library = SchemeLibrary()
    data = library.source("tianjin-base-acceptance")
    assert SchemeLibrary.from_bytes(data).digest == library["tianjin-base-acceptance"].digest
