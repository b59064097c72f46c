"""The frozen text written again from the ledgers and the task: what it says follows from them, or it falls.

Not its figures alone: unit, panel, clauses, causes, duties, readings, every word that a document prints.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from app.common.canon import canonical
from app.common.clock import moment_of
from app.common.errors import Refusal
from app.scoring import PanelResult, Scheme
from app.services.panel.collected import FoundSheet
from app.services.panel.panel_ledger import PanelFacts, settled_frozen
from app.services.panel.procedure import materials_noted, steps_noted
from app.services.panel.recusals import pledges_told
from app.services.printing.verdict_report import Noted, bound_to_task, build_report, frozen_text
from app.services.store.rounds import PanelState
from app.services.store.site import Visit

if TYPE_CHECKING:
    from app.reports.document import VerdictReport

CODE = "XP-4516"
WORDS: Mapping[str, str] = {
    "title": "标题",
    "issuer": "发文单位",
    "batch": "批次",
    "basis": "依据",
    "unit": "单位名称",
    "project": "项目名称",
    "project_code": "项目编号",
    "unit_type": "单位情况",
    "visit_dates": "考核日期",
    "panel": "专家组名单",
    "experts": "专家名单",
    "signers": "签署人",
    "materials": "所交材料",
    "protocol": "考核程序",
    "sections": "逐项结果",
    "total": "总分",
    "full": "满分",
    "pass_mark": "合格线",
    "outcome": "结论",
    "outcome_label": "结论",
    "outcome_why": "结论的理由",
    "total_adjustments": "从总分中扣除的分值",
    "unmet": "未达到的条件",
    "readings": "口径",
    "rulings": "裁定",
    "problems": "问题",
    "suggestions": "建议",
    "strengths": "成绩",
    "consequences": "后果",
    "duties": "后续义务",
    "frozen_at": "定稿时间",
    "happened": "人员变动",
    "clock_note": "时间的更正",
}
OTHERS = "其他内容"


@dataclass(frozen=True, slots=True)
class TextProof:
    """What the text is written from. batch: the task's facts of the batch; found: every scoring expert's."""

    visit: Visit
    scheme: Scheme
    batch: dict[str, Any]
    result: PanelResult
    facts: PanelFacts
    found: Sequence[FoundSheet]

    def differing(self) -> tuple[str, ...]:
        """Which parts of the frozen text do not follow from the ledgers, in words; none where all do."""
        ours, theirs = self._again(), self.facts.frozen_text or {}
        wrong = [key for key in (*ours, *theirs) if ours.get(key, _NONE) != theirs.get(key, _NONE)]
        return tuple(dict.fromkeys(WORDS.get(key, OTHERS) for key in wrong))

    def must_hold(self) -> None:
        """Raises Refusal naming the parts that were not written from the ledgers."""
        if wrong := self.differing():
            raise Refusal.because(
                f"定稿的文本与按记录重新写成的不一致：{'、'.join(wrong)}。未予采用。", code=CODE
            )

    def _again(self) -> Mapping[str, Any]:
        """The text as this program writes it from the same records."""
        frozen_at = moment_of(self.facts.frozen_at or "")
        visit = settled_frozen(self.visit, self.facts)
        report = build_report(visit, self._state(visit), self.batch, frozen_at, draft=False)
        plain: dict[str, Any] = json.loads(canonical(frozen_text(report)))
        return plain

    def _state(self, visit: Visit) -> PanelState:
        facts, scheme = self.facts, self.scheme
        return PanelState(
            visit_id=visit.id,
            scheme=scheme,
            profile=visit.profile,
            policy=visit.policy,
            result=self.result,
            sheets=(),
            sides={},
            rulings=facts.rulings,
            problems=facts.problems,
            suggestions=facts.suggestions,
            strengths=facts.strengths,
            statement=facts.statement,
            protocol=steps_noted(scheme, facts.steps, after=False),
            followed=(),
            materials=materials_noted(scheme, facts.materials),
            pledges=pledges_told(visit, self.found, facts.pledged),
            missing=(),
            frozen=True,
            issued=facts.issued,
            short_code=None,
            gap=facts.gap,
            happened=tuple(facts.froze.told(visit)),
            clock=facts.clock,
        )


def differing_from_task(
    visit: Visit, scheme: Scheme, batch: dict[str, Any], facts: PanelFacts, report: VerdictReport
) -> tuple[str, ...]:
    """Which parts of a frozen text do not follow from the task and the panel's ledger, in words.

    What an expert's device can ask, which has nobody else's sheet. report: the frozen text's.
    """
    noted = Noted(
        facts.gap,
        steps_noted(scheme, facts.steps, after=False),
        materials_noted(scheme, facts.materials),
        facts.problems,
        facts.suggestions,
        facts.strengths,
        tuple(facts.froze.told(settled_frozen(visit, facts))),
        facts.clock,
    )
    ours = replace(report, **bound_to_task(settled_frozen(visit, facts), scheme, batch, noted))
    wrong = [each.name for each in fields(ours) if getattr(ours, each.name) != getattr(report, each.name)]
    return tuple(dict.fromkeys(WORDS.get(key, OTHERS) for key in wrong))


_NONE = object()
