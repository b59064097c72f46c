"""The panel's own ledger: rulings, opinions, protocol and freezing, folded into what stands now.

Every step is one entry; nothing is updated. What was frozen stays frozen until an entry thaws it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.common.clock import moment_of, stamp
from app.common.errors import Refusal
from app.common.ids import short_code
from app.common.ledger import EntryRecord
from app.services.panel.day_entries import step_of, with_arrival, with_line
from app.services.panel.entry_shapes import file_of, line_of, object_of, text_of, texts_of
from app.services.panel.entry_values import (
    clock_of,
    gap_of,
    opening_of,
    penned_of,
    pledge_of,
    settlement_of,
    statement_of,
)
from app.services.panel.marks import Signature, SignedCopy, Voided
from app.services.panel.panel_facts import Choice, PanelFacts, settled, settled_frozen
from app.services.panel.read_out import STEP, Heard, ReadOut
from app.services.panel.seat_entries import with_seat, with_standing
from app.services.panel.seats import PenForm
from app.services.sheet.rivals import ASIDE
from app.services.store.ledger import as_record, find_stream
from app.services.store.rounds import ProtocolStep, Ruling, Statement
from app.services.store.unit_of_work import View

__all__ = ["FOLDS", "Choice", "PanelFacts", "applied", "facts_of", "fold", "settled", "settled_frozen"]


def facts_of(view: View, visit_id: str) -> PanelFacts:
    """What the panel's ledger says on this device; nothing is said where there is none."""
    stream = find_stream(view, visit_id, "panel")
    return fold(as_record(row) for row in view.entries(stream)) if stream else PanelFacts()


def fold(entries: Iterable[EntryRecord]) -> PanelFacts:
    """The facts after all entries, in their order. An unknown kind changes nothing.

    Raises Refusal where an entry has not the shape of its kind: only a forged ledger has such.
    """
    facts = PanelFacts()
    for entry in entries:
        try:
            facts = applied(facts, entry)
        except (KeyError, TypeError, ValueError):
            message = f"专家组记录第 {entry.seq} 条内容不完整，整份记录不予采用。"
            raise Refusal.because(message, where=f"entries.{entry.seq - 1}", code="XP-3703") from None
    return facts


