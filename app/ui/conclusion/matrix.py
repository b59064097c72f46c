"""The rows of the conclusion: disputes first, then what spreads far, then what was ruled, the rest folded."""

from __future__ import annotations

from collections.abc import Callable

from app.common.ids import short_code
from app.common.words import say
from app.scoring import PanelCriterion, format_points
from app.scoring.batch.esteem import due_share, wanting
from app.scoring.model.kinds import WORDS, KindWords
from app.scoring.visit.figures import weightless
from app.services.panel.settlements import spread_of
from app.services.printing.result_words import expert_words, row_words
from app.services.store.rounds import PanelState, SheetInfo
from app.ui.conclusion.state import Kind, MatrixGroup, MatrixRow, RowSign, SheetLine

TOLD = {
    "missing": "未收到",
    "open": "填写中",
    "locked": "已锁定",
    "received": "已收取",
}
SPOKEN: dict[RowSign, str] = {
    "attention": "须处理",
    "done": "满分",
    "open": "未定",
    "close": "不通过",
}
NARROW = {"有此情形": "有", "一票否决": "否决", "提请例外": "例外"}
"""Words that are too long for a column."""


def sheet_lines(sheets: tuple[SheetInfo, ...]) -> tuple[SheetLine, ...]:
    """The experts' sheets as they stand."""
    return tuple(
        SheetLine(
            person_id=sheet.person_id,
            name=sheet.name,
            presence=sheet.state,
            told=say("须选定") if sheet.rivals else say(TOLD[sheet.state]),
            ready=sheet.state in {"locked", "received"},
            code=short_code(sheet.digest) if sheet.digest else "",
            typed=say("；").join(each for each in (sheet.typed, _older(sheet), sheet.reopened) if each),
            rivals=bool(sheet.rivals),
            look=say("比较…") if sheet.beside else say("处理…") if sheet.digest else "",
        )
        for sheet in sheets
    )


def opening_words(panel: PanelState, named: Callable[[str], str]) -> str:
    """How many are in while none is opened; that they were opened before all were in, and why."""
    word = words_of(panel).sheet
    if (told := panel.opening) is not None:
        names = say("、").join(named(each) for each in told.wanting)
        told_by = {"who": named(told.author), "sheet": word, "names": names, "reason": told.reason}
        return say("{who}没有等{names}的{sheet}，先打开了已到的：{reason}", **told_by)
    came = sum(each.state in {"locked", "received"} for each in panel.sheets)
    if came == len(panel.sheets):
        return ""
    counts = {"came": came, "all": len(panel.sheets)}
    return say("已到 {came} 份，共 {all} 份；到齐后自动打开。", **counts)


def _older(sheet: SheetInfo) -> str:
    return say("按修订前的任务锁定") if sheet.older else ""


def short_names(sheets: tuple[SheetInfo, ...]) -> tuple[str, ...]:
    """The experts' names as column heads: without what stands in brackets, unless that tells them apart."""
    short = [sheet.name.split("（")[0] for sheet in sheets]
    return tuple(name if short.count(name) == 1 else f"{name}{at}" for at, name in enumerate(short, start=1))


def matrix(panel: PanelState, unfolded: frozenset[str]) -> tuple[MatrixGroup, ...]:
    """All criteria in groups; empty ones are left out."""
    rows = [(kind_of(panel, row), row) for row in panel.result.criteria]
    titles: tuple[tuple[Kind, str], ...] = (
        ("dispute", say("须裁定")),
        ("outlier", say("分歧较大，须合议")),
        ("contested", say("事实有异议，须核对")),
        ("ruled", say("已裁定")),
        ("settled", say("已合议")),
        ("waiting", say("还在等{sheet}", sheet=words_of(panel).sheet)),
        ("plain", say("一致") if panel.scheme.conditional else say("一致或取平均")),
    )
    groups = []
    for kind, title in titles:
        found = tuple(_row(panel, row, kind) for found_kind, row in rows if found_kind == kind)
        if found:
            folded = kind == "plain" and kind not in unfolded
            groups.append(
                MatrixGroup(kind, say("{title} {count}", title=title, count=len(found)), found, folded)
            )
    return tuple(groups)


def first_row(panel: PanelState) -> str:
    """The number of the criterion that stands first."""
    return matrix(panel, frozenset())[0].rows[0].id


def kind_of(panel: PanelState, row: PanelCriterion) -> Kind:
    """Where a criterion belongs."""
    if row.state == "ruled" or row.id in panel.rulings:
        return "ruled"
    if row.state == "unanswered" and (panel.early or not panel.sides):
        return "waiting"
    if row.state in {"disputed", "unanswered"}:
        return "dispute"
    if row.outlying:
        return "settled" if row.id in panel.settlements else "outlier"
    return "contested" if row.id in panel.contests else "plain"


def _row(panel: PanelState, row: PanelCriterion, kind: Kind) -> MatrixRow:
    criterion = panel.scheme.criterion(row.id)
    sign = _sign(panel, row, kind)
    spoken = (
        _spoken(panel, row, sign) if not weightless(panel.scheme, criterion) else row_words(panel.scheme, row)
    )
    return MatrixRow(
        id=row.id,
        title=say("{id} {item}", id=row.id, item=criterion.item),
        kind=kind,
        sign=sign,
        spoken=say(spoken or _spoken(panel, row, sign)),
        scores=tuple(_narrow(expert_words(panel.scheme, row, sheet.person_id)) for sheet in panel.sheets),
        score=_narrow(row_words(panel.scheme, row)),
        max="" if weightless(panel.scheme, criterion) else format_points(criterion.max),
        note=_note(panel, row, kind),
    )


def _spoken(panel: PanelState, row: PanelCriterion, sign: RowSign) -> str:
    """The sign in a word; what is not wanting needs not be full."""
    words = words_of(panel)
    if sign == "lost":
        return words.bad
    short = row.score != panel.scheme.criterion(row.id).max
    return words.told if sign == "done" and short else SPOKEN[sign]


def _sign(panel: PanelState, row: PanelCriterion, kind: Kind) -> RowSign:
    if kind in {"dispute", "outlier", "contested"}:
        return "attention"
    if row.score is None:
        return "open"
    if row.met is False or row.vetoed:
        return "close"
    most, share = panel.scheme.criterion(row.id).max, due_share(panel.scheme, panel.policy)
    return "lost" if wanting(row.score, most, row.total_deduction, share) else "done"


def _note(panel: PanelState, row: PanelCriterion, kind: Kind) -> str:
    if kind == "dispute" and row.state == "unanswered":
        return say(
            "有专家没有{judge}完" if row.results else "{open}",
            judge=words_of(panel).judge,
            open=words_of(panel).open,
        )
    if row.pleaded and not row.differs:
        return say("提请例外")
    if kind == "dispute":
        named = say("、").join(labels(panel, row)) or opinion_word(panel)
        return say("{what}不一致", what=named)
    if kind in {"outlier", "settled"}:
        return say("相差 {points} 分", points=format_points(spread_of(row)))
    return say("有异议") if kind == "contested" else ""


def labels(panel: PanelState, row: PanelCriterion) -> tuple[str, ...]:
    """The names of the findings that differ."""
    criterion = panel.scheme.criterion(row.id)
    return tuple(spec.label for spec in criterion.findings if spec.name in row.differs)


def _narrow(word: str) -> str:
    return say(NARROW.get(word, word))


def opinion_word(panel: PanelState) -> str:
    """What experts give where no single finding differs."""
    return say(words_of(panel).given)


def words_of(panel: PanelState) -> KindWords:
    """The words of the scheme's kind."""
    return WORDS[panel.scheme.kind]
