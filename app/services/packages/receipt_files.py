"""The bureau's receipt on the leader's device: matched by digest to what was exported here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import BEIJING, Clock, moment_of
from app.common.errors import Refusal
from app.models import tables
from app.services.identity.tasks import Tasks
from app.services.store.deliveries import (
    ACKNOWLEDGED,
    EXPORTED,
    BureauAnswer,
    answer_of,
    note_answer,
    package_of,
    resend,
    same_as_last,
    sent,
)
from app.services.store.rounds import Imported
from app.services.store.shelf import VisitShelf
from app.services.store.site import Visit
from app.services.store.traffic import note_received, proven_bytes
from app.services.store.unit_of_work import Store, Unit, View

if TYPE_CHECKING:
    from app.exchange.package import Package
    from app.exchange.receipt import Receipt, Refused, Taken
    from app.signing.trust import Trust

READABLE = 240  # of a reason: twenty faults at once fill a screen, the first few say enough
AGAIN = "请把最近导出的成果包交给主管部门。"


@dataclass(frozen=True, slots=True)
class Word:
    """What one line of a receipt came to. attention: a person has to do something about it."""

    visit: Visit
    told: str
    changed: bool = False
    attention: bool = False


class ReceiptFiles:
    """Takes receipts in. Twice changes nothing; what does not concern this device is refused."""

    def __init__(self, store: Store, clock: Clock, shelf: VisitShelf, tasks: Tasks) -> None:
        self._store, self._clock, self._shelf, self._tasks = store, clock, shelf, tasks

    def take(self, path: Path, package: Package, trust: Trust) -> Imported:
        """Take a proven receipt in. Raises Refusal where it tells of nothing that was exported here."""
        from app.exchange.receipt import read_receipt

        receipt, data = read_receipt(package), proven_bytes(path, package)
        mine, foreign = self._mine(trust)
        with self._store.write() as unit:
            words = [*_taken_words(unit, receipt, mine), *_refused_words(unit, receipt, mine)]
            if not words:
                raise _strange(unit, receipt, foreign)
            if any(word.changed for word in words):
                note_received(unit, self._clock, package, data)
        return _imported(words)

    def _mine(self, trust: Trust) -> tuple[list[Visit], list[Visit]]:
        """The visits of this bureau, and the others: nobody acknowledges what another bureau asked for."""
        mine, foreign = list[Visit](), list[Visit]()
        for visit in self._shelf.all():
            (mine if self._root(visit.id) == trust.root_ed25519 else foreign).append(visit)
        return mine, foreign

    def _root(self, visit_id: str) -> str | None:
        try:
            return self._tasks.trust(visit_id).root_ed25519
        except Refusal:
            return None


def _taken_words(unit: Unit, receipt: Receipt, visits: Iterable[Visit]) -> list[Word]:
    """One word a visit: on what counts now if the receipt tells of it, else on what once went out."""
    told = {(each.visit, each.digest): each for each in receipt.taken}
    words = []
    for visit in visits:
        visit = _sent_elsewhere(unit, visit, receipt)  # noqa: PLW2901  the same visit at its later stage
        known = [told[key] for each in sent(unit, visit.id) if (key := (visit.id, each)) in told]
        current = [each for each in known if same_as_last(unit, visit.id, each.digest)]
        if current:
            first = min(current, key=lambda each: (each.outcome == "conflict", receipt.time_of(each)))
            words.append(_taken_word(unit, visit, first, receipt.time_of(first)))
        elif known:
            words.append(_older(unit, visit, receipt.time_of(known[-1])))
    return words


def _sent_elsewhere(unit: Unit, visit: Visit, receipt: Receipt) -> Visit:
    """The visit, exported where the bureau has taken in the very document that stands here.

    It went out from another laptop after the copy that was taken in here: what it said is known by its PDF.
    """
    if visit.stage not in {"frozen", "signed"}:
        return visit
    row = unit.first(tables.verdicts, order=("-version",), visit_id=visit.id)
    if row is None or row["pdf_sha256"] is None or row["state"] == "voided":
        return visit
    ours = (each for each in receipt.taken if each.visit == visit.id and each.outcome != "conflict")
    same = next((each for each in ours if each.pdf_sha256 == row["pdf_sha256"]), None)
    stream = unit.first(tables.streams, columns=("id",), visit_id=visit.id, kind="panel")
    if same is None or stream is None:
        return visit
    resend(unit, visit.id, [(same.digest, same.sha256, unit.head(stream["id"])[1])])
    unit.change(tables.visits, {"id": visit.id}, stage=EXPORTED)
    return replace(visit, stage=EXPORTED)


def _taken_word(unit: Unit, visit: Visit, taken: Taken, at: str) -> Word:
    if visit.stage not in {EXPORTED, ACKNOWLEDGED}:
        return _older(unit, visit, at)
    if taken.outcome == "conflict" and not _delivered(unit, visit):
        return _conflict(
            visit, at, changed=note_answer(unit, visit.id, BureauAnswer("conflict", taken.digest, at))
        )
    if taken.outcome != "conflict" and note_answer(unit, visit.id, BureauAnswer("taken", taken.digest, at)):
        told = f"{_name(visit)}：已送达，主管部门收到的时间是 {_said(at)}。"
        return Word(visit, told, changed=True)
    known = answer_of(unit, visit.id)
    return Word(visit, f"{_name(visit)}：早已送达（{_said(known.at if known else at)}），没有变化。")


def _conflict(visit: Visit, at: str, *, changed: bool) -> Word:
    told = (
        f"{_name(visit)}：主管部门 {_said(at)} 收到的成果包与先前收过的另一份内容不同，另存待查，"
        "尚未采用；仍为“未送达”。请与主管部门核对以哪一份为准。"
    )
    return Word(visit, told, changed, attention=True)


def _older(unit: Unit, visit: Visit, at: str) -> Word:
    """A receipt for what has been superseded here: true, but not of what counts now."""
    if _delivered(unit, visit):
        return Word(visit, f"{_name(visit)}：回执说的是较早导出的一份；最近的一份早已送达，没有变化。")
    since = "此后又导出过新的一份" if visit.stage == EXPORTED else "此后撤回了定稿，尚未重新导出"
    advice = AGAIN if visit.stage == EXPORTED else "重新签署、导出后，请再交给主管部门。"
    return Word(
        visit,
        f"{_name(visit)}：主管部门 {_said(at)} 收到的是较早导出的一份，{since}，没有改为“已送达”。{advice}",
        attention=True,
    )


def _refused_words(unit: Unit, receipt: Receipt, visits: Iterable[Visit]) -> list[Word]:
    return [
        word
        for visit in visits
        for each in receipt.refused
        if (word := _refused_word(unit, visit, each, receipt.received_at)) is not None
    ]


def _refused_word(unit: Unit, visit: Visit, refused: Refused, at: str) -> Word | None:
    digest = package_of(unit, visit.id, refused.sha256)
    if digest is None:
        return _namesake(unit, visit, refused)
    why = _why(refused)
    if _delivered(unit, visit):
        return Word(visit, f"{_name(visit)}：成果包早已送达，没有变化。回执里另有一次拒收：{why}")
    if digest != sent(unit, visit.id)[-1] or visit.stage != EXPORTED:
        told = f"{_name(visit)}：主管部门没有收下较早导出的一份：{why}"
        return Word(visit, f"{told}最近导出的一份还没有回执。{AGAIN}", attention=True)
    changed = note_answer(unit, visit.id, BureauAnswer("refused", digest, at, why))
    told = f"{_name(visit)}：主管部门没有收下成果包：{why}"
    return Word(
        visit, f"{told}仍为“未送达”。请按所述原因处理后重新导出，再交给主管部门。", changed, attention=True
    )


def _why(refused: Refused) -> str:
    """The bureau's reason as a sentence, cut to what is read, with its code for the guide."""
    reason = " ".join(refused.message.split()).rstrip("。")
    if len(reason) > READABLE:
        reason = f"{reason[:READABLE]}……"
    return f"{reason}（{refused.code}）。" if refused.code.startswith("XP-") else f"{reason}。"