def applied(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """The facts after one more entry."""
    step = FOLDS.get(entry.kind)
    return step(facts, entry) if step else facts


def _ruling(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    rulings = dict(facts.rulings)
    criterion = text_of(entry.criterion)
    if entry.after is None:
        rulings.pop(criterion, None)
    else:
        rulings[criterion] = Ruling(criterion, object_of(entry.after), entry.why or "", entry.at)
    return replace(facts, rulings=rulings)


def _gap(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    if entry.after is None:
        return replace(facts, gap=None)
    return replace(facts, gap=gap_of(entry))


def _settle(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """A later one takes the place of an earlier; None, which a join may bring, takes it back."""
    settlements, criterion = dict(facts.settlements), text_of(entry.criterion)
    settlements.pop(criterion, None)
    if entry.after is not None:
        settlements[criterion] = settlement_of(entry)
    return replace(facts, settlements=settlements)


def _open(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """A later one speaks of who is wanting then: somebody who was in may have opened the own sheet again."""
    return replace(facts, opened=opening_of(entry))


def _offset(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    return replace(facts, clock=clock_of(entry) if entry.after is not None else None)


def _problems(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    return replace(facts, problems=texts_of(entry.after))


def _suggestions(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    return replace(facts, suggestions=texts_of(entry.after))


def _strengths(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    return replace(facts, strengths=texts_of(entry.after))


def _statement(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    return replace(facts, statement=statement_of(entry))


def _step(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """A step noted while a text is frozen follows it, and never changes what was frozen."""
    frozen = facts.frozen_digest is not None
    steps = dict(facts.followed if frozen else facts.steps)
    name = text_of(entry.field)
    if entry.after is None:
        steps.pop(name, None)
    else:
        steps[name] = step_of(entry)
    return replace(facts, followed=steps) if frozen else replace(facts, steps=steps)


def _line(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    return replace(facts, day=with_line(facts.day, entry))


def _came(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    return replace(facts, day=with_arrival(facts.day, entry))


def _material(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    materials = dict(facts.materials)
    name = text_of(entry.field)
    if entry.after is None:
        materials.pop(name, None)
    else:
        told = object_of(entry.after)
        if type(told["handed"]) is not bool:
            raise TypeError("a paper is handed in or not")
        materials[name] = told["handed"], text_of(told["note"])
    return replace(facts, materials=materials)


def _sheet(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """Which of a person's sheets counts. A choice names those that do not, and why; a taking names none."""
    told, person = object_of(entry.after), text_of(entry.field)
    facts = replace(facts, received={**facts.received, person: text_of(told["sha256"])})
    if ASIDE not in told:
        return facts
    choice = Choice(line_of(entry.why), entry.author, entry.at)
    aside = {**facts.aside, person: frozenset(texts_of(told[ASIDE]))}
    return replace(facts, aside=aside, chosen={**facts.chosen, person: choice})


def _freeze(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    told = object_of(entry.after)
    return replace(
        _unfollowed(facts),
        frozen_digest=text_of(told["digest"]),
        frozen_at=stamp(moment_of(text_of(told["at"]))),
        frozen_text=object_of(told["text"]),
        pledged={text_of(person): pledge_of(each) for person, each in object_of(told["pledged"]).items()},
        version=facts.version + 1,
        froze=facts.sitting,
    )


def _unfollowed(facts: PanelFacts) -> PanelFacts:
    """Without what belonged to the text that stood so far."""
    facts = replace(facts, read=None, statement=Statement(), followed={}, signatures=(), pens=(), copies=())
    return replace(facts, issued=False, pdf_sha256=None)


def _thaw(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """What was read out, answered and signed belonged to the text that is taken back."""
    voided = Voided(
        entry.at,
        entry.why or "",
        facts.answered,
        tuple(facts.followed),
        tuple(facts.signed),
        facts.pens,
    )
    return replace(
        _unfollowed(facts),
        voided=(*facts.voided, voided),
        heard=_heard(facts),
        frozen_digest=None,
        frozen_at=None,
        frozen_text=None,
    )


def _heard(facts: PanelFacts) -> Heard | None:
    """What was heard is that of the text taken back, if that was read, else of one before it."""
    if facts.read is None or facts.frozen_text is None or facts.frozen_digest is None:
        return facts.heard
    return Heard(facts.read, facts.frozen_text, facts.frozen_digest)


def _reading(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """The text that stands was read out, which is that step of the procedure, too."""
    out = ReadOut.of(object_of(entry.after))
    if facts.frozen_digest is None or facts.issued or out.code != short_code(facts.frozen_digest):
        raise ValueError("no text that stands and can still be read")
    step = ProtocolStep(STEP, "", out.ended, out.reader, out.words)
    return replace(facts, read=out, followed={**facts.followed, STEP: step})


def _issue(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    return replace(facts, issued=True, pdf_sha256=text_of(object_of(entry.after)["pdf_sha256"]))


def _signed(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    told = object_of(entry.after)
    signature = Signature(text_of(entry.field), text_of(told["at"]), text_of(told["pdf_sha256"]))
    return replace(facts, signatures=(*facts.signatures, signature), pdf_sha256=signature.pdf_sha256)


def _pen(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """Only a document that is issued can be signed on paper; a photo is replaced by taking it back first."""
    person = text_of(entry.field)
    others = tuple(each for each in facts.pens if each.person_id != person)
    if entry.after is None:
        return replace(facts, pens=others)
    if not facts.issued or len(others) < len(facts.pens):
        raise ValueError("nothing is issued, or the person has signed with the pen already")
    return replace(facts, pens=(*others, penned_of(person, entry)))


def _copy(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """A signature beside the document: once a person, and only of a document that is issued."""
    told, person = object_of(entry.after), text_of(entry.field)
    sha256, size = file_of(told)
    if not facts.issued or person in facts.signed:
        raise ValueError("nothing is issued, or the person has signed already")
    copy = SignedCopy(person, sha256, line_of(told["name"]), size, stamp(moment_of(text_of(told["at"]))))
    return replace(facts, copies=(*facts.copies, copy))


def _status(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    return replace(facts, sitting=with_standing(facts.sitting, entry))


def _seat(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    return replace(facts, sitting=with_seat(facts.sitting, entry))


def _form(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """From now on a pen closes the visit. A document that was issued is made anew to say so."""
    if object_of(entry.after) != {"form": "pen"} or facts.sitting.pen is not None:
        raise ValueError("only from digital to pen, and once")
    sitting = replace(facts.sitting, pen=PenForm(line_of(entry.why), entry.author, entry.at))
    version = facts.version + facts.issued
    return replace(facts, sitting=sitting, version=version, issued=False, pdf_sha256=None)


def _rival(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """Another sheet of an expert came: it lies here, and counts once somebody has chosen it."""
    told = object_of(entry.after)
    text_of(entry.field), text_of(told["sha256"]), text_of(told["digest"])
    return facts


def _task(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """The visit goes on under an amended task, which its own row says; what it leaves no ground for ends."""
    told = object_of(entry.after)
    text_of(told["sha256"]), texts_of(told["changes"])
    gone, seat = texts_of(told.get("gone", [])), facts.sitting.seat
    left = {person: each for person, each in facts.sitting.standings.items() if person not in gone}
    seat = None if told.get("unseated") else seat
    return replace(facts, sitting=replace(facts.sitting, standings=left, seat=seat))


def _join(facts: PanelFacts, entry: EntryRecord) -> PanelFacts:
    """Another ledger was settled: what was taken of it are the entries before."""
    told = object_of(entry.after)
    text_of(told["head"]), texts_of(told["taken"])
    return facts


FOLDS = {
    "ruling": _ruling,
    "gap": _gap,
    "settle": _settle,
    "open": _open,
    "offset": _offset,
    "problems": _problems,
    "suggestions": _suggestions,
    "strengths": _strengths,
    "statement": _statement,
    "step": _step,
    "line": _line,
    "came": _came,
    "material": _material,
    "sheet": _sheet,
    "rival": _rival,
    "task": _task,
    "join": _join,
    "freeze": _freeze,
    "thaw": _thaw,
    "reading": _reading,
    "issue": _issue,
    "signed": _signed,
    "pen": _pen,
    "copy": _copy,
    "status": _status,
    "seat": _seat,
    "form": _form,
}
