"""The signing round and the export without Qt. What a service refuses is raised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.clock import BEIJING, moment_of
from app.common.roles import LEADING
from app.common.words import say
from app.scoring.model.kinds import WORDS, KindWords
from app.services.panel.day_doubts import joined
from app.services.panel.procedure import left_open
from app.services.store.file_names import disk_name, size_words
from app.services.store.rounds import Exported, SheetInfo, SigningSlot, SigningState
from app.ui.attendance.presenter import AttendancePresenter
from app.ui.shell.answers import delivered_sentence, rebuff_told
from app.ui.shell.operation import Progress, WorkStep
from app.ui.shell.visit_titles import visit_title
from app.ui.signing.pen import LEADER_AWAY, Pen, leader_away, pen_hint, pen_told

if TYPE_CHECKING:
    from app.services.panel.panels import PanelDesk
    from app.services.workspace import Workspace

KINDS = (
    "{data}，交主管部门",
    "结论文件，交{assessed}",
    "{summary}：{warning}",
    "{sheet}（Excel）：{warning}",
    "考核记录：{warning}",
)
"""What an export writes, in its order."""


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One signature. told: signed when, or why not yet; can_sign: here and now.

    signed: digitally or with a pen. can_pen, can_unpen: a pen can be noted, or taken back. hint: of a pen.
    """

    person_id: str
    name: str
    role: str
    told: str
    signed: bool
    can_sign: bool
    has_pin: bool
    can_pen: bool = False
    can_unpen: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file the export wrote: its name, what it is, its size in words."""

    path: Path
    name: str
    what: str
    size: str


@dataclass(frozen=True, slots=True)
class SigningScreenState:
    """The screen beside the document.

    away: somebody who is still to sign does so on another device.
    issued: for that the document is issued, with the empty fields of all signatures. open: digital
    signatures are still wanting. happened: who has left, who leads for whom, what is void, in sentences.
    """

    heading: str
    pen: bool
    frozen: bool
    short_code: str
    slots: tuple[SlotLine, ...]
    complete: bool
    away: bool
    issued: bool
    exported: tuple[FileLine, ...]
    delivered: bool
    guidance: str
    open: bool
    happened: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SigningQuestion:
    """Whose signature it is and on which text (its code).

    doubts: what is to be looked at first, in sentences, usually empty: times that do not fit one another, and
    what the document would be issued without.
    """

    slot: SlotLine
    code: str
    doubts: str


class SigningPresenter:
    """One visit's document, its signatures, its export."""

    def __init__(self, workspace: Workspace, visit_id: str) -> None:
        self._workspace, self._visit_id = workspace, visit_id
        self.pen = Pen(workspace, visit_id)
        self._written: tuple[FileLine, ...] = ()

    @property
    def state(self) -> SigningScreenState:
        """The screen at this moment."""
        desk = self._workspace.panels.open(self._visit_id)
        status, visit = self._workspace.verdicts.status_of(desk), desk.visit
        return SigningScreenState(
            heading=self.heading,
            pen=status.form == "pen",
            frozen=status.frozen,
            short_code=status.short_code or "",
            slots=tuple(_slot(status, slot) for slot in status.slots),
            complete=status.complete,
            away=_away(status),
            issued=status.issued,
            exported=self._written,
            delivered=visit.stage in {"exported", "acknowledged"},
            guidance=self._answered(visit.stage)
            or _guidance(status, exported=visit.stage in {"exported", "acknowledged"})
            + self._without_keys(status, desk.collected.infos),
            open=status.form == "digital" and status.frozen and not status.complete,
            happened=(*desk.facts.sitting.told(visit), *status.voided),
        )

    @property
    def people(self) -> AttendancePresenter:
        """Who is away, who leads for whom."""
        return AttendancePresenter(self._workspace, self._visit_id)

    @property
    def heading(self) -> str:
        """The unit and the scheme."""
        visit = self._workspace.visits.get(self._visit_id)
        scheme = self._workspace.visits.scheme(self._visit_id)
        return visit_title(str(visit.project.get("unit", "")), scheme.title, visit.round)

    def _answered(self, stage: str) -> str:
        """What the bureau says of the last export; empty while it is silent, or where none stands."""
        if stage not in {"exported", "acknowledged"}:
            return ""
        answer = self._workspace.deliveries.answer(self._visit_id)
        return delivered_sentence(answer) if stage == "acknowledged" else rebuff_told(answer)

    def _without_keys(self, status: SigningState, sheets: tuple[SheetInfo, ...]) -> str:
        """What an expert can do whose sheet was typed in from paper and who has no keys here."""
        if leader_away(status) and status.frozen and status.form == "digital":
            return say(LEADER_AWAY)
        if status.form == "pen" or status.complete:
            return ""
        here = {person.id for person in self._workspace.people.list()}
        typed = {sheet.person_id for sheet in sheets if sheet.typed} - here
        names = [slot.name for slot in status.slots if not _done(slot) and slot.person_id in typed]
        if not names:
            return ""
        return say(
            "{names}的{sheet}是代录的，本机没有其密钥：可在登记过的电脑上签待签文件，也可以改为手签。",
            names=say("、").join(names),
            sheet=self.words.sheet,
        )

    @property
    def words(self) -> KindWords:
        """The words of the scheme's kind."""
        return WORDS[self._workspace.visits.scheme(self._visit_id).kind]

    @property
    def warning(self) -> str:
        """Who the bureau's own papers are for."""
        return say("供主管部门，不交{assessed}", assessed=self._assessed)

    @property
    def _assessed(self) -> str:
        scheme = self._workspace.visits.scheme(self._visit_id)
        return self.words.unit or scheme.terms.assessed

    def document(self, progress: Progress) -> bytes:
        """The PDF as it stands, a draft before freezing. For the background: it may take a second."""
        progress.report(WorkStep(0, 0, say("正在排版结论文件…")))
        return self._workspace.verdicts.preview(self._visit_id)

    def summary(self, progress: Progress) -> bytes:
        """The bureau's paper on who gave which score, as a PDF. For the background. Raises Refusal."""
        progress.report(WorkStep(0, 0, say("正在排版{summary}…", summary=self.words.summary)))
        return self._workspace.verdicts.summary(self._visit_id)

    def issue(self, progress: Progress) -> bytes:
        """The document with its empty signature fields, made once. For the background. Raises Refusal."""
        progress.report(WorkStep(0, 0, say("正在出具结论文件…")))
        return self._workspace.verdicts.issue(self._visit_id, knowingly=True)

    @property
    def early(self) -> str:
        """What the document would be issued without, in a sentence; empty where nothing is wanting."""
        return _early(self._workspace.panels.open(self._visit_id))

    def unlock(self, person_id: str, pin: str) -> None:
        """Try a PIN. Raises Refusal for a wrong one."""
        self._workspace.people.unlock(person_id, pin)

    @property
    def doubts(self) -> str:
        """What is to be looked at before it is signed, as in ``SigningQuestion``."""
        return self._doubts(self._workspace.panels.open(self._visit_id))

    def _doubts(self, desk: PanelDesk) -> str:
        return _early(desk) + joined(self._workspace.verdicts.signing_doubts(desk))

    def question(self, person_id: str) -> SigningQuestion:
        """What somebody is asked who is about to sign."""
        desk = self._workspace.panels.open(self._visit_id)
        status = self._workspace.verdicts.status_of(desk)
        slot = next(slot for slot in status.slots if slot.person_id == person_id)
        return SigningQuestion(_slot(status, slot), status.short_code or "", self._doubts(desk))

    def signing(
        self, person_id: str, pin: str | None, stroke: bytes | None
    ) -> Callable[[Progress], SigningState]:
        """The work of setting one signature, for the background. Raises Refusal for a wrong PIN."""

        def work(progress: Progress) -> SigningState:
            progress.report(WorkStep(0, 0, say("正在签署…")))
            return self._workspace.verdicts.sign(self._visit_id, person_id, pin, stroke, knowingly=True)

        return work

    def taking_back(self, copies: Sequence[bytes]) -> Callable[[Progress], SigningState]:
        """The work of taking copies that were signed elsewhere, in any order, for the background.

        Raises Refusal for the first that is none; those before it stay taken.
        """

        def work(progress: Progress) -> SigningState:
            for number, pdf in enumerate(copies):
                progress.report(WorkStep(number, len(copies), say("正在核验签名…")))
                self._workspace.verdicts.take_back(self._visit_id, pdf)
            return self._workspace.verdicts.status(self._visit_id)

        return work

    def sending(self, path: Path) -> Callable[[Progress], Exported]:
        """The work of writing the document with its record, for the background. Raises Refusal."""

        def work(progress: Progress) -> Exported:
            progress.report(WorkStep(0, 0, say("正在写出并核验…")))
            return self._workspace.packages.export_record(self._visit_id, path)

        return work

    def record_name(self) -> str:
        """A name for the file that goes to the experts."""
        visit = self._workspace.visits.get(self._visit_id)
        return disk_name(say("{unit}待签.xprecord", unit=visit.project.get("unit", "")))

    def export(self, folder: Path) -> Callable[[Progress], Exported]:
        """The work of writing and verifying the package, for the background. Raises EnvironmentTrouble."""

        stem = str(self._workspace.visits.get(self._visit_id).project.get("unit", ""))

        def work(progress: Progress) -> Exported:
            progress.report(WorkStep(0, 0, say("正在写出并核验…")))
            return self._workspace.packages.export_sync(self._visit_id, folder, stem, knowingly=True)

        return work

    def note_export(self, exported: Exported) -> tuple[FileLine, ...]:
        """Remember what was written, to show it."""
        words = self.words
        told = {"data": words.data, "summary": words.summary, "sheet": words.sheet}
        beside = {"assessed": self._assessed, "warning": self.warning}
        self._written = tuple(
            _file(path, say(what, **told, **beside)) for path, what in zip(exported.files, KINDS, strict=True)
        )
        return self._written

    def file_name(self, *, summary: bool = False) -> str:
        """A name for the PDF that says what it is. summary: of the bureau's own paper."""
        visit = self._workspace.visits.get(self._visit_id)
        paper = self._workspace.visits.scheme(self._visit_id).terms.paper
        told = {"summary": self.words.summary, "assessed": self._assessed}
        what = say("{summary}（不交{assessed}）", **told) if summary else paper
        return disk_name(say("{unit}{what}.pdf", unit=visit.project.get("unit", ""), what=what))


