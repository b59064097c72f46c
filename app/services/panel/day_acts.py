"""What is done at the screen says itself when: the acts of the day, read from the panel's ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.common.errors import Refusal
from app.common.ledger import EntryRecord
from app.scoring import Scheme
from app.scoring.model.kinds import WORDS
from app.services.panel.panel_facts import PanelFacts
from app.services.panel.procedure import ANSWER, must_be_open
from app.services.panel.read_out import STEP
from app.services.sheet.rivals import ASIDE
from app.services.store.day import DayAct

ARRIVAL, SHEETS, CLOSED, FROZEN, SIGNING = "arrival", "sheets", "closed", "frozen", "signing"


@dataclass(frozen=True, slots=True)
class PlainStep:
    """A step of every visit's day, whatever its scheme names. own: noted by hand too; after: the freezing."""

    id: str
    title: str
    hint: str
    own: bool = True
    after: bool = False
    closed: bool = False


def steps_of_day(scheme: Scheme) -> tuple[PlainStep, ...]:
    """The day in its order: the scheme's own steps, and round them what every day has."""
    sheet = WORDS[scheme.kind].sheet
    named = [PlainStep(each.id, each.title, each.note, after=each.after) for each in scheme.own_steps]
    known = {each.id for each in named}
    after = [
        PlainStep(STEP, "宣读结论", "按定稿的文本宣读", own=False, after=True),
        PlainStep(ANSWER, "单位表态", "单位表明有无异议", own=False, after=True),
    ]
    return (
        PlainStep(ARRIVAL, "到场签到", "专家组到场签到，申明有无须回避的情形"),
        *(each for each in named if not each.after),
        PlainStep(SHEETS, f"收取{sheet}", f"各专家锁定的{sheet}交组长", own=False),
        PlainStep(CLOSED, "闭门合议", "专家组合议，单位的人不在场", closed=True),
        PlainStep(FROZEN, "定稿", "结论的文本固定，生成校验码", own=False),
        *(each for each in named if each.after),
        *(each for each in after if each.id not in known),
        PlainStep(SIGNING, "签署", "专家逐人签署，组长最后", own=False, after=True),
    )


def stands_open(facts: PanelFacts, step: PlainStep) -> bool:
    """Whether a step can be noted by hand now: before the freezing, or after it while nothing is issued."""
    return step.own and (facts.frozen_digest is not None) is step.after and not facts.issued


def must_stand_open(scheme: Scheme, facts: PanelFacts, step_id: str) -> None:
    """Raises Refusal unless a step can be noted by hand now."""
    step = next((each for each in steps_of_day(scheme) if each.id == step_id), None)
    if step is None or step_id in {each.id for each in scheme.own_steps}:
        must_be_open(scheme, facts, step_id)
    elif not step.own:
        told = f"“{step.title}”的时间由程序按所办的事记下，不必登记。"
        raise Refusal.because(told, where="step", code="XP-4202")
    elif facts.frozen_digest is not None:
        told = f"结论已经定稿，“{step.title}”这一步不能再改。要改请先撤回定稿。"
        raise Refusal.because(told, where="step", code="XP-4203")


def acts_of(
    scheme: Scheme, facts: PanelFacts, entries: Sequence[EntryRecord], locked: Sequence[str] = ()
) -> dict[str, list[DayAct]]:
    """By step, what was done in it. entries: the panel's ledger; locked: when sheets were locked here."""
    standing = _standing(facts, entries)
    kinds: dict[str, list[str]] = {}
    for each in entries:
        kind = "choice" if isinstance(each.after, dict) and ASIDE in each.after else each.kind
        kinds.setdefault(kind, []).append(each.at)
    found: dict[str, list[DayAct | None]] = {
        SHEETS: [_act(f"收取{WORDS[scheme.kind].sheet}", [*kinds.get("sheet", ()), *locked])],
        CLOSED: [
            _act("提前打开", kinds.get("open")),
            _act("合议", kinds.get("settle")),
            _act("裁定", kinds.get("ruling")),
        ],
        FROZEN: [_act("定稿", [facts.frozen_at] if facts.frozen_at else ())],
        STEP: [DayAct("宣读", facts.read.begun, facts.read.ended, facts.read.words)] if facts.read else [],
        ANSWER: [_act("表态", standing)],
        SIGNING: [_act("签署", [*facts.signed.values(), *(each.at for each in facts.pens)])],
    }
    return {step: [each for each in acts if each is not None] for step, acts in found.items()}


def _standing(facts: PanelFacts, entries: Sequence[EntryRecord]) -> list[str]:
    """When the unit's answer to the text that stands was noted."""
    if not facts.answered or facts.frozen_at is None:
        return []
    return [each.at for each in entries if each.kind == "statement" and each.at >= facts.frozen_at]


def _act(title: str, at: Iterable[str] | None) -> DayAct | None:
    times = sorted(at or ())
    return DayAct(title, times[0], times[-1]) if times else None
