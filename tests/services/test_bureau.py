"""What a bureau takes in, what it recognises, what it refuses, and that nothing is ever half in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.common.canon import canonical, sha256
from app.common.errors import EnvironmentTrouble
from app.common.ledger import EntryDraft, EntryRecord, chained
from app.exchange.manifest import Draft
from app.exchange.package import Package, Recipient, build_package, read_package
from app.exchange.sync import PDF, TASK, WORKBOOK, SheetRef, Sync, read_sync, sheet_name
from app.models import tables
from app.scoring import format_points
from app.services.bureau import Intake, files_in
from app.services.office import Office
from app.services.workspace import Workspace
from app.signing.authority import Authority
from tests.chain import EXPERTS, LEADER, Chain


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("exported")


@pytest.fixture
def office(chain: Chain) -> Office:
    return chain.new_office("second.db")


def take(chain: Chain, office: Office, path: Path) -> Intake:
    return office.bureau.take(path, chain.trust, chain.identities)


def sync_path(chain: Chain) -> Path:
    return chain.out / "sync" / "visit.xpsync"


def counts(office: Office) -> dict[str, int]:
    names = ("visits", "streams", "entries", "received", "verdicts", "settings", "schemes")
    with office.store.look() as view:
        return {name: view.count(getattr(tables, name)) for name in names}


class Forger:
    """The genuine leader, with the genuine keys and a program that writes what it likes."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        with read_package(sync_path(chain), chain.trust, chain.identities) as package:
            self.sync = read_sync(package)
            self.members: dict[str, bytes | Path] = {name: package.members[name] for name in package.members}

    def write(self, name: str = "forged.xpsync", sender: str = LEADER, **changes: Any) -> Path:
        """The package with other words in its content; digests that follow from members are right."""
        fresh: dict[str, Any] = {
            "task_sha256": sha256(self._bytes(TASK)),
            "sheets": [
                {"person": ref.person, "sha256": sha256(self._bytes(sheet_name(ref.person)))}
                for ref in self.sync.sheets
                if sheet_name(ref.person) in self.members
            ],
        }
        plain = self.sync.plain() | fresh | changes
        plain["verdict"] = plain["verdict"] | {"pdf_sha256": sha256(self._bytes(PDF))}
        members = {**self.members, Sync.MEMBER: canonical(plain)}
        chain = self.chain
        seat = chain.lead.tasks.seat(chain.visit, chain.ids[sender])
        draft = Draft(
            kind="xpsync",
            batch=chain.task.batch.id,
            visit=plain["visit"],
            sender=chain.ids[sender],
            created_at="2026-05-12T03:00:00.000000Z",
        )
        bureau = Recipient(chain.trust.bureau_id, chain.trust.recipient)
        path = chain.out / name
        path.write_bytes(build_package(draft, members, chain.keys(sender), seat.credential, (bureau,)))
        return path

    def panel(self, *drafts: dict[str, Any], drop: int = 0) -> list[dict[str, Any]]:
        """The panel's ledger without its last entries, continued by others, rightly chained."""
        entries: list[EntryRecord] = list(self.sync.entries)[: len(self.sync.entries) - drop]
        for number, draft in enumerate(drafts):
            base = {"id": f"forged-{number}", "at": entries[-1].at, "author": self.chain.ids[LEADER]}
            entries.append(chained(entries[-1], EntryDraft.model_validate(base | draft)))
        return [entry.model_dump(mode="json") for entry in entries]

    def verdict(self, **changes: str) -> dict[str, str]:
        return self.sync.verdict.plain() | changes

    def _bytes(self, name: str) -> bytes:
        content = self.members[name]
        return content if isinstance(content, bytes) else content.read_bytes()


def test_a_visit_is_taken_whole(chain: Chain, office: Office) -> None:
    told = take(chain, office, sync_path(chain))
    (status,) = office.bureau.status()

    assert (told.fate, told.codes) == ("taken", ())
    assert "88" in told.message
    assert (status.total, status.verdict, status.rectification, status.grade) == (
        "88",
        "pass",
        "advised",
        None,
    )
    assert status.signed_by == tuple(person.name for person in chain.sample.people)
    assert status.short_code == chain.desk().state.short_code
    assert counts(office)["streams"] == len(EXPERTS) + 1


