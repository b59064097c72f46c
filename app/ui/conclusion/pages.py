"""The middle of the conclusion: one criterion with its sides, and the day's protocol. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.common.clock import BEIJING, moment_of
from app.common.words import say
from app.scoring import PanelCriterion, Scheme, Verdict, format_points
from app.scoring.model.variants import wanted_for
from app.scoring.visit.figures import weightless
from app.services.panel.settlements import spread_of
from app.services.printing.result_words import row_words
from app.services.store.rounds import Material, PanelState, ProtocolStep, Side
from app.ui.conclusion.matrix import kind_of, labels, opinion_word, words_of
from app.ui.conclusion.ruling_draft import RulingDraft
from app.ui.conclusion.spread import spread_state
from app.ui.conclusion.state import (
    Comparison,
    CriterionPage,
    Kind,
    MaterialLine,
    RulingState,
    SideColumn,
    StatementState,
    StepLine,
)
from app.ui.conclusion.talk import talk_state
from app.ui.criterion.result_words import told
from app.ui.criterion.sum_words import line_states, working_words

NONE = "—"


def criterion_page(
    panel: PanelState, policy: Mapping[str, object], criterion_id: str, draft: RulingDraft | None
) -> CriterionPage:
    """Everything about one criterion; ``draft`` is the ruling being written."""
    criterion = panel.scheme.criterion(criterion_id)
    row = next(row for row in panel.result.criteria if row.id == criterion_id)
    sides = panel.sides.get(criterion_id, ())
    return CriterionPage(
        id=criterion_id,
        title=say("{id} {item}", id=criterion_id, item=criterion.item),
        wanted=criterion.official or wanted_for(panel.scheme, criterion, panel.profile),
        cite=criterion.cite,
        score=row_words(panel.scheme, row),
        max="" if weightless(panel.scheme, criterion) else format_points(criterion.max),
        standing=_standing(panel, row),
        sides=tuple(_side(panel, policy, row, side) for side in sides),
        comparisons=_comparisons(sides, frozenset(labels(panel, row))),
        ruling=_ruling(panel, draft) if draft and sides else None,
        result=say("认定") if weightless(panel.scheme, criterion) else say(words_of(panel).result),
        contests=panel.contests.get(criterion_id, ()),
        spread=spread_state(panel, row),
        talk=talk_state(panel, row) if sides else None,
    )


def _standing(panel: PanelState, row: PanelCriterion) -> str:
    if not panel.sides:
        return say("各专家的{sheet}收齐之前，互不可见。", sheet=words_of(panel).sheet)
    kind = kind_of(panel, row)
    if kind == "ruled":
        ruling = panel.rulings.get(row.id)
        return say("组长已裁定：{reason}", reason=ruling.reason) if ruling else say("组长已裁定。")
    if kind == "waiting":
        return say("还没有收齐，先打开的只有部分专家的认定；收齐之后再裁定。")
    if row.state == "unanswered":
        return say("有专家没有{judge}完这一项，须由组长裁定。", judge=words_of(panel).judge)
    if row.state == "disputed":
        return _disputed(panel, row)
    return _spread(row, kind) if row.outlying else _undisputed(panel, row, contested=kind == "contested")


def _spread(row: PanelCriterion, kind: Kind) -> str:
    points = format_points(spread_of(row))
    if kind == "settled":
        return say("最高与最低相差 {points} 分，已合议，各专家评分取平均。", points=points)
    return say("最高与最低相差 {points} 分，须合议并登记结论，或者在下面裁定。", points=points)


def _disputed(panel: PanelState, row: PanelCriterion) -> str:
    """What is the leader's to decide: a fact, an opinion, or whether to make an exception."""
    what = say("、").join(f"“{label}”" for label in labels(panel, row))
    if not row.pleaded:
        told = say("各专家认定的{what}不一致。事实只有一个，须由组长裁定。", what=what)
        return told if what else say(words_of(panel).apart)
    sides = panel.sides[row.id]
    given = {side.name: row.given.get(side.person_id) for side in sides}
    names = say("、").join(name for name, result in given.items() if result and result.excepted)
    words = say("{names}提请例外。是否作为例外，由组长裁定并写明理由。", names=names)
    return say("各专家认定的{what}不一致，请先核对事实。", what=what) + words if what else words


