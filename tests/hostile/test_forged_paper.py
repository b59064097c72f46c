"""A document that prints something else than the ledger holds: issued by a genuine device, signed by all."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.common.errors import Refusal
from app.reports import bureau_summary, canvas, verdict, workbook
from app.reports.document import Followed, VerdictReport
from app.services.bureau.arrivals import Intake
from app.services.panel import verdicts
from app.services.printing import verdict_report
from app.services.printing.verdict_report import marked
from tests.chain import EXPERTS, Chain

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


FORGED: dict[str, tuple[dict[str, Any], str]] = {
    "another unit": ({"unit": "另一学院（示例）"}, "单位名称"),
    "another project": ({"project": "另一项目（示例）"}, "项目名称"),
    "other days": ({"visit_dates": "2026 年 1 月 1 日"}, "考核日期"),
    "problems that nobody wrote": ({"problems": ("没有这个问题（示例）。",)}, "问题"),
    "advice left out": ({"suggestions": ()}, "建议"),
    "another pass mark": ({"pass_mark": "60"}, "合格线"),
    "readings left out": ({"readings": ()}, "口径"),
    "steps left out": ({"protocol": ()}, "考核程序"),
    "a signer left out": ({"signers": ()}, "签署人"),
}
"""What does not hang on anybody's sheet, so that every expert's device can see it."""


@pytest.mark.parametrize("name", FORGED)
def test_an_experts_device_sees_what_the_task_and_the_ledger_do_not_say(
    chain_at: Opener, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    change, word = FORGED[name]
    chain = chain_at("settled")
    written = verdict_report.build_report
    monkeypatch.setattr(
        verdicts, "build_report", lambda *given, **more: marked(replace(written(*given, **more), **change))
    )
    chain.freeze()
    chain.lead.verdicts.issue(chain.visit)
    record = chain.out / "forged.xprecord"
    chain.lead.packages.export_record(chain.visit, record)
    monkeypatch.undo()
    with pytest.raises(Refusal) as caught:
        chain.site(EXPERTS[0]).packages.import_file(record)
    assert [fault.code for fault in caught.value.faults] == ["XP-4529"]
    assert word in str(caught.value)