def test_the_same_file_changes_nothing(chain: Chain, office: Office) -> None:
    take(chain, office, sync_path(chain))
    before = counts(office)

    assert take(chain, office, sync_path(chain)).fate == "already here"
    assert counts(office) == before


def test_an_export_again_is_recognised_as_the_same(chain: Chain, office: Office) -> None:
    take(chain, office, sync_path(chain))
    again = chain.export("again")
    with read_package(again, chain.trust, chain.identities) as package:
        first = read_package(sync_path(chain), chain.trust, chain.identities)
        assert (package.manifest.sequence, package.manifest.previous) == (2, first.digest)
    before = office.bureau.status()

    assert take(chain, office, again).fate == "already here"
    assert take(chain, office, again).fate == "already here"
    assert office.bureau.status() == before
    assert counts(office)["verdicts"] == 1


def test_a_later_package_of_the_same_chain_replaces(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("renewed")
    office = chain.new_office("second.db")
    take(chain, office, sync_path(chain))
    (before,) = office.bureau.status()

    assert take(chain, office, chain.out / "later" / "visit.xpsync").fate == "taken"
    (after,) = office.bureau.status()
    assert (before.total, after.total) == ("88", format_points(chain.desk().result.total))
    assert after.total != "88"
    assert take(chain, office, sync_path(chain)).fate == "already here"
    assert office.bureau.status() == (after,)


def test_the_older_of_two_changes_nothing_where_the_newer_is_in(chain_at: Callable[..., Chain]) -> None:
    chain = chain_at("renewed")
    office = chain.new_office("second.db")
    take(chain, office, chain.out / "later" / "visit.xpsync")
    before = counts(office)

    told = take(chain, office, sync_path(chain))
    assert told.fate == "already here"
    assert "更新" in told.message
    assert counts(office)["verdicts"] == before["verdicts"]
    assert counts(office)["entries"] == before["entries"]


def test_two_leaders_of_one_visit_are_a_conflict(chain_at: Callable[..., Chain]) -> None:
    """The leader's folder was restored from a backup and both went on: nobody decides but a person."""
    chain = chain_at("exported", form="pen")
    office = chain.new_office("second.db")
    shutil.copytree(chain.folder / LEADER, chain.folder / "restored")
    take(chain, office, sync_path(chain))
    restored = open_workspace(chain.folder / "restored", chain.clock)
    _settled_otherwise(chain, restored)
    forked = restored.packages.export_sync(chain.visit, chain.out, "另一份").files[0]
    restored.close()
    chain.renew()
    take(chain, office, chain.export("later"))
    before = office.bureau.status()

    told = take(chain, office, forked)
    assert (told.fate, told.codes) == ("conflict", ("XP-4801",))
    assert take(chain, office, forked).fate == "conflict"
    assert office.bureau.status() == before
    with office.store.look() as view:
        (aside,) = view.find(tables.received, state="set_aside")
    assert bytes(aside["data"]) == forked.read_bytes()
    assert "另存待查" in aside["reason"]


def _settled_otherwise(chain: Chain, site: Workspace) -> None:
    site.verdicts.thaw(chain.visit, "另一台电脑上继续（示例）")
    site.panels.open(chain.visit).set_problems(["另写的问题（示例）"])
    site.verdicts.freeze(chain.visit)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"total": "95"}, "95≠88"),
        ({"outcome": "fail"}, "fail≠pass"),
        ({"short_code": "AAAA-BBBB-CCCC"}, "短码"),
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
    path = forger.write(entries=forger.panel(ruling), verdict=forger.verdict(total="89.17"))

    assert take(chain, office, path).codes == ("XP-4516",)


