"""The shipped schemes, loaded once."""

from __future__ import annotations

import pytest

from app.common.paths import resources
from app.scoring import Scheme
from app.services.store.schemes import SchemeLibrary


@pytest.fixture(scope="session")
def library() -> SchemeLibrary:
    return SchemeLibrary()


@pytest.fixture(scope="session")
def base(library: SchemeLibrary) -> Scheme:
    return library["tianjin-base-acceptance"]


@pytest.fixture(scope="session")
def studio(library: SchemeLibrary) -> Scheme:
    return library["tianjin-studio-acceptance"]


@pytest.fixture(scope="session")
def base_bytes() -> bytes:
    return (resources() / "schemes" / "tianjin-base-acceptance" / "scheme.yaml").read_bytes()
