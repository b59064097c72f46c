"""What may stand open when a conclusion is frozen, and is seen before: nothing is left out unawares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.scoring.model.kinds import WORDS
from app.services.panel.collected import FoundSheet
from app.services.panel.panel_ledger import PanelFacts
from app.services.panel.reopenings import overtaken
from app.services.store.matter import Matter
from app.services.store.rounds import PanelState
from app.services.store.site import Visit


def standing_matters(
    state: PanelState, visit: Visit, facts: PanelFacts, found: Sequence[FoundSheet]
) -> tuple[Matter, ...]:
    """All of it, once every sheet is in. facts: of the panel's ledger; found: the sheets that count."""
    if not state.sides or state.early:
        return ()
    return (
        *overtaken(facts, found),
        *_contested(state),
        *_unseen(state, visit, found),
        *_day(state),
        *_sheets(state),
        *_weights(state),
    )


def _contested(state: PanelState) -> Iterator[Matter]:
    for criterion in state.contests:
        if criterion not in state.rulings:
            told = f"{criterion} 有专家对核定的事实有异议，没有裁定"
            yield Matter(told, "criterion", criterion, blocks=False)


def _unseen(state: PanelState, visit: Visit, found: Sequence[FoundSheet]) -> Iterator[Matter]:
    """Criteria with papers that nobody who judges them has said anything of."""
    for row in state.result.criteria:
        listed = state.scheme.criterion(row.id).evidence
        judges = [each for each in found if visit.scored_by(row.id, each.person_id)]
        marked = {name for each in judges for name in each.marks.get(row.id, {})}
        if row.asked and listed and not marked:
            told = f"{row.id} 的佐证材料，没有专家标记怎样核验"
            yield Matter(told, "criterion", row.id, blocks=False)


def _day(state: PanelState) -> Iterator[Matter]:
    steps = [each.title for each in state.protocol if each.done_at is None]
    if steps:
        yield Matter(f"程序还有 {len(steps)} 步没有记录：{'、'.join(steps)}", "protocol", blocks=False)
    papers = [each.title for each in state.materials if each.handed is None]
    if papers:
        told = f"提交材料还有 {len(papers)} 份没有登记是否提交：{'、'.join(papers)}"
        yield Matter(told, "protocol", blocks=False)


def _sheets(state: PanelState) -> Iterator[Matter]:
    word = WORDS[state.scheme.kind].sheet
    for info in state.sheets:
        if info.older:
            yield Matter(f"{info.name}的{word}按修订前的任务锁定", "sheets", blocks=False)
    names = [each.name for each in state.pledges if each.at is None]
    if names:
        yield Matter(f"本机没有{'、'.join(names)}确认回避与纪律承诺的记录", blocks=False)


def _weights(state: PanelState) -> Iterator[Matter]:
    """Points that no document gives and no bureau has confirmed; of the scheme's own making."""
    provisional = state.scheme.provisional
    if provisional and "table" not in state.policy:
        yield Matter(f"各项分值暂用{provisional}，主管部门还没有确认", blocks=False)
