"""What the bureau refuses though it is signed by the right people: it does not follow from the ledgers."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.common.canon import digest
from app.common.ids import short_code
from app.exchange.manifest import ManifestDraft
from app.exchange.package import Package, Recipient, build_package, read_package
from app.exchange.sync import PDF, SUMMARY, WORKBOOK, SheetRef, sheet_name
from app.reports.bureau_summary import render_summary
from app.reports.document import Followed
from app.services.bureau.office import Office
from app.services.printing.verdict_report import marked
from app.services.workspace import Workspace
from app.signing.authority import Authority
from tests.chain import EXPERTS, Chain
from tests.services.forger import Forger, counts, sync_path, take


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("exported")


@pytest.fixture
def office(chain: Chain) -> Office:
    return chain.new_office("second.db")


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"total": "95"}, "95≠88"),
        ({"outcome": "fail"}, "fail≠pass"),
        ({"short_code": "AAAA-BBBB-CCCC"}, "校验码"),
    ],
)
def test_a_wrong_claim_is_refused_by_the_replay(
    chain: Chain, office: Office, changes: dict[str, str], word: str
) -> None:
    forger = Forger(chain)
    told = take(chain, office, forger.write(verdict=forger.verdict(**changes)))

    assert (told.fate, told.codes) == ("refused", ("XP-4504",))
    assert word in told.message
    assert not any(counts(office)[name] for name in ("visits", "received", "verdicts"))


def test_an_unchanged_forgery_would_be_taken(chain: Chain, office: Office) -> None:
    """The tests above and below prove something only if the forger's own hand is not what is refused."""
    assert take(chain, office, Forger(chain).write()).fate == "taken"


def test_a_ruling_after_the_signatures_is_refused(chain: Chain, office: Office) -> None:
    forger = Forger(chain)
    ruling = {"kind": "ruling", "criterion": "3.1", "after": {"concurrent_trainees": "300"}, "why": "更正"}
    path = forger.write(entries=forger.panel(ruling), verdict=forger.verdict(total="89.17", exact="535/6"))

    assert take(chain, office, path).codes == ("XP-4516",)


def test_a_summary_of_another_text_is_refused(chain: Chain, office: Office) -> None:
    """Rightly signed by the leader, but not drawn from the text that all have signed, or no summary."""
    other = chain.lead.verdicts.report(chain.visit)
    drawn = render_summary(marked(replace(other, problems=("别的问题（示例）",))), Followed())
    for summary in (drawn, chain.lead.verdicts.pdf(chain.visit)):
        forger = Forger(chain)
        forger.members[SUMMARY] = summary
        assert take(chain, office, forger.write()).codes == ("XP-4524",)


@pytest.mark.parametrize("score", ["1", None])
def test_a_frozen_text_with_another_score_of_one_expert_is_refused(
    chain: Chain, office: Office, score: str | None
) -> None:
    """The summary prints who gave what: that must be what the experts' own sheets say."""
    forger = Forger(chain)
    freeze = next(entry for entry in forger.sync.entries if entry.kind == "freeze")
    told: dict[str, Any] = copy.deepcopy(freeze.after) if isinstance(freeze.after, dict) else {}
    told["text"]["sections"][0]["criteria"][0]["scores"][0]["score"] = score
    told["digest"] = digest(told["text"])
    entries = forger.panel({"kind": "thaw"}, {"kind": "freeze", "after": told})
    mark = {"digest": told["digest"], "short_code": short_code(told["digest"])}
    path = forger.write(entries=entries, verdict=forger.verdict(**mark))
    assert take(chain, office, path).codes == ("XP-4516",)


def _elsewhere(text: dict[str, Any]) -> None:
    text["unit"] = "另一单位（示例）"


def _owing_more(text: dict[str, Any]) -> None:
    text["duties"] = [*text["duties"], {"text": "另交一份材料（示例）", "cite": "", "due": ""}]


def _with_an_older_reading(text: dict[str, Any]) -> None:
    text["readings"][0]["choice"] = "另一口径（示例）"


def _dearer_line(text: dict[str, Any]) -> None:
    lines = [line for part in text["sections"] for row in part["criteria"] for line in row["lines"]]
    lines[0]["text"] = "另有原因（示例）"


def _passing_anyway(text: dict[str, Any]) -> None:
    text["outcome_why"] = "组长说可以（示例）。"


def _pledged_later(text: dict[str, Any]) -> None:
    text["panel"][0]["pledged"] = "1 月 1 日 00:00"


def _dated_later(text: dict[str, Any]) -> None:
    text["frozen_at"] = "2026-12-31T01:00:00+00:00"


def _said_more(text: dict[str, Any]) -> None:
    text["remark"] = "另有一句（示例）"