def test_another_text_under_the_signed_digest_is_refused(chain: Chain, office: Office) -> None:
    """The leader thaws, rules, and freezes again under the digest that everybody has signed."""
    forger = Forger(chain)
    freeze = next(entry for entry in forger.sync.entries if entry.kind == "freeze")
    ruling = {"kind": "ruling", "criterion": "3.1", "after": {"concurrent_trainees": "300"}, "why": "更正"}
    lies = dict(freeze.after) if isinstance(freeze.after, dict) else {}
    for text in (lies["text"], lies["text"] | {"total": "89.17"}, {}, {"sections": 5}):
        again = {"kind": "freeze", "after": lies | {"text": text}}
        entries = forger.panel({"kind": "thaw"}, ruling, again)
        path = forger.write(entries=entries, verdict=forger.verdict(total="89.17"))
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
    for findings in ({"unknown": 1}, {"concurrent_trainees": []}, {}):
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


def test_a_workbook_is_only_carried(chain: Chain, office: Office) -> None:
    forger = Forger(chain)
    forger.members[WORKBOOK] = b"anything"

    assert take(chain, office, forger.write()).fate == "taken"


@pytest.mark.parametrize("kind", ["xptask", "xpsheet", "xpenrol", "pdf", "xptrust"])
def test_other_files_are_refused_by_what_they_are(chain: Chain, office: Office, kind: str) -> None:
    path = next(path for path in sorted(chain.out.rglob("*")) if path.suffix == f".{kind}")
    told = take(chain, office, path)

    assert told.fate == "refused"
    assert told.codes[0] in {"XP-3401", "XP-3002"}


def test_killed_in_the_middle_nothing_is_in(
    chain: Chain, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts(office)

    def die(*_: object) -> None:
        raise EnvironmentTrouble("磁盘空间已满，无法保存。", code="XP-3301")

    monkeypatch.setattr(type(office.bureau), "_store_verdict", die)
    with pytest.raises(EnvironmentTrouble):
        take(chain, office, sync_path(chain))
    assert counts(office) == before
    monkeypatch.undo()
    assert take(chain, office, sync_path(chain)).fate == "taken"


def test_a_file_that_changes_while_it_is_read_is_refused(
    chain: Chain, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sync_path(chain)
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: real(self) + b"more" if self == path else real(self))

    assert take(chain, office, path).codes == ("XP-4515",)
    assert counts(office)["received"] == 0


def test_a_file_that_cannot_be_read_gets_its_line(
    chain: Chain, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def broken(self: Path, *given: Any, **more: Any) -> Any:
        if self == sync_path(chain):
            raise OSError(5, "Input/output error", str(self))
        return real(self, *given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", broken)
        told = take(chain, office, sync_path(chain))
    assert (told.fate, told.codes) == ("refused", ("XP-3009",))
    assert take(chain, office, chain.out / "gone.xpsync").fate == "refused"


def test_a_folder_is_searched_with_what_lies_in_it(chain: Chain, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "dir.xpsync").mkdir()
    for name in ("b.xpsync", "deep/er/A.XPSYNC", "._b.xpsync", "note.txt", ".c.xpsync.part"):
        (folder / name).write_bytes(b"")
    (folder / "loop").symlink_to(folder)

    found = files_in([folder, folder / "b.xpsync", tmp_path / "named.xptask"])
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "stick/b.xpsync",
        "stick/deep/er/A.XPSYNC",
        "stick/dir.xpsync",
        "named.xptask",
    ]


def test_status_is_told_as_plain_json(chain: Chain, office: Office) -> None:
    from dataclasses import asdict

    take(chain, office, sync_path(chain))
    (row,) = [asdict(each) for each in office.bureau.status()]

    assert json.loads(json.dumps(row, ensure_ascii=False)).keys() == {
        "visit", "batch", "project", "unit", "scheme", "scheme_version", "total", "verdict", "grade",
        "rectification", "short_code", "signed_by", "received_at",
    }  # fmt: skip


def test_sheets_without_their_evidence_are_refused(chain: Chain, office: Office) -> None:
    forger = Forger(chain)
    name = sheet_name(chain.ids[EXPERTS[0]])
    forger.members[name] = _without_evidence(chain, forger._bytes(name))

    assert take(chain, office, forger.write()).codes == ("XP-4510",)


def _without_evidence(chain: Chain, data: bytes) -> bytes:
    def again(package: Package) -> bytes:
        bare = {name: package.members[name] for name in package.members if not name.startswith("evidence/")}
        draft = Draft.model_validate({key: getattr(package.manifest, key) for key in Draft.model_fields})
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
