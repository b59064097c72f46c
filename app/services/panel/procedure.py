"""The steps of a visit's day: which of them can be noted now, are still open, or were taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.common.errors import Refusal
from app.scoring import Scheme
from app.services.panel.marks import Voided
from app.services.panel.panel_ledger import PanelFacts
from app.services.printing.clock_words import clock_time
from app.services.store.rounds import Material, ProtocolStep
from app.services.store.site import Visit

ANSWER = "answer"
"""The step that the unit's answer is, in schemes that name it: the answer on record is its record too."""


def steps_noted(
    scheme: Scheme, noted: Mapping[str, ProtocolStep], *, after: bool
) -> tuple[ProtocolStep, ...]:
    """The panel's own steps in the scheme's order, those that wait for the conclusion or the others."""
    return tuple(
        replace(noted[step.id], title=step.title, after=after)
        if step.id in noted
        else ProtocolStep(step.id, step.title, None, "", "", after)
        for step in scheme.own_steps
        if step.after is after
    )


def materials_noted(scheme: Scheme, noted: Mapping[str, tuple[bool, str]]) -> tuple[Material, ...]:
    """The papers that the scheme asks for, with what was noted of each."""
    return tuple(
        Material(each.id, each.title, each.text, each.cite, *noted.get(each.id, (None, "")))
        for each in scheme.materials
    )


def must_be_open(scheme: Scheme, facts: PanelFacts, step_id: str) -> None:
    """Raises Refusal unless a step is the panel's own and its time is now, before or after the freezing."""
    step = next((each for each in scheme.procedure if each.id == step_id), None)
    if step is None:
        raise Refusal.because("本方案的程序里没有这一步。", where="step", code="XP-4202")
    if step.by:
        raise Refusal.because(
            f"“{step.title}”由{step.by}办理，不是专家组的步骤，不在此记录。", where="step", code="XP-4202"
        )
    frozen = facts.frozen_digest is not None
    if step.after and not frozen:
        raise Refusal.because(f"“{step.title}”在结论定稿之后，请先定稿。", where="step", code="XP-4207")
    if frozen and not step.after:
        raise Refusal.because(
            f"结论已经定稿，“{step.title}”这一步已写进定稿的文本。要改请先撤回定稿。",
            where="step",
            code="XP-4203",
        )


def left_open(scheme: Scheme, facts: PanelFacts) -> tuple[str, ...]:
    """What the document would be issued without: the unit's answer, a step after the conclusion. In sentences
    without their end; none while nothing is frozen, or once it is issued."""
    if facts.frozen_digest is None or facts.issued:
        return ()
    known = {*facts.followed, *((ANSWER,) if facts.answered else ())}
    steps = (each for each in scheme.own_steps if each.after and each.id not in known)
    told = [f"“{each.title}”还没有记录" for each in steps]
    return (*told, *(() if facts.answered else ("单位还没有表态",)))


def voided_words(visit: Visit, scheme: Scheme, facts: PanelFacts) -> tuple[str, ...]:
    """What was taken back with earlier texts and has to be done anew, a sentence each."""
    told = ((each, _lost(visit, scheme, each)) for each in facts.voided)
    return tuple(
        f"{clock_time(each.at)} 撤回定稿，此前的{lost}已作废，须重新办理。撤回原因：{each.reason}"
        for each, lost in told
        if lost
    )


def _lost(visit: Visit, scheme: Scheme, voided: Voided) -> str:
    titles = {each.id: each.title for each in scheme.own_steps}
    steps = "".join(f"“{titles[each]}”" for each in voided.steps if each in titles)
    signed = "、".join(visit.name_of(each) for each in voided.signed)
    penned = "、".join(visit.name_of(each.person_id) for each in voided.pens)
    parts = (
        f"{steps}记录" if steps else "",
        "单位表态" if voided.answered else "",
        f"{signed}的电子签名" if signed else "",
        f"{penned}的手签" if penned else "",
    )
    return "、".join(part for part in parts if part)
