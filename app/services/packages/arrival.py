"""A visit as it arrives at the bureau: task, sheets, panel and PDF each proven, the result reached again."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.common.canon import digest
from app.common.errors import Refusal
from app.common.ids import short_code
from app.models.entries import EntryRow
from app.scoring import PanelResult, format_exact, format_points
from app.scoring.model.kinds import WORDS
from app.scoring.model.settings import settled_scheme
from app.services.packages.replay import (
    ReplayedSheet,
    must_agree,
    must_be_frozen,
    must_have_evidence,
    replay_panel,
    replay_sheet,
)
from app.services.packages.senders import holds_keys, other_keys
from app.services.packages.task_files import new_visits
from app.services.panel.day_doubts import Dated, dated_doubts
from app.services.panel.panel_ledger import fold, settled
from app.services.panel.pen_pages import InkSigned, ink_of, must_hold
from app.services.panel.redrawn_papers import Redrawing
from app.services.panel.seats import led_by, quorum_of
from app.services.panel.seats_proof import must_sit
from app.services.panel.signed_copies import certified, copy_words, must_be_signed
from app.services.panel.text_proof import TextProof
from app.services.store.ledger import as_row
from app.services.store.shelf import VisitShelf
from app.services.store.site import NewVisit, Visit, told_apart

if TYPE_CHECKING:
    from app.exchange.package import Package
    from app.exchange.sync import Sync
    from app.exchange.task import Task
    from app.scoring import Scheme
    from app.services.panel.panel_ledger import PanelFacts
    from app.signing.pdf_check import PdfReport, PdfSignature
    from app.signing.trust import Trust

FRESH_STAMP = "1970-01-01T00:00:00.000000Z"


@dataclass(frozen=True, slots=True)
class Arrived:
    """Everything of a visit, proven. signed_by: names under the PDF, empty for the pen form.

    paper: what the signatures of the PDF have proven, None for the pen form.
    ink: who of a digital round has signed the printed document with a pen; copies: what the signatures on
    other copies of the document have proven. redrawing: what its papers were compared with.
    """

    visit: NewVisit
    task: Task
    sync: Sync
    sheets: Mapping[str, ReplayedSheet]
    panel: tuple[EntryRow, ...]
    result: PanelResult
    pdf: bytes
    signed_by: tuple[str, ...]
    paper: PdfReport | None
    redrawing: Redrawing
    task_at: str
    ink: tuple[InkSigned, ...] = ()
    copies: tuple[PdfSignature, ...] = ()

    @property
    def stands(self) -> Visit:
        """The visit as it stands by the panel's ledger."""
        return settled(self.redrawing.visit, self.redrawing.facts)

    @property
    def beside(self) -> tuple[str, ...]:
        """Who has signed another copy of the same document, in sentences without their full stop."""
        names = told_apart(self.visit.panel)
        return tuple(copy_words(names[each.person_id], each) for each in self.redrawing.facts.copies)

    @property
    def happened(self) -> tuple[str, ...]:
        """Who was away, who led for whom, pen instead of keys, in sentences."""
        return tuple(self.redrawing.facts.sitting.told(self.stands))

    def streams(self) -> Iterator[tuple[str, Sequence[EntryRow]]]:
        """Every ledger with an id that is the same whenever the visit comes again."""
        yield digest([self.visit.id, "panel"]), self.panel
        for person, replayed in self.sheets.items():
            yield digest([self.visit.id, person]), replayed.sheet.rows

    def doubts(self, now: datetime) -> tuple[str, ...]:
        """Times that do not fit the visit's, the task's, one another's or the receiver's, in sentences."""
        dated = [Dated("专家组定稿", self.redrawing.facts.frozen_at or self.panel[-1].at)]
        dated += [Dated(f"{each.sheet.name}锁定", each.sheet.rows[-1].at) for each in self.sheets.values()]
        dated += [Dated("专家组最后一步", self.panel[-1].at)]
        return dated_doubts(self.redrawing.visit, now, dated, self.task_at)

    def person_of(self, stream_id: str) -> str | None:
        """Whose sheet a stream is; None for the panel's."""
        return next((each for each in self.sheets if digest([self.visit.id, each]) == stream_id), None)

    def locked_digest(self, stream_id: str) -> str | None:
        """The digest of a locked sheet; None for the panel's stream."""
        person = self.person_of(stream_id)
        return self.sheets[person].sheet.digest if person else None


