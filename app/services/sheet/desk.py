"""One expert's sheet while it is filled: every change is judged, committed, and only then shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from app.common.canon import canonical, digest
from app.common.clock import Clock, stamp
from app.common.errors import Fault, Refusal
from app.common.ids import new_id
from app.common.lines import MAX_REASON, is_reason, one_line
from app.models import tables
from app.scoring import Tally
from app.scoring.model.kinds import WORDS
from app.services.evidence.evidence import EvidenceFiles
from app.services.sheet.attachments import personal_elsewhere
from app.services.sheet.deeds import deed_length
from app.services.sheet.glyph_faults import sheet_faults
from app.services.sheet.open_sheet import OpenSheet, SheetOwner
from app.services.sheet.papers import MAX_PAPERS, Paper, PaperKind, content_of
from app.services.sheet.projection import Projection, UndoStep
from app.services.sheet.slots import Slot
from app.services.store.ledger import Ledger, NewEntry
from app.services.store.site import LONGEST_CAPTION, MARKS, Mark, Prepared

if TYPE_CHECKING:
    from app.services.store.unit_of_work import Unit

MAX_WORDS = 20_000
Also = Callable[["Unit", str], None]


class SheetDesk(OpenSheet):
    """A sheet that is filled.

    A change that cannot be stored raises Refusal or EnvironmentTrouble and leaves everything as it was.
    """

    def __init__(
        self, seat: SheetOwner, ledger: Ledger, state: Projection, clock: Clock, evidence: EvidenceFiles
    ) -> None:
        super().__init__(seat, ledger, state)
        self.author = self.person.id
        self._clock, self._evidence = clock, evidence

    @property
    def typed_in(self) -> bool:
        """Whether somebody else types this sheet in from its expert's paper."""
        return self.author != self.person.id

    @property
    def unsigned(self) -> bool:
        """Whether a sheet that is typed in still lacks the page that its expert signed."""
        return self.typed_in and not self._pages

    def record(self, cid: str, field: str, value: object, *, why: str | None = None) -> None:
        """Store a finding as typed; None takes it back. why: where it comes from, where it is not typed.

        Raises Refusal or EnvironmentTrouble.
        """
        self._must_have(cid, field)
        before = self._answers.get(cid, {}).get(field)
        self._edit("finding", cid, field, before, _own(value), why)

    def note(self, cid: str, text: str) -> None:
        """Store a criterion's working note; an empty one takes it away."""
        self._must_have(cid)
        if len(text) > MAX_WORDS:
            raise Refusal.because(f"备注请不要超过 {MAX_WORDS} 字。", where=f"notes.{cid}", code="XP-6307")
        self._edit("note", cid, None, self._notes.get(cid), text or None)

    def mark(self, cid: str, evidence_id: str, mark: Mark | None) -> None:
        """Say how one paper was seen; None takes the mark back."""
        self._must_have(cid)
        wrong = mark is not None and mark not in MARKS
        if wrong or evidence_id not in {item.id for item in self.scheme.criterion(cid).evidence}:
            raise _unknown(f"marks.{cid}.{evidence_id}")
        marks: dict[str, Mark] = dict(self._marks.get(cid, {}))
        marks.pop(evidence_id, None)
        self._set_marks(cid, marks if mark is None else {**marks, evidence_id: mark})

    def mark_all(self, cid: str, mark: Mark = "original") -> None:
        """Say of all of a criterion's papers how they were seen."""
        self._must_have(cid)
        if mark not in MARKS:
            raise _unknown(f"marks.{cid}")
        self._set_marks(cid, {item.id: mark for item in self.scheme.criterion(cid).evidence})

    def flag(self, cid: str, *, on: bool) -> None:
        """Flag a criterion to come back to, or take the flag away."""
        self._must_have(cid)
        self._edit("flag", cid, None, True if cid in self._flags else None, True if on else None)

    def begin_paper(self, cid: str, kind: PaperKind, texts: Mapping[str, str] | None = None) -> str:
        """Begin a working paper at a criterion; returns its id."""
        self._must_have(cid)
        if len(self._papers.get(cid, ())) >= MAX_PAPERS:
            raise Refusal.because(f"每一项的工作记录请不要超过 {MAX_PAPERS} 条。", code="XP-6312")
        paper_id = new_id()
        self._edit("paper", cid, paper_id, None, content_of(kind, texts or {}))
        return paper_id

    def write_paper(self, cid: str, paper_id: str, column: str, text: str) -> None:
        """Store one column of a working paper as typed."""
        paper = self._paper(cid, paper_id)
        after = content_of(paper.kind, {**paper.texts, column: text})
        self._edit("paper", cid, paper_id, content_of(paper.kind, paper.texts), after)

    def remove_paper(self, cid: str, paper_id: str) -> None:
        """Take a working paper away; the ledger keeps it."""
        paper = self._paper(cid, paper_id)
        self._edit("paper", cid, paper_id, content_of(paper.kind, paper.texts), None)

    def attach(self, cid: str, path: Path, *, personal: bool = False) -> None:
        """Copy a file in and attach it. For large files ``prepare`` elsewhere, then ``attach_prepared``."""
        self._must_have(cid)
        self._writable()
        self.attach_prepared(cid, self._evidence.prepare(path, self.visit.id), personal=personal)

    def attach_prepared(self, cid: str, file: Prepared, *, personal: bool = False) -> None:
        """Attach a file that is in the evidence folder already."""
        self._must_have(cid)
        if any(held.sha256 == file.sha256 for held in self._attachments.get(cid, ())):
            return
        after = {"name": file.name, "size": file.size, "media_type": file.media_type, "personal": personal}

        def enter(unit: Unit, _head: str) -> None:
            self._evidence.enter(unit, self.visit.id, file, personal=personal)

        self._commit(self._draft("attach", cid, file.sha256, None, after), also=enter)

    def attach_page(self, file: Prepared) -> None:
        """Attach a photo or scan of the sheet as its expert signed it, to the sheet as a whole."""
        if any(held.sha256 == file.sha256 for held in self._pages):
            return
        after = {"name": file.name, "size": file.size, "media_type": file.media_type, "personal": False}

        def enter(unit: Unit, _head: str) -> None:
            self._evidence.enter(unit, self.visit.id, file, personal=False)

        self._commit(self._draft("attach", None, file.sha256, None, after), also=enter)

    def detach_page(self, sha256: str) -> None:
        """Take a page off the sheet; the file itself stays, and so does the record of it."""
        held = self._state.of("attachment", "").get(sha256)
        if held is None:
            raise _unknown("attachments")
        self._commit(self._draft("detach", None, sha256, held, None))

    def detach(self, cid: str, sha256: str) -> None:
        """Take a file off a criterion; the file itself stays, and so does the record of it."""
        self._must_have(cid)
        held = self._state.of("attachment", cid).get(sha256)
        if held is None:
            raise _unknown(f"attachments.{cid}")
        self._commit(self._draft("detach", cid, sha256, held, None))

    def set_personal(self, cid: str, sha256: str, *, on: bool) -> None:
        """Say of an attached file whether it holds personal data; it can be undone like any step."""
        self._must_have(cid)
        held = self._state.of("attachment", cid).get(sha256)
        if held is None:
            raise _unknown(f"attachments.{cid}")
        if held["personal"] == on:
            self._writable()
            return
        draft = self._draft("attach", cid, sha256, held, {**held, "personal": on})
        self._commit(draft, also=self._following(draft))

    def caption(self, cid: str, sha256: str, text: str) -> None:
        """Say of an attached file what it shows; an empty text takes that back."""
        self._must_have(cid)
        held = self._state.of("attachment", cid).get(sha256)
        if held is None:
            raise _unknown(f"attachments.{cid}")
        bare = {name: value for name, value in held.items() if name != "caption"}
        said = {"caption": text[:LONGEST_CAPTION]} if text.strip() else {}
        self._edit("attach", cid, sha256, held, {**bare, **said})

    def undo(self) -> str | None:
        """Take the last deed back; returns the criterion it was at, None where nothing is left."""
        return self._travel("undo", self._state.undoable)

    def redo(self) -> str | None:
        """Take the deed again that was taken back last; returns its criterion."""
        return self._travel("redo", self._state.redoable)

    def confirm_recusal(self) -> None:
        """Record, once, that recusal and discipline are confirmed."""
        if not self.confirmed:
            self._commit(self._draft("recusal", None, None, None, {"confirmed": True}))

    def lock(self, *, knowingly: bool = False) -> str:
        """Lock the sheet for good and return its digest. Raises Refusal naming open points.

        knowingly: lock with points open, or a sheet that was typed in without the page that its expert
        signed; the ledger names the points, and counts the pages. What cannot be printed is never locked.
        """
        if self._digest is not None:
            return self._digest
        points = self.open_questions()
        faults = [Fault(f"findings.{each.criterion}", each.message, "XP-6302") for each in points]
        if self.unsigned:
            faults.append(Fault("pages", "还没有附上专家手签的那一页。", "XP-6330"))
        unprintable = sheet_faults(self)
        if unprintable or (faults and not knowingly):
            raise Refusal([*unprintable, *([] if knowingly else faults)])
        after = {
            "findings": digest(self._answers),
            "open": list(dict.fromkeys(each.criterion for each in points)),
        } | ({"pages": len(self._pages)} if self.typed_in else {})
        if self.visit.task_sha256:
            after["task"] = self.visit.task_sha256

        def fix(unit: Unit, head: str) -> None:
            now = stamp(self._clock.now())
            columns = {"locked_digest": self._digest_at(head), "locked_at": now}
            unit.change(tables.streams, {"id": self.stream_id}, **columns)

        self._commit(self._draft("lock", None, None, None, after), also=fix)
        self._digest = self._digest_at(self._ledger.head)
        return self._digest

    def reopen(self, reason: str) -> None:
        """Open the locked sheet again; the ledger goes on, and is locked anew later.

        Raises Refusal without a reason, where it is not locked, or where the conclusion is frozen here.
        """
        why = one_line(reason)
        if not is_reason(why):
            told = f"请写明重新打开的原因（不超过 {MAX_REASON} 字），记入历史记录。"
            raise Refusal.because(told, where="reason", code="XP-6355")
        if not self.locked:
            word = WORDS[self.scheme.kind].sheet
            raise Refusal.because(f"这份{word}还没有锁定，不必重新打开。", code="XP-6356")

        def free(unit: Unit, _head: str) -> None:
            row = unit.first(tables.visits, columns=("stage",), id=self.visit.id)
            if row is None or row["stage"] != "scoring":
                told = "结论已经定稿，不能再重新打开；确须更正的，请组长先撤回定稿。"
                raise Refusal.because(told, code="XP-6357")
            unit.change(tables.streams, {"id": self.stream_id}, locked_digest=None, locked_at=None)

        draft = replace(self._draft("reopen", None, None, None, None), why=why)
        self._take(self._ledger.append(draft, also=free))
        self._digest = None

    def take_over(self, drafts: Sequence[NewEntry], why: str) -> None:
        """Store what comes from another ledger of this sheet, all or none, each entry saying why.

        Of a draft its kind, place and values count; the author is who sits at this desk. Raises Refusal.
        """
        self._writable()
        on_behalf = self.person.id if self.typed_in else None
        mine = (replace(each, author=self.author, on_behalf=on_behalf, why=why) for each in drafts)
        self._take(self._ledger.extend(mine))
        self.tally = Tally.start(self.scheme, self.profile, self.policy, self._answers)

    def _edit(
        self, kind: str, cid: str, field: str | None, before: object, value: object, why: str | None = None
    ) -> None:
        if before == value and type(before) is type(value):
            self._writable()
            return
        self._commit(replace(self._draft(kind, cid, field, before, value), why=why))

    def _set_marks(self, cid: str, marks: Mapping[str, Mark]) -> None:
        before = dict(self._marks.get(cid, {})) or None
        self._edit("mark", cid, None, before, dict(marks) or None)

    def _travel(self, kind: str, steps: list[UndoStep]) -> str | None:
        """All steps of one deed, each an entry of its own; where the disk refuses, the rest stays to do."""
        where = None
        for _ in range(deed_length(steps, self.scheme, newest_last=kind == "undo")):
            where = self._take_step(kind, steps)
        return where

    def _take_step(self, kind: str, steps: list[UndoStep]) -> str | None:
        self._writable()
        if not steps:
            return None
        step = steps[-1]
        texts = (step.after, step.before) if kind == "undo" else (step.before, step.after)
        before, after = (json.loads(text) for text in texts)
        draft = self._draft(kind, step.slot.criterion, step.slot.field, before, after)
        also = self._following(draft) if step.slot.aspect == "attachment" and after else None
        self._commit(draft, slot=step.slot, also=also)
        return step.slot.criterion

    def _following(self, draft: NewEntry) -> Also:
        """Lets the file's own row say what the sheets say of it: personal where any of them does."""
        sha256, told = str(draft.field), cast("dict[str, Any]", draft.after)
        here = any(
            file.personal
            for cid, files in self._attachments.items()
            for file in files
            if file.sha256 == sha256 and cid != draft.criterion
        )

        def follow(unit: Unit, _head: str) -> None:
            on = told["personal"] or here or personal_elsewhere(unit, self.visit.id, self.stream_id, sha256)
            self._evidence.set_personal(unit, self.visit.id, sha256, on=on)

        return follow

    def _draft(
        self, kind: str, cid: str | None, field: str | None, before: object, after: object
    ) -> NewEntry:
        on_behalf = None if self.author == self.person.id else self.person.id
        return NewEntry(kind, self.author, on_behalf, cid, field, before, after)

    def _commit(self, draft: NewEntry, *, slot: Slot | None = None, also: Also | None = None) -> None:
        """Judge, store, show, in this order: what cannot be stored is not shown."""
        self._writable()
        tally = self._judged(draft, slot)
        rows = self._ledger.append(draft, also=also)
        self._take(rows)
        self.tally = tally

    def _judged(self, draft: NewEntry, slot: Slot | None) -> Tally:
        finding = draft.kind == "finding" or (slot is not None and slot.aspect == "finding")
        if not finding or draft.criterion is None or draft.field is None:
            return self.tally
        answer = {**self._answers.get(draft.criterion, {}), draft.field: draft.after}
        if draft.after is None:
            del answer[draft.field]
        return self.tally.record(draft.criterion, answer)

    def _paper(self, cid: str, paper_id: str) -> Paper:
        self._must_have(cid)
        found = next((each for each in self._papers.get(cid, ()) if each.id == paper_id), None)
        if found is None:
            raise _unknown(f"papers.{cid}")
        return found

    def _must_have(self, cid: str, field: str | None = None) -> None:
        try:
            criterion = self.scheme.criterion(cid)
            if field is not None:
                criterion.finding(field)
        except KeyError:
            raise _unknown(f"findings.{cid}.{field}" if field else f"findings.{cid}") from None

    def _writable(self) -> None:
        if self.locked:
            raise Refusal.because(f"{WORDS[self.scheme.kind].sheet}已锁定，不能再改动。", code="XP-6301")


def _own(value: object) -> object:
    """The value as it will be read back, so that a list the caller goes on changing is not ours."""
    return json.loads(canonical(value)) if isinstance(value, list | dict) else value


def _unknown(where: str) -> Refusal:
    return Refusal.because("方案里没有这一项，没有录入。", where=where, code="XP-6303")
