"""A first draft of problems and suggestions, composed from the points that were lost."""

from __future__ import annotations

from app.scoring import Criterion, PanelCriterion, PanelResult, Scheme


def draft_opinions(scheme: Scheme, result: PanelResult) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Problems and suggestions, one each for every criterion below its maximum, in annex order."""
    lost = [
        (scheme.criterion(row.id), row)
        for row in result.criteria
        if row.score is not None and (row.score < scheme.criterion(row.id).max or row.total_deduction)
    ]
    return tuple(_problem(*pair) for pair in lost), tuple(_suggestion(*pair) for pair in lost)


def _problem(criterion: Criterion, row: PanelCriterion) -> str:
    reasons = dict.fromkeys(line.why for line in row.lines if line.points < 0 or not line.points)
    what = "；".join(reason.rstrip("。；") for reason in reasons) or "未得满分"
    return f"{criterion.item}：{what}（{criterion.cite}）。"


def _suggestion(criterion: Criterion, _row: PanelCriterion) -> str:
    papers = "、".join(item.label for item in criterion.evidence)
    proof = f"，整改后提交{papers}" if papers else ""
    return f"{criterion.item}：对照“{criterion.wanted.rstrip('。')}”的要求整改{proof}。"
