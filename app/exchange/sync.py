"""``.xpsync``: the whole visit, from the leader to the bureau."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field

from app.exchange.container import Source
from app.exchange.content import Content, ExactText, Key, PointsText, inconsistent, refuse_strays
from app.exchange.kinds import Kind
from app.exchange.package import Package
from app.exchange.sheet import Entries, check_entries, evidence_members
from app.signing.fields import Hex64, Id, Strict

PDF, SUMMARY, WORKBOOK, MINUTES = "verdict.pdf", "summary.pdf", "scores.xlsx", "minutes.pdf"
SHEETS, TASK = "sheets/", "task.xptask"


class ClaimedVerdict(Strict):
    """The claimed result; the bureau replays the sheets and rulings and must reach the same.

    total: rounded to 0.01; exact: the same as a reduced fraction, ``449/6``, which decides and ranks.
    digest: of the frozen text; pdf_sha256: of the member ``verdict.pdf``; summary_sha256 and
    workbook_sha256: of ``summary.pdf`` and ``scores.xlsx``, which are the bureau's own; minutes_sha256: of
    ``minutes.pdf``, None in packages of programs that kept none.
    """

    total: PointsText
    exact: ExactText
    outcome: Key
    short_code: Key
    digest: Hex64
    pdf_sha256: Hex64
    summary_sha256: Hex64
    workbook_sha256: Hex64
    minutes_sha256: Hex64 | None = None


class SheetRef(Strict):
    """A member ``sheets/<person>.xpsheet``: the expert's own signed package. sha256: of the member."""

    person: Id
    sha256: Hex64


class Papers(NamedTuple):
    """What a visit's package prints: the verdict for the unit; the bureau's own summary, PDF and Excel; the
    minutes, None where there are none."""

    pdf: bytes
    summary: bytes
    workbook: bytes
    minutes: bytes | None = None

    def members(self) -> dict[str, bytes]:
        """By the names of their members."""
        plain = {PDF: self.pdf, SUMMARY: self.summary, WORKBOOK: self.workbook}
        return plain | ({MINUTES: self.minutes} if self.minutes is not None else {})


class Sync(Content):
    """The content of ``visit.json``. entries: the panel's ledger (rulings, opinions, protocol, freezing).

    task_sha256: of the member ``task.xptask``, the bureau's own task file as it was handed out, so that the
    visit can be replayed by its rules wherever it is taken in.
    """

    KIND: ClassVar[Kind] = "xpsync"
    MEMBER: ClassVar[str] = "visit.json"

    FORMAT: ClassVar[int] = 2

    format: Literal[2] = 2
    visit: Id
    scheme_digest: Hex64
    task_sha256: Hex64
    sheets: Annotated[tuple[SheetRef, ...], Field(max_length=50)]
    entries: Entries
    verdict: ClaimedVerdict

    def members(
        self,
        task: Source,
        sheets: Mapping[str, Source],
        papers: Papers,
        evidence: Mapping[str, Source] | None = None,
    ) -> Mapping[str, Source]:
        """The members of its package. sheets: person id to package; evidence: SHA-256 to content."""
        plain: dict[str, Source] = {self.MEMBER: self.data, TASK: task, **papers.members()}
        plain |= {sheet_name(person): content for person, content in sheets.items()}
        return plain | evidence_members(evidence)


def sheet_name(person: str) -> str:
    """The member that holds a person's sheet."""
    return f"{SHEETS}{person}.xpsheet"


def read_sync(package: Package) -> Sync:
    """The visit in a proven package: members there, digests as claimed, panel ledger chained.

    The sheets inside are packages of their own: read each with ``read_package`` and ``read_sheet``.
    Raises Refusal.
    """
    sync = Sync.read(package)
    names = [sheet_name(ref.person) for ref in sync.sheets]
    kept = [MINUTES] if sync.verdict.minutes_sha256 is not None else []
    refuse_strays(package, [Sync.MEMBER, TASK, PDF, SUMMARY, WORKBOOK, *kept, *names])
    if package.manifest.visit != sync.visit or len(set(names)) != len(names):
        raise inconsistent("成果包的考核与清单不符，或专家的表重复")
    said = sync.verdict
    for name, what, sha256 in (
        (PDF, "结论文件", said.pdf_sha256),
        (SUMMARY, "汇总表", said.summary_sha256),
        (WORKBOOK, "工作簿", said.workbook_sha256),
        *((each, "考核记录", said.minutes_sha256) for each in kept),
    ):
        if package.members.sha256(name) != sha256:
            raise inconsistent(f"{what}与成果包写明的不是同一份", name)
    if package.members.sha256(TASK) != sync.task_sha256:
        raise inconsistent("任务文件与成果包写明的不是同一份", TASK)
    for ref in sync.sheets:
        if package.members.sha256(sheet_name(ref.person)) != ref.sha256:
            raise inconsistent("专家的表与成果包写明的不是同一份", sheet_name(ref.person))
    check_entries(sync.entries)
    return sync