def _undisputed(panel: PanelState, row: PanelCriterion, *, contested: bool) -> str:
    if contested:
        return say(
            "有专家对核定的事实有异议。核对后可在下面裁定；不裁定的，以{act}专家核定的为准。",
            act=words_of(panel).act,
        )
    averaged = say("各专家评分取平均。")
    return averaged if row.state == "averaged" else say("各专家{what}一致。", what=opinion_word(panel))


def _side(panel: PanelState, policy: Mapping[str, object], row: PanelCriterion, side: Side) -> SideColumn:
    wordy = weightless(panel.scheme, panel.scheme.criterion(row.id))
    result = RulingDraft(panel.scheme, panel.profile, policy, row.id, side.findings, "").result
    return SideColumn(
        person_id=side.person_id,
        name=side.name,
        score=told(panel.scheme, result) if wordy else side.score or "",
        lines=line_states(result),
        note=side.note,
        papers=side.papers,
        seen=side.seen,
    )


def _comparisons(sides: tuple[Side, ...], differing: frozenset[str]) -> tuple[Comparison, ...]:
    given = [dict(side.shown) for side in sides]
    order = dict.fromkeys(label for side in sides for label, _ in side.shown)
    return tuple(
        Comparison(label, tuple(shown.get(label, NONE) for shown in given), label in differing)
        for label in order
    )


def _ruling(panel: PanelState, draft: RulingDraft) -> RulingState:
    result, stands = draft.result, panel.rulings.get(draft.criterion)
    changed = stands is None or (dict(stands.findings), stands.reason) != (
        dict(draft.effective),
        draft.reason,
    )
    return RulingState(
        fields=draft.fields(),
        working=working_words(panel.scheme, result, ruling=True) if result.max == 0 else result.working,
        missing=draft.missing(),
        lines=line_states(result),
        reason=draft.reason,
        ruled=stands is not None,
        changed=changed,
        may_rule=result.score is not None and bool(draft.reason.strip()) and changed and not panel.frozen,
    )


def step_line(step: ProtocolStep, panel: PanelState, held: Sequence[str] | None = None) -> StepLine:
    """A step of the day, its time as the clock on the wall shows it. held: people and notes being typed."""
    done = ""
    if step.done_at is not None:
        done = moment_of(step.done_at).astimezone(BEIJING).strftime("%H:%M")
    still = step.after == panel.frozen and not panel.issued
    waits = step.after and not panel.frozen
    typed = (held[0], held[1]) if held is not None and still else None
    return StepLine(step.id, step.title, done, step.people, step.notes, still, waits, typed)


def elsewhere_words(scheme: Scheme) -> str:
    """The steps of the procedure that are not the panel's, and whose they are; empty for none."""
    told = [
        say("{step}（{by}，{cite}）", step=each.title, by=each.by, cite=each.cite)
        for each in scheme.procedure
        if each.by
    ]
    if not told:
        return ""
    return say("以下各步不是专家组的，由有关部门办理，不在此记录：{steps}。", steps=say("；").join(told))


def material_line(each: Material, typed: str | None = None) -> MaterialLine:
    """A paper of the checklist. typed: its note as it is being typed."""
    handed = "" if each.handed is None else "yes" if each.handed else "no"
    return MaterialLine(each.id, each.title, each.asked, handed, each.note, typed)


def verdict_reason(verdict: Verdict) -> str:
    """Why; a reason that already leans to one side is told as what it is while the outcome is not settled."""
    if verdict.outcome == "undetermined" and verdict.foreseen is not None:
        return say("尚有事项未定。按目前所评：{why}", why=verdict.why)
    return verdict.why


def lines_of(text: str) -> Sequence[str]:
    """The opinions in a text: its lines, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def statement_of(panel: PanelState, held: Sequence[str] | None) -> StatementState:
    """The unit's answer. held: its texts as they are being typed, None where nothing is newer than stored."""
    statement, writable = panel.statement, panel.frozen and not panel.issued
    agrees = "" if statement.agrees is None else "yes" if statement.agrees else "no"
    typed = (held[0], held[1], held[2]) if held is not None and writable else None
    return StatementState(statement.text, agrees, statement.by, writable, typed)
