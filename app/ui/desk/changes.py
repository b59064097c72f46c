"""What of a sheet has changed since it was shown last, so that nothing else is looked at anew. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk


class Changes:
    """Looks a sheet over once a state, criterion by criterion."""

    def __init__(self, sheet: SheetDesk) -> None:
        self._sheet = sheet
        self._seen: dict[str, tuple[object, ...]] = {}

    def since(self) -> frozenset[str]:
        """Numbers of the criteria that changed since the last call; all at the first.

        What is the same object costs a comparison of places in memory. The stamp of the last entry tells
        apart what reads alike, such as a figure that was typed and then adopted.
        """
        sheet, seen = self._sheet, self._seen
        answers, marks, notes, papers = sheet.answers, sheet.marks, sheet.notes, sheet.papers
        files, flagged, worked = sheet.attachments, sheet.flagged, sheet.worked
        changed = []
        for cid, result in sheet.tally.criteria.items():
            now = (
                result,
                answers.get(cid),
                marks.get(cid),
                notes.get(cid),
                papers.get(cid),
                files.get(cid),
                cid in flagged,
                worked.get(cid),
            )
            if seen.get(cid) != now:
                seen[cid] = now
                changed.append(cid)
        return frozenset(changed)
