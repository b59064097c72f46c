"""What still stands between a conclusion and its freezing, in sentences without their end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.scoring import PanelCriterion, PanelResult, Scheme, format_points
from app.scoring.model.kinds import WORDS, KindWords
from app.scoring.model.readings import GAP
from app.services.panel.glyphs import panel_faults
from app.services.panel.panel_ledger import PanelFacts
from app.services.panel.settlements import spread_of, unsettled_spreads
from app.services.store.matter import Matter, Room
from app.services.store.rounds import SheetInfo
from app.services.store.site import Visit

WRITTEN: Mapping[str, Room] = {
    "problems": "opinions",
    "suggestions": "opinions",
    "strengths": "opinions",
    "protocol": "protocol",
    "day": "protocol",
    "gap": "gap",
    "happened": "seat",
}
"""Where a text stands that the fonts cannot print."""


def hindrances(
    visit: Visit,
    scheme: Scheme,
    facts: PanelFacts,
    sheets: Sequence[SheetInfo],
    result: PanelResult,
    quorum: int,
) -> tuple[Matter, ...]:
    """All of it; only what has to be settled first where people or sheets are wanting. visit: as it stands.

    quorum: how many sheets a conclusion needs.
    """
    if people := people_wanting(visit, sheets, scheme, quorum):
        return people
    return tuple(_unsettled(visit, scheme, facts, result))


def people_wanting(
    visit: Visit, sheets: Sequence[SheetInfo], scheme: Scheme, quorum: int
) -> tuple[Matter, ...]:
    """Of it only what concerns people and their sheets, which tells nothing of what is in these."""
    return tuple(_people(visit, sheets, scheme, quorum))


def _people(visit: Visit, sheets: Sequence[SheetInfo], scheme: Scheme, quorum: int) -> Iterator[Matter]:
    word = WORDS[scheme.kind].sheet
    if visit.leader is not None and visit.leader.id in visit.away:
        away = visit.away[visit.leader.id]
        told = f"{visit.name_of(visit.leader.id)}已登记{away}，请先用“换组长…”确定由谁代行组长"
        yield Matter(told, "seat")
    if len(sheets) < quorum:
        yield Matter(
            f"计入的{word}只有 {len(sheets)} 份，本批次至少要有 {quorum} 份。"
            "可以请主管部门另派专家并重新下发任务、改日再评，或者请主管部门书面答复后调整批次要求；已录入的都保留",
            "sheets",
        )
    for info in sheets:
        if info.rivals:
            yield Matter(f"{info.name}有内容不同的{word}，须由组长选定以哪一份为准", "sheets")
        elif info.state in ("missing", "open"):
            yield Matter(f"还没有收到{info.name}锁定的{word}", "sheets")


def _unsettled(visit: Visit, scheme: Scheme, facts: PanelFacts, result: PanelResult) -> Iterator[Matter]:
    words = WORDS[scheme.kind]
    for row in result.criteria:
        if row.state in ("disputed", "unanswered"):
            yield Matter(f"{row.id} {_row_words(words, row)}", "criterion", row.id)
    for row in unsettled_spreads(facts, result):
        told = f"{row.id} 各专家相差 {format_points(spread_of(row))} 分，须合议并登记合议结论"
        yield Matter(told, "criterion", row.id)
    if not facts.problems and not facts.suggestions and _owes_opinions(scheme, result):
        yield Matter(f"还没有写{words.opinions[0]}（没有的，写“无”）", "opinions")
    if result.verdict.between and GAP not in visit.policy:
        told = result.verdict.why.partition("。")[0]
        asked = f"{told}，请先登记裁定的单位和文号（主管部门要求结论待定的，也如此登记）"
        yield Matter(asked, "gap")
    for each in panel_faults(facts):
        yield Matter(each.message.rstrip("。"), WRITTEN.get(each.where.partition(".")[0], ""))


def _owes_opinions(scheme: Scheme, result: PanelResult) -> bool:
    """Conditions that are all met, and a title that is kept, need no opinion."""
    return not scheme.conditional or any(row.met is False for row in result.criteria)


def _row_words(words: KindWords, row: PanelCriterion) -> str:
    if row.state == "unanswered":
        who = f"有专家没有{words.judge}完" if row.results else f"还没有{words.judged}"
        return f"{who}，须由组长裁定"
    if row.pleaded and not row.differs:
        return "有专家提请例外，须由组长裁定"
    what = "认定的事实" if row.differs else "的评定"
    return f"各专家{what}不一致，须由组长裁定"
