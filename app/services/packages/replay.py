"""Reach the claimed result again from the ledgers alone, or refuse: what a receiver does last.

Pure over what it is given: nothing is read or stored here.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.common.canon import digest
from app.common.errors import Refusal
from app.common.ledger import EntryRecord
from app.common.typed import entered_by
from app.models.entries import EntryRow
from app.scoring import Panel, PanelResult, Scheme, Tally, format_points
from app.scoring.model.kinds import WORDS
from app.services.panel.collected import FoundSheet, counted, papers_told
from app.services.panel.panel_ledger import PanelFacts, fold, settled
from app.services.printing.result_words import expert_words, row_words, total_of
from app.services.sheet.entry_shapes import misshapen, must_have_shape
from app.services.sheet.papers import MAX_PAPERS
from app.services.sheet.projection import Projection, sheet_digest
from app.services.sheet.typed_words import typed_words
from app.services.store.ledger import as_row
from app.services.store.site import Attachment, Visit


@dataclass(frozen=True, slots=True)
class ReplayedSheet:
    """A sheet as its ledger says. claims: what its sender must have claimed of it.

    typed: in words, who typed it in from paper and whether signed pages are attached; empty for its
    expert's own.
    """

    sheet: FoundSheet
    tally: Tally
    claims: Mapping[str, str]
    attachments: tuple[Attachment, ...]
    typed: str = ""


def claims_of(tally: Tally, findings: object, head: str) -> dict[str, str]:
    """What a sheet's sender says of it, for the receiver to reach again."""
    return {
        "total": format_points(tally.total),
        "state": tally.state,
        "findings_digest": digest(findings),
        "digest": head,
    }


def replay_sheet(
    visit: Visit, scheme: Scheme, person_id: str, entries: Sequence[EntryRecord]
) -> ReplayedSheet:
    """A sheet from its ledger, the chain already checked. Raises Refusal where it is not a locked sheet."""
    member = visit.member(person_id)
    if member is None or not member.scores:
        word = WORDS[scheme.kind].sheet
        raise Refusal.because(f"这份{word}的专家不在名单里，未予采用。", code="XP-4501")
    rows = [as_row(entry) for entry in entries]
    state = _folded(scheme, entries, rows)
    if not state.locked or not rows:
        raise Refusal.because(
            f"这份{WORDS[scheme.kind].sheet}还没有锁定，未予采用。请专家锁定后重新导出。", code="XP-4502"
        )
    _check_opening(rows[0], visit, person_id, scheme)
    findings = state.findings()
    tally = Tally.start(scheme, visit.profile, visit.policy, findings)
    head = rows[-1].digest
    mark = sheet_digest(
        {"visit": visit.id, "person": person_id, "scheme": visit.scheme_digest}, findings, head
    )
    notes = {criterion: str(state.of("note", criterion).get("", "")) for criterion in state.values["note"]}
    found = FoundSheet(
        person_id,
        visit.name_of(person_id),
        "",
        mark,
        tuple(rows),
        counted(visit, scheme, findings),
        notes,
        papers_told(state),
    )
    typed = typed_words(visit, entered_by(person_id, rows), len(state.of("attachment", "")))
    return ReplayedSheet(found, tally, claims_of(tally, findings, head), _attached(state), typed)


def replay_working(
    visit: Visit, scheme: Scheme, person_id: str, entries: Sequence[EntryRecord]
) -> tuple[Projection, Tally]:
    """A sheet in progress from its ledger, its chain checked. Raises Refusal where it does not fit."""
    if visit.member(person_id) is None or not entries:
        word = WORDS[scheme.kind].sheet
        raise Refusal.because(f"这份{word}的专家不在名单里，未予采用。", code="XP-4501")
    rows = [as_row(entry) for entry in entries]
    state = _folded(scheme, entries, rows)
    _check_opening(rows[0], visit, person_id, scheme)
    return state, Tally.start(scheme, visit.profile, visit.policy, state.findings())


def _folded(scheme: Scheme, entries: Sequence[EntryRecord], rows: Sequence[EntryRow]) -> Projection:
    """The state after all entries. Raises Refusal for any that a desk would not have written."""
    state = Projection()
    for entry, row in zip(entries, rows, strict=True):
        must_have_shape(entry, scheme)
        state.apply(row)
        if len(state.values["paper"].get(entry.criterion or "", ())) > MAX_PAPERS:
            raise misshapen(entry.seq)
        if entry.kind == "lock" and isinstance(entry.after, dict):
            pages = len(state.values["attachment"].get("", ()))
            if entry.after.get("pages", pages) != pages:
                raise misshapen(entry.seq)
    return state


