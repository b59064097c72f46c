"""A sheet that its expert opens again on this laptop: whoever leads reads when and why, before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

WHY = "看漏了一页附件（示例）"


def test_whoever_leads_reads_why_a_sheet_is_open_again(stand: Callable[[str], Any]) -> None:
    here = stand("collected")
    person = here.people["expert-1"]
    sheet = here.workspace.sheets.open(here.visit, person)
    here.seat("expert-1")
    sheet.reopen(WHY)
    for again in ("open", "locked"):
        here.seat("leader")
        state = here.go("conclusion").presenter.state
        line = next(each for each in state.sheets if each.person_id == person)
        assert WHY in line.typed, again
        assert line.ready is (again == "locked")
        if again == "open":
            sheet.lock()
