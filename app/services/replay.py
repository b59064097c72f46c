"""Reach the claimed result again from the ledgers alone, or refuse: what a receiver does last.

Pure over what it is given: nothing is read or stored here.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.common.canon import digest
from app.common.errors import Refusal
from app.common.ledger import EntryRecord
from app.common.typed import entered_by
from app.models.entries import EntryRow
from app.scoring import Panel, PanelResult, Scheme, Tally, format_points
from app.services.collected import FoundSheet, counted, papers_told
from app.services.ledger import as_row
from app.services.panel_ledger import PanelFacts, fold
from app.services.papers import must_fit
from app.services.projection import Projection, projected, sheet_digest
from app.services.rating import row_words, total_of
from app.services.site import Attachment, Visit
from app.services.typed_words import typed_words


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
        raise Refusal.because("这份评分表的专家不在评分名单里，未予采用。", code="XP-4501")
    rows = [as_row(entry) for entry in entries]
    state = projected(rows)
    if not state.locked or not rows:
        raise Refusal.because("这份评分表还没有锁定，未予采用。请专家锁定后重新导出。", code="XP-4502")
    _check_opening(rows[0], visit, person_id)
    _check_papers(state)
    findings = state.findings()
    tally = Tally.start(scheme, visit.profile, visit.policy, findings)
    head = rows[-1].digest
    mark = sheet_digest(
        {"visit": visit.id, "person": person_id, "scheme": visit.scheme_digest}, findings, head
    )
    notes = {criterion: str(state.of("note", criterion).get("", "")) for criterion in state.values["note"]}
    found = FoundSheet(
        person_id,
        member.name,
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
        raise Refusal.because("这份评分表的专家不在评分名单里，未予采用。", code="XP-4501")
    rows = [as_row(entry) for entry in entries]
    state = projected(rows)
    _check_opening(rows[0], visit, person_id)
    _check_papers(state)
    _attached(state)
    return state, Tally.start(scheme, visit.profile, visit.policy, state.findings())


def _check_papers(state: Projection) -> None:
    """Raises Refusal where a working paper has not the shape of one."""
    for criterion in state.values["paper"]:
        for content in state.of("paper", criterion).values():
            must_fit(content)


def _attached(state: Projection) -> tuple[Attachment, ...]:
    """The files that are attached at the end. Raises Refusal where an entry tells of no file."""
    return tuple(
        _attachment(sha, told)
        for criterion in state.values["attachment"]
        for sha, told in state.of("attachment", criterion).items()
    )


def attachments_of(rows: Sequence[EntryRow]) -> dict[str, Attachment]:
    """Every file that a ledger has ever attached, by SHA-256: what was taken off may be put back."""
    attached = [row for row in rows if row.kind == "attach" and row.field]
    return {row.field or "": _attachment(row.field or "", as_plain(row)) for row in attached}


def _attachment(sha: str, told: object) -> Attachment:
    shape = {"name": str, "size": int, "media_type": str, "personal": bool}
    if not isinstance(told, dict) or {name: type(value) for name, value in told.items()} != shape:
        raise Refusal.because("评分记录里有一份佐证材料写得不完整，整份记录不予采用。", code="XP-3703")
    return Attachment(sha, **told)


def replay_panel(
    visit: Visit, scheme: Scheme, sheets: Sequence[FoundSheet], entries: Sequence[EntryRecord]
) -> tuple[PanelResult, PanelFacts]:
    """The panel's result from the sheets and its ledger. Raises Refusal where a sheet is wanting."""
    wanted = {member.id for member in visit.panel if member.scores}
    if {sheet.person_id for sheet in sheets} != wanted:
        raise Refusal.because("成果包里的评分表与评分专家名单对不上，未予采用。", code="XP-4503")
    facts = fold(entries)
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
        "scores": {row.id: row_words(scheme, row) or None for row in result.criteria},
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
        return plain | {"scores": {row["id"]: row["score"] for row in rows}}
    except (KeyError, TypeError):
        return {}


def must_have_evidence(names: Container[str], replayed: ReplayedSheet) -> None:
    """Raises Refusal unless every attachment of a sheet is among the package's members."""
    from app.exchange.content import EVIDENCE

    for attachment in replayed.attachments:
        if f"{EVIDENCE}{attachment.sha256}" not in names:
            raise Refusal.because(f"评分表里缺少佐证材料 {attachment.name}，未予采用。", code="XP-4510")


def must_agree(claimed: Mapping[str, str], reached: Mapping[str, str], whose: str) -> None:
    """Raises Refusal naming every figure that the replay does not reach."""
    wrong = [name for name, value in reached.items() if claimed.get(name) != value]
    if wrong:
        told = "、".join(f"{WORDS.get(name, name)}（{claimed.get(name)}≠{reached[name]}）" for name in wrong)
        raise Refusal.because(
            f"{whose}按记录重新计算，与文件写明的不一致：{told}。未予采用，本机数据没有变化。", code="XP-4504"
        )


WORDS = {
    "total": "总分",
    "state": "完成状态",
    "findings_digest": "认定内容的摘要",
    "digest": "摘要",
    "outcome": "结论",
    "short_code": "校验码",
}


def _check_opening(first: EntryRow, visit: Visit, person_id: str) -> None:
    """The ledger's first entry binds it to visit, person and scheme."""
    bound = as_plain(first)
    wanted = {"visit": visit.id, "person": person_id, "scheme": visit.scheme_digest}
    if first.kind != "open" or bound != wanted:
        raise Refusal.because("这份评分表属于另一次考核、另一个人或另一版方案，未予采用。", code="XP-4505")


def as_plain(row: EntryRow) -> object:
    """What an entry says, as JSON values."""
    import json

    return json.loads(row.after)
