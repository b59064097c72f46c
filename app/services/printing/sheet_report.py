"""One expert's sheet as it is printed: blank for the pen, or filled for checking and signing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from app.common.canon import digest
from app.common.clock import moment_of
from app.common.ids import is_id, short_code
from app.common.roles import ROLES
from app.reports.document import PointLine
from app.reports.sheet_document import (
    ChecklistPaper,
    Field,
    ScoreSheet,
    SheetCriterion,
    SheetSection,
    TickOption,
)
from app.reports.words import beijing
from app.scoring import Criterion, CriterionResult, FindingSpec, Scheme, Section, format_points
from app.scoring.model.kinds import WORDS
from app.scoring.model.pass_words import passing_of
from app.scoring.model.specs import EXCEPTION
from app.scoring.model.variants import wanted_for
from app.scoring.model.words import span_words
from app.scoring.visit.figures import counted, flag_words, verdict_label, weightless
from app.services.printing.days import dates_words, round_words
from app.services.printing.observations import PLEA, SAID
from app.services.printing.result_words import NOTHING_RATED, counted_figure, points_or_none, result_words
from app.services.sheet.paper_words import all_words

if TYPE_CHECKING:
    from app.services.sheet.open_sheet import OpenSheet

SEEN = (
    ("original", "原件"),
    ("copy", "复印件"),
    ("on_site", "现场"),
    ("interview", "访谈"),
    ("partial", "部分"),
    ("missing", "缺"),
)
FIGURES = frozenset({"count", "share", "amount", "points"})
NONE = "均不具备"


def visit_code(sheet: OpenSheet) -> str:
    """The short code that ties a printed sheet to its visit and expert."""
    visit = sheet.visit
    return short_code(digest([visit.id, sheet.person.id, visit.scheme_digest]))


def score_sheet(sheet: OpenSheet, *, typist: str = "", blank: bool = False) -> ScoreSheet:
    """The sheet's data for print. typist: name of who typed it in from paper, empty for nobody."""
    visit, scheme, person = sheet.visit, sheet.scheme, sheet.person
    words = WORDS[scheme.kind]
    moment = _moment(sheet, blank=blank)
    return ScoreSheet(
        title=f"{scheme.title}专家{words.sheet}",
        unit=str(visit.project.get("unit", "")),
        project=str(visit.project.get("name", "")),
        visit_dates=dates_words(visit.date_from, visit.date_to) + round_words(visit, "（{}）"),
        document=scheme.document,
        scheme=f"{scheme.title}（版本 {scheme.version}，摘要 {scheme.digest[:12]}）",
        expert=person.name,
        expert_unit=person.unit,
        expert_role=ROLES[person.role].word,
        typist="" if blank else typist,
        code=visit_code(sheet),
        lock_code=short_code(sheet.digest) if sheet.digest and not blank else "",
        sample=visit.sample,
        blank=blank,
        kind=scheme.kind,
        heads=_heads(scheme),
        total_word=words.footed,
        total=_total(sheet),
        full="" if scheme.conditional else format_points(scheme.full_marks),
        outcome=_outcome(sheet),
        pages=_pages(sheet) if typist and not blank else "",
        as_of="" if blank else _as_of(sheet),
        moment=moment,
        sections=tuple(_section(sheet, section, blank=blank) for section in scheme.sections),
        pledge=words.pledge if blank or typist else (),
    )


def _heads(scheme: Scheme) -> tuple[str, str, str, str, str]:
    """What stands before unit, project, rules, ground and day."""
    unit, project, *others = WORDS[scheme.kind].heads
    rules, ground, day = others
    return unit or scheme.terms.assessed, project or scheme.terms.project, rules, ground, day


def _moment(sheet: OpenSheet, *, blank: bool) -> datetime:
    """What dates the file: the day of the visit, or the last entry."""
    if blank:
        return moment_of(f"{sheet.visit.date_from}T00:00:00.000000Z")
    return moment_of(sheet.last_at)


def _as_of(sheet: OpenSheet) -> str:
    local = beijing(moment_of(sheet.last_at))
    named = WORDS[sheet.scheme.kind].sheet
    state = f"{named}已锁定。" if sheet.locked else f"{named}尚未锁定，打印后仍可能改动。"
    return f"所印内容截至 {local:%Y-%m-%d %H:%M}（北京时间）、第 {sheet.end[0]} 条记录。{state}"


