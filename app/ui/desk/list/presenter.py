"""The left pane's state: sections and criteria, filtered and searched. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from app.common.words import say
from app.scoring import Criterion, CriterionResult, Scheme, SectionResult
from app.scoring.esteem import good_share
from app.scoring.kinds import WORDS
from app.scoring.points import format_points
from app.scoring.progress import progress_of, stage_of, stage_word
from app.scoring.telling import counted, weightless
from app.ui.criterion.standing import lost_points, short, titles, told
from app.ui.desk.list.search import fits
from app.ui.desk.list.state import ListRow, ListSection, ListState, RowSign, Shown

_SPOKEN: Mapping[RowSign, str] = {
    "done": "得满分",
    "unmet": "不通过",
}


def sign_of(result: CriterionResult, share: Fraction | None) -> RowSign:
    """The sign of a criterion's state. share: of its points, from which on it is not wanting."""
    if result.state == "unanswered":
        return "open"
    if not result.asked:
        return "spared"
    if result.state in {"incomplete", "provisional"}:
        return "attention"
    if result.met is False or result.vetoed:
        return "unmet"
    return "lost" if short(result, share) else "done"


def row_of(
    scheme: Scheme,
    criterion: Criterion,
    result: CriterionResult,
    title: str,
    share: Fraction | None,
    *,
    mine: bool,
) -> ListRow:
    """One criterion's row; ``mine`` is False where others score it."""
    sign: RowSign = sign_of(result, share) if mine else "other"
    score = told(scheme, result)
    spoken = f"{criterion.id} {criterion.item}，{criterion.wanted}，"
    standing = _standing(scheme, sign, result)
    if weightless(scheme, criterion):
        words = score if sign in {"done", "unmet"} else standing
        return ListRow(criterion.id, title, sign, score, "", spoken + say(words))
    spoken += say(standing)
    if score:
        spoken += say("，{score} 分", score=score)
    return ListRow(criterion.id, title, sign, score, format_points(criterion.max), spoken)


def _standing(scheme: Scheme, sign: RowSign, result: CriterionResult) -> str:
    """A criterion's state in words, for a screen reader."""
    words = WORDS[scheme.kind]
    if sign == "done" and lost_points(result):
        return words.told
    of_kind = {"other": words.by_others, "spared": words.spared, "lost": f"有{words.bad}"}
    told = _SPOKEN.get(sign) or of_kind.get(sign)
    return told or stage_word(stage_of(result), conditional=scheme.conditional)


def open_word(scheme: Scheme) -> str:
    """What a criterion is that nobody has answered."""
    return say(WORDS[scheme.kind].open)


def lost_word(scheme: Scheme) -> str:
    """What the list calls those that went badly."""
    return say(WORDS[scheme.kind].bad)


class Lister:
    """Makes list states; rows of results that did not change are the same objects as before."""

    def __init__(self, scheme: Scheme, policy: Mapping[str, object]) -> None:
        self._scheme, self._share = scheme, good_share(scheme, policy)
        self._titles = titles(scheme)
        self._names = (say("全部"), open_word(scheme), lost_word(scheme), say("标记"), say("核对"))
        self._rows: dict[str, tuple[CriterionResult, ListRow]] = {}

    def state(
        self,
        results: Mapping[str, CriterionResult],
        sections: tuple[SectionResult, ...],
        *,
        shown: Shown,
        sought: str,
        current: str,
        picked: Mapping[Shown, frozenset[str]],
        mine: frozenset[str],
    ) -> ListState:
        """The list. picked: criteria with something to look at, and those flagged; mine: this expert's."""
        flagged = picked[Shown.FLAG]
        rows = {
            each.id: self._row(each, results[each.id], mine=each.id in mine, flagged=each.id in flagged)
            for each in self._scheme.criteria
        }
        tests: dict[Shown, Callable[[str], bool]] = {
            Shown.ALL: lambda _: True,
            Shown.OPEN: lambda cid: rows[cid].sign == "open",
            Shown.LOST: lambda cid: rows[cid].sign == "unmet" or short(results[cid], self._share),
            Shown.FLAG: lambda cid: cid in flagged,
            Shown.CHECK: lambda cid: cid in picked[Shown.CHECK],
        }
        counts = tuple((filter_, sum(map(test, rows))) for filter_, test in tests.items())
        passing = [each for each in self._scheme.criteria if tests[shown](each.id) and fits(each, sought)]
        parts = tuple(
            self._section(
                section, results, tuple(rows[each.id] for each in passing if each.section == section.id)
            )
            for section in sections
        )
        filled = tuple(part for part in parts if part.rows)
        begun = _begun(self._scheme, results, mine)
        nothing = "" if filled else self._nothing(shown, sought.strip(), begun)
        return ListState(
            shown, counts, self._names, sought, filled, current, nothing, WORDS[self._scheme.kind].content
        )

    def _nothing(self, shown: Shown, sought: str, begun: str) -> str:
        """Why the list is empty, and what to do. begun: what is not untouched and not done either."""
        item = WORDS[self._scheme.kind].item
        if sought:
            if shown is not Shown.ALL:
                name = self._names[list(Shown).index(shown)]
                return say("在“{name}”中没有找到“{sought}”，可改选“全部”再找。", name=name, sought=sought)
            return say("没有找到“{sought}”。可输入编号、名称或拼音首字母。", sought=sought)
        if shown is Shown.OPEN:
            return self._none_open(begun)
        if shown is Shown.FLAG:
            return say("没有标记的{item}。按 Ctrl+B 标记本项，以便回头再看。", item=item)
        if shown is Shown.CHECK:
            return say("没有需要核对的。")
        return say("没有“{name}”的{item}。", name=lost_word(self._scheme), item=item)

    def _none_open(self, begun: str) -> str:
        words = WORDS[self._scheme.kind]
        if begun:
            told = {"open": words.open, "item": words.item, "begun": begun}
            return say("没有{open}的{item}，但还有 {begun}，选“核对”可见。", **told)
        return say(words.none_left)

    def _section(
        self, section: SectionResult, results: Mapping[str, CriterionResult], rows: tuple[ListRow, ...]
    ) -> ListSection:
        points = f"{format_points(section.score)} / {format_points(section.max)}" if section.max else ""
        if self._scheme.conditional:
            within = {
                each.id: results[each.id] for each in self._scheme.criteria if each.section == section.id
            }
            count = counted(self._scheme, within)
            points = say("已核 {done} / {all}", done=count.told, all=count.all) if count.all else ""
        return ListSection(section.id, f"{section.numeral} {section.title}", points, rows)

    def _row(self, criterion: Criterion, result: CriterionResult, *, mine: bool, flagged: bool) -> ListRow:
        held = self._rows.get(criterion.id)
        if held is None or held[0] is not result or held[1].flagged != flagged:
            title = self._titles[criterion.id]
            row = row_of(self._scheme, criterion, result, title, self._share, mine=mine)
            held = self._rows[criterion.id] = (result, _flagged(row) if flagged else row)
        return held[1]


def _begun(scheme: Scheme, results: Mapping[str, CriterionResult], mine: frozenset[str]) -> str:
    progress = progress_of(stage_of(results[cid]) for cid in mine)
    return say(replace(progress, untouched=0).left_words(conditional=scheme.conditional))


def _flagged(row: ListRow) -> ListRow:
    return replace(row, flagged=True, spoken=row.spoken + say("，已标记"))
