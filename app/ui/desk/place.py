"""Where a person is on the desk. No Qt."""

from __future__ import annotations


class Place:
    """The criterion shown, and the field where the focus belongs: empty for the first.

    order: every criterion, the annex's order; mine: those that this expert scores.
    """

    def __init__(
        self, order: tuple[str, ...], mine: tuple[str, ...], criterion: str, field: str = ""
    ) -> None:
        self.criterion, self.field = criterion, field
        self._neighbours = {cid: _neighbours(order, frozenset(mine), at) for at, cid in enumerate(order)}

    @property
    def neighbours(self) -> tuple[str, str]:
        """The last criterion of mine before this one and the next after it, empty for none."""
        return self._neighbours[self.criterion]

    def go(self, criterion: str, field: str = "") -> None:
        """Be somewhere else."""
        self.criterion, self.field = criterion, field


def _neighbours(order: tuple[str, ...], mine: frozenset[str], at: int) -> tuple[str, str]:
    before = (cid for cid in reversed(order[:at]) if cid in mine)
    after = (cid for cid in order[at + 1 :] if cid in mine)
    return next(before, ""), next(after, "")
