"""The leader's work: settle what differs, write the opinions, note the day, freeze the text.

The panel has a ledger of its own beside the experts' sheets. Until every sheet is in, nobody's findings
are looked at: judgements stay blind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, replace

from app.common.clock import Clock
from app.common.errors import Fault, Refusal
from app.scoring import Panel, PanelResult, Scheme
from app.scoring.model.kinds import WORDS
from app.scoring.model.readings import GAP
from app.services.identity.people import People
from app.services.identity.tasks import Tasks
from app.services.panel.clock_faults import offset_entry
from app.services.panel.collected import Collected, collect
from app.services.panel.day_drafts import step_noted
from app.services.panel.gap_rulings import gap_entry
from app.services.panel.hands import Hands
from app.services.panel.openings import opened_early, opening_entry
from app.services.panel.panel_ledger import PanelFacts, applied, facts_of, fold, settled
from app.services.panel.panel_state import state_of
from app.services.panel.procedure import must_be_open
from app.services.panel.recusals import pledges_of
from app.services.panel.rulings import ruling_entry
from app.services.panel.seats import Terms, led_by, quorum_of
from app.services.panel.settlements import settlement_entry
from app.services.printing.opinions import draft_opinions
from app.services.printing.strengths import draft_strengths
from app.services.sheet.visits import Visits
from app.services.store.ledger import Ledger, NewEntry, add_stream, as_record, find_stream, read_ledger
from app.services.store.rounds import PanelState, Pledge, Statement
from app.services.store.site import Answers, Visit
from app.services.store.unit_of_work import Store, Unit


class Panels:
    """Opens the conclusion of a visit on the leader's device."""

    def __init__(self, store: Store, clock: Clock, visits: Visits, people: People, tasks: Tasks) -> None:
        self._store, self._clock, self._visits, self._people = store, clock, visits, people
        self._tasks = tasks

    def open(self, visit_id: str) -> PanelDesk:
        """The visit's conclusion, its ledger checked. Raises Refusal."""
        visit = self._visits.get(visit_id)
        scheme = self._visits.scheme(visit_id)
        with self._store.look() as view:
            stream = find_stream(view, visit_id, "panel")
            rows = read_ledger(view, stream) if stream else []
        stream = stream or self._begun(visit_id)
        ledger = Ledger(self._store, self._clock, stream, rows)
        facts = fold(as_record(row) for row in rows)
        author = self._author(settled(visit, facts))
        me = self._people.current
        hands = Hands.of(visit, author, me.id if me else author)
        return PanelDesk(self._store, ledger, facts, visit, scheme, hands, self._terms(visit))

    def standing(self, visit_id: str) -> Visit:
        """A visit as it stands by the panel's ledger here; nothing is begun where there is none."""
        with self._store.look() as view:
            return settled(self._visits.get(visit_id), facts_of(view, visit_id))

    def leads(self, visit_id: str, person_id: str) -> bool:
        """Whether a person leads the visit now, as far as this device knows."""
        visit = self.standing(visit_id)
        return led_by(visit, self._terms(visit).deputy, person_id)

    def _author(self, visit: Visit) -> str:
        """Who leads here: the leader, or whoever of the panel is here where the leader is elsewhere."""
        leader = visit.leader.id if visit.leader else visit.panel[0].id
        if leader in {person.id for person in self._people.list()}:
            return leader
        return self._visits.me(visit) or leader

    def _terms(self, visit: Visit) -> Terms:
        """A visit that is only tried has no task, and so neither a deputy nor a batch."""
        if visit.task_sha256 is None:
            return Terms()
        try:
            task = self._tasks.task(visit.id)
        except Refusal:
            return Terms()
        return Terms(task.deputy, task.batch.plain())

    def _begun(self, visit_id: str) -> str:
        """The panel's stream, begun once however many ask at the same time."""
        with self._store.write() as unit:
            return find_stream(unit, visit_id, "panel") or add_stream(unit, self._clock, visit_id, "panel")