def _pages(sheet: OpenSheet) -> str:
    count = len(sheet.pages)
    return f"已附专家手签页 {count} 份。" if count else "尚未附专家手签页。"


def _total(sheet: OpenSheet) -> str:
    tally = sheet.tally
    if not sheet.scheme.conditional:
        return points_or_none(sheet.scheme, tally.criteria.values(), format_points(tally.total))
    count = counted(sheet.scheme, tally.criteria)
    return f"{counted_figure(sheet.scheme, count)} / {count.all}"


def _outcome(sheet: OpenSheet) -> str:
    """What the sheet alone comes to; the panel's conclusion is another matter, and it says so."""
    tally = sheet.tally
    left = {each.criterion for each in sheet.open_questions()}
    if left:
        return f"尚有 {len(left)} 项没有填完，{WORDS[sheet.scheme.kind].unfinished}"
    label = verdict_label(sheet.scheme, tally.verdict.outcome)
    final = WORDS[sheet.scheme.kind].verdict
    return f"仅按本表计算：{label}。{tally.verdict.why}{final}以{sheet.scheme.terms.panel}汇总为准。"


def _section(sheet: OpenSheet, section: Section, *, blank: bool) -> SheetSection:
    scheme = sheet.scheme
    criteria = [each for each in scheme.criteria if each.section == section.id]
    results = [sheet.tally.criteria[each.id] for each in criteria]
    pointed = not scheme.conditional and bool(section.max)
    return SheetSection(
        section.numeral,
        section.title,
        format_points(section.max) if pointed else "",
        (format_points(sum(each.score or 0 for each in results)) if _asked(results) else NOTHING_RATED)
        if pointed
        else "",
        tuple(_criterion(sheet, each, blank=blank) for each in criteria),
    )


def _asked(results: Iterable[CriterionResult]) -> bool:
    """Whether anything of a section is asked of this unit, or still."""
    return any(each.asked for each in results)


def _criterion(sheet: OpenSheet, criterion: Criterion, *, blank: bool) -> SheetCriterion:
    cid, result = criterion.id, sheet.tally.criteria[criterion.id]
    wordy = weightless(sheet.scheme, criterion)
    specs = sheet.tally.possible(cid) if blank else sheet.tally.shown(cid)
    marks: Mapping[str, str] = {} if blank else sheet.marks.get(cid, {})
    return SheetCriterion(
        id=cid,
        item=criterion.item,
        wanted=criterion.official or wanted_for(sheet.scheme, criterion, sheet.profile),
        cite=criterion.cite,
        max="" if wordy else format_points(criterion.max),
        self_score="" if wordy else sheet.self_assessment.get(cid, ""),
        others=_others(sheet, cid),
        papers=tuple(
            ChecklistPaper(each.label, _seen(marks.get(each.id, ""))) for each in criterion.evidence
        ),
        fields=tuple(
            _field(sheet, cid, spec, blank=blank) for spec in specs if blank or not _unsaid(sheet, cid, spec)
        ),
        score="" if blank else _score(sheet, result),
        working="" if blank or wordy else result.working,
        lines=() if blank else _lines(result),
        ways=_ways(sheet, criterion) if blank else "",
        remarks=() if blank else tuple(_remarks(sheet, cid)),
    )


def _ways(sheet: OpenSheet, criterion: Criterion) -> str:
    """How its points come about, or what it takes not to fail; nothing for a colleague's to score."""
    if not sheet.visit.scored_by(criterion.id, sheet.person.id):
        return ""
    passing = passing_of(criterion)
    return "".join([*sheet.tally.ways(criterion.id).lines, *([f"{passing}。"] if passing else [])])


def _score(sheet: OpenSheet, result: CriterionResult) -> str:
    return result_words(sheet.scheme, result)


def _others(sheet: OpenSheet, cid: str) -> str:
    visit = sheet.visit
    if visit.scored_by(cid, sheet.person.id):
        return ""
    members = (visit.member(person) for person in visit.assignments[cid])
    names = "、".join(member.name for member in members if member)
    return f"本项按分工由{names}{WORDS[sheet.scheme.kind].act}，不必填写。"


