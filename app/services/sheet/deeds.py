"""What one deed of a person at the desk wrote: the steps that one undo takes back together.

An entry of the ledger takes back one step. A deed may have written several: a share that was told as counts
keeps them as a tally, a tally fills a part and its whole. That is read off the ledger, so that it is the same
after a restart and on every device.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.services.sheet.paper_words import tally_names
from app.services.sheet.projection import ONE_STEP

if TYPE_CHECKING:
    from app.scoring import FindingSpec, Scheme
    from app.services.sheet.projection import UndoStep


def deed_length(steps: Sequence[UndoStep], scheme: Scheme, *, newest_last: bool) -> int:
    """How many steps at the end of a list belong to one deed; at least 1. newest_last: as for undo."""
    pairs = zip(reversed(steps), reversed(steps[:-1]), strict=False)
    count = 1
    for nearer, further in pairs:
        before, after = (further, nearer) if newest_last else (nearer, further)
        if not _together(before, after, scheme):
            break
        count += 1
    return count


def _together(before: UndoStep, after: UndoStep, scheme: Scheme) -> bool:
    """Whether two steps that follow each other in the ledger were written by one deed."""
    at_once = (
        before.slot.criterion == after.slot.criterion
        and before.author == after.author
        and before.last_seq + 1 == after.first_seq
        and _moment(after.first_at) - _moment(before.last_at) <= ONE_STEP
    )
    return at_once and (_one_reason(before, after) or _counts_and_share(before, after, scheme))


def _one_reason(before: UndoStep, after: UndoStep) -> bool:
    """Findings that were filled in from one place: the same tally, the same colleague."""
    findings = before.slot.aspect == after.slot.aspect == "finding"
    return findings and bool(after.why) and before.why == after.why


def _counts_and_share(before: UndoStep, after: UndoStep, scheme: Scheme) -> bool:
    """A share and the tally that keeps its counts, which is named as the share is."""
    by_aspect = {each.slot.aspect: each for each in (before, after)}
    finding, paper = by_aspect.get("finding"), by_aspect.get("paper")
    if finding is None or paper is None or finding.why or finding.slot.criterion is None:
        return False
    spec = scheme.criterion(finding.slot.criterion).finding(finding.slot.field or "")
    kept = json.loads(paper.after)
    return kept is not None and spec.kind == "share" and _is_tally_of(kept, spec)


def _is_tally_of(content: Mapping[str, Any], spec: FindingSpec) -> bool:
    return content["kind"] == "tally" and content["texts"].get("what", "") in tally_names(spec)


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)