def _without_a_step(text: dict[str, Any]) -> None:
    text["protocol"] = text["protocol"][1:]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (_elsewhere, "单位名称"),
        (_owing_more, "后续义务"),
        (_with_an_older_reading, "口径"),
        (_dearer_line, "逐项结果"),
        (_passing_anyway, "结论的理由"),
        (_pledged_later, "专家组名单"),
        (_dated_later, "定稿时间"),
        (_without_a_step, "考核程序"),
        (_said_more, "其他内容"),
    ],
)
def test_every_word_of_the_frozen_text_follows_from_the_records(
    chain: Chain, office: Office, change: Callable[[dict[str, Any]], None], word: str
) -> None:
    forger = Forger(chain)
    freeze = next(entry for entry in forger.sync.entries if entry.kind == "freeze")
    told: dict[str, Any] = copy.deepcopy(freeze.after) if isinstance(freeze.after, dict) else {}
    change(told["text"])
    told["digest"] = digest(told["text"])
    entries = forger.panel({"kind": "thaw"}, {"kind": "freeze", "after": told})
    mark = {"digest": told["digest"], "short_code": short_code(told["digest"])}
    found = take(chain, office, forger.write(entries=entries, verdict=forger.verdict(**mark)))
    assert found.codes == ("XP-4516",)
    assert word in found.message


@pytest.mark.parametrize("form", [1, 3])
def test_another_form_of_package_is_refused_by_its_version(chain: Chain, office: Office, form: int) -> None:
    told = take(chain, office, Forger(chain).write(format=form))
    assert told.codes == ("XP-3605",)
    assert ("较旧" if form == 1 else "较新") in told.message


def test_another_text_under_the_signed_digest_is_refused(chain: Chain, office: Office) -> None:
    """The leader thaws, rules, and freezes again under the digest that everybody has signed."""
    forger = Forger(chain)
    freeze = next(entry for entry in forger.sync.entries if entry.kind == "freeze")
    ruling = {"kind": "ruling", "criterion": "3.1", "after": {"concurrent_trainees": "300"}, "why": "更正"}
    lies: dict[str, Any] = dict(freeze.after) if isinstance(freeze.after, dict) else {}
    for text in (lies["text"], lies["text"] | {"total": "89.17"}, {}, {"sections": 5}):
        again = {"kind": "freeze", "after": lies | {"text": text}}
        entries = forger.panel({"kind": "thaw"}, ruling, again)
        path = forger.write(entries=entries, verdict=forger.verdict(total="89.17", exact="535/6"))
        assert take(chain, office, path).codes == ("XP-4516",)


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "freeze", "after": {"digest": 5, "at": "2026-05-12T03:00:00.000000Z", "text": {}}},
        {"kind": "freeze", "after": {"digest": "a", "at": "yesterday", "text": {}}},
        {"kind": "freeze", "after": None},
        {"kind": "ruling", "criterion": "3.1", "after": [1]},
        {"kind": "ruling", "after": {}},
        {"kind": "problems", "after": {"a": 1}},
        {"kind": "statement", "after": {"text": 1, "agrees": None, "by": ""}},
        {"kind": "statement", "after": {"text": "", "agrees": "yes", "by": ""}},
        {"kind": "step", "field": "site", "after": {"people": 1, "notes": ""}},
        {"kind": "sheet", "field": "x", "after": {"sha256": None}},
        {"kind": "signed", "after": {"at": "", "pdf_sha256": ""}},
    ],
)
def test_a_panels_entry_without_its_shape_is_refused(
    chain: Chain, office: Office, entry: dict[str, Any]
) -> None:
    forger = Forger(chain)

    assert take(chain, office, forger.write(entries=forger.panel(entry))).codes == ("XP-3703",)


def test_rulings_that_fit_no_criterion_are_refused(chain: Chain, office: Office) -> None:
    forger = Forger(chain)
    unfit: list[dict[str, Any]] = [{"unknown": 1}, {"concurrent_trainees": []}, {}]
    for findings in unfit:
        ruling = {"kind": "ruling", "criterion": "3.1", "after": findings}
        assert take(chain, office, forger.write(entries=forger.panel(ruling))).fate == "refused"
    stranger = {"kind": "ruling", "criterion": "99.9", "after": {"a": 1}}
    assert take(chain, office, forger.write(entries=forger.panel(stranger))).fate == "refused"


def test_a_sheet_of_another_visit_is_refused(chain: Chain, office: Office) -> None:
    forger = Forger(chain)
    swapped = chain.sheet(EXPERTS[1], chain.visits[1]).read_bytes()
    forger.members[sheet_name(chain.ids[EXPERTS[1]])] = swapped

    assert take(chain, office, forger.write()).codes == ("XP-3403",)


def test_a_sheet_left_out_or_put_twice_is_refused(chain: Chain, office: Office) -> None:
    forger = Forger(chain)
    refs = [ref.plain() for ref in forger.sync.sheets]
    twice = forger.write("twice.xpsync", sheets=[*refs, refs[0]])
    del forger.members[sheet_name(refs[0]["person"])]
    without = forger.write("without.xpsync", sheets=refs[1:])

    assert take(chain, office, without).codes == ("XP-4503",)
    assert take(chain, office, twice).fate == "refused"


