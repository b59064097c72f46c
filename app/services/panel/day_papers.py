"""The papers of the day: the minutes, and the forms that are signed by pen (签到表, 承诺书)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from app.common.clock import Clock
from app.services.panel.minutes import minutes_of
from app.services.panel.panels import PanelDesk, Panels
from app.services.panel.verdicts import Verdicts
from app.services.printing.clock_words import clock_time

if TYPE_CHECKING:
    from app.reports.day_forms import DayForm

DayPaper = Literal["minutes", "roll", "pledges"]
DAY_PAPERS: tuple[DayPaper, ...] = get_args(DayPaper)


class DayPapers:
    """Draws them as things stand now. Each raises Refusal where a character cannot be printed."""

    def __init__(self, panels: Panels, verdicts: Verdicts, clock: Clock) -> None:
        self._panels, self._verdicts, self._clock = panels, verdicts, clock

    def draw(self, visit_id: str, paper: DayPaper) -> bytes:
        """One of them as a PDF."""
        return {"minutes": self.minutes, "roll": self.roll, "pledges": self.pledges}[paper](visit_id)

    def minutes(self, visit_id: str) -> bytes:
        """The minutes; before the freezing a draft, for a seat that may not see judgements without them."""
        from app.reports.minutes import render_minutes

        desk, report = self._panels.open(visit_id), self._verdicts.report(visit_id)
        told = minutes_of(
            desk.task_visit, desk.scheme, desk.facts, desk.ledger.records(), report, desk.pledges
        )
        return render_minutes(told.without_settlements() if desk.collected.veiled else told)

    def roll(self, visit_id: str) -> bytes:
        """The list that everybody signs on arrival."""
        from app.reports.day_forms import render_roll

        return render_roll(self._form(self._panels.open(visit_id)))

    def pledges(self, visit_id: str) -> bytes:
        """The statements on recusal, a page for each of the panel."""
        from app.reports.day_forms import render_pledges

        return render_pledges(self._form(self._panels.open(visit_id)))

    def _form(self, desk: PanelDesk) -> DayForm:
        from app.reports.day_forms import DayForm, FormPerson

        visit, report = desk.visit, self._verdicts.report(desk.visit.id)
        came = desk.facts.day.came
        return DayForm(
            unit=report.unit,
            project=report.project,
            deed=report.deed,
            dates=report.visit_dates,
            issuer=report.issuer,
            assessed=report.assessed,
            judged=report.words.judged,
            people=tuple(
                FormPerson(
                    each.name,
                    visit.role_word(each),
                    each.unit,
                    clock_time(came.get(each.id)).rpartition(" ")[2],
                )
                for each in visit.panel
            ),
            moment=self._clock.now(),
            sample=report.sample,
        )
