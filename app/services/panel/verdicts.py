"""The verdict: frozen as data, issued as a PDF, signed by the experts and last by the leader.

The order of the day: freeze (the short code is fixed), read out, the unit answers, the first signature issues
the document. Taking a freeze back voids every signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.common.canon import sha256
from app.common.clock import Clock, stamp
from app.common.errors import Refusal
from app.common.ids import short_code
from app.common.roles import LEADING
from app.models import tables
from app.reports.document import Followed
from app.services.identity.people import People
from app.services.identity.tasks import Tasks
from app.services.panel.afterwards import followed_of
from app.services.panel.attendance import must_lead
from app.services.panel.day_doubts import joined
from app.services.panel.panels import PanelDesk, Panels
from app.services.panel.pen_round import can_pen, can_unpen, penned, waiting_for
from app.services.panel.procedure import left_open, voided_words
from app.services.panel.reading import SCOPES, USUAL, Reading, reading_of
from app.services.panel.recusals import beside_sheets
from app.services.panel.sheets_ready import SheetsReady
from app.services.panel.signed_copies import OTHER, digital
from app.services.panel.verdict_ink import VerdictInk
from app.services.panel.verdict_times import VerdictTimes
from app.services.printing.verdict_report import build_report, frozen_text, report_json, report_of_frozen
from app.services.store.ledger import NewEntry
from app.services.store.rounds import SigningSlot, SigningState
from app.services.store.site import Person
from app.services.store.unit_of_work import Store, Unit

if TYPE_CHECKING:
    from app.common.boxes import SignatureBox
    from app.reports.document import VerdictReport
    from app.signing.keys import PersonKeys

LEADER_LAST = "组长最后签署：还有专家没有签。"


class Verdicts:
    """What the leader's device does with a settled visit. Files are bytes in memory, stored whole."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        panels: Panels,
        people: People,
        tasks: Tasks,
        ink: VerdictInk,
        sheets: SheetsReady,
    ) -> None:
        self._store, self._clock, self._times = store, clock, VerdictTimes(clock, tasks)
        self._panels, self._people, self._tasks = panels, people, tasks
        self._ink, self._sheets = ink, sheets

    def preview(self, visit_id: str) -> bytes:
        """The PDF as it stands: the stored one once issued, else drawn now (before freezing marked 草稿)."""
        stored = self._stored(visit_id)
        if stored:
            return stored
        desk = self._panels.open(visit_id)
        return self._drawn(self._report(desk), _followed(desk))[0]

    def report(self, visit_id: str) -> VerdictReport:
        """The frozen text, or before freezing what it would be at this moment. Raises Refusal."""
        return self._report(self._panels.open(visit_id))

    def reading(self, visit_id: str) -> Reading:
        """What is read out of the frozen text, as far as the batch lets it. Raises Refusal before that."""
        desk = self._panels.open(visit_id)
        if desk.facts.frozen_digest is None:
            raise Refusal.because("结论还没有定稿，定稿之后才能宣读。", where="reading", code="XP-4303")
        return reading_of(self._report(desk), SCOPES[self._tasks.batch(visit_id).get("reading", USUAL)])

    def followed(self, visit_id: str) -> Followed:
        """What the panel's ledger tells of the time since the freezing."""
        return _followed(self._panels.open(visit_id))

    def summary(self, visit_id: str) -> bytes:
        """The bureau's paper on who gave which score, as a PDF. Not for the unit."""
        from app.reports.bureau_summary import render_summary

        desk = self._panels.open(visit_id)
        return render_summary(self._report(desk), _followed(desk))

    def workbook(self, visit_id: str) -> bytes:
        """The same as Excel, with every criterion's working."""
        from app.reports.workbook import render_workbook

        desk = self._panels.open(visit_id)
        return render_workbook(self._report(desk), _followed(desk))

    def _report(self, desk: PanelDesk) -> VerdictReport:
        text, mark = desk.facts.frozen_text, desk.facts.frozen_digest
        if text is not None and mark is not None:
            return report_of_frozen(text, mark)
        batch, now = self._tasks.batch(desk.visit.id), self._clock.now()
        return build_report(desk.visit, desk.state, batch, now, draft=True)

    def doubts(self, visit_id: str) -> tuple[str, ...]:
        """Times that do not fit one another, to be looked at before the text is dated; none where all do."""
        return self._times.of_freezing(self._panels.open(visit_id))

    def signing_doubts(self, desk: PanelDesk) -> tuple[str, ...]:
        """The same before a signature is dated, here or on an expert's own device."""
        return self._times.of_signing(desk)

    def freeze(self, visit_id: str, *, knowingly: bool = False) -> str:
        """Fix the text; returns its short code. Raises Refusal naming what is still missing.

        knowingly: whoever asks has seen the times that do not fit, and lets them stand.
        """
        desk = self._panels.open(visit_id)
        state = desk.state
        if state.frozen:
            return state.short_code or ""
        if state.missing:
            raise Refusal.because("还不能定稿：" + "；".join(state.missing) + "。", code="XP-4301")
        must_lead(desk)
        if not knowingly and (doubts := self.doubts(visit_id)):
            raise Refusal.because(f"还没有定稿。{joined(doubts)}时间无误的，确认后再定稿。", code="XP-4310")
        self._must_be_ready(desk)
        now, batch = self._clock.now(), self._tasks.batch(visit_id)
        report = build_report(desk.visit, state, batch, now, draft=False)
        self._drawn(report, Followed())  # a text that cannot be printed is not frozen
        version = desk.facts.version + 1

        def also(unit: Unit, _head: str) -> None:
            unit.add(
                tables.verdicts,
                visit_id=visit_id,
                version=version,
                frozen=report.digest,
                short_code=report.short_code,
                report=report_json(report),
                state="frozen",
                at=stamp(now),
            )
            unit.change(tables.visits, {"id": visit_id}, stage="frozen")

        after = {
            "digest": report.digest,
            "version": version,
            "at": stamp(now),
            "text": frozen_text(report),
            "pledged": beside_sheets(state.pledges, desk.collected.found),
        }
        desk.append(NewEntry("freeze", desk.author, after=after), also=also)
        return report.short_code

    def _must_be_ready(self, desk: PanelDesk) -> None:
        """Raises Refusal naming what issuing or exporting would lack: now there is time to get it."""
        visit_id = desk.visit.id
        self._tasks.package(visit_id)
        if desk.visit.form == "digital" and not self._ink.vouched(visit_id, desk.author):
            self._ink.vouch(visit_id, desk.author, self._people.keys(desk.author))
        self._sheets.make_ready(desk)

    def _open_keys(self, desk: PanelDesk) -> PersonKeys | None:
        """The keys of who leads, where they are open here."""
        try:
            return self._people.keys(desk.author)
        except Refusal:
            return None

    def voucher(self, visit_id: str) -> Person | None:
        """Who has to enter the PIN, to vouch for this device, before it can issue; None for nobody."""
        desk = self._panels.open(visit_id)
        if desk.visit.form != "digital" or desk.facts.issued or self._open_keys(desk) is not None:
            return None
        if self._ink.vouched(visit_id, desk.author):
            return None
        return next((each for each in self._people.list() if each.id == desk.author), None)

    def vouch(self, visit_id: str, pin: str | None) -> None:
        """Let who leads give that word. Raises Refusal for a wrong PIN."""
        author = self._panels.open(visit_id).author
        self._ink.vouch(visit_id, author, self._people.unlock(author, pin))

    def thaw(self, visit_id: str, reason: str) -> None:
        """Take the freezing back; signatures set so far are void. Raises Refusal without a reason."""
        if not reason.strip():
            raise Refusal.because("请写明撤回定稿的原因。", where="reason", code="XP-4302")
        desk = self._panels.open(visit_id)
        if desk.facts.frozen_digest is None:
            return
        where = {"visit_id": visit_id, "version": desk.facts.version}

        def also(unit: Unit, _head: str) -> None:
            unit.change(tables.verdicts, where, state="voided")
            unit.change(tables.visits, {"id": visit_id}, stage="scoring")

        desk.append(NewEntry("thaw", desk.author, why=reason.strip()), also=also)

    def status(self, visit_id: str) -> SigningState:
        """Who has signed, who can sign here and now."""
        return self.status_of(self._panels.open(visit_id))

    def status_of(self, desk: PanelDesk) -> SigningState:
        """The same of a conclusion that is open already."""
        facts, visit = desk.facts, desk.visit
        signed = facts.signed
        here = {person.id: person for person in self._people.list()}
        waiting = waiting_for(visit, facts)
        digital = visit.form == "digital" and facts.frozen_digest is not None
        slots = tuple(
            SigningSlot(
                person_id=member.id,
                name=visit.name_of(member.id),
                role=member.role,
                word=visit.role_word(member),
                signed_at=signed.get(member.id),
                can_sign_here=digital
                and member.id in here
                and member.id != visit.former
                and member.id in waiting
                and (member.role not in LEADING or waiting == [member.id]),
                has_pin=member.id in here and here[member.id].has_pin,
                pen=penned(facts, member.id),
                can_pen=can_pen(visit, facts, member.id, here.get(member.id)),
                can_unpen=can_unpen(visit, facts, member.id),
            )
            for member in visit.signatories
        )
        pdf = self._stored(visit.id)
        return SigningState(
            visit_id=visit.id,
            form=visit.form,
            frozen=facts.frozen_digest is not None,
            short_code=short_code(facts.frozen_digest) if facts.frozen_digest else None,
            slots=slots,
            pdf_sha256=sha256(pdf) if pdf else None,
            complete=facts.frozen_digest is not None
            and (visit.form == "pen" or not waiting)
            and (visit.leader is None or visit.leader.id not in visit.away),
            issued=facts.issued,
            voided=voided_words(visit, desk.scheme, facts),
        )

    def issue(self, visit_id: str, *, knowingly: bool = False) -> bytes:
        """The document itself: made once, with every signature's empty field, certified by this device.

        From now on protocol and statement stand still too. Raises Refusal before freezing. knowingly: whoever
        asks has seen what it is issued without, and lets that stand.
        """
        stored = self._stored(visit_id)
        if stored:
            return stored
        desk = self._panels.open(visit_id)
        if desk.facts.frozen_digest is None:
            raise Refusal.because("结论还没有定稿，不能出具文件。请先定稿。", code="XP-4303")
        must_lead(desk)
        if not knowingly and (wanting := left_open(desk.scheme, desk.facts)):
            told = "；".join(wanting)
            raise Refusal.because(
                f"还没有出具。{told}；出具以后不能再补。先补上，或者确认后再出具。", code="XP-4311"
            )
        pdf, boxes = self._drawn(self._report(desk), _followed(desk))
        if desk.visit.form == "digital":
            pdf = self._ink.certify(visit_id, desk.author, self._open_keys(desk), pdf, boxes)
        where = {"visit_id": visit_id, "version": desk.facts.version}

        def also(unit: Unit, _head: str) -> None:
            unit.change(tables.verdicts, where, pdf=pdf, pdf_sha256=sha256(pdf))

        desk.append(NewEntry("issue", desk.author, after={"pdf_sha256": sha256(pdf)}), also=also)
        return pdf

    def sign(
        self,
        visit_id: str,
        person_id: str,
        pin: str | None,
        stroke_png: bytes | None,
        *,
        knowingly: bool = False,
    ) -> SigningState:
        """Set one person's signature with the keys here; knowingly: as in ``issue``. Raises Refusal."""
        slot = next((one for one in self.status(visit_id).slots if one.person_id == person_id), None)
        if slot is None:
            raise Refusal.because("签署人不在专家组名单里。", code="XP-4304")
        if slot.signed_at is not None:
            return self.status(visit_id)
        if not slot.can_sign_here:
            raise Refusal.because(self._why_not(visit_id, person_id), code="XP-4305")
        keys = self._people.unlock(person_id, pin)
        if person_id == self._panels.open(visit_id).author:
            self._ink.vouch(visit_id, person_id, keys)
        pdf = self.issue(visit_id, knowingly=knowingly)
        signed = self._ink.sign(visit_id, person_id, keys, pdf, stroke_png)
        self._sheets.keep(visit_id, person_id, keys)
        self._take(self._panels.open(visit_id), person_id, signed)
        return self.status(visit_id)

    def sign_copy(
        self, visit_id: str, person_id: str, pin: str | None, pdf: bytes, stroke: bytes | None
    ) -> bytes:
        """Sign, on an expert's own device, the copy that the leader sent with its record. Raises Refusal.

        Drawn again from the record first. The signed copy goes back to the leader, who takes it with
        ``take_back``.
        """
        self._ink.must_hold(visit_id, pdf)
        report = self._ink.check(visit_id, pdf)
        if any(signature.person_id == person_id for signature in report.signatures):
            raise Refusal.because("这份文件您已经签过。", code="XP-4308")
        return self._ink.sign(visit_id, person_id, self._people.unlock(person_id, pin), pdf, stroke)

    def pdf(self, visit_id: str) -> bytes:
        """The issued document. Raises Refusal where there is none yet."""
        stored = self._stored(visit_id)
        if not stored:
            raise Refusal.because("结论文件还没有出具。请先定稿。", code="XP-4306")
        return stored

    def take_back(self, visit_id: str, pdf: bytes) -> SigningState:
        """Take a copy of the document issued here that was signed elsewhere.

        One that continues ours goes on as the document; one that was signed from an earlier state, which
        others have continued meanwhile, is kept beside it with the signatures that are new, and nobody has to
        sign again. Raises Refusal for another document, and for a leader who comes before an expert.
        """
        desk, stored = digital(self._panels.open(visit_id)), self.pdf(visit_id)
        if not pdf.startswith(self._ink.certified(visit_id, stored)):
            raise Refusal.because(OTHER, code="XP-4307")
        visit, signatures = desk.visit, self._ink.check(visit_id, pdf).signatures
        wanted = {member.id for member in visit.signatories} - set(desk.facts.signed)
        fresh = [each for each in signatures if each.person_id in wanted]
        self._must_come_last(desk, [each.person_id for each in fresh])
        onward = pdf.startswith(stored) and visit.former not in {each.person_id for each in fresh}
        for signature in fresh:
            if onward:
                self._take(desk, signature.person_id, pdf)
            else:
                self._ink.copies.keep(desk, pdf, signature)
        return replace(self.status(visit_id), doubts=self._times.of_taken(desk, fresh))

    def _must_come_last(self, desk: PanelDesk, fresh: Sequence[str]) -> None:
        """Raises Refusal where the leader has signed and somebody is still wanting."""
        leader, waiting = desk.visit.leader, waiting_for(desk.visit, desk.facts)
        if leader is not None and leader.id in fresh and set(waiting) - set(fresh):
            raise Refusal.because(LEADER_LAST, code="XP-4305")

    def _take(self, desk: PanelDesk, person_id: str, pdf: bytes) -> None:
        now = stamp(self._clock.now())
        where = {"visit_id": desk.visit.id, "version": desk.facts.version}
        done = waiting_for(desk.visit, desk.facts) == [person_id]

        def also(unit: Unit, _head: str) -> None:
            state = "signed" if done else "frozen"
            unit.change(tables.verdicts, where, pdf=pdf, pdf_sha256=sha256(pdf), state=state)
            unit.change(tables.visits, {"id": desk.visit.id}, stage=state)

        after = {"at": now, "pdf_sha256": sha256(pdf)}
        desk.append(NewEntry("signed", person_id, field=person_id, after=after), also=also)

    def _why_not(self, visit_id: str, person_id: str) -> str:
        status = self.status(visit_id)
        if status.form == "pen":
            return "这次考核采用纸质签署：请打印结论文件，由各人签字并加盖公章。"
        if person_id == self._panels.standing(visit_id).former:
            return "这位专家已不再担任组长，其密钥只能作为组长最后签署。请用“改为手签…”登记。"
        if not status.frozen:
            return "结论还没有定稿，不能签署。请先定稿。"
        if any(slot.person_id == person_id and slot.pen for slot in status.slots):
            return "这位专家已登记手签，不必再签；要改为电子签署，请先撤销手签。"
        if person_id not in {person.id for person in self._people.list()}:
            return "这位专家的身份不在本机：请把待签文件发到其本人的电脑上签署，再收回。"
        return LEADER_LAST

    def _stored(self, visit_id: str) -> bytes | None:
        with self._store.look() as view:
            row = view.first(
                tables.verdicts, columns=("pdf", "state"), order=("-version",), visit_id=visit_id
            )
        return bytes(row["pdf"]) if row and row["pdf"] and row["state"] != "voided" else None

    def _drawn(self, report: VerdictReport, followed: Followed) -> tuple[bytes, tuple[SignatureBox, ...]]:
        from app.reports.verdict import render_verdict

        rendered = render_verdict(report, followed)
        return rendered.pdf, rendered.boxes


def _followed(desk: PanelDesk) -> Followed:
    return followed_of(desk.visit, desk.scheme, desk.facts)