class PanelDesk:
    """One visit's conclusion. Every change is one entry by ``author``, committed before the call returns."""

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        facts: PanelFacts,
        visit: Visit,
        scheme: Scheme,
        hands: Hands,
        terms: Terms,
    ) -> None:
        self._store, self._ledger, self.terms = store, ledger, terms
        self._visit, self.scheme, self.author = visit, scheme, hands.author
        self.facts, self.hands = facts, hands
        self._collected: Collected = self._collect()

    @property
    def visit(self) -> Visit:
        """The visit as it stands by the ledger: who scores, signs and leads, and what was ruled of a gap."""
        return settled(self._visit, self.facts)

    @property
    def task_visit(self) -> Visit:
        """The visit as the task has it."""
        return self._visit

    @property
    def leads(self) -> bool:
        """Whether the author leads the visit, and sits here; one that is only tried may have no leader."""
        if self.hands.bound:
            return False
        return self.visit.leader is None or led_by(self.visit, self.terms.deputy, self.author)

    @property
    def quorum(self) -> int:
        """How many sheets a conclusion needs."""
        return quorum_of(self._visit, self.terms.batch)

    @property
    def whole(self) -> bool:
        """Whether everybody's sheet is here who still scores, and they are as many as it needs."""
        return self._collected.whole and len(self._collected.infos) >= self.quorum

    @property
    def opened(self) -> bool:
        """Whether what the sheets say may be looked at; whoever has left may leave too few to look at any."""
        return self._collected.opened and len(self._collected.infos) >= self.quorum

    @property
    def ledger(self) -> Ledger:
        """The panel's ledger."""
        return self._ledger

    @property
    def collected(self) -> Collected:
        """The sheets as they were found when this desk was opened or last refreshed."""
        return self._collected

    def refresh(self) -> PanelState:
        """Look again for sheets that have been locked or received meanwhile."""
        self._collected = self._collect()
        return self.state

    @property
    def result(self) -> PanelResult:
        """The sheets joined, the rulings in place. Raises Refusal where a ruling does not fit."""
        rulings = {} if self._collected.veiled else self.facts.rulings
        return self._joined({criterion: ruling.findings for criterion, ruling in rulings.items()})

    @property
    def state(self) -> PanelState:
        """Everything at this moment."""
        return state_of(self)

    def open_sheets(self, reason: str) -> PanelState:
        """Open what is in before the rest has come. Raises Refusal."""
        self._append(opening_entry(self.author, self.hands.seated, self._collected, reason))
        return self.refresh()

    def rule(self, criterion: str, findings: Mapping[str, object], reason: str) -> PanelState:
        """Settle a criterion by whole findings and a reason. Raises Refusal naming every fault."""
        faults = list(self._ruling_faults(criterion, findings))
        if not reason.strip():
            faults.append(Fault("reason", "请写明裁定理由。", "XP-4201"))
        if faults:
            raise Refusal(faults)
        return self._append(ruling_entry(self.author, self.facts, criterion, findings, reason))

    def unrule(self, criterion: str, reason: str) -> PanelState:
        """Take a ruling back; the experts' findings count again."""
        before = self.facts.rulings.get(criterion)
        if before is None:
            return self.state
        draft = NewEntry("ruling", self.author, criterion=criterion, before=dict(before.findings), why=reason)
        return self._append(draft)

    def settle(
        self, criterion: str, sentence: str, agreed: Collection[str], dissents: Mapping[str, str]
    ) -> PanelState:
        """Note how a wide spread was settled, who agreed, who dissents and why. Raises Refusal."""
        if criterion not in self.scheme.by_id:
            raise Refusal([_unknown(criterion)])
        row = self.result.criterion(criterion)
        draft = settlement_entry(self.author, self.facts, row, sentence, agreed, dissents, self.visit)
        return self._append(draft)

    def rule_gap(self, ruling: str, by: str, number: str) -> PanelState:
        """Note how the bureau ruled on a result between two marks. Raises Refusal naming every fault.

        ruling: ``pass``, ``fail`` or ``open``; by: who ruled; number: of the paper it is written in.
        """
        if not self.between(self.result):
            raise Refusal.because(
                "结果不在两条分数线之间，或者批次已经写明怎样认定，不需要登记裁定。", code="XP-4210"
            )
        return self._append(gap_entry(self.author, self.facts, ruling, by, number))

    def correct_clock(self, minutes: int, reason: str) -> PanelState:
        """Note how far this computer's clock is ahead (negative: behind); 0 takes it back. Raises Refusal."""
        return self._append(offset_entry(self.author, self.facts, minutes, reason))

    def set_problems(self, problems: Sequence[str]) -> PanelState:
        """The problems found, one text each."""
        return self._opinion("problems", self.facts.problems, problems)

    def set_suggestions(self, suggestions: Sequence[str]) -> PanelState:
        """The suggestions, one text each."""
        return self._opinion("suggestions", self.facts.suggestions, suggestions)

    def set_strengths(self, strengths: Sequence[str]) -> PanelState:
        """What was done well, one text each; only of a kind whose papers tell it."""
        if any(text.strip() for text in strengths) and not WORDS[self.scheme.kind].strengths:
            raise ValueError(f"nothing is told of strengths by papers of kind {self.scheme.kind}")
        return self._opinion("strengths", self.facts.strengths, strengths)

    def draft(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Problems and suggestions composed from the lost points: a start, nothing is stored."""
        visit = self.visit
        return draft_opinions(self.scheme, self.result, self.findings, visit.profile, visit.policy)

    def draft_strengths(self) -> tuple[str, ...]:
        """What was done well, composed from what was won: a start, nothing is stored."""
        return draft_strengths(self.scheme, self.result, self.findings, self.visit.policy)

    @property
    def findings(self) -> Mapping[str, Answers]:
        """By expert; those of the rulings under the empty name."""
        rulings = {criterion: ruling.findings for criterion, ruling in self.facts.rulings.items()}
        return {**self._collected.sheets(), "": rulings}

    def set_statement(self, statement: Statement) -> PanelState:
        """The unit's answer; given after the text is frozen and read out, before the first signature."""
        if self.facts.frozen_digest is None:
            raise Refusal.because("结论还没有定稿。定稿并宣读之后，再记录单位的表态。", code="XP-4207")
        before, after = asdict(self.facts.statement), asdict(statement)
        return self.note(NewEntry("statement", self.author, before=before, after=after))

    def set_step(self, step_id: str, people: str, notes: str) -> PanelState:
        """Note a step of the protocol as done now, or change its notes.

        What follows the conclusion waits until it is frozen; what led to it stands still then.
        """
        must_be_open(self.scheme, self.facts, step_id)
        frozen = self.facts.frozen_digest is not None
        held = (self.facts.followed if frozen else self.facts.steps).get(step_id)
        return self.note(NewEntry("step", self.author, field=step_id, after=step_noted(held, people, notes)))

    def clear_step(self, step_id: str) -> PanelState:
        """Mark a step of the protocol as still open."""
        must_be_open(self.scheme, self.facts, step_id)
        return self.note(NewEntry("step", self.author, field=step_id))

    def set_material(self, material_id: str, *, handed: bool | None, note: str) -> PanelState:
        """Note whether a paper was handed in (None: nobody has looked). Raises Refusal once frozen."""
        if material_id not in {each.id for each in self.scheme.materials}:
            raise Refusal.because("本方案没有列出这份材料。", where="material", code="XP-4208")
        after = None if handed is None else {"handed": handed, "note": note.strip()}
        return self._append(NewEntry("material", self.author, field=material_id, after=after))

    def append(self, draft: NewEntry, *, also: Callable[[Unit, str], None] | None = None) -> PanelState:
        """One more entry of another service's making, such as a freezing or a signature.

        also: what that service writes in the same transaction.
        """
        draft = self.hands.written(self.visit, draft)
        for row in self._ledger.append(draft, also=also):
            self.facts = applied(self.facts, as_record(row))
        if draft.kind == "status":
            self._collected = self._collect()
        return self.state

    def amend(self, draft: NewEntry, also: Callable[[Unit, str], None]) -> PanelState:
        """One more entry of what the panel has to go on with. Raises Refusal once the text is frozen.

        also: stores in the same transaction what it tells of, such as a sheet that came.
        """
        self._append(draft, also=also)
        return self.refresh()

    def _append(self, draft: NewEntry, *, also: Callable[[Unit, str], None] | None = None) -> PanelState:
        if self.facts.frozen_digest is not None:
            raise Refusal.because(
                "结论已经定稿。要修改请先撤回定稿；撤回后须重新宣读改动部分并重新签署。", code="XP-4203"
            )
        return self.append(draft, also=also)

    def note(self, draft: NewEntry) -> PanelState:
        """One more entry of what follows the freezing. Raises Refusal once the document is issued."""
        if self.facts.issued:
            raise Refusal.because(
                "结论文件已经出具，程序记录与单位表态不能再改；要改请先撤回定稿。", code="XP-4206"
            )
        return self.append(draft)

    def _opinion(self, kind: str, before: Sequence[str], texts: Sequence[str]) -> PanelState:
        after = [text.strip() for text in texts if text.strip()]
        if list(before) == after:
            return self.state
        return self._append(NewEntry(kind, self.author, before=list(before), after=after))

    def _joined(self, rulings: Mapping[str, Mapping[str, object]]) -> PanelResult:
        """Where too few are left to be joined, everybody of the task is blank: nothing is shown."""
        visit, sheets = self.visit, self._collected.sheets()
        assignments = visit.assignments
        if len(sheets) < self.quorum:
            assignments = self._visit.assignments
            sheets = {member.id: {} for member in self._visit.panel if member.scores}
        return Panel.join(self.scheme, visit.profile, visit.policy, sheets, assignments, rulings)

    def _ruling_faults(self, criterion: str, findings: Mapping[str, object]) -> Sequence[Fault]:
        """Judged as strictly as it will be joined: what passes here can always be read again."""
        if criterion not in {each.id for each in self.scheme.criteria}:
            return [_unknown(criterion)]
        if not findings:
            return [Fault(f"findings.{criterion}", "请填写裁定的认定内容。", "XP-4205")]
        try:
            self._joined({criterion: findings})
        except Refusal as refusal:
            return [
                replace(each, where=each.where.replace("rulings.", "findings.", 1)) for each in refusal.faults
            ]
        return ()

    def _collect(self) -> Collected:
        with self._store.look() as view:
            found = collect(view, self.visit, self.scheme, self.facts.received)
        frozen = self.facts.frozen_digest is not None
        veiled = not self.hands.sees(whole=found.whole, frozen=frozen)
        return replace(found, early=opened_early(self.facts.opened, found), veiled=veiled)

    def between(self, result: PanelResult) -> bool:
        """Whether a ruling on a gap is the leader's to note: the batch has said nothing of it."""
        return GAP not in self._visit.policy and self.whole and result.verdict.between

    @property
    def pledges(self) -> tuple[Pledge, ...]:
        """Who has confirmed recusal and discipline, as far as it is known here."""
        with self._store.look() as view:
            return pledges_of(view, self.visit, self._collected.found)


def _unknown(criterion: str) -> Fault:
    return Fault("criterion", f"方案里没有 {criterion} 这一项。", "XP-4204")
