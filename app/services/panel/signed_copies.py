"""Copies of the certified document that were signed elsewhere from the same state: kept, carried, proven.

A PDF's fields are filled one after another, so of two who have signed the same state only one file goes on.
The other is no less signed: it is kept as it came and travels with the visit, like the page of a pen.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.common.canon import sha256
from app.common.clock import stamp
from app.common.errors import Refusal
from app.services.panel.marks import SignedCopy
from app.services.panel.panels import PanelDesk
from app.services.store.ledger import NewEntry
from app.services.store.unit_of_work import Unit

if TYPE_CHECKING:
    from app.exchange.members import Members
    from app.services.evidence.evidence import EvidenceFiles
    from app.signing.pdf_check import PdfReport, PdfSignature
    from app.signing.trust import Trust

COPY = "copy"
OTHER = "这份 PDF 不是本机这份结论文件签出来的，没有收下。请把最新的待签文件发给对方签署。"

TURNED = "这次考核采用纸质签署，不再收取电子签署的文件。请在打印的结论文件上签字、盖章。"


def digital(desk: PanelDesk) -> PanelDesk:
    """The desk of a visit that takes signed copies. Raises Refusal where a pen closes it."""
    if desk.visit.form == "pen":
        raise Refusal.because(TURNED, code="XP-4307")
    return desk


def certified(pdf: bytes, report: PdfReport) -> bytes:
    """The document as it was certified, before anybody signed."""
    return pdf[: report.certified_end]


class SignedCopies:
    """Keeps them on the leader's device."""

    def __init__(self, evidence: EvidenceFiles) -> None:
        self._evidence = evidence

    def keep(self, desk: PanelDesk, pdf: bytes, signature: PdfSignature) -> None:
        """Note one person's signature on a copy, the copy with it. Raises Refusal, EnvironmentTrouble."""
        visit = desk.visit
        name = f"{visit.name_of(signature.person_id)}签署件.pdf"
        file = self._evidence.take_bytes(io.BytesIO(pdf), name, visit.id)
        after = {
            "sha256": file.sha256,
            "name": file.name,
            "size": file.size,
            "at": stamp(signature.signed_at),
        }

        def also(unit: Unit, _head: str) -> None:
            self._evidence.enter(unit, visit.id, file, personal=False)

        desk.append(NewEntry(COPY, desk.author, field=signature.person_id, after=after), also=also)


def must_be_signed(
    copies: Sequence[SignedCopy], document: bytes | None, members: Members, trust: Trust
) -> tuple[PdfSignature, ...]:
    """Raises Refusal unless each copy is in the package, whole, and signed by whom the ledger says.

    document: as it was certified; None where a pen has closed the visit since, and no PDF is certified.
    """
    return tuple(_proven(each, document, members, trust) for each in copies)


def _proven(copy: SignedCopy, document: bytes | None, members: Members, trust: Trust) -> PdfSignature:
    from app.exchange.content import EVIDENCE
    from app.signing.pdf import verify
    from app.signing.pdf_check import MAX_PDF_BYTES

    name = f"{EVIDENCE}{copy.sha256}"
    if name not in members or members.size(name) != copy.size or copy.size > MAX_PDF_BYTES:
        raise _odd(f"缺少签署件 {copy.name}，或与登记的不符")
    data = members[name]
    report = verify(data, trust)
    if not report.valid or sha256(data) != copy.sha256:
        raise _odd(f"签署件 {copy.name} 的签名无效")
    if document is not None and certified(data, report) != document:
        raise _odd(f"签署件 {copy.name} 签的不是这份结论文件")
    found = next((each for each in report.signatures if each.person_id == copy.person_id), None)
    if found is None or stamp(found.signed_at) != copy.at:
        raise _odd(f"签署件 {copy.name} 没有登记的那位专家的签名")
    return found


def copy_words(name: str, copy: SignedCopy) -> str:
    """One signature beside the document, in a sentence without its full stop."""
    return f"电子签名在另附的签署件上：{name}（{copy.name}，校验值 {copy.sha256[:16]}…）"


def _odd(message: str) -> Refusal:
    return Refusal.because(f"{message}，未予采用。", code="XP-4544")