def _seen(mark: str) -> tuple[TickOption, ...]:
    return tuple(TickOption(label, chosen=value == mark) for value, label in SEEN)


def _lines(result: CriterionResult) -> tuple[PointLine, ...]:
    facts = {fact.why for fact in result.facts}
    lines = [
        PointLine(format_points(line.points) if line.points else "", line.why, line.cite)
        for line in result.lines
        if line.why not in facts and not (facts and line.why.startswith((SAID, PLEA)))  # printed in its field
    ]
    lines += [PointLine("", f"{fact.why}。") for fact in result.facts]
    if result.total_deduction:
        lines.append(PointLine(f"-{format_points(result.total_deduction)}", result.total_why))
    return tuple(lines)


def _remarks(sheet: OpenSheet, cid: str) -> Iterable[str]:
    if note := sheet.notes.get(cid, ""):
        yield f"备注：{note}"
    yield from all_words(sheet.papers.get(cid, ()), lambda person: _name(sheet, person))
    held = sheet.attachments.get(cid, ())
    files = [f"{file.name}（{file.caption}）" if file.caption else file.name for file in held]
    if files:
        yield f"附件：{'、'.join(files)}"
    if cid in sheet.flagged:
        yield "标记：待复核。"


def _name(sheet: OpenSheet, person: str) -> str:
    """A colleague's name; what is no id stays as typed."""
    return sheet.visit.name_of(person) if sheet.visit.member(person) or is_id(person) else person


def _field(sheet: OpenSheet, cid: str, spec: FindingSpec, *, blank: bool) -> Field:
    value = None if blank else sheet.answers.get(cid, {}).get(spec.name)
    hint = _hint(spec, blank=blank)
    if spec.kind in FIGURES:
        unit = spec.unit or {"share": "%", "points": "分"}.get(spec.kind, "")
        return Field(spec.label, "figure", "" if value is None else str(value), unit, hint)
    if spec.kind == "rows":
        return Field(spec.label, "table", rows=_rows(value), hint=hint)
    if spec.kind in ("reason", "text"):
        asking = blank or spec.name != EXCEPTION
        label = spec.label if asking else spec.label.partition("（")[0]
        return Field(label, "words", "" if value is None else str(value), hint=hint)
    return Field(spec.label, "choice", hint=hint, choices=_choices(sheet, spec, value))


def _unsaid(sheet: OpenSheet, cid: str, spec: FindingSpec) -> bool:
    """Whether it is the reason of an exception that was not pleaded for: a filled sheet does not ask."""
    return spec.name == EXCEPTION and not sheet.answers.get(cid, {}).get(EXCEPTION)


def _choices(sheet: OpenSheet, spec: FindingSpec, value: object) -> tuple[TickOption, ...]:
    if spec.kind == "flag":
        yes, no = flag_words(spec, sheet.scheme.kind)
        return (TickOption(yes, chosen=value is True), TickOption(no, chosen=value is False))
    if spec.kind == "set":
        held = value if isinstance(value, list | tuple) else ()
        options = tuple(TickOption(each.label, chosen=each.value in held) for each in spec.options)
        return (*options, TickOption(NONE, chosen=isinstance(value, list | tuple) and not value))
    return tuple(TickOption(each.label, chosen=each.value == value) for each in spec.options)


def _rows(value: object) -> tuple[tuple[str, str, str], ...]:
    rows = value if isinstance(value, list | tuple) else ()
    columns = ("name", "deduction", "reason")
    return tuple(
        (texts[0], texts[1], texts[2])
        for row in rows
        if isinstance(row, dict)
        for texts in [[str(row.get(column) or "—") for column in columns]]
    )


def _hint(spec: FindingSpec, *, blank: bool) -> str:
    """The allowed range of points, and that a field may not apply."""
    parts = []
    if spec.kind == "points" and spec.high is not None:
        parts.append(span_words(spec))
    if blank and (spec.when is not None or spec.optional):
        parts.append("如适用")
    return f"（{'；'.join(parts)}）" if parts else ""
