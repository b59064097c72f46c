"""What the panel ruled on before an expert opened the own sheet again: to be looked at anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.services.panel.collected import FoundSheet
from app.services.panel.panel_ledger import PanelFacts
from app.services.sheet.reopenings import changed_since, reopenings
from app.services.store.matter import Matter


def overtaken(facts: PanelFacts, found: Sequence[FoundSheet]) -> Iterator[Matter]:
    """Rulings of criteria on which an expert has found otherwise since: to be looked at again."""
    for sheet in found:
        if not (opened := reopenings(sheet.rows)):
            continue
        here_since = _here_since(facts, sheet)
        for cid in sorted(changed_since(sheet.rows, opened[0].seq) & facts.rulings.keys()):
            if facts.rulings[cid].ruled_at < here_since:
                told = f"{cid} 裁定以后，{sheet.name}重新打开并改动了这一项，请再看一遍裁定"
                yield Matter(told, "criterion", cid, blocks=False)


def _here_since(facts: PanelFacts, sheet: FoundSheet) -> str:
    """Since when the sheet counts by the clock here: when its file was taken, or when it was locked here."""
    chosen = facts.chosen.get(sheet.person_id)
    taken = facts.received.get(sheet.person_id)
    return chosen.at if taken and chosen is not None else sheet.rows[-1].at
