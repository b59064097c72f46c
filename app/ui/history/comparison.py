"""The right pane's state: a moment beside now. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.common.words import say
from app.scoring import Scheme
from app.scoring.model.kinds import WORDS
from app.scoring.model.points import format_points
from app.scoring.visit.figures import weightless
from app.services.history.comparison import CriterionDifference, beside
from app.services.history.entry_values import Wording
from app.services.history.history import History, HistoryLine, Span
from app.services.history.moments import Moment, differing
from app.ui.criterion.result_words import told
from app.ui.criterion.verdict import mark_of, possible, sum_words, verdict_words
from app.ui.history.lines import day_words, title_words
from app.ui.history.state import BesideState, ContentState, DifferState, MomentState, SideState

NOTHING = "—"


class Pair:
    """Says in words how two states of one sheet, or of two sheets of one person, differ.

    policy: the batch's; names: what the two are called.
    """

    def __init__(
        self, wording: Wording, policy: Mapping[str, object], titles: dict[str, str], names: tuple[str, str]
    ) -> None:
        self._wording, self._titles, self.names = wording, titles, names
        self._scheme: Scheme = wording.scheme
        self._mark = mark_of(self._scheme, policy)

    def side(self, name: str, moment: Moment) -> SideState:
        """The result of one of the two."""
        scheme, tally = self._scheme, moment.tally
        counted, total, _ = sum_words(scheme, tally)
        verdict, tone = verdict_words(scheme, tally.prospect, self._mark)
        reach = "" if scheme.conditional else possible(tally.low, tally.high)
        return SideState(name, counted, total, reach, verdict, tone)

    def differing(self, then: Moment, now: Moment) -> dict[str, tuple[CriterionDifference, ...]]:
        """By number the criteria at which they differ, with everything that is told of each."""
        return {cid: beside(self._wording, then, now, cid) for cid in differing(self._scheme, then, now)}

    def differ(
        self, then: Moment, now: Moment, cid: str, rows: tuple[CriterionDifference, ...]
    ) -> DifferState:
        """One criterion of those, for a list."""
        old, new = self._points(then, cid), self._points(now, cid)
        count = say("{count} 处", count=sum(row.differs for row in rows))
        title = title_words(cid, self._titles)
        spoken = say(
            "{title}，{first} {then}，{second} {now}，{count}不同",
            title=title,
            first=self.names[0],
            second=self.names[1],
            then=old if old != NOTHING else say(WORDS[self._scheme.kind].open),
            now=new if new != NOTHING else say(WORDS[self._scheme.kind].open),
            count=count,
        )
        return DifferState(cid, title, old, new, count, spoken)

    def content(
        self, then: Moment, now: Moment, cid: str, known: tuple[CriterionDifference, ...] | None = None
    ) -> ContentState:
        """One criterion in full. known: what is told of it, where that was found out already."""
        rows = beside(self._wording, then, now, cid) if known is None else known
        criterion = self._scheme.by_id.get(cid)
        first, second = self.names
        points = {"then": self._points(then, cid), "now": self._points(now, cid)}
        under = say("{first} {then}　{second} {now}", first=first, second=second, **points)
        if criterion is not None and not weightless(self._scheme, criterion):
            under = say("{points}　满分 {full}", points=under, full=format_points(criterion.max))
        empty = say("空")
        none = say("这一项{first}和{second}都没有填写。", first=first, second=second)
        return ContentState(
            cid,
            title_words(cid, self._titles),
            under if criterion is not None else "",
            tuple(BesideState(row.name, row.then or empty, row.now or empty, row.differs) for row in rows),
            "" if rows else none,
            "\n".join(say("{name}：{then}", name=row.name, then=row.then) for row in rows if row.then),
            self.names,
        )

    def _points(self, moment: Moment, cid: str) -> str:
        result = moment.tally.criteria.get(cid)
        return (told(self._scheme, result) if result else "") or NOTHING


class Comparer:
    """Says how moments of one history differ from its end. policy: the batch's."""

    def __init__(self, history: History, policy: Mapping[str, object], titles: dict[str, str]) -> None:
        self._history = history
        self._pair = Pair(history.wording, policy, titles, (say("当时"), say("现在")))
        self._now = history.moments.at(len(history.moments))
        self._side = self._pair.side(say("现在"), self._now)

    def state(self, span: Span | None, chosen: str | None) -> MomentState:
        """The moment after a line (None: now). chosen: a criterion, empty for the sheet, None for none."""
        pair, now = self._pair, self._now
        then = self._history.moments.at(span.last) if span else now
        found = pair.differing(then, now)
        sheet = sheet_words(then, now)
        end = then.seq == now.seq
        return MomentState(
            **_line_words(self._history, span),
            then=pair.side(say("当时"), then),
            now=self._side,
            sheet=sheet,
            same="" if found or sheet else say("这就是现在。") if end else say("与现在完全一样。"),
            differing=tuple(pair.differ(then, now, cid, rows) for cid, rows in found.items()),
            content=None if chosen is None else pair.content(then, now, chosen, found.get(chosen)),
        )


def sheet_words(then: Moment, now: Moment) -> str:
    """What differs of the sheet as a whole, in a sentence; empty for nothing."""
    parts = (
        (then.confirmed, now.confirmed, say("当时还没有确认回避与纪律承诺")),
        (then.locked, now.locked, say("当时已锁定") if then.locked else say("当时还没有锁定")),
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
