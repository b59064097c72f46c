"""Figures that the leader's text has away from the result: told while it is written, refused at freezing.

A sentence stems from the draft where its words are mostly those of a sentence of the draft, whatever its
figures are. It has drifted where one of that sentence's figures is gone and another stands in it that is not
the draft's; or where it cites another clause. Figures that are left out or added do not drift, and a sentence
of the leader's own may say what it will, but for the total and the points of a criterion.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.common.words import say
from app.scoring import PanelResult, format_points
from app.services.panel.reading import CLAUSE

ALIKE, NEARLY = 0.6, 0.05
"""From which share of common pairs of signs on two sentences are one; how much worse another match may be."""
SHOWN = 30
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_TOTAL = re.compile(r"(?:总分|总得分|最后得分)(?:为|是|：|:)? ?([0-9]+(?:\.[0-9]+)?) ?分")
_POINTS = re.compile(r"(?<![0-9.])([0-9]+\.[0-9]+) ?项[^。；，0-9]{0,12}得 ?([0-9]+(?:\.[0-9]+)?) ?分")


@dataclass(frozen=True, slots=True)
class Drift:
    """A sentence away from the result. written: its figures that are not the result's; owed: the result's."""

    sentence: str
    written: tuple[str, ...]
    owed: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is wrong, without an end."""
        shown = self.sentence if len(self.sentence) <= SHOWN else f"{self.sentence[:SHOWN]}…"
        written, owed = (say("、").join(each) for each in (self.written, self.owed))
        return say(
            "“{sentence}”里的 {written} 与结果不符，按现在的结果应为 {owed}",
            sentence=shown,
            written=written,
            owed=owed,
        )


def told_figures(texts: Iterable[str]) -> bool:
    """Whether there is any figure that could drift."""
    return any(_FIGURE.search("".join(map(_narrow, text))) for text in texts)


def drifts(texts: Iterable[str], draft: Iterable[str], result: PanelResult) -> tuple[Drift, ...]:
    """Every sentence of the leader's texts whose figures are not those of the result, in its order.

    draft: the texts composed from the result as it stands.
    """
    own, drafted = list(_sentences(texts)), list(_sentences(draft))
    known, same = [_Sentence.of(each) for each in drafted], set(drafted)
    found = []
    for text in own:
        sentence = _Sentence.of(text)
        wrong = _total_drift(text, result) or _points_drift(text, result)
        if wrong is None and (sentence.figures or sentence.clauses) and text not in same:
            wrong = _drift(text, sentence, known)
        found += [wrong] if wrong else []
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """text: without its clauses; figures: how often each stands in it; pairs: of its other signs."""

    text: str
    clauses: tuple[str, ...]
    figures: Counter[str]
    pairs: Counter[str]

    @classmethod
    def of(cls, text: str) -> _Sentence:
        plain = CLAUSE.sub("", text)
        masked = _FIGURE.sub("#", plain).replace(" ", "")
        pairs = Counter(masked[at : at + 2] for at in range(len(masked) - 1))
        return cls(plain, tuple(CLAUSE.findall(text)), Counter(_FIGURE.findall(plain)), pairs)

    def alike(self, other: _Sentence) -> float:
        """The share of common pairs, 0 to 1."""
        both = self.pairs.total() + other.pairs.total()
        return 2 * (self.pairs & other.pairs).total() / both if both else 0.0


def _drift(text: str, sentence: _Sentence, known: Sequence[_Sentence]) -> Drift | None:
    """Against the sentences of the draft that it may stem from: it need fit only one of them."""
    shares = [(sentence.alike(each), each) for each in known]
    best = max((share for share, _ in shares), default=0.0)
    if best < ALIKE:
        return None
    shares.sort(key=lambda one: -one[0])
    origins = [each for share, each in shares if share >= max(ALIKE, best - NEARLY)]
    parted = [_parted(sentence, each) for each in origins]
    if any(not written for written, _ in parted):
        return None
    return Drift(text, *parted[0])


def _parted(sentence: _Sentence, origin: _Sentence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands in a sentence instead of what; both empty where it tells nothing else."""
    foreign, gone = sentence.figures - origin.figures, origin.figures - sentence.figures
    if foreign and gone:
        return tuple(foreign), tuple(gone)
    one_each = len(sentence.clauses) == len(origin.clauses) == 1
    if one_each and sentence.clauses != origin.clauses:
        return sentence.clauses, origin.clauses
    return (), ()


def _total_drift(text: str, result: PanelResult) -> Drift | None:
    """Where the total is told, it is the total."""
    total = result.shown
    wrong = [each for each in _TOTAL.findall(text) if _value(each) != _value(total)]
    return Drift(text, tuple(wrong), (total,)) if wrong else None


def _points_drift(text: str, result: PanelResult) -> Drift | None:
    """Where the points of a criterion are told by its number, they are its points."""
    scores = {row.id: format_points(row.score) for row in result.criteria if row.score is not None}
    told = [(cid, each) for cid, each in _POINTS.findall(text) if cid in scores]
    wrong = [(each, scores[cid]) for cid, each in told if _value(each) != _value(scores[cid])]
    return Drift(text, *(tuple(side) for side in zip(*wrong, strict=True))) if wrong else None


def _value(figure: str) -> str:
    """A figure without zeros that say nothing."""
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def _sentences(texts: Iterable[str]) -> Iterator[str]:
    """Their sentences, figures in ASCII and without commas between thousands."""
    for text in texts:
        plain = _GROUPS.sub("", "".join(map(_narrow, text)))
        yield from (each.strip() for each in re.split(r"[。；\n]", plain) if each.strip())


def _narrow(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign) if sign in "０１２３４５６７８９．" else sign
