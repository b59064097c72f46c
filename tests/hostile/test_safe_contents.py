"""A member of the panel turned hostile: rolling copies rightly signed, with contents that lie."""

from __future__ import annotations

from typing import Any

import pytest

from app.common.canon import canonical, sha256
from app.common.errors import Refusal
from app.exchange.package import read_package
from app.exchange.safe import PDF, Safe, Working, read_safe
from tests.exchange.samples import VISIT, ledger
from tests.hostile.forging import with_content, with_members
from tests.seals import seal_ignored
from tests.signing.bureau import world

__all__ = ["seal_ignored"]
pytestmark = pytest.mark.usefixtures("seal_ignored")


def code_of(data: bytes) -> str:
    with pytest.raises(Refusal) as refused, read_package(data, world().trust) as package:
        read_safe(package)
    return refused.value.faults[0].code


def plain(**changes: Any) -> bytes:
    working = Working(visit=VISIT, person="expert-a", entries=ledger("expert-a"))
    return with_content("xpsafe", Safe(ledgers=(working,)).plain() | changes)


def told(**changes: Any) -> dict[str, Any]:
    entries = [entry.model_dump(mode="json") for entry in ledger("expert-a")]
    return {"visit": VISIT, "person": "expert-a", "origin": None, "entries": entries} | changes


def test_a_ledger_of_another_visit_does_not_ride_along() -> None:
    assert code_of(plain(ledgers=[told(), told(visit="visit-9", person="expert-b")])) == "XP-3604"


def test_no_ledger_is_there_twice() -> None:
    assert code_of(plain(ledgers=[told(), told()])) == "XP-3604"


def test_a_broken_chain_is_refused() -> None:
    entries = told()["entries"]
    assert code_of(plain(ledgers=[told(entries=entries[1:])])) == "XP-3701"
    changed = [entries[0] | {"author": "somebody"}, *entries[1:]]
    assert code_of(plain(ledgers=[told(entries=changed)])) == "XP-3701"


@pytest.mark.parametrize(
    "changes",
    [
        {"keys": "x" * 8001},
        {"keys": {"pin": False}},
        {"places": [{"person": "expert-a", "criterion": "", "field": ""}]},
        {"places": [{"person": "expert-a", "criterion": "1.1", "field": "x" * 201}]},
        {"sheets": [{"person": "expert-a", "sha256": "../x"}]},
        {"pdf_sha256": "0"},
        {"format": 2},
        {"more": 1},
    ],
)
def test_another_shape_is_refused(changes: dict[str, Any]) -> None:
    assert code_of(plain(**changes)) in ("XP-3602", "XP-3605")


def test_a_verdict_is_the_one_that_is_named() -> None:
    assert code_of(plain(pdf_sha256=sha256(b"%PDF"))) == "XP-3603"
    assert code_of(with_members("xpsafe", {PDF: b"%PDF"})) == "XP-3603"
    named = canonical(Safe(ledgers=(), pdf_sha256=sha256(b"%PDF")).plain())
    assert code_of(with_members("xpsafe", {"safe.json": named, PDF: b"%PDX"})) == "XP-3604"