def _early(desk: PanelDesk) -> str:
    """What the document would be issued without: reading out, the unit's answer; empty for nothing."""
    told = say("；").join(say(each) for each in left_open(desk.scheme, desk.facts))
    return say("请注意：{told}；出具以后不能再补。", told=told) if told else ""


def _slot(status: SigningState, slot: SigningSlot) -> SlotLine:
    return SlotLine(
        person_id=slot.person_id,
        name=slot.name,
        role=say(slot.word),
        told=_told(status, slot),
        signed=_done(slot),
        can_sign=slot.can_sign_here,
        has_pin=slot.has_pin,
        can_pen=slot.can_pen,
        can_unpen=slot.can_unpen,
        hint=pen_hint(slot),
    )


def _done(slot: SigningSlot) -> bool:
    return slot.signed_at is not None or slot.pen is not None


def _away(status: SigningState) -> bool:
    if not status.frozen or status.form == "pen":
        return False
    experts = [slot for slot in status.slots if not _done(slot) and slot.role not in LEADING]
    return any(not slot.can_sign_here for slot in experts)


def _told(status: SigningState, slot: SigningSlot) -> str:
    signed = slot.pen.at if slot.pen is not None else slot.signed_at
    if signed is not None:
        time = moment_of(signed).astimezone(BEIJING).strftime("%m-%d %H:%M")
        return pen_told(slot, time) if slot.pen is not None else say("{time} 已签", time=time)
    return _open_told(status, slot)