def test_the_whole_of_another_visit_under_this_name_is_refused(chain: Chain, office: Office) -> None:
    forger = Forger(chain)

    assert take(chain, office, forger.write(visit=chain.visits[1])).fate == "refused"
    assert take(chain, office, forger.write(visit="nowhere")).codes == ("XP-4511",)


def test_an_expert_cannot_speak_for_the_panel(chain: Chain, office: Office) -> None:
    told = take(chain, office, Forger(chain).write(sender=EXPERTS[0]))

    assert (told.fate, told.codes) == ("refused", ("XP-4512",))


def test_a_foreign_trust_takes_nothing(chain: Chain, office: Office) -> None:
    stranger = Authority.create("他局（示例）", chain.clock.now())
    told = office.bureau.take(sync_path(chain), stranger.trust(), chain.identities)

    assert told.fate == "refused"
    assert set(told.codes) <= {"XP-3202", "XP-3405"}


def test_a_verdict_with_another_text_inside_is_refused(chain_at: Callable[..., Chain]) -> None:
    """Signed by everybody, genuine, but of what was thawed since."""
    chain = chain_at("renewed")
    office = chain.new_office("second.db")
    old = (chain.out / "sync" / "verdict.pdf").read_bytes()
    shutil.copy(chain.out / "later" / "visit.xpsync", sync_path(chain))
    forger = Forger(chain)
    forger.members[PDF] = old

    assert take(chain, office, forger.write()).codes == ("XP-4517",)


def test_a_verdict_that_not_everybody_signed_is_refused(chain: Chain, office: Office) -> None:
    forger = Forger(chain)
    pdf = (chain.out / "sync" / "verdict.pdf").read_bytes()
    forger.members[PDF] = pdf[: pdf.rindex(b"%%EOF\n", 0, -10) + 6]
    assert take(chain, office, forger.write()).codes == ("XP-4514",)
    forger.members[PDF] = b"%PDF-1.7 not one"
    assert take(chain, office, forger.write()).codes == ("XP-3812",)


def test_the_pens_verdict_must_be_of_the_frozen_text(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("exported", form="pen")
    office = chain.new_office("second.db")
    forger = Forger(chain)
    for pdf in (b"", b"%PDF-1.7", b"\x00" * 1000, _drawn(chain.lead, chain.visits[1])):
        forger.members[PDF] = pdf
        assert take(chain, office, forger.write()).codes in {("XP-3810",), ("XP-4517",)}

    assert take(chain, office, sync_path(chain)).fate == "taken"
    assert office.bureau.status()[0].signed_by == ()


def _drawn(site: Workspace, visit: str) -> bytes:
    return site.verdicts.preview(visit)


def test_a_workbook_is_drawn_again(chain: Chain, office: Office) -> None:
    forger = Forger(chain)
    forger.members[WORKBOOK] = b"anything"

    assert take(chain, office, forger.write()).codes == ("XP-4526",)


@pytest.mark.parametrize("kind", ["xptask", "xpsheet", "xpenrol", "pdf", "xptrust"])
def test_other_files_are_refused_by_what_they_are(chain: Chain, office: Office, kind: str) -> None:
    path = next(path for path in sorted(chain.out.rglob("*")) if path.suffix == f".{kind}")
    told = take(chain, office, path)

    assert told.fate == "refused"
    assert told.codes[0] in {"XP-3401", "XP-3002"}


def test_sheets_without_their_evidence_are_refused(chain: Chain, office: Office) -> None:
    forger = Forger(chain)
    name = sheet_name(chain.ids[EXPERTS[0]])
    forger.members[name] = _without_evidence(chain, forger._bytes(name))

    assert take(chain, office, forger.write()).codes == ("XP-4510",)


def _without_evidence(chain: Chain, data: bytes) -> bytes:
    def again(package: Package) -> bytes:
        bare = {name: package.members[name] for name in package.members if not name.startswith("evidence/")}
        draft = ManifestDraft.model_validate(
            {key: getattr(package.manifest, key) for key in ManifestDraft.model_fields}
        )
        bureau = Recipient(chain.trust.bureau_id, chain.trust.recipient)
        assert len(bare) < len(package.members)
        return build_package(draft, bare, chain.keys(EXPERTS[0]), package.sender, (bureau,))

    with read_package(data, chain.trust, chain.identities) as package:
        return again(package)


def test_references_are_checked(chain: Chain, office: Office) -> None:
    forger = Forger(chain)
    wrong = [SheetRef(person=ref.person, sha256="0" * 64).plain() for ref in forger.sync.sheets]

    assert take(chain, office, forger.write(sheets=wrong)).codes == ("XP-3604",)
    assert take(chain, office, forger.write(task_sha256="0" * 64)).codes == ("XP-3604",)
