"""A laptop dies and its keys with it: a colleague goes on from the copy, openly, up to the bureau."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.common.clock import BEIJING, moment_of
from app.common.errors import Refusal
from app.models import tables
from app.services.sample.samples import record_findings
from app.services.store.unit_of_work import Unit
from app.services.workspace import Workspace
from tests.chain import EXPERTS, LEADER, PHOTO, Chain
from tests.services.safe.test_safes import copied, desk_of, everything, typed

FIRST, SECOND, _ = EXPERTS


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("tasked", form="pen")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


def dead(chain: Chain, stick: Path, *, whole: bool = True) -> Path:
    """Expert 1 has worked; only the copy is left. whole: with its evidence beside it."""
    site, desk = chain.site(FIRST), desk_of(chain, FIRST)
    (stick / "photo.png").write_bytes(PHOTO)
    desk.confirm_recusal()
    typed(chain, FIRST, "80")
    desk.note("1.1", "第 3 册第 12 页")
    desk.mark_all("1.1", "copy")
    desk.flag("1.2", on=True)
    desk.attach("3.1", stick / "photo.png", personal=True)
    path = copied(site, chain.visit, stick).path
    if whole:
        return path
    alone = stick / "alone"
    alone.mkdir()
    return path.rename(alone / path.name)


def codes(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def handed_in(chain: Chain, key: str) -> None:
    chain.fill(key, chain.visit)
    desk_of(chain, key).lock()
    chain.site(key).packages.export_sheet(chain.visit, chain.ids[key], chain.sheet(key))


def free(chain: Chain, site: Workspace) -> None:
    """Expert 2 has locked the own sheet: who still scores may not read another's judgements."""
    own = desk_of(chain, SECOND, site)
    if not own.locked:
        own.lock(knowingly=True)


def gone_on(chain: Chain, site: Workspace) -> object:
    free(chain, site)
    site.typed.go_on(chain.visit, chain.ids[FIRST])
    return everything(site)


def test_all_of_it_goes_on_and_the_old_stays(chain: Chain, stick: Path) -> None:
    path, other = dead(chain, stick), chain.site(SECOND)
    other.packages.import_file(path)
    old = desk_of(chain, FIRST)
    gone_on(chain, other)
    desk = other.sheets.open(chain.visit, chain.ids[FIRST], entered_by=chain.ids[SECOND])

    assert desk.answers == old.answers
    assert (desk.notes, desk.marks, desk.flagged) == (old.notes, old.marks, old.flagged)
    assert (desk.attachments, desk.confirmed) == (old.attachments, True)
    first, *rest = desk.rows()
    assert old.rows()[-1].digest in (first.why or "")
    at = moment_of(old.rows()[-1].at).astimezone(BEIJING)
    why = f"据 {at.year} 年 {at.month} 月 {at.day} 日 {at:%H:%M} 的副本接续"
    assert {row.why for row in rest} == {why}
    assert {(row.author, row.on_behalf) for row in rest} == {(chain.ids[SECOND], chain.ids[FIRST])}
    with other.store.look() as view:
        (aside,) = view.find(tables.streams, visit_id=chain.visit, origin=old.rows()[-1].digest)
        assert view.entries(aside["id"]) == old.rows()
    assert other.typed.check(chain.visit, chain.ids[FIRST]) == chain.ids[SECOND]


def test_twice_is_once(chain: Chain, stick: Path) -> None:
    path, other = dead(chain, stick), chain.site(SECOND)
    other.packages.import_file(path)
    before = gone_on(chain, other)
    assert gone_on(chain, other) == before
    again = other.packages.import_file(path)
    assert again.already_here
    assert "此前已据副本在本机接续" in again.message
    assert everything(other) == before


def test_killed_in_the_middle_leaves_the_copy_as_it_came(
    chain: Chain, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = dead(chain, stick), chain.site(SECOND)
    other.packages.import_file(path)
    before = everything(other)

    def torn(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Unit, "append", torn)
        with pytest.raises(KeyboardInterrupt):
            gone_on(chain, other)
    assert everything(other) == before
    gone_on(chain, other)
    assert other.typed.may(chain.visit, chain.ids[FIRST])


def test_a_file_that_did_not_come_is_not_promised(chain: Chain, stick: Path) -> None:
    path, other = dead(chain, stick, whole=False), chain.site(SECOND)
    other.packages.import_file(path)
    gone_on(chain, other)
    desk = other.sheets.open(chain.visit, chain.ids[FIRST])
    assert not desk.attachments
    assert "1 份材料不在本机" in (desk.rows()[0].why or "")


def test_who_has_the_keys_here_goes_on_alone(chain: Chain) -> None:
    typed(chain, FIRST, "80")
    mine = chain.site(FIRST)
    with pytest.raises(Refusal) as refused:
        mine.typed.go_on(chain.visit, chain.ids[FIRST])
    assert codes(refused) == {"XP-6331"}
    with pytest.raises(Refusal) as refused:
        mine.typed.go_on(chain.visit, chain.ids[SECOND])
    assert codes(refused) == {"XP-6340"}


def test_the_old_laptop_lives_after_all(chain: Chain, stick: Path) -> None:
    path, other = dead(chain, stick), chain.site(SECOND)
    other.packages.import_file(path)
    before = gone_on(chain, other)
    typed(chain, FIRST, "81")
    late = copied(chain.site(FIRST), chain.visit, stick).path
    with pytest.raises(Refusal) as refused:
        other.packages.import_file(late)
    assert codes(refused) == {"XP-6341"}
    assert everything(other) == before


def test_it_reaches_the_bureau_and_a_late_original_replaces_nothing(chain: Chain, stick: Path) -> None:
    path, lead = dead(chain, stick), chain.lead
    lead.packages.import_file(path)
    expert, leader = chain.ids[FIRST], chain.ids[LEADER]
    lead.typed.go_on(chain.visit, expert)
    desk = lead.sheets.open(chain.visit, expert, entered_by=leader)
    record_findings(desk, chain.sample.findings_of(FIRST))
    desk.lock(knowingly=True)
    for key in EXPERTS[1:]:
        handed_in(chain, key)
        lead.packages.import_file(chain.sheet(key))

    handed_in(chain, FIRST)
    late = chain.sheet(FIRST)
    with pytest.raises(Refusal) as refused:
        lead.packages.import_file(late)
    assert codes(refused) == {"XP-4509"}

    chain.settle()
    chain.freeze()
    chain.sign_all()
    told = chain.new_office("fresh.db").bureau.take(chain.export("gone-on"), chain.trust, chain.identities)
    assert told.fate == "taken", told.message
    assert "代录" in told.message