def _open_told(status: SigningState, slot: SigningSlot) -> str:
    if status.form == "pen":
        return say("在纸上签名")
    if not status.frozen:
        return say("定稿后签署")
    if slot.can_sign_here:
        return say("待签")
    waiting = [one for one in status.slots if not _done(one)]
    if slot.role in LEADING and len(waiting) > 1:
        return say("待专家签完")
    return say("在自己的电脑上签")


def _guidance(status: SigningState, *, exported: bool) -> str:
    if not status.frozen:
        return say("这是草稿。定稿并宣读后，在这里签署和导出。")
    if exported:
        return say("已导出。请把文件交给主管部门；收到回执文件后导入本程序，“未送达”即消去。")
    if status.form == "pen":
        return say(
            "这次考核采用纸质签署：打印结论文件，各人签字、单位盖章；每页校验码与本机数据对应。签好后导出。"
        )
    if status.complete:
        return say("所有人已签署，可以导出。")
    if _away(status):
        return say(
            "请专家签署，组长最后签。身份不在本机的：用“发给专家签署…”把同一份待签文件同时交给各人，"
            "各自签好后一起收回，先后不论；没有电脑或密钥遗失的，可以改为手签。"
        )
    return say("请专家逐一签署，组长最后签。签名写入文件后，文件的任何改动都会被发现。")


def _file(path: Path, what: str) -> FileLine:
    return FileLine(path, path.name, say(what), size_words(path.stat().st_size))