def arrive(
    package: Package,
    trust: Trust,
    identities: Sequence[str],
    shelf: VisitShelf,
    vouched: Container[str] = (),
) -> Arrived:
    """Prove what is in a visit's package. Raises Refusal for anything that does not hold.

    vouched: SHA-256 of documents that a bureau has taken in already, as its receipts or its database say.
    """
    from app.exchange.sync import MINUTES, PDF, SUMMARY, TASK, WORKBOOK, read_sync

    sync = read_sync(package)
    task, visit, scheme, issued_at = _task(package.members[TASK], sync, trust, identities, shelf)
    _must_sit(package, task, as_visit(visit, scheme), sync)
    sheets = _sheets(package, sync, task, visit, scheme, trust, identities)
    found = [replayed.sheet for replayed in sheets.values()]
    result, facts = replay_panel(as_visit(visit, scheme), scheme, found, sync.entries)
    _check_claims(sync, result, facts)
    must_be_frozen(facts, result, scheme)
    pdf = package.members[PDF]
    stands = settled(as_visit(visit, scheme), facts)
    again = Redrawing(as_visit(visit, scheme), scheme, sync.entries, facts, vouched)
    if again.drawn_here(pdf):
        TextProof(again.visit, scheme, task.batch.plain(), result, facts, found).must_hold()
    must_print(package.members[SUMMARY], sync.verdict.short_code, sync.verdict.digest)
    must_hold(stands, facts, task, package.members)
    names = told_apart(visit.panel)
    paper = _check_pdf(pdf, sync, facts, stands, trust)
    document = certified(pdf, paper) if paper else None
    copies = must_be_signed(facts.copies, document, package.members, trust)
    again.must_be_verdict(pdf, paper.drawn if paper else len(pdf))
    again.must_be_summary(package.members[SUMMARY])
    again.must_be_workbook(package.members[WORKBOOK])
    if sync.verdict.minutes_sha256 is not None:
        again.must_be_minutes(package.members[MINUTES])
    signers = {each.person_id for each in (*(paper.signatures if paper else ()), *copies)}
    signed = {seat.id: names[seat.id] for seat in task.panel if seat.id in signers}
    panel = tuple(as_row(entry) for entry in sync.entries)
    ink = ink_of(facts, task, names, signed)
    signed_by = tuple(signed.values())
    return Arrived(
        visit, task, sync, sheets, panel, result, pdf, signed_by, paper, again, issued_at, ink, copies
    )


def as_visit(new: NewVisit, scheme: Scheme) -> Visit:
    """A visit from a task as if it were stored."""
    return Visit(
        id=new.id,
        batch_id=new.batch_id,
        task_sha256=new.task_sha256,
        scheme_id=scheme.id,
        scheme_version=scheme.version,
        scheme_digest=scheme.digest,
        policy=new.policy,
        profile=new.profile,
        project=new.project,
        panel=new.panel,
        assignments=new.assignments,
        self_assessment=new.self_assessment,
        date_from=new.date_from,
        date_to=new.date_to,
        form=new.form,
        sample=new.sample,
        stage=new.stage,
        created_at=FRESH_STAMP,
        round=new.round,
    )


def _task(
    data: bytes, sync: Sync, trust: Trust, identities: Sequence[str], shelf: VisitShelf
) -> tuple[Task, NewVisit, Scheme, str]:
    """The bureau's own task inside the package: only what it once handed out can be taken in."""
    from app.exchange.package import read_package
    from app.exchange.proof import Expectation
    from app.exchange.task import read_task

    with read_package(data, trust, identities, Expectation(kinds=("xptask",))) as package:
        task, scheme_data = read_task(package, trust)
        visits = {visit.id: visit for visit in new_visits(task, scheme_data, package.sha256)}
        issued_at = package.manifest.created_at
    visit = visits.get(sync.visit)
    scheme = shelf.scheme_of(scheme_data)
    if visit is None or sync.scheme_digest != scheme.digest:
        raise Refusal.because("成果包与其中的任务文件对不上，未予采用。", code="XP-4511")
    return task, visit, settled_scheme(scheme, visit.policy), issued_at


def _must_sit(package: Package, task: Task, visit: Visit, sync: Sync) -> None:
    """Raises Refusal unless whoever leads by the ledger has signed, and enough sheets count."""
    must_sit(visit, task.deputy, sync.entries)
    stands = settled(visit, fold(sync.entries))
    if stands.leader is not None and stands.leader.id in stands.away:
        raise Refusal.because(
            f"组长已登记{stands.away[stands.leader.id]}，而没有登记由谁代行组长，未予采用。", code="XP-4541"
        )
    leading = [seat for seat in task.panel if led_by(stands, task.deputy, seat.id)]
    if not any(holds_keys(package, seat) for seat in leading):
        raise Refusal.because("成果包不是由本组组长（或副组长、代行组长）签名的，未予采用。", code="XP-4512")
    count, least = sum(each.scores for each in stands.panel), quorum_of(visit, task.batch.plain())
    if count < least:
        raise Refusal.because(
            f"计入的专家只有 {count} 人，少于本批次要求的 {least} 人，未予采用。", code="XP-4542"
        )


