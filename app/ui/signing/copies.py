"""Signing, on an expert's own device, the copy of the document that the leader sent. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.errors import EnvironmentTrouble, Refusal
from app.common.files import open_ordinary
from app.common.words import say
from app.services.panel.day_doubts import joined
from app.services.store.file_names import fitting
from app.ui.shell.operation import Progress, WorkStep
from app.ui.signing.presenter import SlotLine

if TYPE_CHECKING:
    from app.services.workspace import Workspace

LONGEST_NAME = 40  # characters of a person in a file's name
MOST_PDF_BYTES = 64 * 1024 * 1024
PDF_HEAD, RECORD = b"%PDF-", "xprecord"


@dataclass(frozen=True, slots=True)
class CopyState:
    """heading: the visit; name: of the file that is open, empty for none; signed: by me, just now."""

    heading: str
    name: str
    signed: bool
    guidance: str


class CopyPresenter:
    """One person, one copy at a time."""

    def __init__(self, workspace: Workspace, visit_id: str, person_id: str) -> None:
        self._workspace, self._visit_id, self._person_id = workspace, visit_id, person_id
        self._path: Path | None = None
        self.pdf = b""
        self._signed = False

    @property
    def state(self) -> CopyState:
        """The screen at this moment."""
        visit = self._workspace.visits.get(self._visit_id)
        name = self._path.name if self._path else ""
        return CopyState(str(visit.project.get("unit", "")), name, self._signed, self._guidance())

    @property
    def slot(self) -> SlotLine:
        """Myself as the signing dialog shows it."""
        person = self._workspace.people.person(self._person_id)
        role, told = say("专家"), say("待签")
        return SlotLine(
            person.id, person.name, role, told, signed=False, can_sign=True, has_pin=person.has_pin
        )

    def opening(self, path: Path) -> Callable[[Progress], bytes]:
        """The work of taking in what the leader sent, or a copy that went round, for the background.

        Raises Refusal for what is neither, and for a document that is not what its record comes to.
        """

        def work(progress: Progress) -> bytes:
            progress.report(WorkStep(0, 0, say("正在按记录重新绘制并比对…")))
            records = self._workspace.records
            if _starts(path) == PDF_HEAD:
                pdf = read_pdf(path)
                records.must_hold(self._visit_id, pdf)
                return pdf
            taken = self._workspace.packages.import_file(path, self._visit_id)
            if taken.kind != RECORD:
                raise Refusal.because(
                    say("{name} 不是这次考核的待签文件，请检查是否选错了文件。", name=path.name)
                )
            return records.pdf(self._visit_id) or b""

        return work

    def take_opened(self, path: Path, pdf: bytes) -> None:
        """A copy that holds is open now."""
        self.pdf, self._path, self._signed = pdf, path, False

    def unlock(self, pin: str) -> None:
        """Try my PIN. Raises Refusal for a wrong one."""
        self._workspace.people.unlock(self._person_id, pin)

    @property
    def doubts(self) -> str:
        """Times that do not fit one another, in a sentence before I sign; usually empty."""
        return joined(self._workspace.records.doubts(self._visit_id))

    def signing(self, pin: str | None, stroke: bytes | None) -> Callable[[Progress], bytes]:
        """The work of checking and signing the copy, for the background. Raises Refusal."""
        pdf = self.pdf

        def work(progress: Progress) -> bytes:
            progress.report(WorkStep(0, 0, say("正在核验并签署…")))
            verdicts = self._workspace.verdicts
            return verdicts.sign_copy(self._visit_id, self._person_id, pin, pdf, stroke)

        return work

    def take_signed(self, pdf: bytes) -> None:
        """The copy now carries my signature."""
        self.pdf, self._signed = pdf, True

    def file_name(self) -> str:
        """A name that says whose signature was added."""
        stem = self._path.stem if self._path else say("结论")
        return fitting(stem, say("-{name}已签.pdf", name=self.slot.name[:LONGEST_NAME]))

    def _guidance(self) -> str:
        if self._signed:
            return say("已签署。请另存后把文件发回组长，由组长收回签名。")
        if self._path is None:
            return say("打开组长发来的待签文件，看过之后签署，再把签好的文件发回。")
        return say(
            "已按专家组的记录重新绘制，与这份文件一致。请通读全文，并确认页眉的校验码与宣读时公布的一致，再签署。"
        )


def read_pdf(path: Path) -> bytes:
    """A PDF's bytes. Raises Refusal for what is none or too large, EnvironmentTrouble."""
    try:
        with open_ordinary(path) as stream:
            data = stream.read(MOST_PDF_BYTES + 1)
    except OSError:
        message = say("读不到文件 {path}。", path=path)
        raise EnvironmentTrouble(message, advice=say("请检查文件是否还在、是否有权读取。")) from None
    if len(data) > MOST_PDF_BYTES or not data.startswith(PDF_HEAD):
        raise Refusal.because(say("{name} 不是结论文件（PDF）。请检查是否选错了文件。", name=path.name))
    return data


def _starts(path: Path) -> bytes:
    try:
        with open_ordinary(path) as stream:
            return stream.read(len(PDF_HEAD))
    except OSError:
        return PDF_HEAD  # ``read_pdf`` says what is wrong
