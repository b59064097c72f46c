"""A score sheet drawn and written whole, in the background. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.common.words import say
from app.ui.shell.operation import Progress, WorkStep

if TYPE_CHECKING:
    from app.reports.sheet_document import ScoreSheet


@dataclass(frozen=True, slots=True)
class Printed:
    """Where the file is, and how many pages it has."""

    path: Path
    pages: int


def print_sheet(sheet: ScoreSheet, path: Path, progress: Progress) -> Printed:
    """Draw and write. Raises Refusal for what cannot be printed, EnvironmentTrouble, Cancelled."""
    from app.reports.score_sheet import render_score_sheet
    from app.services.store.files import write_whole

    progress.report(WorkStep(0, 2, say("正在排版…")))
    rendered = render_score_sheet(sheet)
    progress.report(WorkStep(1, 2, say("正在写入 {name}…", name=path.name)))
    write_whole(path, rendered.pdf)
    return Printed(path, rendered.pages)
