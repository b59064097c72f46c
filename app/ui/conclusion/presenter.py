"""The conclusion without Qt: takes what the leader does, tells the services, makes the next state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.common.errors import Refusal
from app.common.words import say
from app.scoring import FindingSpec
from app.scoring.model.kinds import WORDS
from app.scoring.visit.figures import result_label
from app.services.panel.day_doubts import joined
from app.services.panel.unrecorded_words import PanelTyping
from app.services.printing.consequences import concluding_words
from app.services.printing.result_words import figure, figure_word, noted_titles
from app.services.store.rounds import PanelState, Statement, UnsignedSheet
from app.ui.attendance.presenter import AttendancePresenter
from app.ui.conclusion.between import gap_choices, ruled_words
from app.ui.conclusion.matrix import first_row, matrix, opening_words, sheet_lines, short_names
from app.ui.conclusion.pages import (
    NONE,
    criterion_page,
    elsewhere_words,
    lines_of,
    material_line,
    statement_of,
    step_line,
    verdict_reason,
)
from app.ui.conclusion.parted import PartedPresenter
from app.ui.conclusion.ruling_draft import RulingDraft
from app.ui.conclusion.state import ConclusionState, Page, ResultState
from app.ui.criterion import field_values
from app.ui.criterion.verdict import mark_of, mark_words, place_of, possible, verdict_words
from app.ui.shell.operation import Progress, WorkStep
from app.ui.shell.visit_titles import visit_title

if TYPE_CHECKING:
    from app.services.workspace import Workspace

RULING, STEP, MATERIAL, OPINIONS, STATEMENT = "ruling.", "step.", "material.", "opinions", "statement"
AGREES = {"yes": True, "no": False}


class ConclusionPresenter:
    """One visit's conclusion. What a service refuses is raised; the state stays as it was then."""

    def __init__(self, workspace: Workspace, visit_id: str) -> None:
        self._workspace, self._visit_id = workspace, visit_id
        self._desk = workspace.panels.open(visit_id)
        self._panel: PanelState = self._desk.state
        self._drafts: dict[str, RulingDraft] = {}
        self._typing = PanelTyping(workspace.store, visit_id)
        self._unfolded: frozenset[str] = frozenset()
        self._page: Page = "criterion"
        self._parted = workspace.panel_branches.any(visit_id)
        self._current = first_row(self._panel)
        self._unsigned = workspace.signed_sheets.wanting(self._desk)

    @property
    def state(self) -> ConclusionState:
        """The screen at this moment."""
        panel, draft = self._panel, self._draft()
        policy = self._desk.visit.policy
        page = criterion_page(panel, policy, self._current, draft) if self._page == "criterion" else None
        return ConclusionState(
            heading=self.heading,
            words=WORDS[panel.scheme.kind],
            titles=noted_titles(panel.scheme),
            sheets=sheet_lines(panel.sheets),
            parted=self._parted,
            happened=(*panel.happened, *panel.voided),
            experts=short_names(panel.sheets),
            groups=matrix(panel, self._unfolded),
            page=self._page,
            current=self._current,
            criterion=page,
            problems=panel.problems,
            suggestions=panel.suggestions,
            strengths=panel.strengths,
            typed_opinions=self._typed_opinions(),
            drifted=panel.drifted,
            protocol=tuple(
                step_line(step, panel, self._typing.of(f"{STEP}{step.id}"))
                for step in (*panel.protocol, *panel.followed)
            ),
            elsewhere=elsewhere_words(panel.scheme),
            materials=tuple(
                material_line(each, self._typing.of(f"{MATERIAL}{each.id}")) for each in panel.materials
            ),
            statement=statement_of(panel, self._typing.of(STATEMENT)),
            result=self._result(),
            writable=not panel.frozen,
            opening=opening_words(panel, self._desk.visit.name_of),
            may_open=panel.may_open,
        )

    @property
    def people(self) -> AttendancePresenter:
        """Who is away, who leads for whom."""
        return AttendancePresenter(self._workspace, self._visit_id)

    @property
    def heading(self) -> str:
        """The unit and the scheme."""
        visit = self._desk.visit
        return visit_title(str(visit.project.get("unit", "")), self._panel.scheme.title, visit.round)

    # Where one looks.

    def show_page(self, page: Page) -> None:
        """Turn to the opinions, the protocol or the unit's statement."""
        self._page = page

    def show_criterion(self, criterion_id: str) -> None:
        """Turn to a criterion."""
        self._page, self._current = "criterion", criterion_id

    def fold(self, group: str) -> None:
        """Fold or unfold a group of rows."""
        self._unfolded ^= {group}

    def neighbour(self, step: int) -> str:
        """The criterion some rows up or down in the order shown."""
        shown = [
            row.id for group in matrix(self._panel, self._unfolded) if not group.folded for row in group.rows
        ]
        if self._current not in shown:
            return shown[0] if shown else self._current
        return shown[min(max(shown.index(self._current) + step, 0), len(shown) - 1)]

    # The ruling.

    def write(self, name: str, typed: object) -> None:
        """A field of the ruling gives a value."""
        self._keep(self._needed().written(name, typed))

    def step(self, name: str, steps: int) -> None:
        """Move a points field some steps up or down."""
        spec, now = self._field(name)
        self.write(name, field_values.stepped(spec, now, steps))

    def toggle(self, name: str, element: str) -> None:
        """Put an element into a set or take it out."""
        spec, now = self._field(name)
        order = [option.value for option in spec.options]
        self.write(name, field_values.toggled(now if isinstance(now, list) else None, element, order))

    def offer(self, name: str, reason: str) -> None:
        """Add a common reason to a reason field."""
        self.write(name, field_values.joined_reason(str(self._field(name)[1] or ""), reason))

    def write_case(self, name: str, place: int, column: str, typed: str) -> None:
        """Change one cell of a rows field."""
        self.write(name, field_values.case_changed(self._field(name)[1], place, column, typed))

    def step_case(self, name: str, place: int, steps: int) -> None:
        """Move the deduction of one row some steps up or down."""
        spec, now = self._field(name)
        deduction = field_values.cases_of(now)[place]["deduction"]
        self.write_case(name, place, "deduction", field_values.stepped(spec, deduction, steps))

    def add_case(self, name: str) -> None:
        """Add an empty row."""
        self.write(name, field_values.case_added(self._field(name)[1]))

    def remove_case(self, name: str, place: int) -> None:
        """Remove a row."""
        self.write(name, field_values.case_removed(self._field(name)[1], place))

    def _field(self, name: str) -> tuple[FindingSpec, object]:
        draft = self._needed()
        return draft.scheme.criterion(draft.criterion).finding(name), draft.findings.get(name)

    def adopt(self, person_id: str) -> None:
        """Start the ruling from one expert's findings."""
        sides = self._panel.sides.get(self._current, ())
        findings = next(side.findings for side in sides if side.person_id == person_id)
        self._keep(self._needed().adopted(findings))

    def give_reason(self, reason: str) -> None:
        """The ruling's reason as typed."""
        self._keep(self._needed().reasoned(reason))

    def rule(self) -> None:
        """Record the ruling. Raises Refusal naming what is wrong with it."""
        draft = self._needed()
        self._keep(replace(draft, asked=True))
        self._panel = self._desk.rule(draft.criterion, draft.effective, draft.reason)
        self._forget(draft.criterion)

    def unrule(self, reason: str) -> None:
        """Take the ruling back."""
        self._panel = self._desk.unrule(self._current, reason)
        self._forget(self._current)

    def open_sheets(self, reason: str) -> None:
        """Open what is in before the rest has come. Raises Refusal."""
        self._panel = self._desk.open_sheets(reason)

    def settle(self, sentence: str, agreed: Sequence[str], dissents: Mapping[str, str]) -> None:
        """Note how a wide spread was settled, by whom and against whom. Raises Refusal."""
        self._panel = self._desk.settle(self._current, sentence, agreed, dissents)

    def rule_gap(self, ruling: str, by: str, number: str) -> None:
        """Note how the bureau ruled on a result between two marks. Raises Refusal naming what is wanting."""
        self._panel = self._desk.rule_gap(ruling, by, number)

    # Opinions, protocol, statement.

    def set_opinions(self, problems: str, suggestions: str, strengths: str = "") -> None:
        """The texts as written, a line each opinion."""
        self._record_opinions(lines_of(problems), lines_of(suggestions), lines_of(strengths))

    def type_opinions(self, problems: str, suggestions: str, strengths: str = "") -> None:
        """The texts as they stand in the middle of a word."""
        self._typing.keep(OPINIONS, [problems, suggestions, strengths])

    def draft_opinions(self) -> None:
        """Replace them by what the lost points suggest, and the won ones."""
        self._record_opinions(*self._desk.draft(), self._desk.draft_strengths())

    @property
    def nothing_to_draft(self) -> str:
        """Why a draft would be empty now, in a sentence; empty where there is something to write."""
        result = self._panel.result
        if not result.open or any(self._desk.draft()) or self._desk.draft_strengths():
            return ""
        return say("还有 {many} 项未定，暂时没有可以写进草稿的内容。", many=len(result.open))

    def _record_opinions(
        self, problems: Sequence[str], suggestions: Sequence[str], strengths: Sequence[str]
    ) -> None:
        self._desk.set_strengths(strengths)
        self._desk.set_problems(problems)
        self._panel = self._desk.set_suggestions(suggestions)
        self._typing.forget(OPINIONS)

    def type_step(self, step_id: str, people: str, notes: str) -> None:
        """What stands in the fields of a step that is not recorded like this yet."""
        self._typing.keep(f"{STEP}{step_id}", [people, notes])

    def note_step(self, step_id: str, people: str, notes: str) -> None:
        """Record a step of the day as done, or change its notes."""
        self._panel = self._desk.set_step(step_id, people.strip(), notes.strip())
        self._typing.forget(f"{STEP}{step_id}")

    def reopen_step(self, step_id: str) -> None:
        """A step that was ticked by mistake."""
        self._panel = self._desk.clear_step(step_id)

    def type_material(self, material_id: str, note: str) -> None:
        """A note on a paper in the middle of a word."""
        self._typing.keep(f"{MATERIAL}{material_id}", note)

    def note_material(self, material_id: str, handed: str, note: str) -> None:
        """Whether a paper was handed in: ``yes``, ``no`` or empty."""
        self._panel = self._desk.set_material(material_id, handed=AGREES.get(handed), note=note)
        self._typing.forget(f"{MATERIAL}{material_id}")

    def type_statement(self, text: str, agrees: str, by: str) -> None:
        """The unit's answer in the middle of a word."""
        self._typing.keep(STATEMENT, [text, agrees, by])

    def set_statement(self, text: str, agrees: str, by: str) -> None:
        """The unit's answer; agrees is ``yes``, ``no`` or empty."""
        wanted = Statement(text.strip(), AGREES.get(agrees), by.strip())
        if wanted != self._panel.statement:
            self._panel = self._desk.set_statement(wanted)
        self._typing.forget(STATEMENT)

    @property
    def parted(self) -> PartedPresenter:
        """Other ledgers of this panel."""
        return PartedPresenter(self._workspace, self._desk.visit)

    # Sheets and freezing.

    def freeze(self, progress: Progress) -> str:
        """Fix the text; its short code. For the background: it sets the whole document to see that it prints.

        Raises Refusal naming what is missing.
        """
        progress.report(WorkStep(0, 0, say("正在排版并固定文本…")))
        return self._workspace.verdicts.freeze(self._visit_id, knowingly=True)

    @property
    def doubts(self) -> str:
        """Times that do not fit one another, in a sentence for whoever is about to freeze; usually empty."""
        try:
            return joined(self._workspace.verdicts.doubts(self._visit_id))
        except Refusal:  # a trial has no task, and so no dates to be held against
            return ""

    def unsigned(self, person_id: str) -> UnsignedSheet:
        """What is known of a sheet whose signed file is wanting."""
        return next(each for each in self._unsigned if each.person_id == person_id)

    def sign_sheet(self, person_id: str, pin: str | None) -> None:
        """Let whoever wrote a locked sheet sign it now. For beside the window. Raises Refusal."""
        self._workspace.signed_sheets.sign(self._visit_id, person_id, pin)

    @property
    def clock(self) -> str:
        """How wrong this computer's clock was noted to be, in words; empty for not at all."""
        return self._panel.clock.words if self._panel.clock else ""

    def correct_clock(self, minutes: int, reason: str) -> None:
        """Note how far this computer's clock is ahead (negative: behind); 0 takes it back. Raises Refusal."""
        self._panel = self._desk.correct_clock(minutes, reason)

    def thaw(self, reason: str) -> None:
        """Take the freezing back, and with it every signature."""
        self._workspace.verdicts.thaw(self._visit_id, reason)
        self.reload()

    def reload(self) -> None:
        """Read everything again: another service wrote."""
        self._desk = self._workspace.panels.open(self._visit_id)
        self._panel = self._desk.state
        self._parted = self._workspace.panel_branches.any(self._visit_id)
        self._unsigned = self._workspace.signed_sheets.wanting(self._desk)
        if self._current not in {row.id for row in self._panel.result.criteria}:
            self._current = first_row(self._panel)

    @property
    def signed(self) -> int:
        """How many signatures a change of the text would void."""
        if not self._panel.frozen:
            return 0
        return sum(
            slot.signed_at is not None for slot in self._workspace.verdicts.status(self._visit_id).slots
        )

    def _draft(self) -> RulingDraft | None:
        if self._page != "criterion" or not self._panel.sides or self._panel.early:
            return None
        return self._needed()

    def _needed(self) -> RulingDraft:
        return self._drafts.get(self._current) or self._resumed()

    def _resumed(self) -> RulingDraft:
        """The ruling as it was being written when the program ended, or as it stands."""
        stored, held = (
            RulingDraft.standing(self._panel, self._current),
            self._typing.of(f"{RULING}{self._current}"),
        )
        if held is None or self._panel.frozen:
            return stored
        return replace(stored, findings=held["findings"], reason=held["reason"], typed=held["typed"])

    def _keep(self, draft: RulingDraft) -> None:
        """Hold what is being written, here first: a disk that refuses costs only the memory of it."""
        self._drafts[draft.criterion] = draft
        held = {"findings": dict(draft.findings), "reason": draft.reason, "typed": dict(draft.typed)}
        self._typing.keep(f"{RULING}{draft.criterion}", held)

    def _forget(self, criterion: str) -> None:
        self._drafts.pop(criterion, None)
        self._typing.forget(f"{RULING}{criterion}")

    def _typed_opinions(self) -> tuple[str, str, str] | None:
        held = None if self._panel.frozen else self._typing.of(OPINIONS)
        return None if held is None else (held[0], held[1], held[2] if len(held) > 2 else "")

    def _result(self) -> ResultState:
        panel = self._panel
        result, full = panel.result, panel.scheme.full_marks
        waiting = [row.id for row in result.criteria if row.asked and row.score is None]
        high = min(result.total + sum(panel.scheme.criterion(name).max for name in waiting), full)
        mark = mark_of(panel.scheme, self._desk.visit.policy)
        known, pointed = bool(panel.sides), not panel.scheme.conditional
        return ResultState(
            counted=figure_word(panel.scheme),
            bar=pointed,
            total=figure(panel.scheme, result) if known else NONE,
            possible=possible(result.total, high, result.marks)
            if pointed and known and high != result.total
            else "",
            low=float(result.total) if known else 0,
            high=float(high) if known else full,
            full=full,
            mark=place_of(mark),
            mark_text=mark_words(panel.scheme, mark),
            verdict=say(result_label(panel.scheme, result.verdict)),
            settled=result.verdict.outcome != "undetermined",
            good=verdict_words(panel.scheme, result.verdict, mark)[1] == "done",
            why=verdict_reason(result.verdict)
            + say(concluding_words(panel.scheme, self._desk.visit, result)),
            blocked=(*panel.missing, *(each.told for each in self._unsigned)),
            unsigned=self._unsigned,
            matters=panel.matters,
            frozen=panel.frozen,
            short_code=panel.short_code or "",
            gap=gap_choices(panel),
            ruled=ruled_words(panel),
        )
