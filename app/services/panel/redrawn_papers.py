"""The paper is the number: documents drawn again from the ledger and compared with those that came.

What a document says of itself proves nothing. Whoever has the panel's ledger draws verdict, summary and
workbook anew, from the frozen text and what had followed it when they were made, and refuses what differs.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.common.canon import digest, sha256
from app.common.errors import Refusal
from app.common.ledger import EntryRecord
from app.scoring.model.kinds import WORDS
from app.services.panel.afterwards import followed_of
from app.services.panel.panel_ledger import PanelFacts, fold, settled
from app.services.printing.verdict_report import report_of_frozen
from app.services.store.site import Visit

if TYPE_CHECKING:
    from app.reports.document import Followed, VerdictReport
    from app.scoring import Scheme

DIFFERS, OTHER_VERSION = "XP-4526", "XP-4527"


@dataclass(frozen=True, slots=True)
class Redrawing:
    """What is drawn again of one visit, as the task has it. entries: the panel's ledger; facts: at its end.

    vouched: SHA-256 of documents that a bureau's receipt, or its own database, says it took in: these stand
    also where this version of the program draws otherwise than the one that made them.
    """

    visit: Visit
    scheme: Scheme
    entries: Sequence[EntryRecord]
    facts: PanelFacts
    vouched: Container[str] = ()

    def drawn_here(self, pdf: bytes) -> bool:
        """Whether the document says that this version of the program drew it."""
        from app.reports.canvas import DRAWING
        from app.signing.pdf_mark import drawing_of

        return drawing_of(pdf) == DRAWING

    def must_be_verdict(self, pdf: bytes, drawn: int) -> None:
        """Raises Refusal unless the document prints what the ledger says, and nothing else.

        drawn: how many of its bytes were there before anybody signed.
        """
        from app.reports.verdict import render_verdict
        from app.signing.pdf import prepare

        rendered = render_verdict(self.report, self._followed(issued=True))
        digital = self._at(issued=True).form == "digital"
        ours = prepare(rendered.pdf, rendered.boxes) if digital else rendered.pdf
        self._compare("结论文件", pdf[:drawn], ours, pdf)

    def must_be_summary(self, pdf: bytes) -> None:
        """Raises Refusal unless the bureau's summary prints what the ledger says."""
        from app.reports.bureau_summary import render_summary

        self._compare(
            WORDS[self.scheme.kind].summary, pdf, render_summary(self.report, self._followed()), pdf
        )

    def must_be_minutes(self, pdf: bytes) -> None:
        """Raises Refusal unless the minutes print what the ledger says."""
        from app.reports.minutes import render_minutes
        from app.services.panel.minutes import minutes_of

        ours = minutes_of(self.visit, self.scheme, self.facts, self.entries, self.report)
        self._compare("考核记录", pdf, render_minutes(ours), pdf)

    def must_be_workbook(self, book: bytes) -> None:
        """Raises Refusal unless the workbook holds what the ledger says."""
        from app.reports.workbook import render_workbook

        ours = render_workbook(self.report, self._followed())
        if book != ours and _held(book) != _held(ours):
            raise _differs(f"{WORDS[self.scheme.kind].sheet}工作簿", 0)

    @property
    def text(self) -> Mapping[str, Any]:
        """The frozen text. Raises Refusal where there is none, or one of another digest."""
        text = self.facts.frozen_text
        if text is None or digest(text) != self.facts.frozen_digest:
            raise Refusal.because("记录里没有定稿的文本，或与其校验码不符，未予采用。", code="XP-4516")
        return text

    @property
    def report(self) -> VerdictReport:
        """The frozen text as it is drawn. Raises Refusal as ``text``."""
        return report_of_frozen(self.text, self.facts.frozen_digest or "")

    def _followed(self, *, issued: bool = False) -> Followed:
        """What had followed by now, or when the document was issued: from then on it stands still."""
        facts = self._facts(issued=issued)
        return followed_of(self._at(issued=issued), self.scheme, facts)

    def _at(self, *, issued: bool) -> Visit:
        """The visit as it stands, or stood when the document was issued."""
        return settled(self.visit, self._facts(issued=issued))

    def _facts(self, *, issued: bool) -> PanelFacts:
        if not issued:
            return self.facts
        last = max((at for at, each in enumerate(self.entries) if each.kind == "issue"), default=None)
        return fold(self.entries[:last])

    def _compare(self, what: str, theirs: bytes, ours: bytes, whole: bytes) -> None:
        from app.reports.canvas import DRAWING
        from app.signing.pdf_form import difference
        from app.signing.pdf_mark import drawing_of

        page = difference(theirs, ours)
        if page is None:
            return
        if drawing_of(whole) == DRAWING:
            raise _differs(what, page)
        must_be_comparable(what, whole, self.vouched)


def must_be_comparable(what: str, pdf: bytes, vouched: Container[str]) -> None:
    """Raises Refusal for what another version drew, but for a document that a bureau has taken in already."""
    from app.reports.canvas import DRAWING
    from app.signing.pdf_mark import drawing_of

    if drawing_of(pdf) != DRAWING and sha256(pdf) not in vouched:
        raise Refusal.because(
            f"{what}由另一版本的程序绘制，此版本无法比对，不能认定有效。"
            "请用出具时的版本核验，或连同主管部门的回执（.xpack）核验。",
            code=OTHER_VERSION,
        )


def _differs(what: str, page: int) -> Refusal:
    where = f"第 {page} 页" if page else "页面以外的内容"
    return Refusal.because(
        f"{what}{where}与按记录重新绘制的不一致，不予认可：印出的不是专家组记录的结果。",
        code=DIFFERS,
    )


def _held(book: bytes) -> list[tuple[str, bytes]]:
    """What a workbook's file holds, unpacked; a workbook that is none holds nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
                return []
            return [(each.filename, archive.read(each)) for each in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError):
        return []


MOST_UNPACKED = 64 * 1024 * 1024
