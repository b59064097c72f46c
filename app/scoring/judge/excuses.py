"""An exception from what holds in principle alone (原则上, 一般): with its reason nothing is lost."""

from __future__ import annotations

from app.scoring.model.conditions import Values
from app.scoring.model.context import Context, Counter
from app.scoring.model.results import Line
from app.scoring.model.rules import Counting
from app.scoring.model.specs import EXCEPTED, EXCEPTION


def excusing(counter: Counter, rule: Counting, context: Context) -> Counter:
    """The counter, in whose place the exception is told where it would have found something short."""
    demand = rule.demand(context)

    def count(values: Values, lines: list[Line]) -> None:
        before = len(lines)
        counter(values, lines)
        if EXCEPTION not in values or len(lines) == before:
            return
        del lines[before:]
        fact = demand(values) if demand else None
        found = f"{fact.short}，" if fact else ""
        lines.append(context.line(0, f"{found}{EXCEPTED}：{values[EXCEPTION]}"))

    return count


def excepted_in(values: Values, lines: list[Line]) -> str:
    """The reason of an exception that was made; empty where none was, or none was needed."""
    reason = str(values.get(EXCEPTION, ""))
    return reason if reason and any(f"{EXCEPTED}：" in line.why for line in lines) else ""
