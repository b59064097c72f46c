"""What a batch under a scheme is asked: the facts of each visit, readings, days, the rectification.

The officer's list before a task is made, under the very names that the batch's file may use.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.scoring import Due, Scheme
from app.scoring.model.readings import BUILT_IN, readings_asked
from app.scoring.model.scheme import Note, OpenReading
from app.scoring.model.specs import Option
from app.services.printing.batch_terms import longest_rectifications

TABLE = "table"
"""The reading that is settled under ``batch.table``, not among the policy."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to settle: under which key of the batch's file, what is asked, and how it may be answered.

    key: dotted; options: empty where a number, a date or a text is given, said by ``form``; default: what
    holds where nothing is said, empty where nothing does; required: a task is refused without it.
    """

    key: str
    asked: str
    cite: str = ""
    options: tuple[Option, ...] = ()
    form: str = ""
    default: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class BatchQuestions:
    """All that a batch under a scheme settles, in the order of the batch's file; notes are not settled."""

    profile: tuple[Question, ...]
    readings: tuple[Question, ...]
    dates: tuple[Question, ...]
    rectification: tuple[Question, ...]
    notes: tuple[Note, ...]


def questions_of(scheme: Scheme) -> BatchQuestions:
    """What a batch under the scheme is asked."""
    profile = tuple(
        Question(f"visits[].profile.{each.name}", each.label, options=each.options, required=True)
        for each in scheme.profile
    )
    return BatchQuestions(
        (*profile, *_round(scheme)),
        tuple(_of_reading(each) for each in readings_asked(scheme) if each.choices or each.key in BUILT_IN),
        _dates(scheme),
        _rectification(scheme),
        scheme.notes,
    )


def _round(scheme: Scheme) -> tuple[Question, ...]:
    """Whether a visit is the first, where the document says what follows upon a re-examination."""
    if not scheme.reexamined:
        return ()
    options = Option("first", "首次"), Option("reexamination", "整改后的复验")
    return (Question("visits[].round", "首次考核还是复验？", options=options, default="first"),)


def _of_reading(reading: OpenReading) -> Question:
    built_in = BUILT_IN.get(reading.key)
    if built_in and built_in.written:
        form = "写明名称和文号，并确认：{name, number, confirmed: true}"
        return Question(f"batch.{TABLE}", reading.question, reading.cite, form=form, required=True)
    return Question(
        f"policy.{reading.key}",
        reading.question,
        reading.cite,
        reading.choices,
        "" if reading.choices else "填一个数",
        reading.default,
    )


def _dates(scheme: Scheme) -> tuple[Question, ...]:
    owed = [(each.due, each.paper, each.cite) for each in scheme.obligations]
    owed += [(each.due, each.title, each.cite) for each in scheme.consequences if each.due]
    asked: dict[str, list[tuple[Due, str, str]]] = {}
    for due, what, cite in owed:
        if due.kind == "notice":
            asked.setdefault(due.name, []).append((due, what, cite))
    return tuple(_of_day(name, under) for name, under in asked.items())


def _of_day(name: str, owed: list[tuple[Due, str, str]]) -> Question:
    first = owed[0][0].date
    return Question(
        f"batch.dates.{name}",
        "；".join(dict.fromkeys(what for _, what, _ in owed)),
        "；".join(dict.fromkeys(cite for _, _, cite in owed)),
        form=f"填日期（所据通知为 {first}）" if first else "填日期",
    )


def _rectification(scheme: Scheme) -> tuple[Question, ...]:
    longest = longest_rectifications(scheme)
    if not longest:
        return ()
    form = f"填长度（years、months、days），文件规定最长 {'、'.join(longest)}"
    return (Question("batch.rectification", "整改期限多长？", form=form),)