def _namesake(view: View, visit: Visit, refused: Refused) -> Word | None:
    """A refused file with the name of ours and other bytes: most likely ours, damaged on its way."""
    rows = view.find(tables.exports, columns=("path",), visit_id=visit.id, kind="xpsync")
    if refused.name not in {Path(row["path"]).name for row in rows} or _delivered(view, visit):
        return None
    return Word(
        visit,
        f"{_name(visit)}：主管部门没有收下一份与本机导出的同名、内容却不同的文件 {refused.name}："
        f"{_why(refused)}如果是您交的，多半在拷贝时损坏了：请把导出的成果包重新拷贝一份交去。",
        attention=True,
    )


def _delivered(view: View, visit: Visit) -> bool:
    answer = answer_of(view, visit.id)
    return visit.stage == ACKNOWLEDGED or (answer is not None and answer.kind == "taken")


def _strange(view: View, receipt: Receipt, foreign: Iterable[Visit]) -> Refusal:
    """Why a receipt tells this device nothing."""
    digests = {each.digest for each in receipt.taken}
    if any(digests & set(sent(view, visit.id)) for visit in foreign):
        return Refusal.because(
            "这份回执不是下发本次考核任务的主管部门签发的，未予采用；仍为“未送达”。请向任务的下发单位要回执。",
            code="XP-6373",
        )
    return Refusal.because(
        "这份回执里没有本机导出的成果包，未予采用；本机数据没有变化。"
        "请在导出成果包的那台电脑上导入，或核对是不是别组的回执。",
        code="XP-6374",
    )


def _imported(words: list[Word]) -> Imported:
    visits = {word.visit.id for word in words}
    return Imported(
        "xpack",
        visits.pop() if len(visits) == 1 else None,
        "\n".join(dict.fromkeys(word.told for word in words)),
        already_here=not any(word.changed for word in words),
        attention=any(word.attention for word in words),
    )


def _name(visit: Visit) -> str:
    return str(visit.project.get("unit", ""))


def _said(at: str) -> str:
    """The bureau's time as people read it, in Beijing time."""
    moment = moment_of(at).astimezone(BEIJING)
    return f"{moment.year} 年 {moment.month} 月 {moment.day} 日 {moment:%H:%M}"
