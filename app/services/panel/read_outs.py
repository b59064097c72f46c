"""The readings of a visit's conclusion: what there is to be read, and that it was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.common.clock import stamp
from app.common.errors import Fault, Refusal
from app.common.words import say
from app.models import tables
from app.services.panel.attendance import moment_typed
from app.services.panel.panels import PanelDesk, Panels
from app.services.panel.read_out import STEP, ReadingPlan, ReadOut, changed_plan, rest_plan, whole_plan
from app.services.panel.reading import A_MINUTE, SCOPES, USUAL, Reading, letters_of, reading_of
from app.services.printing.verdict_report import report_of_frozen
from app.services.store.ledger import NewEntry
from app.services.store.unit_of_work import Store

if TYPE_CHECKING:
    from app.services.identity.tasks import Tasks
    from app.services.panel.verdicts import Verdicts

PACE = "reading.pace."
SLOWEST, FASTEST = 60, 600
"""Letters a minute: what is beyond was leafed through or left lying."""
MOST_SECONDS = 24 * 60 * 60


class ReadOuts:
    """Plans the reading of a frozen text, records it, and remembers how fast its reader reads."""

    def __init__(self, store: Store, panels: Panels, verdicts: Verdicts, tasks: Tasks) -> None:
        self._store, self._panels, self._verdicts, self._tasks = store, panels, verdicts, tasks

    def plan(self, visit_id: str) -> ReadingPlan:
        """What there is to be read now. Raises Refusal where nothing is frozen."""
        reading, facts = self._verdicts.reading(visit_id), self._panels.open(visit_id).facts
        if facts.read is not None:
            return rest_plan(reading, facts.read)
        if facts.heard is None:
            return whole_plan(reading)
        before = self._before(visit_id, facts.heard.text, facts.heard.digest)
        return changed_plan(reading, before, facts.heard.out)

    def _before(self, visit_id: str, text: Mapping[str, Any], digest: str) -> Reading:
        scope = SCOPES[str(self._tasks.batch(visit_id).get("reading", USUAL))]
        return reading_of(report_of_frozen(text, digest), scope)

    def reader(self, visit_id: str) -> tuple[str, str]:
        """Who reads out here, by id and by name: whoever leads."""
        desk = self._panels.open(visit_id)
        return desk.author, desk.visit.name_of(desk.author)

    def may_note(self, visit_id: str) -> bool:
        """Whether a reading can be recorded: the text stands, and the document is not issued."""
        facts = self._panels.open(visit_id).facts
        return facts.frozen_digest is not None and not facts.issued

    def note(self, visit_id: str, out: ReadOut) -> None:
        """Record a reading of the text that stands. Raises Refusal, EnvironmentTrouble."""
        desk = self._panels.open(visit_id)
        if desk.state.short_code != out.code:
            told = say("宣读期间定稿已经撤回或改动，这次宣读没有记录。请按现在定稿的文本宣读。")
            raise Refusal.because(told, where="reading", code="XP-4313")
        desk.note(NewEntry(STEP, desk.author, after=out.plain()))

    def note_paper(self, visit_id: str, begun: str, ended: str, passed: str) -> ReadOut:
        """Record a reading from the printed script. Raises Refusal naming every fault.

        begun, ended: as they are typed, Beijing time; passed: numbers of pages that were not read.
        """
        plan, desk = self.plan(visit_id), self._panels.open(visit_id)
        times = moment_typed(begun), moment_typed(ended)
        faults = list(_paper_faults(plan, times, passed))
        if faults:
            raise Refusal(faults)
        first, last = (_by_ledger(desk, each) for each in times)
        seconds = int((times[1] - times[0]).total_seconds())
        out = ReadOut(
            code=plan.whole.code,
            begun=stamp(first),
            ended=stamp(last),
            seconds=seconds,
            pages=len(plan.whole.pages),
            passed=_numbers(passed) or (),
            portion=plan.portion,
            paper=True,
            reader=desk.visit.name_of(desk.author),
        )
        self.note(visit_id, out)
        return out

    def script(self, visit_id: str) -> bytes:
        """What there is to be read, as a PDF to read from. Raises Refusal where nothing is frozen."""
        from app.reports.reading_script import ReadingScript, ScriptPage, render_script

        plan, report = self.plan(visit_id), self._verdicts.report(visit_id)
        author, name = self.reader(visit_id)
        pages = zip(plan.numbers, plan.pages, strict=True)
        script = ReadingScript(
            unit=report.unit,
            project=report.project,
            reader=name,
            code=report.short_code,
            moment=report.frozen_at,
            note=_script_note(plan, self.pace(author)),
            sample=report.sample,
            pages=tuple(ScriptPage(number, each.title, each.spoken, each.aside) for number, each in pages),
            dropped=plan.gone,
        )
        return render_script(script)

    def pace(self, person_id: str) -> int:
        """Letters a minute as this person read them at the last rehearsal here, else the usual pace."""
        with self._store.look() as view:
            row = view.first(tables.settings, key=f"{PACE}{person_id}")
        return int(row["value"]) if row else A_MINUTE

    def measure(self, person_id: str, letters: int, seconds: float) -> int | None:
        """Remember the pace of a rehearsal; None where it is nobody's: too short, or leafed through."""
        pace = round(letters * 60 / seconds) if seconds > 0 else 0
        if not SLOWEST <= pace <= FASTEST:
            return None
        with self._store.write() as unit:
            unit.put(tables.settings, key=f"{PACE}{person_id}", value=pace)
        return pace


PORTIONS = {
    "whole": "定稿文本的全文",
    "changed": "上次宣读之后改动的部分",
    "passed": "上次没有读到的部分",
}


def _script_note(plan: ReadingPlan, pace: int) -> str:
    """What the script holds, and how long it takes at its reader's pace."""
    letters = sum(letters_of(each.spoken) for each in plan.pages)
    minutes = max(round(letters / pace), 1)
    many = len(plan.whole.pages)
    return (
        f"本稿是{PORTIONS[plan.portion]}，共 {len(plan.numbers)} 段（全文 {many} 段），约 {minutes} 分钟。"
        "数字已写成读法；段前的数字与屏幕上的页码相同，不读。"
    )


def _numbers(text: str) -> tuple[int, ...] | None:
    """Page numbers as they are typed, apart by anything that is no digit; None for what is no number."""
    plain = "".join(sign if sign.isascii() and sign.isdigit() else " " for sign in text)
    found = tuple(sorted({int(each) for each in plain.split() if len(each) < 6}))
    return found if found or not text.strip() else None


def _paper_faults(plan: ReadingPlan, times: tuple[datetime, datetime], passed: str) -> list[Fault]:
    seconds, numbers = (times[1] - times[0]).total_seconds(), _numbers(passed)
    told = []
    if not 0 < seconds <= MOST_SECONDS:
        told.append(("ended", say("结束的时间应在开始之后、一天之内。")))
    if numbers is None or not {*numbers} <= {*plan.numbers}:
        told.append(("passed", say("没有读到的页，请写讲稿上的页码，如 3、5；都读了的不填。")))
    return [Fault(where, words, "XP-4313") for where, words in told]


def _by_ledger(desk: PanelDesk, moment: datetime) -> datetime:
    """A time by the watch, as the clock that dates the ledger would have told it."""
    return moment + (moment - desk.facts.clock.right(moment)) if desk.facts.clock else moment
