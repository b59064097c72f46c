"""The steps of a visit's day: which of them can be noted now."""

from __future__ import annotations

from app.common.errors import Refusal
from app.scoring import Scheme
from app.services.panel.panel_ledger import PanelFacts


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
