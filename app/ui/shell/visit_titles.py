"""How a visit is called on every screen. No Qt."""

from __future__ import annotations

from app.common.words import say
from app.scoring.model.duties import ROUNDS, Round


def visit_title(unit: str, scheme: str, turn: Round) -> str:
    """The unit and the scheme, and that it is a re-examination where it is one."""
    return say("{unit} · {scheme}", unit=unit, scheme=scheme_title(scheme, turn))


def scheme_title(scheme: str, turn: Round) -> str:
    """The scheme, and that the visit is a re-examination where it is one."""
    return scheme if turn == "first" else say("{scheme}（{round}）", scheme=scheme, round=ROUNDS[turn])
