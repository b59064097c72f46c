"""A document that prints something else than the ledger holds: issued by a genuine device, signed by all."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.reports import bureau_summary, canvas, verdict, workbook
from app.reports.document import Followed, VerdictReport
from app.services.bureau.arrivals import Intake
from tests.chain import Chain

Opener = Callable[..., Chain]


def taken(chain: Chain) -> Intake:
    path = chain.export()
    return chain.new_office("other.db").bureau.take(path, chain.trust, chain.identities)


def _dearer(report: VerdictReport) -> VerdictReport:
    """The same text with another total, under the digest of the frozen one."""
    return replace(report, total="98")


def _answered(_report: VerdictReport, followed: Followed) -> Followed:
    return replace(followed, statement="同意，并感谢（示例）。")


@pytest.mark.parametrize("form", ["digital", "pen"])
def test_a_total_that_is_not_the_ledgers_is_refused_and_its_page_named(
    chain_at: Opener, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    chain = chain_at("frozen", form=form)
    drawn = verdict.render_verdict
    monkeypatch.setattr(verdict, "render_verdict", lambda report, told: drawn(_dearer(report), told))
    chain.sign_all()
    monkeypatch.undo()
    found = taken(chain)
    assert (found.fate, found.codes) == ("refused", ("XP-4526",))
    assert "第 1 页" in found.message


def test_an_answer_that_was_not_given_is_refused(chain_at: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = chain_at("frozen")
    drawn = verdict.render_verdict
    monkeypatch.setattr(
        verdict, "render_verdict", lambda report, told: drawn(report, _answered(report, told))
    )
    chain.sign_all()
    monkeypatch.undo()
    assert taken(chain).codes == ("XP-4526",)


@pytest.mark.parametrize(
    ("where", "name"), [(bureau_summary, "render_summary"), (workbook, "render_workbook")]
)
def test_the_bureaus_own_papers_are_drawn_again_too(
    chain_at: Opener, monkeypatch: pytest.MonkeyPatch, where: Any, name: str
) -> None:
    chain = chain_at("signed")
    drawn = getattr(where, name)
    monkeypatch.setattr(where, name, lambda report, told: drawn(_dearer(report), told))
    path = chain.export()
    monkeypatch.undo()
    found = chain.new_office("other.db").bureau.take(path, chain.trust, chain.identities)
    assert found.codes == ("XP-4526",)


def test_another_compressor_changes_nothing(chain_at: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = chain_at("frozen")
    packing = zlib.compress
    monkeypatch.setattr(zlib, "compress", lambda data, *_level: packing(data, 1))
    chain.sign_all()
    path = chain.export()
    monkeypatch.undo()
    found = chain.new_office("other.db").bureau.take(path, chain.trust, chain.identities)
    assert found.fate == "taken", found.message


def test_what_another_version_drew_cannot_be_compared_here(
    chain_at: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = chain_at("frozen")
    monkeypatch.setattr(canvas, "DRAWING", canvas.DRAWING + 1)
    chain.sign_all()
    path = chain.export()
    monkeypatch.undo()
    other = chain.new_office("other.db").bureau
    assert other.take(path, chain.trust, chain.identities).codes == ("XP-4527",)
