"""The left pane's state: sections and criteria, filtered and searched. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from app.common.words import say
from app.scoring import Criterion, CriterionResult, Scheme, SectionResult
from app.scoring.batch.esteem import due_share
from app.scoring.model.kinds import WORDS
from app.scoring.model.points import format_points
from app.scoring.visit.figures import counted, weightless
from app.scoring.visit.progress import DONE, stage_of, stage_word
from app.ui.criterion.result_words import lost_points, short, titles, told
from app.ui.desk.list.search import fits
from app.ui.desk.list.state import ListRow, ListSection, ListState, RowSign, Shown

if TYPE_CHECKING:
    from app.services.sheet.sheets import SheetDesk
    from app.ui.desk.place import Place

_SPOKEN: Mapping[RowSign, str] = {
    "done": "得满分",
    "unmet": "不通过",
}


def sign_of(result: CriterionResult, share: Fraction) -> RowSign:
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
    share: Fraction,
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
    if result.score is not None:
        spoken += say("，{score} 分", score=score)
    return ListRow(criterion.id, title, sign, score, format_points(criterion.max), spoken)


def _standing(scheme: Scheme, sign: RowSign, result: CriterionResult) -> str:
    """A criterion's state in words, for a screen reader."""
    words = WORDS[scheme.kind]
    if sign == "done" and lost_points(result):
        return words.told
    of_kind = {"other": words.by_others, "spared": words.spared, "lost": words.lacking}
    told = _SPOKEN.get(sign) or of_kind.get(sign)
    return told or stage_word(stage_of(result), conditional=scheme.conditional)


def open_word(scheme: Scheme) -> str:
    """What a criterion is that nobody has answered."""
    return say(WORDS[scheme.kind].open)


def lost_word(scheme: Scheme) -> str:
    """What the list calls those that went badly."""
    return say(WORDS[scheme.kind].bad)


class CriteriaList:
    """The list, its filter and its search. Rows of criteria that did not change stay the same objects."""

    def __init__(self, sheet: SheetDesk, place: Place, mine: tuple[str, ...]) -> None:
        scheme = sheet.scheme
        self._sheet, self._place, self._mine = sheet, place, frozenset(mine)
        self._share, self._titles = due_share(scheme, sheet.policy), titles(scheme)
        self._names = (say("全部"), open_word(scheme), lost_word(scheme), say("标记"), say("核对"))
        self._rows: dict[str, ListRow] = {}
        self._picked: dict[Shown, frozenset[str]] = dict.fromkeys(Shown, frozenset())
        self._shown, self._sought = Shown.ALL, ""
        self._of: tuple[object, ...] | None = None
        self._made: ListState | None = None

    def filter(self, shown: Shown) -> None:
        """Choose which criteria the list shows."""
        self._shown = shown

    def seek(self, text: str) -> None:
        """Search the list."""
        self._sought = text

    def state(self, changed: frozenset[str], checked: frozenset[str]) -> ListState:
        """The pane. changed: since the last state; checked: the criteria with something to look at."""
        results, flagged = self._sheet.tally.criteria, self._sheet.flagged
        for cid in changed:
            self._look(cid, results[cid], flagged=cid in flagged)
        self._picked[Shown.CHECK] = checked
        of, current = (self._shown, self._sought, checked), self._place.criterion
        if self._made is None or changed or of != self._of:
            self._of, self._made = of, self._make(current)
        elif self._made.current != current:
            self._made = replace(self._made, current=current)
        return self._made

    def _look(self, cid: str, result: CriterionResult, *, flagged: bool) -> None:
        scheme = self._sheet.scheme
        criterion, mine = scheme.criterion(cid), cid in self._mine
        row = row_of(scheme, criterion, result, self._titles[cid], self._share, mine=mine)
        self._rows[cid] = row = _flagged(row) if flagged else row
        lost = row.sign == "unmet" or short(result, self._share)
        self._pick(
            cid, {Shown.ALL: True, Shown.OPEN: self._left(cid, result), Shown.LOST: lost, Shown.FLAG: flagged}
        )

    def _left(self, cid: str, result: CriterionResult) -> bool:
        """Whether it is this expert's and not done: untouched, in part, faulty or without its reason."""
        return cid in self._mine and stage_of(result) not in DONE

    def _pick(self, cid: str, into: Mapping[Shown, bool]) -> None:
        """Let a criterion through the filters that it passes."""
        for shown, passes in into.items():
            if passes != (cid in self._picked[shown]):
                self._picked[shown] ^= {cid}

    def _make(self, current: str) -> ListState:
        shown, sought = self._shown, self._sought
        picked, within = self._picked[shown], self._sheet.tally.sections
        rows: dict[str, list[ListRow]] = {each.id: [] for each in within}
        for criterion in self._sheet.scheme.criteria:
            if criterion.id in picked and (not sought or fits(criterion, sought)):
                rows[criterion.section].append(self._rows[criterion.id])
        sections = tuple(self._section(each, tuple(rows[each.id])) for each in within if rows[each.id])
        counts = tuple([(each, len(cids)) for each, cids in self._picked.items()])
        nothing = "" if sections else self._nothing(shown, sought.strip())
        content = WORDS[self._sheet.scheme.kind].content
        return ListState(shown, counts, self._names, sought, sections, current, nothing, content)

    def _nothing(self, shown: Shown, sought: str) -> str:
        """Why the list is empty, and what to do."""
        scheme = self._sheet.scheme
        item = WORDS[scheme.kind].item
        if sought:
            if shown is not Shown.ALL:
                name = self._names[list(Shown).index(shown)]
                return say("在“{name}”中没有找到“{sought}”，可改选“全部”再找。", name=name, sought=sought)
            return say("没有找到“{sought}”。可输入编号、名称或拼音首字母。", sought=sought)
        if shown is Shown.OPEN:
            return say(WORDS[scheme.kind].none_left)
        if shown is Shown.FLAG:
            return say("没有标记的{item}。按 Ctrl+B 标记本项，以便回头再看。", item=item)
        if shown is Shown.CHECK:
            return say("没有前后矛盾的。")
        return say("没有“{name}”的{item}。", name=lost_word(scheme), item=item)

    def _section(self, section: SectionResult, rows: tuple[ListRow, ...]) -> ListSection:
        scheme, results = self._sheet.scheme, self._sheet.tally.criteria
        points = f"{format_points(section.score)} / {format_points(section.max)}" if section.max else ""
        if scheme.conditional:
            within = {each.id: results[each.id] for each in scheme.criteria if each.section == section.id}
            count = counted(scheme, within)
            points = say("已核 {done} / {all}", done=count.told, all=count.all) if count.all else ""
        return ListSection(section.id, f"{section.numeral} {section.title}", points, rows)


def _flagged(row: ListRow) -> ListRow:
    return replace(row, flagged=True, spoken=row.spoken + say("，已标记"))
