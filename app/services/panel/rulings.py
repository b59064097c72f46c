"""A ruling as an entry of the panel's ledger."""

from __future__ import annotations

from collections.abc import Mapping

from app.services.panel.panel_ledger import PanelFacts
from app.services.store.ledger import NewEntry


def ruling_entry(
    author: str, facts: PanelFacts, criterion: str, findings: Mapping[str, object], reason: str
) -> NewEntry:
    """The entry that settles a criterion by whole findings, beside the ruling it replaces."""
    before = facts.rulings.get(criterion)
    return NewEntry(
        "ruling",
        author,
        criterion=criterion,
        before=dict(before.findings) if before else None,
        after=dict(findings),
        why=reason.strip(),
    )
