"""Workbooks to damage: written from a shipped scheme, changed with openpyxl as a person would with Excel."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from app.common.errors import Fault, Refusal
from app.services.authoring.workbooks.scheme_book import read_scheme_book, write_book
from app.services.store.schemes import SchemeLibrary

Change = Callable[[Workbook], object]
BASE = "tianjin-base-acceptance"


@pytest.fixture(scope="session")
def base_source() -> bytes:
    return SchemeLibrary().source(BASE)


@pytest.fixture(scope="session")
def base_book(base_source: bytes) -> bytes:
    return write_book(base_source)


@pytest.fixture
def edited(base_book: bytes) -> Callable[[Change], bytes]:
    """The workbook of the shipped scheme after a change."""

    def edit(change: Change) -> bytes:
        return edit_book(base_book, change)

    return edit


@pytest.fixture
def refused(edited: Callable[[Change], bytes]) -> Callable[[Change], tuple[Fault, ...]]:
    """The faults that a change leads to."""

    def refuse(change: Change) -> tuple[Fault, ...]:
        with pytest.raises(Refusal) as caught:
            read_scheme_book(edited(change))
        return caught.value.faults

    return refuse


def edit_book(data: bytes, change: Change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.fixture(scope="session")
def golden() -> Path:
    return Path(__file__).parents[3] / "golden" / "workbooks"