def _sheets(
    package: Package,
    sync: Sync,
    task: Task,
    visit: NewVisit,
    scheme: Scheme,
    trust: Trust,
    identities: Sequence[str],
) -> dict[str, ReplayedSheet]:
    from app.exchange.package import read_package
    from app.exchange.proof import Expectation
    from app.exchange.sheet import read_sheet
    from app.exchange.sync import sheet_name

    seats = {seat.id: seat for seat in task.panel}
    stored, sheet_word = as_visit(visit, scheme), WORDS[scheme.kind].sheet
    sheets = {}
    for ref in sync.sheets:
        expect = Expectation(kinds=("xpsheet",), batch=task.batch.id, visit=visit.id, senders=tuple(seats))
        data = package.members[sheet_name(ref.person)]
        with read_package(data, trust, identities, expect) as inner:
            sheet = read_sheet(inner)
            if sheet.person != ref.person:
                raise Refusal.because("成果包里有表不是清单写明的那位专家的，未予采用。", code="XP-6335")
            if not holds_keys(inner, seats[inner.manifest.sender]):
                raise other_keys(sheet_word)
            replayed = replay_sheet(stored, scheme, ref.person, sheet.entries)
            must_have_evidence(inner.members, replayed)
        claimed = {name: str(getattr(sheet, name)) for name in replayed.claims}
        must_agree(claimed, replayed.claims, f"{replayed.sheet.name}的{sheet_word}")
        sheets[ref.person] = replayed
    return sheets


def _check_claims(sync: Sync, result: PanelResult, facts: PanelFacts) -> None:
    """What the leader's program says of the visit is what its ledgers say."""
    frozen = facts.frozen_digest or ""
    reached = {
        "total": format_points(result.total),
        "exact": format_exact(result.total),
        "outcome": result.verdict.outcome,
        "digest": frozen,
        "short_code": short_code(frozen) if frozen else "",
    }
    claimed = {name: str(getattr(sync.verdict, name)) for name in reached}
    must_agree(claimed, reached, "专家组的结论")
    if result.state != "settled":
        raise Refusal.because("成果包里还有没有裁定的分歧，未予采用。", code="XP-4513")


def _check_pdf(pdf: bytes, sync: Sync, facts: PanelFacts, visit: Visit, trust: Trust) -> PdfReport | None:
    """What the PDF's signatures prove. It must be the one that the ledger tells of.

    Digital: everybody who signs but those who have signed with a pen. Pen: nobody, the ink is on paper.
    visit: as it stands by the ledger.
    """
    report = None if visit.form == "pen" else _signed(pdf, facts, visit, trust)
    from app.signing.pdf_mark import marks_of

    printed = marks_of(pdf) == (sync.verdict.short_code, sync.verdict.digest)
    if not printed or facts.pdf_sha256 != sync.verdict.pdf_sha256:
        raise Refusal.because(
            "结论文件印的不是这次考核定稿的文本，或不是最后签署的那一份，未予采用。", code="XP-4517"
        )
    return report


def must_print(summary: bytes, code: str, mark: str) -> None:
    """Raises Refusal unless the bureau's summary prints the very text that the verdict does."""
    from app.signing.pdf_mark import SUMMARY as KIND
    from app.signing.pdf_mark import marks_of

    if marks_of(summary) != (code, mark, KIND):
        raise Refusal.because("汇总表与结论文件不是出自同一份定稿文本，未予采用。", code="XP-4524")


def _signed(pdf: bytes, facts: PanelFacts, visit: Visit, trust: Trust) -> PdfReport:
    """Empty are exactly the fields of those whom the ledger calls away, or signed beside or with a pen.

    Who has signed and left afterwards has signed; who was away at the freezing has no field.
    """
    from app.common.boxes import field_name
    from app.signing.pdf import verify

    report = verify(pdf, trust)
    if not report.valid:
        raise Refusal(report.faults)
    signed = {signature.person_id for signature in report.signatures}
    pens = {pen.person_id for pen in facts.pens} | {copy.person_id for copy in facts.copies}
    fields = {each["person_id"] for each in (facts.frozen_text or {}).get("signers", ())}
    wanted = {member.id for member in visit.signatories}
    empty = {field_name(person) for person in fields - signed}
    if not wanted <= signed | pens <= fields or report.empty != empty:
        raise Refusal.because("结论文件没有由专家组全体签署，未予采用。", code="XP-4514")
    return report
