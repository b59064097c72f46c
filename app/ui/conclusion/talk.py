"""A wide spread and how it was settled, as the criterion's page tells it. No Qt."""

from __future__ import annotations

from collections.abc import Iterator

from app.common.words import say
from app.scoring import PanelCriterion
from app.services.panel.settlements import may_settle
from app.services.store.rounds import PanelState, Side
from app.services.store.settlement import Settlement
from app.ui.conclusion.state import TalkState, View


def talk_state(panel: PanelState, row: PanelCriterion) -> TalkState | None:
    """None where there is nothing to settle."""
    if not may_settle(row):
        return None
    stands, sides = panel.settlements.get(row.id), panel.sides[row.id]
    return TalkState(
        sentence=stands.sentence if stands else "",
        told=tuple(_told(stands, sides)) if stands else (),
        views=tuple(_view(stands, side) for side in sides),
        owed=row.outlying and stands is None,
        writable=not panel.frozen,
    )


def _view(stands: Settlement | None, side: Side) -> View:
    agrees = None
    if stands is not None:
        agrees = side.person_id in stands.agreed
    why = stands.dissents.get(side.person_id, "") if stands else ""
    return View(side.person_id, side.name, side.score or "", agrees, why)


def _told(stands: Settlement, sides: tuple[Side, ...]) -> Iterator[str]:
    agreed = say("、").join(side.name for side in sides if side.person_id in stands.agreed)
    if agreed:
        yield say("{names}同意。", names=agreed)
    for side in sides:
        if side.person_id in stands.dissents:
            yield say("{name}保留意见：{why}", name=side.name, why=stands.dissents[side.person_id])