def _attached(state: Projection) -> tuple[Attachment, ...]:
    """The files that are attached at the end."""
    return tuple(
        Attachment(sha, **told)
        for criterion in state.values["attachment"]
        for sha, told in state.of("attachment", criterion).items()
    )


def attachments_of(rows: Sequence[EntryRow]) -> dict[str, Attachment]:
    """Every file that a replayed ledger has ever attached, by SHA-256: what was taken off may be put back."""
    return {
        row.field: Attachment(row.field, **json.loads(row.after))
        for row in rows
        if row.kind == "attach" and row.field
    }


def replay_panel(
    visit: Visit, scheme: Scheme, sheets: Sequence[FoundSheet], entries: Sequence[EntryRecord]
) -> tuple[PanelResult, PanelFacts]:
    """The panel's result from the sheets and its ledger. Raises Refusal where a sheet is wanting."""
    facts = fold(entries)
    visit = settled(visit, facts)
    wanted = {member.id for member in visit.panel if member.scores}
    if {sheet.person_id for sheet in sheets} != wanted:
        raise Refusal.because(
            f"成果包里的{WORDS[scheme.kind].sheet}与专家名单对不上，未予采用。", code="XP-4503"
        )
    result = Panel.join(
        scheme,
        visit.profile,
        visit.policy,
        {sheet.person_id: sheet.findings for sheet in sheets},
        visit.assignments,
        {criterion: ruling.findings for criterion, ruling in facts.rulings.items()},
    )
    return result, facts


def must_be_frozen(facts: PanelFacts, result: PanelResult, scheme: Scheme) -> None:
    """Raises Refusal unless what was frozen, read out and signed is what the ledgers come to."""
    text = facts.frozen_text
    if text is None or digest(text) != facts.frozen_digest:
        raise Refusal.because("成果包里没有定稿的文本，或与其校验码不符，未予采用。", code="XP-4516")
    reached = {
        "total": total_of(scheme, result)[0],
        "outcome": result.verdict.outcome,
        "problems": list(facts.problems),
        "suggestions": list(facts.suggestions),
        "strengths": list(facts.strengths),
        "scores": {row.id: row_words(scheme, row) or None for row in result.criteria},
        "experts": {
            row.id: {person: expert_words(scheme, row, person) or None for person in row.scores}
            for row in result.criteria
        },
    }
    if _text_claims(text) != reached:
        raise Refusal.because(
            "定稿之后又有改动而没有重新定稿：定稿的文本与按记录重新计算的不一致，未予采用。", code="XP-4516"
        )


def _text_claims(text: Mapping[str, Any]) -> dict[str, Any]:
    """What a frozen text says of the result; empty where it has not the shape of one."""
    try:
        rows = [row for section in text["sections"] for row in section["criteria"]]
        plain = {name: text[name] for name in ("total", "outcome", "problems", "suggestions")}
        return plain | {
            "strengths": text.get("strengths", []),
            "scores": {row["id"]: row["score"] for row in rows},
            "experts": {row["id"]: {each["person"]: each["score"] for each in row["scores"]} for row in rows},
        }
    except (KeyError, TypeError):
        return {}


def must_have_evidence(names: Container[str], replayed: ReplayedSheet) -> None:
    """Raises Refusal unless every attachment of a sheet is among the package's members."""
    from app.exchange.content import EVIDENCE

    for attachment in replayed.attachments:
        if f"{EVIDENCE}{attachment.sha256}" not in names:
            raise Refusal.because(f"表里缺少佐证材料 {attachment.name}，未予采用。", code="XP-4510")


def must_agree(claimed: Mapping[str, str], reached: Mapping[str, str], whose: str) -> None:
    """Raises Refusal naming every figure that the replay does not reach."""
    wrong = [name for name, value in reached.items() if claimed.get(name) != value]
    if wrong:
        told = "、".join(
            f"{FIGURES.get(name, name)}（{claimed.get(name)}≠{reached[name]}）" for name in wrong
        )
        raise Refusal.because(
            f"{whose}按记录重新计算，与文件写明的不一致：{told}。未予采用，本机数据没有变化。", code="XP-4504"
        )


FIGURES = {
    "total": "合计",
    "state": "完成状态",
    "findings_digest": "认定内容的摘要",
    "digest": "摘要",
    "outcome": "结论",
    "short_code": "校验码",
}


def _check_opening(first: EntryRow, visit: Visit, person_id: str, scheme: Scheme) -> None:
    """The ledger's first entry binds it to visit, person and scheme."""
    bound = json.loads(first.after)
    wanted = {"visit": visit.id, "person": person_id, "scheme": visit.scheme_digest}
    if first.kind != "open" or bound != wanted:
        raise Refusal.because(
            f"这份{WORDS[scheme.kind].sheet}属于另一次考核、另一个人或另一版方案，未予采用。", code="XP-4505"
        )
