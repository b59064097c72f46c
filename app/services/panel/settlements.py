"""合议: a spread beyond the batch's tolerance is talked over and settled with a sentence before freezing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from app.common.errors import Fault, Refusal
from app.common.lines import MAX_REASON, one_line
from app.scoring import PanelCriterion, PanelResult, format_points
from app.scoring.model.points import Score, format_exact
from app.services.panel.panel_ledger import PanelFacts
from app.services.store.ledger import NewEntry
from app.services.store.settlement import Settlement
from app.services.store.site import Visit

SENTENCE, VIEWS, NOTHING = "XP-4251", "XP-4252", "XP-4253"


def spread_of(row: PanelCriterion) -> Score:
    """Highest less lowest score of the experts, in hundredths; 0 where nobody gave one."""
    given = [score for score in row.scores.values() if score is not None]
    return max(given) - min(given) if given else 0


def standing_settlements(facts: PanelFacts, result: PanelResult) -> dict[str, Settlement]:
    """Those that speak of the scores as they are now, by criterion."""
    rows = {row.id: row for row in result.criteria}
    return {
        cid: each
        for cid, each in facts.settlements.items()
        if cid in rows and (dict(each.scores), each.score) == _basis(rows[cid])
    }


def unsettled_spreads(facts: PanelFacts, result: PanelResult) -> Iterator[PanelCriterion]:
    """The criteria whose spread has to be talked over still."""
    settled = standing_settlements(facts, result)
    return (row for row in result.criteria if row.outlying and row.id not in settled)


def may_settle(row: PanelCriterion) -> bool:
    """Whether there is something to settle: a wide spread, or a ruling that somebody may dissent from."""
    return row.outlying or row.state == "ruled"


def settlement_entry(
    author: str,
    facts: PanelFacts,
    row: PanelCriterion,
    sentence: str,
    agreed: Collection[str],
    dissents: Mapping[str, str],
    visit: Visit,
) -> NewEntry:
    """The entry that settles a criterion. Raises Refusal naming every fault.

    agreed, dissents: every expert who scores the criterion is in just one of them; a dissent says why.
    """
    said = {person: one_line(why) for person, why in dissents.items()}
    if faults := list(_faults(row, one_line(sentence), agreed, said, visit)):
        raise Refusal(faults)
    scores, score = _basis(row)
    after = {"agreed": sorted(agreed), "dissents": said, "scores": scores, "score": score}
    stood = facts.settlements.get(row.id)
    before = stood.plain if stood else None
    return NewEntry("settle", author, criterion=row.id, before=before, after=after, why=one_line(sentence))


def _faults(
    row: PanelCriterion, sentence: str, agreed: Collection[str], dissents: Mapping[str, str], visit: Visit
) -> Iterator[Fault]:
    if not may_settle(row):
        yield Fault("criterion", f"{row.id} 没有须合议的分歧，也没有裁定，不需要登记合议结论。", NOTHING)
    if not 0 < len(sentence) <= MAX_REASON:
        yield Fault("sentence", f"请用一句话写明合议结论（不超过 {MAX_REASON} 字）。", SENTENCE)
    for person in row.scores:
        if (person in agreed) == (person in dissents):
            told = f"请选定{visit.name_of(person)}是同意还是保留意见。"
            yield Fault(f"views.{person}", told, VIEWS)
        elif person in dissents and not 0 < len(dissents[person]) <= MAX_REASON:
            told = f"请写明{visit.name_of(person)}保留意见的理由（不超过 {MAX_REASON} 字）。"
            yield Fault(f"views.{person}", told, VIEWS)
    for person in sorted({*agreed, *dissents} - set(row.scores)):
        yield Fault(f"views.{person}", "表明意见的人不评这一项。", VIEWS)


def _basis(row: PanelCriterion) -> tuple[dict[str, str], str]:
    given = {person: format_points(score) for person, score in row.scores.items() if score is not None}
    return given, "" if row.score is None else format_exact(row.score)
