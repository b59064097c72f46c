"""The right pane's state: a moment beside now. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.common.words import say
from app.scoring import Scheme
from app.scoring.model.kinds import WORDS
from app.scoring.model.points import format_points
from app.scoring.visit.figures import weightless
from app.services.history.comparison import Beside, beside
from app.services.history.history import History, HistoryLine, Span
from app.services.history.moments import Moment, differing
from app.ui.criterion.result_words import told
from app.ui.criterion.verdict import mark_of, possible, sum_words, verdict_words
from app.ui.history.lines import day_words, title_words
from app.ui.history.state import BesideState, ContentState, DifferState, MomentState, SideState

NOTHING = "—"


class Comparer:
    """Says how moments of one history differ from its end. policy: the batch's."""

    def __init__(self, history: History, policy: Mapping[str, object], titles: dict[str, str]) -> None:
        self._history, self._titles = history, titles
        self._scheme: Scheme = history.wording.scheme
        self._mark = mark_of(self._scheme, policy)
        self._now = history.moments.at(len(history.moments))
        self._side = self._side_of(say("现在"), self._now)

    def state(self, span: Span | None, chosen: str | None) -> MomentState:
        """The moment after a line (None: now). chosen: a criterion, empty for the sheet, None for none."""
        then = self._history.moments.at(span.last) if span else self._now
        found = {cid: self._beside(then, cid) for cid in differing(self._scheme, then, self._now)}
        sheet = sheet_words(then, self._now)
        end = then.seq == self._now.seq
        return MomentState(
            **_line_words(self._history, span),
            then=self._side_of(say("当时"), then),
            now=self._side,
            sheet=sheet,
            same="" if found or sheet else say("这就是现在。") if end else say("与现在完全一样。"),
            differing=tuple(self._differ(then, cid, rows) for cid, rows in found.items()),
            content=None if chosen is None else self._content(then, chosen, found.get(chosen)),
        )

    def _beside(self, then: Moment, cid: str) -> tuple[Beside, ...]:
        return beside(self._history.wording, then, self._now, cid)

    def _side_of(self, name: str, moment: Moment) -> SideState:
        scheme, tally = self._scheme, moment.tally
        counted, total, _ = sum_words(scheme, tally)
        verdict, tone = verdict_words(scheme, tally.prospect, self._mark)
        reach = "" if scheme.conditional else possible(tally.low, tally.high)
        return SideState(name, counted, total, reach, verdict, tone)

    def _differ(self, then: Moment, cid: str, rows: tuple[Beside, ...]) -> DifferState:
        old, new = self._points(then, cid), self._points(self._now, cid)
        count = say("{count} 处", count=sum(row.differs for row in rows))
        title = title_words(cid, self._titles)
        spoken = say(
            "{title}，当时 {then}，现在 {now}，{count}不同",
            title=title,
            then=old if old != NOTHING else say(WORDS[self._scheme.kind].open),
            now=new if new != NOTHING else say(WORDS[self._scheme.kind].open),
            count=count,
        )
        return DifferState(cid, title, old, new, count, spoken)

    def _points(self, moment: Moment, cid: str) -> str:
        result = moment.tally.criteria.get(cid)
        return (told(self._scheme, result) if result else "") or NOTHING

    def _content(self, then: Moment, cid: str, known: tuple[Beside, ...] | None) -> ContentState:
        rows = self._beside(then, cid) if known is None else known
        criterion = self._scheme.by_id.get(cid)
        old, new = self._points(then, cid), self._points(self._now, cid)
        under = say("当时 {then}　现在 {now}", then=old, now=new)
        if criterion is not None and not weightless(self._scheme, criterion):
            under = say("{points}　满分 {full}", points=under, full=format_points(criterion.max))
        empty = say("空")
        return ContentState(
            cid,
            title_words(cid, self._titles),
            under if criterion is not None else "",
            tuple(BesideState(row.name, row.then or empty, row.now or empty, row.differs) for row in rows),
            "" if rows else say("这一项当时和现在都没有填写。"),
            "\n".join(say("{name}：{then}", name=row.name, then=row.then) for row in rows if row.then),
        )


def sheet_words(then: Moment, now: Moment) -> str:
    """What differs of the sheet as a whole, in a sentence; empty for nothing."""
    parts = (
        (then.confirmed, now.confirmed, say("当时还没有确认回避与纪律承诺")),
        (then.locked, now.locked, say("当时还没有锁定")),
    )
    said = [words for old, new, words in parts if old != new]
    return say("{words}。", words=say("，").join(said)) if said else ""


def _line_words(history: History, span: Span | None) -> dict[str, str]:
    if span is None:
        return {"when": say("现在"), "deed": "", "by": "", "why": ""}
    line = history.line(span)
    when = say("{moment} 之后", moment=day_words(line.ended) + f"{line.ended:%H:%M:%S}")
    why = say("说明：{why}", why=line.why) if line.why else ""
    return {"when": when, "deed": history.deed(span), "by": by_words(line), "why": why}


def by_words(line: HistoryLine) -> str:
    """Who wrote a line, and over what time."""
    begun, ended = f"{line.begun:%H:%M:%S}", f"{line.ended:%H:%M:%S}"
    if line.entries == 1:
        return say("{who}，{time}", who=line.who, time=begun)
    span = begun if begun == ended else say("{begun} 至 {ended}", begun=begun, ended=ended)
    return say("{who}，{span}，连续录入 {count} 次", who=line.who, span=span, count=line.entries)
