"""The bureau's receipt there and back: what it says, what a leader's device makes of it or refuses."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from app.common.clock import stamp
from app.common.errors import Refusal
from app.exchange.manifest import ManifestDraft
from app.exchange.package import build_package
from app.exchange.receipt import Receipt, Taken
from app.models import tables
from app.services.bureau.arrivals import Intake
from app.services.bureau.office import Office
from app.services.bureau.receipts import receipt_of
from app.services.store.deliveries import AnswerKind, BureauAnswer, answer_of, note_answer, sent
from app.services.store.rounds import Imported
from app.signing.authority import Authority
from tests.chain import EXPERTS, LEADER, Chain
from tests.services.forger import sync_path, take
from tests.services.receipts import receipt

STRANGE = "XP-6374"


@pytest.fixture
def chain(chain_at: Callable[..., Chain]) -> Chain:
    return chain_at("exported")


@pytest.fixture
def office(chain: Chain) -> Office:
    return chain.new_office("second.db")


def signed(chain: Chain, content: Receipt, name: str = "signed.xpack") -> Path:
    bureau, at = chain.trust.bureau_id, stamp(chain.clock.now())
    draft = ManifestDraft(kind="xpack", batch=None, sender=bureau, created_at=at)
    authority = chain.authority
    data = build_package(draft, content.members(), authority.issuing, authority.credential)
    path = chain.out / name
    path.write_bytes(data)
    return path


def bring(chain: Chain, path: Path) -> Imported:
    return chain.lead.packages.import_file(path)


def stage(chain: Chain, visit: str = "") -> str:
    return chain.lead.visits.card(visit or chain.visit).stage


def kept(chain: Chain) -> dict[str, Any]:
    """Everything that a receipt could touch."""
    with chain.lead.store.look() as view:
        names = ("settings", "received", "exports", "visits")
        return {name: view.find(getattr(tables, name)) for name in names}


def refusal(chain: Chain, path: Path) -> set[str]:
    """The codes of a refusal, after which everything stands as before."""
    before = kept(chain)
    with pytest.raises(Refusal) as refused:
        bring(chain, path)
    assert kept(chain) == before
    return {fault.code for fault in refused.value.faults}


def test_taken_in_the_count_falls_and_the_time_is_the_bureaus(chain: Chain, office: Office) -> None:
    chain.wait(600)
    path = receipt(chain, take(chain, office, sync_path(chain)))
    came = stamp(chain.clock.now())
    chain.wait(86_400)
    assert stage(chain) == "exported"

    told = bring(chain, path)
    answer = chain.lead.deliveries.answer(chain.visit)
    assert (told.kind, told.visit_id, told.already_here, told.attention) == (
        "xpack",
        chain.visit,
        False,
        False,
    )
    assert "已送达" in told.message
    assert "2026 年 5 月 12 日 09:10" in told.message
    assert answer is not None
    assert (answer.kind, answer.at) == ("taken", came)
    assert stage(chain) == "acknowledged"
    chain.reopen(LEADER)
    assert chain.lead.deliveries.answer(chain.visit) == answer
    assert stage(chain) == "acknowledged"


def test_twice_changes_nothing_and_a_later_time_neither(chain: Chain, office: Office) -> None:
    path = receipt(chain, take(chain, office, sync_path(chain)))
    bring(chain, path)
    before = kept(chain)
    assert bring(chain, path).already_here
    chain.wait(60)
    other = receipt(chain, take(chain, chain.new_office("third.db"), sync_path(chain)), name="other.xpack")

    told = bring(chain, other)
    assert told.already_here
    assert "没有变化" in told.message
    assert kept(chain) == before


def test_a_refusal_is_told_with_its_reason_and_stays_undelivered(chain: Chain) -> None:
    intake = Intake(sync_path(chain), "refused", "结论文件没有由专家组全体签署，未予采用。", ("XP-4514",))
    told = bring(chain, receipt(chain, intake))
    answer = chain.lead.deliveries.answer(chain.visit)

    assert told.attention
    assert "没有由专家组全体签署" in told.message
    assert "XP-4514" in told.message
    assert "仍为“未送达”" in told.message
    assert answer is not None
    assert answer.kind == "refused"
    assert stage(chain) == "exported"

    chain.wait()
    again = chain.export("again")
    assert chain.lead.deliveries.answer(chain.visit) is None, "a new file has not been refused"
    bring(chain, receipt(chain, take(chain, chain.new_office("b.db"), again), name="gut.xpack"))
    assert stage(chain) == "acknowledged"


def test_a_reason_without_end_is_cut_to_what_is_read(chain: Chain) -> None:
    bring(chain, receipt(chain, Intake(sync_path(chain), "refused", "第一处有误；\n" * 400, ("XP-3602",))))
    answer = chain.lead.deliveries.answer(chain.visit)
    assert answer is not None
    assert answer.reason.startswith("第一处有误； 第一处有误；")
    assert answer.reason.endswith("……（XP-3602）。")
    assert len(answer.reason) < 260


def test_what_is_delivered_is_not_undone_by_a_refusal(chain: Chain, office: Office) -> None:
    bring(chain, receipt(chain, take(chain, office, sync_path(chain))))
    chain.wait()
    refused = Intake(sync_path(chain), "refused", "密封文件不是发给您的。", ("XP-3701",))

    told = bring(chain, receipt(chain, refused, name="nein.xpack"))
    assert (told.already_here, told.attention) == (True, False)
    assert stage(chain) == "acknowledged"


def test_taken_outdoes_a_refusal_whichever_comes_first(chain: Chain, office: Office) -> None:
    yes = receipt(chain, take(chain, office, sync_path(chain)))
    chain.wait()
    bring(chain, receipt(chain, Intake(sync_path(chain), "refused", "信任文件不对。"), name="nein.xpack"))
    assert stage(chain) == "exported"

    bring(chain, yes)
    assert stage(chain) == "acknowledged"


@pytest.mark.parametrize("order", list(permutations(("refused", "conflict", "taken"))))
def test_in_whatever_order_answers_come_taken_once_is_taken(
    chain: Chain, order: tuple[AnswerKind, ...]
) -> None:
    with chain.lead.store.write() as unit:
        (digest,) = sent(unit, chain.visit)
        times = {"taken": stamp(chain.clock.now())}
        for kind in order:
            chain.wait()
            at = times.get(kind, stamp(chain.clock.now()))
            note_answer(unit, chain.visit, BureauAnswer(kind, digest, at, "原因"))
        assert answer_of(unit, chain.visit) == BureauAnswer("taken", digest, times["taken"], "原因")
    assert stage(chain) == "acknowledged"


def test_a_damaged_copy_is_named_though_its_bytes_are_unknown(chain: Chain, office: Office) -> None:
    folder = chain.folder / "stick"
    folder.mkdir()
    damaged = folder / "visit.xpsync"
    damaged.write_bytes(sync_path(chain).read_bytes()[:-1])
    intake = take(chain, office, damaged)
    assert intake.fate == "refused"

    told = bring(chain, receipt(chain, intake))
    assert told.attention
    assert "拷贝" in told.message
    assert stage(chain) == "exported"


def test_the_same_contents_exported_again_stay_delivered(chain: Chain, office: Office) -> None:
    first = receipt(chain, take(chain, office, sync_path(chain)))
    chain.wait()
    chain.export("again")
    bring(chain, first)
    assert stage(chain) == "acknowledged", "the bureau has every word of it"

    chain.wait()
    chain.export("once-more")
    assert stage(chain) == "acknowledged"


def test_a_receipt_older_than_a_new_export_does_not_stand_for_it(
    chain_at: Callable[..., Chain],
) -> None:
    chain = chain_at("renewed")
    office = chain.new_office("second.db")
    old = receipt(chain, take(chain, office, sync_path(chain)))

    told = bring(chain, old)
    assert told.attention
    assert "较早导出的一份" in told.message
    assert "最近导出的成果包" in told.message
    assert stage(chain) == "exported"

    new = take(chain, office, chain.out / "later" / "visit.xpsync")
    bring(chain, receipt(chain, new, name="neu.xpack"))
    assert stage(chain) == "acknowledged"
    assert "早已送达" in bring(chain, old).message


def test_thawed_after_the_export_a_receipt_moves_nothing(chain: Chain, office: Office) -> None:
    path = receipt(chain, take(chain, office, sync_path(chain)))
    chain.lead.verdicts.thaw(chain.visit, "裁定有误（示例）")

    told = bring(chain, path)
    assert told.attention
    assert "撤回了定稿" in told.message
    assert stage(chain) == "scoring"
    assert chain.lead.deliveries.answer(chain.visit) is None


def test_delivered_then_ruled_otherwise_is_undelivered_again(chain: Chain, office: Office) -> None:
    bring(chain, receipt(chain, take(chain, office, sync_path(chain))))
    chain.wait()
    chain.renew()
    later = chain.export("later")
    assert stage(chain) == "exported"
    assert chain.lead.deliveries.answer(chain.visit) is None

    bring(chain, receipt(chain, take(chain, office, later), name="neu.xpack"))
    assert stage(chain) == "acknowledged"


def test_a_conflict_is_no_delivery(chain: Chain, office: Office) -> None:
    intake = take(chain, office, sync_path(chain))
    forked = Intake(intake.path, "conflict", "另存待查", ("XP-4801",), intake.arrival)

    told = bring(chain, receipt(chain, forked))
    assert told.attention
    assert "另存待查" in told.message
    assert stage(chain) == "exported"

    bring(chain, receipt(chain, intake, name="doch.xpack"))
    assert stage(chain) == "acknowledged"


def test_a_forged_visit_in_a_genuine_receipt_moves_no_other(chain: Chain, office: Office) -> None:
    intake = take(chain, office, sync_path(chain))
    assert intake.arrival is not None
    other = chain.visits[1]
    plain = {"kind": "xpsync", "digest": intake.arrival.digest, "sha256": "0" * 64, "outcome": "taken"}
    taken = Taken.model_validate(plain | {"visit": other})

    path = signed(chain, Receipt(received_at=stamp(chain.clock.now()), taken=(taken,), refused=()))
    assert refusal(chain, path) == {STRANGE}
    assert (stage(chain), stage(chain, other)) == ("exported", "scoring")


def test_a_receipt_for_others_is_refused(chain: Chain) -> None:
    other = chain.folder / "other.xpsync"
    other.write_bytes(b"somebody else's")
    assert refusal(chain, receipt(chain, Intake(other, "refused", "不是现评文件。", ("XP-3001",)))) == {
        STRANGE
    }
    assert refusal(chain, receipt(chain, name="empty.xpack")) == {STRANGE}


def test_on_a_device_that_exported_nothing_it_is_refused(chain: Chain, office: Office) -> None:
    path = receipt(chain, take(chain, office, sync_path(chain)))
    with pytest.raises(Refusal) as refused:
        chain.site(EXPERTS[0]).packages.import_file(path)
    assert [fault.code for fault in refused.value.faults] == [STRANGE]


def test_another_root_acknowledges_nothing(chain: Chain, office: Office) -> None:
    """Not where it is unknown here, and not where it is trusted for something else."""
    stranger = Authority.create("他局（示例）", chain.clock.now())
    intake = take(chain, office, sync_path(chain))
    path = receipt(chain, intake, by=stranger)
    assert refusal(chain, path) == {"XP-3202"}

    chain.lead.trusts.confirm(stranger.trust().data)
    assert refusal(chain, path) == {"XP-6373"}
    assert stage(chain) == "exported"


def test_nobody_of_the_panel_can_write_a_receipt(chain: Chain, office: Office) -> None:
    content = receipt_of([take(chain, office, sync_path(chain))], chain.clock)
    seat = chain.lead.tasks.seat(chain.visit, chain.ids[LEADER])
    at = stamp(chain.clock.now())
    draft = ManifestDraft(kind="xpack", batch=chain.task.batch.id, sender=chain.ids[LEADER], created_at=at)
    path = chain.out / "own.xpack"
    path.write_bytes(build_package(draft, content.members(), chain.keys(LEADER), seat.credential))

    assert refusal(chain, path) == {"XP-3205"}


def test_no_changed_byte_is_taken(chain: Chain, office: Office) -> None:
    path = receipt(chain, take(chain, office, sync_path(chain)))
    data, before = path.read_bytes(), kept(chain)
    for place in range(0, len(data), 37):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(Refusal):
            bring(chain, path)
    assert kept(chain) == before
    path.write_bytes(data)
    assert not bring(chain, path).already_here


def test_killed_while_it_is_taken_nothing_is_in(
    chain: Chain, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before = receipt(chain, take(chain, office, sync_path(chain))), kept(chain)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("app.services.packages.receipt_files.note_received", dies)
        with pytest.raises(KeyboardInterrupt):
            bring(chain, path)
    assert kept(chain) == before
    bring(chain, path)
    assert stage(chain) == "acknowledged"
